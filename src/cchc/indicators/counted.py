"""Values counted from rows: what the tallies of a department come to for an indicator, a period and some units.

Two queries for any set of indicators, periods and units: from when each source is counted, and the cells; a third for
each source whose events can lie ahead (a due date that passes later this month). A source without tallies costs a query
for each of its events.

Cells are of whole months. Of `Days` that begin or end within one, what lies in those months outside of them is counted
by itself and taken off. An indicator whose figures already hold all before them in the year is counted from January.

What a merged unit did in a month counts to its successor as the rule chosen with the merger says, by the month's last
day; a stock wholly to whom it counts on the last day of the period. Asked for by itself the unit shows what it did.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import chain

from cchc.common.periods import Days, Period
from cchc.organisation.models import Agency
from cchc.organisation.rules.mergers import Merger, successor

from .facts import Cells, FactSource, count_cells, source_of
from .models import CountedFrom, Tally
from .rules import Definition, Formula, Reading, value_of
from .rules.counting import Amount, Cell, Counts, Month, Spread, added, merged, month_of, percentile, plain
from .rules.league import Row, league
from .tallies import kept_cells

Book = dict[int, dict[Month, Cell]]  # unit → month → cell
Stretch = Period | Days


@dataclass(frozen=True)
class Span:
    """The units asked for: one with those under it. `as_it_was`: what they did, wherever it counts now."""

    units: frozenset[int]
    as_it_was: bool = False


Units = Span | None  # None: every unit, so the department as a whole


Worth = tuple[Decimal | None, Decimal | None, Decimal | None]  # a value with its two parts


def counted_in(definition: Definition, period: Stretch) -> Stretch:
    """What a figure of a period counts: its own days, or all since 1 January (lũy kế)."""
    return Days(date(period.last.year, 1, 1), period.last) if definition.cumulative else period


class Counter:
    """The cells of a department, read once and asked for any counted indicator, always of the same units by name."""

    def __init__(
        self,
        agency: Agency,
        definitions: Iterable[Definition],
        periods: Collection[Stretch],
        *,
        today: date,
        mergers: Mapping[int, Merger],
        asked: Mapping[int | None, Units],
        peers: Collection[int] = (),
    ) -> None:
        """`peers`: of the names those that a rank is among."""
        self.peers = peers
        self.agency, self.today, self.mergers, self.asked = agency, today, mergers, asked
        terms = {term for counts in {definition.counts for definition in definitions} for term in counts.terms}
        self.sources = {source.code: source for source in (source_of(term)[0] for term in terms)}
        since = CountedFrom.objects.filter(agency=agency, source__in=self.sources).values_list("source", "month")
        self.since: dict[str, Month] = dict(since)
        self._terms = {term: Term.of(term) for term in terms}
        self._sources: dict[Counts, tuple[str, ...]] = {}
        self.cells: dict[str, Book] = {}
        self.ahead: dict[str, Book] = {}
        for code in self.since if periods else ():
            self._read(agency, self.sources[code], max(period.last for period in periods))
        self._lines: dict[tuple[str, date, date, bool], dict[int | None, Line]] = {}
        self._parts: dict[tuple[tuple[str, ...], Stretch], dict[int | None, Decimal]] = {}
        self._edges: dict[tuple[str, date, date], Book] = {}
        self._knows: dict[tuple[tuple[str, ...], Stretch], list[int | None]] = {}

    def _read(self, agency: Agency, source: FactSource, last: date) -> None:
        start, until = self._start(source), month_of(last.year, last.month)
        if source.tallied:
            rows = Tally.objects.filter(agency_id=agency.pk, month__lte=until, month__gte=start)
            mine = (term.measures for term in self._terms.values() if term.source is source)
            cells = kept_cells(source, rows, frozenset(chain.from_iterable(mine)))
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

    def covers(self, codes: Iterable[str], period: Stretch) -> bool:
        """Whether every source is counted in the whole period, which has begun."""
        first = month_of(period.first.year, period.first.month)
        return period.first <= self.today and all(self.since.get(code, first + 1) <= first for code in codes)

    def _asked(self, counts: Counts) -> tuple[str, ...]:
        """The sources of an indicator."""
        if counts not in self._sources:
            self._sources[counts] = tuple({self._terms[term].source.code for term in counts.terms})
        return self._sources[counts]

    def readings(self, definition: Definition, period: Stretch) -> Iterator[tuple[int | None, Reading]]:
        """The values of a period, of the units asked for, under their names.

        None at all where it is not counted, none for units that never had a row of the sources: who handles none has
        no nought either.
        """
        counts, begun = definition.counts, period.first <= self.today
        codes, period = self._asked(counts), counted_in(definition, period)
        if not counts or not begun or not self.covers(codes, period):
            return
        as_of, known = min(period.last, self.today), self._known(codes, period)
        for name, (value, above, below) in self._worths(definition, period, known):
            yield name, Reading(value, above, below, (), is_estimate=False, as_of=as_of)

    def _worths(
        self, definition: Definition, period: Stretch, known: Iterable[int | None]
    ) -> Iterator[tuple[int | None, Worth]]:
        """What an indicator comes to, name by name, each part worked out of all names at once."""
        counts = definition.counts
        if counts.percentile:
            term = self._terms[counts.value[0]]
            lines = self._line(term.source, period.first, period)
            for name in known:
                content = lines[name].content(term.measures[0])
                yield name, (percentile(content, counts.percentile) if isinstance(content, dict) else None, None, None)
        elif definition.formula is Formula.RANK:
            yield from self._places(counts, period, known)
        elif definition.formula is Formula.CHANGE:  # against the same period of the year before, if that was counted
            base = period.same_last_year()
            if self.covers(self._asked(counts), base):
                yield from self._quotients(definition, counts.value, counts.value, (period, base), known)
        elif counts.numerator:
            yield from self._quotients(definition, counts.numerator, counts.denominator, (period, period), known)
        else:
            amounts = self._part(counts.value, period)
            for name in known:
                amount = amounts[name]
                yield name, (Decimal(bool(amount)) if definition.formula is Formula.EXISTENCE else amount, None, None)

    def _quotients(
        self,
        definition: Definition,
        above: tuple[str, ...],
        below: tuple[str, ...],
        of: tuple[Stretch, Stretch],
        known: Iterable[int | None],
    ) -> Iterator[tuple[int | None, Worth]]:
        numerators, denominators = self._part(above, of[0]), self._part(below, of[1])
        plain_mean = definition.formula is Formula.MEAN
        for name in known:
            n, d = numerators[name], denominators[name]
            value = (n / d if d else None) if plain_mean else value_of(definition, n, d)
            yield name, (value, n, d)

    def _places(
        self, counts: Counts, period: Stretch, known: Iterable[int | None]
    ) -> Iterator[tuple[int | None, Worth]]:
        """The rank of each peer by its share of good cases, with the share's parts; no number where cases are few."""
        above, below = self._part(counts.numerator, period), self._part(counts.denominator, period)
        ranked = [unit for unit in self.peers if unit in known]
        for place in league(Row(unit, int(above[unit]), int(below[unit])) for unit in ranked):
            first = None if place.first is None else Decimal(place.first)
            yield place.key, (first, above[place.key], below[place.key])

    def _known(self, codes: tuple[str, ...], period: Stretch) -> list[int | None]:
        """The names whose units ever had a row of the sources."""
        key = (codes, period)
        if key not in self._knows:
            days = (period.first, period.last)
            self._knows[key] = [
                name
                for name, units in self.asked.items()
                if any(
                    unit not in self.mergers or any(self._count_to(units, unit, day) for day in days)
                    for code in codes
                    for unit in self._of(self.cells[code], units)
                )
            ]
        return self._knows[key]

    def _of(self, book: Book, units: Units) -> Iterator[int]:
        """Those whose cells can count to the units asked for."""
        if units is None:
            return iter(book)
        return (unit for unit in book if unit in units.units or (unit in self.mergers and not units.as_it_was))

    def _count_to(self, units: Units, unit: int, day: date) -> bool:
        """Whether what a unit did counts, on a day, to the units asked for."""
        return units is None or units.as_it_was or successor(unit, day, self.mergers) in units.units

    def _part(self, terms: tuple[str, ...], period: Stretch) -> Mapping[int | None, Decimal]:
        """What some terms come to together, name by name."""
        key = (terms, period)
        if key not in self._parts:
            total: dict[int | None, Amount] = dict.fromkeys(self.asked, 0)
            for term in terms:
                sign = -1 if term.startswith("-") else 1
                for name, amount in self._amounts(self._terms[term.removeprefix("-")], period):
                    total[name] += sign * amount
            self._parts[key] = {name: Decimal(amount) for name, amount in total.items()}
        return self._parts[key]

    def _amounts(self, term: "Term", period: Stretch) -> Iterator[tuple[int | None, Amount]]:
        """What a term comes to: of a measure the months of the period, of a stock everything until its end."""
        first = date.min if term.is_stock else period.first
        for name, line in self._line(term.source, first, period).items():
            opened, *closed = (plain(line.content(code)) for code in term.measures)
            yield name, opened - sum(closed)

    def _line(self, source: FactSource, first: date, period: Stretch) -> "dict[int | None, Line]":
        by_day, last = isinstance(period, Days), period.last
        key = (source.code, first, last, by_day)
        if key not in self._lines:
            off = self._outside(source, first, last) if by_day else self.ahead[source.code]
            books = self.cells[source.code], off
            self._lines[key] = {
                name: Line(*(tuple(self._between(book, first, last, units)) for book in books))
                for name, units in self.asked.items()
            }
        return self._lines[key]

    def _outside(self, source: FactSource, first: date, last: date) -> Book:
        """Of the months that some days lie in: what happened before the first, after the last, or is still to come."""
        key = (source.code, first, last)
        if key not in self._edges:
            spans = [(min(last, self.today) + timedelta(days=1), _last_day(month_of(last.year, last.month)))]
            spans += [(first.replace(day=1), first - timedelta(days=1))] if first != date.min else []
            cells: Cells = {}
            for event, day in source.events.items():
                for since, until in (span for span in spans if span[0] <= span[1]):
                    mine = {source.agency: self.agency.pk, f"{day}__gte": since, f"{day}__lte": until}
                    for place, cell in count_cells(source, source.all_rows().filter(**mine), [event]).items():
                        cells[place] = added(cells.get(place, {}), cell, 1)
            self._edges[key] = _by_unit(cells)
        return self._edges[key]

    def _between(self, book: Book, first: date, last: date, units: Units) -> Iterator[Cell]:
        """The cells of some months that count to the units asked for; from `date.min` on it is a stock's."""
        start, end = month_of(first.year, first.month), month_of(last.year, last.month)
        for unit in self._of(book, units):
            merged_away = unit in self.mergers
            for month, cell in book[unit].items():
                day = last if first == date.min else _last_day(month)
                if start <= month <= end and not (merged_away and not self._count_to(units, unit, day)):
                    yield cell


