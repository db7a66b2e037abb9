"""Fact sources: what a package's rows can be counted by, declared once, and the grouped query that counts them.

A package declares a `FactSource` with its rows, the events and flags they have, and its measures, and registers it when
its application starts. Everything else (tallies, values, drill-down) follows from the declaration.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import add
from typing import Any

from django.db.models import Case, Count, F, Func, IntegerField, Model, Q, QuerySet, Sum, Value, When
from django.db.models.expressions import Expression
from django.db.models.functions import Coalesce

from .rules.counting import Cell, Measure, Month, Spread, Stock, wanted
from .rules.text import Text


class MonthOf(Func):
    """The month of a day column as year × 100 + month; both engines can keep it in a generated column."""

    output_field = IntegerField()
    template = "(EXTRACT(YEAR FROM %(expressions)s)::integer * 100 + EXTRACT(MONTH FROM %(expressions)s)::integer)"

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]  # by name only
        """The day stands twice in it, and so does what its expression is given."""
        sql, params = super().as_sql(compiler, connection, **context)
        return sql, (*params, *params)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps a day as text."""
        said = "CAST(substr(%(expressions)s, 1, 4) || substr(%(expressions)s, 6, 2) AS integer)"
        return self.as_sql(compiler, connection, template=said, **context)


def flags_of(flags: Mapping[str, Q]) -> Expression:
    """The flags of a row as one number, bit n for the n-th of them."""
    bits = (
        Case(When(condition, then=Value(1 << place)), default=Value(0), output_field=IntegerField())
        for place, condition in enumerate(flags.values())
    )
    total: Expression = next(bits)
    for bit in bits:
        total = total + bit
    return total


@dataclass(frozen=True)
class FactSource:
    """Rows of a package that can be counted.

    `events`: name → field of its day. `flags`: name → condition. `months` and `flag_column` name columns that already
    hold the months and the flags, so that a large table is counted from its index. `amounts`: name → field of whole
    numbers that can be added up. `members`: name → field that tells rows apart. `version` goes up whenever a
    measure comes to mean something else: tallies of an older version are counted again. A table that is small is not
    `tallied`: it is counted whenever it is asked for, so that whoever writes its rows need not know of it.
    """

    code: str
    name: Text
    model: type[Model]
    version: int
    events: Mapping[str, str]
    flags: Mapping[str, Q]
    measures: tuple[Measure, ...]
    stocks: tuple[Stock, ...] = ()
    unit: str = "unit_id"
    agency: str = "agency_id"
    base: Q = field(default_factory=Q)
    months: Mapping[str, str] = field(default_factory=dict)
    flag_column: str = ""
    amounts: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)
    foreseen: tuple[str, ...] = ()  # events whose day can lie ahead: a date that passes later this month
    tallied: bool = True
    rows_at: str = ""  # the name of the page that lists rows: it takes dem, tu, den and don-vi

    def __post_init__(self) -> None:
        named = {measure.code for measure in self.measures}
        for measure in self.measures:
            unknown = {measure.on} - set(self.events) | {*measure.having, *measure.lacking} - set(self.flags)
            if unknown:
                raise ValueError(f"{self.code}.{measure.code} names {sorted(unknown)}, which the source has not")
        for stock in self.stocks:
            if not {stock.opened, stock.closed} <= named:
                raise ValueError(f"{self.code}.{stock.code} needs two measures of the source")

    @cached_property
    def by_code(self) -> Mapping[str, Measure]:
        """The measures by their code."""
        return {measure.code: measure for measure in self.measures}

    @cached_property
    def stock_by_code(self) -> Mapping[str, Stock]:
        """The stocks by their code."""
        return {stock.code: stock for stock in self.stocks}

    @property
    def names(self) -> tuple[Text, ...]:
        """What can be counted, in words."""
        return (*(measure.name for measure in self.measures), *(stock.name for stock in self.stocks))

    def all_rows(self) -> QuerySet[Any]:
        """Every row that counts, of all departments."""
        return QuerySet(self.model).filter(self.base)

    def met(self, rows: QuerySet[Any], measure: Measure) -> QuerySet[Any]:
        """Of some rows those that a measure counts in any month, told by the same flags as in counting."""
        bits, mask = wanted(list(self.flags), measure)
        happened = self.happened(rows, measure.on)
        return happened.alias(met=self.carried.bitand(mask)).filter(met=bits) if mask else happened

    def happened(self, rows: QuerySet[Any], event: str) -> QuerySet[Any]:
        """The rows that had an event, told by its month where that is a column, so that an index covers it."""
        return rows.filter(**{f"{self.months.get(event) or self.events[event]}__isnull": False})

    @property
    def carried(self) -> Any:
        """The flags of a row as one number."""
        return F(self.flag_column) if self.flag_column else flags_of(self.flags)

    def rows(self, code: str, *, first: date | None, last: date) -> QuerySet[Any]:
        """The rows behind a measure from a day to a day, or those open on the last day for a stock.

        The caller narrows them to what the viewer may see. Raises KeyError for what the source does not count.
        """
        if code not in self.stock_by_code:
            return self._until(self.by_code[code], first, last)
        stock = self.stock_by_code[code]
        left = self._until(self.by_code[stock.closed], None, last).values("pk")
        return self._until(self.by_code[stock.opened], None, last).exclude(pk__in=left)

    def _until(self, measure: Measure, first: date | None, last: date) -> QuerySet[Any]:
        day = self.events[measure.on]
        rows = self.met(self.all_rows(), measure).filter(**{f"{day}__lte": last})
        return rows.filter(**{f"{day}__gte": first}) if first else rows


