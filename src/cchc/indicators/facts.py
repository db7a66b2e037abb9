"""Fact sources: what a package's rows can be counted by, declared once, and the grouped query that counts them.

A package declares a `FactSource` with its rows, the events and flags they have, and its measures, and registers it when
its application starts. Everything else (tallies, values, drill-down) follows from the declaration.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    Func,
    IntegerField,
    Model,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Expression

from .rules.counting import Cell, Measure, Month, Stock, wanted
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


_BITS = 16  # of a key that are flags; twenty more are the month, what is above is the unit
_MONTH = (1 << 20) - 1


class KeyOf(Func):
    """A row's unit, the month of an event and some flags as one number, NULL without the event: what is grouped by.

    One number is compared in half the time of three columns, and the database can keep it in a generated column.
    `unit` is a field of 64 bits; the flags are those that `flag_bits` gives.
    """

    output_field = BigIntegerField()
    template = "((%(unit)s * 1048576 + %(month)s) * 65536 + %(flags)s)"

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:  # type: ignore[override]  # by name only
        """Each part in its place."""
        parts = [compiler.compile(part) for part in self.source_expressions]
        (unit, _), (month, _), *flags = parts
        said = {"unit": unit, "month": month, "flags": " + ".join(sql for sql, _params in flags) or "0"}
        return self.template % said, tuple(value for _sql, params in parts for value in params)


def flag_bits(flags: Mapping[str, Q], names: Iterable[str]) -> list[Expression]:
    """The bits of some flags, bit n for the n-th name; a flag of which nothing is known is not set."""
    return [
        Case(When(flags[name], then=Value(1 << place)), default=Value(0), output_field=IntegerField())
        for place, name in enumerate(names)
    ]


def flags_of(flags: Mapping[str, Q]) -> Expression:
    """The flags of a row as one number, bit n for the n-th of them."""
    total, *further = flag_bits(flags, flags)
    for bit in further:
        total = total + bit
    return total


@dataclass(frozen=True)
class Key:
    """A generated column that holds `KeyOf` of a pass, and the flags in it in the order of their bits."""

    column: str
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Pass:
    """One walk over the rows that had an event: its measures that are told apart by the same thing, or by nothing.

    `flags` are those that the measures look at, in the order of the key's bits.
    """

    event: str
    by: str
    measures: tuple[Measure, ...]
    flags: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the pass is called among the keys of a source: its event, or the event and what tells its rows apart."""
        return f"{self.event}/{self.by}" if self.by else self.event

    @property
    def amounts(self) -> tuple[str, ...]:
        """What its measures add up."""
        return tuple(dict.fromkeys(measure.amount for measure in self.measures if measure.amount))

    def met_by(self, flags: int) -> list[Measure]:
        """The measures that count rows with these flags."""
        asked = ((measure, *wanted(self.flags, measure)) for measure in self.measures)
        return [measure for measure, bits, mask in asked if flags & mask == bits]


