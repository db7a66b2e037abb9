"""Tables out of files: what cells say, and files written so that they are read again."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.common.media import XLSX
from cchc.common.spreadsheets.cells import amount_of, day_of, text_of, yes_of
from cchc.common.spreadsheets.reading import read_table
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
