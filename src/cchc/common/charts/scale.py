"""Scales with round steps."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cchc.common import shown

Number = int | float | Decimal


def known(value: Number | None) -> float | None:
    """The number to draw with, or None where there is none to draw."""
    if value is None:
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def number_text(value: Number | None, decimals: int | None, unit: str = "") -> str:
    """The number as read, with its unit; a dash for no data."""
    if value is None or known(value) is None:
        return "–"
    text = shown.number(Decimal(str(value)), decimals)
    return f"{text}{'' if unit == '%' else ' '}{unit}" if unit else text


@dataclass(frozen=True)
class Scale:
    """From `low` to `high`, marked at `ticks`."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Where the value lies between low (0) and high (1); never outside."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


def _step(span: float, parts: int, *, whole: bool) -> float:
    rough = max(span / parts, 1.0) if whole else span / parts
    power = 10.0 ** math.floor(math.log10(rough))
    factors = (1, 2, 5, 10) if whole else (1, 2, 2.5, 5, 10)
    return next(factor * power for factor in factors if factor * power >= rough * (1 - 1e-9))


def scale_for(
    values: Iterable[float], *, from_zero: bool = False, unit: str = "", parts: int = 4, whole: bool = False
) -> Scale:
    """A scale that holds the values, with about `parts` round steps.

    Zero is on it when asked for, or when the values come near it. A percentage that stays below 100 ends at 100 at the
    latest. `whole`: the steps are whole numbers, for what is counted, such as people. No values at all give 0 to 1.
    """
    numbers = list(values)
    low, high = (min(numbers), max(numbers)) if numbers else (0.0, 1.0)
    if low >= 0 and (from_zero or low < 1.5 * (high - low)):
        low = 0.0
    if high <= 0 and (from_zero or -high < 1.5 * (high - low)):
        high = 0.0
    if high - low <= max(abs(high) * 1e-9, 1e-9):
        widened = max(abs(high) * 0.1, 1.0)
        low, high = (low if from_zero and low == 0 else low - widened), high + widened
    step = _step(high - low, parts, whole=whole)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if unit == "%" and numbers and max(numbers) <= 100 and last * step > 100:
        last = math.floor(100 / step)
        if last * step < max(numbers):
            return Scale(first * step, 100.0, (*(n * step for n in range(first, last + 1)), 100.0))
    return Scale(first * step, last * step, tuple(n * step for n in range(first, last + 1)))
