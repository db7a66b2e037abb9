"""Tables of tasks without lines: a head whose names are known, and rows that leave the same white between columns.

A row of the table begins where the first column has a number; without such a column, where the white above is wider
than between the lines of a cell. The table ends at the first line that fills the white between two columns.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from cchc.reading.blocks import Table
from cchc.reading.flat import flat
from cchc.reading.sources.pdf.ruling import Ruled, spelled
from cchc.reading.sources.pdf.words import Word

_GUTTER = 7.0  # points of white that part two names of the head
_LEAST = 2.5  # points of white that must stay between two columns in every line
_NAMES = re.compile(
    r"^(?:s\.?tt|tt)$|nhiem vu|noi dung|cong viec|hoat dong|chu tri|phoi hop|trach nhiem|don vi|thoi gian|thoi han"
    r"|tien do|san pham|ket qua|ghi chu|kinh phi"
)
_TASK = re.compile(r"nhiem vu|noi dung|cong viec|hoat dong")
_WHO_OR_WHEN = re.compile(r"chu tri|trach nhiem|don vi|thoi gian|thoi han|tien do")
_SECTION = re.compile(r"^(?:[IVX]{1,5}|[A-H])[.)/]?\s")
_NUMBERED = re.compile(r"^\d{1,3}(?:\.\d{1,2})*[.)]?$")
_HEAD_LINES = 3
_ENOUGH = 3  # lines that tell the usual step

Line = Sequence[Word]


def find(lines: Sequence[Line], page: int) -> tuple[list[Ruled], list[Line]]:
    """The tables among the printed lines of a page, and the lines that remain."""
    found: list[Ruled] = []
    rest: list[Line] = []
    place = 0
    while place < len(lines):
        head = _head(lines, place)
        end = _end(lines, place + head[1], head[0]) if head else place
        if head and end > place + head[1]:
            found.append(_table(lines[place:end], head[1], _tighten(lines[place:end], head[0]), page))
            place = end
        else:
            rest.append(lines[place])
            place += 1
    return found, rest


def _groups(line: Line) -> list[tuple[float, float, str]]:
    """The words of a line in groups with white between them: left and right edge, text."""
    groups: list[list[Word]] = []
    for word in line:
        if groups and word.left - groups[-1][-1].right < _GUTTER:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [(group[0].left, max(word.right for word in group), spelled(group)) for group in groups]


def _head(lines: Sequence[Line], place: int) -> tuple[list[tuple[float, float]], int] | None:
    """The white between the columns of a head that begins at a line, and how many lines it has; None if none begins."""
    first = _groups(lines[place])
    if len(first) < 2 or sum(bool(_NAMES.search(flat(text))) for _, _, text in first) < 2:
        return None
    columns = list(first)
    count = 1
    for line in lines[place + 1 : place + _HEAD_LINES]:
        groups = _groups(line)
        if not _goes_on(groups):
            break
        for left, right, text in groups:
            over = next((at for at, one in enumerate(columns) if left < one[1] and one[0] < right), None)
            if over is None:
                columns.append((left, right, text))
            else:
                one = columns[over]
                columns[over] = (min(one[0], left), max(one[1], right), f"{one[2]} {text}")
        count += 1
    columns.sort(key=lambda one: one[0])
    names = [flat(text) for _, _, text in columns]
    tasks, others = any(map(_TASK.search, names)), sum(bool(_WHO_OR_WHEN.search(name)) for name in names)
    known = sum(bool(_NAMES.search(name)) for name in names)
    if len(columns) < 3 or not tasks or not others or known < len(columns) - 1:
        return None
    return [(one[1], other[0]) for one, other in pairwise(columns)], count


def _goes_on(groups: Sequence[tuple[float, float, str]]) -> bool:
    """Whether a line goes on with the head: short names in small letters, no number first."""
    texts = [text for _, _, text in groups]
    return all(len(text) < 25 and (text[:1].islower() or text.startswith("(")) for text in texts)


def _end(lines: Sequence[Line], start: int, gutters: Sequence[tuple[float, float]]) -> int:
    """Where the lines stop that leave white in each gutter of the head."""
    whites = list(gutters)
    end = start
    numbers = 0
    steps: list[float] = []
    for place in range(start, len(lines)):
        line = lines[place]
        step = line[0].y - lines[place - 1][0].y
        if place - start >= _ENOUGH and step > 2.2 * median(steps[-20:]):
            break
        steps.append(step)
        narrowed = [_narrowed(white, line) for white in whites]
        if any(white is None for white in narrowed):
            if not (_SECTION.match(spelled(line)) and len(spelled(line)) < 90):
                break
        else:
            whites = [white for white in narrowed if white is not None]
            numbers += len(_groups(line)) > 1
            end = place + 1
    return end if numbers else start


def _narrowed(white: tuple[float, float], line: Line) -> tuple[float, float] | None:
    """What a line leaves of the white between two columns: words may reach into it from one side or the other."""
    low, high = white
    for word in line:
        if word.right <= low or word.left >= high:
            continue
        if word.left <= low or word.left - low < high - word.right:
            low = max(low, word.right)
        else:
            high = min(high, word.left)
    return (low, high) if high - low >= _LEAST else None


def _tighten(lines: Sequence[Line], gutters: Sequence[tuple[float, float]]) -> list[float]:
    """The middle of the white that all lines leave between the columns."""
    whites = list(gutters)
    for line in lines:
        narrowed = [_narrowed(white, line) for white in whites]
        if all(narrowed):
            whites = [white for white in narrowed if white is not None]
    return [(low + high) / 2 for low, high in whites]


def _table(lines: Sequence[Line], head: int, edges: Sequence[float], page: int) -> Ruled:
    steps = [after[0].y - before[0].y for before, after in pairwise(lines)]
    leading = median(steps) if steps else 0.0
    cells = [[spelled(part) for part in _parts(line, edges)] for line in lines]
    rows: list[list[str]] = []
    beside: set[tuple[int, int]] = set()
    numbered = sum(bool(_NUMBERED.match(row[0])) for row in cells[head:]) >= 1
    for place, parts in enumerate(cells):
        row = parts
        whole = spelled(lines[place])
        section = place >= head and bool(_SECTION.match(whole)) and not any(parts[2:])
        if section:
            row = [whole, *[""] * (len(row) - 1)]
            beside |= {(len(rows), column) for column in range(1, len(row))}
        new = place in (0, head) or section or (bool(rows) and (len(rows) - 1, 1) in beside)
        new = new or (place > head and (bool(row[0]) if numbered else steps[place - 1] > leading * 1.25))
        if new:
            rows.append(row)
        else:
            rows[-1] = [f"{one} {other}".strip() for one, other in zip(rows[-1], row, strict=True)]
    grid = tuple(map(tuple, rows))
    whole_width = (min(word.left for line in lines for word in line), max(w.right for line in lines for w in line))
    merged = frozenset(beside)
    table = Table(grid, page, merged=merged, beside=merged)
    return Ruled(lines[0][0].y - lines[0][0].size, lines[-1][0].y, (whole_width[0], *edges, whole_width[1]), table)


def _parts(line: Line, edges: Sequence[float]) -> list[list[Word]]:
    parts: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in line:
        parts[sum((word.left + word.right) / 2 > edge for edge in edges)].append(word)
    return parts
