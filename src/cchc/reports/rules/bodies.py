"""Which units are asked for a return, and who answers for one that was merged in the middle of the year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cchc.organisation.rules.mergers import Mergers, successor


@dataclass(frozen=True)
class Life:
    """The days a unit exists: from `opened` on, to the day before `closed`."""

    unit: int
    opened: date
    closed: date | None


@dataclass(frozen=True)
class Body:
    """A return: whose it is, and the unit that writes it."""

    unit: int
    asked: int


def bodies(units: Iterable[Life], mergers: Mergers, first: date, last: date, due: date) -> list[Body]:
    """The returns to ask for a window of days: one of each unit that stands on the day it is due.

    A unit that went into another before that day is not asked any more. Its figures stand in its successor's return
    where the rule of the merger gives them to it; where the rule leaves them with the old unit, and it still worked
    within the window, there is a return of its own, which the successor writes.
    """
    known = list(units)
    standing = [one.unit for one in known if one.opened <= due and not (one.closed and one.closed <= due)]
    found = [Body(unit, unit) for unit in standing]
    for one in known:
        merger = mergers.get(one.unit)
        if merger is None or merger.on > due or merger.on <= first or one.opened > last:
            continue
        into = heir(one.unit, mergers)
        if successor(one.unit, last, mergers) == one.unit and into in standing:
            found.append(Body(one.unit, into))
    return found


def heir(unit: int, mergers: Mergers) -> int:
    """The unit that stands in the end, whatever the rules for figures."""
    seen = {unit}
    while (merger := mergers.get(unit)) is not None and merger.into not in seen:
        unit = merger.into
        seen.add(unit)
    return unit
