"""The calendar of a department out of its rows."""

from datetime import UTC, date, datetime, time

import pytest

from cchc.common import journal
from cchc.common.almanac import almanac_of
from cchc.common.calendar import DayKind, shipped_days
from cchc.common.models import CalendarDay, CalendarVersion, CountingRule, JournalEntry, OfficeHours
from cchc.common.reference import load_calendar
from cchc.common.worktime import Limit, Terms, Unit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 5, 2, tzinfo=UTC)
WORKDAY = date(2026, 11, 26)


def version(agency=None):
    return CalendarVersion.objects.create(agency_id=agency, at=NOW, by_name="", what="", reason="")


def day(on, kind, agency=None, **facts):
    version(agency)
    return CalendarDay.objects.create(agency_id=agency, day=on, kind=kind, name="thử", source="thử", **facts)


def test_an_empty_table_counts_by_the_days_that_the_software_carries():
    assert almanac_of(1).days == shipped_days()
    assert almanac_of(1).version == 0


def test_loading_fills_the_table_once_and_leaves_changes_alone():
    load_calendar(at=NOW)
    assert almanac_of(None).days == shipped_days()
    assert set(CalendarDay.objects.values_list("day__year", flat=True)) == {2024, 2025, 2026, 2027}
    CalendarDay.objects.filter(day=date(2026, 8, 31)).delete()
    load_calendar(at=NOW)
    assert not CalendarDay.objects.filter(day=date(2026, 8, 31)).exists()
    assert JournalEntry.objects.filter(action="calendar.load").count() == CalendarVersion.objects.count() == 1
    assert journal.verify().whole


def test_a_departments_own_day_goes_before_the_common_one_and_for_it_alone():
    load_calendar(at=NOW)
    day(WORKDAY, "closure", agency=1)
    day(date(2026, 11, 24), "working", agency=1)
    assert almanac_of(1).calendar.kind(WORKDAY) is DayKind.CLOSURE
    assert almanac_of(1).calendar.is_working(date(2026, 11, 24))
    assert almanac_of(2).calendar.is_working(WORKDAY)
    assert not almanac_of(2).calendar.is_working(date(2026, 11, 24))


def test_a_new_version_is_seen_at_once():
    load_calendar(at=NOW)
    assert almanac_of(1).calendar.is_working(WORKDAY)
    day(WORKDAY, "closure")
    assert not almanac_of(1).calendar.is_working(WORKDAY)


def test_hours_and_rules_hold_from_their_day_on_a_departments_own_before_the_common_ones():
    summer = [["06:30", "10:30"], ["14:00", "18:00"]]
    OfficeHours.objects.create(agency_id=None, since=date(2026, 4, 16), sessions=summer, source="thử")
    OfficeHours.objects.create(agency_id=1, since=date(2026, 5, 1), sessions=[["08:00", "16:00"]], source="thử")
    CountingRule.objects.create(agency_id=1, since=date(2026, 5, 1), cutoff=time(15), source="thử")
    version()
    version(1)
    clock = almanac_of(1).clock
    opens = [clock.sessions(on)[0].opens for on in (date(2026, 4, 15), date(2026, 4, 16), date(2026, 5, 4))]
    assert opens == [time(7), time(6, 30), time(8)]
    assert almanac_of(2).clock.sessions(date(2026, 5, 4))[0].opens == time(6, 30)
    rule = almanac_of(1).rule_on(date(2026, 5, 4)).start
    assert clock.due(datetime(2026, 5, 4, 15, 30), Terms(Limit(1, Unit.WORKING_HOURS), start=rule)).hour == 9
    assert almanac_of(1).rule_on(date(2026, 4, 30)).start.cutoff is None


@pytest.mark.parametrize(
    ("rule", "put"), [("keep", date(2026, 8, 15)), ("next", date(2026, 8, 17)), ("previous", date(2026, 8, 14))]
)
def test_a_fixed_day_that_is_a_day_off_goes_where_the_rule_puts_it(rule, put):
    CountingRule.objects.create(agency_id=1, since=date(2026, 1, 1), day_off=rule, source="thử")
    version(1)
    assert almanac_of(1).settled(date(2026, 8, 15)) == put  # a Saturday
    assert almanac_of(1).settled(date(2026, 8, 14)) == date(2026, 8, 14)