@dataclass(frozen=True)
class FactSource:
    """Rows of a package that can be counted.

    `events`: name → field of its day. `flags`: name → condition. `keys` names, for each pass, the column that already
    holds what it groups by, so that a large table is counted from its indexes; `flag_column` the one with all flags.
    `amounts`: name → field of whole numbers that can be added up. `members`: name → field that tells rows apart.
    `version` goes up whenever a measure comes to mean something else: tallies of an older version are counted again. A
    table that is small is not `tallied`: it is counted whenever it is asked for, so that whoever writes its rows need
    not know of it.
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
    keys: Mapping[str, Key] = field(default_factory=dict)
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
            if measure.by and measure.amount:
                raise ValueError(f"{self.code}.{measure.code}: rows that are told apart are counted, not added up")
        for stock in self.stocks:
            if not {stock.opened, stock.closed} <= named:
                raise ValueError(f"{self.code}.{stock.code} needs two measures of the source")
        for one in self.passes:
            looked_at = {name for measure in one.measures for name in (*measure.having, *measure.lacking)}
            if looked_at - set(one.flags) or len(one.flags) > _BITS:
                raise ValueError(f"{self.code}, {one.name}: the key must hold {sorted(looked_at)}, {_BITS} at most")

    @cached_property
    def by_code(self) -> Mapping[str, Measure]:
        """The measures by their code."""
        return {measure.code: measure for measure in self.measures}

    @cached_property
    def stock_by_code(self) -> Mapping[str, Stock]:
        """The stocks by their code."""
        return {stock.code: stock for stock in self.stocks}

    @cached_property
    def passes(self) -> tuple[Pass, ...]:
        """How the rows are walked: once for each event, once more for each thing that tells its rows apart."""
        found = []
        for event, by in dict.fromkeys((measure.on, measure.by) for measure in self.measures):
            measures = tuple(measure for measure in self.measures if (measure.on, measure.by) == (event, by))
            looked_at = {name for measure in measures for name in (*measure.having, *measure.lacking)}
            one = Pass(event, by, measures, tuple(name for name in self.flags if name in looked_at))
            key = self.keys.get(one.name)
            found.append(replace(one, flags=key.flags) if key else one)
        return tuple(found)

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
        happened = rows.filter(**{f"{self.events[measure.on]}__isnull": False})
        return happened.alias(met=self.carried.bitand(mask)).filter(met=bits) if mask else happened

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


Address = tuple[int, int, Month]  # agency, unit, month
Cells = dict[Address, Cell]


def count_cells(source: FactSource, rows: QuerySet[Any], events: Iterable[str] = (), *, abreast: bool = False) -> Cells:
    """Every cell of some rows: one grouped query for each pass. `events`: only these; none named is all.

    `abreast`: several passes at a time, each on a connection of its own. Only for who knows that they all see the same
    rows (`tallies.steady`).
    """
    cells: Cells = defaultdict(dict)
    passes = [one for one in source.passes if not events or one.event in events]
    for one, groups in zip(passes, _all_groups(source, rows, passes, abreast=abreast), strict=True):
        (_fold_apart if one.by else _fold)(one, groups, cells)
    return {at: found for at, cell in cells.items() if (found := {code: held for code, held in cell.items() if held})}


def _all_groups(source: FactSource, rows: QuerySet[Any], passes: Sequence[Pass], *, abreast: bool) -> Iterator[Any]:
    """The groups of each pass."""
    queries = [_grouped(source, rows, one) for one in passes]
    if not abreast:
        yield from map(_fetched, passes, queries)
        return
    with ThreadPoolExecutor(min(len(queries), os.cpu_count() or 1)) as pool:
        yield from pool.map(_fetched_apart, passes, queries)


def _grouped(source: FactSource, rows: QuerySet[Any], one: Pass) -> QuerySet[Any]:
    """The rows of a pass by agency and key, and by what tells them apart: how many, and what their amounts come to."""
    key, day = source.keys.get(one.name), source.events[one.event]
    found: QuerySet[Any] = rows.filter(**{f"{key.column if key else day}__isnull": False})
    made = F(key.column) if key else KeyOf(source.unit, MonthOf(day), *flag_bits(source.flags, one.flags))
    fields = {"counted_key": made}
    if one.by:
        found = found.exclude(**{source.members[one.by]: None})
        fields["counted_apart"] = F(source.members[one.by])
    sums = {f"counted_{name}": Sum(source.amounts[name]) for name in one.amounts}
    keyed = found.annotate(**fields).values_list(source.agency, *fields)
    groups: QuerySet[Any] = keyed.annotate(counted_rows=Count("*"), **sums)
    return groups


_MEMBERS = {  # how the members of a key become one JSON object
    "sqlite": "json_group_object(CAST(member AS text), number)",
    "postgresql": "CAST(json_object_agg(member, number) AS text)",
}


def _fetched(one: Pass, query: QuerySet[Any]) -> list[Any]:
    """What a query finds. Where rows are told apart, all members of a key come in one row: a row for each would be very
    many, and several threads would wait for one another at every row.
    """
    connection = connections[query.db]
    try:
        sql, params = query.query.sql_with_params()
    except EmptyResultSet:  # of no rows there are no groups
        return []
    if one.by:
        outer = f"SELECT agency, place, {_MEMBERS[connection.vendor]} FROM counted GROUP BY 1, 2"  # noqa: S608  # ours
        sql = f"WITH counted(agency, place, member, number) AS ({sql}) {outer}"
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _fetched_apart(one: Pass, query: QuerySet[Any]) -> list[Any]:
    """The same asked in a thread, whose connection is its own and ends with it."""
    try:
        return _fetched(one, query)
    finally:
        connections[query.db].close()


def parts_of(key: int) -> tuple[int, Month, int]:
    """The unit, month and flags that a key holds."""
    return key >> _BITS + 20, key >> _BITS & _MONTH, key & (1 << _BITS) - 1


def _fold(one: Pass, groups: Iterable[Any], cells: Cells) -> None:
    """Put groups of a pass into the cells: each measure takes the groups whose flags it wants."""
    places = {name: place for place, name in enumerate(("", *one.amounts))}
    met: dict[int, list[tuple[str, int]]] = {}
    for agency, key, *numbers in groups:
        unit, month, flags = parts_of(key)
        if flags not in met:
            met[flags] = [(measure.code, places[measure.amount]) for measure in one.met_by(flags)]
        cell: dict[str, Any] = cells[agency, unit, month] if met[flags] else {}
        for code, place in met[flags]:
            if numbers[place]:
                cell[code] = cell.get(code, 0) + int(numbers[place])


def _fold_apart(one: Pass, groups: Iterable[Any], cells: Cells) -> None:
    """The same where rows are told apart: each member is added to the spreads of the measures."""
    met: dict[int, list[str]] = {}
    for agency, key, text in groups:
        unit, month, flags = parts_of(key)
        if flags not in met:
            met[flags] = [measure.code for measure in one.met_by(flags)]
        members = {name: number for name, number in json.loads(text).items() if name}
        cell: dict[str, Any] = cells[agency, unit, month]
        for code in met[flags]:
            spread = cell.setdefault(code, {})
            if spread:
                for name, number in members.items():
                    spread[name] = spread.get(name, 0) + number
            else:
                spread.update(members)


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
