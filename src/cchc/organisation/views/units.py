"""Units: the tree as of a day, a unit with its people and its history, and what can happen to it."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.tables import Column, Listing

from .. import actions
from ..access import account_of, may, needs
from ..forms import DayForm, DissolveForm, FoundForm, MergeForm, MoveForm, RenameForm
from ..history import descent_of, tree_on
from ..models import Tenure, Unit, UnitEvent, UnitEventKind
from .editing import FormPage, edit


def _post(tenure: Tenure) -> str:
    word = _("kiêm nhiệm")
    return f"{tenure.post} ({word})" if tenure.concurrent else tenure.post


STAFF = Listing(
    name="nguoi-cua-don-vi",
    title=gettext_lazy("Người đang công tác"),
    columns=[
        Column("person", gettext_lazy("Họ và tên"), value="person.full_name", sort="person__folded"),
        Column("post", gettext_lazy("Chức vụ"), value=_post, sort="post"),
        Column("started", gettext_lazy("Từ ngày"), value="started_on", kind="date", sort="started_on"),
        Column("status", gettext_lazy("Chế độ làm việc"), value="person.get_status_display", kind="short"),
    ],
    search=["person__folded"],
    order=["-heads", "started_on", "person__folded"],
    row_url=lambda tenure: reverse("organisation:person_detail", args=[tenure.person_id]),
    empty_title=gettext_lazy("Chưa có ai công tác ở đơn vị này"),
)


def _unit(request: HttpRequest, pk: int) -> Unit:
    return get_object_or_404(Unit.objects.visible_to(account_of(request)), pk=pk)


def _url(unit: Unit) -> str:
    return reverse("organisation:unit_detail", args=[unit.pk])


def _crumbs(unit: Unit, here: str) -> tuple[tuple[str, str], ...]:
    return (_("Tổ chức"), reverse("organisation:unit_list")), (unit.name, _url(unit)), (here, "")


@needs("organisation.view")
def unit_list(request: HttpRequest) -> HttpResponse:
    """The tree, today or as it stood on a day; units that are no more on request."""
    account, today = account_of(request), timezone.localdate()
    form = DayForm(request.GET if "ngay" in request.GET else None, initial={"ngay": today})
    day = (form.cleaned_data["ngay"] if form.is_bound and form.is_valid() else None) or today
    with_closed = request.GET.get("dong") == "1"
    units = Unit.objects.visible_to(account)
    shown = units.filter(opened_on__lte=day) if with_closed else units.open_on(day)
    context = {"rows": tree_on(day, shown), "day": day, "form": form, "past": day != today,
               "with_closed": with_closed, "may_manage": may(account, "organisation.manage")}  # fmt: skip
    return render(request, "organisation/unit_list.html", context)


def _told(event: UnitEvent, unit: Unit) -> dict[str, object]:
    """An event as the timeline tells it, from the side of this unit."""
    other = event.into if event.unit_id == unit.pk else event.unit
    words = {
        UnitEventKind.FOUNDED: _("Thành lập: %(after)s"),
        UnitEventKind.RENAMED: _("Đổi tên từ %(before)s thành %(after)s"),
        UnitEventKind.MOVED: _("Chuyển cấp trên: từ %(from)s sang %(to)s"),
        UnitEventKind.MERGED: _("Sáp nhập vào %(other)s") if other is event.into else _("Nhận sáp nhập %(other)s"),
        UnitEventKind.DISSOLVED: _("Giải thể"),
    }
    values = {"before": event.name_before, "after": event.name_after, "other": other.name if other else "",
              "from": event.parent_before.name if event.parent_before else _("Sở"),
              "to": event.parent_after.name if event.parent_after else _("Sở")}  # fmt: skip
    title = words[UnitEventKind(event.kind)] % values
    return {"title": title, "text": event.basis, "at": event.on, "url": _url(other) if other else ""}


@needs("organisation.view")
def unit_detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A unit: its head, the people in it, the units under it, what happened to it."""
    account, unit = account_of(request), _unit(request, pk)
    held = Tenure.objects.filter(unit=unit, ended_on=None).select_related("person")
    events = UnitEvent.objects.filter(Q(unit=unit) | Q(into=unit)).select_related(
        "unit", "into", "parent_before", "parent_after"
    )
    staff = STAFF.page(request, held)
    context = {"unit": unit, "staff": staff, "head": held.filter(heads=True).first(),
               "events": [_told(event, unit) for event in events.order_by("-on", "-pk")],
               "descent": descent_of(unit), "identifier": unit.identifiers.order_by("-started_on", "-pk").first(),
               "shares": unit.shares.filter(ended_on=None).select_related("function"),
               "below": unit.children.filter(closed_on=None),
               "may_manage": may(account, "organisation.manage"),
               "crumbs": [(_("Tổ chức"), reverse("organisation:unit_list")), (unit.name, "")]}  # fmt: skip
    return staff.download() or render(request, "organisation/unit_detail.html", context)


