"""Forecasts of targets: the steps behind their indicators, read for any number of targets at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

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
    told = {}
    for stand in open_ones:
        told[stand.target.pk] = _foretold(
            stand, by_pair.get((stand.target.indicator_id or 0, stand.target.scope_id), {})
        )
    return told


def _may_be_forecast(stand: Standing, today: date) -> bool:
    goal = stand.goal
    numbered = goal.kind not in {GoalKind.JUDGED, GoalKind.EXISTENCE, GoalKind.RANK} and goal.missing() is None
    return numbered and stand.target.indicator is not None and goal.due >= today and stand.assessment.verdict in _OPEN


def _periods(today: date) -> list[Period]:
    """The months and quarters that are over, of this year and the two before."""
    made = [Period(kind, year, number) for year in range(today.year - 2, today.year + 1)
            for kind, count in ((Kind.MONTH, 12), (Kind.QUARTER, 4)) for number in range(1, count + 1)]  # fmt: skip
    return [period for period in made if period.last <= today]


def _foretold(stand: Standing, values: Values) -> Foretold:
    goal, indicator = stand.goal, stand.target.indicator
    if indicator is None or goal.promised is None:
        raise ValueError("only a target with an indicator and a number is forecast")
    definition = indicator.definition_on(stand.today)
    nature = _nature(definition)
    level = goal.level(goal.promised)
    if nature is not Nature.STATE and goal.course is not Course.TALLY:
        if goal.due.year > stand.today.year:
            return Foretold(Sentence("forecast.far", {"year": str(goal.due.year)}))
        goal = replace(goal, starts=max(goal.starts, date(goal.due.year, 1, 1)))
    steps = _steps(values, definition, nature)
    found = forecast(goal, nature, steps, level)
    if found is None:
        return Foretold(Sentence("forecast.few", {"steps": len(steps), "least": LEAST}))
    return tell_forecast(goal, found, level)


def _nature(definition: Definition) -> Nature:
    """A share whose parts add up over time, a count that does, or a state."""
    adds_up = definition.over_time is OverTime.SUM or definition.cumulative
    if adds_up and definition.formula is Formula.RATIO and not definition.may_exceed:
        return Nature.SHARE
    return Nature.FLOW if adds_up and definition.formula in {Formula.COUNT, Formula.SUM} else Nature.STATE


def _steps(values: Values, definition: Definition, nature: Nature) -> list[Step]:
    """The latest unbroken run of months with figures, or of quarters where that is longer in time."""
    months, quarters = (_run(values, kind) for kind in (Kind.MONTH, Kind.QUARTER))
    run = quarters if len(quarters) >= LEAST and len(quarters) * 3 - 2 > len(months) else months
    made = [_step(value, nature) for value in run]
    if not definition.cumulative or nature is Nature.STATE:
        return made
    return [_grown(made[place - 1] if place else None, one) for place, one in enumerate(made)
            if place or run[0].period.number == 1]  # fmt: skip


def _run(values: Values, kind: Kind) -> list[Value]:
    """The values of a kind from the latest one back to the first gap, in order."""
    latest = max((period for period in values if period.kind is kind), key=lambda one: one.last, default=None)
    run: list[Value] = []
    while latest is not None and latest in values:
        run.append(values[latest])
        latest = latest.previous()
    return run[::-1]


def _step(value: Value, nature: Nature) -> Step:
    """The step of a period; one in which nothing arose adds nothing."""
    nothing = Decimal(0) if nature is Nature.FLOW else None
    return Step(value.period.last, _MONTHS[value.period.kind], value.value if value.value is not None else nothing,
                value.numerator, value.denominator)  # fmt: skip


def _grown(before: Step | None, now: Step) -> Step:
    """What one step added to figures that count from January."""
    if before is None or before.last.year != now.last.year:
        return now

    def less(this: Decimal | None, that: Decimal | None) -> Decimal | None:
        return None if this is None else max(Decimal(0), this - (that or 0))

    return replace(now, value=less(now.value, before.value), numerator=less(now.numerator, before.numerator),
                   denominator=less(now.denominator, before.denominator))  # fmt: skip
