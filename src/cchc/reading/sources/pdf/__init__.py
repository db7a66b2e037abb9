"""PDF: the text layer with its geometry; pages without one are recognised."""

import re
import threading
from dataclasses import replace

import pypdfium2 as pdfium
from pypdfium2 import raw

from cchc.reading.blocks import Layer, Line, PrintedLines
from cchc.reading.errors import Unreadable
from cchc.reading.sources import footnotes, legacy
from cchc.reading.sources.detect import damaged, encrypted
from cchc.reading.sources.limits import MAX_OCR_PAGES, OCR_SECONDS_A_PAGE, Clock, check_pages, check_text
from cchc.reading.sources.ocr import is_available, needs_tool
from cchc.reading.sources.pdf.document import assemble
from cchc.reading.sources.pdf.layout import PageLayout, page_layout
from cchc.reading.sources.pdf.ruling import meshes_of, rules_of, tables_of
from cchc.reading.sources.pdf.scans import is_badly_recognised, is_scan, recognise_page
from cchc.reading.sources.pdf.words import Band, Frame, frame_of, text_of, words_of
from cchc.reading.sources.progress import Progress

_ONE_AT_A_TIME = threading.Lock()  # pdfium may not be entered by two threads
_HAS_COLUMNS = re.compile(r"Nơi nhận|CỘNG H(?:ÒA|OÀ)|Độc lập\s*-", re.IGNORECASE)
_STAMPS = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_FREETEXT)


def read(data: bytes, clock: Clock, progress: Progress | None) -> PrintedLines:
    """Lines, tables and notes of a PDF."""
    with _ONE_AT_A_TIME:
        document = _open(data)
        try:
            return _Reader(document, clock).read(progress)
        finally:
            document.close()


class _Reader:
    """Reads page after page and keeps what the whole document must know."""

    def __init__(self, document: pdfium.PdfDocument, clock: Clock) -> None:
        self.document = document
        self.clock = clock
        self.length = 0
        self.confidences: list[float] = []
        self.scanned: list[int] = []
        self.unread: list[int] = []
        self.broken: list[int] = []
        self.old_codes: set[legacy.Code] = set()
        self._can_recognise: bool | None = None

    def read(self, progress: Progress | None) -> PrintedLines:
        """All pages."""
        count = len(self.document)
        check_pages(count)
        pages = []
        for number in range(count):
            self.clock.check()
            pages.append(self._page(number))
            check_text(self.length)
            if progress:
                progress(number + 1, count)
        lines, notes = assemble(pages)
        if not lines:
            raise self._nothing(count)
        if not notes:
            lines, notes = footnotes.take(lines)
        mean = round(sum(self.confidences) / len(self.confidences), 3) if self.confidences else None
        layer: Layer = "ocr" if self.scanned else "text"
        return PrintedLines("pdf", tuple(lines), count, tuple(self._warnings()), tuple(notes), layer, mean)

    def _page(self, number: int) -> PageLayout:
        try:
            page = self.document[number]
        except pdfium.PdfiumError:
            self.broken.append(number + 1)
            return PageLayout(number + 1, Frame(595, 842, 0), [])
        try:
            stamped = _has_stamps(page)
            if stamped and raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
                page.close()
                page = self.document[number]
            return self._layout(page, number + 1, stamped=stamped)
        finally:
            page.close()

    def _layout(self, page: pdfium.PdfPage, number: int, *, stamped: bool) -> PageLayout:
        frame = frame_of(page)
        rules = rules_of(page, frame)
        meshes = meshes_of(rules)
        textpage = page.get_textpage()
        try:
            text = text_of(textpage)
            columns = (
                [Band(0.0, frame.height, styled=True)] if number == 1 or stamped or _HAS_COLUMNS.search(text) else []
            )
            bands = [Band(mesh.ys[0], mesh.ys[-1], styled=False, edges=mesh.xs) for mesh in meshes]
            words = words_of(textpage, text, frame, bands + columns)
        finally:
            textpage.close()
        self.length += len(text)
        scan = is_scan(page, rules, text)
        if scan or is_badly_recognised(page, rules, text):
            recognised = self._recognise(page, number)
            if recognised is not None:
                return PageLayout(number, frame, [], recognised=recognised)
            if scan:
                self.unread.append(number)
        code = legacy.detect(text)
        if code is not None:
            self.old_codes.add(code)
            words = [replace(word, text=legacy.convert(word.text, code)) for word in words]
        tables, rest = tables_of(meshes, words, number)
        return page_layout(number, frame, rest, tables, rules)

    def _recognise(self, page: pdfium.PdfPage, number: int) -> list[Line] | None:
        """The lines of a page by its picture; None where recognition is not installed or too much is asked."""
        if self._can_recognise is None:
            self._can_recognise = is_available()
        if not self._can_recognise or len(self.scanned) >= MAX_OCR_PAGES:
            return None
        self.clock.pause_free(OCR_SECONDS_A_PAGE)
        found = recognise_page(page, number)
        self.scanned.append(number)
        self.confidences += found.confidences
        return found.lines

    def _nothing(self, count: int) -> Unreadable:
        if self.broken and len(self.broken) == count:
            return damaged("PDF")
        if self.unread and not self._can_recognise:
            return needs_tool()
        return Unreadable("no_text", "PDF không có chữ nào đọc được.", "The PDF holds no text that can be read.")

    def _warnings(self) -> list[str]:
        said = []
        if self.scanned:
            said.append(f"Trang {_list(self.scanned)} là ảnh quét, được nhận dạng (OCR): cần người đối chiếu.")
        if self.unread:
            said.append(f"Trang {_list(self.unread)} là ảnh quét, chưa đọc được: cần Tesseract tiếng Việt.")
        if self.broken:
            said.append(f"Trang {_list(self.broken)} bị hỏng, không đọc được.")
        if self.old_codes:
            said.append("Văn bản dùng bảng mã cũ (TCVN3 hoặc VNI); đã chuyển sang Unicode, cần đọc lại một lượt.")
        return said


def _list(numbers: list[int]) -> str:
    """Page numbers as a person writes them: 1-3, 5."""
    parts: list[str] = []
    start = last = numbers[0]
    for number in [*numbers[1:], None]:
        if number is not None and number == last + 1:
            last = number
            continue
        parts.append(str(start) if start == last else f"{start}-{last}")
        if number is not None:
            start = last = number
    return ", ".join(parts)


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
