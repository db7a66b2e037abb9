"""Forecasts: what they say of years that go one way or another, and what must hold for all of them."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.plans.rules.forecast import LEAST, Ahead, Nature, Outlook, Step, forecast, least_successes, most_cases
from cchc.plans.rules.foretold import tell_forecast
from cchc.plans.rules.goals import Comparator, Course, Direction, Goal, GoalKind, Unit
from cchc.plans.rules.sentences import WORDS

D = Decimal
DUE = date(2026, 12, 31)
SHARE = Goal(GoalKind.THRESHOLD, date(2026, 1, 1), DUE, D(98), noun="hồ sơ")
LATE = Goal(GoalKind.THRESHOLD, date(2026, 1, 1), DUE, D(2), Comparator.LE, noun="hồ sơ")
TALLY = Goal(GoalKind.THRESHOLD, date(2026, 1, 1), DUE, D(12), unit=Unit.COUNT, course=Course.TALLY, noun="hội nghị")
CAP = Goal(GoalKind.THRESHOLD, date(2026, 1, 1), DUE, D(30), Comparator.LE, Unit.COUNT, course=Course.TALLY)
STOCK = Goal(GoalKind.THRESHOLD, date(2026, 1, 1), DUE, D(85), course=Course.CLIMB)


def end(month, year=2026):
    return date(year, month, monthrange(year, month)[1])


def shares(*pairs):
    return [Step(end(n), 1, None, D(good), D(cases)) for n, (good, cases) in enumerate(pairs, 1)]


def values(*numbers, year=2026):
    return [Step(end(n, year), 1, D(str(number))) for n, number in enumerate(numbers, 1)]


@pytest.mark.parametrize(
    ("goal", "nature", "steps", "outlook", "likely"),
    [
        (SHARE, Nature.SHARE, shares(*[(200, 200)] * 9), Outlook.SAFE, (99.5, 100)),
        (SHARE, Nature.SHARE, shares(*[(180, 200)] * 9), Outlook.LOST, (89, 91)),
        (SHARE, Nature.SHARE, shares(*[(20, 20)] * 3), Outlook.LIKELY, (98, 100)),
        (SHARE, Nature.SHARE, shares((190, 200), *[(195, 200)] * 4), Outlook.DOUBTFUL, (95, 98)),
        (LATE, Nature.SHARE, shares(*[(1, 200)] * 9), Outlook.SAFE, (0.3, 0.8)),
        (LATE, Nature.SHARE, shares(*[(10, 200)] * 9), Outlook.LOST, (4.5, 5.5)),
        (TALLY, Nature.FLOW, values(*[2] * 9), Outlook.SAFE, (23, 25)),
        (TALLY, Nature.FLOW, values(1, 0, 1, 1, 1, 1, 0, 1), Outlook.DOUBTFUL, (8, 10)),
        (TALLY, Nature.FLOW, values(1, 0, 2, 1, 1, 1), Outlook.LIKELY, (11.9, 12.1)),
        (TALLY, Nature.FLOW, values(1, 0, 1, 1, 1, 1), Outlook.DOUBTFUL, (9.9, 10.1)),
        (CAP, Nature.FLOW, values(*[4] * 6), Outlook.LOST, (47, 49)),
        (TALLY, Nature.FLOW, values(*[0] * 6), Outlook.LOST, (0, 0)),
        (STOCK, Nature.STATE, values(60, 64, 68, 72, 76, 80), Outlook.SAFE, (90, 100)),
        (STOCK, Nature.STATE, values(60, 60.2, 60.1, 60.4, 60.5, 60.6), Outlook.LOST, (60, 62)),
        (STOCK, Nature.STATE, values(80, 80, 80, 80), Outlook.LOST, (80, 80)),
    ],
)
def test_a_year_that_goes_one_way_is_foretold_so(goal, nature, steps, outlook, likely):
    found = forecast(goal, nature, steps, goal.value)
    assert found.outlook is outlook
    assert likely[0] <= found.likely <= likely[1]


def test_a_season_of_the_year_before_is_followed():
    before = values(*[10] * 6, *[40] * 6, year=2025)
    found = forecast(CAP, Nature.FLOW, [*before, *values(*[10] * 6)], D(400))
    flat = forecast(CAP, Nature.FLOW, values(*[10] * 6), D(400))
    assert found.likely > 200 > flat.likely == 120


@pytest.mark.parametrize(
    ("goal", "steps"),
    [
        (SHARE, shares(*[(9, 10)] * (LEAST - 1))),  # too few
        (SHARE, shares(*[(9, 10)] * 12)),  # nothing is left of the year
        (SHARE, shares(*[(12, 10)] * 5)),  # more successes than cases
        (SHARE, shares(*[(0, 0)] * 5)),  # nothing arose
        (Goal(GoalKind.EXISTENCE, date(2026, 1, 1), DUE), shares(*[(9, 10)] * 5)),
        (Goal(GoalKind.JUDGED, date(2026, 1, 1), DUE), shares(*[(9, 10)] * 5)),
        (Goal(GoalKind.THRESHOLD, date(2026, 1, 1), DUE, D(5), Comparator.EQ, direction=Direction.EXACT),
         shares(*[(9, 10)] * 5)),
        (Goal(GoalKind.THRESHOLD, date(2027, 1, 1), date(2027, 12, 31), D(98)), shares(*[(9, 10)] * 5)),
    ],
)  # fmt: skip
def test_nothing_is_foretold_where_nothing_can_be(goal, steps):
    assert forecast(goal, Nature.SHARE, steps, D(98)) is None


def test_a_share_just_above_its_bar_is_said_to_be_about_to_fall():
    falling = forecast(SHARE, Nature.SHARE, shares(*[(200, 200)] * 4, (198, 200), (192, 200), (186, 200)), D(98))
    firm = forecast(SHARE, Nature.SHARE, shares(*[(199, 200)] * 7), D(98))
    below = forecast(SHARE, Nature.SHARE, shares(*[(150, 200)] * 7), D(98))
    assert [one.falls for one in (falling, firm, below)] == [True, False, False]


@pytest.mark.parametrize(
    ("numerator", "denominator", "volume", "bar", "strict", "least"),
    [
        (520, 1000, 480, "56.2", False, 312),  # 832 of 1480 are 56,2 %
        (98, 100, 100, "98", False, 98),
        (98, 100, 100, "98", True, 99),
        (0, 10, 10, "50", False, 10),
        (200, 200, 10, "90", False, -11),
        (0, 100, 10, "50", False, 55),
    ],
)
def test_how_many_of_the_cases_to_come_must_succeed(numerator, denominator, volume, bar, strict, least):
    ahead = Ahead(D(numerator), D(denominator), volume, D(50))
    assert least_successes(ahead, D(bar), strict=strict) == least


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 300), st.decimals(1, 99, places=1), st.booleans())
def test_the_least_successes_reach_the_bar_and_one_fewer_does_not(good, cases, volume, bar, strict):
    ahead = Ahead(D(min(good, cases)), D(cases), volume, D(0))
    least = least_successes(ahead, bar, strict=strict)

    def meets(successes):
        share = (ahead.numerator + successes) * 100 / (cases + volume)
        return share > bar if strict else share >= bar

    assert [meets(least), meets(least - 1)] == [True, False]
    most = most_cases(ahead, bar, strict=strict)
    held = [(ahead.numerator + more) * 100 / (cases + volume) for more in (most, most + 1)]
    assert (held[0] < bar <= held[1]) if strict else (held[0] <= bar < held[1])


SIZES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=3, max_size=11)


@given(SIZES, st.sampled_from(Nature), st.sampled_from([SHARE, LATE, TALLY, CAP, STOCK]))
def test_the_likely_level_lies_in_its_interval_and_every_sentence_can_be_said(sizes, nature, goal):
    steps = [Step(end(n), 1, D(good), D(min(good, cases)), D(cases)) for n, (good, cases) in enumerate(sizes, 1)]
    found = forecast(goal, nature, steps, goal.value)
    if found is None:
        return
    assert found.low <= found.likely <= found.high
    if nature is Nature.SHARE or (nature is Nature.STATE and goal.level_unit is Unit.PERCENT):
        assert 0 <= found.low <= found.high <= 100
    told = tell_forecast(goal, found, goal.value)
    for sentence in (told.said, told.needed, told.falls):
        if sentence is not None:
            assert all(sentence.text(language) for language in ("vi", "en"))


def test_the_sentence_of_what_is_needed_has_its_numbers():
    goal = Goal(GoalKind.THRESHOLD, date(2026, 1, 1), DUE, D(60), noun="hồ sơ")
    found = forecast(goal, Nature.SHARE, shares(*[(55, 100)] * 8), D(60))
    told = tell_forecast(goal, found, D(60))
    assert told.warns
    assert told.needed.text("vi").startswith(
        "Ước còn 400 hồ sơ đến 31/12/2026; cần ít nhất 280 đạt (70%), gần đây đạt 55"
    )


def test_every_sentence_of_forecasts_names_the_same_facts_in_both_languages():
    for key, pair in WORDS.items():
        if key.startswith("forecast."):
            vi, en = ({name for _text, name, _spec, _conv in Formatter().parse(words) if name} for words in pair)
            assert vi == en, key
