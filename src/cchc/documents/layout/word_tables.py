"""A ruled table as the XML of a DOCX, written as one text: cell by cell through python-docx takes ten times as long."""

from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table
from docx.text.paragraph import Paragraph

from . import paper as p
from .word_notes import Notes

_JC = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_TWIPS = 1440 / 25.4  # in a millimetre


def add_table(document: Any, block: p.Table, notes: Notes, width_mm: float) -> None:
    """The table after what the document holds so far, as wide as the text; its header rows repeat on each page."""
    styles = document.styles
    grid, cell = styles["Table Grid"].style_id, styles["Ô bảng"].style_id
    total = sum(column.width for column in block.columns)
    widths = [round(width_mm * column.width / total * _TWIPS) for column in block.columns]
    head = _rows(block, block.header, widths, cell, head=True)
    text = (
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblStyle w:val='{grid}'/><w:tblW w:w='{sum(widths)}' w:type='dxa'/>"
        "<w:jc w:val='center'/><w:tblLayout w:type='fixed'/><w:tblLook w:val='04A0'/></w:tblPr><w:tblGrid>"
        + "".join(f"<w:gridCol w:w='{width}'/>" for width in widths)
        + f"</w:tblGrid>{head}{_rows(block, block.rows, widths, cell, head=False)}</w:tbl>"
    )
    element: Any = parse_xml(text)
    document.element.body.insert_element_before(element, "w:sectPr")
    _add_notes(Table(element, document), block, notes)


def _rows(block: p.Table, rows: tuple[tuple[p.Cell, ...], ...], widths: list[int], style: str, *, head: bool) -> str:
    """The rows; a cell that reaches down is repeated below, empty, as the format wants it."""
    made: list[dict[int, str]] = [{} for _row in rows]
    for at, column, cell in p.place(rows, len(block.columns)):
        align = "center" if head else cell.align or block.columns[column].align
        wide = sum(widths[column : column + cell.span])
        span = f"<w:gridSpan w:val='{cell.span}'/>" if cell.span > 1 else ""
        for below in range(cell.down):
            merge = "" if cell.down == 1 else "<w:vMerge/>" if below else "<w:vMerge w:val='restart'/>"
            follow = "<w:keepNext/>" if head or _is_group(rows[at]) else ""  # no group's name alone at a page's end
            looks = f"<w:pStyle w:val='{style}'/>{follow}<w:jc w:val='{_JC[align]}'/>"
            runs = "" if below else "".join(_run(run, head=head) for run in cell.runs)
            made[at + below][column] = (
                f"<w:tc><w:tcPr><w:tcW w:w='{wide}' w:type='dxa'/>{span}{merge}<w:vAlign w:val='center'/></w:tcPr>"
                f"<w:p><w:pPr>{looks}</w:pPr>{runs}</w:p></w:tc>"
            )
    whole = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if head else "") + "</w:trPr>"
    return "".join(f"<w:tr>{whole}{''.join(row[at] for at in sorted(row))}</w:tr>" for row in made)


def _is_group(row: tuple[p.Cell, ...]) -> bool:
    """Whether the row names the group of those below it: all that it says is bold."""
    said = [run for cell in row for run in cell.runs if run.text.strip()]
    return bool(said) and all(run.bold for run in said)


def _run(run: p.Run, *, head: bool) -> str:
    looks = ("<w:b/>" if run.bold or head else "") + ("<w:i/>" if run.italic else "")
    said = escape(p.plain(run.text))
    return f"<w:r>{f'<w:rPr>{looks}</w:rPr>' if looks else ''}<w:t xml:space='preserve'>{said}</w:t></w:r>"


def _add_notes(table: Table, block: p.Table, notes: Notes) -> None:
    """Footnotes of cells, put after the run that has them."""
    for rows, above in ((block.header, 0), (block.rows, len(block.header))):
        for at, column, cell in p.place(rows, len(block.columns)):
            if any(run.note for run in cell.runs):
                line: Paragraph = table.cell(above + at, column).paragraphs[0]
                for element, run in zip(list(line.runs), cell.runs, strict=True):
                    if run.note:
                        notes.add(line, p.plain(run.note))
                        element._r.addnext(line._p[-1])
