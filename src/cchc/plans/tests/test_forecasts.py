"""Forecasts beside the figures of indicators: which steps are read, where they are shown, and who is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from cchc.indicators.rules import Formula, OverTime, Text
from cchc.indicators.rules import Unit as Measure
from cchc.indicators.testing import make_figure, make_indicator
from cchc.organisation.models import Notice
from cchc.organisation.testing import make_account, make_agency, make_unit
from cchc.plans import actions
from cchc.plans.forecasts import forecasts
from cchc.plans.models import Target
from cchc.plans.rules.forecast import Outlook
from cchc.plans.rules.goals import Course, GoalKind, Unit
from cchc.plans.standing import standings
from cchc.plans.testing import confirmed_target, make_goal, make_plan

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
TODAY = date(2026, 10, 5)
NONE = Text("", "")


@pytest.fixture(autouse=True)
def _october(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def room(agency):
    return make_unit(agency, "Phòng Quản lý công nghiệp")


@pytest.fixture
def office(agency):
    return make_account(agency, ["office"])


def months(indicator, *parts, by, year=2026):
    for number, one in enumerate(parts, 1):
        make_figure(indicator, f"{year}-M{number:02}", *one, by=by)


def told(office, indicator, goal, **facts):
    make_plan(office, confirmed_target(goal=goal, indicator=indicator.code, **facts))
    target = Target.objects.with_goal().get()
    stand = standings([target], TODAY, agency=office.agency)[target.pk]
    return forecasts([stand], TODAY, agency=office.agency).get(target.pk)


def stock(**facts):
    none = {"numerator": NONE, "denominator": NONE, "decimals": 0}
    return make_indicator("things_count", formula=Formula.COUNT, unit=Measure.COUNT, **none, **facts)


def test_a_share_is_forecast_from_its_months(office):
    indicator = make_indicator()
    months(indicator, *[(97, 100)] * 9, by=office)
    found = told(office, indicator, make_goal(98))
    assert (found.forecast.outlook, found.forecast.steps) == (Outlook.LOST, 9)
    assert found.needed.text().startswith("Ước còn 300 việc đến 31/12/2026: dù tất cả đều đạt cũng chỉ lên 97,75%")


def test_quarters_serve_where_months_were_not_entered(office):
    indicator = make_indicator()
    for period in ("2026-Q1", "2026-Q2", "2026-Q3"):
        make_figure(indicator, period, 300, 300, by=office)
    found = told(office, indicator, make_goal(90))
    assert (found.forecast.outlook, found.forecast.steps) == (Outlook.SAFE, 3)


def test_a_gap_ends_the_run_and_few_periods_are_said_to_be_few(office):
    indicator = make_indicator()
    for number in (1, 2, 3, 4, 5, 8, 9):
        make_figure(indicator, f"2026-M{number:02}", 97, 100, by=office)
    assert told(office, indicator, make_goal(98)).said.text() == (
        "Chưa dự báo được: mới có 2 kỳ số liệu liên tiếp, cần ít nhất 3."
    )


def test_figures_that_count_from_january_are_told_apart_month_by_month(office):
    indicator = stock(over_time=OverTime.LAST, cumulative=True)
    months(indicator, *[(2 * number,) for number in range(1, 10)], by=office)
    found = told(office, indicator, make_goal(20, unit=Unit.COUNT, course=Course.TALLY))
    assert (found.forecast.likely, found.forecast.outlook) == (24, Outlook.SAFE)


def test_a_share_of_a_whole_that_stays_is_a_state_of_this_year(office):
    indicator = make_indicator(over_time=OverTime.LAST, cumulative=True)
    months(indicator, *[(5 * number, 60) for number in range(1, 13)], by=office, year=2025)
    months(indicator, *[(4 * number, 60) for number in range(1, 10)], by=office)
    found = told(office, indicator, make_goal(95, course=Course.CLIMB))
    assert (found.forecast.outlook, found.forecast.steps) == (Outlook.LOST, 9)
    assert 75 < found.forecast.likely < 80


def test_a_share_that_counts_from_january_is_told_apart_month_by_month(office):
    indicator = make_indicator(over_time=OverTime.LAST, cumulative=True)
    months(indicator, *[(97 * number, 100 * number) for number in range(1, 10)], by=office)
    found = told(office, indicator, make_goal(98))
    assert (found.forecast.ahead.denominator, found.forecast.ahead.volume) == (900, 300)


def test_a_share_due_in_a_later_year_waits_for_it(office):
    indicator = make_indicator()
    months(indicator, *[(97, 100)] * 9, by=office)
    found = told(office, indicator, make_goal(98, due=date(2030, 12, 31)))
    assert found.forecast is None
    assert "2030" in found.said.text()


def test_what_is_over_or_has_no_number_is_not_forecast(office):
    indicator = make_indicator()
    months(indicator, *[(97, 100)] * 9, by=office)
    assert told(office, indicator, make_goal(98, due=date(2026, 9, 30))) is None
    Target.objects.all().delete()
    assert told(office, indicator, make_goal(None, kind=GoalKind.JUDGED)) is None


def test_the_page_of_a_target_says_its_forecast(client, office):
    indicator = make_indicator()
    months(indicator, *[(97, 100)] * 9, by=office)
    told(office, indicator, make_goal(98))
    client.force_login(office)
    page = client.get(reverse("plans:target", args=[Target.objects.get().pk])).content.decode()
    assert "Dự báo đến 31/12/2026: 97% (từ 96,4% đến 97,4%)" in page
    assert "dù tất cả đều đạt cũng chỉ lên 97,75%" in page


def falling(office, **facts):
    indicator = make_indicator()
    months(indicator, *[(200, 200)] * 5, (198, 200), (196, 200), (190, 200), (185, 200), by=office)
    return told(office, indicator, make_goal(98), **facts)


def test_what_is_kept_now_and_will_fall_is_told_once_a_month(office, agency, room):
    head = make_account(agency, ["head"], unit=room)
    assert falling(office, owner=room.pk).warns
    Notice.objects.all().delete()
    assert actions.warn_of_targets(at=NOW) == 1
    assert actions.warn_of_targets(at=NOW + timedelta(days=1)) == 0
    assert actions.warn_of_targets(at=NOW + timedelta(days=31)) == 1
    assert {one.account_id for one in Notice.objects.all()} == {head.pk}


def test_nobody_is_told_on_a_day_off_or_of_a_target_withdrawn(office):
    falling(office)
    assert actions.warn_of_targets(at=NOW - timedelta(days=1)) == 0  # a Sunday
    actions.withdraw_target(target=Target.objects.get(), reason="Trùng chỉ tiêu", by=office, at=NOW)
    assert actions.warn_of_targets(at=NOW) == 0


def test_the_board_counts_it_among_what_will_be_missed(client, office, agency):
    falling(office)
    client.force_login(make_account(agency, ["director"]))
    page = client.get(reverse("reports:board")).content.decode()
    assert "Dự báo đến 31/12/2026" in page
