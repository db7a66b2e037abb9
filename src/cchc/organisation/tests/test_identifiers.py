"""Electronic identifiers: both writings by table and property, how they are given, and the pages."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.organisation import actions, testing
from cchc.organisation.models import Identifier
from cchc.organisation.rules.identifiers import Code, read

AT = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)
BOTH = [
    ("H19", "000.00.00.H19"),
    ("H19.12", "000.00.12.H19"),
    ("H19.12.05", "000.05.12.H19"),
    ("H19.12.05.012", "012.05.12.H19"),
    ("G09.20", "000.00.20.G09"),
]


@pytest.mark.parametrize(("new", "old"), BOTH)
def test_a_code_is_the_same_in_both_writings(new, old):
    assert read(new) == read(old.lower()) == read(f" {old} ")
    assert (read(old).new, read(new).old) == (new, old)


@pytest.mark.parametrize("text", ["H57.132", "H19.12.005", "H19.12.05.12", "H19.1A", "H19.12.05.012.01", "H19.00"])
def test_a_code_for_which_the_old_writing_has_no_room_has_none(text):
    assert read(text).new == text
    assert read(text).old == ""


@pytest.mark.parametrize(
    "text",
    ["", "19.12", "H1.12", "Z19.12", "H19.", "H19..12", "H19-12", "00.00.12.H19", "000.05.00.H19", "001.00.12.H19",
     "H19." + "1" * 33, "Đ19.12"],
)  # fmt: skip
def test_what_has_the_shape_of_neither_is_no_code(text):
    assert read(text) is None


@given(st.from_regex(r"[A-Y]\d\d", fullmatch=True), st.integers(1, 99), st.integers(0, 99), st.integers(0, 999))
def test_whatever_has_an_old_writing_comes_back_from_it(first, two, three, four):
    below = [f"{two:02}", *([f"{three:02}", *([f"{four:03}"] if four else [])] if three else [])]
    code = Code((first, *below))
    assert read(code.old) == read(code.new) == code


@pytest.fixture
def admin(agency, client):
    account = testing.make_account(agency, ["admin"])
    client.force_login(account)
    return account


@pytest.fixture
def room(agency):
    return testing.make_unit(agency, "Phòng Mã")


def give(admin, code, unit=None, on=date(2024, 1, 1)):
    return actions.give_identifier(
        by=admin, at=AT, agency=admin.agency, unit=unit, code=code, on=on, basis="Quyết định số 1"
    )


def test_a_new_code_takes_the_place_of_the_last_one(admin, agency):
    first, second = give(admin, "000.00.12.H19"), give(admin, "H19.132", on=date(2025, 8, 1))
    first.refresh_from_db()
    assert (first.code, first.ended_on, first.replaced_by) == ("H19.12", date(2025, 8, 1), second)
    assert (second.old_code, second.ended_on) == ("", None)
    agency.refresh_from_db()
    assert agency.code == "H19.132"
    entry = JournalEntry.objects.latest("seq")
    assert (entry.action, entry.before, entry.after["code"]) == (
        "organisation.give_identifier", {"code": "H19.12"}, "H19.132"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "on", "field", "words"),
    [
        ("H19-12", date(2025, 1, 1), "code", "không có dạng"),
        ("h19.12", date(2025, 1, 1), "code", "không cấp lại"),
        ("H19.13", date(2024, 1, 1), "on", "sau ngày đó"),
        ("H19.13", date(2026, 12, 1), "on", "chưa đến"),
    ],
)
def test_a_code_is_refused_with_the_field_at_fault(admin, code, on, field, words):
    give(admin, "H19.12")
    with pytest.raises(Refused, match=words) as refused:
        give(admin, code, on=on)
    assert refused.value.field == field
    assert Identifier.objects.get().ended_on is None


@pytest.mark.parametrize("code", ["H19.12", "H19.13.05", "H20.12.05"])
def test_the_code_of_a_unit_stands_beneath_that_of_its_department(admin, room, code):
    give(admin, "H19.12")
    with pytest.raises(Refused):
        give(admin, code, unit=room)
    assert give(admin, "000.05.12.H19", unit=room).code == "H19.12.05"


def test_a_merged_unit_leaves_its_code_to_the_one_it_went_into(admin, agency, room):
    other = testing.make_unit(agency, "Phòng Nhận")
    old, new = give(admin, "H19.12.01", unit=room), give(admin, "H19.12.02", unit=other)
    actions.merge_units(by=admin, at=AT, units=[room], into=other, on=date(2026, 3, 1))
    actions.dissolve_unit(by=admin, at=AT, unit=other, on=date(2026, 4, 1))
    for code, day, after in ((old, date(2026, 3, 1), new), (new, date(2026, 4, 1), None)):
        code.refresh_from_db()
        assert (code.ended_on, code.replaced_by) == (day, after)


def url(name, *args):
    return reverse(f"organisation:{name}", args=args)


def test_a_code_is_written_shown_and_found_by_either_writing(client, admin, room):
    values = {"unit": "", "code": "H19.12", "on": "01/01/2024", "basis": "Quyết định số 1"}
    assert client.post(url("identifier_new"), values).status_code == 302
    values = {"unit": room.pk, "code": "000.05.12.H19", "on": "01/01/2024", "basis": "Quyết định số 1"}
    assert client.post(url("identifier_new"), values).status_code == 302
    held = room.identifiers.get()
    for text in ("H19.12.05", "000.05.12.h19", "phong ma"):
        assert client.get(url("identifier_list"), {"q": text}).context["page"].found == 1, text
    for text in ("H19.12.05", "000.05.12.H19"):
        assert url("identifier", held.pk) in client.get("/tim/", {"q": text}).content.decode()
    for page in (url("identifier", held.pk), url("unit_detail", room.pk)):
        text = client.get(page).content.decode()
        assert "H19.12.05" in text
        assert "000.05.12.H19" in text


def test_a_refused_code_keeps_what_was_typed(client, admin):
    values = {"unit": "", "code": "khong phai ma", "on": "01/01/2024", "basis": "Quyết định số 1"}
    text = client.post(url("identifier_new"), values).content.decode()
    assert "không có dạng mã định danh" in text
    assert 'value="khong phai ma"' in text


def test_a_text_is_put_into_the_other_writing_or_refused_with_a_sentence(client, admin):
    assert "<code>000.00.12.H19</code>" in client.get(url("identifier_list"), {"ma": "h19.12"}).content.decode()
    assert "<code>H19.12</code>" in client.get(url("identifier_list"), {"ma": "000.00.12.H19"}).content.decode()
    assert "không có cách viết cũ" in client.get(url("identifier_list"), {"ma": "H57.132"}).content.decode()
    assert "không có dạng" in client.get(url("identifier_list"), {"ma": "abc"}).content.decode()


def test_a_wrongly_typed_code_is_put_right(client, admin, agency):
    held = give(admin, "H19.21")
    way = url("identifier_correct", held.pk)
    assert client.post(way, {"code": "H19.12", "basis": "Quyết định số 1"}).status_code == 302
    assert "Chưa có gì thay đổi" in client.post(way, {"code": "H19.12", "basis": "Quyết định số 1"}).content.decode()
    agency.refresh_from_db()
    assert agency.code == "H19.12"
    assert client.get(url("identifier_list"), {"q": "000.00.12.h19"}).context["page"].found == 1


def test_the_stranger_and_the_other_department_see_no_code(client, admin, agency):
    held = give(admin, "H19.17")
    client.logout()
    assert client.get(url("identifier_list")).status_code == 302
    client.force_login(testing.make_account(testing.make_agency(), ["admin"]))
    assert client.get(url("identifier", held.pk)).status_code == 404
    assert client.post(url("identifier_correct", held.pk), {}).status_code == 404
    assert "H19.17" not in client.get(url("identifier_list")).content.decode()
    client.force_login(testing.make_account(agency, ["officer"]))
    assert client.get(url("identifier", held.pk)).status_code == 200
    assert client.get(url("identifier_new")).status_code == 403
