"""The annexes of a paper as a workbook: one sheet a table, numbers as numbers, text never as a formula."""

import io
import textwrap
from datetime import datetime
from typing import Any

import xlsxwriter

from . import paper as p

_FACE = "Times New Roman"
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LOOKS_LIKE_FORMULA = ("=", "+", "-", "@")
_LINE = 15.75  # points that a line of 12-point text takes in a cell
_CHARACTERS_ACROSS = {False: 88, True: 130}  # what one printed page holds at 12 points, upright and landscape


def to_xlsx(paper: p.Paper) -> bytes:
    """The tables of the annexes as the bytes of an XLSX file; the same paper gives the same bytes.

    Raises ValueError when the paper has no annex with a table.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    made = paper.day or datetime(paper.year, 1, 1)  # noqa: DTZ001 (a file property has no time zone)
    book.set_properties(
        {
            "title": paper.name,
            "author": " ".join(p.lines(paper.issuer)),
            "created": datetime(made.year, made.month, made.day),  # noqa: DTZ001 (the same)
        }
    )
    styles = _Styles(book)
    names: set[str] = set()
    for annex in paper.annexes:
        for block in annex.blocks:
            if isinstance(block, p.Table):
                sheet = book.add_worksheet(_sheet_name(block.caption or annex.label, names))
                _write(sheet, paper, annex, block, styles)
    if not names:
        raise ValueError("the paper has no annex with a table")
    book.close()
    return out.getvalue()


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel accepts (31 characters, none of its own signs) and that no other sheet has."""
    base = " ".join(p.plain(wanted).translate(_FORBIDDEN_IN_NAMES).split()) or "Biểu"
    name, at = base[:31].strip(), 1
    while name.casefold() in taken:
        at += 1
        name = f"{base[: 31 - len(str(at)) - 1].strip()} {at}"
    taken.add(name.casefold())
    return name


class _Styles:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        full = {"font_name": _FACE, "font_size": 12, "valign": "vcenter", "text_wrap": True, **properties}
        key = tuple(sorted(full.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(full)
        return self._made[key]


def _write(sheet: Any, paper: p.Paper, annex: p.Annex, block: p.Table, styles: _Styles) -> None:
    last = len(block.columns) - 1
    total = sum(column.width for column in block.columns)
    widths = [max(6, _CHARACTERS_ACROSS[annex.landscape] * column.width / total) for column in block.columns]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    row = 0
    for text, bold, italic in _titles(paper, annex, block):
        style = styles.get(bold=bold, italic=italic, align="center")
        if last:
            sheet.merge_range(row, 0, row, last, "", style)
        sheet.write_string(row, 0, text, style)
        row += 1
    row += 1
    _rows(sheet, row, block, block.header, styles, head=True)
    _heights(sheet, row, block.header, widths)
    first = row + len(block.header)
    _rows(sheet, first, block, block.rows, styles, head=False)
    _heights(sheet, first, block.rows, widths)
    sheet.freeze_panes(first, 0)
    sheet.repeat_rows(row, first - 1)
    sheet.set_paper(9)
    if annex.landscape:
        sheet.set_landscape()
    sheet.set_margins(left=1.18, right=0.59, top=0.79, bottom=0.79)  # inches: 30, 15, 20 and 20 mm
    sheet.set_header("&C&P")
    if paper.mark:
        sheet.set_footer("&C" + p.plain(paper.mark).replace("&", "&&"))
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()


def _heights(sheet: Any, top: int, rows: tuple[tuple[p.Cell, ...], ...], widths: list[float]) -> None:
    """Room for the wrapped text of each row: not every program works it out when it opens a file."""
    needed = [1] * len(rows)
    for at, column, cell in p.place(rows, len(widths)):
        if cell.down == 1:
            needed[at] = max(needed[at], _lines_in(cell, sum(widths[column : column + cell.span])))
    for at, count in enumerate(needed):
        sheet.set_row(top + at, count * _LINE)


def _lines_in(cell: p.Cell, width: float) -> int:
    """How many lines the text takes: a width counts digits, letters are narrower, in bold a tenth less so."""
    bold = any(run.bold for run in cell.runs)
    return max(1, len(textwrap.wrap(cell.text, max(1, int(width * (1.05 if bold else 1.15))))))


def _titles(paper: p.Paper, annex: p.Annex, block: p.Table) -> list[tuple[str, bool, bool]]:
    """The lines above the table, as (text, bold, italic)."""
    found = [(p.plain(annex.label), True, False)]
    found += [(line.upper(), True, False) for line in p.lines(annex.title)]
    found += [(f"({p.plain(annex.note).strip('()')})", False, True)] if annex.note else []
    found += [(p.plain(block.caption), True, False)] if block.caption else []
    found += [(p.plain(paper.mark).upper(), True, True)] if paper.mark else []
    return found


def _rows(
    sheet: Any, top: int, block: p.Table, rows: tuple[tuple[p.Cell, ...], ...], styles: _Styles, *, head: bool
) -> None:
    for at, column, cell in p.place(rows, len(block.columns)):
        align = "center" if head else cell.align or block.columns[column].align
        looks: dict[str, Any] = {"border": 1, "align": "left" if align == "justify" else align}
        looks["bold"] = head or (bool(cell.runs) and all(run.bold for run in cell.runs))
        looks["italic"] = bool(cell.runs) and all(run.italic for run in cell.runs)
        if cell.value is not None:
            looks["num_format"] = "#,##0" + ("." + "0" * cell.decimals if cell.decimals else "")
        elif cell.text.startswith(_LOOKS_LIKE_FORMULA):
            looks["quote_prefix"] = True
        style = styles.get(**looks)
        if cell.span > 1 or cell.down > 1:
            sheet.merge_range(top + at, column, top + at + cell.down - 1, column + cell.span - 1, "", style)
        if cell.value is not None:
            sheet.write_number(top + at, column, float(cell.value), style)
        elif cell.text:
            sheet.write_string(top + at, column, cell.text, style)
        else:
            sheet.write_blank(top + at, column, None, style)
