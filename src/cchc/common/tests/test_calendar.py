from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.common.calendar import DayKind, SpecialDay, WorkingCalendar, shipped_calendar, shipped_days, shipped_sources

CALENDAR = shipped_calendar()
days = st.dates(date(2023, 6, 1), date(2028, 6, 1))


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 11, 24), DayKind.HOLIDAY),
        (date(2026, 1, 2), DayKind.SWAPPED),
        (date(2026, 1, 10), DayKind.MAKE_UP),
        (date(2026, 8, 22), DayKind.MAKE_UP),
        (date(2026, 8, 31), DayKind.SWAPPED),
        (date(2026, 4, 27), DayKind.COMPENSATORY),
        (date(2026, 11, 25), DayKind.WORKING),
        (date(2026, 11, 28), DayKind.WEEKLY_OFF),
        (date(2025, 11, 24), DayKind.WORKING),
    ],
)
def test_a_day_is_what_was_decided_for_it(day, kind):
    assert CALENDAR.kind(day) == kind


@pytest.mark.parametrize(("year", "count"), [(2024, 11), (2025, 11), (2026, 12), (2027, 12)])
def test_a_year_has_as_many_paid_days_off_as_the_law_gives(year, count):
    off = [special for special in shipped_days() if special.day.year == year]
    paid = [special for special in off if special.kind in (DayKind.HOLIDAY, DayKind.COMPENSATORY)]
    assert len(paid) == count
    assert len([s for s in off if s.kind is DayKind.SWAPPED]) == len([s for s in off if s.kind is DayKind.MAKE_UP])


@given(days, days)
def test_counting_is_the_same_as_looking_at_each_day(after, until):
    low, high = sorted((after, until))
    slow = sum(CALENDAR.is_working(low + timedelta(days=number)) for number in range(1, (high - low).days + 1))
    assert CALENDAR.working_days(low, high) == slow
    assert CALENDAR.working_days(high, low) == -slow


@given(days, st.integers(1, 400))
def test_adding_and_counting_agree(start, number):
    end = CALENDAR.add(start, number)
    assert CALENDAR.is_working(end)
    assert CALENDAR.working_days(start, end) == number


@given(days, st.integers(1, 60), days)
def test_a_further_day_off_never_moves_a_date_earlier(start, number, off):
    more = WorkingCalendar((*shipped_days(), CALENDAR.special(off) or _off(off)))
    assert more.add(start, number) >= CALENDAR.add(start, number)


def _off(day):
    return SpecialDay(day, DayKind.HOLIDAY, "thêm")


def test_no_date_is_made_of_no_days():
    with pytest.raises(ValueError):
        CALENDAR.add(date(2026, 1, 5), 0)


@given(days)
def test_a_day_off_gives_way_to_the_next_day_that_is_worked(day):
    found = CALENDAR.on_or_after(day)
    assert found >= day
    assert CALENDAR.is_working(found)
    assert not any(CALENDAR.is_working(day + timedelta(days=number)) for number in range((found - day).days))


def test_each_day_that_is_carried_names_what_it_rests_on():
    sources = shipped_sources()
    assert set(sources) == {one.day for one in shipped_days()}
    assert "28/2026/QH16" in sources[date(2026, 11, 24)]
    assert "9441/TB-BNV" in sources[date(2026, 8, 22)]
    assert "25/12/2025" in sources[date(2026, 1, 10)]
    assert "Điều 111" in sources[date(2026, 4, 27)]
    assert "chưa công bố" in sources[date(2027, 2, 8)]  # expected: it says so
    assert all(len(source) <= 300 for source in sources.values())
