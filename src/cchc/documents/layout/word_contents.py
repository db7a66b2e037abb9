"""The list of contents of a DOCX: a field that Word brings up to date, with its lines filled in already."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from . import paper as p
from .word_styles import ALIGN

_INSTRUCTION = ' TOC \\o "1-2" \\h \\z \\u '


class Contents:
    """The places of a document's headings. `open` writes the list, `mark` ties each heading to its line in it."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._next = 0

    def open(self, document: Any, entries: list[p.Entry], pages: list[int], width_mm: float) -> None:
        """Write the list where the document ends now; `pages` are those that the paper's PDF has."""
        _styles(document, width_mm)
        document.add_paragraph("MỤC LỤC", style="Tên loại")
        self._names = [f"_Toc{at:06d}" for at, _entry in enumerate(entries, 1)]
        shown = [one for one in zip(entries, self._names, pages, strict=True) if one[0].level <= p.LISTED]
        for at, (entry, name, page) in enumerate(shown):
            line = document.add_paragraph(style=f"toc {entry.level}")
            if at == 0:
                _field(line._p, "begin", _INSTRUCTION, "separate")
            _entry(line, entry, name, page)
            if at + 1 == len(shown):
                _field(line._p, "end")

    def mark(self, line: Any) -> None:
        """Tie the next heading, which the paragraph `line` is, to its line in the list; nothing without a list."""
        if self._next < len(self._names):
            for tag, place in (("w:bookmarkStart", 0), ("w:bookmarkEnd", 1)):
                edge = OxmlElement(tag)
                edge.set(qn("w:id"), str(self._next + 1))
                if not place:
                    edge.set(qn("w:name"), self._names[self._next])
                    line._p.insert(1 if line._p.pPr is not None else 0, edge)
                else:
                    line._p.append(edge)
            self._next += 1


def _styles(document: Any, width_mm: float) -> None:
    for level in range(1, p.LISTED + 1):
        style = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        shape = style.paragraph_format
        shape.left_indent, shape.first_line_indent, shape.space_before = Mm(6 * (level - 1)), Mm(0), Pt(3)
        shape.alignment = ALIGN["left"]
        shape.tab_stops.add_tab_stop(Mm(width_mm), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        style.font.bold = level == 1


def _entry(line: Any, entry: p.Entry, name: str, page: int) -> None:
    """A link to the heading with its words and, but for an annex, whose pages begin anew, its page."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), name)
    link.set(qn("w:history"), "1")
    line._p.append(link)
    link.append(_run("w:t", entry.text))
    if not entry.annex:
        link.append(_run("w:tab"))
        link.append(_run("w:t", str(page)))


def _run(tag: str, text: str = "") -> Any:
    run, part = OxmlElement("w:r"), OxmlElement(tag)
    if text:
        part.text = text
        part.set(qn("xml:space"), "preserve")
    run.append(part)
    return run


def _field(parent: Any, *parts: str) -> None:
    """The marks of a field; what is none of them is its instruction."""
    for part in parts:
        if part in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), part)
            run = OxmlElement("w:r")
            run.append(mark)
            parent.append(run)
        else:
            parent.append(_run("w:instrText", part))
