from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from cchc.common.periods import Kind, Period
from cchc.indicators import actions, testing
from cchc.indicators.given import Given
from cchc.indicators.rules import Direction, Formula, OverTime, Unit, ZeroRule
from cchc.indicators.values import history, reading_for, readings, so_far
from cchc.organisation.testing import make_account, make_agency, make_unit

pytestmark = pytest.mark.django_db
NOW = testing.NOW


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def office(agency):
    return make_account(agency, ["office"])


def read(agency, indicator, code, **more):
    return reading_for(agency=agency, indicator=indicator, period=Period.parse(code), **more)


def test_nothing_entered_is_no_data_and_not_nought(agency):
    value = read(agency, testing.make_indicator(), "2026-Q3")
    assert (value.has_data, value.value, value.text, value.rows) == (False, None, "—", ())


def test_a_quarter_is_put_together_from_its_months_and_names_the_rows(agency, office):
    indicator = testing.make_indicator()
    rows = [testing.make_figure(indicator, f"2026-M0{m}", m, 10, by=office) for m in (7, 8, 9)]
    value = read(agency, indicator, "2026-Q3")
    assert (value.numerator, value.denominator, value.value) == (24, 30, 80)
    assert value.rows == tuple(row.pk for row in rows)
    assert value.full_text == "80,0% (24/30)"


def test_the_department_is_put_together_from_its_units_and_those_below_them(agency, office):
    indicator = testing.make_indicator()
    room, branch = make_unit(agency), make_unit(agency, "Chi cục")
    team = make_unit(agency, "Đội 1", parent=branch)
    testing.make_figure(indicator, "2026-M09", 1, 10, by=office, unit=room)
    testing.make_figure(indicator, "2026-M09", 9, 10, by=office, unit=team)
    value = read(agency, indicator, "2026-M09")
    assert (value.value, value.from_units) == (50, (room.pk, branch.pk))
    assert read(agency, indicator, "2026-M09", unit=branch).value == 90
    testing.make_figure(indicator, "2026-M09", 5, 10, by=office, unit=branch)
    assert read(agency, indicator, "2026-M09").numerator == 6


def test_the_departments_own_figure_goes_before_that_of_its_units(agency, office):
    indicator = testing.make_indicator()
    testing.make_figure(indicator, "2026-M09", 1, 10, by=office, unit=make_unit(agency))
    testing.make_figure(indicator, "2026-M09", 7, 10, by=office)
    value = read(agency, indicator, "2026-M09")
    assert (value.value, value.from_units) == (70, ())


def test_whole_units_go_before_a_department_with_a_month_missing(agency, office):
    indicator = testing.make_indicator()
    unit = make_unit(agency)
    testing.make_figure(indicator, "2026-M07", 9, 10, by=office)
    for month in ("2026-M07", "2026-M08", "2026-M09"):
        testing.make_figure(indicator, month, 1, 10, by=office, unit=unit)
    value = read(agency, indicator, "2026-Q3")
    assert (value.value, value.missing, value.from_units) == (10, (), (unit.pk,))


def test_a_unit_that_was_to_report_and_did_not_is_named(agency, office):
    indicator = testing.make_indicator()
    one, two, ended = (make_unit(agency, f"Phòng {n}") for n in range(3))
    for unit in (one, two, ended):
        reporter = actions.assign_reporter(
            indicator=indicator, unit=unit, kind=Kind.MONTH, since=date(2026, 1, 1), by=office, at=NOW
        )
    actions.end_reporter(reporter=reporter, until=date(2026, 9, 1), by=office, at=NOW)
    testing.make_figure(indicator, "2026-M09", 1, 2, by=office, unit=one)
    value = read(agency, indicator, "2026-M09")
    assert (value.value, value.missing_units, value.complete) == (50, (two.pk,), False)
    testing.make_figure(indicator, "2026-M09", 1, 2, by=office, unit=two)
    assert read(agency, indicator, "2026-M09").complete


def test_a_branch_that_reports_for_its_teams_leaves_none_missing(agency, office):
    indicator = testing.make_indicator()
    branch = make_unit(agency, "Chi cục")
    team = make_unit(agency, "Đội", parent=branch)
    actions.assign_reporter(indicator=indicator, unit=team, kind=Kind.MONTH, since=date(2026, 1, 1), by=office, at=NOW)
    testing.make_figure(indicator, "2026-M09", 1, 2, by=office, unit=branch)
    assert read(agency, indicator, "2026-M09").missing_units == ()


