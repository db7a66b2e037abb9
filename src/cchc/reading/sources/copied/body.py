"""The lines of the rows: their numbers, the names of groups, page numbers and heads between them, and the end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cchc.reading import markers
from cchc.reading.flat import flat, is_upper
from cchc.reading.sources.letters import clean

_SIGN = re.compile(
    r"(?:(?P<number>\d{1,3}(?:\.\d{1,2}){0,3})|(?P<roman>[IVX]{1,5})|(?P<letter>[A-HĐ]))(?P<stop>[.)/]?)"
    r"(?:\s+(?P<rest>\S.*))?$"
)
_PAGE_NUMBER = re.compile(r"(?:[-–] ?)?(?:[Tt]rang )?\d{1,3}(?:/\d{1,3})?(?: ?[-–])?$")
_CLOSES = re.compile(r"(?:tren day la|noi nhan|phu luc|ghi chu\s*:|\(?(?:ban hanh )?kem theo|(?:kt|tm|tl|tuq)\. )")
_INDEX = re.compile(r"\(?(?:\d{1,2}|[A-H])\)?$")
_INSIDE = re.compile(r"\s+(?=\d)")
_MOST_LINES = 120  # of a row
_MOST_TITLE = 240  # letters of a group's name
_HEAD_LINES = 12
_LEAST_COLUMNS = 4


class Raw(NamedTuple):
    """A line of a row: its number in the file, its words, whether a blank was kept at its end, an empty line above."""

    number: int
    text: str
    kept: bool
    gap: bool


@dataclass
class Part:
    """A row, or the name of a group: its sign and its lines, the first of them without the sign."""

    sign: str
    lines: list[Raw] = field(default_factory=list)
    is_group: bool = False


@dataclass
class Counted:
    """The numbers of the rows and groups so far, and how they are written."""

    path: tuple[int, ...] = ()
    roman: int = 0
    letter: int = 0
    fresh: bool = True
    alone: bool | None = None
    stop: str | None = None
    group_stop: str | None = None

    def takes(self, match: re.Match[str], *, parted: bool) -> bool:
        """Whether a sign goes on with the numbers so far; `parted`: the line stands between empty ones."""
        if match["number"]:
            return self._takes_number(match, parted=parted)
        value = markers.roman(match["roman"]) if match["roman"] else None
        if not _begins(match["rest"]) or self.group_stop not in (None, match["stop"]):
            return False
        if value == self.roman + 1:
            self.roman = value
        elif (letter := "ABCDEFGH".find(match["letter"] or match["roman"]) + 1) == self.letter + 1:
            self.letter, self.roman = letter, 0
        else:
            return False
        self.group_stop, self.fresh = match["stop"], True
        return True

    def _takes_number(self, match: re.Match[str], *, parted: bool) -> bool:
        path = tuple(map(int, match["number"].split(".")))
        alone = match["rest"] is None
        if not self._follows(path) or (not alone and not _begins(match["rest"])):
            return False
        if len(path) == 1 and self.stop not in (None, match["stop"]):
            return False
        if alone and (self.alone is False or (parted and self.alone is None)):
            return False  # the number of a page
        self.alone = alone if self.alone is None else self.alone
        self.stop = match["stop"] if len(path) == 1 else self.stop
        self.path, self.fresh = path, False
        return True

    def _follows(self, path: tuple[int, ...]) -> bool:
        last = self.path
        if self.fresh and path in ((1,), (1, 1)):
            return True
        raised = {(*last[:at], last[at] + 1) for at in range(len(last))}
        return path in raised or (bool(last) and path == (*last, 1))


def _begins(rest: str | None) -> bool:
    """Whether words may be the first of a cell."""
    return rest is not None and (rest[0].isupper() or rest[0] in '"“(-–' or re.match(r"\d+ ?%", rest) is not None)


def head_end(raws: Sequence[str], place: int, longest: int) -> tuple[str, int] | None:
    """The words of a head and the line of the first row."""
    words: list[str] = []
    for at in range(place, min(len(raws), place + 2 * _HEAD_LINES)):
        text = clean(raws[at])
        match = _SIGN.match(text) if words else None
        if match is not None and Counted().takes(match, parted=False):
            return " ".join(words), _past_index(raws, at)
        if words and text.strip("()").startswith(("1", "A")) and (start := _past_index(raws, at)) > at:
            return " ".join(words), start
        words += text.split()
        if len(text) > longest or sum(map(len, words)) > 4 * longest:
            return None
    return None


def _past_index(raws: Sequence[str], place: int) -> int:
    """The line behind a row that numbers the columns, on one line or on one for each."""
    seen: list[str] = []
    for at in range(place, min(len(raws), place + _HEAD_LINES)):
        found = clean(raws[at]).split()
        more = [*seen, *(word.strip("()") for word in found)]
        counted = [str(number) for number in range(1, len(more) + 1)]
        if not all(map(_INDEX.match, found)) or more not in (counted, ["A", *counted[:-1]], ["A", "B", *counted[:-2]]):
            return at if len(seen) >= _LEAST_COLUMNS else place
        seen = more
    return place


def read(raws: Sequence[str], start: int, head: str) -> list[Part]:
    """The rows from a line on; a head that is repeated and page numbers are no part of them."""
    counted, parts = Counted(), list[Part]()
    airy = _is_airy(raws, start)
    compact, gap, at = head.replace(" ", ""), False, start
    while at < len(raws):
        text = clean(raws[at])
        again = _repeated(raws, at, compact) if text and compact.startswith(text.replace(" ", "")) else at
        parted = _stands_alone(raws, at)
        match = _SIGN.match(text) if text else None
        if again > at:
            at, gap = _past_index(raws, again), False
            continue
        if match is not None and counted.takes(match, parted=parted):
            parts.append(Part(text[: match.end("stop")], is_group=not match["number"]))
            text, gap = match["rest"] or "", False
            if parts[-1].is_group and (found := _row_behind(text, counted)):
                parts[-1].lines.append(Raw(at, found[0], kept=False, gap=False))
                parts.append(Part(found[1]))
                text = found[2]
        elif _PAGE_NUMBER.match(text) and (parted or _is_beside_empty(raws, at)):
            at, gap = _past_blank(raws, at), False
            continue
        elif text and (not parts or _closes(text, parts[-1])):
            break
        if text:
            parts[-1].lines.append(Raw(at, " ".join(text.split()), raws[at].endswith(" "), gap and not airy))
            if len(parts[-1].lines) > _MOST_LINES:
                break
        gap = not text and not _before_page(raws, at)
        at += 1
    return _whole(parts)


def _row_behind(title: str, counted: Counted) -> tuple[str, str, str] | None:
    """A group's title, the number of its first row and the words behind it, where they are on one line."""
    for number in _INSIDE.finditer(title):
        match = _SIGN.match(title, number.end())
        if match is not None and match["number"] and match["rest"] and counted.takes(match, parted=False):
            return title[: number.start()], title[match.start() : match.end("stop")], match["rest"]
    return None


