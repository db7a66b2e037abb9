"""What an indicator is: its definition as it held from one day to another."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .counting import NOT_COUNTED, Counts
from .text import Text

# The code of an indicator: English words joined by underscores, at least two, so that no address is taken for one.
CODE = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+"


class Content(StrEnum):
    """The six contents of the reform programme, and steering."""

    STEERING = "steering"
    INSTITUTION = "institution"
    PROCEDURES = "procedures"
    ORGANISATION = "organisation"
    CIVIL_SERVICE = "civil_service"
    FINANCE = "finance"
    DIGITAL = "digital"


class Formula(StrEnum):
    """How the value comes about."""

    RATIO = "ratio"  # numerator / denominator × 100
    COUNT = "count"
    CHANGE = "change_against_base"  # (base - now) / base × 100: a positive value is a cut
    RANK = "rank"
    EXISTENCE = "existence"  # 1 there is, 0 there is not
    MEAN = "mean"  # a score or an average worked out elsewhere
    SUM = "sum"  # an amount


class Unit(StrEnum):
    """What the value is in."""

    PERCENT = "percent"
    COUNT = "count"
    RANK = "rank"
    DAYS = "days"
    POINTS = "points"
    VND = "vnd"
    MILLION_VND = "million_vnd"
    YES_NO = "yes_no"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


class ZeroRule(StrEnum):
    """What a ratio is when there is nothing to divide by."""

    NO_DATA = "no_data"
    FULL = "full"
    ZERO = "zero"


class OverTime(StrEnum):
    """How the figure of a longer period comes from those of the shorter ones in it."""

    SUM = "sum"  # a flow: parts are added up
    LAST = "last"  # a stock, or a figure that already counts from January: the last one holds
    MEAN = "mean"


@dataclass(frozen=True)
class Source:
    """A paper a definition rests on. `checked` is false where nobody has yet confirmed the paper's number and date."""

    title: str
    date: date
    checked: bool


@dataclass(frozen=True)
class Definition:
    """One version of an indicator's definition, valid from a day to a day (None: until further notice)."""

    code: str
    version: int
    valid_from: date
    valid_to: date | None
    content: Content
    name: Text
    definition: Text
    numerator: Text
    denominator: Text
    formula: Formula
    unit: Unit
    noun: Text  # what is counted: "hồ sơ"
    direction: Direction
    decimals: int
    zero: ZeroRule
    zero_reason: str
    over_time: OverTime
    cumulative: bool  # the figure of a month already counts from 1 January
    may_exceed: bool  # a share that may lie above 100 %
    phrases: tuple[str, ...]
    sources: tuple[Source, ...]
    register: str  # the register it can be counted from; empty: from none
    manual: bool  # cannot be counted from the work: entered by hand, with evidence
    counts: Counts = NOT_COUNTED  # where its parts are counted from rows

    @property
    def has_parts(self) -> bool:
        """Whether a figure is given as a numerator and a denominator (for a change: now and base)."""
        return self.formula in (Formula.RATIO, Formula.CHANGE)

    @property
    def adds_up_over_units(self) -> bool:
        """Whether the figure of the department is the sum over its units (of the parts, for a ratio)."""
        return self.formula in (Formula.RATIO, Formula.CHANGE, Formula.COUNT, Formula.SUM)
