"""Builders of documents for tests: DOCX from raw XML, PDF by typst, all with words of our own."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

import pypdfium2 as pdfium
import typst

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def paragraph(text: str = "", *, properties: str = "", run: str = "") -> str:
    """A paragraph of one run, as XML."""
    mark = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    look = f"<w:rPr>{run}</w:rPr>" if run else ""
    return f'<w:p>{mark}<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def numbered(text: str, number: int, depth: int = 0) -> str:
    """A paragraph with an automatic number, as XML."""
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def level(depth: int, form: str, text: str, *, start: int = 1, extra: str = "") -> str:
    """One level of a list definition, as XML."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{escape(text)}"/></w:lvl>'
    )


def cell(text: str, properties: str = "") -> str:
    """A table cell of one paragraph for each line of `text`, as XML."""
    inside = "".join(paragraph(line) for line in text.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{properties}</w:tcPr>{inside}</w:tc>'


def table(*rows: str, ruled: bool = True) -> str:
    """A table of rows of cells, as XML."""
    line = '<w:top w:val="single"/><w:insideH w:val="single"/>' if ruled else '<w:top w:val="nil"/>'
    body = "".join(row if row.startswith("<w:tr") else f"<w:tr>{row}</w:tr>" for row in rows)
    columns = '<w:gridCol w:w="2000"/>' * max(row.count("<w:tc>") for row in rows)
    properties = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{line}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"


def docx(body: str, *, main: str = _MAIN, namespaces: str = _NAMESPACES, raw: Mapping[str, bytes] | None = None,
         **parts: str) -> bytes:  # fmt: skip
    """A DOCX whose document holds `body`; `parts` are the insides of styles, numbering, footnotes, header1 and so on.

    `raw` adds or replaces whole members of the archive.
    """
    roots = {"footnotes": "footnotes", "endnotes": "endnotes", "header1": "hdr", "footer1": "ftr"}
    members: dict[str, bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
        ).encode(),
        "_rels/.rels": (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="r1" '
            b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            b'Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f"<w:document {namespaces}><w:body>{body}</w:body></w:document>".encode(),
    }
    for name, inside in parts.items():
        root = roots.get(name, name)
        members[f"word/{name}.xml"] = f"<w:{root} {namespaces}>{inside}</w:{root}>".encode()
    members |= raw or {}
    return archive(members)


def archive(members: Mapping[str, bytes]) -> bytes:
    """A ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def pdf(source: str) -> bytes:
    """A PDF of typst markup on A4 in Vietnamese."""
    return bytes(typst.compile(f'#set text(lang: "vi", size: 13pt)\n#set page(paper: "a4")\n{source}'.encode()))


def scanned(data: bytes, *, dpi: int = 150) -> bytes:
    """The same PDF as a scanner would give it: each page one picture, no text."""
    document = pdfium.PdfDocument(data)
    out = pdfium.PdfDocument.new()
    for page in document:
        width, height = page.get_size()
        image = pdfium.PdfImage.new(out)
        image.set_bitmap(page.render(scale=dpi / 72, grayscale=False))
        image.set_matrix(pdfium.PdfMatrix().scale(width, height))
        sheet = out.new_page(width, height)
        sheet.insert_obj(image)
        sheet.gen_content()
    stream = io.BytesIO()
    out.save(stream)
    document.close()
    out.close()
    return stream.getvalue()


def png(data: bytes, *, dpi: int = 200) -> bytes:
    """The first page of a PDF as a grey PNG."""
    document = pdfium.PdfDocument(data)
    bitmap = document[0].render(scale=dpi / 72, grayscale=True)
    buffer, stride = bytes(bitmap.buffer), bitmap.stride
    lines = b"".join(b"\x00" + buffer[row * stride : row * stride + bitmap.width] for row in range(bitmap.height))
    head = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    document_bytes = b"\x89PNG\r\n\x1a\n"
    for kind, inside in chunks:
        document_bytes += struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))
    bitmap.close()
    document.close()
    return document_bytes


def locked_pdf() -> bytes:
    """A small PDF that asks for a password nobody knows."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"11" * 32 + b">/U<" + b"22" * 32 + b">>>",
    ]
    return raw_pdf(objects, b"/Encrypt 4 0 R/ID[<31><31>]")


def raw_pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of raw objects; the first is the catalog."""
    out = b"%PDF-1.4\n"
    places = []
    for number, inside in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, inside)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def texts(blocks: Any) -> list[str]:
    """Label and text of each paragraph."""
    return [f"{block.label} {block.text}".strip() for block in blocks if hasattr(block, "label")]
