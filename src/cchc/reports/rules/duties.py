"""A duty to report, as a plan words it, as a schedule."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from cchc.common.text import fold
from cchc.plans.rules.deadlines import Deadline, DeadlineKind

from .schedule import Cadence, Schedule

_HOUR = re.compile(r"(?<!trong )\b([01]?\d|2[0-3])(?:\s*gio\b|\s*h(?![a-z])|:(?=\d\d))\s*([0-5]\d)?(?!\d)")
_FROM = re.compile(r"tu ngay (\d{1,2})\b.{0,60}?den (?:het )?ngay (\d{1,2})\b")
_HALF = 6


def schedules(
    cadence: Sequence[str], deadlines: Sequence[Deadline], text: str, starts_on: date, ends_on: date
) -> list[Schedule]:
    """The schedules that a duty comes to; `deadlines` are those that `plans.rules.reporting.stated` found in it.

    Cadences with the same stated day make one schedule, a weekly one stands for itself. What is asked for ad hoc has no
    day before somebody asks, and makes none.
    """
    wanted = {one for one in Cadence if one.value in cadence} - {Cadence.AD_HOC}
    hour, window = hour_in(text), window_in(text)
    base = Schedule(frozenset(), starts_on, ends_on, hour=hour)
    found: list[Schedule] = []
    if Cadence.WEEKLY in wanted:
        weekday = next((one.weekday for one in deadlines if one.kind is DeadlineKind.WEEKLY), None)
        found.append(replace(base, cadences=frozenset({Cadence.WEEKLY}), weekday=4 if weekday is None else weekday))
    by_day: dict[tuple[int | None, int], set[Cadence]] = {}
    for one in sorted(wanted - {Cadence.WEEKLY}):
        by_day.setdefault(_day(one, deadlines), set()).add(one)
    for (day, shift), cadences in by_day.items():
        found.append(replace(base, cadences=frozenset(cadences), day=day, shift=shift, window_day=window))
    return found


_KINDS: dict[Cadence, tuple[DeadlineKind, ...]] = {
    Cadence.MONTHLY: (DeadlineKind.MONTHLY,),
    Cadence.QUARTERLY: (DeadlineKind.QUARTERLY,),
    Cadence.HALF_YEARLY: (DeadlineKind.HALF_YEARLY,),
    Cadence.NINE_MONTHLY: (DeadlineKind.NINE_MONTHS,),
    Cadence.YEARLY: (DeadlineKind.YEARLY, DeadlineKind.YEARLY_DATE, DeadlineKind.YEARLY_MONTH),
}


def _day(cadence: Cadence, deadlines: Sequence[Deadline]) -> tuple[int | None, int]:
    """The day of the month, and how many months after the period's last; "trước ngày 10" is the ninth."""
    stated = next((one for one in deadlines if one.kind in _KINDS[cadence]), None)
    if stated is None:
        return None, 0
    shift = stated.shift if cadence is not Cadence.YEARLY or stated.month is None else 0
    if cadence is Cadence.YEARLY and stated.month is not None:  # early in the year it tells of the year before
        shift = stated.month if stated.month <= _HALF else stated.month - 12
    if stated.day and stated.before:
        return (stated.day - 1, shift) if stated.day > 1 else (None, shift - 1)
    return stated.day, shift


def hour_in(text: str) -> time | None:
    """The hour that a text names ("16 giờ", "16h30", "16:00"); None where it names none."""
    match = _HOUR.search(fold(text))
    return time(int(match[1]), int(match[2] or 0)) if match else None


def window_in(text: str) -> int | None:
    """The day on which figures begin, where a text says "từ ngày 15 … đến ngày 14 …"; None where it does not."""
    match = _FROM.search(fold(text))
    if match is None:
        return None
    first, last = int(match[1]), int(match[2])
    return first if last == first - 1 and 2 <= first <= 28 else None  # days that every month has
