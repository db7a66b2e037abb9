"""Positions with their frames: who fills them, what is free, what people lack; and what can be changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.tables import Column, Filter, Listing

from .. import actions
from ..access import account_of, may, needs
from ..forms import EndForm
from ..forms.positions import PlaceForm, PositionFacts, PositionForm, RateForm, RequireForm
from ..models import Person, PersonStatus, Position, Tenure, Unit
from ..positions import Holder, Row, standing
from .editing import FormPage, edit

_STATES = {"trong": gettext_lazy("còn chỗ"), "vuot": gettext_lazy("vượt số được duyệt"),
           "thieu": gettext_lazy("có người thiếu năng lực"), "du": gettext_lazy("đủ")}  # fmt: skip


def _is(row: Row, value: str) -> bool:
    found = {"trong": row.free > 0, "vuot": row.over > 0, "thieu": row.lacking > 0}
    return found[value] if value in found else not any(found.values())


def state_of(row: Row) -> tuple[str, str]:
    """Code and word of how a position is filled."""
    if row.over:
        return "missed", _("vượt %(n)s người") % {"n": row.over}
    return ("waiting", _("còn %(n)s chỗ") % {"n": row.free}) if row.free else ("reached", _("đủ"))


def _units(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.name) for unit in Unit.objects.visible_to(account_of(request))]


POSITIONS = Listing(
    name="vi-tri-viec-lam",
    title=gettext_lazy("Vị trí việc làm"),
    columns=[
        Column("name", gettext_lazy("Vị trí việc làm"), value="position.name", sort="position__folded"),
        Column("unit", gettext_lazy("Đơn vị"), value="position.unit.name", sort="position__unit__sort"),
        Column("kind", gettext_lazy("Dành cho"), value="position.get_kind_display", kind="short"),
        Column("quota", gettext_lazy("Được duyệt"), value="position.quota", kind="number", decimals=0,
               sort="position__quota"),
        Column("filled", gettext_lazy("Đã bố trí"), kind="number", decimals=0, sort="filled"),
        Column("state", gettext_lazy("Tình trạng"), value=state_of, kind="state"),
        Column("frame", gettext_lazy("Số năng lực"), value=lambda row: len(row.requirements), kind="number",
               decimals=0),
        Column("lacking", gettext_lazy("Người thiếu năng lực"), kind="number", decimals=0, sort="lacking"),
    ],
    filters=[
        Filter("don-vi", gettext_lazy("Đơn vị"), choices=_units,
               apply=lambda rows, value: [row for row in rows if str(row.position.unit_id) == value]),
        Filter("danh-cho", gettext_lazy("Dành cho"), choices=PersonStatus.choices, field="position__kind"),
        Filter("tinh-trang", gettext_lazy("Tình trạng"), choices=list(_STATES.items()),
               apply=lambda rows, value: [row for row in rows if _is(row, value)]),
    ],
    search=["position__folded", "position__unit__folded"],
    row_url=lambda row: reverse("organisation:position", args=[row.position.pk]),
    empty_title=gettext_lazy("Chưa có vị trí việc làm nào"),
    empty_text=gettext_lazy("Ghi theo đề án vị trí việc làm được duyệt, rồi bố trí người ở trang cá nhân."),
)  # fmt: skip


def _position(request: HttpRequest, pk: int) -> Position:
    return get_object_or_404(Position.objects.visible_to(account_of(request)).select_related("unit"), pk=pk)


def _url(position: Position) -> str:
    return reverse("organisation:position", args=[position.pk])


def _crumbs(position: Position, here: str) -> tuple[tuple[str, str], ...]:
    home = reverse("organisation:position_list")
    return (_("Vị trí việc làm"), home), (position.name, _url(position)), (here, "")


@needs("organisation.view")
def position_list(request: HttpRequest) -> HttpResponseBase:
    """Every position in use."""
    account = account_of(request)
    staff = may(account, "organisation.staffing")
    rows = standing(Position.objects.visible_to(account).filter(ended_on=None).select_related("unit"))
    first = (reverse("organisation:position_new"), _("Ghi vị trí việc làm")) if staff else None
    page = POSITIONS.page(request, rows, empty_action=first)
    unplaced = Tenure.objects.filter(unit__agency=account.agency).unplaced().count()
    context = {"page": page, "may_staff": staff, "unplaced": unplaced if rows else 0,
               "may_manage": may(account, "organisation.manage")}  # fmt: skip
    return page.download() or render(request, "organisation/position_list.html", context)


def _told(row: Row) -> list[dict[str, Any]]:
    """Who fills a position, with what each lacks in words."""
    names = {one.competency_id: one.competency.name for one in row.requirements}

    def lacks(holder: Holder) -> list[dict[str, Any]]:
        return [{"name": names[gap.competency], "needs": gap.needs, "has": gap.has} for gap in holder.gaps]

    return [{"tenure": holder.tenure, "gaps": lacks(holder)} for holder in row.holders]


@needs("organisation.view")
def position(request: HttpRequest, pk: int) -> HttpResponse:
    """One position: its frame, who is in it, what each lacks."""
    found = _position(request, pk)
    (row,) = standing([found])
    home = reverse("organisation:position_list")
    context = {"position": found, "row": row, "state": state_of(row), "holders": _told(row),
               "may_staff": may(account_of(request), "organisation.staffing", found.unit),
               "crumbs": [(_("Vị trí việc làm"), home), (found.name, "")]}  # fmt: skip
    return render(request, "organisation/position.html", context)


@needs("organisation.staffing")
def position_new(request: HttpRequest) -> HttpResponse:
    """Write down a position that was approved."""
    account, home = account_of(request), reverse("organisation:position_list")
    title = _("Ghi vị trí việc làm")
    page = FormPage(title, _("Ghi"), home, _("Đã ghi."), ((_("Vị trí việc làm"), home), (title, "")))
    return edit(
        request, PositionForm(request.POST or None, account=account),
        lambda data: actions.add_position(by=account, at=timezone.now(), **data), page,
    )  # fmt: skip


@needs("organisation.staffing")
def position_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what was approved."""
    account, found = account_of(request), _position(request, pk)
    kept = {"name": found.name, "kind": found.kind, "quota": found.quota, "basis": found.basis}
    page = FormPage(_("Sửa vị trí việc làm"), _("Lưu"), _url(found), _("Đã lưu."),
                    _crumbs(found, _("Sửa vị trí việc làm")))  # fmt: skip
    return edit(
        request, PositionFacts(request.POST or None, initial=kept),
        lambda data: actions.change_position(by=account, at=timezone.now(), position=found, **data), page,
    )  # fmt: skip


