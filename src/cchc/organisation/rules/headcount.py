"""Headcount: what was assigned against who is there, and the path of its reduction. Pure; the kinds are data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from .mergers import Merger


@dataclass(frozen=True)
class Kind:
    """A kind of headcount that decisions assign, the days on which it is one, and who uses it."""

    code: str
    name_vi: str
    name_en: str
    status: str
    pay: str  # "" for whatever the pay comes from
    first: date
    until: date | None
    source: str

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.name_en if language == "en" else self.name_vi

    def in_force(self, year: int) -> bool:
        """Whether it is a kind on some day of the year."""
        return self.first <= date(year, 12, 31) and (self.until is None or self.until > date(year, 1, 1))

    def takes(self, status: str, pay: str) -> bool:
        """Whether somebody with this status and source of pay uses it."""
        return status == self.status and self.pay in ("", pay)


class Mark(StrEnum):
    """How those who are there compare with what was assigned."""

    OVER = "over"
    UNDER = "under"
    EVEN = "even"
    NOT_ASSIGNED = "not_assigned"  # people are there and no decision assigns any


def mark(assigned: int | None, present: int) -> Mark:
    """The mark of a row; `assigned` None where no decision says anything."""
    if assigned is None:
        return Mark.NOT_ASSIGNED
    if present == assigned:
        return Mark.EVEN
    return Mark.OVER if present > assigned else Mark.UNDER


@dataclass(frozen=True)
class Path:
    """A promise to have `percent` fewer in the last year than in the base year."""

    kind: str
    base_year: int
    last_year: int
    percent: int
    source: str

    @property
    def years(self) -> range:
        """The base year to the last."""
        return range(self.base_year, self.last_year + 1)

    def allowed(self, base: int, year: int) -> int:
        """How many people the path leaves in a year: a straight line from the base year to the last, level outside.

        People are whole. In the last year at least `percent` must have gone, so what the line leaves is rounded down;
        on the way a person must have gone only once the line has passed a whole one, so it is rounded up. The promise
        gives both ends alone; that the way is straight is our own reading.
        """
        gone = min(max(year - self.base_year, 0), self.last_year - self.base_year)
        left = base * (1 - Fraction(self.percent, 100) * Fraction(gone, self.last_year - self.base_year))
        return floor(left) if year >= self.last_year else ceil(left)


def heir(unit: int, day: date, mergers: Mapping[int, Merger]) -> int:
    """The unit that holds on a day what was assigned to another: the one it was merged into, if it was by then."""
    at, seen = unit, {unit}
    while (merger := mergers.get(at)) is not None and merger.on <= day and merger.into not in seen:
        at = merger.into
        seen.add(at)
    return at
