"""When a duty to report falls due next: the days that its cadence names, moved off days off where the rule says so."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import chain

from cchc.plans.rules.deadline_text import parse_deadlines
from cchc.plans.rules.deadlines import Deadline, DeadlineKind, occurrences

AROUND = timedelta(days=15)
"""No row of days off is longer."""


def stated(cadence: Sequence[str], day: int | None, text: str, year: int) -> tuple[Deadline, ...]:
    """The deadlines of a duty: as its sentence words them where it states just one, else from its cadence and day."""
    known = {kind.value: kind for kind in DeadlineKind}
    kinds = [known[code] for code in cadence if code in known]
    worded = [one for one in parse_deadlines(text, year) if one.recurring]
    if len(kinds) == 1 and [one.kind for one in worded] == kinds and (worded[0].day or not day):
        return tuple(worded)
    found = [Deadline(kind, text=text, day=None if kind is DeadlineKind.WEEKLY else day) for kind in kinds]
    if "nine_monthly" in cadence:
        nine = DeadlineKind.NINE_MONTHS
        found += [Deadline(nine, text=text, year=one) for one in (year, year + 1)]
    return tuple(found)


def next_report(
    deadlines: Sequence[Deadline], today: date, last: date, settled: Callable[[date], date]
) -> tuple[date, date] | None:
    """The next day of reporting from `today` on: as it is stated, and where the rule for days off puts it."""
    days = chain.from_iterable(occurrences(one, today - AROUND, min(today + timedelta(days=400), last))
                               for one in deadlines)  # fmt: skip
    ahead = sorted((settled(day), day) for day in days)
    return next(((day, put) for put, day in ahead if put >= today), None)
