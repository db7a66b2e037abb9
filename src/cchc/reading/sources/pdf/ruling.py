"""Tables told by the lines that are drawn: straight paths make a grid, words fall into its cells."""

import ctypes
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from cchc.reading.blocks import Table
from cchc.reading.sources.letters import clean
from cchc.reading.sources.limits import MAX_COLUMNS
from cchc.reading.sources.pdf import calls
from cchc.reading.sources.pdf.words import Frame, Word

_THIN = 2.5  # points: thicker is no rule
_NEAR = 3.0  # rules this near are one
_CUT_ROW = 4  # column edges: a frame around words is no row of three cells
_MAX_PATHS = 20_000
_MAX_SEGMENTS = 400
ITEM = re.compile(r"(?:[-–+•*▪]\s|\(?(?:\d{1,2}|[a-zđ])[.)]\s)")


class Rule(NamedTuple):
    """A straight line: at `at` on the other axis, from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass
class Rules:
    """The straight lines of one page."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    pictures: float = 0.0  # square points that images cover
    outlines: int = 0  # paths
    nested: bool = False  # whether there are drawings inside drawings


@dataclass(frozen=True)
class Ruled:
    """A table on its page: where it stands, its column edges, and its cells."""

    top: float
    bottom: float
    edges: tuple[float, ...]
    table: Table


