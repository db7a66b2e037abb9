"""Lists of database rows: folded search, filters and order in the database, two queries a page."""

import pytest
from django.db.models import F
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


def test_the_pages_one_after_the_other_are_the_whole_list_though_the_later_ones_are_read_from_its_end(units):
    agency = units.first().agency
    for number in range(8):
        make_unit(agency, f"Phòng {number % 3}", kind="centre" if number % 2 else "room")
    units.filter(name="Phòng 1").update(parent=units.first())
    listing = Listing(
        name="x", title="x", order=["-folded"], per_page=5,
        columns=[Column("name", "Tên", sort="parent__folded"), Column("kind", "Loại", sort="kind")],
    )  # fmt: skip
    for sort in ("", "name", "-name", "kind", "-kind"):
        pages = [listing.page(RequestFactory().get(f"/?sap={sort}&trang={n}"), units) for n in (1, 2, 3)]
        shown = [row.object.pk for page in pages for row in page.rows]
        assert shown == [row.object.pk for row in pages[0].each_row()]
        assert len(shown) == len(set(shown)) == 12


def test_rows_are_counted_without_what_only_columns_and_order_read(units, django_assert_num_queries):
    def dressed(rows):
        return rows.annotate(above=F("parent__folded"))

    listing = Listing(
        name="x", title="x", columns=[Column("above", "Trên", sort="above")], dress=dressed, order=["above"]
    )
    units.exclude(name="Văn phòng Sở").update(parent=units.get(name="Văn phòng Sở"))
    page = listing.page(RequestFactory().get("/"), units)
    with django_assert_num_queries(2) as asked:
        assert [row.head.value for row in page.rows] == ["van phong so"] * 3 + [None]
    assert ["JOIN" in query["sql"] for query in asked.captured_queries] == [False, True]
