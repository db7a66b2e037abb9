"""Pages that are pictures: found, rendered in grey, recognised."""

import ctypes

import pypdfium2 as pdfium
from pypdfium2 import raw

from cchc.reading.sources.legacy import spelling
from cchc.reading.sources.limits import MAX_PIXELS
from cchc.reading.sources.ocr import DPI, Recognised, recognise

_FEW_LETTERS = 40
_SOME_LETTERS = 200
_MANY_OUTLINES = 300
_MANY_OBJECTS = 5000
_MOST_OF_PAGE = 0.5
_POOR_SPELLING = 0.6


def is_scan(page: pdfium.PdfPage, text: str) -> bool:
    """Whether a page has no text to speak of but a picture over most of it, or letters drawn as outlines."""
    if len(text) >= _FEW_LETTERS:
        return False
    kinds = [raw.FPDFPageObj_GetType(item) for item in _items(page)]
    nested = bool(raw.FPDF_PAGEOBJ_FORM in kinds)
    return nested or len(kinds) > _MANY_OUTLINES or has_large_picture(page)


def is_badly_recognised(page: pdfium.PdfPage, text: str) -> bool:
    """Whether a page is a picture with a text layer that somebody's recognition without Vietnamese made."""
    return len(text) >= _SOME_LETTERS and spelling(text) < _POOR_SPELLING and has_large_picture(page)


def has_large_picture(page: pdfium.PdfPage) -> bool:
    """Whether pictures cover most of the page; scanners often cut one into strips."""
    width, height = page.get_size()
    box = [ctypes.c_float() for _ in range(4)]
    refs = [ctypes.byref(each) for each in box]
    covered = 0.0
    for item in _items(page):
        is_image = raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_IMAGE
        if is_image and raw.FPDFPageObj_GetBounds(item, *refs):
            left, bottom, right, top = (each.value for each in box)
            covered += max(0.0, right - left) * max(0.0, top - bottom)
    return bool(covered > width * height * _MOST_OF_PAGE)


def _items(page: pdfium.PdfPage) -> list[object]:
    count = min(_MANY_OBJECTS, raw.FPDFPage_CountObjects(page.raw))
    return [raw.FPDFPage_GetObject(page.raw, number) for number in range(count)]


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
