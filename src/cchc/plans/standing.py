"""Where targets stand: their goals put beside what their indicators measured, for any number of targets at once."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils.translation import get_language

from cchc.common.periods import Kind, Period
from cchc.indicators.rules import Definition, Formula, OverTime
from cchc.indicators.values import Value, readings
from cchc.organisation.models import Agency
from cchc.plans.models import Target
from cchc.plans.rules.assess import Assessment, assess
from cchc.plans.rules.goals import Comparator, Course, Direction, Goal, GoalKind, Reading
from cchc.plans.rules.sentences import Quantity, Sentence
from cchc.plans.rules.wording import changed

_YEAR = re.compile(r"(?:19|20)\d\d")
_SO_FAR = ((Kind.QUARTER, 1), (Kind.HALF, 1), (Kind.NINE_MONTHS, 1), (Kind.YEAR, 1))
"""The periods that run from January on: what is known of a year so far."""

Values = Mapping[Period, Value]


@dataclass(frozen=True)
class Standing:
    """A target with its goal as compared, its figures, and the verdict."""

    target: Target
    goal: Goal
    readings: tuple[Reading, ...]
    values: Values
    today: date

    @cached_property
    def assessment(self) -> Assessment:
        """The verdict on the day."""
        return assess(self.goal, self.readings, self.today, self.target.judgement)

    @property
    def figure(self) -> str:
        """The figure that the verdict rests on, as it is shown; nothing where there is none."""
        current = self.assessment.current
        if current is None or current.value is None:
            return ""
        if self.goal.kind is GoalKind.EXISTENCE:
            return ""
        change = changed(self.goal, current)
        shown: Quantity | Sentence = change or Quantity(
            current.value, self.goal.level_unit, self.goal.noun, against=self.assessment.bar
        )
        return shown.text("en" if (get_language() or "vi").startswith("en") else "vi")

    @property
    def source(self) -> Value | None:
        """The indicator's value that the verdict rests on."""
        current = self.assessment.current
        if current is None:
            return None
        return next((value for value in self.values.values() if _as_of(value) == current.as_of), None)


def standings(targets: Sequence[Target], today: date, *, agency: Agency) -> dict[int, Standing]:
    """Where each target stands, by its key; give targets of one department, read `with_goal`.

    Figures are read with a fixed number of queries for any number of targets.
    """
    tied = [target for target in targets if target.indicator is not None]
    found: Mapping[tuple[int, Period, int | None], Value] = {}
    if tied:
        found = readings(
            agency=agency,
            indicators=list({target.indicator_id: target.indicator for target in tied if target.indicator}.values()),
            periods=_periods(tied, today),
            units={target.scope_id for target in tied},
        )
    by_pair: dict[tuple[int, int | None], dict[Period, Value]] = {}
    for (indicator, period, unit), value in found.items():
        if value.has_data:
            by_pair.setdefault((indicator, unit), {})[period] = value
    return {target.pk: _standing(target, by_pair.get((target.indicator_id or 0, target.scope_id), {}), today)
            for target in targets}  # fmt: skip


def _standing(target: Target, values: Values, today: date) -> Standing:
    goal = target.goal()
    if target.indicator is None:
        return Standing(target, goal, (), {}, today)
    definition = target.indicator.definition_on(today)
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    goal = replace(goal, noun=goal.noun or definition.noun.in_language(language), every_months=_rhythm(definition))
    goal, read = _as_measured(goal, definition, values)
    return Standing(target, goal, read, values, today)


def _rhythm(definition: Definition) -> int:
    """Ranks and scores come out once a year; what is counted is expected every quarter."""
    return 12 if definition.formula in {Formula.RANK, Formula.MEAN} else 3


