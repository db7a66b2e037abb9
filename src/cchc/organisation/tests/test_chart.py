"""The organisation chart: the layout by property, and the picture and list on the page."""

from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.organisation import testing
from cchc.organisation.rules.chart import SHEET, Node, chart, wrapped


@given(st.text(st.characters(codec="utf-8"), max_size=80), st.integers(1, 30))
def test_wrapping_loses_no_letter_and_keeps_to_the_width(text, letters):
    lines = wrapped(text, letters)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(0 < len(line) <= letters for line in lines)


@st.composite
def forests(draw):
    size = draw(st.integers(1, 25))
    parents = {key: draw(st.one_of(st.none(), st.integers(0, key - 1))) if key else None for key in range(size)}
    return [
        Node(key, parent, (f"Phòng số {key} phụ trách việc thứ {key}", "chưa có")) for key, parent in parents.items()
    ]


@settings(max_examples=60, deadline=None)
@given(forests())
def test_every_unit_is_drawn_once_inside_the_picture_and_no_two_boxes_overlap(nodes):
    drawing = chart(["Sở Thử Nghiệm"], nodes)
    assert sorted(box.key for box in drawing.boxes if box.key is not None) == sorted(node.key for node in nodes)
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= drawing.width
        assert box.y + box.height <= drawing.height
        assert all(box.y < y < box.y + box.height for _text, y, _named in box.lines)
    for one, two in combinations(drawing.boxes, 2):
        beside = one.x + one.width <= two.x or two.x + two.width <= one.x
        above = one.y + one.height <= two.y or two.y + two.height <= one.y
        assert beside or above, (one, two)


@settings(max_examples=60, deadline=None)
@given(forests())
def test_lines_run_along_one_axis_and_join_every_unit_to_the_one_above(nodes):
    drawing = chart(["Sở"], nodes)
    assert all(line.x1 == line.x2 or line.y1 == line.y2 for line in drawing.lines)
    parents = {node.key: node.parent for node in nodes}
    for box in drawing.boxes:
        if box.key is not None and parents[box.key] is None:
            assert any((line.x2, line.y2) == (box.middle, box.y) for line in drawing.lines)
        elif box.key is not None:
            assert any((line.x2, line.y2) == (box.x, box.y + box.height / 2) for line in drawing.lines)


def test_a_department_of_real_size_stays_readable_on_one_sheet():
    nodes = [Node(key, None, (f"Phòng Quản lý chuyên ngành số {key}", "Trưởng phòng: Nguyễn Văn Thử", "9 người"))
             for key in range(9)]  # fmt: skip
    nodes += [Node(20 + key, 8, (f"Đội số {key}", "Đội trưởng: Trần Thị Thử", "5 người")) for key in range(5)]
    drawing = chart(["Sở Công Thương"], nodes)
    assert drawing.scale > 0.65
    assert drawing.width * drawing.scale <= SHEET[0]
    assert drawing.height * drawing.scale <= SHEET[1]


def test_a_unit_whose_parent_is_not_there_stands_beneath_the_top():
    drawing = chart(["Sở"], [Node(2, 1, ("Đội",))])
    assert [box.key for box in drawing.boxes] == [None, 2]


URL = "organisation:unit_chart"


def test_the_picture_and_the_list_tell_the_same_as_of_the_day(client, agency):
    leaders = testing.make_unit(agency, "Lãnh đạo Sở", kind="leadership")
    room = testing.make_unit(agency, "Phòng <Một> & Hai")
    testing.make_unit(agency, "Đội Dưới", kind="team", parent=room)
    testing.make_person(agency, "Lê Giám Đốc", unit=leaders, heads=True)
    client.force_login(testing.make_account(agency, ["officer"]))
    text = client.get(reverse(URL)).content.decode()
    picture = ET.fromstring(
        text[text.index('<svg class="orgchart"') : text.index("</svg>", text.index("orgchart")) + 6]
    )  # our own page
    drawn = " ".join(element.text or "" for element in picture.iter() if element.tag.endswith("text"))
    listed = text[text.index("orgchart-list") :]
    for words in ("Lê Giám Đốc", "Đội Dưới"):
        assert words in drawn
        assert words in listed
    assert "Phòng <Một> & Hai" in drawn
    assert "Phòng &lt;Một&gt; &amp; Hai" in listed
    assert picture.get("role") == "img"
    assert "Sơ đồ tổ chức" in picture.get("aria-label")
    assert "chưa có đơn vị nào" in client.get(reverse(URL), {"ngay": "01/01/2019"}).content.decode()
    assert "ngày/tháng/năm" in client.get(reverse(URL), {"ngay": "13.13"}).content.decode()


def test_the_picture_is_handed_out_as_a_file(client, agency):
    testing.make_unit(agency, "Phòng Một")
    client.force_login(testing.make_account(agency, ["officer"]))
    answer = client.get(reverse(URL), {"xuat": "svg", "ngay": "05/09/2026"})
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert "so-do-to-chuc-20260905.svg" in answer["Content-Disposition"]
    assert ET.fromstring(answer.content.decode().strip()).tag.endswith("svg")  # our own page


def test_a_stranger_and_another_department_see_nothing_of_it(client, agency):
    testing.make_unit(agency, "Phòng Kín")
    assert client.get(reverse(URL)).status_code == 302
    client.force_login(testing.make_account(testing.make_agency(), ["admin"]))
    assert "Phòng Kín" not in client.get(reverse(URL)).content.decode()


@pytest.mark.parametrize(("role", "shown"), [("admin", True), ("officer", False)])
def test_the_tabs_of_the_chart_are_those_of_the_other_pages(client, agency, role, shown):
    client.force_login(testing.make_account(agency, [role]))
    assert (reverse("organisation:account_list") in client.get(reverse(URL)).content.decode()) is shown
