"""Arithmetic with figures: exact decimals, the rule for an empty denominator, rounding and printing."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cchc.common.text import format_number, round_half_up

from .definition import Definition, Direction, Formula, Unit, ZeroRule

HUNDRED = Decimal(100)
_SUFFIX = {
    Unit.PERCENT: ("%", "%"),
    Unit.DAYS: (" ngày", " days"),
    Unit.POINTS: (" điểm", " points"),
    Unit.VND: (" đồng", " VND"),
    Unit.MILLION_VND: (" triệu đồng", " million VND"),
}
_YES_NO = {True: ("có", "yes"), False: ("không", "no")}


@dataclass(frozen=True)
class Figure:
    """A value with its parts. `zero_rule` says which rule gave the value when the denominator was zero."""

    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    zero_rule: ZeroRule | None = None


class Fault(StrEnum):
    """What can be wrong with a figure as it is given."""

    MISSING = "missing"  # neither a value nor both parts
    ONE_PART = "one_part"  # a numerator without denominator, or the other way
    BOTH = "both"  # value and parts that do not agree
    NEGATIVE = "negative"
    OVER_FULL = "over_full"  # a share above 100 %
    NOT_WHOLE = "not_whole"  # a count or rank with a fraction
    NOT_YES_NO = "not_yes_no"
    NO_RANK = "no_rank"  # a rank below 1
    NO_PARTS = "no_parts"  # parts given for what has none


def figure(
    definition: Definition,
    *,
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
) -> Figure:
    """The figure of an indicator from its parts or, where none are given, from the value itself; not rounded."""
    if not definition.has_parts or numerator is None or denominator is None:
        return Figure(value, numerator, denominator)
    zero_rule = definition.zero if denominator == 0 else None
    return Figure(value_of(definition, numerator, denominator), numerator, denominator, zero_rule)


def value_of(definition: Definition, numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """What an indicator comes to by its two parts, not rounded; None where it has none."""
    if not definition.has_parts:
        return None
    if denominator == 0:
        return _by_zero_rule(definition)
    share = numerator / denominator * HUNDRED
    return HUNDRED - share if definition.formula is Formula.CHANGE else share


def _by_zero_rule(definition: Definition) -> Decimal | None:
    return {ZeroRule.NO_DATA: None, ZeroRule.FULL: HUNDRED, ZeroRule.ZERO: Decimal(0)}[definition.zero]


def faults(
    definition: Definition,
    *,
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
) -> tuple[Fault, ...]:
    """What is wrong with a figure as given; nothing for a sound one."""
    given = [part for part in (numerator, denominator) if part is not None]
    if given and not definition.has_parts:
        return (Fault.NO_PARTS,)
    if len(given) == 1:
        return (Fault.ONE_PART,)
    if value is None and not given:
        return (Fault.MISSING,)
    if any(part < 0 for part in given):
        return (Fault.NEGATIVE,)
    worked_out = figure(definition, value=value, numerator=numerator, denominator=denominator).value
    if given and value is not None and not _agrees(definition, value, worked_out):
        return (Fault.BOTH,)
    return _value_faults(definition, worked_out)


def _agrees(definition: Definition, value: Decimal, worked_out: Decimal | None) -> bool:
    """Whether a value given beside its parts is the same once rounded to what is printed."""
    if worked_out is None:
        return False
    return round_half_up(value, definition.decimals) == round_half_up(worked_out, definition.decimals)


def _value_faults(definition: Definition, value: Decimal | None) -> tuple[Fault, ...]:
    if value is None:
        return ()
    whole = value == value.to_integral_value()
    is_share = definition.unit is Unit.PERCENT and not definition.may_exceed
    tests = {
        Fault.NOT_YES_NO: definition.unit is Unit.YES_NO and value not in (0, 1),
        Fault.NEGATIVE: value < 0 and definition.formula is not Formula.CHANGE,
        Fault.NOT_WHOLE: definition.unit in (Unit.COUNT, Unit.RANK) and not whole,
        Fault.NO_RANK: definition.unit is Unit.RANK and value < 1,
        Fault.OVER_FULL: is_share and value > HUNDRED,
    }
    return tuple(fault for fault, found in tests.items() if found)[:1]


def format_value(definition: Definition, value: Decimal | None, language: str = "vi", *, noun: bool = False) -> str:
    """The value as it is printed, with its unit; "—" where there is none. `noun` adds what is counted."""
    if value is None:
        return "—"
    place = 1 if language.startswith("en") else 0
    if definition.unit is Unit.YES_NO:
        return _YES_NO[value != 0][place]
    number = format_number(value, definition.decimals, language)
    if definition.unit is Unit.COUNT:
        return f"{number} {definition.noun.in_language(language)}" if noun and definition.noun else number
    return number + _SUFFIX.get(definition.unit, ("", ""))[place]


def format_figure(definition: Definition, shown: Figure, language: str = "vi") -> str:
    """The value with its parts, as reports print it: "90,6% (419.218/462.814)"."""
    text = format_value(definition, shown.value, language)
    if shown.numerator is None or shown.denominator is None:
        return text
    above, under = (format_number(part, language=language) for part in (shown.numerator, shown.denominator))
    return f"{text} ({above}/{under})"


@dataclass(frozen=True)
class Comparison:
    """A value beside an earlier one. Of percentages the difference is in percentage points."""

    now: Decimal
    before: Decimal
    difference: Decimal
    percent: Decimal | None  # the difference in percent of the earlier value, where that is not zero
    better: bool | None  # None: neither better nor worse


def compare(definition: Definition, now: Decimal | None, before: Decimal | None) -> Comparison | None:
    """How a value stands against an earlier one; None where one of them is missing."""
    if now is None or before is None:
        return None
    difference = now - before
    better: bool | None = None
    if difference and definition.direction is not Direction.NEUTRAL:
        better = (difference > 0) is (definition.direction is Direction.HIGHER)
    percent = difference / abs(before) * HUNDRED if before else None
    return Comparison(now, before, difference, percent, better)
