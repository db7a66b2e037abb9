"""A workbook of one sheet: headings, typed rows, and a sheet beside it that says how to fill it in."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(
    name: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]] = (), *, help_name: str = "",
    help_rows: Iterable[Sequence[str]] = (),
) -> bytes:  # fmt: skip
    """An XLSX: `heads` are the headings with the widths of their columns; cells are texts, numbers or days."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        sheet = book.add_worksheet(name)
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#ECEFF3"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        for at, (text, width) in enumerate(heads):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, text, head)
        sheet.freeze_panes(1, 1)
        for at, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(at, place, value, day)
                elif isinstance(value, str):
                    sheet.write_string(at, place, value)
                elif value is not None:
                    sheet.write_number(at, place, value)
        if help_name:
            _write_help(book, help_name, help_rows)
    return file.getvalue()


def _write_help(book: Any, name: str, rows: Iterable[Sequence[str]]) -> None:
    sheet = book.add_worksheet(name)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            sheet.write_string(at, place, text, wrap)
