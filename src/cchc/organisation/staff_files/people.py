"""Files of people: told by their code; a row for each post that somebody holds, the main one and those beside it."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from cchc.common.text import fold, format_date

from .. import actions
from ..models import Account, Person, Position, Tenure, Unit
from .planning import Change, Line, Plan, Row, Rows, Step, UnitWords, no_unit, repeated

_OWN = ("full_name", "status", "pay_source", "email")
_POST = ("unit", "post", "heads", "concurrent", "started_on", "position")
_APPOINTED: dict[str | None, str] = {"on": "started_on"}


@dataclass
class _Somebody:
    """A person with the rows about them; `person` is None until a step has taken somebody new in."""

    code: str
    person: Person | None
    first: int
    is_new: bool
    facts: dict[str, Any] = field(default_factory=dict)
    first_post: actions.FirstPost | None = None  # of somebody new
    is_sound: bool = True
    main: int | None = None  # the place of the row with the main post
    posts: dict[tuple[int, str, bool], int] = field(default_factory=dict)

    @property
    def held(self) -> list[Tenure]:
        """The posts held now."""
        return list(self.person.tenures.all()) if self.person and not self.is_new else []


@dataclass
class _Appointment:
    """A post that a row gives to somebody."""

    one: _Somebody
    facts: dict[str, Any]
    unit: Unit
    position: Position | None
    basis: str

    def make(self, by: Account, at: datetime) -> None:
        """Appoint, and put into the position."""
        if self.one.person is None:  # taking the person in was refused, which is said of that row
            return
        concurrent = bool(self.facts["concurrent"])
        held = any(not tenure.concurrent for tenure in self.one.held)
        tenure = actions.appoint(
            by=by, at=at, person=self.one.person, unit=self.unit, post=self.facts["post"],
            on=self.facts["started_on"], heads=bool(self.facts["heads"]), basis=self.basis, concurrent=concurrent,
            ends_current=held and not concurrent,
        )  # fmt: skip
        if self.position is not None:
            actions.place(by=by, at=at, tenure=tenure, position=self.position)


def plan_people(rows: Rows) -> Plan:
    """What a file of people would do."""
    return _People(rows).plan()


class _People:
    def __init__(self, rows: Rows) -> None:
        self.rows, self.words, self.done = rows, UnitWords.of(rows), Plan(rows)
        held = Tenure.objects.filter(ended_on=None).select_related("unit", "position")
        people = Person.objects.filter(agency=rows.agency).prefetch_related(Prefetch("tenures", queryset=held))
        self.there = {fold(person.code): person for person in people}
        positions = Position.objects.filter(unit__agency=rows.agency, ended_on=None).select_related("unit")
        self.positions = {(one.unit_id, one.folded): one for one in positions}
        self.known: dict[str, _Somebody] = {}
        self.appointments: list[Step] = []
        self.checked: list[tuple[_Somebody, actions.Newcomer]] = []

    def plan(self) -> Plan:
        """Everybody's own facts, then posts: main ones first, a unit's head after those who leave the place to them."""
        rows = self.rows.sound()
        for row in rows:
            self._gather(row)
        for row in sorted(rows, key=lambda row: (bool(row.facts["concurrent"]), bool(row.facts["heads"]))):
            self._row(row)
        self.done.steps += [*self._newcomers(), *self.appointments]
        self.done.lines.sort(key=lambda line: line.row)
        return self.done

    def _gather(self, row: Row) -> None:
        key = fold(row.facts["code"])
        one = self.known.get(key)
        if one is None:
            person = self.there.get(key)
            one = self.known[key] = _Somebody(row.facts["code"], person, row.place, is_new=person is None)
        for name in _OWN:
            said = row.facts[name]
            if said and one.facts.setdefault(name, said) != said:
                message = _("Khác với dòng %(row)s của cùng một người.")
                self.rows.fault(row.place, name, message % {"row": one.first + 1})

    def _row(self, row: Row) -> None:
        one, before = self.known[fold(row.facts["code"])], len(self.rows.faults)
        changes: list[Change] = []
        steps: list[Step] = []
        if row.place == one.first:
            changes, steps = self._own(one, row)
        more, appointments = self._post(one, row)
        if len(self.rows.faults) > before:
            one.is_sound = False
            return
        changes = [*changes, *more]
        name = one.facts.get("full_name") or (one.person.full_name if one.person else "")
        state = "new" if one.is_new else "changed" if changes else "same"
        self.done.lines.append(Line(row.place + 1, f"{name} ({one.code})", state, tuple(changes)))
        self.done.steps += steps
        self.appointments += appointments

    def _own(self, one: _Somebody, row: Row) -> tuple[list[Change], list[Step]]:
        """What the rows say of the person beside posts."""
        if one.person is None:
            facts = {name: one.facts.get(name, "") for name in _OWN}
            self.rows.missing(row.place, facts, ("full_name", "status"))
            return list(self.rows.given(facts, _OWN)), []
        kept = {name: getattr(one.person, name) for name in _OWN}
        after = kept | one.facts
        changes = [self.rows.change(name, kept[name], after[name]) for name in _OWN if kept[name] != after[name]]
        return changes, [Step(row.place, partial(self._alter, one, after))] if changes else []

    def _post(self, one: _Somebody, row: Row) -> tuple[list[Change], list[Step]]:
        """What a row says of a post."""
        facts, place = row.facts, row.place
        if not facts["unit"] and not facts["post"]:
            for name in ("concurrent", "position"):
                if facts[name]:
                    self.rows.fault(place, name, _("Ghi cả đơn vị và chức vụ."))
            return [], []
        if self.rows.missing(place, facts, ("unit", "post")):
            return [], []
        unit = self.words.find(facts["unit"])
        if unit is None:
            self.rows.fault(place, "unit", no_unit(facts["unit"]))
            return [], []
        concurrent = bool(facts["concurrent"])
        if self._is_repeated(one, row, unit, concurrent=concurrent):
            return [], []
        position = self._position(row, unit)
        held = self._held(one, row, unit, concurrent=concurrent)
        if held is not None:
            return self._stay(row, held, position)
        return self._appoint(one, row, unit, position)

    def _is_repeated(self, one: _Somebody, row: Row, unit: Unit, *, concurrent: bool) -> bool:
        same = one.posts.setdefault((unit.pk, fold(row.facts["post"]), concurrent), row.place)
        if same != row.place:
            self.rows.fault(row.place, "post", repeated(same + 1))
            return True
        if not concurrent:
            if one.main is not None:
                message = _("Đã có chức vụ chính ở dòng %(row)s; chức vụ giữ thêm ghi “có” ở cột “Kiêm nhiệm”.")
                self.rows.fault(row.place, "concurrent", message % {"row": one.main + 1})
                return True
            one.main = row.place
        return False

    def _position(self, row: Row, unit: Unit) -> Position | None:
        name = row.facts["position"]
        found = self.positions.get((unit.pk, fold(name)[:200])) if name else None
        if name and found is None:
            message = _("%(unit)s không có vị trí việc làm “%(name)s” đang dùng. Nhập vị trí việc làm trước.")
            self.rows.fault(row.place, "position", message % {"unit": unit.name, "name": name})
        return found

    def _held(self, one: _Somebody, row: Row, unit: Unit, *, concurrent: bool) -> Tenure | None:
        """The post that the row speaks of, if it is held now."""
        heads = row.facts["heads"]
        for tenure in one.held:
            same = tenure.unit_id == unit.pk and fold(tenure.post) == fold(row.facts["post"])
            if same and tenure.concurrent == concurrent and heads in (None, tenure.heads):
                return tenure
        return None

    def _stay(self, row: Row, held: Tenure, position: Position | None) -> tuple[list[Change], list[Step]]:
        started = row.facts["started_on"]
        if started not in (None, held.started_on):
            message = _("Chức vụ này đang ghi từ ngày %(day)s; ngày đó không sửa được bằng tệp.")
            self.rows.fault(row.place, "started_on", message % {"day": format_date(held.started_on)})
        if position is None or position == held.position:
            return [], []
        change = self.rows.change("position", held.position.name if held.position else "", position.name)

        def put(by: Account, at: datetime) -> None:
            actions.place(by=by, at=at, tenure=held, position=position)

        return [change], [Step(row.place, put)]

    def _appoint(
        self, one: _Somebody, row: Row, unit: Unit, position: Position | None
    ) -> tuple[list[Change], list[Step]]:
        facts = row.facts
        if self.rows.missing(row.place, facts, ("started_on",)):
            return [], []
        current = next((held for held in one.held if not held.concurrent), None)
        if current is None or facts["concurrent"]:
            changes = list(self.rows.given({**facts, "unit": unit.name}, _POST))
        else:
            before = {"unit": current.unit.name, "post": current.post, "heads": current.heads,
                      "started_on": current.started_on}  # fmt: skip
            after = {"unit": unit.name, "post": facts["post"], "heads": bool(facts["heads"]),
                     "started_on": facts["started_on"]}  # fmt: skip
            changes = [self.rows.change(name, before[name], after[name]) for name in before
                       if before[name] != after[name]]  # fmt: skip
        basis = facts["basis"] or self.rows.basis
        if one.is_new and not facts["concurrent"] and not facts["heads"]:
            one.first_post = actions.FirstPost(unit, facts["post"], facts["started_on"], basis, position)
            return changes, []
        return changes, [Step(row.place, _Appointment(one, facts, unit, position, basis).make, _APPOINTED)]

    def _newcomers(self) -> list[Step]:
        """Everybody new is looked at one by one and taken in together."""
        steps = []
        for one in self.known.values():
            if one.is_new and one.is_sound:
                facts = {name: one.facts.get(name, "") for name in _OWN}
                newcomer = actions.Newcomer(code=one.code, first=one.first_post, **facts)
                place = one.first if one.main is None else one.main
                steps.append(Step(place, partial(self._check, one, newcomer), _APPOINTED))
        return [*steps, Step(steps[0].place, self._take_in)] if steps else []

    def _check(self, one: _Somebody, newcomer: actions.Newcomer, by: Account, at: datetime) -> None:
        newcomer.check(by, at)
        self.checked.append((one, newcomer))

    def _take_in(self, by: Account, at: datetime) -> None:
        people = actions.take_in(by=by, at=at, newcomers=[newcomer for _one, newcomer in self.checked])
        for (one, _newcomer), person in zip(self.checked, people, strict=True):
            one.person = person

    def _alter(self, one: _Somebody, after: dict[str, Any], by: Account, at: datetime) -> None:
        if one.person is not None:
            actions.change_person(by=by, at=at, person=one.person, **after)
