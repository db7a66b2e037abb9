"""Electronic identifiers of the department and its units in both writings, and what one writing is in the other."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.errors import Refused
from cchc.common.tables import Column, Filter, Listing

from .. import actions
from ..access import account_of, may, needs
from ..forms.identifiers import CorrectIdentifierForm, IdentifierForm, OtherWritingForm
from ..models import Identifier
from .editing import FormPage, edit


def _by_force(rows: Any, value: str) -> Any:
    return rows.filter(ended_on__isnull=value == "co")


IDENTIFIERS = Listing(
    name="ma-dinh-danh",
    title=gettext_lazy("Mã định danh điện tử"),
    columns=[
        Column("code", gettext_lazy("Mã"), kind="short", sort="code"),
        Column("old_code", gettext_lazy("Cách viết cũ"), kind="short", sort="old_code"),
        Column("owner", gettext_lazy("Cấp cho"), value="owner.name", sort="unit__sort"),
        Column("started_on", gettext_lazy("Hiệu lực từ ngày"), kind="date", sort="started_on"),
        Column("ended_on", gettext_lazy("Hết hiệu lực từ ngày"), kind="date", sort="ended_on"),
        Column("replaced_by", gettext_lazy("Thay bằng"), value="replaced_by.code", kind="short"),
    ],
    filters=[
        Filter(
            "hieu-luc", gettext_lazy("Hiệu lực"), apply=_by_force,
            choices=[("co", gettext_lazy("Còn hiệu lực")), ("khong", gettext_lazy("Hết hiệu lực"))],
        ),
    ],
    search=["folded", "unit__folded"],
    order=["code"],
    row_url=lambda row: reverse("organisation:identifier", args=[row.pk]),
    empty_title=gettext_lazy("Chưa có mã định danh nào"),
    empty_text=gettext_lazy("Ghi mã của Sở trước, rồi mã của các đơn vị, theo quyết định cấp mã."),
)  # fmt: skip


def _rows(request: HttpRequest) -> Any:
    found = Identifier.objects.visible_to(account_of(request))
    return found.select_related("agency", "unit", "replaced_by")


def _home() -> tuple[str, str]:
    return _("Mã định danh điện tử"), reverse("organisation:identifier_list")


def _other_writing(text: str) -> dict[str, str]:
    """The code that a text means in both writings, or why there are not two."""
    try:
        code = actions.read_code(text)
        return {"new": code.new, "old": actions.old_writing(code)}
    except Refused as refused:
        return {"refused": str(refused)}


@needs("organisation.view")
def identifier_list(request: HttpRequest) -> HttpResponseBase:
    """Every code that was given, in both writings; and a text in one writing put into the other."""
    manage = may(request.user, "organisation.manage")
    first = (reverse("organisation:identifier_new"), _("Ghi mã định danh")) if manage else None
    page = IDENTIFIERS.page(request, _rows(request), empty_action=first)
    form = OtherWritingForm(request.GET if request.GET.get("ma") else None)
    asked = form.cleaned_data["ma"] if form.is_bound and form.is_valid() else ""
    context = {"page": page, "form": form, "both": _other_writing(asked) if asked else None, "may_manage": manage}
    return page.download() or render(request, "organisation/identifier_list.html", context)


@needs("organisation.view")
def identifier(request: HttpRequest, pk: int) -> HttpResponse:
    """One code: whose it is, from when to when, what came before it and after."""
    found = get_object_or_404(_rows(request), pk=pk)
    context = {"identifier": found, "before": found.replaces.all(), "crumbs": [_home(), (found.code, "")],
               "may_manage": may(request.user, "organisation.manage")}  # fmt: skip
    return render(request, "organisation/identifier.html", context)


@needs("organisation.manage")
def identifier_new(request: HttpRequest) -> HttpResponse:
    """Write down a code that was given; it replaces the one that its owner has."""
    account, (label, home) = account_of(request), _home()
    form = IdentifierForm(request.POST or None, account=account, initial={"unit": request.GET.get("don-vi")})
    page = FormPage(_("Ghi mã định danh"), _("Ghi mã"), home, _("Đã ghi mã định danh."),
                    ((label, home), (_("Ghi mã định danh"), "")),
                    _("Mã đang dùng của Sở hoặc đơn vị, nếu có, hết hiệu lực từ ngày này và được thay bằng mã mới."),
                    )  # fmt: skip
    return edit(
        request,
        form,
        lambda data: actions.give_identifier(by=account, at=timezone.now(), agency=account.agency, **data),
        page,
    )


@needs("organisation.manage")
def identifier_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what was typed wrongly."""
    account, found = account_of(request), get_object_or_404(_rows(request), pk=pk)
    back = reverse("organisation:identifier", args=[found.pk])
    form = CorrectIdentifierForm(request.POST or None, initial={"code": found.code, "basis": found.basis})
    page = FormPage(_("Sửa mã ghi nhầm"), _("Lưu"), back, _("Đã lưu."),
                    (_home(), (found.code, back), (_("Sửa mã ghi nhầm"), "")),
                    _("Chỉ để sửa chữ gõ nhầm; khi cơ quan được cấp mã khác, ghi mã mới."))  # fmt: skip
    return edit(
        request,
        form,
        lambda data: actions.correct_identifier(by=account, at=timezone.now(), identifier=found, **data),
        page,
    )
