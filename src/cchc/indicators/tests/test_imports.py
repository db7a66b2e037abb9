import io
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.indicators import actions, testing
from cchc.indicators.models import ImportMapping, ImportRun, Observation
from cchc.indicators.rules import Formula
from cchc.organisation.access import Denied
from cchc.organisation.testing import make_account, make_agency, make_unit

pytestmark = pytest.mark.django_db
NOW = testing.NOW
HEAD = ["Mã chỉ số", "Đơn vị", "Kỳ", "Tử số", "Mẫu số", "Giá trị", "Ước", "Ghi chú"]


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def office(agency):
    return make_account(agency, ["office"])


@pytest.fixture
def unit(agency):
    return make_unit(agency, "Phòng Quản lý thương mại")


@pytest.fixture
def share():
    return testing.make_indicator("share")


@pytest.fixture
def count():
    return testing.make_indicator("count", formula=Formula.COUNT)


def workbook(rows, *, formulas=()):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet("Trống")
        sheet = book.add_worksheet("Số liệu")
        day = book.add_format({"num_format": "mm/yyyy"})
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, place, cell, day)
                elif cell is not None:
                    sheet.write(at, place, cell)
        for row, column, formula, result in formulas:
            sheet.write_formula(row, column, formula, None, result)
    return file.getvalue()


def start(office, content, name="so-lieu.xlsx"):
    return actions.start_import(content=SimpleUploadedFile(name, content), name=name, by=office, at=NOW)


def check(run, office, **changes):
    facts = {"sheet": run.sheet, "header": run.header_row, "columns": run.columns, "fixed": run.fixed,
             "fractions": run.fractions}  # fmt: skip
    return actions.check_import(run=run, by=office, at=NOW, **{**facts, **changes})


def test_a_workbook_goes_in_whole_and_a_second_time_changes_nothing(office, unit, share, count):
    rows = [["BIỂU"], HEAD, ["share", unit.name, "09/2026", 197, 200], ["count", "", "quý III/2026", None, None, 12]]
    run = start(office, workbook(rows))
    assert (run.sheet, run.header_row) == ("Số liệu", 2)
    fields = ["indicator", "unit", "period", "numerator", "denominator", "value", "is_estimate", "note"]
    assert run.columns == {field: place for place, field in enumerate(fields)}
    checked = check(run, office)
    assert (checked.new, checked.changed, checked.same, checked.faults) == (2, 0, 0, [])
    assert not Observation.objects.exists()
    actions.take_import(run=run, by=office, at=NOW)
    one, two = Observation.objects.order_by("indicator__code")
    assert (one.value, one.period, one.unit) == (12, "2026-Q3", None)
    assert (two.value, two.unit, two.evidence, two.run) == (Decimal("98.5"), unit, run.file, run)
    again = check(start(office, workbook(rows)), office)
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    actions.take_import(run=again, by=office, at=NOW)
    assert Observation.objects.count() == 2
    assert journal.verify().whole


def test_a_changed_line_is_a_correction_with_the_file_as_its_reason(office, unit, share):
    rows = [HEAD, ["share", unit.code, "09/2026", 1, 2], ["share", unit.code, "08/2026", 1, 2]]
    actions.take_import(run=check(start(office, workbook(rows)), office), by=office, at=NOW)
    rows[1][3] = 2
    run = check(start(office, workbook(rows)), office)
    assert (run.new, run.changed, run.same) == (0, 1, 1)
    actions.take_import(run=run, by=office, at=NOW)
    new = Observation.objects.current().get(period="2026-M09")
    assert (new.numerator, new.reason) == (2, "Nhập từ tệp “so-lieu.xlsx”")
    assert new.supersedes.numerator == 1


FAULTY = [
    (["shaer", "", "09/2026", 1, 2], "A", "Không có chỉ số “shaer”"),
    (["tỷ lệ cụm từ share", "", "09/2026", 1, 2], "A", "Có phải “Tỷ lệ share” (mã share)?"),
    (["", "", "09/2026", 1, 2], "A", "Thiếu chỉ số"),
    (["share", "Phòng lạ", "09/2026", 1, 2], "B", "Không có đơn vị “Phòng lạ”"),
    (["share", "", "tháng 13/2026", 1, 2], "C", "Không hiểu kỳ “tháng 13/2026”"),
    (["share", "", "12/2026", 1, 2], "C", "chưa bắt đầu"),
    (["share", "", "09/2026", "một", 2], "D", "“một” không phải là số"),
    (["share", "", "09/2026", 3, 2], "D", "vượt 100%"),
    (["share", "", "09/2026", 1], "E", "cả tử số và mẫu số"),
    (["count", "", "09/2026", None, None, 1.5], "F", "số nguyên"),
    (["count", "", "09/2026", None, None, date(2026, 9, 1)], "F", "không phải là số"),
    (["share", "", "09/2026", 1, 2, None, "có lẽ"], "G", "ghi “ước” hoặc để trống"),
]


