"""A paper as DOCX: an editable file with real styles, heading levels and repeated table headers."""

from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from . import paper as p
from .pdf import pages_of
from .word_contents import Contents
from .word_file import add_page_number, forget_template, packed, restart_page_numbers
from .word_notes import Notes
from .word_styles import ALIGN, INDENT, border, set_up
from .word_tables import add_table

_TEXT_MM = p.A4_MM[0] - p.MAIN_SECTION_MM["left"] - p.MAIN_SECTION_MM["right"]
_MOTTO_MM = 62  # the printed width of the motto at 14 points bold


def to_docx(paper: p.Paper) -> bytes:
    """The paper as the bytes of a DOCX file; the same paper gives the same bytes."""
    document = docx.Document()
    forget_template(document)
    set_up(document)
    notes = Notes(document)
    contents = Contents()
    _page(document.sections[0], landscape=False)
    _running_lines(document.sections[0], paper.mark)
    if paper.contents:
        contents.open(document, paper.entries, pages_of(paper), _TEXT_MM)
        section = document.add_section(WD_SECTION.NEW_PAGE)
        _page(section, landscape=False)
        restart_page_numbers(section)
    _letterhead(document, paper)
    _title(document, paper)
    _blocks(document, paper.blocks, (notes, contents), _TEXT_MM)
    _ending(document, paper)
    for annex in paper.annexes:
        _annex(document, annex, (notes, contents))
    notes.close()
    _properties(document, paper)
    return packed(document)


def _properties(document: Any, paper: p.Paper) -> None:
    made = datetime(paper.year, 1, 1, tzinfo=UTC)
    if paper.day is not None:
        made = datetime(paper.day.year, paper.day.month, paper.day.day, tzinfo=UTC)
    known = document.core_properties
    known.title, known.author, known.last_modified_by = paper.name, " ".join(p.lines(paper.issuer)), ""
    known.language, known.comments, known.created, known.modified = "vi-VN", "", made, made


def _page(section: Any, *, landscape: bool) -> None:
    wide, high = (p.A4_MM[1], p.A4_MM[0]) if landscape else p.A4_MM
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(wide), Mm(high)
    margins = p.MAIN_SECTION_MM
    section.top_margin, section.bottom_margin = Mm(margins["top"]), Mm(margins["bottom"])
    section.left_margin, section.right_margin = Mm(margins["left"]), Mm(margins["right"])
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True


def _running_lines(section: Any, mark: str) -> None:
    add_page_number(section.header.paragraphs[0])
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        if mark:
            line.add_run(p.plain(mark)).italic = True
            line.runs[0].font.size = Pt(10)
    section.first_page_header.paragraphs[0].text = ""


def _letterhead(document: Any, paper: p.Paper) -> None:
    _thin_line(document)  # LibreOffice puts a full empty line before a table that opens a file
    table = _bare_table(document, (p.ISSUER_MM, _TEXT_MM - p.ISSUER_MM), rows=2)
    left, right = table.rows[0].cells
    rows = [(line, 13, False) for line in paper.printed_parent]
    rows += [(line, 13, True) for line in paper.printed_issuer]
    _stack(left, rows)
    _rule(left, p.ISSUER_MM, p.rule_mm(rows[-1][0], 13))
    _stack(right, [(p.NATION, 13, True), (p.MOTTO, 14, True)])
    _rule(right, _TEXT_MM - p.ISSUER_MM, _MOTTO_MM)
    number, dated = table.rows[1].cells
    _stack(number, [(paper.printed_number, 13, False)])
    if not paper.kind:
        _stack(number, [(f"V/v {p.plain(paper.title)}", 13, False)], more=True).paragraph_format.space_before = Pt(6)
    if paper.mark:
        line = _stack(number, [(paper.mark.upper(), 13, True)], more=True)
        line.paragraph_format.space_before = Pt(6)
        border(line, "top", "bottom", "left", "right")
        inset = (p.ISSUER_MM - 1.1 * p.estimated_width_mm(paper.mark.upper(), 13) - 4) / 2
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(max(inset, 1))
    _stack(dated, [(paper.printed_date, 14, False)]).runs[0].italic = True


def _bare_table(document: Any, widths_mm: tuple[float, float], rows: int) -> Any:
    table = document.add_table(rows=rows, cols=len(widths_mm))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_widths(table, [Mm(width) for width in widths_mm])
    _cell_margins(table, 0)
    return table


def _stack(cell: Any, rows: list[tuple[str, int, bool]], *, more: bool = False) -> Any:
    """Lines one below another in the cell, as (text, points, bold); gives the last. `more`: below what is there."""
    for at, (text, size, bold) in enumerate(rows):
        line = cell.add_paragraph() if more or at else cell.paragraphs[0]
        line.style = "Khung"
        run = line.add_run(p.plain(text))
        run.bold, run.font.size = bold, Pt(size)
    return line


def _rule(cell: Any, column_mm: float, length_mm: float) -> None:
    """A short line centred below the text of the cell."""
    line = cell.add_paragraph(style="Khung")
    shape = line.paragraph_format
    shape.left_indent = shape.right_indent = Mm((column_mm - min(length_mm, column_mm)) / 2)
    shape.space_before, shape.space_after = Pt(4), Pt(2)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    border(line, "top")


