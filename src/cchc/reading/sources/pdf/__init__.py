"""PDF: the text layer with its geometry; pages without one are recognised."""

import threading

import pypdfium2 as pdfium
from pypdfium2 import raw

from cchc.reading.blocks import PrintedLines
from cchc.reading.errors import Unreadable
from cchc.reading.sources.detect import damaged, encrypted
from cchc.reading.sources.limits import Clock, check_pages, check_text
from cchc.reading.sources.pdf.document import assemble
from cchc.reading.sources.pdf.layout import PageLayout, page_layout
from cchc.reading.sources.pdf.ruling import rules_of, tables_of
from cchc.reading.sources.pdf.words import frame_of, words_of
from cchc.reading.sources.progress import Progress

_ONE_AT_A_TIME = threading.Lock()  # pdfium may not be entered by two threads
_STAMPS = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_FREETEXT)


def read(data: bytes, clock: Clock, progress: Progress | None) -> PrintedLines:
    """Lines, tables and notes of a PDF."""
    with _ONE_AT_A_TIME:
        document = _open(data)
        try:
            return _read(document, clock, progress)
        finally:
            document.close()


def _read(document: pdfium.PdfDocument, clock: Clock, progress: Progress | None) -> PrintedLines:
    count = len(document)
    check_pages(count)
    pages: list[PageLayout] = []
    length = 0
    for number in range(count):
        clock.check()
        layout, characters = _page(document, number)
        pages.append(layout)
        length += characters
        check_text(length)
        if progress:
            progress(number + 1, count)
    lines, notes = assemble(pages)
    if not lines:
        raise Unreadable("no_text", "PDF không có chữ nào.", "The PDF holds no text.")
    return PrintedLines("pdf", tuple(lines), count, (), tuple(notes), "text")


def _page(document: pdfium.PdfDocument, number: int) -> tuple[PageLayout, int]:
    page = document[number]
    try:
        if _has_stamps(page) and raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
            page.close()
            page = document[number]
        frame = frame_of(page)
        textpage = page.get_textpage()
        try:
            words = words_of(textpage, frame)
        finally:
            textpage.close()
        rules = rules_of(page, frame)
        tables, rest = tables_of(rules, words, number + 1)
        return page_layout(number + 1, frame, rest, tables, rules), sum(len(word.text) for word in words)
    finally:
        page.close()


def _has_stamps(page: pdfium.PdfPage) -> bool:
    """Whether something is stamped on the page, as the number and the date of a signed paper often are."""
    for number in range(min(50, raw.FPDFPage_GetAnnotCount(page.raw))):
        annotation = raw.FPDFPage_GetAnnot(page.raw, number)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind in _STAMPS:
            return True
    return False


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise encrypted("PDF") from error
        raise damaged("PDF") from error
