"""Tallies: the counts of every month kept, moved by each change of a row, and provably equal to a full recount.

A change costs two grouped queries over the rows that change, whatever the number of rows that do not: what they counted
for before is taken off the cells, what they count for after is put on, in the transaction of the change.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from cchc.indicators.facts import Address, Cells, FactSource, count_cells, sources
from cchc.indicators.models import Tally
from cchc.indicators.rules.counting import Cell, added
from cchc.indicators.tallies import outdated, read_cell, steady

BATCH = 500  # keys in one condition: below SQLite's limit of variables


@contextmanager
def moving(source: FactSource, keys: Collection[int], *, at: datetime) -> Iterator[None]:
    """Around a change of rows (created, altered or removed, by their keys): keep the tallies true.

    Call it inside the action's transaction. A row that is not there yet counts for nothing before.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("tallies move in the transaction of the change")
    before = _cells_of(source, keys)
    yield
    _move(source, before, _cells_of(source, keys), at)


def arrived(source: FactSource, keys: Collection[int], *, at: datetime) -> None:
    """Put newly made rows on the tallies, in the transaction that made them."""
    _move(source, {}, _cells_of(source, keys), at)


def _cells_of(source: FactSource, keys: Collection[int]) -> Cells:
    found: Cells = {}
    listed = list(keys)
    for start in range(0, len(listed), BATCH):
        part = count_cells(source, source.all_rows().filter(pk__in=listed[start : start + BATCH]))
        for key, cell in part.items():
            found[key] = added(found.get(key, {}), cell, 1)
    return found


def _move(source: FactSource, before: Cells, after: Cells, at: datetime) -> None:
    """Write what changed of the cells that both counts touch; each is locked while it moves."""
    touched = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    if not touched:
        return
    rows = _locked(source, touched)
    fresh: list[Tally] = []
    moved: list[Tally] = []
    emptied: list[Tally] = []
    for key in sorted(touched):
        row = rows.get(key) or Tally(source=source.code, **_address(key))
        cell = added(added(read_cell(row.content, row.spreads), before.get(key, {}), -1), after.get(key, {}), 1)
        (row.content, row.spreads), row.version, row.counted_at = _written(cell), source.version, at
        (fresh if row.pk is None else moved if cell else emptied).append(row)
    Tally.objects.bulk_create(fresh)
    Tally.objects.bulk_update(moved, ["content", "spreads", "version", "counted_at"], batch_size=BATCH)
    Tally.objects.filter(pk__in=[row.pk for row in emptied]).delete()


def _locked(source: FactSource, keys: Collection[Address]) -> dict[Address, Tally]:
    agencies, months = {key[0] for key in keys}, {key[2] for key in keys}
    rows = Tally.objects.select_for_update().filter(source=source.code, agency_id__in=agencies, month__in=months)
    return {(row.agency_id, row.unit_id, row.month): row for row in rows.order_by("pk")}


def _address(key: Address) -> dict[str, int]:
    return {"agency_id": key[0], "unit_id": key[1], "month": key[2]}


def _written(cell: Cell) -> tuple[dict[str, Any], dict[str, Any]]:
    """A cell as JSON keeps it, numbers and what tells rows apart: decimals as text, so that no amount is rounded."""
    numbers = {code: _plain(content) for code, content in cell.items() if not isinstance(content, dict)}
    spreads = {
        code: {member: _plain(number) for member, number in content.items()}
        for code, content in cell.items()
        if isinstance(content, dict)
    }
    return numbers, spreads


def _plain(number: int | Decimal) -> int | str:
    return number if isinstance(number, int) else str(number)


def recount(source: FactSource, *, at: datetime) -> int:
    """Count every row anew and keep the result, whatever was kept before; how many cells there are."""
    with steady() as abreast:
        cells = count_cells(source, source.all_rows(), abreast=abreast)
        Tally.objects.filter(source=source.code).delete()
        rows = []
        for key, cell in sorted(cells.items()):
            content, spreads = _written(cell)
            known = {"content": content, "spreads": spreads, "version": source.version, "counted_at": at}
            rows.append(Tally(source=source.code, **_address(key), **known))
        Tally.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def recount_outdated(*, at: datetime) -> list[str]:
    """Count anew every source that was counted under an older version; their codes. Run at every start."""
    due = [source for source in sources().values() if source.tallied and outdated(source)]
    for source in due:
        recount(source, at=at)
    return [source.code for source in due]
