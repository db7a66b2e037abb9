"""Dossiers out of a file: taken whole or not at all, once or again, and what the pages show and refuse."""

import io
import json
from datetime import date, timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from cchc.common.errors import Refused
from cchc.common.media import XLSX
from cchc.common.models import JournalEntry
from cchc.common.spreadsheets.cells import text_of
from cchc.common.spreadsheets.reading import read_table
from cchc.common.verdicts import VERDICTS
from cchc.dossiers import actions, importing
from cchc.dossiers.actions import writing
from cchc.dossiers.measures import SOURCE
from cchc.dossiers.models import Dossier, Past, RegisterImport, RegisterMapping
from cchc.dossiers.rules.register import FACTS, HEADINGS
from cchc.dossiers.testing import NOW, make_dossier
from cchc.dossiers.views.register import standing
from cchc.indicators import actions as indicators
from cchc.indicators.models import CountedFrom, Tally
from cchc.indicators.tallies import differences
from cchc.indicators.testing import load
from cchc.organisation.access import Denied
from cchc.organisation.testing import make_account, make_agency, make_unit

pytestmark = pytest.mark.django_db
HEAD = ("Mã hồ sơ", "Mã TTHC", "Đơn vị xử lý", "Hình thức nộp", "Trạng thái", "Ngày tiếp nhận", "Ngày hẹn trả",
        "Ngày kết thúc xử lý", "Phí, lệ phí")  # fmt: skip


@pytest.fixture
def office():
    agency = make_agency()
    make_unit(agency, "Phòng Thử")
    return make_account(agency, ["office"])


def row(number, **changes):
    cells = {
        "code": f"H99.12-260901-{number:04d}", "procedure": "2.000001", "unit": "phòng thử", "channel": "Trực tuyến",
        "state": "Đã trả kết quả", "received": "01/09/2026 08:30", "due": "08/09/2026", "finished": "04/09/2026",
        "fee": "0",
    }  # fmt: skip
    return tuple((cells | changes).values())


def csv(*rows):
    return "\n".join(";".join(cells) for cells in (HEAD, *rows)).encode()


def xlsx(*rows):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Hồ sơ")
        for at, cells in enumerate((HEAD, *rows)):
            sheet.write_row(at, 0, cells)
    return file.getvalue()


def bring(by, content, name="ho-so.csv"):
    run = actions.start_import(content=content, name=name, by=by, at=NOW)
    return actions.check_import(run=run, columns=run.columns, by=by, at=NOW)


def take(by, content, name="ho-so.csv"):
    return actions.take_import(run=bring(by, content, name), by=by, at=NOW)


@pytest.mark.parametrize(("make", "name"), [(csv, "ho-so.csv"), (xlsx, "ho-so.xlsx")])
def test_a_file_is_taken_over_and_counted(office, make, name):
    run = take(office, make(row(1), row(2, channel="Trực tiếp", finished="", state="Đang xử lý")), name)
    assert (run.new, run.changed, run.same) == (2, 0, 0)
    first = Dossier.objects.get(code="H99.12-260901-0001")  # 1 and 2 September are holidays
    assert (first.unit.name, first.channel, first.state, first.taken_days) == (
        "Phòng Thử",
        "online",
        10,
        2,
    )
    assert sum(tally.content.get("received", 0) for tally in Tally.objects.all()) == 2
    assert list(differences(SOURCE)) == []


def test_json_of_the_portal_is_understood(office):
    dossier = {
        "MaHoSo": "H99.12-260901-0007", "MaTTHC": "2.000001", "DonViXuLy": "Phòng Thử", "KenhThucHien": 2,
        "TrangThaiHoSo": 10, "NgayTiepNhan": "2026-09-01T08:30:00", "NgayKetThucXuLy": "2026-09-04T10:00:00",
    }  # fmt: skip
    run = take(office, json.dumps({"HoSo": [dossier]}).encode(), "ho-so.json")
    assert (run.new, Dossier.objects.get().channel) == (1, "online")


def test_the_same_file_again_changes_nothing(office):
    take(office, csv(row(1), row(2)))
    again = take(office, csv(row(1), row(2)))
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert Past.objects.count() == 0


def test_a_changed_dossier_keeps_what_it_said(office):
    take(office, csv(row(1, state="Đang xử lý", finished="")))
    run = take(office, csv(row(1, finished="10/09/2026")))
    held = Dossier.objects.get()
    assert (run.changed, held.state, str(held.late_on)) == (1, 10, "2026-09-09")
    assert held.past.get().before["finished_on"] is None
    assert list(differences(SOURCE)) == []


