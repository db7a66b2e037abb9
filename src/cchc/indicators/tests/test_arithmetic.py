from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.indicators.catalogue import shipped
from cchc.indicators.rules import Fault, ZeroRule, compare, faults, figure, format_figure, format_value

BY_CODE = {definition.code: definition for definition in shipped()}
SHARE = BY_CODE["on_time_share"]
CUT = BY_CODE["service_posts_reduction"]
COUNT = BY_CODE["dossiers_received_count"]
RANK = BY_CODE["pci_rank"]
HELD = BY_CODE["satisfaction_survey_held"]
counts = st.integers(min_value=0, max_value=10**9).map(Decimal)
positive = st.integers(min_value=1, max_value=10**9).map(Decimal)


def test_a_share_is_its_numerator_over_its_denominator_in_percent():
    shown = figure(SHARE, numerator=Decimal(419218), denominator=Decimal(462814))
    assert round(shown.value, 2) == Decimal("90.58")


@pytest.mark.parametrize(("rule", "value"), [("no_data", None), ("full", Decimal(100)), ("zero", Decimal(0))])
def test_an_empty_denominator_follows_the_rule_of_the_indicator(rule, value):
    shown = figure(replace(SHARE, zero=ZeroRule(rule)), numerator=Decimal(0), denominator=Decimal(0))
    assert shown.value == value
    assert shown.zero_rule == ZeroRule(rule)


def test_a_cut_is_positive_and_growth_negative():
    assert figure(CUT, numerator=Decimal(90), denominator=Decimal(100)).value == 10
    assert figure(CUT, numerator=Decimal(120), denominator=Decimal(100)).value == -20


@given(numerator=counts, denominator=positive)
def test_a_share_with_a_numerator_up_to_the_denominator_lies_between_nought_and_a_hundred(numerator, denominator):
    part = min(numerator, denominator)
    assert 0 <= figure(SHARE, numerator=part, denominator=denominator).value <= 100
    assert faults(SHARE, numerator=part, denominator=denominator) == ()


@given(now=counts, base=positive)
def test_a_cut_and_the_share_that_is_left_make_a_hundred(now, base):
    left = figure(replace(SHARE, may_exceed=True), numerator=now, denominator=base).value
    assert figure(CUT, numerator=now, denominator=base).value + left == 100


@pytest.mark.parametrize(
    ("definition", "given_as", "fault"),
    [
        (SHARE, {}, Fault.MISSING),
        (SHARE, {"numerator": 3}, Fault.ONE_PART),
        (SHARE, {"denominator": 3}, Fault.ONE_PART),
        (SHARE, {"numerator": 4, "denominator": 3}, Fault.OVER_FULL),
        (SHARE, {"numerator": -1, "denominator": 3}, Fault.NEGATIVE),
        (SHARE, {"value": 101}, Fault.OVER_FULL),
        (SHARE, {"value": 50, "numerator": 1, "denominator": 3}, Fault.BOTH),
        (COUNT, {"value": -1}, Fault.NEGATIVE),
        (COUNT, {"value": "1.5"}, Fault.NOT_WHOLE),
        (COUNT, {"numerator": 1, "denominator": 2}, Fault.NO_PARTS),
        (RANK, {"value": 0}, Fault.NO_RANK),
        (RANK, {"value": "2.5"}, Fault.NOT_WHOLE),
        (HELD, {"value": 2}, Fault.NOT_YES_NO),
    ],
)
def test_a_figure_that_cannot_be_is_named(definition, given_as, fault):
    assert faults(definition, **{key: Decimal(value) for key, value in given_as.items()}) == (fault,)


@pytest.mark.parametrize(
    ("definition", "given_as"),
    [
        (SHARE, {"value": "98.5"}),
        (SHARE, {"value": "33.33", "numerator": 1, "denominator": 3}),
        (SHARE, {"numerator": 0, "denominator": 0}),
        (CUT, {"numerator": 120, "denominator": 100}),
        (BY_CODE["revenue_collected_share"], {"numerator": 120, "denominator": 100}),
        (RANK, {"value": 1}),
        (HELD, {"value": 1}),
    ],
)
def test_a_sound_figure_has_no_fault(definition, given_as):
    assert faults(definition, **{key: Decimal(value) for key, value in given_as.items()}) == ()


@pytest.mark.parametrize(
    ("code", "value", "language", "printed"),
    [
        ("on_time_share", "98.005", "vi", "98,01%"),
        ("on_time_share", "90.585", "vi", "90,59%"),
        ("payment_enabled_procedure_share", "99.95", "vi", "100,0%"),
        ("dossiers_received_count", "1234567", "vi", "1.234.567"),
        ("disbursed_amount", "230473", "vi", "230.473 triệu đồng"),
        ("disbursed_amount", "230473", "en", "230,473 million VND"),
        ("score_766", "85.384", "vi", "85,38 điểm"),
        ("pci_rank", "20", "vi", "20"),
        ("satisfaction_survey_held", "1", "vi", "có"),
        ("satisfaction_survey_held", "0", "en", "no"),
    ],
)
def test_values_are_printed_with_their_unit_and_rounded_half_up(code, value, language, printed):
    assert format_value(BY_CODE[code], Decimal(value), language) == printed


def test_a_count_can_name_what_it_counts():
    assert format_value(COUNT, Decimal(1200), noun=True) == "1.200 hồ sơ"


def test_no_value_is_a_dash_not_a_nought():
    assert format_value(SHARE, None) == "—"


def test_a_share_is_printed_with_both_counts():
    shown = figure(SHARE, numerator=Decimal(419218), denominator=Decimal(462814))
    assert format_figure(SHARE, shown) == "90,58% (419.218/462.814)"


@pytest.mark.parametrize(
    ("definition", "now", "before", "difference", "better"),
    [(SHARE, 98, 95, 3, True), (SHARE, 90, 95, -5, False), (RANK, 5, 8, -3, True), (COUNT, 10, 5, 5, None),
     (SHARE, 90, 90, 0, None)],
)  # fmt: skip
def test_a_comparison_knows_what_is_better(definition, now, before, difference, better):
    found = compare(definition, Decimal(now), Decimal(before))
    assert (found.difference, found.better) == (difference, better)


def test_a_comparison_with_nothing_is_none_and_with_nought_has_no_percent():
    assert compare(SHARE, Decimal(1), None) is None
    assert compare(COUNT, Decimal(1), Decimal(0)).percent is None
    assert compare(COUNT, Decimal(15), Decimal(10)).percent == 50
