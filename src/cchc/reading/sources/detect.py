"""What a file is, by its content. The name only tells Markdown from other text."""

import io
import re
import zipfile
from typing import Literal

from cchc.reading.errors import Unreadable
from cchc.reading.sources.limits import MAX_MEMBERS

Kind = Literal["pdf", "docx", "doc", "html", "md", "txt", "image"]

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF87a", b"GIF89a")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|div|table|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN = re.compile(r"^(?:#{1,6} |\s*\*\*\S.*\*\*\s*$|\|.*\|\s*$|\s*\*[^*\s][^*]*\*\s*$)", re.MULTILINE)
_BLANK = b"\x00 \t\r\n\x0b\x0c"
_LOOK = 4096
_ADVICE_VI = "Hãy mở tệp bằng phần mềm đã tạo ra nó, lưu ở dạng DOCX hoặc PDF rồi gửi lại."
_ADVICE_EN = "Open it in the program that made it, save it as DOCX or PDF, and send it again."
_OLE = {
    "EncryptedPackage": "encrypted",
    "WordDocument": "doc",
    "Workbook": "XLS",
    "Book": "XLS",
    "PowerPoint Document": "PPT",
    "VisioDocument": "VSD",
    "__properties_version1.0": "MSG",
}


def detect(data: bytes, name: str) -> Kind:
    """The kind of file. Raises `Unreadable` for what is empty, protected, or of a kind that is not read."""
    if not data[:_LOOK].strip(_BLANK) and not data.strip(_BLANK):
        raise Unreadable("empty", "Tệp rỗng, không có nội dung nào.", "The file is empty.")
    head = data[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole(data)
    if head.startswith(_IMAGES[:4]) or (head.startswith(_IMAGES[4:]) and b"\x00" in head) or _is_webp(head):
        return "image"
    _refuse_others(head)
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    return _text(head, name)


def looks_like_markdown(text: str) -> bool:
    """Whether text carries Markdown marks: headings, bold lines, tables."""
    return len(_MARKDOWN.findall(text[:200_000], 0)) >= 2


def unsupported(what: str) -> Unreadable:
    """The error for a known format that is not read."""
    return Unreadable("unsupported", f"Chưa đọc được {what}. {_ADVICE_VI}", f"{what} is not read. {_ADVICE_EN}")


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _refuse_others(head: bytes) -> None:
    signatures = {
        b"{\\rtf": "RTF",
        b"7z\xbc\xaf\x27\x1c": "7Z",
        b"Rar!": "RAR",
        b"\x1f\x8b": "GZ",
        b"\x7fELF": "ELF",
        b"%!PS": "PostScript",
        b"AT&TFORM": "DjVu",
        b"\xdb\xa5": "DOC (Word 2)",
    }
    for signature, what in signatures.items():
        if head.startswith(signature):
            raise unsupported(f"tệp {what}" if what != "RTF" else "tệp RTF")
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        raise unsupported("ảnh HEIC/AVIF")
    if b"<w:wordDocument" in head or b"schemas.microsoft.com/office/2006/xmlPackage" in head:
        raise unsupported("tệp Word XML")
    if head.startswith(b"MZ") and b"\x00" in head:
        raise unsupported("chương trình Windows")


def _zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            start = archive.read("mimetype")[:100] if "mimetype" in names and _small(archive, "mimetype") else b""
    except Exception as error:  # zipfile raises many kinds on damaged input
        raise damaged("DOCX") from error
    if len(names) > MAX_MEMBERS:
        raise Unreadable("bomb", "Tệp nén chứa quá nhiều tệp con.", "The archive holds too many members.")
    if "[Content_Types].xml" in names and any(each.startswith("word/") for each in names):
        return "docx"
    if any(each.startswith("xl/") for each in names):
        raise unsupported("bảng tính XLSX")
    if any(each.startswith("ppt/") for each in names):
        raise unsupported("tệp trình chiếu PPTX")
    if b"opendocument" in start:
        raise unsupported("tệp ODT" if b".text" in start else "tệp OpenDocument")
    if b"epub" in start:
        raise unsupported("tệp EPUB")
    raise Unreadable(
        "unsupported",
        "Đây là tệp nén ZIP. Hãy giải nén và gửi từng văn bản.",
        "This is a ZIP archive. Unpack it and send the documents one by one.",
    )


def _small(archive: zipfile.ZipFile, name: str) -> bool:
    return archive.getinfo(name).file_size < 1000


def _ole(data: bytes) -> Kind:
    window = data[: 64 * 2**20]
    for name, kind in _OLE.items():
        if name.encode("utf-16-le") + b"\x00\x00" not in window:
            continue
        if kind == "encrypted":
            raise encrypted("DOCX")
        if kind == "doc":
            return "doc"
        raise unsupported(f"tệp {kind}")
    raise damaged("DOC")


def _text(head: bytes, name: str) -> Kind:
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_utf16(head)
    controls = sum(byte < 32 and byte not in (9, 10, 11, 12, 13, 26, 27) for byte in head)
    if not utf16 and controls > len(head) * 0.02:
        raise Unreadable(
            "unknown",
            "Không nhận ra định dạng của tệp: không phải PDF, DOCX, DOC, ảnh hay văn bản thuần.",
            "The format of the file is not known: neither PDF, DOCX, DOC, an image, nor plain text.",
        )
    return "md" if name.lower().endswith((".md", ".markdown")) else "txt"


def _looks_utf16(head: bytes) -> bool:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    return min(even, odd) <= half * 0.05 and max(even, odd) > half * 0.55


def damaged(what: str, detail: str = "") -> Unreadable:
    """The error for a file that is broken."""
    return Unreadable(
        "damaged",
        f"Tệp {what} bị hỏng hoặc bị cắt cụt nên không đọc được{detail and ' (' + detail + ')'}. Hãy gửi lại bản gốc.",
        f"The {what} file is damaged or cut short{detail and ' (' + detail + ')'}. Send the original again.",
    )


def encrypted(what: str) -> Unreadable:
    """The error for a file that asks for a password."""
    return Unreadable(
        "encrypted",
        f"Tệp {what} được bảo vệ bằng mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.",
        f"The {what} file is protected by a password. Remove the password and send it again.",
    )
