"""What a file is, told by its first bytes and never by its name; and how a file may be called."""

import unicodedata
from pathlib import PurePosixPath

OCTETS = "application/octet-stream"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
DOCX = f"{_OPEN_XML}wordprocessingml.document"
XLSX = f"{_OPEN_XML}spreadsheetml.sheet"
PPTX = f"{_OPEN_XML}presentationml.presentation"
PDF = "application/pdf"
TEXT = "text/plain"
CSV = "text/csv"

# Media type: the word an office has for it.
KINDS = {
    PDF: "PDF",
    DOCX: "Word (DOCX)",
    XLSX: "Excel (XLSX)",
    PPTX: "PowerPoint (PPTX)",
    "application/msword": "Word 97 (DOC)",
    "application/vnd.ms-excel": "Excel 97 (XLS)",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    TEXT: "TXT",
    CSV: "CSV",
}
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_INSIDE_ZIP = (("word/document", DOCX), ("xl/workbook", XLSX), ("ppt/presentation", PPTX))
_INSIDE_OLE = (("WordDocument", "application/msword"), ("Workbook", "application/vnd.ms-excel"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LONGEST_NAME = 180


def media_type(data: bytes, name: str = "") -> str:
    """The media type of a whole file by its content. The name only tells CSV from other plain text.

    Gives `application/octet-stream` for whatever is none of KINDS, an encrypted or broken office file included.
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _of_zip(data)
    if data.startswith(_OLE):
        return next((kind for stream, kind in _INSIDE_OLE if stream.encode("utf-16-le") in data), OCTETS)
    if _is_text(data):
        return CSV if name.lower().endswith(".csv") else TEXT
    return OCTETS


def _of_zip(data: bytes) -> str:
    """The kind of an archive by the names in its directory, which is kept uncompressed."""
    first = data[30:120]
    for kind in ("text", "spreadsheet"):
        if first.startswith(f"mimetypeapplication/vnd.oasis.opendocument.{kind}".encode()):
            return f"application/vnd.oasis.opendocument.{kind}"
    if b"[Content_Types].xml" not in data:
        return OCTETS
    return next((kind for member, kind in _INSIDE_ZIP if member.encode() in data), OCTETS)


def _is_text(data: bytes) -> bool:
    """Text in UTF-8, UTF-16 with its mark, or an older one-byte code: no control characters beside white space."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            data.decode("utf-16")
        except UnicodeDecodeError:
            return False
        return True
    return bool(data) and not data.translate(None, delete=_TEXT_BYTES)


_TEXT_BYTES = bytes(set(range(256)) - (set(range(32)) - {9, 10, 12, 13}) - {127})


def clean_name(name: str) -> str:
    """The name without folders, control and invisible characters, NFC, at most 180 characters; the ending stays."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/")).rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    if len(kept) > _LONGEST_NAME:
        ending = PurePosixPath(kept).suffix[:12]
        kept = kept[: _LONGEST_NAME - len(ending)].rstrip() + ending
    return kept or "tep"