def test_one_faulty_row_stops_the_whole_file(office):
    run = bring(office, csv(row(1), row(2, unit="Phòng lạ"), row(3, channel="bồ câu"), row(1)))
    assert run.fault_count == 3
    assert [fault["row"] for fault in run.faults] == [3, 4, 5]
    with pytest.raises(Refused):
        actions.take_import(run=run, by=office, at=NOW)
    assert Dossier.objects.count() == 0


def test_a_register_that_changed_since_the_check_is_checked_again(office):
    run = bring(office, csv(row(1)))
    take(office, csv(row(1, channel="Trực tiếp")))
    with pytest.raises(Refused, match="thay đổi"):
        actions.take_import(run=run, by=office, at=NOW)
    assert Dossier.objects.get().channel == "direct"


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "ho-so.csv"), (b"PK\x03\x04hong", "ho-so.xlsx"), (b"{", "ho-so.json"), (b'{"a": 1}', "ho-so.json"),
     (b"%PDF-1.4", "ho-so.pdf")],
)  # fmt: skip
def test_a_file_that_is_no_register_is_refused(office, content, name):
    with pytest.raises(Refused):
        actions.start_import(content=content, name=name, by=office, at=NOW)
    assert RegisterImport.objects.count() == 0


def test_a_kept_mapping_is_used_for_the_same_headings(office):
    odd = csv(row(1)).replace("Mã hồ sơ".encode(), "Số biên nhận".encode())
    run = actions.start_import(content=odd, name="la.csv", by=office, at=NOW)
    assert "code" not in run.columns
    with pytest.raises(Refused, match="Mã hồ sơ"):
        actions.check_import(run=run, columns=run.columns, by=office, at=NOW)
    run = actions.check_import(run=run, columns={**run.columns, "code": 0}, by=office, at=NOW)
    actions.save_mapping(run=run, name="Hệ thống cũ", by=office, at=NOW)
    again = actions.start_import(content=odd.replace(b"0001", b"0002"), name="la.csv", by=office, at=NOW)
    assert again.columns["code"] == 0
    assert RegisterMapping.objects.get().name == "Hệ thống cũ"


def test_an_officer_may_not_import(office):
    officer = make_account(office.agency, ["officer"], unit=office.unit)
    with pytest.raises(Denied):
        actions.start_import(content=csv(row(1)), name="ho-so.csv", by=officer, at=NOW)


def test_the_import_is_journalled_with_the_digest_of_its_file(office):
    run = take(office, csv(row(1)))
    entry = JournalEntry.objects.get(action="dossiers.import_take")
    assert entry.after["file"] == run.file.sha256


def test_a_file_goes_from_the_form_into_the_register(client, office):
    client.force_login(office)
    page = client.post(
        reverse("dossiers:import_list"), {"file": SimpleUploadedFile("ho-so.csv", csv(row(1)))}, follow=True
    )
    run = RegisterImport.objects.get()
    client.post(reverse("dossiers:import_run", args=[run.pk]), {fact: str(at) for fact, at in run.columns.items()})
    assert "1 hồ sơ mới" in client.get(reverse("dossiers:import_run", args=[run.pk])).content.decode()
    client.post(reverse("dossiers:import_take", args=[run.pk]))
    assert "H99.12-260901-0001" in client.get(reverse("dossiers:register")).content.decode()
    assert page.status_code == 200


def test_a_needed_column_left_out_is_named_at_its_field(client, office):
    run = actions.start_import(content=csv(row(1)), name="ho-so.csv", by=office, at=NOW)
    client.force_login(office)
    columns = {fact: str(at) for fact, at in run.columns.items() if fact != "unit"}
    page = client.post(reverse("dossiers:import_run", args=[run.pk]), columns)
    assert page.context["form"].errors == {"unit": ["Chọn cột ghi “Đơn vị xử lý”."]}
    labels = {fact: page.context["form"][fact].field.required for fact in ("unit", "rating")}
    assert labels == {"unit": True, "rating": False}


def test_the_page_of_a_faulty_file_names_rows_and_offers_no_confirmation(client, office):
    run = bring(office, csv(row(1, unit="Phòng lạ")))
    client.force_login(office)
    text = client.get(reverse("dossiers:import_run", args=[run.pk])).content.decode()
    assert "Phòng lạ" in text
    assert reverse("dossiers:import_take", args=[run.pk]) not in text
    assert text.index("Kết quả kiểm tra") < text.index("Ghép cột")
    assert "1 dòng · có lỗi, chưa nhập" in text


