"""Which days are worked: weekly days off, public holidays, days in lieu, swapped days and make-up Saturdays.

Source of the rule: Bộ luật Lao động 2019, Điều 111 and 112; the days themselves are `data/holidays.yaml`.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

_DATA = Path(__file__).parent / "data" / "holidays.yaml"
SATURDAY = 5
NOON = time(12)
"""What opens before it belongs to the morning."""


class DayKind(StrEnum):
    """Why a day is worked or off."""

    WORKING = "working"
    WEEKLY_OFF = "weekly_off"
    HOLIDAY = "holiday"
    COMPENSATORY = "compensatory"
    SWAPPED = "swapped"
    MAKE_UP = "make_up"
    CLOSURE = "closure"
    MORNING_ONLY = "morning_only"
    AFTERNOON_ONLY = "afternoon_only"


WORKED = frozenset({DayKind.WORKING, DayKind.MAKE_UP, DayKind.MORNING_ONLY, DayKind.AFTERNOON_ONLY})
"""Kinds of days on which at least half of the office day is worked."""


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not what its weekday says. `decided` is False while nothing was published.

    `hours` holds opening and closing of each session where the day is worked, but not as usual.
    """

    day: date
    kind: DayKind
    name: str
    decided: bool = True
    hours: tuple[tuple[time, time], ...] | None = None


class WorkingCalendar:
    """The working days of the years that its special days cover; beyond them only weekdays are known."""

    def __init__(self, specials: tuple[SpecialDay, ...]) -> None:
        self._special = {special.day: special for special in specials}
        first = min(self._special, default=date(2024, 1, 1)).replace(month=1, day=1)
        last = max(self._special, default=date(2024, 1, 1)).replace(month=12, day=31)
        self.span = first, last
        """The first and the last day of the years that the table covers."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        self._working = [day for day in days if self.is_working(day)]

    def kind(self, day: date) -> DayKind:
        """What the day is."""
        special = self._special.get(day)
        if special:
            return special.kind
        return DayKind.WEEKLY_OFF if day.weekday() >= SATURDAY else DayKind.WORKING

    @property
    def specials(self) -> tuple[SpecialDay, ...]:
        """Every day that is not what its weekday says."""
        return tuple(self._special.values())

    def special(self, day: date) -> SpecialDay | None:
        """The entry of a day that is not what its weekday says."""
        return self._special.get(day)

    def is_working(self, day: date) -> bool:
        """Whether the day is worked."""
        return self.kind(day) in WORKED

    def working_days(self, after: date, until: date) -> int:
        """Working days after the first day up to and with the second; negative when the second lies before it."""
        if until < after:
            return -self.working_days(until, after)
        known = bisect_right(self._working, until) - bisect_right(self._working, after)
        return known + self._beyond(after, until)

    def _beyond(self, after: date, until: date) -> int:
        """The part of the count that lies outside the years of the table."""
        first, last = self.span
        days = (after + timedelta(days=number) for number in range(1, (until - after).days + 1))
        if first <= after and until <= last:
            return 0
        return sum(1 for day in days if not first <= day <= last and self.is_working(day))

    def add(self, start: date, days: int) -> date:
        """The day on which the given number of working days after `start` is full (`days` at least 1)."""
        if days < 1:
            raise ValueError("at least one working day")
        index = bisect_right(self._working, start) + days - 1
        if self._working[0] <= start and index < len(self._working):
            return self._working[index]
        day, left = start, days
        while left:
            day += timedelta(days=1)
            left -= self.is_working(day)
        return day

    def on_or_after(self, day: date) -> date:
        """The day itself when it is worked, else the next that is."""
        index = bisect_left(self._working, day)
        if self._working[0] <= day and index < len(self._working):
            return self._working[index]
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def on_or_before(self, day: date) -> date:
        """The day itself when it is worked, else the last before it that was."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day


@cache
def shipped_days() -> tuple[SpecialDay, ...]:
    """The special days that this version carries: what the table of days is first filled with."""
    years = yaml.safe_load(_DATA.read_text(encoding="utf-8"))["years"]
    return tuple(
        SpecialDay(day, DayKind(entry["kind"]), entry["name"], decided=year["status"] == "decided")
        for year in years.values()
        for day, entry in year["days"].items()
    )


@cache
def shipped_sources() -> dict[date, str]:
    """What each of those days rests on: its own source where it has one, else that of its year."""
    found = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return {
        day: found["sources"][entry["source"]] if "source" in entry else year["source"]
        for year in found["years"].values()
        for day, entry in year["days"].items()
    }


@cache
def shipped_calendar() -> WorkingCalendar:
    """The calendar of officials from the days that this version carries."""
    return WorkingCalendar(shipped_days())
