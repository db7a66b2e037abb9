"""Rows of files of units, positions and people: headings, words, cells. By table, without a database."""

from datetime import date

import pytest
from django.utils.translation import override

from cchc.organisation.models import PaySource, PersonStatus, UnitKind
from cchc.organisation.rules.staff_files import HEADINGS, NEEDED, FileKind, read_row
from cchc.organisation.staff_files.words import HELP, LABELS, guide, sentence

KINDS = list(FileKind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_headings_that_we_write_are_read_as_what_they_are(kind):
    with override("vi"):
        fields, headings = zip(*((field, str(label)) for field, label in LABELS[kind].items()), strict=True)
    assert HEADINGS[kind].match(headings) == {field: at for at, field in enumerate(fields)}
    assert set(HELP[kind]) == set(HEADINGS[kind].words) == set(fields)
    assert set(NEEDED[kind]) <= set(fields)


@pytest.mark.parametrize(
    ("kind", "headings", "found"),
    [
        ("people", ["STT", "Mã cán bộ", "Họ tên", "Phòng", "Chức danh", "Từ ngày"],
         {"code": 1, "full_name": 2, "unit": 3, "post": 4, "started_on": 5}),
        ("people", ["Mã", "Mã số thuế", "Họ và tên *", "E-mail"], {"code": 0, "full_name": 2, "email": 3}),
        ("units", ["Mã", "Tên", "Mã định danh điện tử", "Loại", "Cấp trên"],
         {"code": 0, "name": 1, "identifier": 2, "kind": 3, "parent": 4}),
        ("positions", ["Phòng, đơn vị", "Tên vị trí", "Số lượng"], {"unit": 0, "name": 1, "quota": 2}),
    ],
)  # fmt: skip
def test_headings_of_other_files_are_guessed(kind, headings, found):
    assert HEADINGS[kind].match(headings) == found


@pytest.mark.parametrize(
    ("kind", "field", "choices"),
    [("units", "kind", UnitKind), ("positions", "kind", PersonStatus), ("people", "status", PersonStatus),
     ("people", "pay_source", PaySource)],
)  # fmt: skip
def test_every_word_that_we_write_is_read_back(kind, field, choices):
    for value in choices:
        with override("vi"):
            label = str(value.label)
        for text in (label, label.upper(), value.value):
            facts, slips = read_row(FileKind(kind), {field: text, "code": "x", "unit": "x", "name": "x"})
            assert (facts[field], slips) == (value.value, [])


@pytest.mark.parametrize(
    ("kind", "field", "text", "value"),
    [
        ("units", "kind", "Trung tâm", "centre"), ("units", "kind", "Phòng", "room"),
        ("people", "status", "HĐ", None), ("people", "status", "Hợp đồng", "contract"),
        ("people", "pay_source", "chưa nêu", ""), ("people", "pay_source", "kho bạc", None),
        ("people", "started_on", "01/03/2025", date(2025, 3, 1)),
        ("people", "started_on", "2025-03-01", date(2025, 3, 1)),
        ("people", "started_on", "31/02/2025", None), ("people", "started_on", "hôm qua", None),
        ("people", "heads", "X", True), ("people", "heads", "không", False), ("people", "heads", "có lẽ", None),
        ("people", "email", "a@so.example", "a@so.example"), ("people", "email", "a@so", None),
        ("people", "email", "a b@so.example", None), ("people", "full_name", "N" * 121, None),
        ("people", "basis", "Q" * 301, None), ("units", "code", "M" * 41, None),
        ("positions", "quota", "3", 3), ("positions", "quota", "1,5", None), ("positions", "quota", "-1", None),
        ("positions", "quota", "10001", None), ("positions", "quota", "ba", None), ("positions", "quota", "0", 0),
    ],
)  # fmt: skip
def test_a_cell_is_read_or_its_fault_is_told(kind, field, text, value):
    cells = {"code": "x", "unit": "x", "name": "x", field: text}
    facts, slips = read_row(FileKind(kind), cells)
    if value is None:
        assert [slip.field for slip in slips] == [field]
        assert str(LABELS[kind][field]) in sentence(kind, slips[0]) or text in sentence(kind, slips[0])
    else:
        assert (facts[field], slips) == (value, [])


def test_an_empty_row_lacks_what_tells_it_from_others_and_leaves_everything_else():
    for kind in KINDS:
        facts, slips = read_row(kind, {})
        assert [(slip.field, slip.what) for slip in slips] == [(field, "missing") for field in NEEDED[kind]]
        assert set(facts.values()) <= {"", None}


def test_the_guide_tells_each_column_with_words_or_an_example():
    for kind in KINDS:
        assert all(help_text for _label, help_text, _example in guide(kind))
    examples = {label: example for label, _help, example in guide("people")}
    assert "công chức; viên chức" in examples["Chế độ làm việc"]