def _is_airy(raws: Sequence[str], start: int) -> bool:
    """Whether an empty line stands behind nearly every line."""
    near = raws[start : start + 40]
    return sum(not raw.strip() for raw in near) >= 0.4 * len(near)


def _repeated(raws: Sequence[str], place: int, compact: str) -> int:
    """The line behind a head that is repeated; the same line where none is."""
    seen = ""
    for at in range(place, min(len(raws), place + 2 * _HEAD_LINES)):
        seen += clean(raws[at]).replace(" ", "")
        if seen == compact:
            return at + 1
        if not compact.startswith(seen):
            break
    return place


def _stands_alone(raws: Sequence[str], at: int) -> bool:
    above, below = raws[at - 1] if at else "", raws[at + 1] if at + 1 < len(raws) else ""
    is_edge = "\f" in raws[at] or "\f" in below
    return is_edge or (not above.strip() and not below.strip())


def _is_beside_empty(raws: Sequence[str], at: int) -> bool:
    """Whether a line is the first or the last of its page, as far as empty lines tell."""
    return not raws[at - 1].strip() or at + 1 == len(raws) or not raws[at + 1].strip()


def _past_blank(raws: Sequence[str], at: int) -> int:
    at += 1
    while at < len(raws) and not raws[at].strip():
        at += 1
    return at


def _before_page(raws: Sequence[str], at: int) -> bool:
    """Whether an empty line is one of those around the number of a page or its end."""
    after = _past_blank(raws, at)
    if any("\f" in raw for raw in raws[at : after + 1]):
        return True
    return after < len(raws) and _stands_alone(raws, after) and _PAGE_NUMBER.match(clean(raws[after])) is not None


def _closes(text: str, part: Part) -> bool:
    """Whether a line is none of a table's: the closing sentence, an annex, a heading in capitals."""
    if _CLOSES.match(flat(text)):
        return True
    in_capitals = is_upper(text) and len(text.split()) >= 3
    return in_capitals and not (part.is_group and is_upper(" ".join(line.text for line in part.lines)))


def _whole(parts: list[Part]) -> list[Part]:
    """The parts, where a name too long for a group's is a row's without a number, and no table."""
    for at, part in enumerate(parts):
        if part.is_group and sum(len(line.text) for line in part.lines) > _MOST_TITLE:
            return parts[:at]
    return parts
