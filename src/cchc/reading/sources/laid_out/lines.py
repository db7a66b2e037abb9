"""The printed lines of a table in laid-out text: its head, the numbers of its rows, and where it ends."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cchc.reading import markers
from cchc.reading.flat import flat, is_upper

NUMBER_HEAD = re.compile(r"^(?:s\.?tt|tt|so tt|so)$")
NAMES = re.compile(
    r"nhiem vu|noi dung|cong viec|hoat dong|giai phap|chi tieu|muc tieu|chi so|tieu chi|chu tri|phoi hop|trach nhiem"
    r"|phan cong|don vi|dvt|co quan|thoi gian|thoi han|tien do|hoan thanh|san pham|ket qua|ghi chu|kinh phi|ke hoach"
    r"|thuc hien|hien trang|theo doi|muc phan dau|\bnam\b|lanh dao"
)
SIGN = re.compile(r"^\(?(?:(?P<number>\d{1,3}(?:\.\d{1,2}){0,2})|(?P<roman>[IVX]{1,5})|(?P<letter>[A-HĐ]))[.)]?$")
_ENDS = re.compile(r"(?:phu luc|noi nhan|ghi chu\s*:|\(?(?:ban hanh )?kem theo)\b")
_WORD = re.compile(r"\S+")
_MOST_HEADS, _MOST_BLANK = 7, 2
_MARGIN = 12  # places: numbers of rows stand within
LEAST_COLUMNS = 3
WIDE = 2  # spaces that part columns


class Word(NamedTuple):
    """A word of a line: its first place, the place behind it, its text, the spaces before it."""

    start: int
    end: int
    text: str
    before: int


@dataclass
class Line:
    """A line with words: its number in the file, its page, the empty lines above it."""

    number: int
    page: int
    words: list[Word]
    blank: int = 0

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)

    def groups(self) -> list[list[Word]]:
        """Words with one space between them together."""
        found: list[list[Word]] = []
        for word in self.words:
            if found and word.before < WIDE:
                found[-1].append(word)
            else:
                found.append([word])
        return found


def printed(raws: Sequence[str]) -> list[Line]:
    """The lines of a text, empty ones too; pages by their form feeds."""
    lines: list[Line] = []
    page = blank = 0
    for number, raw in enumerate(raws):
        page += raw.count("\f")
        text = unicodedata.normalize("NFC", raw.replace("\f", "").replace("\u00a0", " ").expandtabs(8))
        words: list[Word] = []
        for match in _WORD.finditer(text):
            before = match.start() - (words[-1].end if words else 0)
            words.append(Word(match.start(), match.end(), match.group(), before))
        lines.append(Line(number, page, words, blank))
        blank = 0 if words else blank + 1
    return lines


def sign(line: Line) -> re.Match[str] | None:
    """The number or the letter that a row begins with."""
    match = SIGN.match(line.words[0].text)
    return match if match and (len(line.words) == 1 or line.words[1].before >= WIDE) else None


def is_section(line: Line) -> bool:
    """Whether a line names the group of the rows below it: a Roman number or a letter and words without columns."""
    match = sign(line)
    return match is not None and not match["number"] and len(line.groups()) == WIDE


def is_anchor(raw: str) -> bool:
    """Whether a line may be the line of a head that holds the name of the column of numbers."""
    first, *rest = [flat(one) for one in re.split(r"\s{2,}", unicodedata.normalize("NFC", raw).strip())]
    return bool(rest) and NUMBER_HEAD.match(first) is not None and any(map(NAMES.search, rest))


def head_start(lines: Sequence[Line], anchor: int) -> int:
    """The first line of a head whose number's name stands in its middle."""
    first = anchor
    edge = lines[anchor].words[0].end
    while first and anchor - first < _MOST_HEADS and lines[first - 1].words and lines[first - 1].words[0].start > edge:
        groups = [flat(" ".join(word.text for word in group)) for group in lines[first - 1].groups()]
        if not all(NAMES.search(text) and len(text) < 40 for text in groups):
            break
        first -= 1
    return first


def head_end(lines: Sequence[Line], anchor: int) -> int | None:
    """Where the rows begin: at the first line with a number, or that is no part of a head."""
    edge = lines[anchor].words[0].end
    for place in range(anchor + 1, min(len(lines), anchor + _MOST_HEADS + 1)):
        line = lines[place]
        if not line.words:
            continue
        if sign(line) and line.words[0].start <= edge + 2:
            return place
        if line.words[0].start <= edge:
            return None
        texts = [" ".join(word.text for word in group) for group in line.groups()]
        if not all(text[0].islower() or text[0] in "(0123456789" or NAMES.search(flat(text)) for text in texts):
            return place
    return None


