"""The parts of a DOCX: unpacked under limits, parsed without entities, external links never followed."""

import io
import posixpath
import zipfile

from lxml import etree

from cchc.reading.errors import Unreadable
from cchc.reading.sources.detect import damaged, encrypted
from cchc.reading.sources.docx.silent import without_silent
from cchc.reading.sources.limits import MAX_PART, MAX_RATIO, MAX_UNPACKED, RATIO_FROM

_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
_MAIN = ("wordprocessingml.document.main+xml", "document.macroEnabled.main+xml", "template.main+xml",
         "template.macroEnabledTemplate.main+xml")  # fmt: skip
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))


class Package:
    """A DOCX that is open. `macros` says that it carries a program, which is never looked at."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._members = {each.filename.lstrip("/").lower(): each for each in self._archive.infolist()}
        except Exception as error:  # zipfile raises many kinds on damaged input
            raise damaged("DOCX") from error
        self._unpacked = 0
        self.old_fonts = False  # whether a part may name a font of before Unicode
        self.macros = any(name.endswith("vbaproject.bin") for name in self._members)
        self.main = self._main()

    def part(self, kind: str) -> etree._Element | None:
        """A part beside the main one, such as `styles`; None where it is missing or broken."""
        name = posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")
        try:
            return self.xml(name)
        except Unreadable as error:
            if error.code in ("bomb", "unsafe"):
                raise
            return None

    def document(self) -> etree._Element:
        """The main part."""
        root = self.xml(self.main)
        if root is None:
            raise damaged("DOCX", "word/document.xml")
        return root

    def xml(self, name: str) -> etree._Element | None:
        """A part as a tree, None where there is none."""
        data = self._bytes(name)
        if data is None:
            return None
        if (b"!" in data or b"\0" in data) and any(doctype in data for doctype in _DOCTYPES):
            raise Unreadable(
                "unsafe",
                "Tệp DOCX chứa khai báo thực thể XML (DOCTYPE), là dấu hiệu của tệp phá hoại; không đọc.",
                "The DOCX declares XML entities (DOCTYPE), which only a hostile file does; it is not read.",
            )
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        data, self.old_fonts = without_silent(data, fonts=self.old_fonts)
        try:
            return etree.fromstring(data, _parser(huge=len(data) > 8 * 2**20))
        except (etree.LxmlError, ValueError) as error:
            raise damaged("DOCX", name) from error

    def _bytes(self, name: str) -> bytes | None:
        member = self._members.get(name.lower())
        if member is None:
            return None
        if member.flag_bits & 1:
            raise encrypted("DOCX")
        if member.file_size > MAX_PART:
            raise bomb()
        try:
            with self._archive.open(member) as stream:
                data = stream.read(MAX_PART + 1)
        except Unreadable:
            raise
        except Exception as error:  # a damaged member
            raise damaged("DOCX", name) from error
        self._unpacked += len(data)
        ratio = len(data) / max(1, member.compress_size)
        if len(data) > MAX_PART or self._unpacked > MAX_UNPACKED or (len(data) > RATIO_FROM and ratio > MAX_RATIO):
            raise bomb()
        return data

    def _main(self) -> str:
        types = self.xml("[Content_Types].xml")
        for override in types if types is not None else ():
            if str(override.get("ContentType", "")).endswith(_MAIN):
                return str(override.get("PartName", "")).lstrip("/")
        return "word/document.xml"


def _parser(*, huge: bool) -> etree.XMLParser:
    """A parser that resolves no entity and fetches nothing."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=huge
    )


def bomb() -> Unreadable:
    """The error for a file that unpacks to far more than it is."""
    return Unreadable(
        "bomb",
        "Tệp DOCX giải nén ra lớn bất thường (dấu hiệu của tệp phá hoại); không đọc.",
        "The DOCX unpacks to an abnormal size, as only a hostile file does; it is not read.",
    )
