"""Units put in order by a share, as far as the numbers of cases allow: who surely stands before whom, and who does not.

A rank is a range: a unit with 9 of 10 on time is not surely behind one with 48 of 50. The interval of a share is
Wilson's (E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22, 1927), which
holds for small numbers too; here it holds the true share four times in five.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from math import sqrt

_NORMAL80 = 1.2816
SMALL = 10
"""Units with fewer cases than this are listed without a rank."""


@dataclass(frozen=True)
class Row:
    """What a unit did: cases of the good (or bad) kind of all its cases."""

    key: int
    cases: int
    of: int


@dataclass(frozen=True)
class Place:
    """Where a unit stands: its share, the interval of the share, and the first and last rank it may have, in percent.

    `first` None: too few cases to be ranked.
    """

    key: int
    cases: int
    of: int
    share: Decimal
    low: Decimal
    high: Decimal
    first: int | None = None
    last: int | None = None


def league(rows: Iterable[Row], *, higher_is_better: bool = True) -> list[Place]:
    """The units in order, the best share first; those with few cases at the end, those without any left out.

    A unit surely stands before another when its whole interval does. Of equal shares the one with more cases is first.
    """
    places = [_place(row) for row in rows if row.of > 0]
    ranked = [place for place in places if place.of >= SMALL]
    sign = -1 if higher_is_better else 1
    made = []
    for place in sorted(places, key=lambda one: (one.of < SMALL, sign * one.share, -one.of, one.key)):
        if place.of < SMALL:
            made.append(place)
            continue
        before = sum(_before(other, place, higher_is_better) for other in ranked)
        after = sum(_before(place, other, higher_is_better) for other in ranked)
        made.append(replace(place, first=1 + before, last=len(ranked) - after))
    return made


def _place(row: Row) -> Place:
    if not 0 <= row.cases <= row.of:
        raise ValueError(f"{row.cases} of {row.of} is no share of cases")
    z2, p = _NORMAL80**2, row.cases / row.of
    middle = (p + z2 / (2 * row.of)) / (1 + z2 / row.of)
    reach = _NORMAL80 * sqrt(p * (1 - p) / row.of + z2 / (4 * row.of**2)) / (1 + z2 / row.of)
    low, high = max(0.0, middle - reach), min(1.0, middle + reach)
    share, low_end, high_end = (Decimal(f"{100 * end:.4f}") for end in (p, min(low, p), max(high, p)))
    return Place(row.key, row.cases, row.of, share, low_end, high_end)


def _before(one: Place, other: Place, higher_is_better: bool) -> bool:  # noqa: FBT001  # passed on, never written out
    return one.low > other.high if higher_is_better else one.high < other.low
