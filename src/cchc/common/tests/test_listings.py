"""Lists of plain objects: searched, narrowed, sorted, paged, exported. Those of a database: tests/ of the whole."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from cchc.common.tables import Column, Filter, Listing, Pager
from cchc.common.tables.export import safe_text
from cchc.common.text import fold


@dataclass
class Thing:
    pk: int
    title: str
    kind: str = "a"
    amount: Decimal | None = None
    due: date | None = None

    @property
    def folded(self):
        return fold(self.title)


def listing(**changes):
    return Listing(
        **{
            "name": "thu",
            "title": "Thử",
            "columns": [
                Column("title", "Tên", sort="folded"),
                Column("amount", "Tiền", kind="number", decimals=1, sort="amount", total="amount"),
                Column("due", "Hạn", kind="date", sort="due"),
                Column("state", "Trạng thái", kind="state", value=lambda row: ("missed", "hỏng")),
            ],
            "filters": [Filter("kind", "Loại", [("a", "A"), ("b", "B")])],
            "search": ["folded"],
            "order": ["folded"],
            "per_page": 10,
            **changes,
        }
    )


THINGS = [
    Thing(1, "Đường sắt", "a", Decimal("1234.5"), date(2026, 9, 1)),
    Thing(2, "Điện lực", "b", None, None),
    Thing(3, "Chợ", "a", Decimal("-7"), date(2026, 1, 31)),
]


def page(query="", rows=THINGS, **changes):
    return listing(**changes).page(RequestFactory().get(f"/?{query}"), rows)


def titles(shown):
    return [row.object.title for row in shown.rows]


def html_of(shown):
    return render_to_string("common/listing.html", {"page": shown, "request": shown.request})


def test_plain_objects_are_searched_narrowed_and_sorted():
    assert titles(page("q=duong")) == ["Đường sắt"]
    assert titles(page("kind=b")) == ["Điện lực"]
    assert titles(page()) == ["Chợ", "Điện lực", "Đường sắt"]
    assert titles(page("sap=-title")) == ["Đường sắt", "Điện lực", "Chợ"]
    assert titles(page("sap=amount")) == ["Chợ", "Đường sắt", "Điện lực"]
    assert titles(page("sap=-amount")) == ["Đường sắt", "Chợ", "Điện lực"]


def test_what_is_derived_is_worked_out_for_the_rows_of_the_page_only():
    seen = []

    def prepare(rows):
        seen.extend(rows)
        return rows

    shown = page("trang=2", rows=[Thing(n, f"T{n:03}") for n in range(25)], prepare=prepare)
    assert len(shown.rows) == len(seen) == 10


@pytest.mark.parametrize("wanted", ["0", "-3", "9999999", "hai", "", "1e9", "²", "9" * 40])
def test_a_bad_page_number_gives_the_nearest_page(wanted):
    shown = page(f"trang={wanted}", rows=[Thing(n, f"T{n:03}") for n in range(25)])
    assert shown.pager.number in (1, 3)
    assert shown.rows


@given(st.integers(0, 5000), st.integers(1, 100), st.text(max_size=6))
def test_pages_hold_every_row_once(found, per_page, wanted):
    pager = Pager.at(found, per_page, wanted, str)
    assert 1 <= pager.number <= pager.last
    covered = sum(max(0, min(n * per_page, found) - (n - 1) * per_page) for n in range(1, pager.last + 1))
    assert covered == found
    assert [link.number for link in pager.links if link.current] == [pager.number]


def test_links_keep_search_filter_and_order_but_not_what_is_unknown():
    shown = page("q=d&kind=a&sap=-due&trang=1&la=x&tab=muon", keep=["tab"])
    url = shown.url(trang=2)
    for part in ("q=d", "kind=a", "sap=-due", "tab=muon", "trang=2"):
        assert part in url
    assert "la=x" not in url
    assert "q=" not in shown.clear_url
    assert "tab=muon" in shown.clear_url


def test_the_total_is_of_all_rows_found_not_of_the_page():
    rows = [Thing(n, f"T{n:03}", amount=Decimal("1.5")) for n in range(25)]
    shown = page(rows=rows)
    assert [cell.value for cell in shown.totals if cell.column.total] == [Decimal("37.5")]


# ---- how it looks ----


def test_the_heads_say_what_the_list_is_sorted_by():
    html = html_of(page("sap=-amount"))
    assert html.count("aria-sort") == 1
    assert 'aria-sort="descending"' in html
    assert "?sap=amount" in html
    assert 'aria-sort="ascending"' in html_of(page())


def test_the_first_cell_is_the_rows_head_and_its_link():
    html = html_of(page(row_url=lambda row: f"/viec/{row.pk}/"))
    assert '<th scope="row" class="is-text"><a class="row-link" href="/viec/1/">' in html


def test_numbers_dates_states_and_nothing_have_their_form():
    html = html_of(page())
    for part in ("1.234,5", "01/09/2026", "-7,0", "hỏng", "–"):
        assert part in html


def test_each_cell_behind_the_first_carries_the_name_of_its_column_for_the_phone_unless_it_is_blank():
    html = html_of(page(columns=[Column("title", "Tên"), Column("kind", 'Loại "A" & B'), Column("amount", "Tiền")]))
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    assert body.count('data-label="Loại &quot;A&quot; &amp; B"') == len(THINGS)
    assert body.count('data-label="Tiền"') == len([thing for thing in THINGS if thing.amount is not None])
    assert 'data-label="Tên"' not in body


def test_what_is_typed_is_shown_escaped():
    html = html_of(page("q=%22%3E%3Cscript%3E"))
    assert "<script" not in html
    assert "Bỏ lọc, xem tất cả" in html


def test_what_stands_in_a_row_is_shown_escaped_in_each_of_its_places():
    bad = '"><script>x</script>'
    thing = Thing(1, bad, kind=bad)
    columns = [Column("title", "Tên"), Column("amount", "Tiền", kind="number", value="kind"), Column("kind", "Loại")]
    dress = {
        "row_url": lambda row: f"/{bad}",
        "row_class": lambda row: bad,
        "filters": [Filter("kind", "Loại", [(bad, bad)])],
    }
    html = html_of(page(rows=[thing], columns=columns, pick="viec", **dress))
    assert "<script" not in html
    assert html.count("&lt;script&gt;x") >= 7  # link, class, three cells, a choice's value and label
    assert "is-pick" in html


def test_an_empty_list_says_what_to_do_first_and_a_narrowed_one_how_to_widen():
    nothing = html_of(page(rows=[], empty_title="Chưa có", empty_action=("/nap/", "Nạp")))
    assert 'href="/nap/"' in nothing
    assert "Bỏ lọc" not in nothing
    assert "<form" not in nothing
    assert "Không có dòng nào khớp" in html_of(page("q=zzz"))


def test_boxes_belong_to_the_form_of_the_list():
    html = html_of(page(pick="viec"))
    assert 'name="viec" value="1" form="thu-chon"' in html


def test_the_list_speaks_english_too():
    with translation.override("en"):
        assert "<strong>3</strong> rows" in html_of(page())
        one = html_of(page("kind=b"))
        assert "<strong>1</strong> row" in one
        assert "<strong>1</strong> rows" not in one


# ---- files ----


def test_csv_holds_every_row_found_with_mark_and_machine_numbers():
    rows = [Thing(n, f"T{n:03}", amount=Decimal("1.50"), due=date(2026, 9, 1)) for n in range(25)]
    answer = page("xuat=csv&q=T0", rows=rows).download()
    text = b"".join(answer.streaming_content).decode("utf-8")
    assert text.startswith("\ufeffTên,")
    lines = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    assert len(lines) == 26
    assert lines[1] == ["T000", "1.50", "2026-09-01", "■ hỏng"]


def test_xlsx_holds_typed_cells_and_names_its_origin():
    answer = page("xuat=xlsx&kind=a").download()
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == ["Tên", "Tiền", "Hạn", "Trạng thái"]
    assert rows[1] == ["Chợ", -7.0, date(2026, 1, 31), "■ hỏng"]
    assert rows[2][1] == 1234.5
    origin = dict(row[:2] for row in book.get_sheet_by_index(1).to_python())
    assert origin["Loại"] == "A"
    assert origin["Số dòng"] == "2"


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_no_text_becomes_a_formula(evil):
    assert safe_text(evil)[0] == "'"
    answer = page("xuat=csv", rows=[Thing(1, evil)]).download()
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"), newline="")))
    assert lines[1][0] == f"'{evil}"
    book = page("xuat=xlsx", rows=[Thing(1, evil)]).download()
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert not [name for name in parts.namelist() if "sheet1.xml.rels" in name]


def test_a_file_of_nobody_knows_what_is_a_page():
    assert page("xuat=exe").download() is None


def test_a_column_of_no_known_kind_and_a_filter_with_a_taken_name_are_refused():
    with pytest.raises(ValueError, match="no such kind"):
        Column("a", "A", kind="picture")
    with pytest.raises(ValueError, match="taken"):
        Filter("q", "Q", [])
