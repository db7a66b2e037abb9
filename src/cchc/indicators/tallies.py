"""Tallies as they are kept, and whether they are what a full recount finds. `actions.tallies` writes them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from .facts import Cells, FactSource, count_cells
from .models import Tally
from .rules.counting import Cell


def read_cell(content: Mapping[str, Any], spreads: Mapping[str, Any]) -> Cell:
    """A cell from its JSON."""
    told_apart = {code: {member: number(n) for member, n in found.items()} for code, found in spreads.items()}
    return {**{code: number(found) for code, found in content.items()}, **told_apart}


def number(kept: Any) -> int | Decimal:
    """A number from its JSON: one with a fraction is kept as text."""
    return kept if isinstance(kept, int) else Decimal(kept)


def kept_cells(source: FactSource, rows: QuerySet[Tally], measures: frozenset[str] | None = None) -> Cells:
    """The cells of some tallies, with every measure or with some.

    What tells rows apart is long, and is read only where it is asked for.
    """
    apart = {m.code for m in source.measures if m.by and (measures is None or m.code in measures)}
    fields = ("agency_id", "unit_id", "month", "content", *(["spreads"] if apart else []))
    cells: Cells = {}
    for agency, unit, month, content, *more in rows.filter(source=source.code).values_list(*fields).iterator():
        plain = content if measures is None else {code: content[code] for code in measures & content.keys()}
        spreads = {code: found for kept in more for code, found in kept.items() if code in apart}
        cells[agency, unit, month] = read_cell(plain, spreads)
    return cells


@contextmanager
def steady() -> Iterator[bool]:
    """A transaction in which nobody else moves a tally, nor so the rows it counts.

    Gives whether other connections see the very same rows: not within a transaction that may have written before.
    """
    connection = transaction.get_connection()
    apart = not (connection.in_atomic_block or (connection.vendor == "sqlite" and connection.is_in_memory_db()))
    with transaction.atomic():  # on SQLite it alone may write
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {Tally._meta.db_table} IN EXCLUSIVE MODE")
        yield apart


@dataclass(frozen=True)
class Difference:
    """A cell that is kept otherwise than the rows say."""

    source: str
    agency: int
    unit: int
    month: int
    measure: str
    kept: Any
    counted: Any


def differences(source: FactSource) -> Iterator[Difference]:
    """Every measure of every cell that a full recount finds otherwise; nothing is kept of a source without tallies."""
    if not source.tallied:
        return
    with steady() as abreast:
        kept = kept_cells(source, Tally.objects.all())
        counted = count_cells(source, source.all_rows(), abreast=abreast)
    for key in sorted(kept.keys() | counted.keys()):
        was, now = kept.get(key, {}), counted.get(key, {})
        for code in sorted(was.keys() | now.keys()):
            if was.get(code) != now.get(code):
                yield Difference(source.code, *key, code, was.get(code), now.get(code))


def outdated(source: FactSource) -> bool:
    """Whether any cell was counted under an older version of the source, so that a recount is due."""
    return Tally.objects.filter(source=source.code).exclude(version=source.version).exists()
