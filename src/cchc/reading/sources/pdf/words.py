"""The words of one PDF page with their places, in points from the top left corner as the page is looked at.

A run of words that pdfium holds for one line is kept whole where nothing stands beside it: asking for the place of
every word costs more than all the rest. Where columns may be (tables, head and foot of a paper) it is taken apart.
"""

import ctypes
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2 as pdfium
from pypdfium2 import raw

from cchc.reading.sources.pdf import calls

_RUN = re.compile(r"[^\r\n\ufffe]+\ufffe?")
_WORD = re.compile(r"[^ \t\u00a0\u2000-\u200b\u3000]+")
_MARK = re.compile(
    r"(?<=[^\W\d])\d{1,3}(?!\w)|(?<=[.,;:)\]”\"%])\d{1,3}(?=\s|$)|(?<!\S)\d{1,3}(?=\s|$)|^\d{1,3}(?=[^\W\d])"
)
_DIGIT = re.compile(r"\d")
_NO_MARKS: dict[int, int] = {}
_MAX_MARKS = 12  # numbers in one run that are looked at more closely
_MAX_ANGLE = 0.09  # radians; a scan that lies a little askew is still read, a watermark across the page is not


@dataclass(slots=True)
class Word:
    """A word, or a run of words. `y` is the baseline. `raised` is a number set small and high at its start."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    italic: bool
    raised: str = ""
    opens: bool = True  # the first of a run: only such a word may belong to the one before it


@dataclass(frozen=True, slots=True)
class Band:
    """Heights between which words are told apart; `styled` where it matters how they look.

    With `edges`, those of columns, a run that lies between two of them is kept whole.
    """

    top: float
    bottom: float
    styled: bool
    edges: Sequence[float] = ()

    def parts(self, left: float, right: float) -> bool:
        """Whether what reaches from one place to another has to be taken apart."""
        return not self.edges or bisect_right(self.edges, left) != bisect_left(self.edges, right)


@dataclass(frozen=True)
class Frame:
    """From the page's own coordinates to those of the reader, who turns the page as it says."""

    width: float
    height: float
    rotation: int

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point as (from the left, from the top)."""
        if self.rotation == 1:
            return y, x
        if self.rotation == 2:
            return self.width - x, y
        if self.rotation == 3:
            return self.width - y, self.height - x
        return x, self.height - y


def frame_of(page: pdfium.PdfPage) -> Frame:
    """The frame of a page; width and height are as looked at."""
    width, height = page.get_size()
    return Frame(width, height, int(raw.FPDFPage_GetRotation(page.raw)))


def text_of(textpage: pdfium.PdfTextPage) -> str:
    """The text of a page as pdfium holds it: the ground for the places below."""
    return str(textpage.get_text_range(errors="replace"))


def words_of(textpage: pdfium.PdfTextPage, text: str, frame: Frame, apart: Sequence[Band]) -> list[Word]:
    """All words, in the order in which the page draws them; runs between the heights `apart` word by word."""
    reader = _Reader(textpage, frame, index_of_text=len(text) != textpage.count_chars())
    found: list[Word] = []
    for run in _RUN.finditer(text):
        found += reader.run(run.group(), run.start(), apart)
    return found


class _Reader:
    """Asks pdfium for places with one set of buffers."""

    def __init__(self, textpage: pdfium.PdfTextPage, frame: Frame, *, index_of_text: bool) -> None:
        self.page = textpage.raw
        self.frame = frame
        self.index_of_text = index_of_text
        self.spaced = False  # whether the run before ended in white
        self.box = (ctypes.c_double * 4)()
        self._address = calls.address(textpage.raw)
        self._places = [calls.address(self.box) + place * 8 for place in range(4)]
        self.matrix = raw.FS_MATRIX()
        self.name = ctypes.create_string_buffer(100)
        self.flags = ctypes.c_int()

    def run(self, text: str, start: int, apart: Sequence[Band]) -> Iterator[Word]:
        """The words of one run."""
        stripped = text.lstrip()
        touching = len(text) == len(stripped) and not self.spaced
        self.spaced = text[-1:].isspace()
        start += len(text) - len(stripped)
        text = stripped.rstrip().replace("\ufffe", "-")
        if not text:
            return
        first = self._index(start)
        size = self._size(first)
        if self._is_askew():
            return
        if text[0].isdigit():  # it may be a mark
            size = max(size, self._size(self._index(start + text.rfind(" ") + 1)))
        marks = self._marks(text, start, size) if _DIGIT.search(text) else _NO_MARKS
        raised = ""
        if start in marks:
            raised = text[: marks[start] - start]
            rest = text[len(raised) :].lstrip()
            if not rest:
                left, y = self._origin(first)
                yield Word(
                    "",
                    left,
                    self._right(self._index(start + len(text) - 1)),
                    y,
                    size,
                    bold=False,
                    italic=False,
                    raised=raised,
                )
                return
            touching = touching and len(rest) + len(raised) == len(text)
            start += len(text) - len(rest)
            text = rest
        yield from self._words(text, start, (size, raised, touching), marks, apart)

    def _words(self, text: str, start: int, known: tuple[float, str, bool], marks: dict[int, int],
               apart: Sequence[Band]) -> Iterator[Word]:  # fmt: skip
        """A run as one, or word by word where it stands between heights that ask for it."""
        size, raised, touching = known
        left, y = self._origin(self._index(start))
        last = self._index(start + len(text) - 1)
        band = next((band for band in apart if band.top <= y <= band.bottom + size), None) if " " in text else None
        if band is None or not band.parts(left, self._right(last)):
            yield self._word(_Piece(text, start, size, raised, styled=band is None or band.styled), (left, y), marks,
                             opens=touching)  # fmt: skip
            return
        for place, match in enumerate(_WORD.finditer(text)):
            piece = _Piece(match.group(), start + match.start(), size, "" if place else raised, band.styled)
            if place:
                left, y = self._origin(self._index(piece.start))
            yield self._word(piece, (left, y), marks, opens=touching and place == 0)

    def _word(self, piece: "_Piece", place: tuple[float, float], marks: dict[int, int], *, opens: bool) -> Word:
        text, start = piece.text, piece.start
        left, y = place
        last = self._index(start + len(text) - 1)
        right = max(left, self._right(last))
        bold, italic = self._font(self._index(start)) if piece.styled else (False, False)
        if (bold or italic) and " " in text:
            ending = self._font(last)
            bold, italic = bold and ending[0], italic and ending[1]
        if marks:
            text = _without(text, start, marks)
        return Word(text, left, right, y, piece.size, bold, italic, piece.raised, opens)

    def _marks(self, text: str, start: int, size: float) -> dict[int, int]:
        """Where the marks of footnotes begin and end: numbers that are smaller or stand higher than the rest."""
        found = {}
        for number, match in enumerate(_MARK.finditer(text)):
            if number >= _MAX_MARKS:
                break
            index = self._index(start + match.start())
            if self._size(index) < size * 0.8 or self._origin(index)[1] - self._bottom(index) > size * 0.18:
                found[start + match.start()] = start + match.end()
        return found

    def _is_askew(self) -> bool:
        """Whether the letter that was last measured does not stand upright, as the page is looked at."""
        turned = math.atan2(self.matrix.b, self.matrix.a) - self.frame.rotation * math.pi / 2
        return abs(math.remainder(turned, math.tau)) > _MAX_ANGLE

    def _index(self, at: int) -> int:
        if not self.index_of_text:
            return at
        return max(0, int(raw.FPDFText_GetCharIndexFromTextIndex(self.page, at)))

    def _origin(self, index: int) -> tuple[float, float]:
        calls.origin_of(self._address, index, *self._places[:2])
        x, y, _, _ = self.box
        return (x, self.frame.height - y) if self.frame.rotation == 0 else self.frame.place(x, y)

    def _box(self, index: int) -> tuple[float, float, float, float]:
        """The ink of a letter: left, right, bottom, top as the page has it."""
        calls.box_of(self._address, index, *self._places)
        left, right, bottom, top = self.box
        return left, right, bottom, top

    def _right(self, index: int) -> float:
        left, right, bottom, top = self._box(index)
        if self.frame.rotation == 0:
            return right
        return max(self.frame.place(left, bottom)[0], self.frame.place(right, top)[0])

    def _bottom(self, index: int) -> float:
        """Where the ink of a letter ends below, from the top."""
        left, right, bottom, top = self._box(index)
        return max(self.frame.place(left, bottom)[1], self.frame.place(right, top)[1])

    def _size(self, index: int) -> float:
        size = float(raw.FPDFText_GetFontSize(self.page, index))
        if raw.FPDFText_GetMatrix(self.page, index, self.matrix):
            size *= math.hypot(self.matrix.c, self.matrix.d)
        return round(size, 1)

    def _font(self, index: int) -> tuple[bool, bool]:
        length = raw.FPDFText_GetFontInfo(self.page, index, self.name, 100, self.flags)
        return _style(self.name.value if 0 < length <= 100 else b"")


@dataclass(slots=True)
class _Piece:
    """What becomes one word: its text, where it starts in the page's text, its size, the mark before it."""

    text: str
    start: int
    size: float
    raised: str
    styled: bool = True


def _without(text: str, start: int, marks: dict[int, int]) -> str:
    """The text without the marks of footnotes that fall into it."""
    for begin, end in sorted(marks.items(), reverse=True):
        if start <= begin and end <= start + len(text):
            text = text[: begin - start] + text[end - start :]
    return text.strip()


@lru_cache(maxsize=500)
def _style(name: bytes) -> tuple[bool, bool]:
    low = name.lower()
    return b"bold" in low or b"black" in low or b"heavy" in low, b"italic" in low or b"oblique" in low