def test_scores_of_units_do_not_add_up(agency, office):
    indicator = testing.make_indicator(formula=Formula.MEAN, unit=Unit.POINTS, over_time=OverTime.LAST)
    testing.make_figure(indicator, "2026-M09", 80, by=office, unit=make_unit(agency))
    assert not read(agency, indicator, "2026-M09").has_data


def test_a_zero_denominator_follows_the_rule_and_says_so(agency, office):
    full = testing.make_indicator("full", zero=ZeroRule.FULL)
    none = testing.make_indicator("none")
    for indicator in (full, none):
        testing.make_figure(indicator, "2026-M09", 0, 0, by=office)
    assert (read(agency, full, "2026-M09").value, read(agency, full, "2026-M09").zero_rule) == (100, ZeroRule.FULL)
    value = read(agency, none, "2026-M09")
    assert (value.value, value.has_data, value.zero_rule) == (None, True, ZeroRule.NO_DATA)


def test_what_was_known_at_a_moment_leaves_later_corrections_out(agency, office):
    indicator = testing.make_indicator()
    old = testing.make_figure(indicator, "2026-M09", 1, 2, by=office)
    later = NOW + timedelta(hours=1)
    fixed = Given(numerator=Decimal(2), denominator=Decimal(2))
    actions.correct(observation=old, given=fixed, reason="Sót", by=office, at=later)
    assert read(agency, indicator, "2026-M09").value == 100
    assert read(agency, indicator, "2026-M09", as_of=NOW).value == 50
    assert not read(agency, indicator, "2026-M09", as_of=NOW - timedelta(days=1)).has_data


def test_figures_of_another_department_are_never_counted(agency, office):
    indicator = testing.make_indicator()
    other = make_account(make_agency(), ["office"])
    testing.make_figure(indicator, "2026-M09", 1, 2, by=other)
    assert not read(agency, indicator, "2026-M09").has_data


def test_a_board_is_read_with_four_queries_whatever_its_size(agency, office, django_assert_num_queries):
    units = [make_unit(agency, f"Phòng {n}") for n in range(4)]
    indicators = testing.load("on_time_share", "online_filing_share", "dossiers_received_count")
    for unit in units:
        for month in range(1, 10):
            testing.make_figure(indicators[2], f"2026-M{month:02d}", month, by=office, unit=unit)
    periods = [Period(Kind.MONTH, 2026, month) for month in range(1, 13)]
    with django_assert_num_queries(4):
        found = readings(agency=agency, indicators=indicators, periods=periods, units=[None, *units])
    assert len(found) == 3 * 12 * 5
    assert found[indicators[2].pk, periods[8], None].value == 36


def test_nothing_asked_is_nothing_answered(agency):
    assert readings(agency=agency, indicators=[], periods=[Period.parse("2026-Y")]) == {}


def test_history_runs_from_the_oldest_and_keeps_gaps(agency, office):
    indicator = testing.make_indicator()
    testing.make_figure(indicator, "2026-M07", 1, 2, by=office)
    testing.make_figure(indicator, "2026-M09", 2, 2, by=office)
    found = history(agency=agency, indicator=indicator, kind=Kind.MONTH, until=date(2026, 9, 15), count=4)
    assert [(v.period.code, v.value) for v in found] == [
        ("2026-M06", None), ("2026-M07", 50), ("2026-M08", None), ("2026-M09", 100),
    ]  # fmt: skip


def test_a_value_stands_against_the_same_period_of_last_year(agency, office):
    indicator = testing.make_indicator(direction=Direction.LOWER)
    for code, part in (("2025-M09", 80), ("2026-M09", 90)):
        testing.make_figure(indicator, code, part, 100, by=office)
    comparison = read(agency, indicator, "2026-M09").against(read(agency, indicator, "2025-M09"))
    assert (comparison.difference, comparison.better) == (10, False)


@pytest.mark.parametrize(
    ("code", "whole"), [("2026-M03", "2026-Q1"), ("2026-Q2", "2026-H1"), ("2026-Q3", "2026-N"), ("2026-M12", "2026-Y"),
                        ("2026-M05", "2026-M05")]
)  # fmt: skip
def test_so_far_is_the_period_from_january(code, whole):
    assert so_far(Period.parse(code)).code == whole


def test_values_are_printed_in_the_language_of_the_page(agency, office):
    indicator = testing.make_indicator(formula=Formula.EXISTENCE, unit=Unit.YES_NO, over_time=OverTime.LAST)
    testing.make_figure(indicator, "2026-M09", 1, by=office)
    with translation.override("en"):
        assert read(agency, indicator, "2026-M09").text == "yes"
