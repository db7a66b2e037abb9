"""Figures of months put together into quarters, half years, nine months and years, and of units into the department."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from cchc.common.periods import Kind, Period

from .arithmetic import figure
from .definition import Definition, Formula, OverTime


@dataclass(frozen=True)
class Entry:
    """One observed figure, as of a day, perhaps an estimate ("ước"); `key` names its row."""

    period: Period
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    is_estimate: bool = False
    as_of: date | None = None
    key: int | None = None


@dataclass(frozen=True)
class Reading:
    """The figure of a period with the entries it was made of, and the months in it that nobody has reported."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    entries: tuple[Entry, ...]
    is_estimate: bool
    as_of: date | None
    missing: tuple[Period, ...] = ()
    mixed: bool = False  # no value, for some entries give parts and others only a percentage

    @property
    def complete(self) -> bool:
        """Whether every month is in it."""
        return not self.missing


@lru_cache(maxsize=4096)
def parts_of(period: Period) -> tuple[tuple[Period, ...], ...]:
    """The ways a period splits into shorter ones, the coarsest first."""
    year = period.year
    quarters = tuple(Period(Kind.QUARTER, year, number) for number in range(1, 5))
    first_half, second_half = Period(Kind.HALF, year, 1), Period(Kind.HALF, year, 2)
    if period.kind is Kind.YEAR:
        return (first_half, second_half), (Period(Kind.NINE_MONTHS, year), quarters[3]), quarters
    if period.kind is Kind.NINE_MONTHS:
        return (first_half, quarters[2]), quarters[:3]
    if period.kind is Kind.HALF:
        return (quarters[:2] if period.number == 1 else quarters[2:],)
    if period.kind is Kind.QUARTER:
        return (period.months(),)
    return ()


def over_time(
    definition: Definition, period: Period, entries: Mapping[Period, Entry], *, until: date | None = None
) -> Reading | None:
    """The figure of a period from the entries of one unit; None where there is nothing to make it of.

    Months that end after `until` are not yet due and so are not missing.
    """
    own = entries.get(period)
    if own is not None:
        return _alone(own, ())
    if not entries:
        return None
    if definition.over_time is OverTime.LAST:
        return _last(definition, period, entries, until)
    chosen, covered = _cover(period, entries)
    if not chosen:
        return None
    missing = tuple(month for month in period.months() if month not in covered and _due(month, until))
    return _put_together(definition, chosen, missing)


def _due(month: Period, until: date | None) -> bool:
    return until is None or month.last <= until


def _last(
    definition: Definition, period: Period, entries: Mapping[Period, Entry], until: date | None
) -> Reading | None:
    within = [e for p, e in entries.items() if period.first <= p.first and p.last <= period.last]
    # A stock, or a figure that counts from January, is that of a quarter when its own period ends there.
    if definition.cumulative or definition.adds_up_over_units:
        within += [e for p, e in entries.items() if p.first < period.first <= p.last <= period.last]
    if not within:
        return None
    last = max(within, key=lambda e: (e.period.last, e.as_of or date.min, e.period.first))
    return _alone(last, tuple(m for m in period.months() if m.first > last.period.last and _due(m, until)))


def _alone(entry: Entry, missing: tuple[Period, ...]) -> Reading:
    """A reading that is one entry."""
    numbers = (entry.value, entry.numerator, entry.denominator)
    return Reading(*numbers, (entry,), entry.is_estimate, entry.as_of or entry.period.last, missing)


def _cover(period: Period, entries: Mapping[Period, Entry]) -> tuple[tuple[Entry, ...], frozenset[Period]]:
    """The entries that cover most months of the period without overlap, and those months; of equals the fewest."""
    if period in entries:
        return (entries[period],), frozenset(period.months())
    best: tuple[tuple[Entry, ...], frozenset[Period]] = ((), frozenset())
    for split in parts_of(period):
        found = [_cover(part, entries) for part in split]
        chosen = tuple(entry for some, _months in found for entry in some)
        covered = frozenset(month for _some, months in found for month in months)
        if (len(covered), -len(chosen)) > (len(best[1]), -len(best[0])):
            best = chosen, covered
    return best


def _put_together(definition: Definition, chosen: Sequence[Entry], missing: tuple[Period, ...]) -> Reading:
    if len(chosen) == 1:
        return _alone(chosen[0], missing)
    is_estimate = any(entry.is_estimate for entry in chosen)
    as_of = max(entry.as_of or entry.period.last for entry in chosen)
    if definition.over_time is OverTime.MEAN:
        value, mixed = _mean([entry.value for entry in chosen]), False
        return Reading(value, None, None, tuple(chosen), is_estimate, as_of, missing, mixed)
    value, numerator, denominator, mixed = _sum(definition, chosen)
    return Reading(value, numerator, denominator, tuple(chosen), is_estimate, as_of, missing, mixed)


def _mean(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


Sums = tuple[Decimal | None, Decimal | None, Decimal | None, bool]


def _sum(definition: Definition, rows: Sequence[Entry | Reading]) -> Sums:
    """Parts added up and divided anew; values added up where there are no parts. The flag: they cannot be mixed."""
    if definition.formula is Formula.EXISTENCE:
        values = [row.value for row in rows if row.value is not None]
        return (max(values) if values else None), None, None, False
    if not definition.has_parts:
        values = [row.value for row in rows if row.value is not None]
        return (sum(values, Decimal(0)) if values else None), None, None, False
    if any(row.numerator is None or row.denominator is None for row in rows):
        return None, None, None, True
    numerator = sum((row.numerator for row in rows if row.numerator is not None), Decimal(0))
    denominator = sum((row.denominator for row in rows if row.denominator is not None), Decimal(0))
    whole = figure(definition, numerator=numerator, denominator=denominator)
    return whole.value, numerator, denominator, False


def across_units(definition: Definition, readings: Sequence[Reading]) -> Reading | None:
    """The department's figure from those of its units; None where units do not add up (a rank, a score)."""
    if not readings:
        return None
    if not (definition.adds_up_over_units or definition.formula is Formula.EXISTENCE):
        return None
    value, numerator, denominator, mixed = _sum(definition, readings)
    return Reading(
        value,
        numerator,
        denominator,
        tuple(entry for reading in readings for entry in reading.entries),
        any(reading.is_estimate for reading in readings),
        max((reading.as_of for reading in readings if reading.as_of), default=None),
        tuple(sorted({month for reading in readings for month in reading.missing}, key=lambda m: m.first)),
        mixed,
    )
