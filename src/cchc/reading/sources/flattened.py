"""Tables whose cells stand one a line, as text taken out of a document's cells has them.

A head begins with "STT" or "TT" alone on its line and gives the names of the columns, one a line, up to the first
number; the rows follow, each from its number to the next one. They are a table where most rows have as many lines as
the head has names: with empty lines for empty cells, or without any.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from cchc.reading import markers
from cchc.reading.blocks import Table
from cchc.reading.flat import flat, is_upper
from cchc.reading.sources import copied
from cchc.reading.sources.laid_out import Found
from cchc.reading.sources.laid_out.lines import LEAST_COLUMNS, NAMES, NUMBER_HEAD, SIGN
from cchc.reading.sources.letters import clean

_MOST_NAMES, _LONGEST_NAME = 40, 60
_MOST_FAILED = 30  # heads of a text behind which the rows of a copied table are looked for in vain
_ENOUGH = 0.6  # of the rows must have a line for each name
_WHEN_NAME = re.compile(r"thoi gian|thoi han|tien do|hoan thanh")
_WHEN = re.compile(r"\b(?:quy|thang|nam|ngay|tuan|hang|thuong xuyen|truoc|thoi han|theo|ca nam)\b|\d/\d")
_UNIT_WORD = re.compile(r"^(?:%|[a-z ]{2,15})$")
_FIGURE_NAME = re.compile(r"\bnam\b|ke hoach|thuc hien 20|gia tri")
_FIGURE = re.compile(r"^(?:[<>≥≤=]+\s*)?\d[\d.,]*\s*%?$")
_SPANS = re.compile(r"(?:phan cong|(?:co quan|don vi|to chuc) thuc hien|trach nhiem|ke hoach|muc tieu|chi tieu)")
_UNIT = re.compile(r"^(?:don vi(?: tinh)?|dvt)$")
_CLOSES = re.compile(r"(?:tren day la|noi nhan|phu luc|ghi chu)\b")


class _Cell(NamedTuple):
    line: int
    text: str


def find(raws: Sequence[str]) -> list[Found]:
    """The tables of a text's lines, in order."""
    found: list[Found] = []
    failed = 0
    for place, raw in enumerate(raws):
        alone = len(raw) < _LONGEST_NAME and NUMBER_HEAD.match(flat(clean(raw)))
        if (alone or copied.may_begin(raw)) and (not found or place >= found[-1].end):
            table = _read(raws, place) if alone else None
            if table is None and failed < _MOST_FAILED:
                table = copied.read(raws, place)
                failed += table is None
            if table is not None:
                found.append(table)
    return found


def _read(raws: Sequence[str], head: int) -> Found | None:
    names, start = _names(raws, head)
    cells = (_cells(raws, start, blank=True), _cells(raws, start, blank=False)) if names else ()
    tries = [(each, _rows(of, len(each))) for each in _unfolded(names) for of in cells]
    names, rows = next((one for one in tries if _is_whole(*one)), ([], []))
    if not rows:
        return None
    while not rows[-1][-1].text:
        rows[-1].pop()  # empty lines behind a table are no cells of it
    beside: set[tuple[int, int]] = set()
    grid = [tuple(names)]
    for row in rows:
        if _is_group(row):
            beside |= {(len(grid), column) for column in range(2, len(names))}
        grid.append(_filled(row, names))
    merged = frozenset(beside)
    return Found(head, rows[-1][-1].line + 1, Table(tuple(grid), None, merged, beside=merged))


def _names(raws: Sequence[str], head: int) -> tuple[list[str], int]:
    """The names of the columns and the line of the first row; a head of two rows repeats its first name."""
    names: list[str] = []
    for place in range(head, min(len(raws), head + _MOST_NAMES)):
        text = clean(raws[place])
        if names and SIGN.match(text):
            blocks = _blocks(names)
            known = sum(bool(NAMES.search(flat(name))) for name in blocks)
            return (blocks if known >= len(blocks) - 2 and known > 1 else []), place
        if len(text) > _LONGEST_NAME:
            break
        names += [text] if text else []
    return [], head


def _blocks(names: Sequence[str]) -> list[str]:
    starts = [place for place, name in enumerate(names) if name == names[0]]
    width = starts[1] if len(starts) > 1 else len(names)
    if len(names) % width:
        return []
    rows = [names[at : at + width] for at in range(0, len(names), width)]
    return [" ".join(dict.fromkeys(column)) for column in zip(*rows, strict=True)]


