"""The round of reporting of the demo: duties of the plan in the calendar, a weekly report noted as sent."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cchc.common.periods import Kind, Period
from cchc.reports import actions
from cchc.reports.models import Obligation, Who
from cchc.reports.obligations import Round

from .department import Department
from .timeline import Timeline, workday

WEEKS = 5
"""How many weeks the weekly report has been sent for."""


def go_round(department: Department, timeline: Timeline) -> None:
    """Put the calendar and what was sent by it into the timeline."""
    quarter = Period.of(Kind.QUARTER, department.today)
    start = max(workday(quarter.first), date(department.year, 2, 2))
    timeline.on(start, lambda at: _take_up(department, quarter.first, at), hour=8, minute=10)
    first = department.today - timedelta(days=department.today.weekday() + 7 * WEEKS)
    timeline.on(first, lambda at: _weekly(department, first, at), hour=8, minute=20)
    for week in range(WEEKS):
        friday = first + timedelta(days=7 * week + 4)
        late = week == 1
        timeline.on(friday, lambda at: _file(department, at), hour=16 if late else 15, minute=20)


def _take_up(department: Department, first: date, at: datetime) -> None:
    """The duties of the plan; units report here from this quarter on, their figures from the 15th to the 14th."""
    office = department.accounts["vanphong"]
    actions.take_up_all(at=at)
    for row in Obligation.objects.filter(agency=department.agency, duty__isnull=False):
        given: dict[str, object] = {"starts_on": first}
        if row.who == Who.UNITS:
            given |= {"window_day": 10, "hour": time(16)}
        actions.change_obligation(obligation=row, given=given, by=office, at=at)


def _weekly(department: Department, first: date, at: datetime) -> None:
    given = {
        "title": "Báo cáo kết quả công tác tuần, nhiệm vụ trọng tâm tuần tới", "who": Who.AGENCY, "unit": None,
        "to": "Văn phòng Ủy ban nhân dân tỉnh", "cadences": ["weekly"], "weekday": 4, "hour": time(16),
        "window_day": 6, "starts_on": first, "basis": "Quy chế làm việc của Ủy ban nhân dân tỉnh",
    }  # fmt: skip
    actions.add_obligation(given=given, by=department.accounts["vanphong"], at=at)


def _file(department: Department, at: datetime) -> None:
    day = timezone.localdate(at)
    rows = Round(department.agency, at).between(day - timedelta(days=1), day + timedelta(days=1))
    asked = next((row for row in rows if "weekly" in row.obligation.cadences), None)
    if asked is not None:
        number = f"{400 + asked.occurrence.stated.isocalendar().week}/BC-SCT"
        actions.note_filing(asked=asked, sent_at=at, reference=number, by=department.accounts["vanphong"], at=at)
