"""Pages that are pictures: found, rendered in grey, recognised."""

import re

import pypdfium2 as pdfium

from cchc.reading.sources.limits import MAX_PIXELS
from cchc.reading.sources.ocr import DPI, Recognised, recognise
from cchc.reading.sources.pdf.ruling import Rules

_FEW_LETTERS = 40
_SOME_LETTERS = 200
_MANY_OUTLINES = 300
_MOST_OF_PAGE = 0.5
_FEW_MARKS = 0.25  # of the words; a Vietnamese text has 0.6, one that lost its marks next to none
_WORD = re.compile(r"[^\W\d_]{2,}")
_VIETNAMESE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")  # letters that only Vietnamese has


def is_scan(page: pdfium.PdfPage, rules: Rules, text: str) -> bool:
    """Whether a page has no text to speak of but a picture over most of it, or letters drawn as outlines."""
    if len(text) >= _FEW_LETTERS:
        return False
    return rules.nested or rules.outlines > _MANY_OUTLINES or _is_picture(page, rules)


def is_badly_recognised(page: pdfium.PdfPage, rules: Rules, text: str) -> bool:
    """Whether a page is a picture with a text layer that somebody's recognition without Vietnamese made."""
    return len(text) >= _SOME_LETTERS and _is_picture(page, rules) and _marks(text) < _FEW_MARKS


def _marks(text: str) -> float:
    """The share of words with a letter that only Vietnamese has."""
    words = _WORD.findall(text)
    return sum(bool(_VIETNAMESE.search(word)) for word in words) / max(1, len(words))


def _is_picture(page: pdfium.PdfPage, rules: Rules) -> bool:
    """Whether pictures cover most of the page; scanners often cut one into strips."""
    width, height = page.get_size()
    return bool(rules.pictures > width * height * _MOST_OF_PAGE)


def recognise_page(page: pdfium.PdfPage, number: int) -> Recognised:
    """The lines of a page by its picture."""
    width, height = page.get_size()
    scale = DPI / 72
    if width * height * scale * scale > MAX_PIXELS / 4:
        scale = (MAX_PIXELS / 4 / max(1.0, width * height)) ** 0.5
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        lines = bytes(bitmap.buffer)
        pixels = b"".join(
            lines[row * bitmap.stride : row * bitmap.stride + bitmap.width] for row in range(bitmap.height)
        )
        return recognise(pixels, bitmap.width, bitmap.height, number)
    finally:
        bitmap.close()