@needs("organisation.manage")
def unit_new(request: HttpRequest) -> HttpResponse:
    """Take a new unit in."""
    account, tree = account_of(request), reverse("organisation:unit_list")
    form = FoundForm(request.POST or None, account=account)
    page = FormPage(_("Thành lập đơn vị"), _("Ghi đơn vị mới"), tree, _("Đã ghi đơn vị mới."),
                    ((_("Tổ chức"), tree), (_("Thành lập đơn vị"), "")))  # fmt: skip
    return edit(
        request,
        form,
        lambda data: actions.found_unit(by=account, at=timezone.now(), agency=account.agency, **data),
        page,
    )


@needs("organisation.manage")
def unit_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a unit another name."""
    account, unit = account_of(request), _unit(request, pk)
    form = RenameForm(request.POST or None, initial={"name": unit.name, "short_name": unit.short_name})
    page = FormPage(_("Đổi tên đơn vị"), _("Đổi tên"), _url(unit), _("Đã đổi tên."), _crumbs(unit, _("Đổi tên")),
                    _("Văn bản trước ngày này vẫn mang tên cũ."))  # fmt: skip
    return edit(request, form, lambda data: actions.rename_unit(by=account, at=timezone.now(), unit=unit, **data), page)


@needs("organisation.manage")
def unit_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a unit under another one."""
    account, unit = account_of(request), _unit(request, pk)
    form = MoveForm(request.POST or None, account=account, besides=unit, initial={"parent": unit.parent_id})
    page = FormPage(_("Chuyển cấp trên"), _("Chuyển"), _url(unit), _("Đã chuyển."), _crumbs(unit, _("Chuyển cấp trên")),
                    _("Các đơn vị trực thuộc đi cùng."))  # fmt: skip
    return edit(request, form, lambda data: actions.move_unit(by=account, at=timezone.now(), unit=unit, **data), page)


@needs("organisation.manage")
def unit_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge a unit into another one."""
    account, unit = account_of(request), _unit(request, pk)
    form = MergeForm(request.POST or None, account=account, besides=unit)
    lede = _("Người, đơn vị trực thuộc và vai trò của đơn vị này chuyển sang đơn vị nhận; đơn vị này khép lại.")
    page = FormPage(_("Sáp nhập đơn vị"), _("Sáp nhập"), _url(unit), _("Đã sáp nhập."), _crumbs(unit, _("Sáp nhập")),
                    lede, _("Sáp nhập đơn vị này? Việc này không đảo lại được."))  # fmt: skip
    return edit(
        request, form, lambda data: actions.merge_units(by=account, at=timezone.now(), units=[unit], **data), page
    )


@needs("organisation.manage")
def unit_dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a unit in which nobody works."""
    account, unit = account_of(request), _unit(request, pk)
    page = FormPage(_("Giải thể đơn vị"), _("Giải thể"), _url(unit), _("Đã giải thể."), _crumbs(unit, _("Giải thể")),
                    _("Chỉ giải thể được khi không còn người và đơn vị trực thuộc."),
                    _("Giải thể đơn vị này? Việc này không đảo lại được."))  # fmt: skip
    return edit(
        request,
        DissolveForm(request.POST or None),
        lambda data: actions.dissolve_unit(by=account, at=timezone.now(), unit=unit, **data),
        page,
    )