Key = tuple[int, int, Month]  # agency, unit, month
Cells = dict[Key, Cell]


def count_cells(source: FactSource, rows: QuerySet[Any], events: Iterable[str] = ()) -> Cells:
    """Every cell of some rows: one grouped query for each event, one more for each thing more that tells rows apart.

    `events`: only these; none named is all.
    """
    cells: Cells = defaultdict(dict)
    for event in events or source.events:
        measures = [measure for measure in source.measures if measure.on == event]
        first, *further = dict.fromkeys(measure.by for measure in measures if measure.by) or [""]
        _count(source, rows, event, [measure for measure in measures if measure.by in ("", first)], cells, by=first)
        for by in further:
            _count(source, rows, event, [measure for measure in measures if measure.by == by], cells, by=by)
    return {key: cell for key, cell in cells.items() if cell}


def _count(
    source: FactSource, rows: QuerySet[Any], event: str, measures: Sequence[Measure], cells: Cells, *, by: str
) -> None:
    """Count measures of an event in one query, its rows grouped by unit, month and what tells them apart, if anything.

    Each group gives every number; measures that look at the same flags share it.
    """
    names = list(source.flags)
    asks = [(*wanted(names, measure), measure.amount) for measure in measures]
    different = list(dict.fromkeys(asks))
    groups = _grouped(source, rows, event, by)
    for place, (_bits, mask, _amount) in enumerate(different):
        groups = groups.alias(**{f"met_{place}": F("carried").bitand(mask)})
    numbers = {f"number_{place}": _number(source, place, *ask) for place, ask in enumerate(different)}
    fields = (source.agency, "in_month", source.unit, *(["member"] if by else []))
    totals: dict[Key, list[int]] = {}
    apart = [(measure.code, different.index(ask)) for measure, ask in zip(measures, asks, strict=True) if measure.by]
    for agency, month, unit, *found in groups.values_list(*fields).annotate(**numbers):
        member, counted = (found[0], found[1:]) if by else (None, found)
        key = (agency, unit, month)
        totals[key] = list(map(add, totals[key], counted)) if key in totals else counted
        for code, place in apart if member not in (None, "") else ():
            if counted[place]:
                _put(cells[key].setdefault(code, {}), str(member), counted[place])
    for measure, ask in zip(measures, asks, strict=True):
        place = different.index(ask)
        for key, total in totals.items() if not measure.by else ():
            if total[place]:
                cells[key][measure.code] = int(total[place])


def _grouped(source: FactSource, rows: QuerySet[Any], event: str, by: str) -> QuerySet[Any]:
    """The rows that had the event, with its month, their flags and what tells them apart."""
    day, month = source.events[event], source.months.get(event)
    found: QuerySet[Any] = source.happened(rows, event).annotate(in_month=F(month) if month else MonthOf(day))
    found = found.alias(carried=source.carried)
    return found.annotate(member=F(source.members[by])) if by else found


def _number(source: FactSource, place: int, bits: int, mask: int, amount: str) -> Expression:
    """How many rows of a group carry what a measure wants, or the sum of their amounts; nought of none."""
    met = Q(**{f"met_{place}": bits}) if mask else None
    if amount:
        return Coalesce(Sum(source.amounts[amount], filter=met, output_field=IntegerField()), 0)
    return Count("pk", filter=met)


def _put(spread: Any, member: str, number: int) -> None:
    content: Spread = spread
    content[member] = content.get(member, 0) + number


_SOURCES: dict[str, FactSource] = {}


def register(source: FactSource) -> None:
    """Make a source known; the application that owns the rows does so once. Raises ValueError for a second one."""
    if source.code in _SOURCES and _SOURCES[source.code] is not source:
        raise ValueError(f"two fact sources are called {source.code}")
    _SOURCES[source.code] = source


def sources() -> Mapping[str, FactSource]:
    """Every source by its code."""
    return _SOURCES


def source_of(term: str) -> tuple[FactSource, str]:
    """The source and the measure of a term. Raises KeyError for what nothing counts."""
    code, _dot, measure = term.removeprefix("-").partition(".")
    source = _SOURCES[code]
    if measure not in source.by_code and measure not in source.stock_by_code:
        raise KeyError(term)
    return source, measure
