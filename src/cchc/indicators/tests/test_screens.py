import io
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from cchc.common.media import XLSX
from cchc.common.periods import Kind, Period
from cchc.common.spreadsheets.reading import read_table
from cchc.indicators import actions, testing
from cchc.indicators.forms import as_typed
from cchc.indicators.models import ImportMapping, ImportRun, Indicator, Observation, Reporter
from cchc.indicators.rules import Content, Formula, OverTime, Text, Unit
from cchc.indicators.rules.cells import period_of
from cchc.organisation.testing import make_account, make_agency, make_unit

pytestmark = pytest.mark.django_db
LAST = Period.of(Kind.MONTH, timezone.localdate()).previous()


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def office(agency):
    return make_account(agency, ["office"], full_name="Lê Văn Phòng")


@pytest.fixture
def unit(agency):
    return make_unit(agency, "Phòng Quản lý công nghiệp")


@pytest.fixture
def officer(agency, unit):
    return make_account(agency, ["officer"], unit=unit)


@pytest.fixture
def share():
    return testing.make_indicator("thing_share", name=Text("Tỷ lệ hồ sơ đúng hẹn", "Dossiers as promised"))


def page(client, account, name, /, *args, query="", **more):
    client.force_login(account)
    return client.get(reverse(f"indicators:{name}", args=args) + query, **more)


def send(client, account, name, /, *args, query="", **data):
    client.force_login(account)
    return client.post(reverse(f"indicators:{name}", args=args) + query, data)


def enter(indicator, account, *parts, period=LAST, **more):
    return testing.make_figure(indicator, period.code, *parts, by=account, at=timezone.now(), **more)


# the catalogue


def test_the_catalogue_shows_each_indicator_with_its_newest_figure(client, office, share):
    enter(share, office, 197, 200)
    html = page(client, office, "catalogue").content.decode()
    assert "Tỷ lệ hồ sơ đúng hẹn" in html
    assert "98,5%" in html
    assert LAST.label in html


@pytest.mark.parametrize("words", ["đúng hẹn", "dung hen", "HO SO DUNG", "share"])
def test_the_catalogue_is_searched_with_or_without_marks(client, office, share, words):
    testing.make_indicator("other_thing", name=Text("Số hội nghị", "Meetings"))
    html = page(client, office, "catalogue", query=f"?q={words}").content.decode()
    assert "Tỷ lệ hồ sơ đúng hẹn" in html
    assert "Số hội nghị" not in html


def test_the_catalogue_is_filtered(client, office, share, unit):
    manual = testing.make_indicator(
        "manual_thing", manual=True, content=Content.DIGITAL, name=Text("Chỉ số tay", "Manual")
    )
    enter(share, office, 1, 2)
    actions.assign_reporter(
        indicator=share, unit=unit, kind=Kind.MONTH, since=date(2026, 1, 1), by=office, at=timezone.now()
    )
    for query, there, gone in (
        ("?cach=manual", manual, share), ("?cach=entered", share, manual), ("?noi-dung=digital", manual, share),
        ("?so-lieu=co", share, manual), ("?so-lieu=chua", manual, share), (f"?don-vi={unit.pk}", share, manual),
    ):  # fmt: skip
        html = page(client, office, "catalogue", query=query).content.decode()
        assert there.name_vi in html, query
        assert gone.name_vi not in html, query


def test_the_whole_catalogue_is_paged_and_exported(client, office):
    testing.load()
    assert "trang=2" in page(client, office, "catalogue").content.decode()
    counted = page(client, office, "catalogue", query="?cach=counted").content.decode()
    assert "Tỷ lệ hồ sơ TTHC giải quyết đúng hạn" in counted
    assert "Mức giảm biên chế công chức" not in counted
    file = page(client, office, "catalogue", query="?xuat=xlsx")
    rows = read_table(file.getvalue(), XLSX).rows
    assert len(rows) == Indicator.objects.count() + 1