def test_the_faults_of_a_file_are_taken_along_as_a_workbook(client, office):
    run = bring(office, csv(row(1), row(2, unit="Phòng lạ")))
    page = reverse("dossiers:import_run", args=[run.pk])
    client.force_login(office)
    answer = client.get(page, {"loi": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert list(rows[0]) == ["Dòng", "Cột", "Sai ở đâu"]
    assert [[fault["row"], fault["column"], fault["text"]] for fault in run.faults] == rows[1:]
    sound = bring(office, csv(row(3)), name="dung.csv")
    assert client.get(reverse("dossiers:import_run", args=[sound.pk]), {"loi": "xlsx"}).context["run"] == sound


def test_a_checked_file_with_faults_does_not_stand_among_those_to_confirm(client, office):
    faulty = bring(office, csv(row(1, unit="Phòng lạ")), name="sai.csv")
    sound = bring(office, csv(row(2)), name="dung.csv")
    client.force_login(office)
    for value, there, not_there in (("co-loi", faulty, sound), ("checked", sound, faulty)):
        text = client.get(reverse("dossiers:import_list"), {"trang-thai": value}).content.decode()
        assert there.file.name in text
        assert not_there.file.name not in text


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"due": date(2020, 1, 2)}, "late"),
        ({"due": date(2020, 1, 2), "finished": date(2020, 1, 3)}, "late"),
        ({"due": date(2020, 1, 3), "finished": date(2020, 1, 2)}, "done"),
        ({"due": None}, "doing"),
        ({"received": None, "due": None}, "stopped"),
    ],
)
def test_how_a_dossier_stands_has_a_face_of_its_own(office, facts, code):
    received = {"received": date(2020, 1, 1)} | facts
    found = make_dossier(office.agency, make_unit(office.agency, "Phòng Hai"), **received)
    assert standing(found)[0] == code
    assert code in VERDICTS


def test_the_register_is_searched_without_marks(client, office):
    unit = make_unit(office.agency, "Phòng Hai")
    make_dossier(office.agency, unit, code="H99.12-260901-1111", procedure_name="Đăng ký khuyến mại")
    make_dossier(office.agency, unit, code="H99.12-260901-2222", procedure_name="Cấp giấy phép")
    client.force_login(office)
    text = client.get(reverse("dossiers:register"), {"q": "dang ky khuyen"}).content.decode()
    assert "H99.12-260901-1111" in text
    assert "H99.12-260901-2222" not in text


@pytest.mark.parametrize(
    ("standing", "shown"), [("dang-qua-han", 0), ("dang-giai-quyet", 1), ("xong-dung-han", 2), ("xong-qua-han", 3)]
)
def test_the_register_is_filtered_by_where_a_dossier_stands(client, office, standing, shown):
    unit = make_unit(office.agency, "Phòng Hai")
    far = timezone.localdate() + timedelta(days=30)
    cases = [{}, {"due": far}, {"finished": date(2026, 9, 9)}, {"finished": date(2026, 9, 11)}]
    for number, facts in enumerate(cases):
        make_dossier(office.agency, unit, code=f"H99.12-260901-000{number}", **facts)
    client.force_login(office)
    text = client.get(reverse("dossiers:register"), {"thoi-han": standing}).content.decode()
    assert [number for number in range(4) if f"H99.12-260901-000{number}" in text] == [shown]


def test_another_department_sees_no_dossier_and_no_file(client, office):
    run = take(office, csv(row(1)))
    held = Dossier.objects.get()
    client.force_login(make_account(make_agency("Sở khác"), ["office", "admin", "clerk"]))
    assert held.code not in client.get(reverse("dossiers:register")).content.decode()
    assert client.get(reverse("dossiers:dossier", args=[held.pk])).status_code == 404
    assert client.get(reverse("dossiers:import_run", args=[run.pk])).status_code == 404
    assert client.post(reverse("dossiers:import_take", args=[run.pk])).status_code == 404


def test_a_figure_opens_the_rows_it_was_counted_from(client, office):
    unit = make_unit(office.agency, "Phòng Hai")
    make_dossier(office.agency, unit, channel="online", code="H99.12-260901-1111")
    make_dossier(office.agency, unit, channel="direct", code="H99.12-260901-2222")
    [share] = load("online_filing_share")
    indicators.count_from(source=SOURCE, month=NOW.date().replace(month=1, day=1), by=office, at=NOW)
    indicators.tallies.recount(SOURCE, at=NOW)
    client.force_login(office)
    page = client.get(reverse("indicators:indicator", args=[share.code]), {"ky": "Y"}).content.decode()
    assert "50" in page
    link = reverse("dossiers:register") + "?dem=received_online"
    assert link in page.replace("&amp;", "&")
    rows = client.get(link + "&tu=2026-01-01&den=2026-12-31").content.decode()
    assert "H99.12-260901-1111" in rows
    assert "H99.12-260901-2222" not in rows


