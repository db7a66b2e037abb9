"""One PDF page as lines, tables and notes: footnotes are taken out, what stands in columns is kept apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from cchc.reading.blocks import Line, Note, Table
from cchc.reading.sources.pdf.ruling import Rule, Ruled, Rules, in_rows, spelled
from cchc.reading.sources.pdf.unruled import find as find_unruled
from cchc.reading.sources.pdf.words import Frame, Word

_GUTTER = 14.0  # points of white between two columns
_NOTE_START = re.compile(r"^(\d{1,3})\s*(?=\D|$)")
_RECIPIENTS = re.compile(r"^Nơi nhận", re.IGNORECASE)
_PLACE_AND_DATE = re.compile(r"ngày\b.{0,12}\btháng\b.{0,12}\bnăm\b", re.IGNORECASE)
_NUMBER_LINE = re.compile(r"^Số\s*:", re.IGNORECASE)
_OPEN_DATE = re.compile(r"\bngày\b.{0,30}\b(?:tháng|năm)$", re.IGNORECASE)
_ANNEX = re.compile(r"(?:Phụ lục|PHỤ LỤC)\b")
_SIGN = re.compile(r"(?:(?:[IVX]{1,5}|[A-HĐ]|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)/:]|\d{1,2}(?:\.\d{1,2})+|[-–—+•●*▪])$")


class Row:
    """One printed line with its words: baseline from the top, edges, the letter size of most of it, its text."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.y = words[0].y
        self.left = words[0].left
        self.right = max(word.right for word in words)
        self.size = max(words, key=lambda word: len(word.text) + word.size / 100).size
        self.text = spelled(words)

    def gaps(self) -> list[tuple[float, float]]:
        """White between words that is wide enough to part columns; what a tab leaves behind a sign ("I.") is none."""
        found = []
        edge = self.words[0].right
        signed = bool(_SIGN.match(self.words[0].text))
        for place, word in enumerate(self.words[1:]):
            if word.left - edge >= _GUTTER and not (signed and place == 0):
                found.append((edge, word.left))
            edge = max(edge, word.right)
        return found


@dataclass
class PageLayout:
    """A page before the whole document is known: rows that run, tables, notes, from top to bottom."""

    number: int
    frame: Frame
    rows: list[Row]
    tables: list[Ruled] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    separator: float | None = None
    recognised: list[Line] | None = None


def page_layout(number: int, frame: Frame, words: Sequence[Word], tables: list[Ruled], rules: Rules) -> PageLayout:
    """Rows of the words outside tables; the separator of footnotes if one is drawn."""
    unruled, lines = find_unruled(
        [line for line in in_rows(word for word in words if word.text or word.raised) if line], number
    )
    rows = [Row(line) for line in lines]
    tables = [*tables, *unruled]
    return PageLayout(
        number, frame, [row for row in rows if row.text], tables, separator=_separator(rules, tables, frame)
    )


def take_notes(page: PageLayout, body: float, *, goes_on: bool) -> None:
    """Move the footnotes from the rows to the notes.

    `body` is the document's usual letter size; `goes_on` tells that the page before ended in a note.
    """
    start = _notes_start(page, body, goes_on=goes_on)
    if start is None:
        return
    below, page.rows = page.rows[start:], page.rows[:start]
    for row in below:
        label, text = _note_label(row)
        if label or not page.notes:
            page.notes.append(Note(label, text, page.number))
        else:
            last = page.notes[-1]
            page.notes[-1] = Note(last.label, f"{last.text} {text}".strip(), last.page)


def to_lines(page: PageLayout) -> list[Line | Table]:
    """Lines and tables in reading order."""
    if page.recognised is not None:
        return list(page.recognised)
    found: list[tuple[float, Line | Table]] = [(each.top, each.table) for each in page.tables]
    leading = _leading(page.rows)
    margins = _margins(page.rows)
    place = 0
    last: float | None = None
    while place < len(page.rows):
        block = _columns(page.rows, place)
        if block > place + 1:
            found.append((page.rows[place].y, _side_by_side(page.rows[place:block], page.number)))
            last = page.rows[block - 1].y
            place = block
            continue
        row = page.rows[place]
        above = [last or 0.0, *(each.bottom + leading / 2 for each in page.tables if each.top < row.y)]
        gap = _gap(row.y - max(above), leading) if max(above) else 0
        last = row.y
        found.append((row.y, _line(row, page.number, gap, margins)))
        place += 1
    found.sort(key=lambda each: each[0])
    return [each for _, each in found]


def _gap(step: float, leading: float) -> int:
    """Empty lines above; the white that parts paragraphs counts as one."""
    if step < leading * 1.2:
        return 0
    return max(1, round(step / leading - 1))


