"""The values of a report's figures: what was found, what is worked out of it, and what it is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cchc.common.text import format_number, round_half_up

from .outline import FigureSpec, SourceKind

HUNDRED = Decimal(100)


class Gap(StrEnum):
    """Why there is no value."""

    NO_OBSERVATION = "no_observation"
    NO_PLAN = "no_plan"
    NOTHING_TO_DIVIDE = "nothing_to_divide"
    PARTS_MISSING = "parts_missing"


@dataclass(frozen=True)
class Value:
    """A figure as it was found. `rows` are the keys of what was entered or counted; `as_of` the day it holds for."""

    value: Decimal | None = None
    as_of: date | None = None
    estimate: bool = False
    rows: tuple[int, ...] = ()
    gap: Gap | None = None
    previous: Decimal | None = None
    last_year: Decimal | None = None
    counted: bool = False  # counted from the rows of a register, not put together from what was entered


Values = Mapping[str, Value]


def work_out(specs: tuple[FigureSpec, ...], found: Values) -> dict[str, Value]:
    """All values: those found, and the shares and sums worked out of them; a sum may stand on a sum before it."""
    values = dict(found)
    for spec in specs:
        if spec.kind in _COMBINED:
            parts = [values.get(key, Value(gap=Gap.PARTS_MISSING)) for key in spec.of]
            values[spec.key] = _worked_out(spec, parts)
    return values


def _worked_out(spec: FigureSpec, parts: list[Value]) -> Value:
    combine = _COMBINED[spec.kind]
    value = combine([part.value for part in parts])
    days = [part.as_of for part in parts if part.as_of]
    gap = None
    if value is None:
        lacking = any(part.value is None for part in parts)
        gap = Gap.PARTS_MISSING if lacking else Gap.NOTHING_TO_DIVIDE
    return Value(
        value=value,
        as_of=max(days, default=None),
        estimate=any(part.estimate for part in parts),
        gap=gap,
        previous=combine([part.previous for part in parts]),
        last_year=combine([part.last_year for part in parts]),
    )


def _share(parts: list[Decimal | None]) -> Decimal | None:
    """The first in percent of the second; nothing where there is nothing to divide by."""
    some, whole = parts
    return None if some is None or not whole else some / whole * HUNDRED


def _sum(parts: list[Decimal | None]) -> Decimal | None:
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if len(known) == len(parts) else None


def _whether(parts: list[Decimal | None]) -> Decimal | None:
    [part] = parts
    return None if part is None else Decimal(part > 0)


_COMBINED = {SourceKind.SHARE: _share, SourceKind.SUM: _sum, SourceKind.WHETHER: _whether}


def compared(value: Value, previous: Value | None, last_year: Value | None) -> Value:
    """The value with those of the period before and of the same period last year beside it."""
    return replace(
        value,
        previous=previous.value if previous else None,
        last_year=last_year.value if last_year else None,
    )


def printed(spec: FigureSpec, value: Decimal | None, *, sign: bool = True, language: str = "vi") -> str:
    """The value as the language writes it, rounded as the form says, "%" behind it where `sign`; nothing is empty."""
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    decimals = spec.decimals if not whole or not spec.is_percent else 0
    if not spec.is_percent and not spec.decimals:
        return format_number(value, language=language)
    return format_number(value, decimals, language) + ("%" if sign and spec.is_percent else "")


def difference(spec: FigureSpec, now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """How much more it is now; of percentages, in percentage points.

    Of the figures as they are printed, so that whoever reckons with the paper comes to the same.
    """
    if now is None or before is None:
        return None
    exact = not spec.is_percent and not spec.decimals
    return now - before if exact else round_half_up(now, spec.decimals) - round_half_up(before, spec.decimals)
