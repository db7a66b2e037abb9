"""To which unit a figure counts once units have merged in the middle of a year: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FiguresRule(StrEnum):
    """What becomes of the figures of a unit that was merged into another."""

    YEAR = "year"  # they count to the successor from the start of the year of the merger
    DAY = "day"  # from the day of the merger
    STAY = "stay"  # they stay with the unit that was


@dataclass(frozen=True)
class Merger:
    """A unit went into another one on a day, with the rule that was chosen for its figures."""

    unit: int
    into: int
    on: date
    rule: FiguresRule

    @property
    def counts_from(self) -> date | None:
        """The first day whose figures count to the successor; None where they never do."""
        if self.rule is FiguresRule.STAY:
            return None
        return date(self.on.year, 1, 1) if self.rule is FiguresRule.YEAR else self.on


Mergers = Mapping[int, Merger]


def by_unit(mergers: Iterable[Merger]) -> dict[int, Merger]:
    """The mergers under the unit that went; a unit is merged once, for it is closed by it."""
    return {merger.unit: merger for merger in mergers}


def successor(unit: int, day: date, mergers: Mapping[int, Merger]) -> int:
    """The unit to which a figure of `unit` that is true of `day` counts; a chain of mergers is followed to its end.

    The figure of a period is true of its last day: the period in which the merger falls counts to the successor.
    """
    at, seen = unit, {unit}
    while (merger := mergers.get(at)) is not None:
        first = merger.counts_from
        if first is None or day < first or merger.into in seen:
            return at
        at = merger.into
        seen.add(at)
    return at


def homes(unit: int, mergers: Mapping[int, Merger]) -> list[tuple[date, int]]:
    """From which day the figures of a unit count to whom, the earliest first: to itself from `date.min`."""
    days, at, seen = {date.min}, unit, {unit}
    while (merger := mergers.get(at)) is not None and merger.into not in seen:
        if merger.counts_from is None:
            break
        days.add(merger.counts_from)
        at = merger.into
        seen.add(at)
    return [(day, successor(unit, day, mergers)) for day in sorted(days)]


def predecessors(unit: int, day: date, mergers: Mapping[int, Merger]) -> list[int]:
    """The merged units whose figures of a day count to this one, in the order in which they went."""
    gone = sorted(mergers.values(), key=lambda merger: (merger.on, merger.unit))
    return [merger.unit for merger in gone if merger.unit != unit and successor(merger.unit, day, mergers) == unit]


def lineage(unit: int, mergers: Mapping[int, Merger]) -> list[Merger]:
    """Every merger that the unit comes from, directly or through one that came into it, then those it went through."""
    came: list[Merger] = []
    waiting, seen = [unit], {unit}
    while waiting:
        at = waiting.pop()
        into = [merger for merger in mergers.values() if merger.into == at and merger.unit not in seen]
        came += into
        seen |= {merger.unit for merger in into}
        waiting += [merger.unit for merger in into]
    went: list[Merger] = []
    at = unit
    while (merger := mergers.get(at)) is not None and merger not in went:
        went.append(merger)
        at = merger.into
    return sorted(came, key=lambda merger: (merger.on, merger.unit)) + went
