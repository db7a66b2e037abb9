"""The pages of the working calendar: each shows, does, refuses, and keeps to the rights."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from python_calamine import CalamineWorkbook

from cchc.common.almanac import almanac_of
from cchc.common.crosscheck import differences
from cchc.common.models import CalendarDay, CalendarVersion, CountingRule, JournalEntry, OfficeHours
from cchc.common.reference import load_calendar
from cchc.organisation.testing import make_account, make_agency

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def _table():
    load_calendar(at=NOW)


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def admin(agency):
    return make_account(agency, ["admin"])


@pytest.fixture
def office(agency):
    return make_account(agency, ["office"])


@pytest.fixture
def ask(client):
    def send(by, name, *args, post=None, **query):
        client.force_login(by)
        url = reverse(name, args=args)
        return client.get(url, query) if post is None else client.post(url, post)

    return send


def shown(answer):
    return answer.content.decode()


def mark_of(answer):
    return shown(answer).split('name="mark" value="')[1].split('"')[0]


def confirm(ask, by, name, *args, post):
    """Send a form, look at the preview, confirm it."""
    seen = ask(by, name, *args, post=post)
    assert "Chưa có gì được ghi" in shown(seen), shown(seen)[:4000]
    return ask(by, name, *args, post={**post, "mark": mark_of(seen)})


DAY = {"day": "23/11/2026", "kind": "swapped", "name": "Hoán đổi 21/11", "source": "Công văn 1", "status": "decided",
       "scope": "", "reason": "Thông báo hoán đổi"}  # fmt: skip
SHUT = {**DAY, "kind": "closure", "name": "Sửa trụ sở", "scope": "so"}


def test_a_day_is_previewed_then_written(ask, admin):
    assert ask(admin, "calendar_day_new", post=DAY).status_code == 200
    assert almanac_of(admin.agency_id).calendar.is_working(date(2026, 11, 23))
    assert confirm(ask, admin, "calendar_day_new", post=DAY).status_code == 302
    assert not almanac_of(admin.agency_id).calendar.is_working(date(2026, 11, 23))
    version = CalendarVersion.objects.first()
    assert (version.reason, version.agency_id) == ("Thông báo hoán đổi", None)
    assert "Hoán đổi 21/11" in shown(ask(admin, "calendar_year", 2026))
    assert "Thông báo hoán đổi" in shown(ask(admin, "calendar_versions"))


def test_the_preview_leads_back_to_the_form_with_what_was_typed(ask, admin):
    page = shown(ask(admin, "calendar_day_new", post={**DAY, "sua-lai": "1"}))
    assert 'value="Hoán đổi 21/11"' in page
    assert "Xem trước thay đổi" in page


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": "make_up"}, "phải rơi vào thứ Bảy"),
        ({"day": "22/11/2026"}, "không thể rơi vào ngày nghỉ hằng tuần"),
        ({"day": "01/06/2035"}, "các năm liền kề"),
        ({"reason": ""}, "Lý do thay đổi"),
        ({"day": "24/11/2026", "kind": "holiday", "name": "Ngày Văn hóa Việt Nam", "source": "=="}, "SAME"),
    ],
)
def test_a_day_that_cannot_be_is_refused(ask, admin, facts, sentence):
    post = {**DAY, **facts}
    if sentence == "SAME":
        post["source"] = CalendarDay.objects.get(day=date(2026, 11, 24)).source
        sentence = "Không có gì thay đổi"
    before = CalendarDay.objects.count()
    assert sentence in shown(ask(admin, "calendar_day_new", post=post))
    assert CalendarDay.objects.count() == before


def test_the_office_enters_closures_of_its_own_department_and_nothing_else(ask, office):
    assert confirm(ask, office, "calendar_day_new", post=SHUT).status_code == 302
    row = CalendarDay.objects.get(agency_id=office.agency_id)
    assert almanac_of(None).calendar.is_working(row.day)
    assert "chọn" in shown(ask(office, "calendar_day_new", post=DAY)).lower()  # neither the kind nor everybody
    common = CalendarDay.objects.get(day=date(2026, 11, 24))
    assert "Xem trước" not in shown(ask(office, "calendar_day", common.pk))
    assert ask(office, "calendar_day_remove", common.pk).status_code == 404
    assert confirm(ask, office, "calendar_day_remove", row.pk, post={"reason": "xong sớm"}).status_code == 302
    assert not CalendarDay.objects.filter(pk=row.pk).exists()


def test_a_day_is_changed_and_taken_out(ask, admin):
    row = CalendarDay.objects.get(day=date(2027, 2, 11))
    post = {
        "kind": "compensatory",
        "name": row.name,
        "source": "Thông báo 2027",
        "status": "decided",
        "reason": "đã có",
    }
    assert confirm(ask, admin, "calendar_day", row.pk, post=post).status_code == 302
    row = CalendarDay.objects.get(day=date(2027, 2, 11))
    assert (row.source, row.status) == ("Thông báo 2027", "decided")
    assert confirm(ask, admin, "calendar_day_remove", row.pk, post={"reason": "nhầm"}).status_code == 302
    assert almanac_of(admin.agency_id).calendar.is_working(date(2027, 2, 11))


@pytest.mark.parametrize("name", ["calendar_day_new", "calendar_import", "calendar_recount"])
def test_an_officer_changes_nothing(ask, agency, name):
    assert ask(make_account(agency, ["officer"]), name).status_code == 403


def test_an_officer_sees_the_calendar_with_its_sources(ask, agency):
    officer = make_account(agency, ["officer"])
    for name, args in (("calendar", []), ("calendar_days", []), ("calendar_settings", []), ("calendar_versions", []),
                       ("calendar_check", [2026])):  # fmt: skip
        assert ask(officer, name, *args).status_code == 200
    row = CalendarDay.objects.get(day=date(2026, 11, 24))
    assert "Nghị quyết 28/2026/QH16" in shown(ask(officer, "calendar_day", row.pk))
    assert ask(officer, "calendar_check", 1999).status_code == 404


def test_another_department_finds_no_day_of_ours(ask, office):
    confirm(ask, office, "calendar_day_new", post=SHUT)
    row = CalendarDay.objects.get(agency_id=office.agency_id)
    other = make_account(make_agency("Sở khác"), ["admin"])
    assert ask(other, "calendar_day", row.pk).status_code == 404
    assert ask(other, "calendar_day_remove", row.pk).status_code == 404
    assert "Sửa trụ sở" not in shown(ask(other, "calendar_days"))
    assert "Sửa trụ sở" not in shown(ask(other, "calendar_versions"))
    assert almanac_of(other.agency_id).calendar.is_working(row.day)


def upload(text, name="lich.csv"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


GOOD = "Ngày;Loại;Tên;Căn cứ;Tình trạng\n03/01/2028;nghỉ lễ, tết;Tết Dương lịch;Thông báo 1;dự kiến\n"


def test_a_file_is_judged_line_by_line_and_nothing_is_written_while_one_is_wrong(ask, admin):
    bad = GOOD + "32/01/2028;nghỉ bù;A;B;\n04/01/2028;kỳ nghỉ;A;B;\n05/01/2028;nghỉ bù;;B;\n03/01/2028;nghỉ bù;A;B;\n"
    page = shown(ask(admin, "calendar_import", post={"file": upload(bad), "scope": "", "reason": "năm mới"}))
    for sentence in ("4 dòng chưa đúng", "32/01/2028", "kỳ nghỉ", "Thiếu tên hoặc căn cứ", "đã có ở một dòng trên"):
        assert sentence in page
    assert not CalendarDay.objects.filter(day__year=2028).exists()


def test_a_good_file_is_previewed_and_taken_over(ask, admin):
    seen = ask(admin, "calendar_import", post={"file": upload(GOOD), "scope": "", "reason": "năm mới"})
    page = shown(seen)
    assert "03/01/2028" in page
    assert not CalendarDay.objects.filter(day__year=2028).exists()
    rows = page.split('name="rows" value="')[1].split('"')[0]
    post = {"rows": rows, "scope": "", "reason": "năm mới", "mark": mark_of(seen)}
    forged = ask(admin, "calendar_import", post={**post, "rows": rows[:-2] + "xx"})
    assert forged.status_code == 200
    assert not CalendarDay.objects.filter(day__year=2028).exists()
    assert ask(admin, "calendar_import", post=post).status_code == 302
    row = CalendarDay.objects.get(day=date(2028, 1, 3))
    assert (row.kind, row.status, row.source) == ("holiday", "expected", "Thông báo 1")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_exported_comes_back_as_it_was(ask, admin, kind):
    answer = ask(admin, "calendar_days", xuat=kind)
    data = b"".join(answer) if answer.streaming else answer.content
    post = {"file": upload(data, f"lich.{kind}"), "scope": "", "replace": "on", "reason": "như cũ"}
    assert "Không có gì thay đổi" in shown(ask(admin, "calendar_import", post=post))


def test_a_file_may_take_out_what_it_lacks(ask, admin):
    answer = ask(admin, "calendar_days", xuat="csv")
    lines = b"".join(answer).decode().splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.startswith("2026-08-31"))
    post = {"file": upload(kept), "scope": "", "replace": "on", "reason": "bỏ hoán đổi"}
    page = shown(ask(admin, "calendar_import", post=post))
    assert "31/08/2026" in page
    assert "không ghi riêng" in page


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", "Cột;Khác\n1;2\n".encode()])
def test_a_file_that_is_no_such_table_is_refused(ask, admin, content):
    page = ask(admin, "calendar_import", post={"file": upload(content), "scope": "", "reason": "x"})
    assert page.status_code == 200
    assert "error" in shown(page)


def test_the_export_is_a_workbook_of_typed_days(ask, admin):
    book = CalamineWorkbook.from_filelike(io.BytesIO(ask(admin, "calendar_days", xuat="xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Ngày", "Thứ", "Loại"]
    assert len(rows) == CalendarDay.objects.count() + 1
    assert rows[1][0] == date(2027, 11, 24)


def test_hours_and_rules_are_added_and_removed_with_their_first_day(ask, admin):
    hours = {"since": "01/12/2026", "morning_opens": "7h30", "morning_closes": "11:30", "afternoon_opens": "13:00",
             "afternoon_closes": "17:00", "source": "Quyết định 9", "scope": "so", "reason": "mùa đông"}  # fmt: skip
    assert confirm(ask, admin, "calendar_hours_new", post=hours).status_code == 302
    rule = {"since": "01/12/2026", "late_minutes": "60", "cutoff": "15:00", "resumes": "", "day_off": "next",
            "source": "Quy chế", "scope": "", "reason": "thống nhất"}  # fmt: skip
    assert confirm(ask, admin, "calendar_rule_new", post=rule).status_code == 302
    page = shown(ask(admin, "calendar_settings"))
    for words in ("07:30–11:30, 13:00–17:00", "tiếp nhận từ 15:00", "dời sang ngày làm việc tiếp theo"):
        assert words in page
    reason = {"reason": "thôi"}
    pk = OfficeHours.objects.get().pk
    assert confirm(ask, admin, "calendar_hours_remove", pk, post=reason).status_code == 302
    assert confirm(ask, admin, "calendar_rule_remove", CountingRule.objects.get().pk, post=reason).status_code == 302
    assert not OfficeHours.objects.exists()
    assert ask(admin, "calendar_hours_remove", pk).status_code == 404


@pytest.mark.parametrize(
    "facts",
    [{"morning_closes": "06:00"}, {"afternoon_opens": "11:00"}, {"afternoon_closes": ""}, {"since": "1/1/1990"}],
)
def test_hours_that_cannot_be_are_refused(ask, admin, facts):
    hours = {"since": "01/12/2026", "morning_opens": "07:00", "morning_closes": "11:30", "afternoon_opens": "13:00",
             "afternoon_closes": "17:00", "source": "Quyết định 9", "scope": "so", "reason": "x", **facts}  # fmt: skip
    assert "Chưa có gì được ghi" not in shown(ask(admin, "calendar_hours_new", post=hours))


def test_the_second_opinion_is_shown_where_it_differs(ask, admin):
    page = shown(ask(admin, "calendar_check", 2026))
    assert "02/01/2026" in page  # swapped after the package was made
    assert "10/01/2026" in page
    assert "22/08/2026" not in page
    found = {one.day for one in differences(almanac_of(None).calendar, 2025)}
    assert found == {date(2025, 4, 26)} or found == set()


def test_without_anything_to_recount_the_page_says_so(ask, office):
    assert "đều khớp với lịch" in shown(ask(office, "calendar_recount"))
    assert ask(office, "calendar_recount", post={"mark": "x"}).status_code == 302


OWN_HOURS = {"since": "01/03/2027", "morning_opens": "07:30", "morning_closes": "12:00", "afternoon_opens": "13:00",
             "afternoon_closes": "16:30", "source": "Quy chế", "scope": "so", "reason": "thử"}  # fmt: skip


def test_another_departments_administrator_changes_its_own_rows_and_none_that_all_share(ask, admin):
    other = make_account(make_agency("Sở khác"), ["admin"])
    assert confirm(ask, admin, "calendar_day_new", post=DAY).status_code == 302
    assert confirm(ask, admin, "calendar_hours_new", post={**OWN_HOURS, "scope": ""}).status_code == 302
    common, hours = CalendarDay.objects.get(day=date(2026, 11, 23)), OfficeHours.objects.get()
    before = CalendarVersion.objects.count()
    assert "Xem trước thay đổi" not in shown(ask(other, "calendar_day", common.pk))
    assert ask(other, "calendar_day_remove", common.pk, post={"reason": "x"}).status_code == 404
    assert ask(other, "calendar_hours_remove", hours.pk, post={"reason": "x"}).status_code == 404
    assert reverse("calendar_hours_remove", args=[hours.pk]) not in shown(ask(other, "calendar_settings"))
    assert reverse("calendar_hours_remove", args=[hours.pk]) in shown(ask(admin, "calendar_settings"))
    for name, post in (("calendar_day_new", {**DAY, "day": "25/11/2026"}), ("calendar_hours_new", OWN_HOURS)):
        assert "chọn" in shown(ask(other, name, post={**post, "scope": ""})).lower()  # everybody is no choice
    assert CalendarVersion.objects.count() == before
    own = {**DAY, "day": "25/11/2026", "scope": "so"}
    assert confirm(ask, other, "calendar_day_new", post=own).status_code == 302
    assert confirm(ask, other, "calendar_hours_new", post=OWN_HOURS).status_code == 302
    assert not almanac_of(other.agency_id).calendar.is_working(date(2026, 11, 25))
    assert almanac_of(admin.agency_id).calendar.is_working(date(2026, 11, 25))


def test_the_operator_hands_the_installation_over(ask, admin):
    other = make_account(make_agency("Sở khác"), ["admin"])
    everybody = ">mọi cơ quan</option>"
    assert everybody in shown(ask(admin, "calendar_day_new"))
    assert everybody not in shown(ask(other, "calendar_day_new"))
    call_command("keeper", other.agency.code)
    assert everybody not in shown(ask(admin, "calendar_day_new"))
    assert everybody in shown(ask(other, "calendar_day_new"))
    entry = JournalEntry.objects.get(action="organisation.keep_installation")
    assert (entry.before["name"], entry.after["name"]) == (admin.agency.name, "Sở khác")
    for code, said in ((other.agency.code, "keeps the installation"), ("H00", "No department")):
        with pytest.raises(CommandError, match=said):  # in English, as all commands
            call_command("keeper", code)


@pytest.mark.parametrize("words", ["Ngày Văn hóa", "ngay van hoa", "28/2026"])
def test_days_are_found_with_marks_and_without(client, admin, words):
    client.force_login(admin)
    found = client.get(reverse("calendar_days"), {"q": words}).context["page"].found
    assert found >= 1
    assert client.get(reverse("calendar_days"), {"q": "không có ngày này"}).context["page"].found == 0
