"""Tables out of files: the sheets of a workbook or the lines of a CSV, as plain cells, with what is broken in them."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import IO, Any

from django.utils.translation import gettext as _
from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from cchc.common import media, shown
from cchc.common.errors import Refused

from .cells import Cell, text_of

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_BYTES = 200 * 1024 * 1024  # of a workbook once unpacked
_WORKBOOKS = (media.XLSX, "application/vnd.ms-excel", "application/vnd.oasis.opendocument.spreadsheet")
_TEXTS = (media.CSV, media.TEXT)
_LOOKED_AT = 50  # rows whose width is looked at
_TROUBLE = re.compile(rb"""\st\s*=\s*["']e["']|<(?:[\w.-]+:)?f[\s/>]""")  # in a sheet: an error, or a formula
_HINTS = (b'"e"', b"'e'", b"<f", b":f", b"\0")  # no trouble without one of them: much faster to look for
_PIECE = 1 << 20
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
NOT_COUNTED = "?"


@dataclass(frozen=True)
class Table:
    """One sheet. `broken`: (row, column) from 0 → what stands there: an error such as #DIV/0!, or NOT_COUNTED."""

    name: str
    rows: list[list[Cell]]
    broken: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return not any(text_of(cell) for row in self.rows for cell in row)


@dataclass(frozen=True)
class Stream:
    """One sheet that is read from the top each time `rows` is called: its rows are never all there at once.

    `height`: how many rows it has. `broken`: as in `Table`.
    """

    name: str
    height: int
    rows: Callable[[], Iterator[list[Cell]]]
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)


def is_table(media_type: str, name: str) -> bool:
    """Whether a file of this kind can hold a table; plain text only where its name says that it is one."""
    if media_type == media.TEXT:
        return name.lower().endswith((".txt", ".tsv"))
    return media_type in _WORKBOOKS or media_type == media.CSV


def sheet_names(data: bytes, media_type: str) -> list[str]:
    """The names of the sheets; a CSV has one without a name. Raises Refused when the file cannot be opened."""
    return [""] if media_type in _TEXTS else list(_workbook(data).sheet_names)


def first_full_sheet(data: bytes, media_type: str) -> str:
    """The first sheet that holds anything; the first, when none does (reading it then refuses)."""
    names = sheet_names(data, media_type)
    for name in names:
        try:
            read_table(data, media_type, name)
        except Refused:
            continue
        return name
    return names[0]


def read_table(data: bytes, media_type: str, sheet: str = "", *, most_rows: int = MOST_ROWS) -> Table:
    """The cells of one sheet (the first, if none is named). Raises Refused, saying what and where."""
    stream = open_table(data, media_type, sheet, most_rows=most_rows)
    return Table(stream.name, list(stream.rows()), dict(stream.broken))


def open_table(data: bytes, media_type: str, sheet: str = "", *, most_rows: int = MOST_ROWS) -> Stream:
    """One sheet (the first, if none is named) to be read row by row. Raises Refused, saying what and where."""
    if media_type in _TEXTS:
        stream = _text_stream(data)
    else:
        book = _workbook(data)
        names = list(book.sheet_names)
        if sheet and sheet not in names:
            raise Refused(_("Tệp không có trang tính “%(sheet)s”.") % {"sheet": sheet}, field="sheet")
        name = sheet or names[0]
        broken = _broken_cells(data, names.index(name)) if media_type == media.XLSX else {}
        stream = _sheet_stream(book, name, broken)
    _check_size(stream, most_rows)
    return stream


def _sheet_stream(book: CalamineWorkbook, name: str, broken: Mapping[tuple[int, int], str]) -> Stream:
    sheet = book.get_sheet_by_name(name)
    left = [""] * (sheet.start or (0, 0))[1]  # the reader leaves out empty columns at the left, though no rows above

    def rows() -> Iterator[list[Cell]]:
        for row in sheet.iter_rows():
            yield [*left, *map(_plain, row)]

    height = sheet.end[0] + 1 if sheet.end else 0
    return Stream(name, height, rows, broken)


def _plain(cell: Any) -> Cell:
    """A cell as text, number, yes/no or day; an hour or a span of time as the text it is."""
    return cell if isinstance(cell, str | float | int | bool | date) else str(cell)


def _check_size(stream: Stream, most_rows: int) -> None:
    if stream.height > most_rows or any(len(row) > MOST_COLUMNS for row in islice(stream.rows(), _LOOKED_AT)):
        said = _("Bảng quá lớn: nhận tối đa %(rows)s dòng và %(columns)s cột trong một tệp. Hãy chia tệp.")
        values = {"rows": shown.number(most_rows), "columns": shown.number(MOST_COLUMNS)}
        raise Refused(said % values, field="file")
    if not any(text_of(cell) for row in stream.rows() for cell in row):
        raise Refused(_("Trang tính rỗng, không có dòng nào."), field="sheet")


