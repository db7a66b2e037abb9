"""Figures of units that were merged in the middle of a year: they count to whom the rule chosen says, and once."""

from datetime import UTC, date, datetime

import pytest

from cchc.common.periods import Kind, Period
from cchc.indicators import actions, testing
from cchc.indicators.rules import Formula, OverTime, Unit
from cchc.indicators.values import reading_for
from cchc.organisation.actions import merge_units
from cchc.organisation.testing import make_account, make_agency, make_unit

pytestmark = pytest.mark.django_db
NOW = testing.NOW
AT = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def office(agency):
    return make_account(agency, ["office"])


@pytest.fixture
def rooms(agency):
    return make_unit(agency, "Phòng Cũ"), make_unit(agency, "Phòng Mới")


def reported(indicator, rooms, office):
    """The old room counts 1 in each month to June, the new one 10 in each month of the year so far."""
    old, new = rooms
    for month in range(1, 10):
        if month < 7:
            testing.make_figure(indicator, f"2026-M{month:02}", 1, by=office, unit=old)
        testing.make_figure(indicator, f"2026-M{month:02}", 10, by=office, unit=new)


def read(agency, indicator, period, unit=None):
    return reading_for(agency=agency, indicator=indicator, period=Period.parse(period), unit=unit, as_of=NOW)


COUNT = {"formula": Formula.COUNT, "unit": Unit.COUNT}


@pytest.mark.parametrize(
    ("rule", "half", "nine"),
    [("year", 66, 96), ("day", 60, 90), ("stay", 60, 90)],
)
def test_the_figures_count_to_the_successor_as_the_rule_says(agency, office, rooms, rule, half, nine):
    indicator = testing.make_indicator(**COUNT)
    reported(indicator, rooms, office)
    merge_units(by=None, at=AT, units=[rooms[0]], into=rooms[1], on=date(2026, 7, 1), figures=rule)
    assert (read(agency, indicator, "2026-H1", rooms[1]).value, read(agency, indicator, "2026-N", rooms[1]).value) == (
        half,
        nine,
    )


@pytest.mark.parametrize("rule", ["year", "day", "stay"])
def test_whatever_the_rule_the_department_counts_each_figure_once_and_misses_none(agency, office, rooms, rule):
    indicator = testing.make_indicator(**COUNT)
    reported(indicator, rooms, office)
    before = read(agency, indicator, "2026-N")
    merge_units(by=None, at=AT, units=[rooms[0]], into=rooms[1], on=date(2026, 7, 1), figures=rule)
    after = read(agency, indicator, "2026-N")
    assert before.value == after.value == 96
    assert sorted(after.rows) == sorted(before.rows)
    assert len(set(after.rows)) == 15
    assert before.missing
    assert after.missing == ()


@pytest.mark.parametrize("rule", ["year", "day", "stay"])
def test_the_old_unit_still_shows_what_it_reported(agency, office, rooms, rule):
    indicator = testing.make_indicator(**COUNT)
    reported(indicator, rooms, office)
    merge_units(by=None, at=AT, units=[rooms[0]], into=rooms[1], on=date(2026, 7, 1), figures=rule)
    assert read(agency, indicator, "2026-H1", rooms[0]).value == 6


def test_a_figure_of_the_successor_names_the_units_it_is_made_of(agency, office, rooms):
    indicator = testing.make_indicator(**COUNT)
    reported(indicator, rooms, office)
    merge_units(by=None, at=AT, units=[rooms[0]], into=rooms[1], on=date(2026, 7, 1), figures="year")
    assert read(agency, indicator, "2026-H1", rooms[1]).from_units == (rooms[1].pk, rooms[0].pk)


def test_the_period_of_the_merger_counts_to_the_successor(agency, office, rooms):
    indicator = testing.make_indicator(**COUNT)
    testing.make_figure(indicator, "2026-M07", 3, by=office, unit=rooms[0])
    testing.make_figure(indicator, "2026-M07", 10, by=office, unit=rooms[1])
    merge_units(by=None, at=AT, units=[rooms[0]], into=rooms[1], on=date(2026, 7, 15), figures="day")
    assert read(agency, indicator, "2026-M07", rooms[1]).value == 13
    assert read(agency, indicator, "2026-M07").value == 13


def test_a_stock_of_the_old_unit_is_held_in_the_later_one_of_the_successor(agency, office, rooms):
    indicator = testing.make_indicator(**COUNT, over_time=OverTime.LAST)
    testing.make_figure(indicator, "2026-M06", 4, by=office, unit=rooms[0])
    testing.make_figure(indicator, "2026-M09", 14, by=office, unit=rooms[1])
    merge_units(by=None, at=AT, units=[rooms[0]], into=rooms[1], on=date(2026, 7, 1), figures="day")
    assert read(agency, indicator, "2026-N").value == 14


def test_a_merged_unit_is_not_waited_for(agency, office, rooms):
    indicator = testing.make_indicator(**COUNT)
    for unit in rooms:
        actions.assign_reporter(
            indicator=indicator,
            unit=unit,
            kind=Kind.MONTH,
            since=date(2026, 1, 1),
            by=make_account(agency, ["admin"]),
            at=NOW,
        )
    testing.make_figure(indicator, "2026-M08", 10, by=office, unit=rooms[1])
    assert read(agency, indicator, "2026-M08").missing_units == (rooms[0].pk,)
    merge_units(by=None, at=AT, units=[rooms[0]], into=rooms[1], on=date(2026, 7, 1), figures="day")
    assert read(agency, indicator, "2026-M08").missing_units == ()


def test_a_team_merged_into_its_branch_is_not_added_to_a_figure_that_holds_it(agency, office):
    indicator = testing.make_indicator(**COUNT)
    branch = make_unit(agency, "Chi cục")
    team = make_unit(agency, "Đội", parent=branch)
    testing.make_figure(indicator, "2026-M06", 4, by=office, unit=team)
    merge_units(by=None, at=AT, units=[team], into=branch, on=date(2026, 7, 1), figures="year")
    assert read(agency, indicator, "2026-M06", branch).value == 4
    testing.make_figure(indicator, "2026-M06", 30, by=office, unit=branch)
    assert read(agency, indicator, "2026-M06", branch).value == 30
    assert read(agency, indicator, "2026-M06").value == 30
