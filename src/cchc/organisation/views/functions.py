"""Functions of the department: who leads each, overlaps and gaps, and what can be changed."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.tables import Column, Filter, Listing

from .. import actions
from ..access import account_of, may, needs
from ..forms import DayForm, EndForm
from ..forms.functions import CorrectFunctionForm, FunctionForm, ShareForm
from ..functions import Row, rows_on
from ..models import Function, FunctionShare, Unit
from ..rules.functions import Finding
from .editing import FormPage, edit

_FACES = {Finding.ONE: ("reached", gettext_lazy("một đơn vị chủ trì")),
          Finding.OVERLAP: ("missed", gettext_lazy("trùng: nhiều đơn vị chủ trì")),
          Finding.GAP: ("at_risk", gettext_lazy("trống: chưa có đơn vị chủ trì"))}  # fmt: skip


def state_of(row: Row) -> tuple[str, str]:
    """Code and word of what the check says."""
    code, word = _FACES[row.finding]
    return code, str(word)


def _names(units: list[Unit]) -> str:
    return ", ".join(unit.name for unit in units)


def _units(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.name) for unit in Unit.objects.visible_to(account_of(request))]


FUNCTIONS = Listing(
    name="chuc-nang",
    title=gettext_lazy("Chức năng, nhiệm vụ"),
    columns=[
        Column("text", gettext_lazy("Chức năng, nhiệm vụ"), value="function.text", sort="function__folded"),
        Column("leads", gettext_lazy("Chủ trì"), value=lambda row: _names(row.leads)),
        Column("supports", gettext_lazy("Phối hợp"), value=lambda row: _names(row.supports)),
        Column("state", gettext_lazy("Kiểm tra"), value=state_of, kind="state"),
        Column("since", gettext_lazy("Từ ngày"), value="function.started_on", kind="date", sort="function__started_on"),
        Column("basis", gettext_lazy("Văn bản giao")),
    ],
    filters=[
        Filter("don-vi", gettext_lazy("Đơn vị"), choices=_units,
               apply=lambda rows, value: [row for row in rows if int(value) in row.units]),
        Filter("kiem-tra", gettext_lazy("Kiểm tra"), choices=[(one.value, _FACES[one][1]) for one in Finding],
               apply=lambda rows, value: [row for row in rows if row.finding == value]),
    ],
    search=["function__folded"],
    keep=["ngay"],
    row_url=lambda row: reverse("organisation:function", args=[row.function.pk]),
    empty_title=gettext_lazy("Chưa có chức năng, nhiệm vụ nào"),
    empty_text=gettext_lazy("Ghi theo quyết định quy định chức năng, nhiệm vụ, quyền hạn của Sở."),
)  # fmt: skip


@needs("organisation.view")
def function_list(request: HttpRequest) -> HttpResponseBase:
    """What the department is there for, as of a day, and what the check finds."""
    account, today = account_of(request), timezone.localdate()
    form = DayForm(request.GET if request.GET.get("ngay") else None, initial={"ngay": today})
    day = (form.cleaned_data["ngay"] if form.is_bound and form.is_valid() else None) or today
    rows, staff = rows_on(account.agency, day), may(account, "organisation.staffing")
    first = (reverse("organisation:function_new"), _("Ghi chức năng, nhiệm vụ")) if staff else None
    page = FUNCTIONS.page(request, rows, empty_action=first)
    found = {one.value: sum(row.finding is one for row in rows) for one in Finding}
    context = {"page": page, "form": form, "day": day, "found": found, "may_staff": staff,
               "may_manage": may(account, "organisation.manage")}  # fmt: skip
    return page.download() or render(request, "organisation/function_list.html", context)


def _function(request: HttpRequest, pk: int) -> Function:
    return get_object_or_404(Function.objects.visible_to(account_of(request)), pk=pk)


def _url(function: Function) -> str:
    return reverse("organisation:function", args=[function.pk])


def _home() -> tuple[str, str]:
    return _("Chức năng, nhiệm vụ"), reverse("organisation:function_list")


def _crumbs(function: Function, here: str) -> tuple[tuple[str, str], ...]:
    return _home(), (Truncator(function.text).chars(60), _url(function)), (here, "")


@needs("organisation.view")
def function(request: HttpRequest, pk: int) -> HttpResponse:
    """One function: every unit that ever had a part in it."""
    account, found = account_of(request), _function(request, pk)
    row = next((row for row in rows_on(found.agency, timezone.localdate()) if row.function.pk == found.pk), None)
    context = {"function": found, "shares": found.shares.select_related("unit"),
               "state": state_of(row) if row else None, "may_staff": may(account, "organisation.staffing"),
               "crumbs": [_home(), (Truncator(found.text).chars(60), "")]}  # fmt: skip
    return render(request, "organisation/function.html", context)


@needs("organisation.staffing")
def function_new(request: HttpRequest) -> HttpResponse:
    """Write down a function of the department."""
    account, (label, home) = account_of(request), _home()
    form = FunctionForm(request.POST or None, account=account)
    title = _("Ghi chức năng, nhiệm vụ")
    page = FormPage(title, _("Ghi"), home, _("Đã ghi."), ((label, home), (title, "")))
    return edit(
        request,
        form,
        lambda data: actions.add_function(by=account, at=timezone.now(), agency=account.agency, **data),
        page,
    )


@needs("organisation.staffing")
def function_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the words right."""
    account, found = account_of(request), _function(request, pk)
    form = CorrectFunctionForm(request.POST or None, initial={"text": found.text, "basis": found.basis})
    page = FormPage(_("Sửa lời văn"), _("Lưu"), _url(found), _("Đã lưu."), _crumbs(found, _("Sửa lời văn")))
    return edit(
        request, form,
        lambda data: actions.correct_function(by=account, at=timezone.now(), function=found, **data), page,
    )  # fmt: skip


@needs("organisation.staffing")
def function_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The department has it no more."""
    account, found = account_of(request), _function(request, pk)
    page = FormPage(_("Thôi chức năng, nhiệm vụ"), _("Ghi"), _url(found), _("Đã ghi."),
                    _crumbs(found, _("Thôi chức năng, nhiệm vụ")),
                    _("Phần việc của các đơn vị kết thúc cùng ngày."))  # fmt: skip
    return edit(
        request, EndForm(request.POST or None),
        lambda data: actions.end_function(by=account, at=timezone.now(), function=found, **data), page,
    )  # fmt: skip


@needs("organisation.staffing")
def function_share(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a unit a part."""
    account, found = account_of(request), _function(request, pk)
    page = FormPage(_("Giao cho đơn vị"), _("Giao"), _url(found), _("Đã giao."), _crumbs(found, _("Giao cho đơn vị")),
                    found.text)  # fmt: skip
    return edit(
        request, ShareForm(request.POST or None, account=account),
        lambda data: actions.share_function(by=account, at=timezone.now(), function=found, **data), page,
    )  # fmt: skip


@needs("organisation.staffing")
def share_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take its part from a unit."""
    account = account_of(request)
    found = FunctionShare.objects.select_related("function", "unit").filter(unit__agency=account.agency)
    share = get_object_or_404(found, pk=pk)
    page = FormPage(_("Thôi giao"), _("Ghi"), _url(share.function), _("Đã ghi."),
                    _crumbs(share.function, _("Thôi giao")),
                    f"{share.unit.name}, {share.get_part_display()}")  # fmt: skip
    return edit(
        request, EndForm(request.POST or None),
        lambda data: actions.end_share(by=account, at=timezone.now(), share=share, **data), page,
    )  # fmt: skip
