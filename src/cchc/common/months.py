"""The year as twelve small months: what is off, what is worked, and on whose word."""

import calendar
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from .calendar import DayKind, WorkingCalendar

KIND_NAMES = {
    DayKind.WEEKLY_OFF: _("nghỉ hằng tuần"),
    DayKind.HOLIDAY: _("nghỉ lễ, tết"),
    DayKind.COMPENSATORY: _("nghỉ bù"),
    DayKind.SWAPPED: _("nghỉ hoán đổi"),
    DayKind.MAKE_UP: _("làm bù"),
    DayKind.CLOSURE: _("đóng cửa"),
    DayKind.WORKING: _("làm việc"),
    DayKind.MORNING_ONLY: _("chỉ làm việc buổi sáng"),
    DayKind.AFTERNOON_ONLY: _("chỉ làm việc buổi chiều"),
}


@dataclass(frozen=True)
class Day:
    """One day of a small month."""

    day: date
    kind: str
    title: str


@dataclass(frozen=True)
class Month:
    """One small month: weeks of seven places, empty where another month's days stand, and its working days."""

    number: int
    weeks: list[list[Day | None]]
    working: int


def month_of(number: int, year: int, worked: WorkingCalendar) -> Month:
    """Lay a month out from Monday to Sunday."""

    def place(day: date) -> Day | None:
        if day.month != number:
            return None
        kind, special = worked.kind(day), worked.special(day)
        return Day(day, kind.value, f"{special.name} ({KIND_NAMES[kind]})" if special else "")

    weeks = [[place(day) for day in week] for week in calendar.Calendar().monthdatescalendar(year, number)]
    days = [day for week in weeks for day in week if day]
    return Month(number, weeks, sum(worked.is_working(day.day) for day in days))
