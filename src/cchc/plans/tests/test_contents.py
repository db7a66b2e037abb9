"""The names of the contents of reform are dated data."""

from datetime import date

import pytest

from cchc.plans.contents import title_on, titles
from cchc.plans.models.words import ContentName
from cchc.plans.rules.contents import ORDER, Content


def test_every_content_has_a_name_and_a_place_in_the_order():
    assert {one.content for one in titles()} == set(Content) == set(ORDER)
    assert set(ContentName.values) == set(Content)


@pytest.mark.parametrize(
    ("content", "day", "name"),
    [
        ("digital", date(2020, 12, 31), "Hiện đại hóa hành chính"),
        ("digital", date(2026, 1, 1), "Xây dựng và phát triển chính quyền điện tử, chính quyền số"),
        ("civil_service", date(2021, 7, 15), "Cải cách chế độ công vụ"),
        ("finance", date(1999, 1, 1), "Cải cách tài chính công"),
    ],
)
def test_the_name_is_the_one_that_held_on_the_day(content, day, name):
    assert title_on(content, day).vi == name