def test_the_catalogue_takes_few_queries_whatever_its_length(client, office, django_assert_max_num_queries):
    testing.load()
    client.force_login(office)
    with django_assert_max_num_queries(16):
        client.get(reverse("indicators:catalogue"))


def test_the_catalogue_speaks_english(client, office, share):
    client.cookies["django_language"] = "en"
    assert "Dossiers as promised" in page(client, office, "catalogue").content.decode()


# one indicator


def test_an_indicator_shows_definition_chart_values_and_who_entered_them(client, office, unit, share):
    enter(share, office, 9, 10, unit=unit)
    enter(share, office, 5, 10, unit=unit, period=LAST.same_last_year())
    html = page(client, office, "indicator", share.pk, query="?ky=M").content.decode()
    for text in ("Số hồ sơ đúng hạn", "90,0%", "Lê Văn Phòng", "Cùng kỳ năm trước", "chart__svg", unit.short_name,
                 "Công văn thử", "cụm từ thing_share"):  # fmt: skip
        assert text in html, text


def test_an_indicator_without_figures_says_what_to_do_first(client, office, share):
    html = page(client, office, "indicator", share.pk).content.decode()
    assert "Nhập số liệu đầu tiên" in html


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_an_indicator_is_seen_by_any_kind_of_period_and_by_unit(client, office, unit, share, kind):
    enter(share, office, 9, 10, unit=unit)
    answer = page(client, office, "indicator", share.pk, query=f"?ky={kind}&don-vi={unit.pk}")
    assert answer.status_code == 200
    assert f'<option value="{unit.pk}" selected>' in answer.content.decode()


def test_the_inspector_sees_figures_but_no_way_to_change_them(client, agency, office, share):
    row = enter(share, office, 9, 10)
    inspector = make_account(agency, ["inspector"])
    html = page(client, inspector, "indicator", share.pk).content.decode()
    assert reverse("indicators:figure_new", args=[share.code]) not in html
    assert "Đính chính" not in page(client, inspector, "figure", row.pk).content.decode()
    assert page(client, inspector, "figure_correct", row.pk).status_code == 403
    assert page(client, inspector, "figure_new", share.pk).status_code == 403
    assert page(client, inspector, "sheet").status_code == 403
    assert page(client, inspector, "import_list").status_code == 403


# a figure


def test_a_figure_is_entered_on_its_page_with_evidence(client, officer, unit, share):
    answer = send(
        client, officer, "figure_new", share.pk, unit=unit.pk, period=LAST.label,
        numerator="1.197", denominator="1.200", note="Sổ một cửa",
        evidence=SimpleUploadedFile("so.pdf", b"%PDF-1.7\n" + b"x" * 40),
    )  # fmt: skip
    assert answer.status_code == 302
    row = Observation.objects.get()
    assert (row.numerator, row.unit, row.period, row.evidence.name) == (1197, unit, LAST.code, "so.pdf")
    html = page(client, officer, "figure", row.pk).content.decode()
    assert "99,8% (1.197/1.200)" in html
    assert "Sổ một cửa" in html
    evidence = reverse("indicators:figure_evidence", args=[row.pk])
    assert f'href="{evidence}"' in page(client, officer, "indicator", share.code).content.decode()
    file = page(client, officer, "figure_evidence", row.pk)
    assert b"".join(file.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"period": "tháng 13/2026"}, "Không hiểu kỳ này"),
        ({"numerator": "một"}, "Ghi số như 85,5"),
        ({"numerator": "9"}, "Tỷ lệ vượt 100%"),
        ({"numerator": ""}, "Nhập đủ cả tử số và mẫu số"),
        ({"period": "12/2999"}, "chưa bắt đầu"),
        ({"as_of": "31/02/2026"}, "ngày/tháng/năm"),
        ({"unit": ""}, "bắt buộc"),
    ],
)
def test_a_wrong_figure_keeps_what_was_typed_and_says_what_is_wrong(client, officer, unit, share, typed, sentence):
    data = {"unit": unit.pk, "period": LAST.label, "numerator": "1", "denominator": "2", "note": "Ghi ở đây"}
    html = send(client, officer, "figure_new", share.pk, **{**data, **typed}).content.decode()
    assert sentence in html
    assert "Ghi ở đây" in html
    assert 'role="alert"' in html
    assert not Observation.objects.exists()


