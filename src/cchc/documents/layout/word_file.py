"""What a DOCX file needs beside its text: page numbers, no traces of the template, the same bytes each time."""

import io
import zipfile
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.pkgwriter import PackageWriter
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
_TABLES = {"TableNormal", "TableGrid"}
_EPOCH = (1980, 1, 1, 0, 0, 0)


def forget_template(document: Any) -> None:
    """Drops the template's thumbnail (it shows another document) and its hundred looks for tables, of which papers use
    one; declares the format of today's Word."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in _TABLES:
            styles.remove(style)
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype in (_THUMBNAIL, RELATIONSHIP_TYPE.THUMBNAIL):
            del package.rels[key]
    settings = document.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    mode = parse_xml(
        f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    place = next(
        (e for e in settings if e.tag in {qn("w:rsids"), qn("w:themeFontLang"), qn("w:clrSchemeMapping")}), None
    )
    if place is None:
        settings.append(mode)
    else:
        place.addprevious(mode)


def add_page_number(line: Any) -> None:
    """The field PAGE at the end of the paragraph."""
    run = line.add_run()
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("t", "2"), ("end", "")):
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:t" if kind == "t" else "w:instrText")
            mark.text = text
        run._r.append(mark)


def restart_page_numbers(section: Any) -> None:
    """The section counts its pages from one."""
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    properties.find(qn("w:pgMar")).addnext(start)


def packed(document: Any) -> bytes:
    """The file. Its parts come in the same order, each with the same date, so that equal papers are equal files."""
    written, out = io.BytesIO(), io.BytesIO()
    package = document.part.package
    PackageWriter.write(written, package.rels, package.parts)  # type: ignore[no-untyped-call]  # it ships no types
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return out.getvalue()
