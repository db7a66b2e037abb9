"""Lists of database rows: folded search, filters and order in the database, two queries a page."""

import pytest
from django.test import RequestFactory

from cchc.common.tables import Column, Filter, Listing
from cchc.organisation.models import Unit
from cchc.organisation.testing import make_agency, make_unit


@pytest.fixture
def units(db):
    agency = make_agency()
    for name in ("Phòng Đường bộ", "Phòng Điện", "Văn phòng Sở", "Trung tâm Đường thủy"):
        make_unit(agency, name, kind="centre" if name.startswith("Trung") else "room")
    return Unit.objects.all()


UNITS = Listing(
    name="don-vi", title="Đơn vị", columns=[Column("name", "Tên", sort="folded"), Column("sort", "Số", kind="number")],
    filters=[Filter("kind", "Loại", [("room", "Phòng"), ("centre", "Trung tâm")])], search=["folded", "code"],
    order=["folded"], per_page=2,
)  # fmt: skip


def unit_page(query, rows):
    return UNITS.page(RequestFactory().get(f"/?{query}"), rows)


@pytest.mark.parametrize("text", ["duong", "Đường", "DUONG", "đường", "phòng duong bo"])
def test_search_finds_with_and_without_marks(units, text):
    found = [row.object.name for row in unit_page(f"q={text}", units).rows]
    assert "Phòng Đường bộ" in found
    assert "Phòng Điện" not in found


def test_every_word_must_occur_in_any_order(units):
    assert [row.object.name for row in unit_page("q=thuy+duong", units).rows] == ["Trung tâm Đường thủy"]


def test_a_filter_narrows_and_an_unknown_value_does_not(units):
    assert unit_page("kind=centre", units).found == 1
    assert unit_page("kind=planet", units).found == 4
    assert unit_page("nobody=1&kind=", units).found == 4


def test_a_page_takes_two_queries_whatever_it_holds(units, django_assert_num_queries):
    shown = unit_page("trang=2", units)
    with django_assert_num_queries(2):
        assert len(shown.rows) == 2
        assert shown.pager.last == 2


def test_rows_without_a_value_come_last_both_ways(units):
    first = units.order_by("pk").first()
    units.exclude(pk=first.pk).update(parent=first)
    by_parent = Listing(name="x", title="x", columns=[Column("name", "Tên", sort="parent__folded")])
    for sort in ("name", "-name"):
        shown = by_parent.page(RequestFactory().get(f"/?sap={sort}"), units)
        assert shown.rows[-1].object == first
