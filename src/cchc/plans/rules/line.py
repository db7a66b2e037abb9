"""The way from where a measure started to what was promised: what should be there on a day in between."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from cchc.plans.rules.goals import Course, Direction, Goal, GoalKind, Reading

SLACK = Decimal("0.1")
"""How much of one stretch of the way may be lacking between two of its points: the plan promised the points, the
straight line between them is only our assumption."""

EARLY = 2
"""A first figure is the starting point when it was taken in the first half (1/2) of the goal's time."""


@dataclass(frozen=True)
class Way:
    """The points of the way, dates ascending, and whether its first point is a figure for want of a stated base."""

    points: tuple[tuple[date, Decimal], ...]
    from_first_reading: Reading | None = None

    def level_on(self, day: date) -> tuple[Decimal, Decimal]:
        """The level on a day, straight between the points, and the height of its stretch (nought on a point)."""
        before = [point for point in self.points if point[0] <= day]
        after = [point for point in self.points if point[0] >= day]
        if not before or not after or before[-1][0] == day:
            return (before[-1] if before else after[0])[1], Decimal(0)
        (start, low), (end, high) = before[-1], after[0]
        return low + (high - low) * (day - start).days / (end - start).days, abs(high - low)


def way(goal: Goal, readings: tuple[Reading, ...], bar: Decimal, base: Decimal | None) -> Way:
    """The way of a goal that climbs or tallies: from nought, the baseline or an early first figure to the bar."""
    promised = [(stone.on, goal.level(stone.value, base)) for stone in goal.milestones if stone.on < goal.due]
    promised = [*sorted(promised), (goal.due, bar)]
    eve = goal.starts - timedelta(days=1)
    if goal.course is Course.TALLY:
        return Way(((eve, Decimal(0)), *promised))
    if goal.baseline is not None:
        return Way(((eve, goal.baseline), *promised))
    first = _first(goal, readings)
    if first is None or first.value is None or first.as_of >= promised[0][0]:
        return Way(tuple(promised))
    return Way(((first.as_of, first.value), *promised), from_first_reading=first)


def expected(goal: Goal, course: Way, day: date) -> Decimal:
    """What must be there on a day at least (at most, where less is better), the slack already granted.

    A running count is asked for in whole numbers.
    """
    level, stretch = course.level_on(day)
    slack = stretch * SLACK
    granted = level - slack if goal.better is Direction.HIGHER else level + slack
    if goal.course is not Course.TALLY or granted == granted.to_integral_value():
        return granted
    return granted.to_integral_value(rounding=ROUND_FLOOR if goal.better is Direction.HIGHER else ROUND_CEILING)


def held_level(goal: Goal, bar: Decimal, base: Decimal | None, day: date) -> Decimal:
    """The level to be kept on a day: that of the next milestone, or the goal's own."""
    if goal.kind in {GoalKind.ZERO, GoalKind.EXISTENCE, GoalKind.KEEP}:
        return bar
    ahead = sorted((stone.on, stone.value) for stone in goal.milestones if day <= stone.on < goal.due)
    return goal.level(ahead[0][1], base) if ahead else bar


def _first(goal: Goal, readings: tuple[Reading, ...]) -> Reading | None:
    measured = sorted((reading for reading in readings if reading.value is not None), key=lambda one: one.as_of)
    before = [reading for reading in measured if reading.as_of < goal.starts]
    if before:
        return before[-1]
    half = goal.starts + (goal.due - goal.starts) / EARLY
    return measured[0] if measured and measured[0].as_of <= half else None