def test_an_officer_is_told_whose_figure_it_is_and_cannot_change_it(client, office, officer, agency, share):
    other = make_unit(agency, "Phòng khác")
    for row in (enter(share, office, 1, 2), enter(share, office, 1, 2, unit=other)):
        for name, data in (("figure_correct", {"numerator": "2", "denominator": "2"}), ("figure_withdraw", {})):
            html = page(client, officer, name, row.pk).content.decode()
            assert "số liệu này của" in html
            assert "csrfmiddlewaretoken" not in html.split("<main")[1].split("</main>")[0]
            assert send(client, officer, name, row.pk, reason="x", **data).status_code == 403
    assert Observation.objects.count() == 2


def test_an_indicator_is_found_by_its_code_and_by_its_key(client, office, share):
    client.force_login(office)
    for key in (share.pk, "thing_share"):
        assert share.name_vi in client.get(f"/chi-so/{key}/").content.decode()
    assert client.get("/chi-so/no_such_thing/").status_code == 404


def test_the_departments_own_indicator_goes_before_a_common_one_of_the_same_code(client, office):
    own = actions.add_indicator(definition=testing.make_definition("twin_share"), by=office, at=timezone.now())
    testing.make_indicator("twin_share")
    html = page(client, office, "indicator", own.code).content.decode()
    assert "chỉ số riêng của Sở" in html


def test_an_officer_is_offered_the_own_unit_only(client, officer, unit, agency, share):
    other = make_unit(agency, "Phòng khác")
    html = page(client, officer, "figure_new", share.pk).content.decode()
    assert f'value="{unit.pk}"' in html
    assert f'value="{other.pk}"' not in html
    assert "Toàn sở" not in html.split('name="unit"')[1].split("</select>")[0]
    send(client, officer, "figure_new", share.pk, unit=other.pk, period=LAST.label, numerator="1", denominator="2")
    assert not Observation.objects.exists()


def test_a_yes_or_no_is_chosen_not_typed(client, office):
    held = testing.make_indicator("held_thing", formula=Formula.EXISTENCE, unit=Unit.YES_NO, over_time=OverTime.LAST)
    assert 'type="radio"' in page(client, office, "figure_new", held.pk).content.decode()
    send(client, office, "figure_new", held.pk, period=LAST.label, value="0")
    assert Observation.objects.get().value == 0


def test_a_figure_is_corrected_and_its_history_shows_both(client, office, share):
    old = enter(share, office, 1, 2)
    html = page(client, office, "figure_correct", old.pk).content.decode()
    assert "50,0% (1/2)" in html
    answer = send(client, office, "figure_correct", old.pk, numerator="2", denominator="2", reason="Sót một hồ sơ")
    assert answer.status_code == 302
    new = Observation.objects.current().get()
    html = page(client, office, "figure", new.pk).content.decode()
    assert "Sót một hồ sơ" in html
    assert "50,0% (1/2)" in html
    html = page(client, office, "figure", old.pk).content.decode()
    assert "không còn dùng" in html
    assert reverse("indicators:figure_correct", args=[old.pk]) not in html
    again = send(client, office, "figure_correct", old.pk, numerator="0", denominator="2", reason="Khác")
    assert "vừa được người khác" in again.content.decode()


def test_a_correction_without_a_reason_stays_on_the_page(client, office, share):
    old = enter(share, office, 1, 2)
    html = send(client, office, "figure_correct", old.pk, numerator="2", denominator="2", reason="").content.decode()
    assert 'href="#id_reason"' in html
    assert Observation.objects.count() == 1


