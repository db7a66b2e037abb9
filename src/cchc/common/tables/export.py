"""A listing as a file: CSV for machines, XLSX for people; neither can carry a formula."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common.verdicts import verdict

if TYPE_CHECKING:
    from .declare import Column
    from .page import Cell, ListingPage

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain(cell: "Cell") -> Any:
    """A cell's value as a file keeps it: number, date, moment without zone, or text."""
    value = cell.value
    if cell.column.kind == "state":
        code, word = cell.state
        return verdict(code, word).text if code else ""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, date | Decimal | int | float) and not isinstance(value, bool):
        return value
    return "" if value is None else str(value)


def safe_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        return value


def _csv_value(value: Any) -> str:
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def csv_answer(page: "ListingPage") -> HttpResponseBase:
    """UTF-8 with a byte order mark, numbers with a decimal point, dates as yyyy-mm-dd; streamed."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow([safe_text(str(column.label)) for column in page.listing.columns])
        for row in page.each_row():
            yield writer.writerow([_csv_value(plain(cell)) for cell in row.cells])

    # What shows personal data is composed before it leaves, so that its reading can be recorded first.
    content = list(lines()) if any(column.personal for column in page.listing.columns) else lines()
    answer = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{page.listing.name}.csv"'
    return answer


def _number_format(column: "Column") -> str:
    if column.decimals is None:
        return "General"
    return "#,##0." + "0" * column.decimals if column.decimals else "#,##0"


def _write_rows(book: Any, page: "ListingPage") -> None:
    sheet = book.add_worksheet(_("Danh sách"))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#ECEFF3"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    day, moment = (book.add_format({"num_format": f, "valign": "top"}) for f in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm"))
    numbers = [book.add_format({"num_format": _number_format(c), "valign": "top"}) for c in page.listing.columns]
    widths = {"text": 44, "long": 60, "short": 18, "number": 14, "date": 12, "moment": 17, "state": 20}
    for at, column in enumerate(page.listing.columns):
        sheet.set_column(at, at, widths[column.kind])
        sheet.write_string(0, at, str(column.label), head)
    sheet.freeze_panes(1, 1)
    last = 0
    for last, row in enumerate(page.each_row(), start=1):
        for at, value in enumerate(map(plain, row.cells)):
            if isinstance(value, str):
                sheet.write_string(last, at, value, wrap)
            elif isinstance(value, date):
                sheet.write_datetime(last, at, value, moment if isinstance(value, datetime) else day)
            else:
                sheet.write_number(last, at, value, numbers[at])
    sheet.autofilter(0, 0, last, len(page.listing.columns) - 1)


def _write_origin(book: Any, page: "ListingPage") -> None:
    """A second sheet says what list this is, when it was taken, and what it was narrowed by."""
    sheet = book.add_worksheet(_("Nguồn"))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 60)
    facts = [(_("Danh sách"), str(page.listing.title)), (_("Lấy lúc"), f"{timezone.localtime():%d/%m/%Y %H:%M}")]
    facts += [(str(state.filter.label), str(state.label)) for state in page.filters if state.value]
    facts += [(_("Tìm"), page.text)] if page.text else []
    facts.append((_("Số dòng"), str(page.found)))
    for at, (label, value) in enumerate(facts):
        sheet.write_string(at, 0, label)
        sheet.write_string(at, 1, value)


def xlsx_answer(page: "ListingPage") -> HttpResponseBase:
    """A workbook: the rows with typed numbers and dates, and a sheet that names their origin."""
    file = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        _write_rows(book, page)
        _write_origin(book, page)
    answer = HttpResponse(
        file.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer["Content-Disposition"] = f'attachment; filename="{page.listing.name}.xlsx"'
    return answer