def _title(document: Any, paper: p.Paper) -> None:
    if paper.kind:
        kind = document.add_paragraph(paper.kind.upper(), style="Tên loại")
        kind.paragraph_format.space_before = Pt(12)
        printed = p.lines(paper.title)
        for line in printed:
            document.add_paragraph(line, style="Tên loại")
        _rule(document, _TEXT_MM, min(p.rule_mm(printed[-1], 14), 60))
    _addressees(document, [p.plain(one) for one in paper.addressees])
    for at, ground in enumerate(paper.grounds):
        end = "." if at + 1 == len(paper.grounds) else ";"
        document.add_paragraph(p.plain(ground).rstrip(".;") + end, style="Căn cứ")


def _addressees(document: Any, names: list[str]) -> None:
    if len(names) == 1:
        document.add_paragraph(f"Kính gửi: {names[0]}", style="Kính gửi")
    elif names:
        first = document.add_paragraph("Kính gửi:", style="Kính gửi")
        first.alignment, first.paragraph_format.left_indent = ALIGN["left"], Mm(35)
        first.paragraph_format.space_after = Pt(0)
        for at, name in enumerate(names):
            line = document.add_paragraph(f"- {name}{'.' if at + 1 == len(names) else ';'}", style="Kính gửi")
            line.alignment, line.paragraph_format.left_indent = ALIGN["left"], Mm(57)
            line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.space_after = Pt(6)


def _blocks(document: Any, blocks: tuple[p.Block, ...], kept: tuple[Notes, Contents], width_mm: float) -> None:
    notes, contents = kept
    for block in blocks:
        match block:
            case p.Heading(level):
                line = document.add_heading(level=level)
                line.add_run(block.printed)
                contents.mark(line)
            case p.Paragraph(runs, align):
                line = document.add_paragraph()
                line.alignment = ALIGN[align]
                line.paragraph_format.first_line_indent = INDENT if align == "justify" else None
                _add_runs(line, runs, notes)
            case p.Bullet(runs, level):
                line = document.add_paragraph("- " if level == 1 else "+ ", style="Gạch đầu dòng")
                _add_runs(line, runs, notes)
            case p.Table():
                _table(document, block, notes, width_mm)
            case p.PageBreak():
                _page_break(document)


def _page_break(document: Any) -> None:
    """A break whose own line takes no room on the new page."""
    _thin_line(document).add_run().add_break(WD_BREAK.PAGE)


def _thin_line(document: Any) -> Any:
    """A paragraph that takes no room to speak of."""
    line = document.add_paragraph(style="Khung")
    line.paragraph_format.line_spacing_rule, line.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)
    return line


def _add_runs(line: Any, runs: tuple[p.Run, ...], notes: Notes) -> None:
    for run in runs:
        made = line.add_run(p.plain(run.text))
        made.bold, made.italic = run.bold or None, run.italic or None
        if run.note:
            notes.add(line, p.plain(run.note))


def _table(document: Any, block: p.Table, notes: Notes, width_mm: float) -> None:
    if block.caption:
        document.add_paragraph(p.plain(block.caption), style="Tên bảng")
    add_table(document, block, notes, width_mm)


def _set_widths(table: Any, widths: list[Any]) -> None:
    """Fixed widths for grid and cells (Word reads the one, LibreOffice the other), and rows that are not broken."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _cell_margins(table: Any, points: int) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(points * 20))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def _ending(document: Any, paper: p.Paper) -> None:
    """Recipients on the left, on the level of the signer's post on the right; never broken over two pages."""
    if paper.signature is None and not paper.recipients:
        return
    document.add_paragraph().paragraph_format.space_before = Pt(0)
    left, right = _bare_table(document, (_TEXT_MM * 0.5, _TEXT_MM * 0.5), rows=1).rows[0].cells
    if paper.recipients:
        head = left.paragraphs[0]
        head.style = "Nơi nhận"
        run = head.add_run("Nơi nhận:")
        run.bold, run.italic, run.font.size = True, True, Pt(12)
        for at, name in enumerate(paper.recipients):
            end = "." if at + 1 == len(paper.recipients) else ";"
            left.add_paragraph(f"- {p.plain(name).rstrip('.;')}{end}", style="Nơi nhận")
    if paper.signature is not None:
        signer = paper.signature
        right.paragraphs[0].style = "Chức vụ"
        posts = [*p.lines(signer.authority), *p.lines(signer.title)]
        right.paragraphs[0].add_run(posts[0].upper())
        for post in posts[1:]:
            right.add_paragraph(post.upper(), style="Chức vụ")
        right.add_paragraph(p.plain(signer.name), style="Chức vụ").paragraph_format.space_before = Pt(72)


def _annex(document: Any, annex: p.Annex, kept: tuple[Notes, Contents]) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _page(section, landscape=annex.landscape)
    restart_page_numbers(section)
    heading = document.add_heading(level=1)
    heading.alignment, heading.paragraph_format.first_line_indent = ALIGN["center"], Mm(0)
    heading.add_run(p.plain(annex.label))
    kept[1].mark(heading)
    for line in p.lines(annex.title):
        document.add_paragraph(line.upper(), style="Tên loại")
    if annex.note:
        document.add_paragraph(style="Khung").add_run(f"({p.plain(annex.note).strip('()')})").italic = True
    width = p.A4_MM[1 if annex.landscape else 0] - p.MAIN_SECTION_MM["left"] - p.MAIN_SECTION_MM["right"]
    _blocks(document, annex.blocks, kept, width)