@needs("organisation.staffing")
def position_end(request: HttpRequest, pk: int) -> HttpResponse:
    """There is no such position any more."""
    account, found = account_of(request), _position(request, pk)
    page = FormPage(_("Thôi vị trí việc làm"), _("Ghi"), reverse("organisation:position_list"), _("Đã ghi."),
                    _crumbs(found, _("Thôi vị trí việc làm")))  # fmt: skip
    return edit(
        request, EndForm(request.POST or None),
        lambda data: actions.end_position(by=account, at=timezone.now(), position=found, **data), page,
    )  # fmt: skip


@needs("organisation.staffing")
def position_require(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a position asks for."""
    account, found = account_of(request), _position(request, pk)
    page = FormPage(_("Khung năng lực"), _("Ghi"), _url(found), _("Đã ghi."), _crumbs(found, _("Khung năng lực")),
                    found.name)  # fmt: skip
    return edit(
        request, RequireForm(request.POST or None, agency_id=account.agency_id),
        lambda data: actions.require_competency(by=account, at=timezone.now(), position=found, **data), page,
    )  # fmt: skip


def _person_crumbs(person: Person, here: str) -> tuple[tuple[str, str], ...]:
    page = reverse("organisation:person_detail", args=[person.pk])
    return (_("Người"), reverse("organisation:person_list")), (person.full_name, page), (here, "")


@needs("organisation.staffing")
def tenure_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody into a position."""
    account = account_of(request)
    found = Tenure.objects.select_related("person", "unit").filter(person__agency=account.agency)
    tenure = get_object_or_404(found, pk=pk)
    back, title = reverse("organisation:person_detail", args=[tenure.person_id]), _("Bố trí vị trí việc làm")
    page = FormPage(title, _("Bố trí"), back, _("Đã bố trí."), _person_crumbs(tenure.person, title),
                    f"{tenure.person.full_name}: {tenure.post}, {tenure.unit.name}")  # fmt: skip
    form = PlaceForm(request.POST or None, tenure=tenure, initial={"position": tenure.position_id})
    return edit(
        request, form, lambda data: actions.place(by=account, at=timezone.now(), tenure=tenure, **data), page
    )  # fmt: skip


@needs("organisation.staffing")
def person_rate(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down the level that somebody was found at."""
    account = account_of(request)
    person = get_object_or_404(Person.objects.visible_to(account), pk=pk)
    back, title = reverse("organisation:person_detail", args=[person.pk]), _("Ghi mức năng lực")
    page = FormPage(title, _("Ghi"), back, _("Đã ghi."), _person_crumbs(person, title), person.full_name)
    return edit(
        request, RateForm(request.POST or None, agency_id=account.agency_id),
        lambda data: actions.rate(by=account, at=timezone.now(), person=person, **data), page,
    )  # fmt: skip
