"""What is typed: days as Vietnamese offices write them, and wrong entries refused with a sentence that says why."""

from datetime import date
from pathlib import Path

import polib
import pytest
from django import forms
from django.utils import translation

from cchc import common
from cchc.common.forms import DayField


@pytest.mark.parametrize("text", ["05/09/2026", "5/9/2026", "05-09-2026", "05.09.2026", "2026-09-05", " 05/09/2026 "])
def test_a_day_is_taken_as_it_is_written(text):
    assert DayField().clean(text) == date(2026, 9, 5)


@pytest.mark.parametrize("text", ["31/02/2026", "30/2/2026", "29/02/2025", "12/25/2026", "00/01/2026", "01/01/0000"])
def test_a_day_that_no_calendar_has_is_told_apart(text):
    with pytest.raises(forms.ValidationError, match=rf"Không có ngày {text} \(ngày/tháng/năm\) trong lịch"):
        DayField().clean(text)


@pytest.mark.parametrize("text", ["mai", "05/09", "5 tháng 9", "05/09/26", "/", "05/09/2026 8:00"])
def test_what_is_no_day_is_refused_with_how_one_is_written(text):
    with pytest.raises(forms.ValidationError, match="ví dụ 05/09/2026"):
        DayField().clean(text)


class Entry(forms.Form):
    """One field of each common kind."""

    text = forms.CharField(max_length=5)
    number = forms.IntegerField(min_value=0, max_value=9)
    kind = forms.ChoiceField(choices=[("a", "A")])
    mail = forms.EmailField()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("text", "", "Mục này bắt buộc, hãy ghi hoặc chọn."),
        ("text", "abcdef", "Dài quá: được nhiều nhất 5 ký tự, đang có 6."),
        ("text", "a\x00b", "Trong chữ có một ký tự rỗng không ghi được; hãy gõ lại mục này."),
        ("number", "8,5", "Ghi một số nguyên, ví dụ 12."),
        ("number", "-1", "Số này không được nhỏ hơn 0."),
        ("number", "10", "Số này không được lớn hơn 9."),
        ("kind", "b", "“b” không có trong danh sách; hãy chọn lại."),
        ("mail", "ai", "Ghi một địa chỉ thư, ví dụ ten@sct.gov.vn."),
    ],
)
def test_a_wrong_entry_is_told_in_good_vietnamese(name, value, said):
    with translation.override("vi"):
        assert Entry({name: value}).errors[name] == [said]
    with translation.override("en"):
        assert said not in Entry({name: value}).errors[name]


def test_the_compiled_sentences_are_those_that_are_written():
    written = Path(common.__file__).parent / "locale" / "vi" / "LC_MESSAGES" / "django.po"
    told = {e.msgid: e.msgstr or dict(e.msgstr_plural) for e in polib.pofile(str(written))}
    assert told == {e.msgid: e.msgstr or dict(e.msgstr_plural) for e in polib.mofile(str(written.with_suffix(".mo")))}
