"""A text that keeps no folded copy is searched as if it kept one, on either database."""

import unicodedata
from datetime import date

import pytest
from django.db.models import F, TextField, Value
from hypothesis import given
from hypothesis import strategies as st

from cchc.common.folding import Folded
from cchc.common.models import CalendarDay
from cchc.common.tables.rows import QueryRows
from cchc.common.text import fold

pytestmark = pytest.mark.django_db
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯ" + "áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"


@pytest.fixture
def day():
    return CalendarDay.objects.create(day=date(2026, 12, 3), kind="closure", name="Ngày Đóng cửa thử", source="x")


@given(st.text(alphabet=LETTERS + "0123456789-/", max_size=40), st.sampled_from(["NFC", "NFD"]))
def test_the_database_folds_as_the_program_does(text, form):
    CalendarDay.objects.get_or_create(day=date(2026, 12, 3), kind="closure", name="x", source="x")
    written = unicodedata.normalize(form, text)
    rows = CalendarDay.objects.annotate(found=Folded(Value(written, output_field=TextField())))
    assert rows.values_list("found", flat=True)[0] == fold(written)


@pytest.mark.parametrize("words", ["thử", "thu", "THỬ", "đóng cửa", "dong", "Đóng thử ngày"])
def test_a_list_finds_with_marks_and_without_in_small_letters_and_capitals(day, words):
    assert QueryRows(CalendarDay.objects.all()).having(["name__folded", "source__folded"], words).count() == 1


@pytest.mark.parametrize("words", ["thư không", "mở cửa"])
def test_a_list_finds_nothing_that_is_not_there(day, words):
    assert QueryRows(CalendarDay.objects.all()).having(["name__folded"], words).count() == 0


def test_no_text_stays_none(day):
    empty = CalendarDay.objects.annotate(found=Folded(Value(None, output_field=TextField())), kept=F("name"))
    assert empty.get().found is None