@dataclass(frozen=True)
class Term:
    """What is counted under a name "source.measure": one measure, or of a stock the one that opens and that closes."""

    source: FactSource
    measures: tuple[str, ...]

    @classmethod
    def of(cls, term: str) -> "Term":
        """The term of a name. Raises KeyError for what nothing counts."""
        source, code = source_of(term)
        stock = source.stock_by_code.get(code)
        return cls(source, (stock.opened, stock.closed) if stock else (code,))

    @property
    def is_stock(self) -> bool:
        """Whether it is what is open on a day."""
        return len(self.measures) == 2


class Line:
    """The cells of a period and some units, added up measure by measure as they are asked for.

    What lies ahead is taken off.
    """

    def __init__(self, here: Collection[Cell], ahead: Collection[Cell]) -> None:
        self.here, self.ahead = here, ahead
        self._contents: dict[str, Amount | Spread] = {}

    def content(self, measure: str) -> Amount | Spread:
        """What a measure comes to."""
        if measure not in self._contents:
            there = (cell[measure] for cell in self.here if measure in cell)
            off = (_taken_off(cell[measure]) for cell in self.ahead if measure in cell)
            self._contents[measure] = merged(chain(there, off))
        return self._contents[measure]


def _by_unit(cells: Cells) -> Book:
    book: Book = defaultdict(dict)
    for (_agency, unit, month), cell in cells.items():
        book[unit][month] = cell
    return book


@cache
def _last_day(month: Month) -> date:
    year, number = divmod(month, 100)
    return date(year, number, monthrange(year, number)[1])


def _taken_off(content: Amount | Spread) -> Amount | Spread:
    if isinstance(content, dict):
        return {member: -amount for member, amount in content.items()}
    return -content
