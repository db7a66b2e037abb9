"""Two goals put on one scale, so that their levels can be compared: same unit, same base, same direction."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from cchc.common.text import fold
from cchc.plans.rules.goals import ChangeBy, Course, Direction, Goal, GoalKind, Unit
from cchc.plans.rules.sentences import Quantity, Sentence, bar
from cchc.plans.rules.wording import promise

NEAR = timedelta(days=31)
"""A milestone within this time before a day of the same year is the one of that day: reports are cut off early."""

MULTIPLES: dict[str, tuple[str, Decimal]] = {
    "nghin dong": ("dong", Decimal(1_000)),
    "trieu dong": ("dong", Decimal(1_000_000)),
    "ty dong": ("dong", Decimal(1_000_000_000)),
    "gio": ("phut", Decimal(60)),
    "tuan": ("ngay", Decimal(7)),
}
"""Units of the same thing: the one that it is counted in, and how many of it."""

Point = tuple[date, Decimal]


@dataclass(frozen=True)
class Scale:
    """A goal in the terms that it is compared in.

    `bar` is the level to be reached; `stones` what must be reached before; `start` the level that it sets out from,
    None where it is not recorded. `unit` None fits any. `amounts`: the levels are amounts of a change against the
    same base, where more is always better.
    """

    goal: Goal
    noun: str
    better: Direction
    strict: bool
    unit: Unit | None
    bar: Decimal
    course: Course
    stones: tuple[Point, ...] = ()
    start: Decimal | None = None
    amounts: bool = False

    @property
    def lower(self) -> bool:
        """Whether less is better."""
        return self.better is Direction.LOWER

    @property
    def nought(self) -> bool:
        """Whether none at all is allowed, in any part of its time as in the whole."""
        return self.lower and self.bar == 0

    def times(self, number: Decimal, noun: str) -> "Scale":
        """The same in another multiple of the unit, by its name."""
        start = None if self.start is None else self.start * number
        return replace(self, bar=self.bar * number, start=start, noun=noun or self.noun,
                       stones=tuple((on, level * number) for on, level in self.stones))  # fmt: skip

    def order(self, level: Decimal, other: "Scale", theirs: Decimal) -> int | None:
        """1 where our level asks for more than theirs, 0 for as much, -1 for less; None where neither can be said."""
        if self.better is Direction.EXACT is other.better:
            return 0 if level == theirs else None
        if self.better is Direction.EXACT:
            return 1 if other.met_by(level, theirs) else -1
        if other.better is Direction.EXACT:
            return -1 if self.met_by(theirs, level) else 1
        if self.better is not other.better:
            return None
        ahead = theirs - level if self.lower else level - theirs
        more = ahead if ahead else Decimal(self.strict - other.strict)
        return (more > 0) - (more < 0)

    def met_by(self, value: Decimal, level: Decimal) -> bool:
        """Whether a value reaches a level of ours."""
        ahead = level - value if self.lower else value - level
        return ahead > 0 or (ahead == 0 and not self.strict)

    def asked(self, day: date) -> tuple[Point | None, Point]:
        """What is asked for on a day of its time: for certain (`None`: nothing), and at the latest later on.

        The two are the same where the document says what is asked for on that day.
        """
        points = (*self.stones, (self.goal.due, self.bar))
        if self.course is Course.HOLD:
            ahead = next(point for point in points if point[0] >= day)
            return ahead, ahead
        behind = [one for one in points if one[0] <= day]
        if behind and (behind[-1][0].year == day.year and day - behind[-1][0] < NEAR):
            return behind[-1], behind[-1]
        ahead = next(point for point in points if point[0] > day)
        if self.goal.even and (behind or self.start is not None):
            level = self._even(points, day)
            return (day, level), (day, level)
        return (behind[-1] if behind else None), ahead

    def counted(self, starts: date) -> Decimal | None:
        """What a running count has to have come to on the eve of a day; None where the document does not say."""
        if starts <= self.goal.starts:
            return Decimal(0)
        low, high = self.asked(starts - timedelta(days=1))
        return high[1] if low == high else None

    def _even(self, points: tuple[Point, ...], day: date) -> Decimal:
        """The level on a day between two points of the way, each month with the same share of it."""
        eve = self.goal.starts - timedelta(days=1)
        way = points if self.start is None else ((eve, self.start), *points)
        begun, low = [point for point in way if point[0] <= day][-1]
        end, high = next(point for point in way if point[0] > day)
        level = low + (high - low) * (_months(day) - _months(begun)) / (_months(end) - _months(begun))
        if self.course is not Course.TALLY:
            return level
        return level.to_integral_value(rounding=ROUND_CEILING if self.lower else ROUND_FLOOR)

    def say(self, level: Decimal) -> Sentence:
        """A level of ours as a promise."""
        goal = self.goal
        if goal.kind is GoalKind.EXISTENCE or (goal.kind is GoalKind.KEEP and self.amounts):
            return promise(goal)
        if self.amounts:
            return promise(replace(goal, value=level, noun=self.noun))
        shown = bar(Quantity(level, goal.level_unit, self.noun), self.better, strict=self.strict)
        if goal.kind is GoalKind.CHANGE and level == self.bar:
            return Sentence("promise.tells", {"promise": promise(goal), "level": shown})
        return shown


def scales(child: Goal, parent: Goal) -> tuple[Scale, Scale] | str:
    """Both goals on one scale, or why there is none: a key of the sentences of cascades."""
    both = (child, parent)
    if any(goal.due < goal.starts for goal in both):
        return "lacking"
    if _same_base(child, parent):
        return _amounts(child), _amounts(parent)
    if any(goal.missing() for goal in both):
        return "lacking"
    existing = [goal.kind is GoalKind.EXISTENCE for goal in both]
    if any(existing) and not all(existing) and not all(_counts(goal) for goal in both):
        return "kind"
    tallied = any(goal.course is Course.TALLY and goal.kind in _COURSED for goal in both)
    return _levels(child, tallied=tallied), _levels(parent, tallied=tallied)


def factor(child: Scale, parent: Scale) -> Decimal | None:
    """By what the child's levels are multiplied to be in the parent's unit; None where that is another."""
    if child.unit is None or parent.unit is None:
        return Decimal(1)
    if child.unit is not parent.unit:
        return None
    ours, theirs = fold(child.goal.noun), fold(parent.goal.noun)
    if ours == theirs or not ours or not theirs:
        return Decimal(1)
    (one, many), (other, more) = (MULTIPLES.get(noun, (noun, Decimal(1))) for noun in (ours, theirs))
    return many / more if one == other else None


_COURSED = {GoalKind.THRESHOLD, GoalKind.CHANGE}
_CHANGES = {GoalKind.CHANGE, GoalKind.KEEP}


def _counts(goal: Goal) -> bool:
    return goal.kind is GoalKind.EXISTENCE or (goal.kind is GoalKind.THRESHOLD and goal.unit is Unit.COUNT)


def _same_base(child: Goal, parent: Goal) -> bool:
    """Whether both are changes against the same base, so that their amounts can be compared as they are."""
    both = (child, parent)
    if any(goal.kind not in _CHANGES or (goal.kind is GoalKind.CHANGE and goal.value is None) for goal in both):
        return False
    changes = [goal for goal in both if goal.kind is GoalKind.CHANGE]
    if len({goal.change_by for goal in changes}) > 1 or child.better is not parent.better:
        return False
    if not changes and None not in {child.promised, parent.promised}:
        return False  # two levels to be kept are compared as levels
    same_figure = child.baseline is not None and child.baseline == parent.baseline
    labels = {fold(goal.baseline_label) for goal in both}
    named = len(labels) == 1 and "" not in labels
    relative = all(goal.change_by is ChangeBy.PERCENT for goal in changes)
    return same_figure or (named and (relative or None in {child.baseline, parent.baseline}))


def _amounts(goal: Goal) -> Scale:
    amount = goal.value if goal.kind is GoalKind.CHANGE and goal.value is not None else Decimal(0)
    by_share = goal.kind is GoalKind.KEEP or goal.change_by is ChangeBy.PERCENT
    stones = tuple(sorted((one.on, one.value) for one in goal.milestones if one.on < goal.due))
    course = Course.HOLD if goal.kind is GoalKind.KEEP else goal.course
    unit = None if by_share else goal.unit
    return Scale(goal, goal.noun, Direction.HIGHER, goal.strict, unit, amount, course, stones, Decimal(0), amounts=True)


def _levels(goal: Goal, *, tallied: bool) -> Scale:
    promised = Decimal(0) if goal.promised is None else goal.promised
    stones = tuple(sorted((one.on, goal.level(one.value)) for one in goal.milestones if one.on < goal.due))
    course = _course(goal, tallied=tallied)
    start = Decimal(0) if course is Course.TALLY else goal.baseline
    steps = stones if goal.kind in {*_COURSED, GoalKind.RANK} else ()
    return Scale(goal, goal.noun, goal.better, goal.strict, _unit(goal), goal.level(promised), course, steps, start)


def _course(goal: Goal, *, tallied: bool) -> Course:
    """A rank and what is kept hold all the time; "none" and "it exists" go with the course of the other goal."""
    if goal.kind in {GoalKind.RANK, GoalKind.KEEP}:
        return Course.HOLD
    if goal.kind is GoalKind.ZERO:
        return Course.TALLY if tallied else Course.HOLD
    if goal.kind is GoalKind.EXISTENCE:
        return Course.TALLY if tallied else Course.CLIMB
    return goal.course


def _unit(goal: Goal) -> Unit | None:
    """The unit of the levels; None where nought is nought in any, and where only the change has a unit."""
    if goal.kind is GoalKind.ZERO:
        return None
    if goal.kind is GoalKind.CHANGE and goal.change_by is ChangeBy.PERCENT and goal.unit is Unit.PERCENT:
        return None
    return Unit.COUNT if goal.kind is GoalKind.EXISTENCE else goal.level_unit


def _months(day: date) -> Decimal:
    """A day as months since the year nought, at its end: whole years between whole years, leap years or not."""
    end = day + timedelta(days=1)
    return end.year * 12 + end.month + Decimal(end.day - 1) / 31