def test_a_figure_is_withdrawn(client, office, share):
    old = enter(share, office, 1, 2)
    assert send(client, office, "figure_withdraw", old.pk, reason="Nhầm kỳ").status_code == 302
    gone = Observation.objects.get(is_withdrawal=True)
    assert "đã rút" in page(client, office, "figure", gone.pk).content.decode()
    assert "rút số liệu" in page(client, office, "indicator", share.pk).content.decode()


def test_a_figure_without_evidence_has_no_file(client, office, share):
    assert page(client, office, "figure_evidence", enter(share, office, 1, 2).pk).status_code == 404


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_period_offered_in_a_form_is_understood_when_sent_back(kind, language):
    period = Period.of(kind, date(2026, 9, 17))
    with translation.override(language):
        assert period_of(as_typed(period)) == period


# the sheet


def report(indicator, unit, office, kind=Kind.MONTH):
    return actions.assign_reporter(
        indicator=indicator, unit=unit, kind=kind, since=date(2024, 1, 1), by=office, at=timezone.now()
    )


def test_a_sheet_shows_the_indicators_of_the_unit_with_the_figures_before(client, office, officer, unit, share):
    count = testing.make_indicator("count_thing", formula=Formula.COUNT, name=Text("Số cuộc họp", "Meetings"))
    report(share, unit, office)
    enter(share, office, 3, 4, unit=unit, period=LAST.previous())
    html = page(client, officer, "sheet").content.decode()
    assert share.name_vi in html
    assert count.name_vi not in html
    assert "75,0% (3/4)" in html


def test_a_sheet_is_filled_and_filled_again_changes_nothing(client, office, officer, unit, share):
    count = testing.make_indicator("count_thing", formula=Formula.COUNT)
    held = testing.make_indicator("held_thing", formula=Formula.EXISTENCE, unit=Unit.YES_NO, over_time=OverTime.LAST)
    for indicator in (share, count, held):
        report(indicator, unit, office)
    where = f"?don-vi={unit.pk}&ky={LAST.code}"
    typed = {f"n-{share.pk}": "3", f"d-{share.pk}": "4", f"v-{count.pk}": "", f"v-{held.pk}": "1",
             f"u-{share.pk}": "on", f"g-{share.pk}": "Sổ"}  # fmt: skip
    assert send(client, officer, "sheet", query=where, **typed).status_code == 302
    row = Observation.objects.get(indicator=share)
    assert (row.numerator, row.is_estimate, row.note, row.unit) == (3, True, "Sổ", unit)
    assert Observation.objects.count() == 2
    assert send(client, officer, "sheet", query=where, **typed).status_code == 302
    assert Observation.objects.count() == 2


def test_a_change_in_a_sheet_is_a_correction_and_wants_a_reason(client, office, officer, unit, share):
    report(share, unit, office)
    old = enter(share, officer, 3, 4, unit=unit, note="")
    where = f"?don-vi={unit.pk}&ky={LAST.code}"
    typed = {f"n-{share.pk}": "4", f"d-{share.pk}": "4", f"t-{share.pk}": str(old.pk)}
    html = send(client, officer, "sheet", query=where, **typed).content.decode()
    assert "Ghi lý do đính chính" in html
    assert Observation.objects.count() == 1
    assert send(client, officer, "sheet", query=where, reason="Sót", **typed).status_code == 302
    assert Observation.objects.current().get().value == 100


def test_a_sheet_with_a_wrong_line_takes_nothing_and_marks_the_line(client, office, officer, unit, share):
    count = testing.make_indicator("count_thing", formula=Formula.COUNT)
    report(share, unit, office)
    report(count, unit, office)
    html = send(
        client, officer, "sheet", query=f"?don-vi={unit.pk}&ky={LAST.code}",
        **{f"n-{share.pk}": "9", f"d-{share.pk}": "4", f"v-{count.pk}": "5"},
    ).content.decode()  # fmt: skip
    assert "Tỷ lệ vượt 100%" in html
    assert 'value="9"' in html
    assert 'value="5"' in html
    assert not Observation.objects.exists()


