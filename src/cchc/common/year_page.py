"""The year as twelve small months: what is off, what is worked, and on whose word."""

import calendar
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .calendar import DayKind, SpecialDay, WorkingCalendar, working_calendar, year_notes

KIND_NAMES = {
    DayKind.WEEKLY_OFF: _("nghỉ hằng tuần"),
    DayKind.HOLIDAY: _("nghỉ lễ, tết"),
    DayKind.COMPENSATORY: _("nghỉ bù"),
    DayKind.SWAPPED: _("nghỉ hoán đổi"),
    DayKind.MAKE_UP: _("làm bù"),
    DayKind.CLOSURE: _("đóng cửa"),
    DayKind.WORKING: _("làm việc"),
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


def month(number: int, year: int, worked: WorkingCalendar) -> Month:
    """Lay a month out from Monday to Sunday."""

    def place(day: date) -> Day | None:
        if day.month != number:
            return None
        kind, special = worked.kind(day), worked.special(day)
        return Day(day, kind.value, f"{special.name} ({KIND_NAMES[kind]})" if special else "")

    weeks = [[place(day) for day in week] for week in calendar.Calendar().monthdatescalendar(year, number)]
    days = [day for week in weeks for day in week if day]
    return Month(number, weeks, sum(worked.is_working(day.day) for day in days))


def year_page(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """A year of the table; the current one when none is asked for."""
    notes = year_notes()
    asked = year or timezone.localdate().year
    if asked not in notes:
        if year is not None:
            raise Http404
        asked = max(notes)
    worked = working_calendar()
    months = [month(number, asked, worked) for number in range(1, 13)]
    specials = [(special, KIND_NAMES[special.kind]) for special in _specials_of(asked, worked)]
    context = {"year": asked, "years": sorted(notes), "note": notes[asked], "months": months, "specials": specials,
               "working": sum(one.working for one in months)}  # fmt: skip
    return render(request, "common/year.html", context)


def _specials_of(year: int, worked: WorkingCalendar) -> list[SpecialDay]:
    return sorted((special for special in worked.specials if special.day.year == year), key=lambda one: one.day)
