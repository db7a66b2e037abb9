"""Tables out of files: what cells say, and files written so that they are read again."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from cchc.common.errors import Refused
from cchc.common.media import CSV, XLSX
from cchc.common.spreadsheets.cells import amount_of, day_of, text_of, yes_of
from cchc.common.spreadsheets.reading import _may_be_broken, open_table, read_table
from cchc.common.spreadsheets.writing import workbook
from cchc.common.text import format_number


@pytest.mark.parametrize(
    ("cell", "fraction", "amount"),
    [
        ("85,5", False, "85.5"), ("85,5%", False, "85.5"), ("85,5 %", True, "85.5"), ("85.5", False, "85.5"),
        (85.5, False, "85.5"), (0.855, False, "0.855"), (0.855, True, "85.5"), ("0,855", True, "85.5"),
        ("1.234", False, "1234"), ("1.234.567", False, "1234567"), (1234.0, False, "1234"), (0.1, True, "10"),
        ("-3", False, "-3"), (0.29, True, "29"),
    ],
)  # fmt: skip
def test_an_amount_is_read_exactly(cell, fraction, amount):
    assert amount_of(cell, fraction=fraction) == Decimal(amount)


@pytest.mark.parametrize("cell", ["", "abc", "12 hồ sơ", True, date(2026, 9, 1), None, "1,2,3"])
def test_what_is_no_amount_is_refused(cell):
    with pytest.raises(ValueError):  # the rule raises plain ValueError
        amount_of(cell)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_printed_number_is_read_back(number):
    assert amount_of(format_number(number)) == number


@pytest.mark.parametrize(("cell", "answer"), [("Có", True), ("x", True), (1.0, True), ("", False), ("Không", False)])
def test_yes_and_no_are_understood(cell, answer):
    assert yes_of(cell) is answer


def test_neither_yes_nor_no_is_refused():
    with pytest.raises(ValueError, match="có lẽ"):
        yes_of("có lẽ")


def test_a_day_is_a_date_or_day_month_year():
    assert day_of("17/09/2026") == day_of(date(2026, 9, 17)) == day_of(datetime(2026, 9, 17, 5)) == date(2026, 9, 17)
    with pytest.raises(ValueError, match="31/09/2026"):
        day_of("31/09/2026")


def test_a_written_workbook_is_read_as_it_was_meant():
    data = workbook(
        "Người", [("Mã", 10), ("Từ ngày", 12), ("Số", 5)], [("=1+1", date(2026, 9, 17), 3), ("CC2", None, 0)]
    )
    rows = read_table(data, XLSX).rows
    assert [[text_of(cell) for cell in row] for row in rows] == [
        ["Mã", "Từ ngày", "Số"], ["=1+1", "17/09/2026", "3"], ["CC2", "", "0"],
    ]  # fmt: skip


def in_sheet(*cells, **options):
    """An XLSX with (row, column, value) written into one sheet."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet("A")
        for row, column, value in cells:
            sheet.write(row, column, value)
        sheet.autofilter(0, 0, 9, 3)
        sheet.filter_column(0, "x > 1")
        sheet.set_header("&Lđầu", {"different_first": True})
    return file.getvalue()


def test_a_table_that_does_not_begin_in_the_corner_keeps_its_places():
    data = in_sheet((3, 2, "Mã"), (5, 4, 1.5))
    stream = open_table(data, XLSX)
    assert stream.height == 6
    assert list(stream.rows()) == list(stream.rows()) == read_table(data, XLSX).rows
    assert [[text_of(cell) for cell in row] for row in stream.rows()][3:] == [
        ["", "", "Mã", "", ""], ["", "", "", "", ""], ["", "", "", "", "1.5"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "result", "found"),
    [("=1/0", "#DIV/0!", {(1, 1): "#DIV/0!"}), ("=1+1", "", {(1, 1): "?"}), ("=1+1", 2, {}), ("e", None, {})],
)
def test_cells_without_a_result_are_named_and_filters_are_no_formulas(value, result, found):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("A")
        sheet.write(0, 0, "Mã")
        for row in (2, 3):
            sheet.write(row, 0, "x")
        if value.startswith("="):
            sheet.write_formula(1, 1, value, None, result)
        else:
            sheet.write(1, 1, value)
    assert open_table(file.getvalue(), XLSX).broken == found
    assert open_table(in_sheet((0, 0, "Mã"), (1, 0, "x")), XLSX).broken == {}


@pytest.mark.parametrize(
    ("piece", "found"),
    [(b'<c t="e"><v>', True), (b"<c t='e'>", True), (b"<x:f>1", True), (b"<f/>", True), (b"<f t=\"shared\">", True),
     (b"<filterColumn>", False), (b"<firstHeader>", False), (b'<c s="e">', False), (b"a\0b", True)],
)  # fmt: skip
@pytest.mark.parametrize("before", [0, 1 << 20, (1 << 20) - 3])  # the pieces that are read end in the middle of it
def test_trouble_in_a_sheet_is_told_from_its_bytes(piece, found, before):
    assert _may_be_broken(io.BytesIO(b" " * before + piece + b" ")) is found


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_a_text_is_read_row_by_row_in_any_usual_encoding(code):
    text = 'Mã;Tên\n1;"hai\ndòng"\n2;Hà\n' if code != "cp1258" else "Ma;Tên\n1;a\n2;Hà\n"
    stream = open_table(text.encode(code), CSV)
    assert stream.height == 3
    assert [row[1] for row in stream.rows()][2] == "Hà"


@pytest.mark.parametrize(("rows", "columns"), [(6, 1), (2, 201)])
def test_a_table_above_the_limits_is_refused_before_it_is_read(rows, columns):
    data = "\n".join(";".join(["x"] * columns) for _row in range(rows)).encode()
    with pytest.raises(Refused, match="quá lớn"):
        open_table(data, CSV, most_rows=5)
