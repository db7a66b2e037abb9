"""Reference data of the package: the days of `data/holidays.yaml`, for the years that the table does not have yet."""

from datetime import datetime

from django.db import transaction

from . import journal
from .calendar import shipped_days, shipped_sources
from .models import CalendarDay, CalendarVersion, DayStatus


@transaction.atomic
def load_calendar(*, at: datetime) -> None:
    """Fill years that the table lacks; a year that is there, and whatever people changed in it, is left alone."""
    known = set(CalendarDay.objects.filter(agency_id=None).values_list("day__year", flat=True))
    sources = shipped_sources()
    fresh = [
        CalendarDay(
            day=one.day,
            kind=one.kind.value,
            name=one.name,
            source=sources[one.day][:300],
            status=DayStatus.DECIDED if one.decided else DayStatus.EXPECTED,
        )
        for one in shipped_days()
        if one.day.year not in known
    ]
    if not fresh:
        return
    CalendarDay.objects.bulk_create(fresh)
    years = ", ".join(str(year) for year in sorted({one.day.year for one in fresh}))
    what, reason = f"Lịch các năm {years}", "Bảng ngày nghỉ kèm theo phần mềm"
    version = CalendarVersion.objects.create(at=at, by_name="CCHC", what=what, reason=reason)
    facts = {"what": what, "reason": reason, "days": len(fresh)}
    journal.write(by=None, at=at, action="calendar.load", record=version, after=facts)
