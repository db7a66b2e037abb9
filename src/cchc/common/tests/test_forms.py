"""A day as it is typed: taken in the ways of Vietnamese offices, refused with a sentence that says why."""

from datetime import date

import pytest
from django import forms

from cchc.common.forms import DayField


@pytest.mark.parametrize("text", ["05/09/2026", "5/9/2026", "05-09-2026", "05.09.2026", "2026-09-05", " 05/09/2026 "])
def test_a_day_is_taken_as_it_is_written(text):
    assert DayField().clean(text) == date(2026, 9, 5)


@pytest.mark.parametrize("text", ["31/02/2026", "30/2/2026", "29/02/2025", "12/25/2026", "00/01/2026", "01/01/0000"])
def test_a_day_that_no_calendar_has_is_told_apart(text):
    with pytest.raises(forms.ValidationError, match=f"Không có ngày {text} trong lịch"):
        DayField().clean(text)


@pytest.mark.parametrize("text", ["mai", "05/09", "5 tháng 9", "05/09/26", "/", "05/09/2026 8:00"])
def test_what_is_no_day_is_refused_with_how_one_is_written(text):
    with pytest.raises(forms.ValidationError, match="ví dụ 05/09/2026"):
        DayField().clean(text)