def rules_of(page: pdfium.PdfPage, frame: Frame) -> Rules:
    """The straight lines that a page draws."""
    rules = Rules()
    box = (ctypes.c_float * 4)()
    places = [calls.address(box) + place * 4 for place in range(4)]
    object_at, kind_of, bounds_of = calls.object_at, calls.kind_of, calls.bounds_of
    handle, text, path = calls.address(page.raw), raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH
    across, down = rules.across.append, rules.down.append
    upright, height = frame.rotation == 0, frame.height
    for number in range(min(raw.FPDFPage_CountObjects(page.raw), _MAX_PATHS)):
        item = object_at(handle, number)
        kind = kind_of(item)
        if kind == text or not bounds_of(item, *places):
            continue
        if kind != path:
            _count(rules, kind, box)
            continue
        rules.outlines += 1
        left, bottom, right, top = box
        if upright and left <= right and bottom <= top:
            x0, y0, x1, y1 = left, height - top, right, height - bottom
        else:
            x0, y0, x1, y1 = _placed(frame, left, bottom, right, top)
        if y1 - y0 <= _THIN:
            if x1 - x0 > _THIN:
                across(Rule((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _THIN:
            down(Rule((x0 + x1) / 2, y0, y1))
        else:
            _add_outline(rules, ctypes.cast(item, raw.FPDF_PAGEOBJECT), frame, (x0, y0, x1, y1))
    return rules


def _placed(frame: Frame, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    """The bounds of a thing as looked at: left, top, right, bottom."""
    (x0, y0), (x1, y1) = frame.place(left, bottom), frame.place(right, top)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _count(rules: Rules, kind: int, box: "ctypes.Array[ctypes.c_float]") -> None:
    """Take note of an image or a drawing inside the drawing."""
    if kind == raw.FPDF_PAGEOBJ_FORM:
        rules.nested = True
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        rules.pictures += (box[2] - box[0]) * (box[3] - box[1])


def meshes_of(rules: Rules) -> list["Mesh"]:
    """The grids that the lines of a page draw."""
    groups = _groups(_joined(rules.across), _joined(rules.down))
    return [mesh for mesh in (Mesh(across, down) for across, down in groups) if mesh.is_table()]


def tables_of(meshes: Sequence["Mesh"], words: Sequence[Word], page: int) -> tuple[list[Ruled], list[Word]]:
    """The tables of a page from top to bottom, and the words that stand in none of them."""
    found: list[Ruled] = []
    left_over = list(words)
    for grid in meshes:
        inside = grid.held(left_over)
        table = grid.table(inside, page)
        if table is None:
            continue
        taken = set(map(id, inside))
        left_over = [word for word in left_over if id(word) not in taken]
        found.append(Ruled(grid.ys[0], grid.ys[-1], tuple(grid.xs), table))
    return sorted(found, key=lambda each: each.top), left_over


def _add(rules: Rules, x0: float, y0: float, x1: float, y1: float) -> None:
    if x1 - x0 > _THIN:
        if y1 - y0 <= _THIN:
            rules.across.append(Rule((y0 + y1) / 2, x0, x1))
    elif y1 - y0 > _THIN:
        rules.down.append(Rule((x0 + x1) / 2, y0, y1))


def _add_outline(rules: Rules, item: object, frame: Frame, box: tuple[float, float, float, float]) -> None:
    """The straight pieces of a path that is more than one line."""
    count = raw.FPDFPath_CountSegments(item)
    if not 0 < count <= _MAX_SEGMENTS:
        return
    stroke, fill = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    if not stroke.value:
        return
    if count <= 5:
        x0, y0, x1, y1 = box
        for rule in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            _add(rules, *rule)
        return
    _add_segments(rules, item, frame, count)


def _add_segments(rules: Rules, item: object, frame: Frame, count: int) -> None:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        px = matrix.a * x.value + matrix.c * y.value + matrix.e
        py = matrix.b * x.value + matrix.d * y.value + matrix.f
        point = frame.place(px, py)
        if last is not None and raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            _add(rules, min(last[0], point[0]), min(last[1], point[1]), max(last[0], point[0]), max(last[1], point[1]))
        last = point


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on one line that touch, as one."""
    joined: list[Rule] = []
    open_rules: list[Rule] = []
    for rule in sorted(rules, key=lambda each: (round(each.at), each.start)):
        for place, other in enumerate(open_rules):
            if (
                abs(other.at - rule.at) <= _NEAR / 2
                and rule.start <= other.end + _NEAR
                and other.start <= rule.end + _NEAR
            ):
                open_rules[place] = Rule(other.at, min(other.start, rule.start), max(other.end, rule.end))
                break
        else:
            joined += [other for other in open_rules if other.at < rule.at - _NEAR]
            open_rules = [other for other in open_rules if other.at >= rule.at - _NEAR]
            open_rules.append(rule)
    return joined + open_rules


def _groups(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that hang together by crossing each other."""
    parent = list(range(len(across) + len(down)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for i, row in enumerate(across):
        for j, column in enumerate(down, len(across)):
            if (row.start - _NEAR <= column.at <= row.end + _NEAR) and (
                column.start - _NEAR <= row.at <= column.end + _NEAR
            ):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, row in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(down, len(across)):
        groups.setdefault(root(j), ([], []))[1].append(column)
    return [group for group in groups.values() if len(group[0]) >= 2 and len(group[1]) >= 2]


def _edges(places: Iterable[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


class Mesh:
    """The grid that a group of rules draws."""

    def __init__(self, across: list[Rule], down: list[Rule]) -> None:
        self.xs = _edges(rule.at for rule in down)
        self.ys = _edges(rule.at for rule in across)
        self.across = across
        self.down = down
        self._walls: dict[int, list[Rule]] = {}  # by the number of a column edge
        self._floors: dict[int, list[Rule]] = {}

    def is_table(self) -> bool:
        """Whether there is more than one cell, and no more than any table has."""
        columns, rows = len(self.xs) - 1, len(self.ys) - 1
        wide = columns >= 1 and self.xs[-1] - self.xs[0] > 60
        return wide and rows >= 1 and columns * rows > 1 and columns <= MAX_COLUMNS and rows <= 1000

    def held(self, words: Sequence[Word]) -> list[Word]:
        """The words whose middle is inside."""
        x0, x1, y0, y1 = self.xs[0] - 1, self.xs[-1] + 1, self.ys[0] - 1, self.ys[-1] + 1
        return [
            word for word in words if y0 <= word.y - word.size * 0.3 <= y1 and x0 <= (word.left + word.right) / 2 <= x1
        ]

    def table(self, words: Sequence[Word], page: int) -> Table | None:
        """The cells with their words; None where nothing is written in two of them, or one of a row that a page cut."""
        anchors, merged = self._cells()
        held: dict[tuple[int, int], list[Word]] = {}
        for word in words:
            place = (_slot(self.ys, word.y - word.size * 0.3), _slot(self.xs, (word.left + word.right) / 2))
            held.setdefault(anchors[place], []).append(word)
        if len(held) < (1 if len(self.xs) > _CUT_ROW else 2):
            return None
        rows = tuple(
            tuple(cell_text(held.get((row, column), ())) for column in range(len(self.xs) - 1))
            for row in range(len(self.ys) - 1)
        )
        beside = frozenset(place for place in merged if anchors[place][0] == place[0])
        return Table(rows, page, frozenset(merged), beside=beside)

    def _cells(self) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
        """For each place the place its text goes to, and the places that others cover."""
        anchors: dict[tuple[int, int], tuple[int, int]] = {}
        merged: set[tuple[int, int]] = set()
        for row in range(len(self.ys) - 1):
            for column in range(len(self.xs) - 1):
                if (row, column) in anchors:
                    continue
                across = column + 1
                while across < len(self.xs) - 1 and not self._wall(across, row) and (row, across) not in anchors:
                    across += 1
                below = row + 1
                while below < len(self.ys) - 1 and not self._floor(below, column, across):
                    below += 1
                for r in range(row, below):
                    for c in range(column, across):
                        anchors[r, c] = (row, column)
                        if (r, c) != (row, column):
                            merged.add((r, c))
        return anchors, merged

    def _wall(self, edge: int, row: int) -> bool:
        """Whether a rule stands at a column edge over a row."""
        middle = (self.ys[row] + self.ys[row + 1]) / 2
        if edge not in self._walls:
            at = self.xs[edge]
            self._walls[edge] = [rule for rule in self.down if abs(rule.at - at) <= _NEAR]
        for rule in self._walls[edge]:  # noqa: SIM110 - `any` takes twice as long, and a page has thousands of cells
            if rule.start <= middle <= rule.end:
                return True
        return False

    def _floor(self, edge: int, column: int, across: int) -> bool:
        """Whether a rule lies at a row edge under any of some columns."""
        if edge not in self._floors:
            at = self.ys[edge]
            self._floors[edge] = [rule for rule in self.across if abs(rule.at - at) <= _NEAR]
        middles = [(self.xs[each] + self.xs[each + 1]) / 2 for each in range(column, across)]
        for rule in self._floors[edge]:
            for middle in middles:
                if rule.start <= middle <= rule.end:
                    return True
        return False


def _slot(edges: Sequence[float], place: float) -> int:
    """The interval a place falls into."""
    return bisect_right(edges, place, 1, len(edges) - 1) - 1


def in_rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words grouped into printed lines, top to bottom, each from left to right."""
    rows: list[list[Word]] = []
    base = 0.0
    for word in sorted(words, key=lambda each: (each.y, each.left)):
        if rows and word.y - base <= max(2.0, min(word.size, rows[-1][0].size) * 0.35):
            rows[-1].append(word)
        elif rows and word.y - base <= word.size * 0.7 and _free(rows[-1], word):
            rows[-1].append(word)  # the same line in another column, or a stamp set a little lower
        else:
            rows.append([word])
            base = word.y
    for row in rows:
        row.sort(key=lambda each: each.left)
    return rows


def _free(row: Sequence[Word], word: Word) -> bool:
    """Whether a word's place in a line is still free."""
    return all(word.left >= other.right - 0.5 or word.right <= other.left + 0.5 for other in row)


def cell_text(words: Iterable[Word]) -> str:
    """What a cell says: wrapped lines joined, items each on a line of its own."""
    text = ""
    for row in in_rows(words):
        line = spelled(row)
        if not line:
            continue
        if not text:
            text = line
        elif ITEM.match(line):
            text = f"{text}\n{line}"
        elif text.endswith("-") and text[-2:-1].isalnum():
            text += line
        else:
            text = f"{text} {line}"
    return text


def spelled(row: Sequence[Word]) -> str:
    """One printed line as text: words that touch are one word; the marks of footnotes leave no trace."""
    parts: list[str] = []
    edge = 0.0
    for word in row:
        touching = bool(parts) and word.opens and word.left - edge < word.size * 0.08
        if word.text:
            parts.append(word.text if touching or not parts else f" {word.text}")
        edge = word.right
    return clean("".join(parts))
