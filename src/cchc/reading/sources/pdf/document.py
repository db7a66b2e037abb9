"""What only the whole PDF tells: the usual letter size, what repeats on every page, tables that run over pages."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from cchc.reading.blocks import Line, Note, Table
from cchc.reading.sources.pdf.layout import PageLayout, Row, take_notes, to_lines
from cchc.reading.sources.pdf.ruling import ITEM, Ruled

_PAGE_NUMBER = re.compile(r"^\W*(?:trang\s*)?(\d{1,4})(?:\s*/\s*\d{1,4})?\W*$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_EDGE = 0.12  # of the page's height: headers and footers stand within
_SAME_EDGE = 4.0  # points


def usual_size(pages: Sequence[PageLayout]) -> float:
    """The letter size of most of the running text."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for row in page.rows:
            sizes[row.size] += len(row.text)
    return max(sizes, key=lambda size: sizes[size], default=13.0)


def take_furniture(pages: Sequence[PageLayout]) -> None:
    """Take page numbers and lines that repeat at the edge of pages out of the rows."""
    repeated: Counter[tuple[str, int]] = Counter()
    for page in pages:
        repeated.update({_mark(page, row) for row in page.rows if _at_edge(page, row)})
    enough = max(3, len(pages) * 0.4)
    for page in pages:
        page.rows = [
            row
            for place, row in enumerate(page.rows)
            if not (_at_edge(page, row) and (repeated[_mark(page, row)] >= enough or _is_number(page, row, place)))
        ]


def assemble(pages: Sequence[PageLayout]) -> tuple[list[Line | Table], list[Note]]:
    """Lines, tables and notes of the document in reading order."""
    take_furniture(pages)
    body = usual_size(pages)
    found: list[Line | Table] = []
    notes: list[Note] = []
    open_table: Ruled | None = None
    for page in pages:
        take_notes(page, body, goes_on=bool(pages[max(0, page.number - 2)].notes))
        notes = _with_notes(notes, page.notes)
        lines = to_lines(page)
        first = page.tables[0] if page.tables else None
        if open_table and first and lines and lines[0] is first.table and _same_columns(open_table, first):
            place = next(n for n in range(len(found) - 1, -1, -1) if isinstance(found[n], Table))
            joined = _joined(open_table.table, first.table)
            found[place] = joined
            if len(lines) == 1:
                open_table = replace(first, table=joined)
                continue
            lines = lines[1:]
        found += lines
        last = page.tables[-1] if page.tables else None
        open_table = last if last and lines and lines[-1] is last.table else None
    return found, notes


def _joined(above: Table, below: Table) -> Table:
    """A table and its continuation on the next page, without the repeated header and with a broken row made whole."""
    below = _unswallowed(above, below)
    skipped = _repeated_header(above, below)
    rest = list(below.rows[skipped:])
    shift = -skipped
    rows = list(above.rows)
    if rest and _continues(above, rest[0]):
        rows[-1] = tuple(_glue(one, other) for one, other in zip(rows[-1], rest[0], strict=True))
        rest = rest[1:]
        shift -= 1

    def moved(places: frozenset[tuple[int, int]]) -> set[tuple[int, int]]:
        return {(row + shift + len(rows), column) for row, column in places if row + shift >= 0}

    return replace(
        above,
        rows=tuple(rows + rest),
        merged=above.merged | moved(below.merged),
        beside=above.beside | moved(below.beside),
    )


def _unswallowed(above: Table, below: Table) -> Table:
    """A repeated head whose cells took in those of the row below, for want of a rule between them, parted again."""
    if len(below.rows) < 2 or not all(b.startswith(a) for a, b in zip(above.rows[0], below.rows[0], strict=True)):
        return below
    first = list(below.rows[1])
    for column, (name, cell) in enumerate(zip(above.rows[0], below.rows[0], strict=True)):
        rest = cell[len(name) :].strip()
        if rest and name and not first[column]:
            first[column] = rest
        elif rest:
            return below
    merged = frozenset(place for place in below.merged if place[0] != 1)
    return replace(below, rows=(above.rows[0], tuple(first), *below.rows[2:]), merged=merged)


def _repeated_header(above: Table, below: Table) -> int:
    count = 0
    while count < min(3, len(above.rows), len(below.rows)) and _alike(above.rows[count], below.rows[count]):
        count += 1
    return count


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two rows say the same, but for a note or a word that one page lost."""
    same = [a == b for a, b in zip(one, other, strict=True) if a or b]
    return sum(same) >= len(same) * 0.75


def _continues(above: Table, first: tuple[str, ...]) -> bool:
    """Whether a row is the rest of the one that the page broke: without a number where every row has one.

    Where rows share a number (a merged first cell), only words in mid sentence tell.
    """
    last = above.rows[-1]
    if first[0] or not last[0] or not any(first):
        return False
    if any(cell[:1].islower() and before for before, cell in zip(last, first, strict=True) if cell):
        return True
    body = range(min(2, len(above.rows) - 1), len(above.rows))
    shared = any((row, 0) in above.merged for row in body)
    return not shared and len(body) >= 2 and sum(bool(above.rows[row][0]) for row in body) >= len(body) * 0.95


def _glue(one: str, other: str) -> str:
    if one.endswith("-") and one[-2:-1].isalnum() and other:
        return one + other
    return f"{one}{chr(10) if ITEM.match(other) else ' '}{other}".strip()


def _same_columns(one: Ruled, other: Ruled) -> bool:
    return len(one.edges) == len(other.edges) and all(
        abs(a - b) <= _SAME_EDGE for a, b in zip(one.edges, other.edges, strict=True)
    )


def _at_edge(page: PageLayout, row: Row) -> bool:
    return row.y < page.frame.height * _EDGE or row.y > page.frame.height * (1 - _EDGE)


def _mark(page: PageLayout, row: Row) -> tuple[str, int]:
    return _DIGITS.sub("#", row.text.casefold()), round(row.y / 6) if row.y < page.frame.height / 2 else -1


def _is_number(page: PageLayout, row: Row, place: int) -> bool:
    return place in (0, len(page.rows) - 1) and _PAGE_NUMBER.match(row.text) is not None


def _with_notes(notes: list[Note], more: list[Note]) -> list[Note]:
    """Notes so far and those of one more page; one without a label goes on where the last one stopped."""
    for note in more:
        if not note.label and notes:
            notes[-1] = replace(notes[-1], text=f"{notes[-1].text} {note.text}".strip())
        else:
            notes.append(note)
    return notes
