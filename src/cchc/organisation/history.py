"""The tree of units as it stood on a day: names, places, heads and head-counts of that day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import FilteredRelation, Q

from .models import Agency, FiguresRuleName, Person, Tenure, Unit, UnitEvent, UnitEventKind
from .rules import Change, in_tree_order, value_on
from .rules.mergers import FiguresRule, Merger, by_unit, lineage


@dataclass(frozen=True)
class Standing:
    """A unit as it stood on a day."""

    unit: Unit
    level: int
    name: str
    head: Person | None
    post: str
    people: int

    @property
    def renamed(self) -> bool:
        """Whether the unit has another name now."""
        return self.name != self.unit.name

    @property
    def css(self) -> str:
        """The class that sets it in by its level."""
        return f"level-{min(self.level, 3)}" if self.level else ""


def _events_of(units: Iterable[Unit], kind: str) -> dict[int, list[UnitEvent]]:
    events: dict[int, list[UnitEvent]] = defaultdict(list)
    for event in UnitEvent.objects.filter(unit__in=list(units), kind=kind):
        events[event.unit_id].append(event)
    return events


def names_on(day: date, units: list[Unit]) -> dict[int, str]:
    """Each unit's name on the day."""
    renamed = _events_of(units, UnitEventKind.RENAMED)
    return {
        unit.pk: value_on(day, unit.name, [Change(e.on, e.name_before, e.name_after) for e in renamed[unit.pk]])
        for unit in units
    }


def parents_on(day: date, units: list[Unit]) -> dict[int, int | None]:
    """Each unit's place on the day: the unit above it."""
    moved = _events_of(units, UnitEventKind.MOVED)
    return {
        unit.pk: value_on(
            day, unit.parent_id, [Change(e.on, e.parent_before_id, e.parent_after_id) for e in moved[unit.pk]]
        )
        for unit in units
    }


def _tenures_on(day: date, units: list[Unit]) -> dict[int, list[Tenure]]:
    held: dict[int, list[Tenure]] = defaultdict(list)
    rows = Tenure.objects.filter(unit__in=units, started_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))
    for tenure in rows.select_related("person"):
        held[tenure.unit_id].append(tenure)
    return held


def tree_on(day: date, units: Iterable[Unit]) -> list[Standing]:
    """The units in the order of the tree of that day, each with its name, head and number of people then."""
    known = list(units)
    by_key = {unit.pk: unit for unit in known}
    names, held = names_on(day, known), _tenures_on(day, known)
    rows: list[Standing] = []
    for node in in_tree_order(parents_on(day, known)):
        unit = by_key[node.key]
        head = next((tenure for tenure in held[unit.pk] if tenure.heads), None)
        rows.append(
            Standing(
                unit, node.level, names[unit.pk], head.person if head else None, head.post if head else "",
                sum(not tenure.concurrent for tenure in held[unit.pk]),
            )
        )  # fmt: skip
    return rows


@dataclass(frozen=True)
class Placed:
    """A unit with the one above it, the day from which it is no more, and its merger into another, if there was one."""

    key: int
    parent: int | None
    closed_on: date | None
    merger: Merger | None


def placed(agency: Agency) -> list[Placed]:
    """Every unit of a department with its place and its merger, in the order of the tree's rows: one query."""
    units: Any = Unit.objects.filter(agency=agency).annotate(
        went=FilteredRelation("events", condition=Q(events__kind=UnitEventKind.MERGED))
    )
    rows = units.order_by("sort", "pk").values_list(
        "pk", "parent_id", "closed_on", "went__into_id", "went__on", "went__figures"
    )
    return [
        Placed(key, parent, closed, Merger(key, into, on, FiguresRule(rule or FiguresRule.STAY)) if into else None)
        for key, parent, closed, into, on, rule in rows
    ]


def mergers_of(agency: Agency) -> dict[int, Merger]:
    """The mergers of a department's units, under the unit that went, for `rules.mergers.successor`."""
    return by_unit(unit.merger for unit in placed(agency) if unit.merger)


@dataclass(frozen=True)
class Descent:
    """One merger in a unit's past or future, with both units and the words of the rule for the figures."""

    old: Unit
    new: Unit
    on: date
    rule: str


def descent_of(unit: Unit) -> list[Descent]:
    """The mergers that a unit comes from and those it went through, each with old and new unit."""
    found = lineage(unit.pk, mergers_of(unit.agency))
    if not found:
        return []
    units = Unit.objects.in_bulk({key for merger in found for key in (merger.unit, merger.into)})
    return [
        Descent(units[merger.unit], units[merger.into], merger.on, str(FiguresRuleName(merger.rule).label))
        for merger in found
    ]
