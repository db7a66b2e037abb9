"""Forecasts of targets: the steps behind their indicators, read for any number of targets at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from cchc.common.periods import Kind, Period
from cchc.indicators.rules import Definition, Formula, OverTime
from cchc.indicators.values import Value, readings
from cchc.organisation.models import Agency
from cchc.plans.rules.assess import Verdict
from cchc.plans.rules.forecast import LEAST, Nature, Step, forecast
from cchc.plans.rules.foretold import Foretold, tell_forecast
from cchc.plans.rules.goals import Course, GoalKind
from cchc.plans.rules.sentences import Sentence
from cchc.plans.standing import Standing

_OPEN = {Verdict.ON_TRACK, Verdict.AT_RISK, Verdict.NO_DATA}
_MONTHS = {Kind.MONTH: 1, Kind.QUARTER: 3}

Values = Mapping[Period, Value]


def forecasts(stands: Sequence[Standing], today: date, *, agency: Agency) -> dict[int, Foretold]:
    """The forecast of each open target that has an indicator and a number, by the target's key.

    What is reached, missed or left to a person is not forecast. Figures are read with a fixed number of queries.
    """
    open_ones = [stand for stand in stands if _may_be_forecast(stand, today)]
    if not open_ones:
        return {}
    indicators = {one.target.indicator_id: one.target.indicator for one in open_ones if one.target.indicator}
    found = readings(
        agency=agency,
        indicators=list(indicators.values()),
        periods=_periods(today),
        units={one.target.scope_id for one in open_ones},
    )
    by_pair: dict[tuple[int, int | None], dict[Period, Value]] = {}
    for (indicator, period, unit), value in found.items():
        if value.has_data and not value.missing:
            by_pair.setdefault((indicator, unit), {})[period] = value
    told: dict[int, Foretold] = {}
    for stand in open_ones:
        pair = (stand.target.indicator_id or 0, stand.target.scope_id)
        if said := _foretold(stand, by_pair.get(pair, {})):
            told[stand.target.pk] = said
    return told


def _may_be_forecast(stand: Standing, today: date) -> bool:
    goal, indicator = stand.goal, stand.target.indicator
    if indicator is None or goal.due < today or stand.assessment.verdict not in _OPEN:
        return False
    numbered = goal.kind not in {GoalKind.JUDGED, GoalKind.EXISTENCE, GoalKind.RANK} and goal.missing() is None
    return numbered and indicator.definition_on(today).formula not in {Formula.CHANGE, Formula.RANK, Formula.EXISTENCE}


def _periods(today: date) -> list[Period]:
    """The months and quarters that are over, of this year and the one before."""
    made = [Period(kind, year, number) for year in (today.year - 1, today.year)
            for kind, count in ((Kind.MONTH, 12), (Kind.QUARTER, 4)) for number in range(1, count + 1)]  # fmt: skip
    return [period for period in made if period.last <= today]


def _foretold(stand: Standing, values: Values) -> Foretold | None:
    goal, indicator = stand.goal, stand.target.indicator
    if indicator is None or goal.promised is None:
        raise ValueError("only a target with an indicator and a number is forecast")
    definition = indicator.definition_on(stand.today)
    steps = _steps(values, definition)
    nature = _nature(definition, steps)
    level = goal.level(goal.promised)
    if nature is not Nature.STATE and goal.course is not Course.TALLY:
        if goal.due.year > stand.today.year:
            return Foretold(Sentence("forecast.far", {"year": str(goal.due.year)}))
        goal = replace(goal, starts=max(goal.starts, date(goal.due.year, 1, 1)))
    if definition.cumulative:
        steps = _this_year(steps) if nature is Nature.STATE else _grown(steps)
    if len(steps) < LEAST:
        return Foretold(Sentence("forecast.few", {"steps": len(steps), "least": LEAST}))
    found = forecast(goal, nature, steps, level)
    return tell_forecast(goal, found, level) if found else None


def _nature(definition: Definition, steps: Sequence[Step]) -> Nature:
    """A share whose parts add up over time, a count that does, or a state.

    Of a share that counts from January only the upper part may grow (tasks done of all tasks of the year): a state.
    """
    adds_up = definition.over_time is OverTime.SUM or definition.cumulative
    if adds_up and definition.formula is Formula.RATIO and not definition.may_exceed:
        return Nature.SHARE if not definition.cumulative or _below_grows(steps) else Nature.STATE
    return Nature.FLOW if adds_up and definition.formula in {Formula.COUNT, Formula.SUM} else Nature.STATE


def _below_grows(steps: Sequence[Step]) -> bool:
    here = [one.denominator or Decimal(0) for one in _this_year(steps)]
    return len(here) > 1 and here[-1] > here[0] and all(before <= after for before, after in pairwise(here))


def _steps(values: Values, definition: Definition) -> list[Step]:
    """The latest unbroken run of months with figures, or of quarters where that is longer in time."""
    months, quarters = (_run(values, kind) for kind in (Kind.MONTH, Kind.QUARTER))
    run = quarters if len(quarters) >= LEAST and len(quarters) * 3 - 2 > len(months) else months
    nothing = Decimal(0) if definition.formula in {Formula.COUNT, Formula.SUM} else None
    return [_step(value, nothing) for value in run]


def _this_year(steps: Sequence[Step]) -> list[Step]:
    return [one for one in steps if one.last.year == steps[-1].last.year]


def _run(values: Values, kind: Kind) -> list[Value]:
    """The values of a kind from the latest one back to the first gap, in order."""
    latest = max((period for period in values if period.kind is kind), key=lambda one: one.last, default=None)
    run: list[Value] = []
    while latest is not None and latest in values:
        run.append(values[latest])
        latest = latest.previous()
    return run[::-1]


def _step(value: Value, nothing: Decimal | None) -> Step:
    """The step of a period; a count in which nothing arose is nought."""
    return Step(value.period.last, _MONTHS[value.period.kind], value.value if value.value is not None else nothing,
                value.numerator, value.denominator)  # fmt: skip


def _grown(steps: Sequence[Step]) -> list[Step]:
    """What each step added to figures that count from January; a run that begins later in a year loses its first."""
    made = [steps[0]] if steps and steps[0].last.month == steps[0].months else []
    return made + [_added(before, now) for before, now in pairwise(steps)]


def _added(before: Step, now: Step) -> Step:
    def less(this: Decimal | None, that: Decimal | None) -> Decimal | None:
        return None if this is None else max(Decimal(0), this - (that or 0))

    if before.last.year != now.last.year:
        return now
    return replace(now, value=less(now.value, before.value), numerator=less(now.numerator, before.numerator),
                   denominator=less(now.denominator, before.denominator))  # fmt: skip
