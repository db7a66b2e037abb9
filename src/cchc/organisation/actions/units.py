"""Units: founded, renamed, moved, merged, dissolved. Each change leaves an event, in the order of time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import fold, format_date

from ..models import Account, Agency, Assignment, Tenure, Unit, UnitEvent, UnitEventKind
from ..rules import makes_a_circle
from ..rules.mergers import FiguresRule
from .checks import given, is_open, not_ahead, own
from .functions import hand_over_functions
from .identifiers import close_with


def _folded(name: str, short_name: str, code: str) -> str:
    return fold(f"{name} {short_name} {code}")[:300]


def _in_order(unit: Unit, on: date, at: datetime) -> None:
    """Raise Refused unless the unit is open on the day and nothing later happened to it."""
    not_ahead(on, at)
    is_open(unit, on, "on")
    last = unit.events.order_by("-on", "-pk").first()
    if last and on < last.on:
        message = _("%(unit)s đã có thay đổi ngày %(day)s; các thay đổi phải ghi theo thứ tự thời gian.")
        raise Refused(message % {"unit": unit.name, "day": format_date(last.on)}, field="on")


@transaction.atomic
def found_unit(
    *,
    by: Account | None,
    at: datetime,
    agency: Agency,
    code: str,
    name: str,
    short_name: str,
    kind: str,
    on: date,
    parent: Unit | None = None,
    basis: str = "",
    sort: int | None = None,
) -> Unit:
    """Take a new unit into the tree, from the day of the decision on."""
    own(by, parent)
    code, name, short_name = given(code, "code"), given(name, "name"), given(short_name, "short_name")
    not_ahead(on, at)
    if parent:
        is_open(parent, on, "parent")
    taken = Unit.objects.filter(agency=agency, code=code).first()
    if taken:
        message = _("Mã %(code)s đã dùng cho %(unit)s; mã của đơn vị cũ không cấp lại.")
        raise Refused(message % {"code": code, "unit": taken.name}, field="code")
    last = Unit.objects.filter(agency=agency).aggregate(last=Max("sort"))["last"] or 0
    unit = Unit.objects.create(
        agency=agency, code=code, name=name, short_name=short_name, folded=_folded(name, short_name, code), kind=kind,
        parent=parent, sort=sort if sort is not None else last + 10, opened_on=on,
    )  # fmt: skip
    UnitEvent.objects.create(
        unit=unit, kind=UnitEventKind.FOUNDED, on=on, basis=basis, name_after=name, parent_after=parent
    )
    after = {"code": code, "name": name, "kind": kind, "parent": parent.name if parent else "", "on": on}
    journal.write(by=by, at=at, action="organisation.found_unit", record=unit, after={**after, "basis": basis})
    return unit


@transaction.atomic
def rename_unit(
    *, by: Account | None, at: datetime, unit: Unit, name: str, short_name: str, on: date, basis: str = ""
) -> Unit:
    """Give a unit another name from a day on; papers of before keep the old one."""
    own(by, unit)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    name, short_name = given(name, "name"), given(short_name, "short_name")
    _in_order(unit, on, at)
    if (name, short_name) == (unit.name, unit.short_name):
        raise Refused(_("Tên mới trùng với tên đang dùng."), field="name")
    before = {"name": unit.name, "short_name": unit.short_name}
    if name != unit.name:
        UnitEvent.objects.create(
            unit=unit, kind=UnitEventKind.RENAMED, on=on, basis=basis, name_before=unit.name, name_after=name
        )
    unit.name, unit.short_name, unit.folded = name, short_name, _folded(name, short_name, unit.code)
    unit.save(update_fields=["name", "short_name", "folded"])
    after = {"name": name, "short_name": short_name, "on": on, "basis": basis}
    journal.write(by=by, at=at, action="organisation.rename_unit", record=unit, before=before, after=after)
    return unit


@transaction.atomic
def move_unit(*, by: Account | None, at: datetime, unit: Unit, parent: Unit | None, on: date, basis: str = "") -> Unit:
    """Put a unit, with all that is under it, under another one from a day on."""
    own(by, unit, parent)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    _in_order(unit, on, at)
    if parent:
        is_open(parent, on, "parent")
    before = unit.parent
    if (parent.pk if parent else None) == unit.parent_id:
        raise Refused(_("Đơn vị đang ở đúng cấp trên này."), field="parent")
    parents = dict(Unit.objects.filter(agency_id=unit.agency_id).values_list("pk", "parent_id"))
    if makes_a_circle(unit.pk, parent.pk if parent else None, parents):
        message = _("Không thể đặt %(unit)s dưới một đơn vị trực thuộc của chính nó.")
        raise Refused(message % {"unit": unit.name}, field="parent")
    _move(unit, parent, on, basis)
    journal.write(
        by=by, at=at, action="organisation.move_unit", record=unit,
        before={"parent": before.name if before else ""},
        after={"parent": parent.name if parent else "", "on": on, "basis": basis},
    )  # fmt: skip
    return unit


def _move(unit: Unit, parent: Unit | None, on: date, basis: str) -> None:
    UnitEvent.objects.create(
        unit=unit, kind=UnitEventKind.MOVED, on=on, basis=basis, parent_before=unit.parent, parent_after=parent
    )
    unit.parent = parent
    unit.save(update_fields=["parent"])


@transaction.atomic
def merge_units(
    *,
    by: Account | None,
    at: datetime,
    units: Sequence[Unit],
    into: Unit,
    on: date,
    basis: str = "",
    figures: str = FiguresRule.DAY,
) -> Unit:
    """Close the units and give what they hold to another: people with their posts, units below, roles held for them.

    Whoever heads one of them is appointed anew or freed first, for a unit has one head. `figures` says from when what
    they reported counts to the other unit (`rules.mergers`).
    """
    own(by, into, *units)
    is_open(into, on, "into")
    for unit in Unit.objects.select_for_update().filter(pk__in=[unit.pk for unit in units]).order_by("sort", "pk"):
        _may_merge(unit, into, on, at)
        UnitEvent.objects.create(
            unit=unit, kind=UnitEventKind.MERGED, on=on, basis=basis, into=into, name_before=unit.name,
            figures=FiguresRule(figures),
        )  # fmt: skip
        posts = _hand_over_people(unit, into, on, basis)
        _hand_over_below(unit, into, on, basis)
        _hand_over_roles(unit, into, on, posts)
        close_with(unit, into, on)
        hand_over_functions(unit, into, on, basis)
        _close(unit, on)
        after = {"into": into.name, "closed_on": on, "basis": basis, "figures": figures}
        journal.write(
            by=by, at=at, action="organisation.merge_units", record=unit, before={"name": unit.name}, after=after
        )
    return into


def _may_merge(unit: Unit, into: Unit, on: date, at: datetime) -> None:
    """Raise Refused where the unit cannot go into the other."""
    if unit.pk == into.pk:
        raise Refused(_("Không thể sáp nhập một đơn vị vào chính nó."), field="into")
    _in_order(unit, on, at)
    parents = dict(Unit.objects.filter(agency_id=unit.agency_id).values_list("pk", "parent_id"))
    if makes_a_circle(unit.pk, into.pk, parents):
        message = _("%(into)s trực thuộc %(unit)s; chuyển cấp trên của nó trước khi sáp nhập.")
        raise Refused(message % {"into": into.name, "unit": unit.name}, field="into")
    head = unit.tenures.filter(ended_on=None, heads=True).select_related("person").first()
    if head:
        message = _("%(person)s đang là %(post)s. Bổ nhiệm chức vụ khác hoặc kết thúc chức vụ này trước khi sáp nhập.")
        raise Refused(message % {"person": head.person.full_name, "post": head.post})


def _hand_over_below(unit: Unit, into: Unit, on: date, basis: str) -> None:
    for child in unit.children.filter(closed_on=None):
        _move(child, into, on, basis)


def _hand_over_people(unit: Unit, into: Unit, on: date, basis: str) -> dict[int | None, Tenure]:
    """Each old post with the new one; a concurrent post ends where its holder is in the other unit already."""
    posts: dict[int | None, Tenure] = {}
    there = set(into.tenures.filter(ended_on=None).values_list("person_id", flat=True))
    for tenure in unit.tenures.filter(ended_on=None).select_related("person"):
        if tenure.started_on >= on:
            message = _("%(person)s nhận chức vụ ngày %(day)s, không trước ngày sáp nhập.")
            words = {"person": tenure.person.full_name, "day": format_date(tenure.started_on)}
            raise Refused(message % words, field="on")
        tenure.ended_on = on
        tenure.save(update_fields=["ended_on"])
        if not (tenure.concurrent and tenure.person_id in there):
            posts[tenure.pk] = Tenure.objects.create(
                person=tenure.person, unit=into, post=tenure.post, concurrent=tenure.concurrent, started_on=on,
                basis=basis,
            )  # fmt: skip
    unit.positions.filter(ended_on=None, started_on__lte=on).update(ended_on=on)
    return posts


def _hand_over_roles(unit: Unit, into: Unit | None, on: date, posts: Mapping[int | None, Tenure]) -> None:
    for held in Assignment.objects.filter(unit=unit).exclude(ended_on__lte=on):
        if into:
            first = max(held.started_on, on)
            Assignment.objects.create(
                account=held.account, role=held.role, unit=into, started_on=first, ended_on=held.ended_on,
                tenure=posts.get(held.tenure_id),
            )  # fmt: skip
        held.ended_on = max(on, held.started_on)
        held.save(update_fields=["ended_on"])


def _close(unit: Unit, on: date) -> None:
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])


@transaction.atomic
def dissolve_unit(*, by: Account | None, at: datetime, unit: Unit, on: date, basis: str = "") -> Unit:
    """Close a unit in which nobody works and under which nothing stands; the roles held for it end."""
    own(by, unit)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    _in_order(unit, on, at)
    people = unit.tenures.filter(ended_on=None).count()
    if people:
        message = _("%(unit)s còn %(people)s người. Điều động họ trước, hoặc sáp nhập đơn vị vào đơn vị khác.")
        raise Refused(message % {"unit": unit.name, "people": people})
    late = unit.tenures.filter(ended_on__gt=on).select_related("person").first()
    if late:
        message = _("%(person)s còn công tác ở đây đến ngày %(day)s.")
        raise Refused(message % {"person": late.person.full_name, "day": format_date(late.ended_on)}, field="on")
    below = unit.children.filter(closed_on=None).first()
    if below:
        message = _("%(below)s còn trực thuộc %(unit)s. Chuyển cấp trên của nó trước.")
        raise Refused(message % {"below": below.name, "unit": unit.name})
    _hand_over_roles(unit, None, on, {})
    unit.positions.filter(ended_on=None, started_on__lte=on).update(ended_on=on)
    close_with(unit, None, on)
    hand_over_functions(unit, None, on, basis)
    _close(unit, on)
    UnitEvent.objects.create(unit=unit, kind=UnitEventKind.DISSOLVED, on=on, basis=basis, name_before=unit.name)
    journal.write(
        by=by, at=at, action="organisation.dissolve_unit", record=unit, before={"name": unit.name},
        after={"closed_on": on, "basis": basis},
    )  # fmt: skip
    return unit