def test_a_figure_that_came_in_meanwhile_is_not_overwritten(client, office, officer, unit, share):
    report(share, unit, office)
    enter(share, office, 3, 4, unit=unit)
    where = f"?don-vi={unit.pk}&ky={LAST.code}"
    typed = {f"n-{share.pk}": "1", f"d-{share.pk}": "4", f"t-{share.pk}": "", "reason": "x"}
    html = send(client, officer, "sheet", query=where, **typed).content.decode()
    assert "vừa được người khác nhập" in html
    assert Observation.objects.current().get().numerator == 3


def test_a_sheet_of_another_unit_is_not_there(client, agency, officer):
    other = make_unit(agency, "Phòng khác")
    assert page(client, officer, "sheet", query=f"?don-vi={other.pk}").status_code == 404
    assert page(client, officer, "sheet", query="?don-vi=").status_code == 404


def test_a_sheet_without_indicators_says_how_they_get_there(client, officer):
    assert "Chưa phân công chỉ số nào" in page(client, officer, "sheet").content.decode()


def test_an_officer_whose_unit_is_closed_is_told_so(client, officer, unit):
    unit.closed_on = timezone.localdate()
    unit.save()
    assert "chưa được giao" in page(client, officer, "sheet").content.decode()


# reporters, own indicators, coverage


def test_a_unit_is_assigned_and_its_duty_ended(client, office, unit, share):
    answer = send(client, office, "reporter_new", share.pk, unit=unit.pk, kind="Q", since="01/01/2026")
    assert answer.status_code == 302
    reporter = Reporter.objects.get()
    assert unit.name in page(client, office, "indicator", share.pk).content.decode()
    again = send(client, office, "reporter_new", share.pk, unit=unit.pk, kind="Q", since="01/01/2026")
    assert "đang báo cáo chỉ số này" in again.content.decode()
    assert send(client, office, "reporter_end", reporter.pk, until="01/07/2026").status_code == 302
    assert page(client, office, "reporter_end", reporter.pk).status_code == 404


OWN = {
    "code": "ho_so_hoa_chat", "name_vi": "Hồ sơ hóa chất", "content": "procedures", "formula": "count",
    "unit": "count", "definition_vi": "Số hồ sơ hóa chất.", "noun_vi": "hồ sơ", "direction": "neutral",
    "decimals": "0", "zero": "no_data", "over_time": "sum", "source": "Kế hoạch của Sở", "source_date": "02/01/2026",
    "valid_from": "01/01/2026", "phrases": "hồ sơ hóa chất\nhồ sơ tiền chất",
}  # fmt: skip


def test_the_departments_own_indicators_stand_first(client, office, share):
    send(client, office, "indicator_new", **OWN)
    html = page(client, office, "catalogue").content.decode()
    assert html.index(OWN["name_vi"]) < html.index(share.name_vi)


def test_a_department_adds_and_revises_an_indicator_of_its_own(client, office):
    assert send(client, office, "indicator_new", **OWN).status_code == 302
    own = Indicator.objects.with_versions().get(code="ho_so_hoa_chat")
    assert own.definition.phrases == ("hồ sơ hóa chất", "hồ sơ tiền chất")
    changed = {**OWN, "valid_from": "01/01/2027", "decimals": "1"}
    assert send(client, office, "indicator_revise", own.pk, **changed).status_code == 302
    assert [version.number for version in own.versions.all().order_by("number")] == [1, 2]
    html = page(client, office, "indicator_revise", own.pk).content.decode()
    assert "Hồ sơ hóa chất" in html


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"code": "Hồ Sơ"}, "id_code"),
        ({"formula": "ratio", "unit": "percent"}, "cần cả tử số và mẫu số"),
        ({"cumulative": "on"}, "lấy số cuối kỳ"),
        ({"source_date": ""}, "id_source_date"),
    ],
)
def test_a_definition_that_does_not_hold_together_is_refused(client, office, typed, sentence):
    html = send(client, office, "indicator_new", **{**OWN, **typed}).content.decode()
    assert sentence in html
    assert not Indicator.objects.exists()