def _workbook(data: bytes) -> CalamineWorkbook:
    if data.startswith(b"PK"):
        _check_unpacked(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError as error:
        said = _("Không mở được bảng tính: tệp hỏng hoặc không phải XLSX, XLS, ODS. Mở lại bằng Excel rồi lưu lại.")
        raise Refused(said, field="file") from error
    if not book.sheet_names:
        raise Refused(_("Bảng tính không có trang tính nào."), field="file")
    return book


def _check_unpacked(data: bytes) -> None:
    """A small archive may unpack into a huge one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Refused(_("Không mở được bảng tính: tệp hỏng, thiếu phần cuối."), field="file") from error
    if size > MOST_BYTES:
        raise Refused(_("Bảng tính mở ra quá lớn, không nhận. Hãy bỏ các trang và định dạng thừa."), field="file")


def _broken_cells(data: bytes, place: int) -> dict[tuple[int, int], str]:
    """Cells whose formula failed, or was saved without its result: the cell reader gives both as empty."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = _sheet_part(archive, place)
            with archive.open(member) as part:
                if not _may_be_broken(part):
                    return {}
            with archive.open(member) as part:
                return dict(_failures(part))
    except (KeyError, etree.XMLSyntaxError):
        return {}


def _may_be_broken(part: IO[bytes]) -> bool:
    """Whether a sheet has any error or formula; told from its bytes, a hundred times as fast as from its elements."""
    end = b""
    while piece := part.read(_PIECE):
        text = end + piece
        if any(hint in text for hint in _HINTS) and (b"\0" in text or _TROUBLE.search(text)):
            return True  # in an encoding of two bytes, too, the elements must be asked
        end = piece[-64:]
    return False


def _sheet_part(archive: zipfile.ZipFile, place: int) -> str:
    """The member that holds the sheet in this place of the workbook. Raises KeyError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    sheets = etree.fromstring(archive.read("xl/workbook.xml"), parser).findall(f"{_MAIN}sheets/{_MAIN}sheet")
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {str(node.get("Id")): str(node.get("Target")) for node in relations}
    if place >= len(sheets):
        raise KeyError(place)
    target = targets[str(sheets[place].get(_REL))].removeprefix("/")
    return target if target.startswith("xl/") else f"xl/{target}"


def _failures(part: IO[bytes]) -> Iterator[tuple[tuple[int, int], str]]:
    tags = (f"{_MAIN}c", f"{_MAIN}row")
    for _event, node in etree.iterparse(part, tag=tags, resolve_entities=False, no_network=True):
        if node.tag == tags[1]:  # a row that is over is let go, or the whole sheet would be kept
            while node.getprevious() is not None:
                del node.getparent()[0]
            node.clear()
            continue
        value = node.find(f"{_MAIN}v")
        at = _place(str(node.get("r")))
        if node.get("t") == "e":
            yield at, (value.text if value is not None and value.text else "#N/A")
        elif node.find(f"{_MAIN}f") is not None and (value is None or not value.text):
            yield at, NOT_COUNTED


def _place(reference: str) -> tuple[int, int]:
    """ "B3" as (2, 1)."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]) - 1, column - 1


def column_letter(place: int) -> str:
    """The spreadsheet's name of a column counted from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _text_stream(data: bytes) -> Stream:
    code = _encoding(data)
    sample = re.sub(r'"[^"]*"', "", data[:16384].decode(code, "ignore"))  # what stands between quotes separates nothing
    counts = {mark: sample.count(mark) for mark in (";", "\t", ",")}
    delimiter = max(counts, key=lambda mark: counts[mark])
    if ";" in sample and counts[";"] >= sample.count("\n"):
        delimiter = ";"  # a decimal comma is common beside it

    def rows() -> Iterator[list[Cell]]:
        with io.TextIOWrapper(io.BytesIO(data), encoding=code, newline="") as lines:
            yield from map(list, csv.reader(lines, delimiter=delimiter))

    try:
        height = sum(1 for _row in rows())
    except csv.Error as error:
        raise Refused(_("Không đọc được tệp CSV: có dấu nháy hoặc dòng bị hỏng."), field="file") from error
    return Stream("", height, rows)


def _encoding(data: bytes) -> str:
    for code in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1258"):
        try:
            data.decode(code)
        except UnicodeDecodeError:
            continue
        return code
    raise Refused(_("Không đọc được chữ trong tệp: hãy lưu lại thành CSV UTF-8."), field="file")
