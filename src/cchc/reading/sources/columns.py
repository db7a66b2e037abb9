"""Tables in plain text that are set in columns of white, as a layout-keeping conversion of a PDF gives them."""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from cchc.reading.blocks import Table
from cchc.reading.sources.letters import clean
from cchc.reading.sources.limits import MAX_COLUMNS

_HEAD = re.compile(r"\s{0,6}(?:STT|TT|Stt|Số TT)\s{2,}\S.*?\s{2,}\S")
_FIRST = re.compile(r"\s{0,6}(?:\d{1,3}|[IVX]{1,5}|[A-HĐ])[.)]?(?:\s{2,}|$)")  # the number that begins a row
_ANNEX = re.compile(r"\s*PHỤ LỤC\b")
_MOST_LINES, _LEAST_ROWS, _LEAST_COLUMNS = 2000, 2, 3
_NEAR = 3  # places beside the white where words that run through it may be cut
_CROSSED = 0.15  # share of lines that may run over the white between two columns


def at(lines: Sequence[str], start: int) -> tuple[Table, int] | None:
    """The table whose head is the line at `start`, and the number of the line behind it; None where none begins."""
    if not _HEAD.match(lines[start]):
        return None
    end = _end(lines, start)
    block = [lines[place].replace("\f", "").expandtabs() for place in range(start, end) if not _is_empty(lines, place)]
    rivers = _rivers(block)
    rows = _rows([_cut(line, rivers) for line in block])
    if len(rows) <= _LEAST_ROWS or not _LEAST_COLUMNS <= len(rivers) + 1 <= MAX_COLUMNS:
        return None
    return Table(tuple(rows)), end


def _is_empty(lines: Sequence[str], place: int) -> bool:
    """Whether a line holds nothing, or the number of a page that ends there."""
    line = lines[place]
    ends_page = place + 1 < len(lines) and lines[place + 1].startswith("\f")
    return not line.strip() or (ends_page and line.strip().isdecimal())


def _end(lines: Sequence[str], start: int) -> int:
    """Where a table ends: before a line of running words, an annex's title, or an empty line that no row follows."""
    end = start + 1
    while end < min(len(lines), start + _MOST_LINES):
        line = lines[end].lstrip("\f")
        if not line.strip():
            following = next((at for at in range(end, min(end + 3, len(lines))) if lines[at].strip()), None)
            if following is None or not _FIRST.match(lines[following].lstrip("\f")):
                return end
            end = following
            continue
        runs_on = not line[:1].isspace() and not _FIRST.match(line)
        if _ANNEX.match(line) or _HEAD.match(line) or runs_on:
            return end
        end += 1
    return end


def _rivers(block: Sequence[str]) -> list[tuple[int, int]]:
    """The white between columns: places that hardly a line of several cells fills, first and behind the last."""
    several = [line for line in block if len(_segments(line)) > _LEAST_COLUMNS - 1]
    width = max(map(len, block), default=0)
    filled = [sum(1 for line in several if place < len(line) and not line[place].isspace()) for place in range(width)]
    most = max(1, int(_CROSSED * len(several)))
    head = [_segments(line) for line in block[: next((n for n, line in enumerate(block) if _FIRST.match(line)), 1)]]
    runs = []
    for white, places in groupby(range(width), key=lambda place: filled[place] <= most):
        where = list(places)
        if white and where[0] > 0 and where[-1] < width - 1 and not _inside_a_head(head, where[0], where[-1] + 1):
            runs.append((where[0], where[-1] + 1))
    return runs


def _segments(line: str) -> list[tuple[int, int]]:
    """Where the words of a line stand that two or more blanks part."""
    return [(match.start(), match.end()) for match in re.finditer(r"\S+(?:\s\S+)*", line)]


def _inside_a_head(head: Sequence[Sequence[tuple[int, int]]], first: int, last: int) -> bool:
    """Whether white only stands between the words of one column's head, no line of the head parting columns there."""
    over = [(start, end) for line in head for start, end in line if start < first and last < end]
    if not over:
        return False
    left, right = min(start for start, _ in over), max(end for _, end in over)
    for line in head:
        under = [(start, end) for start, end in line if end > left and start < right]
        if any(one[1] <= last and first <= two[0] for one, two in pairwise(under)):
            return False
    return True


def _cut(line: str, rivers: Sequence[tuple[int, int]]) -> list[str]:
    """The cells of a line; where its words run through the white, they are cut at the blank nearest to it."""
    cells, begin = [], 0
    segments = _segments(line)
    if len(segments) == _LEAST_COLUMNS - 1 and _FIRST.match(line):  # the name of a group of rows
        return [line[: segments[0][1]].strip(), line[segments[1][0] :].strip(), *[""] * (len(rivers) - 1)]
    for first, last in rivers:
        near = range(max(begin, first - _NEAR), last + _NEAR)
        blanks = [place for place in near if place >= len(line) or line[place].isspace()]
        if not blanks:
            cells.append("")
            continue
        middle = (first + last - 1) / 2
        cut = min(blanks, key=lambda place: (not first <= place < last, abs(place - middle)))
        cells.append(line[begin:cut])
        begin = cut
    cells.append(line[begin:])
    return [" ".join(clean(cell).split()) for cell in cells]


def _rows(lines: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The head and the rows: a row begins where its number stands, what follows below goes on in its column."""
    rows: list[list[str]] = []
    for cells in lines:
        if not rows or _FIRST.match(f"{cells[0]}  "):
            rows.append(list(cells))
        else:
            rows[-1] = [f"{above} {below}".strip() for above, below in zip(rows[-1], cells, strict=True)]
    return [tuple(row) for row in rows]
