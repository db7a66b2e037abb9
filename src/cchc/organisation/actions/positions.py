"""Positions and competency frames: taken in, changed, ended; who fills them; what people are rated at."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import fold, format_date

from ..access import require
from ..models import Account, Agency, Competency, Person, Position, Rating, Requirement, Tenure, Unit
from ..rules.positions import HIGHEST
from .checks import given, is_open, not_ahead, own

STAFFING = "organisation.staffing"


def _free_name(unit: Unit, name: str, besides: Position | None = None) -> str:
    name = given(name, "name")
    same = unit.positions.filter(folded=fold(name)[:200], ended_on=None).first()
    if same and same != besides:
        raise Refused(_("%(unit)s đã có vị trí này.") % {"unit": unit.name}, field="name")
    return name


@transaction.atomic
def add_position(
    *, by: Account, at: datetime, unit: Unit, name: str, kind: str, quota: int, on: date, basis: str
) -> Position:
    """Write down a position that a decision approved for a unit."""
    own(by, unit)
    require(by, STAFFING, unit)
    name, basis = _free_name(unit, name), given(basis, "basis")
    not_ahead(on, at)
    is_open(unit, on, "on")
    position = Position.objects.create(
        unit=unit, name=name, folded=fold(name)[:200], kind=kind, quota=quota, started_on=on, basis=basis
    )
    after = {"unit": unit.name, "name": name, "kind": kind, "count": quota, "on": on, "basis": basis}
    journal.write(by=by, at=at, action="organisation.add_position", record=unit, after=after)
    return position


@transaction.atomic
def change_position(
    *, by: Account, at: datetime, position: Position, name: str, kind: str, quota: int, basis: str
) -> Position:
    """Put a position right, or change how many people it is approved for by another decision."""
    own(by, position.unit)
    require(by, STAFFING, position.unit)
    position = Position.objects.select_for_update(of=("self",)).select_related("unit").get(pk=position.pk)
    before = {"name": position.name, "kind": position.kind, "count": position.quota, "basis": position.basis}
    name, basis = _free_name(position.unit, name, position), given(basis, "basis")
    after = {"name": name, "kind": kind, "count": quota, "basis": basis}
    if before == after:
        raise Refused(_("Chưa có gì thay đổi."))
    position.name, position.folded, position.kind = name, fold(name)[:200], kind
    position.quota, position.basis = quota, basis
    position.save(update_fields=["name", "folded", "kind", "quota", "basis"])
    journal.write(by=by, at=at, action="organisation.change_position", record=position.unit, before=before, after=after)
    return position


@transaction.atomic
def end_position(*, by: Account, at: datetime, position: Position, on: date) -> Position:
    """There is no such position from a day on. Raises Refused while somebody is in it."""
    own(by, position.unit)
    require(by, STAFFING, position.unit)
    position = Position.objects.select_for_update(of=("self",)).select_related("unit").get(pk=position.pk)
    not_ahead(on, at)
    if position.ended_on:
        raise Refused(_("Vị trí này đã thôi từ ngày %(day)s.") % {"day": format_date(position.ended_on)})
    if on < position.started_on:
        message = _("Ngày thôi phải sau ngày bắt đầu (%(day)s).")
        raise Refused(message % {"day": format_date(position.started_on)}, field="on")
    held = position.tenures.filter(ended_on=None).select_related("person").first()
    if held:
        raise Refused(_("%(person)s đang ở vị trí này; bố trí người này trước.") % {"person": held.person.full_name})
    position.ended_on = on
    position.save(update_fields=["ended_on"])
    journal.write(by=by, at=at, action="organisation.end_position", record=position.unit,
                  before={"name": position.name}, after={"ended_on": on})  # fmt: skip
    return position


def _level(level: int) -> int:
    if not 0 <= level <= HIGHEST:
        raise Refused(_("Cấp độ năng lực từ 0 đến %(highest)s.") % {"highest": HIGHEST}, field="level")
    return level


def _competency(agency: Agency, name: str, group: str) -> Competency:
    """The competency of that name; a new one where the department has none."""
    name = given(name, "competency")
    found, _made = Competency.objects.get_or_create(
        agency=agency, folded=fold(name)[:200], defaults={"name": name, "group": group}
    )
    return found


@transaction.atomic
def require_competency(
    *, by: Account, at: datetime, position: Position, competency: str, group: str, level: int
) -> Competency:
    """Say which level of a competency a position asks for; level 0 takes it out of the frame."""
    own(by, position.unit)
    require(by, STAFFING, position.unit)
    found = Position.objects.select_for_update(of=("self",)).select_related("unit__agency")
    position = found.get(pk=position.pk)
    if position.ended_on:
        raise Refused(_("Vị trí này đã thôi từ ngày %(day)s.") % {"day": format_date(position.ended_on)})
    level = _level(level)
    asked = _competency(position.unit.agency, competency, group)
    held = Requirement.objects.filter(position=position, competency=asked).first()
    if (held.level if held else 0) == level:
        raise Refused(_("Chưa có gì thay đổi."))
    if level:
        Requirement.objects.update_or_create(position=position, competency=asked, defaults={"level": level})
    elif held:
        held.delete()
    before = {"name": position.name, "competency": asked.name, "level": held.level} if held else None
    after = {"name": position.name, "competency": asked.name, "level": level}
    journal.write(
        by=by, at=at, action="organisation.require_competency", record=position.unit, before=before, after=after
    )
    return asked


def fits(person: Person, unit: Unit, position: Position) -> None:
    """Raise Refused where somebody who holds a post in the unit cannot be put into the position."""
    if position.unit_id != unit.pk or position.ended_on:
        raise Refused(_("Chọn một vị trí đang dùng của %(unit)s.") % {"unit": unit.name}, field="position")
    if position.kind != person.status:
        message = _("Vị trí này dành cho %(kind)s; %(person)s là %(status)s.")
        words = {"kind": position.get_kind_display(), "person": person.full_name,
                 "status": person.get_status_display()}  # fmt: skip
        raise Refused(message % words, field="position")


@transaction.atomic
def place(*, by: Account, at: datetime, tenure: Tenure, position: Position | None) -> Tenure:
    """Put somebody who holds a post into a position of the post's unit; None takes the person out of one."""
    own(by, tenure.person, position.unit if position else None)
    require(by, STAFFING, tenure.unit)
    tenure = Tenure.objects.select_for_update(of=("self",)).select_related("person", "unit", "position").get(
        pk=tenure.pk
    )  # fmt: skip
    if tenure.ended_on:
        raise Refused(_("Chức vụ này đã kết thúc ngày %(day)s.") % {"day": format_date(tenure.ended_on)})
    if position:
        fits(tenure.person, tenure.unit, position)
    if position == tenure.position:
        raise Refused(_("Chưa có gì thay đổi."))
    before, tenure.position = tenure.position, position
    tenure.save(update_fields=["position"])
    journal.write(by=by, at=at, action="organisation.place", record=tenure.person,
                  before={"position": before.name} if before else None,
                  after={"position": position.name if position else "", "unit": tenure.unit.name})  # fmt: skip
    return tenure


@transaction.atomic
def rate(
    *, by: Account, at: datetime, person: Person, competency: str, group: str, level: int, on: date, basis: str
) -> Rating:
    """Write down the level that somebody was found at on a day; what was found before stays."""
    own(by, person)
    require(by, STAFFING)
    not_ahead(on, at)
    level, basis = _level(level), given(basis, "basis")
    found = _competency(person.agency, competency, group)
    rating = Rating.objects.create(person=person, competency=found, level=level, rated_on=on, basis=basis)
    after = {"competency": found.name, "level": level, "on": on, "basis": basis}
    journal.write(by=by, at=at, action="organisation.rate", record=person, after=after)
    return rating
