"""How figures are counted from rows, pure: measures, what a month's cell holds, and cells put together.

A row has events (received, finished …), each on a day, and flags that say what is true of it (online, late …). A
measure counts the rows whose event lies in a month and that carry some flags and lack others. What is open on a day is
no event: it is everything opened until then less everything closed, so a stock is the difference of two measures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .text import Text

Amount = int | Decimal
Spread = dict[str, Amount]  # by member: how many rows each procedure, each length … has
Cell = dict[str, Amount | Spread]  # by measure, of one unit in one month
Month = int  # year × 100 + month: 202609


@dataclass(frozen=True)
class Measure:
    """What is counted: rows by the month of an event, with all of some flags and none of others.

    `amount` names the number that is added up instead of counting rows; `by` names what the rows are told apart by, and
    then the measure is how many different ones there are, or their distribution.
    """

    code: str
    name: Text
    on: str
    having: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    amount: str = ""
    by: str = ""


@dataclass(frozen=True)
class Stock:
    """What is open on the last day of a period: all that `opened` counted until then less all that `closed` did."""

    code: str
    name: Text
    opened: str
    closed: str


@dataclass(frozen=True)
class Counts:
    """Where an indicator's parts are counted: terms "source.measure", added up; a leading "-" takes one away.

    `value` stands for an indicator without parts. `percentile` (1 to 99) reads the value off a distribution.
    """

    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    value: tuple[str, ...] = ()
    percentile: int = 0

    def __bool__(self) -> bool:
        return bool(self.value or (self.numerator and self.denominator))

    @property
    def terms(self) -> tuple[str, ...]:
        """Every term without its sign, once."""
        found = (term.removeprefix("-") for term in (*self.numerator, *self.denominator, *self.value))
        return tuple(dict.fromkeys(found))


NOT_COUNTED = Counts()


def counts_from(kept: Mapping[str, Any]) -> Counts:
    """Counts from their plain form."""
    parts = {name: tuple(kept.get(name, ())) for name in ("numerator", "denominator", "value")}
    return Counts(**parts, percentile=kept.get("percentile", 0))


def counts_plain(counts: Counts) -> dict[str, Any]:
    """Counts in the plain form that is stored: only what there is."""
    parts = {"numerator": list(counts.numerator), "denominator": list(counts.denominator), "value": list(counts.value)}
    found: dict[str, Any] = {name: terms for name, terms in parts.items() if terms}
    return found | ({"percentile": counts.percentile} if counts.percentile else {})


def signed(term: str) -> tuple[int, str, str]:
    """The sign, source and measure of a term. Raises ValueError for what is none."""
    sign, name = (-1, term[1:]) if term.startswith("-") else (1, term)
    source, dot, measure = name.partition(".")
    if not (dot and source and measure):
        raise ValueError(f"{term!r} must be “source.measure”")
    return sign, source, measure


def month_of(year: int, month: int) -> Month:
    """The number a month goes by."""
    return year * 100 + month


def merged(cells: Iterable[Amount | Spread | None]) -> Amount | Spread:
    """A measure's contents of several cells added up; nothing at all is 0."""
    total: Amount = 0
    spread: Spread = {}
    for content in cells:
        if isinstance(content, dict):
            for member, amount in content.items():
                spread[member] = spread.get(member, 0) + amount
        elif content is not None:
            total += content
    return spread or total


def plain(content: Amount | Spread) -> Amount:
    """A content as one number: of a distribution how many different members have any row."""
    if isinstance(content, dict):
        return sum(1 for amount in content.values() if amount)
    return content


def added(cell: Mapping[str, Amount | Spread], change: Mapping[str, Amount | Spread], sign: int) -> Cell:
    """A cell with a change put on (sign 1) or taken off (sign -1); what comes to nothing is left out."""
    result: Cell = {code: dict(content) if isinstance(content, dict) else content for code, content in cell.items()}
    for code, content in change.items():
        if isinstance(content, dict):
            kept = result.get(code)
            spread: Spread = kept if isinstance(kept, dict) else {}
            for member, amount in content.items():
                spread[member] = spread.get(member, 0) + sign * amount
            result[code] = {member: amount for member, amount in spread.items() if amount}
        else:
            was = result.get(code, 0)
            result[code] = (0 if isinstance(was, dict) else was) + sign * content
    return {code: content for code, content in result.items() if content}


def percentile(spread: Mapping[str, Amount], share: int) -> Decimal | None:
    """The nearest-rank percentile of whole numbers, whose counts are given by number; None of nothing.

    Hyndman and Fan (1996), definition 1: the smallest value that at least `share` percent of the rows do not exceed.
    """
    known = sorted((Decimal(member), amount) for member, amount in spread.items() if amount)
    total = sum(amount for _member, amount in known)
    if not total:
        return None
    seen: Amount = 0
    for member, amount in known:
        seen += amount
        if seen * 100 >= share * total:
            return member
    return known[-1][0]


def wanted(names: Sequence[str], measure: Measure) -> tuple[int, int]:
    """The flags a measure wants as bits (bit n: the n-th name), and the mask of all it looks at."""
    bits = sum(1 << names.index(name) for name in measure.having)
    return bits, bits + sum(1 << names.index(name) for name in measure.lacking)