def test_the_coverage_counts_what_has_figures_evidence_and_reporters(client, office, unit, share):
    manual = testing.make_indicator("manual_thing", manual=True, name=Text("Chỉ số tay", "Manual"))
    third = testing.make_indicator("third_thing", name=Text("Chưa ai lo", "Nobody"))
    fourth = testing.make_indicator("fourth_thing", name=Text("Đã giao", "Given"))
    enter(share, office, 1, 2)
    enter(manual, office, 1, 2)
    report(fourth, unit, office)
    for code, indicator in (("entered", share), ("noted", manual), ("open", third), ("assigned", fourth)):
        html = page(client, office, "coverage", query=f"?trang-thai={code}").content.decode()
        rows = html.split("<tbody>")[1].split("</tbody>")[0]
        assert rows.count("<tr") == 1, code
        assert indicator.name_vi in rows, code


# imports


def workbook(rows):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Số liệu")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return SimpleUploadedFile("so-lieu.xlsx", file.getvalue())


def columns(run):
    return {"sheet": run.sheet, "header": run.header_row, **{f"c_{f}": at for f, at in run.columns.items()}}


def test_a_file_goes_from_upload_to_figures(client, office, share):
    rows = [["Mã chỉ số", "Kỳ", "Tử số", "Mẫu số"], ["thing_share", LAST.label, 3, 4]]
    assert send(client, office, "import_list", file=workbook(rows)).status_code == 302
    run = ImportRun.objects.get()
    assert "A: Mã chỉ số" in page(client, office, "import_run", run.pk).content.decode()
    assert send(client, office, "import_run", run.pk, **columns(run)).status_code == 302
    html = page(client, office, "import_run", run.pk).content.decode()
    assert "1 số mới, 0 số thay đổi, 0 giữ nguyên, 0 lỗi" in html
    assert "75,0% (3/4)" in html
    assert not Observation.objects.exists()
    assert send(client, office, "mapping_save", run.pk, name="Biểu tháng").status_code == 302
    assert ImportMapping.objects.get().name == "Biểu tháng"
    assert send(client, office, "import_take", run.pk).status_code == 302
    assert Observation.objects.get().value == 75
    assert "1 số mới" in page(client, office, "import_run", run.pk).content.decode()
    assert "so-lieu.xlsx" in page(client, office, "figure", Observation.objects.get().pk).content.decode()


def test_a_file_with_a_fault_shows_row_column_and_sentence_and_cannot_be_taken(client, office, share):
    rows = [["Mã chỉ số", "Kỳ", "Giá trị"], ["thing_share", "hôm qua", 3], ["thing_share", LAST.label, 0.5]]
    send(client, office, "import_list", file=workbook(rows))
    run = ImportRun.objects.get()
    send(client, office, "import_run", run.pk, **columns(run))
    html = page(client, office, "import_run", run.pk).content.decode()
    assert "Không hiểu kỳ “hôm qua”" in html
    assert "Được hiểu là 0,5%" in html
    assert reverse("indicators:import_take", args=[run.pk]) not in html
    send(client, office, "import_take", run.pk)
    assert not Observation.objects.exists()


def test_a_file_that_is_no_table_is_refused_on_the_page(client, office):
    html = send(client, office, "import_list", file=SimpleUploadedFile("a.xlsx", b"xin chao")).content.decode()
    assert 'href="#id_file"' in html
    html = send(client, office, "import_list", file=SimpleUploadedFile("a.csv", b"")).content.decode()
    assert "rỗng" in html
    assert not ImportRun.objects.exists()


def test_columns_that_do_not_do_are_told_beside_the_field(client, office, share):
    send(client, office, "import_list", file=workbook([["a", "b"], ["thing_share", 3]]))
    run = ImportRun.objects.get()
    html = send(client, office, "import_run", run.pk, sheet=run.sheet, header=1, c_indicator=0).content.decode()
    assert 'href="#id_c_period"' in html
    html = send(client, office, "import_run", run.pk, sheet=run.sheet, header=1, c_indicator=0, c_value=1,
                fixed_period="hôm qua").content.decode()  # fmt: skip
    assert 'href="#id_fixed_period"' in html


