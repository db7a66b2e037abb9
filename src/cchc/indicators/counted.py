"""Values counted from rows: what the tallies of a department come to for an indicator, a period and some units.

Two queries for any set of indicators, periods and units: from when each source is counted, and the cells; a third for
each source whose events can lie ahead (a due date that passes later this month). A source without tallies costs a query
for each of its events.

What a merged unit did in a month counts to its successor as the rule chosen with the merger says, by the month's last
day; a stock wholly to whom it counts on the last day of the period. Asked for by itself the unit shows what it did.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cchc.common.periods import Period
from cchc.organisation.models import Agency
from cchc.organisation.rules.mergers import Merger, successor

from .facts import Cells, FactSource, count_cells, source_of
from .models import CountedFrom, Tally
from .rules import Definition, Formula, Reading, figure
from .rules.counting import Amount, Cell, Counts, Month, Spread, merged, month_of, percentile, plain, signed
from .tallies import kept_cells

Book = dict[int, dict[Month, Cell]]  # unit → month → cell


@dataclass(frozen=True)
class Span:
    """The units asked for: one with those under it. `as_it_was`: what they did, wherever it counts now."""

    units: frozenset[int]
    as_it_was: bool = False


Units = Span | None  # None: every unit, so the department as a whole


class Counter:
    """The cells of a department, read once and asked for any counted indicator."""

    def __init__(
        self,
        agency: Agency,
        definitions: Iterable[Definition],
        periods: Collection[Period],
        today: date,
        mergers: Mapping[int, Merger],
    ) -> None:
        self.today, self.mergers = today, mergers
        terms = {term for definition in definitions for term in definition.counts.terms}
        self.sources = {source.code: source for source in (source_of(term)[0] for term in terms)}
        since = CountedFrom.objects.filter(agency=agency, source__in=self.sources).values_list("source", "month")
        self.since: dict[str, Month] = dict(since)
        self._sources: dict[Counts, tuple[str, ...]] = {}
        self.cells: dict[str, Book] = {}
        self.ahead: dict[str, Book] = {}
        for code in self.since if periods else ():
            self._read(agency, self.sources[code], max(period.last for period in periods), _named(terms))
        self._sums: dict[tuple[str, date, date, Units], Amount | Spread] = {}

    def _read(self, agency: Agency, source: FactSource, last: date, measures: frozenset[str]) -> None:
        start, until = self._start(source), month_of(last.year, last.month)
        if source.tallied:
            rows = Tally.objects.filter(agency_id=agency.pk, month__lte=until, month__gte=start)
            cells = kept_cells(source, rows, measures)
        else:
            counted = count_cells(source, source.all_rows().filter(**{source.agency: agency.pk}))
            cells = {key: cell for key, cell in counted.items() if start <= key[2] <= until}
        self.cells[source.code] = _by_unit(cells)
        ahead: Cells = {}
        for event in source.foreseen:
            day = source.events[event]
            coming = {source.agency: agency.pk, f"{day}__gt": self.today, f"{day}__lte": last}
            for key, cell in count_cells(source, source.all_rows().filter(**coming), [event]).items():
                ahead[key] = {**ahead.get(key, {}), **cell}
        self.ahead[source.code] = _by_unit(ahead)

    def _start(self, source: FactSource) -> Month:
        """Stocks are made of everything before, whenever the department began to count."""
        return 0 if source.stocks else self.since[source.code]

    def covers(self, counts: Counts, period: Period) -> bool:
        """Whether every source of an indicator is counted in the whole period, which has begun."""
        first = month_of(period.first.year, period.first.month)
        return period.first <= self.today and all(
            self.since.get(code, first + 1) <= first for code in self._asked(counts)
        )

    def _asked(self, counts: Counts) -> tuple[str, ...]:
        """The sources of an indicator."""
        if counts not in self._sources:
            self._sources[counts] = tuple({source_of(term)[0].code for term in counts.terms})
        return self._sources[counts]

    def reading(self, definition: Definition, period: Period, units: Units) -> Reading | None:
        """The value of a period, of some units; None where it is not counted, or no row of theirs was ever there."""
        counts = definition.counts
        if not counts or not self.covers(counts, period) or not self._known(counts, period, units):
            return None
        as_of = min(period.last, self.today)
        if counts.percentile:
            content = self._content(counts.value[0], period, units)
            value = percentile(content, counts.percentile) if isinstance(content, dict) else None
            return Reading(value, None, None, (), is_estimate=False, as_of=as_of)
        if definition.formula is Formula.CHANGE:
            return self._change(definition, period, units, as_of)
        if not counts.numerator:
            value = Decimal(self._part(counts.value, period, units))
            if definition.formula is Formula.EXISTENCE:
                value = Decimal(1 if value else 0)
            return Reading(value, None, None, (), is_estimate=False, as_of=as_of)
        above, below = (Decimal(self._part(part, period, units)) for part in (counts.numerator, counts.denominator))
        if definition.formula is Formula.MEAN:
            return Reading(above / below if below else None, above, below, (), is_estimate=False, as_of=as_of)
        shown = figure(definition, numerator=above, denominator=below)
        return Reading(shown.value, above, below, (), is_estimate=False, as_of=as_of)

    def _change(self, definition: Definition, period: Period, units: Units, as_of: date) -> Reading | None:
        """Now against the same period of the year before, if that was counted too."""
        base = period.same_last_year()
        if not self.covers(definition.counts, base):
            return None
        now, then = (Decimal(self._part(definition.counts.value, of, units)) for of in (period, base))
        shown = figure(definition, numerator=now, denominator=then)
        return Reading(shown.value, now, then, (), is_estimate=False, as_of=as_of)

    def _known(self, counts: Counts, period: Period, units: Units) -> bool:
        """Whether any unit asked for ever had a row of the sources: a unit that handles none has no nought either."""
        books = [self.cells[code] for code in self._asked(counts)]
        days = (period.first, period.last)
        return any(
            unit not in self.mergers or any(self._count_to(units, unit, day) for day in days)
            for book in books
            for unit in self._of(book, units)
        )

    def _of(self, book: Book, units: Units) -> Iterator[int]:
        """Those whose cells can count to the units asked for."""
        if units is None:
            return iter(book)
        return (unit for unit in book if unit in units.units or (unit in self.mergers and not units.as_it_was))

    def _count_to(self, units: Units, unit: int, day: date) -> bool:
        """Whether what a unit did counts, on a day, to the units asked for."""
        return units is None or units.as_it_was or successor(unit, day, self.mergers) in units.units

    def _part(self, terms: Sequence[str], period: Period, units: Units) -> Amount:
        return sum((signed(term)[0] * plain(self._content(term, period, units)) for term in terms), 0)

    def _content(self, term: str, period: Period, units: Units) -> Amount | Spread:
        """What a term comes to: of a measure the months of the period, of a stock everything until its end."""
        source, measure = source_of(term)
        stock = source.stock_by_code.get(measure)
        if stock is None:
            return self._sum(source, measure, period.first, period.last, units)
        opened, closed = (
            self._sum(source, code, date.min, period.last, units) for code in (stock.opened, stock.closed)
        )
        return plain(opened) - plain(closed)

    def _sum(self, source: FactSource, measure: str, first: date, last: date, units: Units) -> Amount | Spread:
        key = (f"{source.code}.{measure}", first, last, units)
        if key not in self._sums:
            self._sums[key] = merged(self._contents(source, measure, first, last, units))
        return self._sums[key]

    def _contents(
        self, source: FactSource, measure: str, first: date, last: date, units: Units
    ) -> Iterable[Amount | Spread]:
        start, end = month_of(first.year, first.month), month_of(last.year, last.month)
        stock = first == date.min
        for book, sign in ((self.cells[source.code], 1), (self.ahead[source.code], -1)):
            for unit in self._of(book, units):
                merged_away = unit in self.mergers
                for month, cell in book[unit].items():
                    content = cell.get(measure) if start <= month <= end else None
                    if content is None or (
                        merged_away and not self._count_to(units, unit, last if stock else _last_day(month))
                    ):
                        continue
                    yield content if sign > 0 else _taken_off(content)


def _named(terms: Iterable[str]) -> frozenset[str]:
    """The measures that terms are made of."""
    found: set[str] = set()
    for term in terms:
        source, code = source_of(term)
        stock = source.stock_by_code.get(code)
        found |= {stock.opened, stock.closed} if stock else {code}
    return frozenset(found)


def _by_unit(cells: Cells) -> Book:
    book: Book = defaultdict(dict)
    for (_agency, unit, month), cell in cells.items():
        book[unit][month] = cell
    return book


def _last_day(month: Month) -> date:
    year, number = divmod(month, 100)
    return date(year, number, monthrange(year, number)[1])


def _taken_off(content: Amount | Spread) -> Amount | Spread:
    if isinstance(content, dict):
        return {member: -amount for member, amount in content.items()}
    return -content
