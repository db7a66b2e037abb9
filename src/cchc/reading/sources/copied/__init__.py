"""Tables as text copied out of a PDF has them: each cell on lines of its own, wrapped, the first one behind its number.

A table begins at a head whose names run together ("TT Nội dung công việc Đơn vị chủ trì Sản phẩm …") and are known;
its rows begin with numbers that go on from one to the next. Where the text keeps a blank at the end of a line that the
page wrapped, that tells where cells end; where it does not, the lines of a row are parted into cells in the way that
suits the columns best: units under who does it, words of time under when, the longest under the task. It is a table
only where at least two rows, and most of them, hold what their columns are for.
"""

from collections.abc import Sequence

from cchc.reading.blocks import Table
from cchc.reading.sources.copied import body, cells, heads
from cchc.reading.sources.copied.body import Part
from cchc.reading.sources.copied.cells import Piece
from cchc.reading.sources.laid_out import Found

_BEGINS = ("TT ", "STT ", "Stt ", "S.TT ", "Số TT ", "SỐ TT ", "TT\n")
_LONGEST_LINE = 110  # of a head
_DOUBT = 4.0
_LEAST_ROWS, _MOST_MISFITS = 2, 0.4


def may_begin(raw: str) -> bool:
    """Whether a line may be the first of a head; asked of each line of a text, so nothing more is looked at."""
    return raw.startswith(_BEGINS)


def read(raws: Sequence[str], place: int) -> Found | None:
    """The table whose head begins at a line; None where there is none."""
    head = body.head_end(raws, place, _LONGEST_LINE)
    names = heads.read(head[0]) if head else []
    if head is None or not names:
        return None
    parts = body.read(raws, head[1], head[0])
    kinds = [name.kind for name in names[1:]]
    rows, used = _trimmed(parts, _parted(parts, kinds), kinds)
    if not rows:
        return None
    grid = [tuple(name.text for name in names)]
    beside: set[tuple[int, int]] = set()
    for part, row in rows:
        if part.is_group:
            beside |= {(len(grid), column) for column in range(2, len(names))}
        grid.append((part.sign, *row))
    merged = frozenset(beside)
    return Found(place, used, Table(tuple(grid), None, merged, beside=merged))


def _parted(parts: Sequence[Part], kinds: Sequence[str]) -> list[list[list[Piece]]]:
    """The pieces of each cell of each row, parted once by what they say, and again by how wide the columns then are."""
    told = cells.keeps_blanks(parts)
    widths = [0] * len(kinds)
    found: list[list[list[Piece]]] = []
    for _ in range(2):
        found = [_row(part, kinds, widths, told=told, last=part is parts[-1]) for part in parts]
        widths = cells.measured([row for part, row in zip(parts, found, strict=True) if not part.is_group]) or widths
    return found


def _row(part: Part, kinds: Sequence[str], widths: Sequence[int], *, told: bool, last: bool) -> list[list[Piece]]:
    if part.is_group:
        return [cells.pieces(part.lines, told=told), *([] for _ in kinds[1:])]
    # Where blanks tell, what the words say must be much better to be believed instead.
    tries = [(cells.pieces(part.lines, told=each), each) for each in dict.fromkeys((told, False))]
    ways = [(cells.best(row, kinds, widths, last=last, told=each), row) for row, each in tries]
    way, row = min(enumerate(ways), key=lambda one: one[1][0].cost + _DOUBT * one[0])[1]
    found, at = [], 0
    for count in way.counts:
        found.append(row[at : at + count])
        at += count
    return found


def _trimmed(
    parts: Sequence[Part], parted: Sequence[Sequence[Sequence[Piece]]], kinds: Sequence[str]
) -> tuple[list[tuple[Part, list[str]]], int]:
    """The rows with their cells, and the line behind them; none where too few hold what their columns are for."""
    rows = [
        (part, [cells.cell(one, kind) for one, kind in zip(row, kinds, strict=True)])
        for part, row in zip(parts, parted, strict=True)
    ]
    right = [not part.is_group and cells.fits(texts, kinds) for part, texts in rows]
    size = max((at + 1 for at, fit in enumerate(right) if fit), default=0)
    counted = [fit for (part, _), fit in zip(rows[:size], right, strict=False) if not part.is_group]
    if sum(counted) < _LEAST_ROWS or counted.count(False) > _MOST_MISFITS * len(counted):
        return [], 0
    taken = sum(len(piece.lines) for one in parted[size - 1] for piece in one)
    return rows[:size], parts[size - 1].lines[taken - 1].number + 1