def test_the_row_of_headings_may_be_moved(client, office, share):
    send(client, office, "import_list", file=workbook([["x", "y"], ["Chỉ số lạ", "Con số"], ["thing_share", 3]]))
    run = ImportRun.objects.get()
    html = page(client, office, "import_run", run.pk, query=f"?sheet={run.sheet}&header=2").content.decode()
    assert "A: Chỉ số lạ" in html
    assert page(client, office, "import_run", run.pk, query="?sheet=&header=9999").status_code == 200


def test_a_file_is_given_up(client, office, share):
    send(client, office, "import_list", file=workbook([["Mã chỉ số", "Kỳ", "Giá trị"], ["thing_share", LAST.label, 3]]))
    run = ImportRun.objects.get()
    assert send(client, office, "import_drop", run.pk).status_code == 302
    assert "đã bỏ" in page(client, office, "import_run", run.pk).content.decode()


def test_the_template_holds_a_line_for_each_duty_and_is_understood(client, office, unit, share):
    report(share, unit, office)
    data = page(client, office, "import_template").content
    rows = read_table(data, XLSX).rows
    assert rows[1][:4] == ["thing_share", share.name_vi, "%", unit.name]
    file = SimpleUploadedFile("mau.xlsx", data)
    send(client, office, "import_list", file=file)
    fields = set(ImportRun.objects.get().columns)
    assert fields == {
        "indicator",
        "unit",
        "period",
        "numerator",
        "denominator",
        "value",
        "is_estimate",
        "as_of",
        "note",
    }


# the stranger


def test_somebody_of_another_department_finds_nothing(client, office, unit, share):
    row = enter(share, office, 1, 2, unit=unit)
    own = actions.add_indicator(definition=testing.make_definition("own_thing"), by=office, at=timezone.now())
    reporter = report(share, unit, office)
    send(client, office, "import_list", file=workbook([["Mã chỉ số", "Kỳ", "Giá trị"], ["thing_share", LAST.label, 3]]))
    run = ImportRun.objects.get()
    stranger = make_account(make_agency("Sở khác"), ["office", "admin"])
    for name, pk in (
        ("figure", row.pk), ("figure_correct", row.pk), ("figure_withdraw", row.pk), ("figure_evidence", row.pk),
        ("indicator", own.code), ("indicator_revise", own.code), ("figure_new", own.pk), ("reporter_new", own.code),
        ("reporter_end", reporter.pk), ("import_run", run.pk),
    ):  # fmt: skip
        assert page(client, stranger, name, pk).status_code == 404, name
    for name in ("import_take", "import_drop", "mapping_save"):
        assert send(client, stranger, name, run.pk).status_code == 404, name
    html = page(client, stranger, "indicator", share.pk).content.decode()
    assert "50,0%" not in html
    assert unit.short_name not in html
    assert "50,0%" not in page(client, stranger, "catalogue").content.decode()
    assert unit.name not in page(client, stranger, "sheet").content.decode()
    assert "so-lieu.xlsx" not in page(client, stranger, "import_list").content.decode()


def test_nobody_comes_in_without_signing_in(client, share):
    for name in ("catalogue", "coverage", "sheet", "import_list", "import_template", "indicator_new"):
        assert client.get(reverse(f"indicators:{name}")).status_code == 302
    assert client.get(reverse("indicators:indicator", args=[share.code])).status_code == 302


def test_a_decimal_that_was_typed_comes_back_as_it_is_typed(client, office):
    mean = testing.make_indicator(
        "mean_thing", formula=Formula.MEAN, unit=Unit.POINTS, over_time=OverTime.LAST, decimals=2
    )
    row = enter(mean, office, Decimal("85.38"))
    html = page(client, office, "figure_correct", row.pk).content.decode()
    assert 'value="85,38"' in html