@pytest.mark.parametrize(("row", "column", "sentence"), FAULTY)
def test_a_line_at_fault_is_named_by_row_column_and_sentence_and_nothing_is_taken(
    office, share, count, row, column, sentence
):
    run = check(start(office, workbook([HEAD, ["share", "", "08/2026", 1, 2], row])), office)
    assert run.fault_count == 1
    fault = run.faults[0]
    assert (fault["row"], fault["column"]) == (3, column)
    assert sentence in fault["text"]
    with pytest.raises(Refused, match="còn dòng lỗi"):
        actions.take_import(run=run, by=office, at=NOW)
    assert not Observation.objects.exists()


def test_formulas_that_failed_or_were_not_counted_are_named(office, count):
    head = ["Mã chỉ số", "Kỳ", "Giá trị"]
    rows = [head, ["count", "07/2026"], ["count", "08/2026"], ["count", "09/2026"]]
    formulas = [(1, 2, "=1/0", "#DIV/0!"), (2, 2, "=1+1", ""), (3, 2, "=1+1", 2)]
    run = check(start(office, workbook(rows, formulas=formulas)), office)
    assert [(f["row"], f["column"]) for f in run.faults] == [(2, "C"), (3, "C")]
    assert "#DIV/0!" in run.faults[0]["text"]
    assert "chưa có kết quả" in run.faults[1]["text"]
    assert run.new == 1


def test_the_same_line_twice_in_a_file_is_named(office, share):
    row = ["share", "", "09/2026", 1, 2]
    run = check(start(office, workbook([HEAD, row, row])), office)
    assert [(f["row"], f["text"][:18]) for f in run.faults] == [(3, "Trùng với dòng 2: ")]


def test_percent_may_be_written_as_a_fraction_when_one_says_so(office, share):
    head = ["Mã chỉ số", "Kỳ", "Giá trị"]
    run = start(office, workbook([head, ["share", date(2026, 9, 1), 0.855], ["share", "08/2026", "90,5%"]]))
    actions.take_import(run=check(run, office, fractions=True), by=office, at=NOW)
    assert {o.period: o.value for o in Observation.objects.all()} == {
        "2026-M09": Decimal("85.5"), "2026-M08": Decimal("90.5"),
    }  # fmt: skip


def test_a_csv_with_semicolons_and_decimal_commas_goes_in(office, share):
    text = "Chỉ số;Kỳ;Giá trị\nTỷ lệ share;quý III/2026;85,5\ncụm từ share;quý II/2026;70,25%\n"
    run = check(start(office, text.encode("utf-8-sig"), "so-lieu.csv"), office)
    actions.take_import(run=run, by=office, at=NOW)
    assert Observation.objects.get(period="2026-Q2").value == Decimal("70.25")
    assert check(start(office, text.encode("utf-16"), "khac.csv"), office).same == 2


def test_one_period_and_one_indicator_may_stand_for_the_whole_file(office, unit, count):
    run = start(office, workbook([["Đơn vị", "Số liệu"], [unit.name, 5], ["Toàn sở", 7]]))
    run = check(run, office, fixed={"indicator": "count", "period": "9 tháng năm 2026"})
    assert (run.new, run.faults) == (2, [])


