"""The occurrences of recurring work in a plan's time, each with what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cchc.plans.rules.deadlines import Deadline, occurrences


@dataclass(frozen=True)
class Occurrence:
    """One day on which work falls due. `state`: done, done_late, late, current, ahead, or passed (before the present
    one and never reported)."""

    on: date
    state: str
    done_on: date | None = None


def occurrences_of(
    deadlines: Sequence[Deadline], first: date, last: date, *, finished: Mapping[date, date], present: date | None,
    today: date,
) -> list[Occurrence]:  # fmt: skip
    """Every occurrence from `first` to `last`, ascending; `finished`: due day → the day it was accepted on; `present`:
    the due day that counts now, which an extension may have moved off the stated ones."""
    days = {day for one in deadlines for day in occurrences(one, first, last)} | set(finished)
    if present is not None:
        days.add(present)
    return [_one(day, finished.get(day), present, today) for day in sorted(days)]


def _one(day: date, done: date | None, present: date | None, today: date) -> Occurrence:
    if done is not None:
        return Occurrence(day, "done" if done <= day else "done_late", done)
    if present is not None and day < present:
        return Occurrence(day, "passed")
    if day == present:
        return Occurrence(day, "late" if day < today else "current")
    return Occurrence(day, "ahead")
