"""Places in the document's text: paragraphs, marked pieces, finding a sentence again, cutting one in two."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from cchc.common.text import squeeze


@dataclass(frozen=True)
class Mark:
    """The place of an item in the text."""

    id: int
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A run of text that the same items cover: `ids` from the shortest item to the longest.

    `opens` are the items whose first piece this is.
    """

    text: str
    ids: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()


@dataclass(frozen=True)
class Block:
    """One paragraph of the document: its number from 1, where it starts, and its pieces."""

    number: int
    start: int
    end: int
    pieces: tuple[Piece, ...]


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The places of the paragraphs that are not blank."""
    for found in re.finditer(r"[^\n]*\S[^\n]*", text):
        yield found.start(), found.end()


def blocks(text: str, marks: Iterable[Mark]) -> list[Block]:
    """The text as paragraphs cut into pieces at the borders of its marks."""
    ordered = sorted(marks, key=lambda mark: (mark.start, mark.end))
    out: list[Block] = []
    opened: set[int] = set()
    for number, (start, end) in enumerate(paragraphs(text), 1):
        here = [mark for mark in ordered if mark.start < end and mark.end > start]
        out.append(Block(number, start, end, tuple(_pieces(text, start, end, here, opened))))
    return out


def _pieces(text: str, start: int, end: int, marks: list[Mark], opened: set[int]) -> Iterator[Piece]:
    cuts = {
        start,
        end,
        *(m.start for m in marks if start < m.start < end),
        *(m.end for m in marks if start < m.end < end),
    }
    borders = sorted(cuts)
    for first, last in pairwise(borders):
        over = sorted((m for m in marks if m.start <= first and m.end >= last), key=lambda m: m.end - m.start)
        opens = tuple(m.id for m in over if m.id not in opened)
        opened.update(opens)
        yield Piece(text[first:last], tuple(m.id for m in over), opens)


def locate(text: str, wanted: str, near: int | None = None) -> tuple[int, int] | None:
    """Where a sentence stands in the text, white space aside; of several places the one nearest to `near`."""
    words = squeeze(wanted).split(" ")
    if not words or not words[0]:
        return None
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    places = [found.span() for found in pattern.finditer(text)]
    if not places:
        return None
    return min(places, key=lambda place: abs(place[0] - (near or 0)))


def taken(text: str, start: int, end: int, selected: str) -> tuple[int, int] | None:
    """The place of a selection: as given where the text there is what was selected, else where it is found again."""
    if 0 <= start < end <= len(text) and squeeze(text[start:end]) == squeeze(selected):
        return _trimmed(text, start, end)
    return locate(text, selected, near=start)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    bare = text[start:end]
    return start + len(bare) - len(bare.lstrip()), end - (len(bare) - len(bare.rstrip()))


@dataclass(frozen=True)
class Half:
    """One part of a sentence cut in two, with its place where the whole had one."""

    quote: str
    start: int | None
    end: int | None


def cut(quote: str, at: int, start: int | None, end: int | None, text: str) -> tuple[Half, Half]:
    """Cut a sentence in two before its character `at`. Raises ValueError when a part would be empty."""
    first, second = squeeze(quote[:at]), squeeze(quote[at:])
    if not first or not second:
        raise ValueError("a part would be empty")
    if start is None or end is None:
        return Half(first, None, None), Half(second, None, None)
    letters = len(re.sub(r"\s", "", quote[:at]))
    border = start
    while letters and border < end:
        letters -= 0 if text[border].isspace() else 1
        border += 1
    one, two = _trimmed(text, start, border), _trimmed(text, border, end)
    return Half(first, *one), Half(second, *two)