@dataclass
class Draft:
    """The lines of a table: its head, its rows, its head again on later pages; and the line of the file behind it."""

    head: list[Line]
    body: list[Line] = field(default_factory=list)
    repeated: list[Line] = field(default_factory=list)
    end: int = 0


def take_body(lines: Sequence[Line], start: int, draft: Draft) -> None:
    """The lines of the rows, up to the first that cannot belong to them; a repeated head is left out."""
    head = [line.text for line in draft.head]
    counted = _Counted()
    edges: dict[int, int] = {}
    for place in range(start, len(lines)):
        line = lines[place]
        if not line.words:
            continue
        if line.page not in edges:
            edges[line.page] = _edge(lines, place)
        if line.text in head and (line.text != head[0] or len(head) == 1 or _repeats(lines, place, head)):
            draft.repeated.append(line)
            continue
        before = draft.body[-1] if draft.body else None
        if _is_page_number(lines, place, edges[line.page]):
            continue
        if not _belongs(line, before, edges[line.page], counted):
            break
        draft.body.append(line)
        draft.end = place + 1
    while draft.body and (is_section(draft.body[-1]) or (len(draft.body[-1].words) == 1 and sign(draft.body[-1]))):
        draft.end = draft.body.pop().number


def _repeats(lines: Sequence[Line], place: int, head: Sequence[str]) -> bool:
    following = [line.text for line in lines[place : place + 2 * len(head)] if line.words]
    return following[: len(head)] == list(head)


def _is_page_number(lines: Sequence[Line], place: int, edge: int) -> bool:
    """Whether a line has only a number, right of the column of numbers, first or last on its page."""
    line = lines[place]
    if len(line.words) > 1 or not line.words[0].text.isdecimal() or line.words[0].start <= edge:
        return False
    above = next((one for one in reversed(lines[max(0, place - 9) : place]) if one.words), None)
    below = next((one for one in lines[place + 1 : place + 9] if one.words), None)
    return above is None or below is None or above.page != line.page or below.page != line.page


def _edge(lines: Sequence[Line], place: int) -> int:
    """Where the second column begins on the page of a line: the leftmost word right of the numbers."""
    near = [line for line in lines[place : place + 60] if line.words and line.page == lines[place].page]
    ends = [line.words[0].end for line in near if sign(line) and line.words[0].start < _MARGIN]
    if not ends:
        return min((line.words[0].start for line in near), default=0)
    edges = [line.words[1].start for line in near if sign(line) and len(line.words) > 1]
    edges += [line.words[0].start for line in near if len(line.groups()) > 1 and line.words[0].start > min(ends)]
    return max(min(ends) + 1, min(edges, default=0))


@dataclass
class _Counted:
    """The numbers of the rows so far."""

    last: int = 0
    roman: int = 0
    letter: int = 0
    dotted: bool | None = None
    fresh: bool = True

    def takes(self, match: re.Match[str]) -> bool:
        """Whether a sign goes on with the numbers so far."""
        if match["number"] and "." in match["number"]:
            return True
        if match["number"]:
            dotted = match.group().endswith(".")
            value = int(match["number"])
            right = value == self.last + 1 or (value == 1 and self.fresh)
            if not right or self.dotted not in (None, dotted):
                return False
            self.last, self.dotted, self.fresh = value, dotted, False
            return True
        value = markers.roman(match["roman"]) or 0 if match["roman"] else "ABCDEFGHĐ".index(match["letter"]) + 1
        if match["roman"] and value == self.roman + 1:
            self.roman = value
        elif (letter := "ABCDEFGH".find(match.group().strip("(.)")) + 1) == self.letter + 1:
            self.letter = letter
        else:
            return False
        self.fresh = True
        return True


def _belongs(line: Line, before: Line | None, edge: int, counted: _Counted) -> bool:
    match = sign(line)
    groups = line.groups()
    if match and line.words[0].start < edge:
        rest = " ".join(word.text for word in line.words[1:])
        heading = match.group().endswith(".") and is_upper(rest) and len(groups) <= WIDE
        index = match.group().startswith("(") and len(groups) >= LEAST_COLUMNS
        return index or (not heading and counted.takes(match))
    if line.words[0].start < edge - 1 or line.blank > _MOST_BLANK or _ENDS.match(flat(line.text)):
        return False
    if len(groups) == 1 and len(line.words) > 1 and is_upper(line.text) and line.words[0].start > edge + 4:
        return False
    same_page = before is not None and before.page == line.page
    return not (line.blank and same_page and len(groups) == 1 and line.words[0].start > edge + 4)
