from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.common.periods import Kind, Period
from cchc.indicators.catalogue import shipped
from cchc.indicators.rules import Entry, across_units, over_time, parts_of

BY_CODE = {definition.code: definition for definition in shipped()}
SHARE, COUNT, STOCK = BY_CODE["on_time_share"], BY_CODE["dossiers_received_count"], BY_CODE["civil_posts_present_count"]
SO_FAR, RANK, HELD = BY_CODE["par_plan_completion_share"], BY_CODE["pci_rank"], BY_CODE["satisfaction_survey_held"]


def entries(**by_code):
    """2026's entries: a number is a value, a pair a numerator and a denominator."""
    found = {}
    for code, given_as in by_code.items():
        period = Period.parse(f"2026-{code}")
        if isinstance(given_as, tuple):
            numerator, denominator = map(Decimal, given_as)
            value = numerator / denominator * 100 if denominator else None
            found[period] = Entry(period, value, numerator, denominator)
        else:
            found[period] = Entry(period, Decimal(given_as))
    return found


def read(definition, code, **by_code):
    return over_time(definition, Period.parse(f"2026-{code}"), entries(**by_code))


def test_a_quarter_is_the_sum_of_its_months():
    reading = read(COUNT, "Q3", M07=10, M08=20, M09=30, M10=1000)
    assert reading.value == 60
    assert reading.complete


def test_a_share_of_a_quarter_is_divided_anew_and_not_averaged():
    reading = read(SHARE, "Q1", M01=(1, 1), M02=(0, 99), M03=(0, 0))
    assert (reading.numerator, reading.denominator, reading.value) == (1, 100, 1)


def test_a_month_that_nobody_reported_is_named():
    reading = read(COUNT, "Q3", M07=10, M09=30)
    assert reading.value == 40
    assert [month.code for month in reading.missing] == ["2026-M08"]


def test_a_month_that_is_not_over_is_not_missing():
    found = over_time(COUNT, Period.parse("2026-Q3"), entries(M07=10), until=date(2026, 8, 15))
    assert found.complete


def test_the_figure_of_the_period_itself_goes_before_its_parts():
    assert read(COUNT, "Q3", Q3=99, M07=10, M08=20, M09=30).value == 99


@pytest.mark.parametrize(
    ("given_as", "value"),
    [
        ({"H1": 10, "Q3": 5, "Q4": 1}, 16),
        ({"N": 20, "Q4": 1}, 21),
        ({"Q1": 1, "Q2": 2, "Q3": 4, "M10": 8, "M11": 16, "M12": 32}, 63),
        ({"N": 20, "H1": 999, "Q4": 1}, 21),
        ({"H1": 10, "H2": 20, "N": 999}, 30),
    ],
)
def test_a_year_is_put_together_from_whatever_covers_it_without_overlap(given_as, value):
    reading = read(COUNT, "Y", **given_as)
    assert reading.value == value
    assert reading.complete


def test_a_stock_is_the_last_one_of_the_period():
    assert read(STOCK, "Q1", M01=50, M02=48).value == 48
    assert [month.code for month in read(STOCK, "Q1", M01=50, M02=48).missing] == ["2026-M03"]


def test_a_figure_that_counts_from_january_is_not_added_up():
    assert read(SO_FAR, "Q2", M04=(10, 45), M06=(20, 45)).numerator == 20
    assert read(SO_FAR, "Q2", H1=(20, 45)).numerator == 20


def test_a_rank_of_the_year_is_no_rank_of_its_last_quarter():
    assert read(RANK, "Q4", Y=8) is None
    assert read(RANK, "Y", Y=8).value == 8


def test_nothing_gives_nothing():
    assert read(COUNT, "Q1") is None
    assert read(STOCK, "Q1", M04=3) is None


def test_percentages_without_their_counts_cannot_be_added():
    reading = over_time(SHARE, Period.parse("2026-Q1"), entries(M01=90, M02=(9, 10)))
    assert reading.value is None
    assert reading.mixed


def test_an_estimate_makes_the_whole_an_estimate():
    months = entries(M01=10, M02=20)
    last = Period.parse("2026-M03")
    months[last] = Entry(last, Decimal(5), is_estimate=True, as_of=date(2026, 3, 17))
    reading = over_time(COUNT, Period.parse("2026-Q1"), months)
    assert reading.is_estimate
    assert reading.as_of == date(2026, 3, 17)


def test_units_add_up_to_the_department():
    one, two = read(SHARE, "Q1", Q1=(8, 10)), read(SHARE, "Q1", Q1=(5, 10))
    assert across_units(SHARE, [one, two]).value == 65
    assert across_units(HELD, [read(HELD, "Q1", Q1=0), read(HELD, "Q1", Q1=1)]).value == 1
    assert across_units(RANK, [read(RANK, "Q1", Q1=3)]) is None
    assert across_units(SHARE, []) is None


months = st.lists(st.integers(min_value=0, max_value=10**6), min_size=12, max_size=12)


@given(months)
def test_quarters_halves_and_nine_months_agree_with_the_year(values):
    year = {f"M{number:02d}": value for number, value in enumerate(values, start=1)}
    quarters = {f"Q{number}": read(COUNT, f"Q{number}", **year).value for number in range(1, 5)}
    whole = read(COUNT, "Y", **year).value
    assert whole == sum(values) == read(COUNT, "Y", **quarters).value
    assert whole == read(COUNT, "H1", **quarters).value + read(COUNT, "H2", **year).value
    assert whole == read(COUNT, "N", **year).value + quarters["Q4"]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_way_to_split_a_period_covers_it_once(kind):
    period = Period(kind, 2026)
    for split in parts_of(period):
        assert [month for part in split for month in part.months()] == list(period.months())
