from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.common.periods import Kind, Period
from cchc.common.spreadsheets.cells import text_of
from cchc.indicators.rules.cells import HEADINGS, estimate_of, period_of


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("09/2026", "2026-M09"), ("9/2026", "2026-M09"), ("Tháng 9/2026", "2026-M09"), ("T9/2026", "2026-M09"),
        ("tháng 9 năm 2026", "2026-M09"), ("THÁNG 12-2026", "2026-M12"), ("2026-M09", "2026-M09"),
        ("Quý III/2026", "2026-Q3"), ("quý 3 năm 2026", "2026-Q3"), ("Q3/2026", "2026-Q3"), ("2026-q3", "2026-Q3"),
        ("Quý IV năm 2026", "2026-Q4"), ("6 tháng đầu năm 2026", "2026-H1"), ("6 tháng cuối năm 2026", "2026-H2"),
        ("6 tháng năm 2026", "2026-H1"), ("sáu tháng đầu năm 2026", "2026-H1"), ("9 tháng năm 2026", "2026-N"),
        ("9 tháng đầu năm 2026", "2026-N"), ("năm 2026", "2026-Y"), ("Kỳ năm 2026", "2026-Y"), (2026.0, "2026-Y"),
        (date(2026, 9, 17), "2026-M09"), (datetime(2026, 9, 17, 8), "2026-M09"), ("17/09/2026", "2026-M09"),
    ],
)  # fmt: skip
def test_a_period_is_understood_as_offices_write_it(cell, code):
    assert period_of(cell).code == code


@pytest.mark.parametrize("cell", ["", "tháng 13/2026", "quý V/2026", "hôm qua", "32/13/2026", None, "09-26"])
def test_what_names_no_period_is_refused(cell):
    with pytest.raises(ValueError):  # the rule raises plain ValueError
        period_of(cell)


@given(st.sampled_from(list(Kind)), st.integers(2000, 2099), st.integers(1, 12))
def test_the_label_and_the_code_of_a_period_lead_back_to_it(kind, year, number):
    most = {Kind.MONTH: 12, Kind.QUARTER: 4, Kind.HALF: 2}.get(kind, 1)
    period = Period(kind, year, (number - 1) % most + 1)
    assert period_of(period.label) == period
    assert period_of(period.code) == period


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Mã chỉ số", "indicator"), ("Chỉ tiêu thống kê", "indicator"), ("Đơn vị tính", None), ("ĐVT", None),
        ("Đơn vị", "unit"), ("Đơn vị báo cáo", "unit"), ("Kỳ báo cáo", "period"), ("Số liệu", "value"),
        ("Giá trị (%)", "value"), ("Tử số", "numerator"), ("MẪU SỐ", "denominator"), ("Ước", "is_estimate"),
        ("Tính đến ngày", "as_of"), ("Ghi chú", "note"), ("STT", None), ("", None),
    ],
)  # fmt: skip
def test_headings_are_recognised(heading, field):
    assert HEADINGS.field_of(heading) == field


def test_the_row_of_headings_is_found_below_a_title():
    rows = [["BIỂU SỐ LIỆU", ""], ["", ""], ["STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Ghi chú"], [1, "x"]]
    assert HEADINGS.row_in(rows) == 2
    assert HEADINGS.match([text_of(cell) for cell in rows[2]]) == {"indicator": 1, "value": 3, "note": 4}
    assert HEADINGS.row_in([["", ""], ["gì đó"]]) == 1
    assert HEADINGS.row_in([]) == 0


def test_a_column_serves_one_field_and_exact_headings_go_first():
    assert HEADINGS.match(["Kỳ trước", "Kỳ", "Kỳ sau"]) == {"period": 1}


@pytest.mark.parametrize(("cell", "answer"), [("ước", True), ("Chính thức", False), ("x", True), ("", False)])
def test_an_estimate_is_told(cell, answer):
    assert estimate_of(cell) is answer