def _as_measured(goal: Goal, definition: Definition, values: Values) -> tuple[Goal, tuple[Reading, ...]]:
    """The goal and its readings in the same terms, whatever the indicator's formula is."""
    if definition.formula is Formula.CHANGE and goal.kind is GoalKind.CHANGE:
        return _change_measured(goal, values)
    base_year = _base_year(goal)
    if base_year is not None and goal.baseline is None and goal.kind in {GoalKind.CHANGE, GoalKind.KEEP}:
        whole = values.get(Period(Kind.YEAR, base_year))
        stated = goal.value if goal.kind is GoalKind.KEEP else None
        goal = replace(goal, baseline=whole.value if whole and stated is None else stated)
    if definition.cumulative and goal.course is Course.CLIMB and goal.baseline is None and _is_a_year(goal):
        goal = replace(goal, baseline=Decimal(0))
    compared = base_year if goal.kind is GoalKind.CHANGE else None
    flow = definition.over_time is OverTime.SUM and definition.formula in {Formula.COUNT, Formula.SUM}
    like_for_like = compared if flow else None
    read = [
        replace(_reading(value), base=_same_months(value, values, like_for_like))
        for value in _once(values, skip=like_for_like)
    ]
    return goal, tuple(_from_the_start(goal, read) if flow and goal.course is Course.TALLY else read)


def _is_a_year(goal: Goal) -> bool:
    """Whether the goal's time is one year from its first day: a measure that counts from January begins at nought."""
    return (goal.starts.month, goal.starts.day) == (1, 1) and goal.due.year == goal.starts.year


def _change_measured(goal: Goal, values: Values) -> tuple[Goal, tuple[Reading, ...]]:
    """An indicator that measures the change itself: by its two counts where given, else by the cut it names."""
    read = _once(values)
    if all(value.numerator is not None and value.denominator is not None for value in read):
        return goal, tuple(replace(_reading(one), value=one.numerator, base=one.denominator) for one in read)
    sign = 1 if goal.better is Direction.LOWER else -1  # the indicator counts a cut as positive
    cuts = [_reading(value) for value in read]
    shown = tuple(replace(one, value=None if one.value is None else one.value * sign) for one in cuts)
    wanted = Comparator.GE if goal.value else Comparator.GT
    return replace(goal, kind=GoalKind.THRESHOLD, comparator=wanted, baseline=None, course=Course.HOLD), shown


def _reading(value: Value) -> Reading:
    return Reading(_as_of(value), value.value, value.numerator, value.denominator, estimated=value.is_estimate)


def _as_of(value: Value) -> date:
    """The day a value was true of, never after its period."""
    return min(value.as_of or value.period.last, value.period.last)


def _once(values: Values, *, skip: int | None = None) -> list[Value]:
    """One value a day, the earliest first; of a year and its nine months, which say the same, the shorter."""
    by_day: dict[date, Value] = {}
    for value in values.values():
        if value.period.year != skip:
            by_day.setdefault(_as_of(value), value)
    return [by_day[day] for day in sorted(by_day)]


def _same_months(value: Value, values: Values, year: int | None) -> Decimal | None:
    """The figure of the same months of the base year, for a value that covers its whole period."""
    if year is None or value.missing or _as_of(value) != value.period.last:
        return None
    base = values.get(Period(value.period.kind, year, value.period.number))
    return base.value if base else None


def _from_the_start(goal: Goal, read: Iterable[Reading]) -> list[Reading]:
    """Counts from the goal's first day, where it runs over several years and figures begin anew each January."""
    inside = [one for one in read if one.as_of >= goal.starts]
    ends = {one.as_of.year: one.value or Decimal(0) for one in inside}
    before = {year: sum((ends[past] for past in ends if past < year), Decimal(0)) for year in ends}
    return [replace(one, value=None if one.value is None else one.value + before[one.as_of.year]) for one in inside]


def _base_year(goal: Goal) -> int | None:
    """The single year that a goal compares with, where its label names one."""
    years = _YEAR.findall(goal.baseline_label)
    return int(years[0]) if len(years) == 1 else None


def _periods(targets: Iterable[Target], today: date) -> list[Period]:
    """The periods that verdicts can rest on: this year and the last as they grew, whole years before, base years."""
    firsts = [target.starts_on.year - 1 for target in targets]
    bases = [year for target in targets if (year := _base_year(target.goal())) is not None]
    growing = {today.year, today.year - 1, *bases}
    whole = set(range(max(min(firsts), today.year - 12), today.year)) - growing
    found = [Period(Kind.YEAR, year) for year in sorted(whole)]
    found += [Period(kind, year, number) for year in sorted(growing) for kind, number in _SO_FAR]
    return [period for period in found if period.first <= today]
