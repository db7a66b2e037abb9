"""Files of job positions: told by their unit and name among those in use."""

from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from cchc.common.text import fold, format_date

from .. import actions
from ..models import Account, Position, Unit
from .planning import Line, Plan, Row, Rows, Step, UnitWords, no_unit, repeated

_NEW = ("kind", "quota", "started_on")
_TOLD = ("unit", "name", "kind", "quota", "started_on", "ended_on", "basis")
_FIELDS: dict[str | None, str] = {"on": "started_on"}


def plan_positions(rows: Rows) -> Plan:
    """What a file of positions would do."""
    return _Positions(rows).plan()


class _Positions:
    def __init__(self, rows: Rows) -> None:
        self.rows, self.words = rows, UnitWords.of(rows)
        self.used: dict[tuple[int, str], Position] = {}
        self.ended: dict[tuple[int, str, Any, Any], Position] = {}
        for one in Position.objects.filter(unit__agency=rows.agency).select_related("unit"):
            if one.ended_on is None:
                self.used[one.unit_id, one.folded] = one
            self.ended[one.unit_id, one.folded, one.started_on, one.ended_on] = one
        self.seen: dict[tuple[int, str, Any], int] = {}
        self.done = Plan(rows)

    def plan(self) -> Plan:
        """Each row by itself."""
        for row in self.rows.sound():
            self._row(row)
        return self.done

    def _row(self, row: Row) -> None:
        facts = row.facts
        unit = self.words.find(facts["unit"])
        if unit is None:
            self.rows.fault(row.place, "unit", no_unit(facts["unit"]))
            return
        key = (unit.pk, fold(facts["name"])[:200])
        same = self.seen.setdefault((*key, facts["ended_on"]), row.place)
        if same != row.place:
            self.rows.fault(row.place, "name", repeated(same + 1))
            return
        label = f"{facts['name']}, {unit.name}"
        there = self.used.get(key)
        if there is not None and (facts["ended_on"] is None or self._is(there, facts)):
            self._compare(row, there, label)
        elif (*key, facts["started_on"], facts["ended_on"]) in self.ended:
            self.done.lines.append(Line(row.place + 1, label, "same"))
        elif not self.rows.missing(row.place, facts, _NEW):
            self._new(row, unit, label)

    def _is(self, there: Position, facts: dict[str, Any]) -> bool:
        return facts["started_on"] in (None, there.started_on)

    def _new(self, row: Row, unit: Unit, label: str) -> None:
        changes = self.rows.given({**row.facts, "unit": unit.name}, _TOLD)
        self.done.lines.append(Line(row.place + 1, label, "new", changes))
        self.done.steps.append(Step(row.place, partial(self._add, row, unit), _FIELDS))

    def _compare(self, row: Row, there: Position, label: str) -> None:
        facts = row.facts
        if not self._is(there, facts):
            message = _("Vị trí này đang ghi từ ngày %(day)s; ngày đó không sửa được bằng tệp.")
            self.rows.fault(row.place, "started_on", message % {"day": format_date(there.started_on)})
            return
        after = {name: there_now if facts[name] in ("", None) else facts[name]
                 for name in ("name", "kind", "quota", "basis") for there_now in [getattr(there, name)]}  # fmt: skip
        changes = [self.rows.change(name, getattr(there, name), value) for name, value in after.items()
                   if value != getattr(there, name)]  # fmt: skip
        if changes:
            self.done.steps.append(Step(row.place, partial(self._alter, there, after)))
        if facts["ended_on"]:
            changes.append(self.rows.change("ended_on", None, facts["ended_on"]))
            end = partial(self._end, there, facts["ended_on"])
            self.done.steps.append(Step(row.place, end, {"on": "ended_on", None: "ended_on"}))
        self.done.lines.append(Line(row.place + 1, label, "changed" if changes else "same", tuple(changes)))

    def _add(self, row: Row, unit: Unit, by: Account, at: datetime) -> None:
        facts = row.facts
        made = actions.add_position(
            by=by, at=at, unit=unit, name=facts["name"], kind=facts["kind"], quota=facts["quota"],
            on=facts["started_on"], basis=facts["basis"] or self.rows.basis,
        )  # fmt: skip
        if facts["ended_on"]:
            self._end(made, facts["ended_on"], by, at)

    def _alter(self, there: Position, after: dict[str, Any], by: Account, at: datetime) -> None:
        actions.change_position(by=by, at=at, position=there, **after)

    def _end(self, there: Position, on: Any, by: Account, at: datetime) -> None:
        actions.end_position(by=by, at=at, position=there, on=on)
