"""Tables of laid-out text: a head whose names are known, a column of numbers, and white that parts the columns.

Text that was laid out by its places (`pdftotext -layout`, text typed in columns) keeps the columns of a table by spaces
only. A table begins at a head with "TT" or "STT" and known names; its rows begin with numbers that go on from one to
the next; it ends where a line stands in the column of numbers without being one. The columns are found page by page,
because every page is laid out for itself. Where a full cell leaves one space before the next one, the words are parted
at the place that suits the columns best.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from cchc.reading.blocks import Table
from cchc.reading.flat import flat
from cchc.reading.sources.laid_out import cells, columns, lines, rows
from cchc.reading.sources.laid_out.lines import LEAST_COLUMNS, NAMES, NUMBER_HEAD, SIGN, WIDE, Draft, Line, is_section

_SUBJECT = re.compile(r"nhiem vu|noi dung|cong viec|hoat dong|giai phap|chi tieu|muc tieu|chi so|tieu chi")
_LONGEST_NAME = 90
# Cells of these columns may begin small.
_UNIT = re.compile(r"^(?:don vi(?: tinh)?|dvt|d\.v\.t)$")


class Found(NamedTuple):
    """A table and the lines of the file it was made of."""

    start: int
    end: int
    table: Table


def find(raws: Sequence[str]) -> list[Found]:
    """The tables of a text's lines, in order."""
    found: list[Found] = []
    place = 0
    printed: list[Line] | None = None
    while place < len(raws):
        if "  " in raws[place] and lines.is_anchor(raws[place]):
            printed = printed or lines.printed(raws)
            table = _read(printed, place)
            if table is not None and table.start >= (found[-1].end if found else 0):
                found.append(table)
                place = table.end
                continue
        place += 1
    return found


def _read(printed: Sequence[Line], anchor: int) -> Found | None:
    first = lines.head_start(printed, anchor)
    start = lines.head_end(printed, anchor)
    if start is None:
        return None
    draft = Draft([line for line in printed[first:start] if line.words])
    lines.take_body(printed, start, draft)
    if not any(map(lines.sign, draft.body)):
        return None
    table = _table(draft)
    return Found(printed[first].number, draft.end, table) if table else None


def _table(draft: Draft) -> Table | None:
    found = columns.best(draft.head, [line for line in draft.body if line.page == draft.body[0].page])
    names = cells.of_head(draft.head, found) if found else []
    if not found or not _is_known(names):
        return None
    layout = cells.Layout({}, frozenset(at for at, name in enumerate(names) if _UNIT.match(flat(name))))
    for page in dict.fromkeys(line.page for line in draft.body):
        body = [line for line in draft.body if line.page == page]
        if layout.pages:
            found = columns.of_page(body, [line for line in draft.repeated if line.page == page], found)
        layout.pages[page] = columns.stretched(found, body)
    grid = [tuple(names)]
    beside: set[tuple[int, int]] = set()
    for part in rows.find(draft.body, layout):
        if any(map(is_section, part)):
            beside |= {(len(grid), column) for column in range(2, len(names))}
        grid.append(tuple(cells.joined(texts) for texts in zip(*cells.split(part, layout), strict=True)))
    merged = frozenset(beside)
    return Table(tuple(grid), None, merged, beside=merged) if _is_whole(grid[1:]) else None


def _is_known(names: Sequence[str]) -> bool:
    """Whether the names are those of a table of tasks or targets."""
    known = [flat(name) for name in names]
    others = sum(bool(NAMES.search(name)) for name in known[1:])
    return (
        NUMBER_HEAD.match(known[0]) is not None
        and len(names) >= LEAST_COLUMNS
        and any(map(_SUBJECT.search, known))
        and others >= len(names) - 2
        and others >= WIDE
        and all(len(name) <= _LONGEST_NAME for name in names)
    )


def _is_whole(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether the words fell into columns: nearly every row has a number alone in its first cell, some have more."""
    signed = sum(bool(SIGN.match(row[0])) for row in rows)
    return signed >= 0.8 * len(rows) and any(sum(map(bool, row[1:])) > 1 for row in rows)
