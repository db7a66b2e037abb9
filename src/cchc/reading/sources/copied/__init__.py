"""Tables as text copied out of a PDF has them: each cell on lines of its own, wrapped, the first one behind its number.

A table begins at a head whose names run together ("TT Nội dung công việc Đơn vị chủ trì Sản phẩm …") and are known;
its rows begin with numbers that go on from one to the next. Where the text keeps a blank at the end of a line that the
page wrapped, that tells where cells end; where it does not, the lines of a row are parted into cells in the way that
suits the columns best: units under who does it, words of time under when, the longest under the task. It is a table
only where at least two rows, and most of them, hold what their columns are for. A cell of one line may have the next
one behind it on that line; cells are looked for inside lines where that makes the whole table much better.
"""

from collections.abc import Sequence
from itertools import takewhile

from cchc.reading.blocks import Table
from cchc.reading.sources.copied import body, cells, heads
from cchc.reading.sources.copied.body import Part
from cchc.reading.sources.copied.cells import Blanks, Piece
from cchc.reading.sources.laid_out import Found

_BEGINS = ("TT ", "STT ", "Stt ", "S.TT ", "Số TT ", "SỐ TT ", "TT\n")
_LONGEST_LINE = 110  # of a head
_DOUBT, _MUCH, _GOOD = 4.0, 0.4, 1.0
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
    """The pieces of each cell of each row.

    Cells begin with lines; they may also begin inside one where that makes the whole table much better.
    """
    plain, found = _tried(parts, kinds, inner=False)
    rows = sum(not part.is_group for part in parts)
    if plain <= (cells.least(kinds) + _GOOD) * rows:
        return found
    inner, other = _tried(parts, kinds, inner=True)
    return other if inner < plain - _MUCH * rows else found


def _tried(parts: Sequence[Part], kinds: Sequence[str], *, inner: bool) -> tuple[float, list[list[list[Piece]]]]:
    """The price of a table and its pieces, parted once by what they say, and again by how wide the columns then are."""
    told = cells.blanks(parts)
    widths = [0] * len(kinds)
    tried: list[tuple[float, list[list[Piece]]]] = []
    for _ in range(2):
        tried = [_row(part, kinds, widths, told, (inner, part is parts[-1])) for part in parts]
        rows = [row for part, (_, row) in zip(parts, tried, strict=True) if not part.is_group]
        widths = cells.measured(rows) or widths
    return sum(cost for cost, _ in tried), [row for _, row in tried]


def _row(
    part: Part, kinds: Sequence[str], widths: Sequence[int], told: Blanks, options: tuple[bool, bool]
) -> tuple[float, list[list[Piece]]]:
    inner, last = options
    if part.is_group:
        return 0.0, [cells.pieces(part.lines, told, inner=False), *([] for _ in kinds[1:])]
    # Where blanks tell, what the words say must be much better to be believed instead.
    tries = [cells.pieces(part.lines, each, inner=inner) for each in dict.fromkeys((told, Blanks()))]
    ways = [(cells.best(row, kinds, widths, last=last), row) for row in tries]
    way, row = min(enumerate(ways), key=lambda one: one[1][0].cost + _DOUBT * one[0])[1]
    found, at = [], 0
    for count in way.counts:
        found.append(row[at : at + count])
        at += count
    return way.cost, found


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
    size += sum(1 for _ in takewhile(lambda part: part.lines and not part.is_group, parts[size:]))
    counted = [fit for (part, _), fit in zip(rows[:size], right, strict=False) if not part.is_group]
    if sum(counted) < _LEAST_ROWS or counted.count(False) > _MOST_MISFITS * len(counted):
        return [], 0
    taken = sum(len(piece.lines) - piece.inner for one in parted[size - 1] for piece in one)
    return rows[:size], parts[size - 1].lines[taken - 1].number + 1