def _line(row: Row, page: int, gap: int, margins: tuple[float, float]) -> Line:
    bold = sum(len(word.text) for word in row.words if word.bold)
    italic = sum(len(word.text) for word in row.words if word.italic)
    letters = sum(len(word.text) for word in row.words)
    before, after = row.left - margins[0], margins[1] - row.right
    return Line(
        text=row.text,
        page=page,
        gap=gap,
        x=round(row.left, 1),
        size=row.size,
        bold=bold > letters * 0.7,
        right=round(row.right, 1),
        italic=italic > letters * 0.7,
        centred=before > 25 and abs(before - after) < 12,
    )


def _separator(rules: Rules, tables: Sequence[Ruled], frame: Frame) -> float | None:
    """The short rule above footnotes: at the left, in the lower part, in no table."""
    found = [rule.at for rule in rules.across if _is_separator(rule, frame) and not _inside(rule.at, tables)]
    return max(found, default=None)


def _is_separator(rule: Rule, frame: Frame) -> bool:
    return rule.start < frame.width * 0.25 and 90 < rule.end - rule.start < 260 and rule.at > frame.height * 0.25


def _inside(y: float, tables: Sequence[Ruled]) -> bool:
    return any(table.top - 3 <= y <= table.bottom + 3 for table in tables)


def _notes_start(page: PageLayout, body: float, *, goes_on: bool) -> int | None:
    small = len(page.rows)
    while small and page.rows[small - 1].size < body - 0.9:
        small -= 1
    if small == len(page.rows):
        return None
    if page.separator is not None:
        below = next((place for place, row in enumerate(page.rows) if row.y > page.separator), len(page.rows))
        if below >= small:
            return below if below < len(page.rows) else None
    if goes_on and small and page.rows[-1].y > page.frame.height * 0.8 and page.rows[small - 1].size >= body - 0.5:
        return small
    for place in range(small, len(page.rows)):
        if _note_label(page.rows[place])[0]:
            return place
    return None


def _note_label(row: Row) -> tuple[str, str]:
    first = row.words[0]
    if first.raised:
        return first.raised, row.text
    match = _NOTE_START.match(row.text)
    smaller = len(row.words) == 1 or first.size < row.words[1].size
    if match and first.text.isdecimal() and smaller:
        return match[1], row.text[match.end() :].strip()
    return "", row.text


def _columns(rows: Sequence[Row], start: int) -> int:
    """The end of a block of rows from `start` that stand in two columns with white between them; `start` if none."""
    gutter: tuple[float, float] | None = None
    both = 0
    end = start
    signature = False
    for place in range(start, min(len(rows), start + 60)):
        row = rows[place]
        if place > start and row.y - rows[place - 1].y > (130 if signature else 60):
            break
        gap, is_both = _shared(row, gutter)
        if gap is None or _ANNEX.match(row.text):
            break
        open_date = end == place > start and _OPEN_DATE.search(rows[place - 1].text) and row.left >= gap[1]
        gutter = gap
        both += is_both
        signature = signature or bool(_RECIPIENTS.match(row.text))
        if is_both or signature or open_date or _NUMBER_LINE.match(row.text) or _PLACE_AND_DATE.search(row.text):
            end = place + 1
    return end if both >= 2 or (signature and both and end - start >= 2) else start


def _shared(row: Row, gutter: tuple[float, float] | None) -> tuple[tuple[float, float] | None, bool]:
    """White that this row and those above leave between two columns (None: it fills it), and whether it has both."""
    gaps = row.gaps()
    if gutter is None:
        return (max(gaps, key=lambda gap: gap[1] - gap[0]), True) if gaps else (None, False)
    for gap in gaps:
        low, high = max(gutter[0], gap[0]), min(gutter[1], gap[1])
        if high - low >= _GUTTER / 2:
            return (low, high), True
    if row.left >= gutter[0]:
        low, high = gutter[0], min(gutter[1], row.left)
    else:
        low, high = max(gutter[0], row.right), gutter[1]
    return ((low, high) if high - low >= _GUTTER / 2 else None), False


def _side_by_side(rows: Sequence[Row], page: int) -> Table:
    """Two columns as an unruled table; a line "Số: …" begins its second row."""
    gutter: tuple[float, float] | None = None
    for row in rows:
        gutter = _shared(row, gutter)[0] or gutter
    middle = sum(gutter) / 2 if gutter else 0.0
    left: list[str] = []
    right: list[str] = []
    grid: list[tuple[str, str]] = []
    for row in rows:
        one = spelled([word for word in row.words if word.left < middle])
        other = spelled([word for word in row.words if word.left >= middle])
        if _NUMBER_LINE.match(one) and left:
            grid.append(("\n".join(left), "\n".join(right)))
            left, right = [], []
        left += [one] if one else []
        right += [other] if other else []
    grid.append(("\n".join(left), "\n".join(right)))
    return Table(tuple(grid), page, ruled=False)


def _leading(rows: Sequence[Row]) -> float:
    steps = [after.y - before.y for before, after in pairwise(rows) if 4 < after.y - before.y < 40]
    return max(6.0, median(steps)) if steps else 18.0


def _margins(rows: Sequence[Row]) -> tuple[float, float]:
    return min((row.left for row in rows), default=0.0), max((row.right for row in rows), default=0.0)
