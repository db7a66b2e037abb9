"""The words of laid-out lines parted into columns, and the lines of a cell made one text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cchc.reading.sources.laid_out.lines import WIDE, Line, Word, is_section, sign

_CUT_YEAR = re.compile(r"/(?:2|20|20\d)$")
_ITEM = re.compile(r"[-–+•*]\s")
_SHIFT = 8  # places that a cell may stand to the left of its column


class Column(NamedTuple):
    """The places a column takes: its first, and the one behind its last."""

    start: int
    end: int


@dataclass(frozen=True)
class Layout:
    """The columns of a table on each of its pages, and those whose cells may begin in small letters."""

    pages: dict[int, list[Column]]
    small: frozenset[int] = frozenset()


def of_head(head: Sequence[Line], columns: list[Column]) -> list[str]:
    """What the head says over each column."""
    cells = split(head, Layout({line.page: columns for line in head}))
    return [joined(texts) for texts in zip(*cells, strict=True)]


def split(lines: Sequence[Line], layout: Layout) -> list[list[str]]:
    """The words of a row's lines by columns."""
    found: list[list[str]] = []
    begun = [at in layout.small for at in range(len(layout.pages[lines[0].page]))]
    section = any(map(is_section, lines))
    for line in lines:
        columns = layout.pages[line.page]
        cells = [""] * len(columns)
        signs = 1 if section and sign(line) else 0
        if section and len(line.groups()) == 1 + signs:
            cells[0] = line.words[0].text if signs else ""
            cells[1] = " ".join(word.text for word in line.words[signs:])
        else:
            for word, at in zip(line.words, _places(line.words, columns, begun), strict=True):
                cells[at] = f"{cells[at]} {word.text}".strip()
        begun = [one or bool(cell) for one, cell in zip(begun, cells, strict=True)]
        found.append(cells)
    return found


def _places(words: Sequence[Word], columns: Sequence[Column], begun: Sequence[bool]) -> list[int]:
    """The column of each word: the cheapest way through the line, where what lies outside its column costs."""
    costs: list[list[float]] = []
    ways: list[list[int]] = []
    for number, word in enumerate(words):
        own = [_outside(word, columns, at) for at in range(len(columns))]
        if not number:
            costs.append(own)
            ways.append([-1] * len(columns))
            continue
        last, row, way = costs[-1], [], []
        for at in range(len(columns)):
            options = [(last[at] + (6.0 if word.before >= WIDE else 0.0), at)]
            options += [(last[one] + _parting(word, begun=begun[at]), one) for one in range(at)]
            cost, one = min(options)
            row.append(cost + own[at])
            way.append(one)
        costs.append(row)
        ways.append(way)
    at = min(range(len(columns)), key=lambda one: costs[-1][one])
    places = [at]
    for way in reversed(ways[1:]):
        at = way[at]
        places.append(at)
    return places[::-1]


def _outside(word: Word, columns: Sequence[Column], at: int) -> float:
    """What it costs that a word stands outside a column: before it a little, behind it more, but never without end."""
    before, behind = columns[at].start - word.start, word.end - columns[at].end
    cost = 0.6 * min(behind, 6) if behind > 0 else 0.0
    if at + 1 < len(columns):
        cost += max(0.0, 0.6 * (word.end - columns[at + 1].start))
    if before > 0:
        near = _SHIFT if word.before < WIDE else 2  # a full cell draws the next one to the left
        cost += 0.15 * before if before <= near else 0.6 + 1.5 * (before - near)
    return cost


def _parting(word: Word, *, begun: bool) -> float:
    """What it costs to begin a column with a word: nothing behind white, more where a cell would begin in small."""
    if word.before >= WIDE:
        return 0.0
    return 1.0 if begun or not word.text[0].islower() else 9.0


def joined(texts: Sequence[str]) -> str:
    """The lines of a cell as one; items stay on lines of their own."""
    text = ""
    for one in texts:
        if not one:
            continue
        if not text:
            text = one
        elif _ITEM.match(one):
            text = f"{text}\n{one}"
        elif (text.endswith("-") and text[-2:-1].isalnum()) or (_CUT_YEAR.search(text) and one[0].isdecimal()):
            text += one
        else:
            text = f"{text} {one}"
    return text
