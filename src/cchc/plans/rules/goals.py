"""What a plan promises about a measure, and what was measured: the two sides that an assessment compares."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class GoalKind(StrEnum):
    """The form of a promise. `JUDGED` has no number: a responsible person says whether it is kept."""

    THRESHOLD = "threshold"
    CHANGE = "change"
    RANK = "rank"
    EXISTENCE = "existence"
    ZERO = "zero"
    KEEP = "keep"
    JUDGED = "judged"


class Comparator(StrEnum):
    """How a threshold is compared. `EQ` is a plain "100%": see `Goal.better`."""

    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    EQ = "eq"


class Direction(StrEnum):
    """Which way is better. `EXACT`: only the very value counts."""

    HIGHER = "higher"
    LOWER = "lower"
    EXACT = "exact"


class Unit(StrEnum):
    """The unit of the promised value."""

    PERCENT = "percent"
    COUNT = "count"
    RANK = "rank"
    DAYS = "days"
    POINTS = "points"
    OTHER = "other"


class Course(StrEnum):
    """How a measure moves towards its promise during the period.

    `HOLD`: a rate or state that must be kept all the time (share of dossiers on time). `CLIMB`: a state that approaches
    its value step by step (share of staff trained). `TALLY`: a count that grows from nought on the first day of the
    period (conferences held, papers issued).
    """

    HOLD = "hold"
    CLIMB = "climb"
    TALLY = "tally"


class ChangeBy(StrEnum):
    """Whether the amount of a change is a share of the base or is in the measure's own unit."""

    PERCENT = "percent"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Milestone:
    """What must be reached by a day before the due date, in the same terms as the goal's own value."""

    on: date
    value: Decimal


@dataclass(frozen=True)
class Reading:
    """One measured figure: the state on `as_of`, or what was counted from the period's first day until `as_of`.

    `numerator` and `denominator` are the counts behind a share; `base` is the figure of the base period that compares
    like with like (the same months of the base year). `value` is None when there was nothing to measure.
    """

    as_of: date
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    base: Decimal | None = None
    estimated: bool = False


@dataclass(frozen=True)
class Goal:
    """A promise about a measure, from `starts` to `due`.

    `value` is the threshold, the amount of a change (nought: any improvement), or the rank; `baseline` is the figure of
    the base period that a change or "keep" is measured against. `every_months` is how often a figure is expected.
    `noun` names what is counted ("hồ sơ"), for the sentences. `even`: the document itself says that the way to the
    value is the same every year, so that a year in between has its share of it.
    """

    kind: GoalKind
    starts: date
    due: date
    value: Decimal | None = None
    comparator: Comparator = Comparator.GE
    unit: Unit = Unit.PERCENT
    direction: Direction = Direction.HIGHER
    course: Course = Course.HOLD
    baseline: Decimal | None = None
    baseline_label: str = ""
    change_by: ChangeBy = ChangeBy.PERCENT
    milestones: tuple[Milestone, ...] = ()
    every_months: int = 3
    noun: str = ""
    even: bool = False

    @property
    def better(self) -> Direction:
        """Which way is better for this goal.

        A plain "100%" or "50%" is a floor where more is better and a ceiling where less is better: a department that
        does more than it promised has kept its word.
        """
        if self.kind in {GoalKind.RANK, GoalKind.ZERO}:
            return Direction.LOWER
        if self.kind is GoalKind.EXISTENCE:
            return Direction.HIGHER
        if self.kind is GoalKind.THRESHOLD and self.comparator is not Comparator.EQ:
            return Direction.HIGHER if self.comparator in {Comparator.GE, Comparator.GT} else Direction.LOWER
        return self.direction

    @property
    def strict(self) -> bool:
        """Whether the bar itself does not suffice: "trên 90%" by its letter, or an improvement without an amount."""
        if self.kind is GoalKind.CHANGE:
            return self.value == 0
        return self.kind is GoalKind.THRESHOLD and self.comparator in {Comparator.GT, Comparator.LT}

    @property
    def level_unit(self) -> Unit:
        """The unit of the measured level; a change by percent is of a level whose unit is another."""
        if self.kind is GoalKind.CHANGE and self.change_by is ChangeBy.PERCENT and self.unit is Unit.PERCENT:
            return Unit.OTHER
        return Unit.RANK if self.kind is GoalKind.RANK else self.unit

    def level(self, promised: Decimal, base: Decimal | None = None) -> Decimal:
        """Turn a value in the goal's terms into the level to be reached; a change starts from `base` or the baseline.

        Raises ValueError for a change that has neither.
        """
        if self.kind is not GoalKind.CHANGE:
            return promised
        start = self.baseline if base is None else base
        if start is None:
            raise ValueError("a change has no level without a base: ask `missing` first")
        amount = start * promised / 100 if self.change_by is ChangeBy.PERCENT else promised
        return start - amount if self.better is Direction.LOWER else start + amount

    @property
    def promised(self) -> Decimal | None:
        """The promised value in the goal's own terms, whatever its kind."""
        return {
            GoalKind.ZERO: Decimal(0),
            GoalKind.EXISTENCE: Decimal(1),
            GoalKind.KEEP: self.baseline if self.baseline is not None else self.value,
        }.get(self.kind, self.value)

    def missing(self, *, base: Decimal | None = None) -> str | None:
        """What the goal lacks to be computed: 'value', 'baseline', 'zero_baseline', 'dates', or nothing.

        `base` is the base figure that a reading brings with it.
        """
        if self.due < self.starts:
            return "dates"
        if self.kind is GoalKind.KEEP and self.promised is None:
            return "baseline"
        if self.promised is None:
            return "value"
        if self.kind is not GoalKind.CHANGE or base is not None:
            return None
        if self.baseline is None:
            return "baseline"
        return "zero_baseline" if self.baseline == 0 and self.change_by is ChangeBy.PERCENT and self.value else None


def usual_course(kind: GoalKind, unit: Unit, comparator: Comparator, years: int) -> Course:
    """The course that a promise most likely has; the office corrects it when it confirms the plan.

    A count to be reached grows from nought; nought of something counts events; a share over several years is approached
    step by step, as is a change; what is promised for one year is to be held.
    """
    if kind is GoalKind.ZERO or (kind is GoalKind.THRESHOLD and unit is Unit.COUNT and comparator is not Comparator.LE):
        return Course.TALLY
    if kind in {GoalKind.THRESHOLD, GoalKind.CHANGE} and years > 1:
        return Course.CLIMB
    return Course.HOLD
