"""The words of one PDF page with their places, in points from the top left corner as the page is looked at."""

import ctypes
import math
import re
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2 as pdfium
from pypdfium2 import raw

_FRAGMENT = re.compile(r"[^\r\n\ufffe]+\ufffe?")
_WORD = re.compile(r"[^ \t\u00a0\u2000-\u200b\u3000]+")
_NOTE_MARK = re.compile(r"(?<=[^\W\d])\d{1,3}(?=\W*$)|(?<=[.,;:)\]”\"%])\d{1,3}$|^\d{1,3}(?=$|[^\W\d])")
_MAX_ANGLE = 0.09  # radians; a scan that lies a little askew is still read, a watermark across the page is not


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `y` is its baseline. `raised` is a number set small and high: the mark of a footnote."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    italic: bool
    raised: str = ""


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


def words_of(textpage: pdfium.PdfTextPage, frame: Frame) -> list[Word]:
    """All words, in the order in which the page draws them."""
    text = textpage.get_text_range(errors="replace")
    reader = _Reader(textpage, frame, index_of_text=len(text) != textpage.count_chars())
    found: list[Word] = []
    for fragment in _FRAGMENT.finditer(text):
        found += reader.fragment(fragment.group(), fragment.start())
    return found


class _Reader:
    """Asks pdfium for places with one set of buffers."""

    def __init__(self, textpage: pdfium.PdfTextPage, frame: Frame, *, index_of_text: bool) -> None:
        self.page = textpage.raw
        self.frame = frame
        self.index_of_text = index_of_text
        self.box = [ctypes.c_double() for _ in range(4)]
        self.refs = [ctypes.byref(each) for each in self.box]
        self.matrix = raw.FS_MATRIX()
        self.name = ctypes.create_string_buffer(100)
        self.flags = ctypes.c_int()

    def fragment(self, text: str, start: int) -> list[Word]:
        """The words of one run of text that pdfium holds for a line."""
        words = [(match.group().replace("\ufffe", "-"), start + match.start()) for match in _WORD.finditer(text)]
        if not words:
            return []
        first = self._index(words[0][1])
        turned = raw.FPDFText_GetCharAngle(self.page, first) + self.frame.rotation * math.pi / 2
        if abs(math.remainder(turned, math.tau)) > _MAX_ANGLE:
            return []
        size = max(self._size(first), self._size(self._index(words[-1][1])))
        base = max(self._origin(first)[1], self._origin(self._index(words[-1][1]))[1])
        return [self._word(word, at, size, base) for word, at in words]

    def _word(self, text: str, at: int, size: float, base: float) -> Word:
        index = self._index(at)
        bold, italic = self._font(index)
        left, y = self._origin(index)
        right = self._right(self._index(at + len(text) - 1))
        mark = _NOTE_MARK.search(text)
        raised = ""
        if mark is not None:
            place = self._index(at + mark.start())
            own = self._size(place)
            if own < size * 0.8 or base - self._bottom(place) > size * 0.18:
                text, raised = text[: mark.start()] + text[mark.end() :], mark.group()
            elif mark.start() == 0 and own != size:
                size = own
        return Word(text, left, max(left, right), y, size, bold, italic, raised)

    def _index(self, at: int) -> int:
        if not self.index_of_text:
            return at
        return max(0, int(raw.FPDFText_GetCharIndexFromTextIndex(self.page, at)))

    def _origin(self, index: int) -> tuple[float, float]:
        raw.FPDFText_GetCharOrigin(self.page, index, self.refs[0], self.refs[1])
        return self.frame.place(self.box[0].value, self.box[1].value)

    def _right(self, index: int) -> float:
        raw.FPDFText_GetCharBox(self.page, index, *self.refs)
        left, right, bottom, top = (each.value for each in self.box)
        return max(self.frame.place(left, bottom)[0], self.frame.place(right, top)[0])

    def _bottom(self, index: int) -> float:
        """Where the ink of a letter ends below, from the top."""
        raw.FPDFText_GetCharBox(self.page, index, *self.refs)
        left, right, bottom, top = (each.value for each in self.box)
        return max(self.frame.place(left, bottom)[1], self.frame.place(right, top)[1])

    def _size(self, index: int) -> float:
        size = float(raw.FPDFText_GetFontSize(self.page, index))
        if raw.FPDFText_GetMatrix(self.page, index, self.matrix):
            size *= math.hypot(self.matrix.c, self.matrix.d)
        return round(size, 1)

    def _font(self, index: int) -> tuple[bool, bool]:
        length = raw.FPDFText_GetFontInfo(self.page, index, self.name, 100, self.flags)
        return _style(self.name.value if 0 < length <= 100 else b"")


@lru_cache(maxsize=500)
def _style(name: bytes) -> tuple[bool, bool]:
    low = name.lower()
    return b"bold" in low or b"black" in low or b"heavy" in low, b"italic" in low or b"oblique" in low