@pytest.mark.parametrize(
    ("columns", "fixed", "field"),
    [
        ({"value": 5, "period": 2}, {}, "indicator"),
        ({"value": 5, "indicator": 0}, {}, "period"),
        ({"indicator": 0, "period": 2, "numerator": 3}, {}, "value"),
        ({"indicator": 0, "period": 0, "value": 5}, {}, "value"),
    ],
)
def test_columns_that_do_not_do_are_refused(office, share, columns, fixed, field):
    run = start(office, workbook([HEAD, ["share", "", "09/2026", 1, 2]]))
    with pytest.raises(Refused) as refused:
        check(run, office, columns=columns, fixed=fixed)
    assert refused.value.field == field
    run.refresh_from_db()
    assert run.state == ImportRun.State.GIVEN


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"", "rỗng"),
        ("a.xlsx", b"PK\x03\x04 broken", "không thuộc loại được nhận"),
        ("a.txt.xlsx", b"xin chao" * 9 + b"\x00\x01", "không thuộc loại được nhận"),
        ("a.pdf", b"%PDF-1.7\n" + b"x" * 90, "không phải bảng tính"),
        ("a.csv", b"\n\n;;\n", "rỗng"),
        ("a.xlsx", workbook([]), "rỗng"),
        ("a.xlsx", workbook([["a"]])[:-200], "tệp hỏng"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence_and_no_run_is_left(office, name, content, sentence):
    with pytest.raises(Refused, match=sentence):
        start(office, content, name)
    assert not ImportRun.objects.exists()


def test_a_file_above_the_limit_is_refused(office, settings):
    settings.UPLOAD_LIMIT = 1024 * 1024
    with pytest.raises(Refused, match="lớn hơn 1 MB"):
        start(office, b"a;b\n" * 300_000, "lon.csv")


def test_a_table_without_lines_below_its_headings_is_refused_at_the_check(office, share):
    run = check(start(office, workbook([HEAD])), office)
    assert run.faults == [{"row": 0, "column": "", "text": "Không có dòng số liệu nào dưới dòng tiêu đề."}]


def test_a_sheet_that_is_not_there_is_refused(office, share):
    run = start(office, workbook([HEAD, ["share", "", "09/2026", 1, 2]]))
    with pytest.raises(Refused) as refused:
        check(run, office, sheet="Khác")
    assert refused.value.field == "sheet"


def test_a_kept_mapping_is_offered_again_for_the_same_headings(office, unit, count):
    content = workbook([["Nơi gửi", "Con số"], [unit.name, 5]])
    run = check(start(office, content), office, columns={"unit": 0, "value": 1},
                fixed={"indicator": "count", "period": "2026-Q3"})  # fmt: skip
    actions.save_mapping(run=run, name="Biểu của phòng", by=office, at=NOW)
    again = start(office, content)
    assert (again.columns, again.fixed) == ({"unit": 0, "value": 1}, {"indicator": "count", "period": "2026-Q3"})
    actions.save_mapping(run=run, name="Biểu của phòng", by=office, at=NOW)
    assert ImportMapping.objects.count() == 1
    with pytest.raises(Refused):
        actions.save_mapping(run=run, name="  ", by=office, at=NOW)


def test_figures_that_changed_since_the_check_stop_the_import(office, share):
    run = check(start(office, workbook([HEAD, ["share", "", "09/2026", 1, 2]])), office)
    testing.make_figure(share, "2026-M09", 0, 2, by=office)
    with pytest.raises(Refused, match="thay đổi từ lúc kiểm tra"):
        actions.take_import(run=run, by=office, at=NOW)


def test_a_run_is_taken_once_and_only_after_a_check(office, share):
    run = start(office, workbook([HEAD, ["share", "", "09/2026", 1, 2]]))
    with pytest.raises(Refused, match="chưa được kiểm tra"):
        actions.take_import(run=run, by=office, at=NOW)
    check(run, office)
    actions.take_import(run=run, by=office, at=NOW)
    for again in (actions.take_import, actions.drop_import):
        with pytest.raises(Refused, match="nhập xong"):
            again(run=run, by=office, at=NOW)


def test_a_file_that_was_given_up_takes_nothing(office, share):
    run = check(start(office, workbook([HEAD, ["share", "", "09/2026", 1, 2]])), office)
    actions.drop_import(run=run, by=office, at=NOW)
    with pytest.raises(Refused):
        actions.take_import(run=run, by=office, at=NOW)
    assert not Observation.objects.exists()


def test_imports_are_for_those_who_may_and_for_the_own_department(agency, office, share):
    content = workbook([HEAD, ["share", "", "09/2026", 1, 2]])
    with pytest.raises(Denied):
        start(make_account(agency, ["officer"], unit=make_unit(agency)), content)
    run = start(office, content)
    stranger = make_account(make_agency(), ["office"])
    assert not ImportRun.objects.visible_to(stranger).exists()
    with pytest.raises(ImportRun.DoesNotExist):
        check(run, stranger)


def test_a_thousand_lines_are_examined_with_few_queries(office, count, django_assert_max_num_queries):
    units = [make_unit(office.agency, f"Phòng {n}") for n in range(40)]
    rows = [["Mã chỉ số", "Đơn vị", "Kỳ", "Giá trị"]]
    rows += [["count", u.name, f"{m:02d}/{y}", 1] for u in units for y in (2024, 2025, 2026) for m in range(1, 11)]
    run = start(office, workbook(rows))
    with django_assert_max_num_queries(20):
        assert check(run, office).new == 1200