def test_the_office_says_from_when_it_counts(client, office):
    client.force_login(office)
    answer = client.post(reverse("indicators:source_use", args=["dossiers"]), {"month": "03/2026"})
    assert answer.status_code == 302
    assert CountedFrom.objects.get().month == 202603
    assert "tháng 3/2026" in client.get(reverse("indicators:source_list")).content.decode()
    client.post(reverse("indicators:source_stop", args=["dossiers"]))
    assert not CountedFrom.objects.exists()


@pytest.mark.parametrize("month", ["13/2026", "quý III/2026", "", "12/2099"])
def test_what_is_no_month_begun_is_refused(client, office, month):
    client.force_login(office)
    answer = client.post(reverse("indicators:source_use", args=["dossiers"]), {"month": month})
    assert answer.status_code == 200
    assert not CountedFrom.objects.exists()


STEPS = [
    {"NoiDungXuLy": "Tiếp nhận", "PhongBanXuLy": "Bộ phận Một cửa", "ThoiDiemXuLy": "2026-09-01T08:30:00",
     "NguoiXuLy": "Người Không Giữ"},
    {"NoiDungXuLy": "Thẩm định", "PhongBanXuLy": "Phòng Thử", "NgayBatDau": "2026-09-01T09:00:00",
     "ThoiDiemXuLy": "2026-09-03T10:00:00", "NgayKetThucTheoQuyDinh": "04/09/2026 17:00"},
]  # fmt: skip


def of_portal(steps, **more):
    dossier = {
        "MaHoSo": "H99.12-260901-0007", "MaTTHC": "2.000001", "DonViXuLy": "Phòng Thử", "KenhThucHien": 2,
        "TrangThaiHoSo": 10, "NgayTiepNhan": "2026-09-01T08:30:00", "NgayKetThucXuLy": "2026-09-04T10:00:00",
        "TienTrinh": steps, **more,
    }  # fmt: skip
    return json.dumps([dossier]).encode()


def test_the_steps_of_a_dossier_come_in_without_who_took_them(client, office):
    take(office, of_portal(STEPS, DanhSachHoSoBoSung=[{"NoiDungBoSung": "Giấy phép"}]), "ho-so.json")
    held = Dossier.objects.get()
    assert [(step.number, step.name, step.place) for step in held.steps.all()] == [
        (1, "Tiếp nhận", "Bộ phận Một cửa"), (2, "Thẩm định", "Phòng Thử"),
    ]  # fmt: skip
    assert held.supplements == 1
    assert timezone.localtime(held.steps.get(number=2).due_at).hour == 17
    client.force_login(office)
    page = client.get(reverse("dossiers:dossier", args=[held.pk])).content.decode()
    assert "Thẩm định" in page
    assert "Người Không Giữ" not in page


def test_steps_that_are_the_same_change_nothing_and_others_are_replaced(office):
    take(office, of_portal(STEPS[:1]), "ho-so.json")
    again = take(office, of_portal(STEPS[:1]), "ho-so.json")
    assert (again.same, Past.objects.count()) == (1, 0)
    more = take(office, of_portal(STEPS), "ho-so.json")
    held = Dossier.objects.get()
    assert (more.changed, held.steps.count()) == (1, 2)
    assert held.past.get().before == {"steps": "1. Tiếp nhận Bộ phận Một cửa"}


def test_a_file_that_tells_no_steps_leaves_them(office):
    take(office, of_portal(STEPS), "ho-so.json")
    take(office, csv(row(7, channel="Trực tiếp")))
    held = Dossier.objects.get()
    assert (held.channel, held.steps.count()) == ("direct", 2)


@pytest.mark.parametrize("steps", ["xong", "{}", "[1]", "[" * 5000, json.dumps([{}] * 201)])
def test_what_are_no_steps_is_a_fault(office, steps):
    run = bring(office, of_portal(steps), "ho-so.json")
    assert [fault["row"] for fault in run.faults] == [2]


def test_every_column_of_a_dossier_is_entered():
    written = {field.attname for field in Dossier._meta.concrete_fields if not field.generated}
    assert written == {"id", *writing._SAME, *importing.KEPT}


def test_the_columns_of_the_template_are_recognised(client, office):
    client.force_login(office)
    empty = client.get(reverse("dossiers:import_template")).content
    heads = [text_of(cell) for cell in read_table(empty, XLSX).rows[0]]
    assert HEADINGS.match(heads) == {fact: at for at, fact in enumerate(fact for fact in FACTS if fact != "steps")}
