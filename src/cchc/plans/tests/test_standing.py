"""Goals beside the figures of their indicators: what counts, in which terms, at what cost."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from cchc.indicators.rules import Direction as Way
from cchc.indicators.rules import Formula, OverTime, Text
from cchc.indicators.rules import Unit as Measure
from cchc.indicators.testing import make_definition, make_figure, make_indicator
from cchc.organisation.testing import make_account, make_agency, make_unit
from cchc.plans import standing
from cchc.plans.models import Target
from cchc.plans.rules.assess import Verdict
from cchc.plans.rules.goals import ChangeBy, Comparator, Course, Direction, Goal, GoalKind, Unit
from cchc.plans.standing import standings
from cchc.plans.testing import confirmed_target, make_goal, make_plan

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 5)
NONE = Text("", "")


@pytest.fixture(autouse=True)
def _october(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 10, 5, 2, 0, tzinfo=UTC))


@pytest.fixture
def office():
    return make_account(make_agency(), ["office"])


def stand(office, indicator, goal, **facts):
    make_plan(office, confirmed_target(goal=goal, indicator=indicator.code, **facts))
    target = Target.objects.with_goal().get()
    return standings([target], TODAY, agency=office.agency)[target.pk]


def count_of(code="papers_count", **facts):
    facts = {"formula": Formula.COUNT, "unit": Measure.COUNT, "numerator": NONE, "denominator": NONE, "decimals": 0,
             **facts}  # fmt: skip
    return make_indicator(code, **facts)


def test_a_share_is_read_as_it_grew_through_the_year(office):
    indicator = make_indicator()
    for period, parts in {"2026-Q1": (90, 100), "2026-Q2": (198, 200), "2026-Q3": (99, 100)}.items():
        make_figure(indicator, period, *parts, by=office)
    found = stand(office, indicator, make_goal(98))
    assert [(one.as_of, one.numerator, one.denominator) for one in found.readings] == [
        (date(2026, 3, 31), 90, 100),
        (date(2026, 6, 30), 288, 300),
        (date(2026, 9, 30), 387, 400),
    ]
    assert (found.assessment.verdict, found.figure) == (Verdict.AT_RISK, "96,75%")
    assert found.assessment.needed.text() == "Còn thiếu 5 việc: cần ít nhất 392 trên 400 việc, hiện có 387."
    assert found.source.period.code == "2026-N"


def test_a_count_is_asked_for_month_by_month(office):
    indicator = count_of()
    make_figure(indicator, "2026-Q1", 1, by=office)
    make_figure(indicator, "2026-Q3", 1, by=office)
    goal = make_goal(4, unit=Unit.COUNT, course=Course.TALLY)
    found = stand(office, indicator, goal)
    assert (found.readings[-1].value, found.assessment.verdict) == (2, Verdict.ON_TRACK)


def test_a_count_over_several_years_goes_on_where_the_last_year_ended(office):
    indicator = count_of()
    make_figure(indicator, "2025-Y", 7, by=office)
    make_figure(indicator, "2026-Q1", 2, by=office)
    goal = make_goal(20, unit=Unit.COUNT, course=Course.TALLY, starts=date(2025, 1, 1), due=date(2027, 12, 31))
    assert stand(office, indicator, goal).readings[-1].value == 9


def test_a_cut_is_compared_with_the_same_months_of_the_base_year(office):
    indicator = count_of(direction=Way.LOWER)
    make_figure(indicator, "2025-N", 1000, by=office)
    make_figure(indicator, "2026-N", 870, by=office)
    goal = make_goal(15, kind=GoalKind.CHANGE, direction=Direction.LOWER, baseline_label="2025")
    found = stand(office, indicator, goal)
    assert (found.readings[-1].base, found.assessment.verdict) == (1000, Verdict.AT_RISK)
    assert found.figure == "giảm 13%"
    assert found.assessment.formula.text() == "(870 − 1.000) ÷ 1.000 = −13%; đã cam kết giảm ít nhất 15%"


def test_a_stock_is_compared_with_the_end_of_the_base_year(office):
    indicator = count_of("staff_count", over_time=OverTime.LAST, direction=Way.LOWER)
    make_figure(indicator, "2025-Y", 200, by=office)
    make_figure(indicator, "2026-Q3", 190, by=office)
    goal = make_goal(
        10, kind=GoalKind.CHANGE, direction=Direction.LOWER, course=Course.CLIMB, baseline_label="2025",
        due=date(2030, 12, 31),
    )  # fmt: skip
    found = stand(office, indicator, goal)
    assert (found.goal.baseline, found.assessment.bar) == (200, 180)
    assert found.assessment.verdict is Verdict.ON_TRACK


def test_an_indicator_that_measures_the_cut_itself_is_understood(office):
    facts = {"formula": Formula.CHANGE, "unit": Measure.PERCENT, "may_exceed": True}
    indicator = make_indicator("meetings_cut", **facts)
    make_figure(indicator, "2026-N", 85, 100, by=office)
    goal = make_goal(15, kind=GoalKind.CHANGE, direction=Direction.LOWER)
    found = stand(office, indicator, goal)
    assert (found.readings[-1].value, found.readings[-1].base) == (85, 100)
    assert found.assessment.verdict is Verdict.ON_TRACK


def test_a_cut_that_is_only_named_is_a_threshold_of_the_cut(office):
    indicator = make_indicator("meetings_cut", formula=Formula.CHANGE, unit=Measure.PERCENT)
    make_figure(indicator, "2026-N", 12, by=office)
    found = stand(office, indicator, make_goal(15, kind=GoalKind.CHANGE, direction=Direction.LOWER))
    assert (found.goal.kind, found.assessment.verdict) == (GoalKind.THRESHOLD, Verdict.AT_RISK)


def test_what_is_to_be_kept_takes_its_base_from_the_year_it_names(office):
    indicator = make_indicator()
    make_figure(indicator, "2025-Y", 97, 100, by=office)
    make_figure(indicator, "2026-N", 96, 100, by=office)
    found = stand(office, indicator, make_goal(None, kind=GoalKind.KEEP, baseline_label="năm 2025"))
    assert (found.goal.baseline, found.assessment.verdict) == (97, Verdict.AT_RISK)


def test_a_target_of_one_unit_reads_that_units_figures(office):
    indicator, room = make_indicator(), make_unit(office.agency, "Chi cục")
    make_figure(indicator, "2026-N", 50, 100, by=office, unit=room)
    make_figure(indicator, "2026-N", 99, 100, by=office)
    assert stand(office, indicator, make_goal(98), scope=room.pk).figure == "50%"


def test_an_estimate_is_said_to_be_one(office):
    indicator = make_indicator()
    make_figure(indicator, "2026-N", 99, 100, by=office, is_estimate=True)
    found = stand(office, indicator, make_goal(98))
    assert found.readings[-1].estimated
    assert "Số ước." in found.assessment.reason.text()


def test_figures_of_another_department_are_not_read(office):
    indicator, other = make_indicator(), make_account(make_agency(), ["office"])
    make_figure(indicator, "2026-N", 99, 100, by=other)
    assert stand(office, indicator, make_goal(98)).assessment.verdict is Verdict.NO_DATA


def test_many_targets_cost_no_more_queries_than_one(office, django_assert_max_num_queries):
    indicators = [make_indicator(f"share_{number}") for number in range(12)]
    for indicator in indicators:
        make_figure(indicator, "2026-N", 99, 100, by=office)
    make_plan(office, *[confirmed_target(f"Chỉ tiêu {one.code}", indicator=one.code) for one in indicators])
    with django_assert_max_num_queries(6):
        targets = list(Target.objects.with_goal())
        found = standings(targets, TODAY, agency=office.agency)
        assert {one.assessment.verdict for one in found.values()} == {Verdict.ON_TRACK}
        assert len(found) == 12


def test_the_page_of_a_target_lays_its_figures_open(client, office):
    indicator = make_indicator()
    make_figure(indicator, "2026-Q1", 90, 100, by=office, note="Báo cáo quý I")
    make_figure(indicator, "2026-N", 388, 400, by=office, note="Báo cáo 9 tháng")
    make_plan(office, confirmed_target(goal=make_goal(98, noun="hồ sơ"), indicator=indicator.code))
    client.force_login(office)
    page = client.get(reverse("plans:target", args=[Target.objects.get().pk])).content.decode()
    for words in ("97% đến ngày 30/09/2026, chưa đạt mức ít nhất 98%.", "388 ÷ 400 = 97%; đã cam kết ít nhất 98%",
                  "Còn thiếu 4 hồ sơ", "Số liệu và mức phải đạt", "Báo cáo 9 tháng", "30/09/2026"):  # fmt: skip
        assert words in page, words


def test_kinds_of_goal_survive_the_way_through_the_database(office):
    goal = make_goal(
        "2.5", kind=GoalKind.CHANGE, comparator=Comparator.LE, unit=Unit.POINTS, direction=Direction.LOWER,
        course=Course.CLIMB, baseline=Decimal(80), baseline_label="2021-2025", change_by=ChangeBy.AMOUNT, noun="điểm",
    )  # fmt: skip
    make_plan(office, confirmed_target(goal=goal))
    assert Target.objects.get().goal() == goal


@pytest.mark.parametrize(
    ("starts", "due", "begins"),
    [((2026, 1, 1), (2026, 12, 31), 0), ((2026, 1, 1), (2030, 12, 31), None), ((2026, 4, 1), (2026, 12, 31), None)],
)
def test_a_measure_that_counts_from_january_begins_its_year_at_nought(starts, due, begins):
    goal = Goal(GoalKind.THRESHOLD, date(*starts), date(*due), value=Decimal(95), course=Course.CLIMB)
    measured, _readings = standing._as_measured(goal, make_definition(cumulative=True), {})
    assert measured.baseline == begins