def _unfolded(names: list[str]) -> Iterator[list[str]]:
    """The names as they stand, and as they are when the last ones stand below one of those before them."""
    yield names
    for place, name in enumerate(names):
        if _SPANS.match(flat(name)):
            yield from ([*names[:place], *names[-under:], *names[place + 1 : -under]] for under in (2, 3))


def _is_whole(names: Sequence[str], rows: Sequence[Sequence[_Cell]]) -> bool:
    counted = [row for row in rows if not _is_group(row)]
    whole = sum(len(row) == len(names) for row in counted)
    return len(names) >= LEAST_COLUMNS and whole >= max(_ENOUGH * len(counted), 2)


def _cells(raws: Sequence[str], start: int, *, blank: bool) -> list[_Cell]:
    cells = [_Cell(number, " ".join(clean(raws[number]).split())) for number in range(start, len(raws))]
    return cells if blank else [cell for cell in cells if cell.text]


def _rows(cells: Sequence[_Cell], width: int) -> list[list[_Cell]]:
    """The cells of each row; the last row ends with its last cell, or where the text goes on with something else."""
    rows: list[list[_Cell]] = []
    place, last, grouped = 0, 0, True
    while place < len(cells):
        sign = _number(cells[place].text)
        if sign is None or (sign and sign not in ({last + 1, 1} if grouped else {last + 1})):
            break
        last, grouped = (sign, False) if sign else (last, True)
        end = _end(cells, place, width, sign or last, is_group=not sign)
        rows.append(list(cells[place:end]))
        place = end
    while rows and _is_group(rows[-1]):
        rows.pop()
    return rows


def _number(text: str) -> int | None:
    """The number of a row; 0 for the sign of a group; None for no sign."""
    match = SIGN.match(text)
    if match is None or "." in (match["number"] or ""):
        return None
    return int(match["number"]) if match["number"] else 0


def _end(cells: Sequence[_Cell], place: int, width: int, number: int, *, is_group: bool) -> int:
    """Where a row ends: a line for each name, if the next row begins there, else before the next number."""
    follows = {number + 1, 0, *([1] if is_group else [])}

    def begins(at: int) -> bool:
        return at < len(cells) and _number(cells[at].text) in follows

    if not is_group and (begins(place + width) or _is_over(cells, place + width)):
        return place + width
    further = range(place + 2, min(len(cells), place + 2 * width + 4))
    following = next((at for at in further if begins(at)), None)
    if following is not None:
        return following
    end = place + 1
    while end < min(len(cells), place + width) and not _closes(cells[end].text):
        end += 1
    return end


def _is_over(cells: Sequence[_Cell], place: int) -> bool:
    """Whether nothing follows, or what is no part of a table."""
    following = next((cell.text for cell in cells[place:] if cell.text), None)
    return place <= len(cells) and (following is None or _closes(following))


def _closes(text: str) -> bool:
    """Whether a line is none of a table's: a heading, an item, the closing sentence, an annex."""
    marker = markers.parse(text)
    return bool(_CLOSES.match(flat(text)) or marker is not None or (len(text) > _LONGEST_NAME and is_upper(text)))


def _is_group(row: Sequence[_Cell]) -> bool:
    """Whether a row names the group of those below it; a merged cell's words may stand once for each column."""
    match = SIGN.match(row[0].text)
    return match is not None and not match["number"] and len({cell.text for cell in row[1:] if cell.text}) <= 1


def _filled(row: Sequence[_Cell], names: Sequence[str]) -> tuple[str, ...]:
    """A row's cells under their names: a missing unit is left empty, lines too many belong to the second cell."""
    texts = [cell.text for cell in row]
    width = len(names)
    if _is_group(row):
        texts = [texts[0], next(filter(None, texts[1:]), "")]
    if len(texts) > width:
        more = len(texts) - width
        texts = [texts[0], "\n".join(texts[1 : 2 + more]), *texts[2 + more :]]
    places = max(combinations(range(1, width), min(len(texts), width) - 1), key=lambda at: _suits(texts[1:], at, names))
    found = dict(zip((0, *places), texts, strict=True))
    return tuple(found.get(at, "") for at in range(width))


def _suits(texts: Sequence[str], places: Sequence[int], names: Sequence[str]) -> int:
    """How well cells suit the columns that they are put into, where an empty one between them left no line."""
    kinds = ((_WHEN_NAME, _WHEN), (_UNIT, _UNIT_WORD), (_FIGURE_NAME, _FIGURE))
    found = 0
    for text, at in zip(texts, places, strict=True):
        for name, cell in kinds:
            is_one = name.search(flat(names[at])) is not None
            fits = cell.search(flat(text)) is not None
            found += (1 if fits else -1) if is_one else 0
    return found
