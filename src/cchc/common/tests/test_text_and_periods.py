import unicodedata
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.common.periods import Kind, Period
from cchc.common.text import fold, format_number, nfc, parse_number, sort_key, squeeze


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường Trần Hưng Đạo", "duong tran hung dao"),
        ("  Cải cách\n hành chính ", "cai cach hanh chinh"),
        ("Quản lý thị trường", "quan ly thi truong"),
        ("ÂĂÊÔƠƯ âăêôơư", "aaeoou aaeoou"),
        ("ỹ Ỷ ữ ặ ề", "y y u a e"),
    ],
)
def test_folding_drops_marks_and_makes_d_of_the_barred_one(text, folded):
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_words_stand_in_the_order_of_a_vietnamese_dictionary():
    words = [
        "Da",
        "dà",
        "dả",
        "dã",
        "dá",
        "dạ",
        "Đa",
        "đã",
        "e",
        "ê",
        "nga",
        "ngà",
        "ngữ",
        "o",
        "ô",
        "ơ",
        "u",
        "ư",
        "y",
    ]
    assert sorted(set(words), key=sort_key) == words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", "1234.5"),
        ("98,5", "98.5"),
        ("85", "85"),
        ("1.234.567", "1234567"),
        ("98.5", "98.5"),
        ("-3,25", "-3.25"),
        ("1 234", "1234"),
        ("0,05", "0.05"),
        ("12.345", "12345"),
    ],
)
def test_numbers_are_read_as_offices_write_them(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "1.23.456", "85%", "--3", "1.2345,6"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):
        parse_number(text)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_a_formatted_number_reads_back(value):
    assert parse_number(format_number(value)) == value


def test_numbers_are_printed_with_dots_and_a_decimal_comma():
    assert format_number(Decimal("1234567.5")) == "1.234.567,5"
    assert format_number(Decimal("2.675"), 2) == "2,68"
    assert format_number(100) == "100"
    assert format_number(Decimal("0.125"), 2) == "0,13"


def test_white_space_and_composition_are_settled():
    assert squeeze(" a\u0300  b ") == "à b"
    assert nfc("e\u0302\u0301") == "ế"


periods = st.builds(Period.of, st.sampled_from(Kind), st.dates(date(1990, 1, 1), date(2090, 1, 1)))


@given(periods)
def test_a_code_names_its_period(period):
    assert Period.parse(period.code) == period


@given(periods)
def test_periods_follow_one_another_without_gap(period):
    assert period.next().previous() == period
    if period.kind not in (Kind.NINE_MONTHS,):
        assert period.next().first == period.last + timedelta(days=1)


@given(periods)
def test_the_months_of_a_period_make_it_up(period):
    assert period.months()[0].first == period.first
    assert period.months()[-1].last == period.last


def test_each_kind_has_its_days_and_name():
    table = {
        "2026-M02": (date(2026, 2, 1), date(2026, 2, 28), "tháng 2/2026"),
        "2026-Q3": (date(2026, 7, 1), date(2026, 9, 30), "quý III/2026"),
        "2026-H1": (date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026"),
        "2026-N": (date(2026, 1, 1), date(2026, 9, 30), "9 tháng năm 2026"),
        "2026-Y": (date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
    }
    for code, expected in table.items():
        period = Period.parse(code)
        assert (period.first, period.last, period.label) == expected


def test_the_same_period_last_year_and_the_year_so_far():
    period = Period.parse("2026-Q3")
    assert period.same_last_year().code == "2025-Q3"
    assert period.cumulative() == (date(2026, 1, 1), date(2026, 9, 30))


@pytest.mark.parametrize("code", ["", "2026", "2026-M13", "2026-Q5", "2026-q1", "26-Q1", "2026-M1"])
def test_no_period_is_made_of_a_wrong_code(code):
    with pytest.raises(ValueError):
        Period.parse(code)
