import html
import io
import re
from datetime import date

import docx
import pypdfium2
import pytest
from django.urls import reverse

from cchc.documents import blobs
from cchc.organisation import testing
from cchc.organisation.models import Person
from cchc.plans import testing as plans
from cchc.reports.models import Report
from cchc.reports.testing import fill, make_report

from .story import make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(office):
    make_story(office)
    return make_report(office)


@pytest.fixture
def page(client, office):
    client.force_login(office)

    def get(name, *args, status=200, **query):
        answer = client.get(reverse(f"reports:{name}", args=args), query)
        assert answer.status_code == status, answer.status_code
        return re.sub(r"\s+", " ", answer.content.decode())

    return get


def post(client, name, *args, **facts):
    return client.post(reverse(f"reports:{name}", args=args), facts)


# ---------- the list and a new report


def test_the_list_shows_reports_with_their_state_and_finds_by_period(page, draft):
    text = page("report_list")
    assert "quý III/2026" in text
    assert "dự thảo" in text
    assert "Chưa có báo cáo nào" not in page("report_list", ky="2026-Q3")


def test_an_empty_list_says_what_to_do_first(page):
    assert "Lập báo cáo của kỳ này" in page("report_list")


def test_a_report_is_begun_and_opens(client, office):
    client.force_login(office)
    answer = post(client, "report_new", period="2026-Q1", unit="", as_of="31/03/2026")
    report = Report.objects.get()
    assert answer.url == reverse("reports:report", args=[report.pk])
    assert (report.period_code, report.as_of, report.unit) == ("2026-Q1", date(2026, 3, 31), None)


def test_a_wrong_day_keeps_what_was_typed_and_names_the_field(client, office):
    client.force_login(office)
    answer = post(client, "report_new", period="2026-Q1", unit="", as_of="01/04/2026")
    text = answer.content.decode()
    assert "phải nằm trong kỳ" in text
    assert 'value="01/04/2026"' in text
    assert not Report.objects.exists()


def test_an_officer_is_offered_his_own_unit_only(client, office):
    unit = testing.make_unit(office.agency, "Phòng của tôi")
    testing.make_unit(office.agency, "Phòng của người khác")
    client.force_login(testing.make_account(office.agency, ["officer"], unit=unit))
    text = client.get(reverse("reports:report_new")).content.decode()
    assert "Phòng của tôi" in text
    assert "Phòng của người khác" not in text
    assert "Toàn Sở" not in text


# ---------- the report


def test_the_report_shows_the_sheet_the_outline_and_what_is_missing(page, draft):
    text = page("report", draft.pk)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "DỰ THẢO" in text
    assert f'href="{reverse("reports:figure", args=[draft.pk, "plan_tasks_done"])}">2</a>' in text
    assert "thiếu nội dung" in text
    assert "Còn thiếu" in text
    assert "Xem lại và gửi" in text


def test_a_section_is_shown_as_printed_and_saved(client, page, draft):
    text = page("section", draft.pk, "plan_progress")
    assert "2/4" in re.sub(r"<[^>]+>", "", text)
    row = draft.sections.get(key="plan_progress")
    answer = post(
        client, "section", draft.pk, "plan_progress", text="Xong {plan_tasks_done} việc.", version=row.version
    )
    assert answer.status_code == 302
    assert "Xong 2 việc." in re.sub(r"<[^>]+>", "", page("section", draft.pk, "plan_progress"))


def test_a_section_changed_by_somebody_else_shows_both_texts(client, page, draft):
    post(client, "section", draft.pk, "initiatives", text="Của người khác.", version=0)
    answer = post(client, "section", draft.pk, "initiatives", text="Của tôi, dài và hay.", version=0)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Của người khác." in text
    assert "Của tôi, dài và hay." in text
    assert 'name="version" value="1"' in text, "saving again is then a decision"


def test_offers_from_the_plan_and_from_a_units_report_are_taken_over(client, page, draft, office):
    unit = testing.make_unit(office.agency, "Phòng Năng lượng")
    sub = fill(make_report(office, unit=unit), office, "Đơn vị có {plan_tasks} việc, tự làm {initiatives}.")
    Report.objects.filter(pk=sub.pk).update(state="submitted", digest="x" * 64)
    text = page("section", draft.pk, "shortcomings")
    assert "Hồ sơ đúng hạn ít nhất 99%" in text
    assert "Phòng Năng lượng" in text
    post(client, "section_take", draft.pk, "shortcomings", offer="plans", version=0)
    taken = draft.sections.get(key="shortcomings")
    assert taken.text.startswith("- Hồ sơ đúng hạn ít nhất 99%: ")
    assert "Việc số 3: quá hạn 30 ngày (Phòng Quản lý thương mại)." in taken.text
    post(client, "section_take", draft.pk, "shortcomings", offer=f"unit-{unit.pk}", version=1)
    assert "tự làm" in draft.sections.get(key="shortcomings").text
    assert "{" not in draft.sections.get(key="shortcomings").text, "figures of another report are written out"


def test_a_section_where_nothing_happened_says_so_with_one_click(client, page, draft):
    post(client, "section_take", draft.pk, "assets", offer="nothing", version=0)
    assert "không phát sinh" in draft.sections.get(key="assets").text


def test_a_unit_is_asked_with_one_click(client, page, draft, office):
    unit = testing.make_unit(office.agency, "Phòng Kế hoạch")
    testing.make_person(office.agency, "Người Đứng Đầu", unit=unit, heads=True)
    Person.objects.filter(full_name="Người Đứng Đầu").update(email="a@example.vn")
    answer = post(client, "section_ask", draft.pk, "budget", unit.pk)
    assert answer.status_code == 302
    assert "Đã gửi đề nghị tới Phòng Kế hoạch." in page("report", draft.pk)


def test_the_frame_is_edited_and_a_wrong_day_is_named(client, page, draft):
    assert "Kính gửi" in page("frame", draft.pk)
    facts = {
        "as_of": "30/09/2026", "number": "12", "signed_on": "02/10/2026", "addressees": "Sở Nội vụ",
        "recipients": "Như trên", "signer_authority": "", "signer_title": "Giám đốc", "signer_name": "Người Ký",
    }  # fmt: skip
    assert post(client, "frame", draft.pk, **facts).status_code == 302
    assert Report.objects.get(pk=draft.pk).number == "12"
    wrong = post(client, "frame", draft.pk, **{**facts, "as_of": "31/12/2026"})
    assert "phải nằm trong kỳ" in wrong.content.decode()


# ---------- figures


def test_the_figures_stand_beside_those_of_the_period_before_and_of_last_year(page, draft):
    text = re.sub(r"<[^>]+>", "|", page("figures", draft.pk))
    assert re.search(r"Tỷ lệ hồ sơ TTHC do Sở tiếp nhận được giải quyết đúng hạn[| ]+95%[| %]+75%[| ]+80%", text)
    assert "28/09/2026" in text


def test_a_figure_opens_down_to_its_rows(page, draft):
    counted = page("figure", draft.pk, "tasks_overdue")
    assert "Việc số 3" in counted
    assert "Việc số 1" not in counted
    observed = page("figure", draft.pk, "dossiers_on_time")
    assert "190" in observed
    assert "Người Thử" in observed
    assert f"/nhap/?ky={draft.period_code}" in observed  # what is missing is entered for the report's own period
    worked_out = page("figure", draft.pk, "plan_completion")
    assert "Nhiệm vụ đã hoàn thành" in worked_out


@pytest.mark.parametrize(("name", "key"), [("figure", "khong-co"), ("section", "khong-co"), ("section", "steering")])
def test_what_the_form_does_not_have_is_not_found(page, draft, name, key):
    page(name, draft.pk, key, status=404)


# ---------- sending


def test_a_report_that_lacks_something_shows_it_instead_of_the_button(client, page, draft):
    text = page("send", draft.pk)
    assert "Gửi và khóa báo cáo" not in text
    assert "Hoạt động chỉ đạo, điều hành nổi bật" in text
    answer = post(client, "send", draft.pk, revision=draft.revision)
    assert "Chưa gửi được" in answer.content.decode()
    assert Report.objects.get(pk=draft.pk).is_draft


def test_a_sent_report_is_visibly_frozen_and_its_files_are_the_stored_ones(client, page, draft, office):
    fill(draft, office)
    assert "Gửi và khóa báo cáo" in page("send", draft.pk)
    post(client, "send", draft.pk, revision=Report.objects.get(pk=draft.pk).revision)
    sent = Report.objects.get(pk=draft.pk)
    text = page("report", sent.pk)
    assert "Đã gửi và đã khóa" in text
    assert sent.digest in text
    assert "DỰ THẢO" not in text
    assert "Lập bản đính chính" in text
    assert "<textarea" not in page("section", sent.pk, "initiatives")
    assert "Mở báo cáo đã gửi" in page("send", sent.pk)
    for kind in ("docx", "pdf", "xlsx"):
        answer = client.get(reverse("reports:download", args=[sent.pk, kind]))
        assert b"".join(answer.streaming_content) == blobs.read(getattr(sent, kind).sha256)
        assert "du-thao" not in answer["Content-Disposition"]


def test_a_correction_is_begun_with_a_reason(client, page, draft, office):
    fill(draft, office)
    post(client, "send", draft.pk, revision=Report.objects.get(pk=draft.pk).revision)
    assert "Lý do đính chính" in page("correct", draft.pk)
    post(client, "correct", draft.pk, reason="Sai số liệu hồ sơ")
    new = Report.objects.get(version=2)
    assert "Sai số liệu hồ sơ" in page("report", new.pk)
    assert "bản đính chính" in page("report", draft.pk)


def test_a_draft_is_discarded_and_a_sent_report_is_not(client, page, draft, office):
    assert post(client, "discard", draft.pk).url == reverse("reports:report_list")
    assert not Report.objects.exists()


def test_the_papers_of_a_draft_say_that_they_are_one(client, page, draft):
    word = client.get(reverse("reports:download", args=[draft.pk, "docx"]))
    document = docx.Document(io.BytesIO(word.content))
    everything = "\n".join(line.text for line in document.paragraphs)
    cells = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "đã hoàn thành 2/4 nhiệm vụ (đạt 50%)" in everything
    assert "DỰ THẢO" in cells
    assert "bao-cao-cchc-2026-q3-du-thao.docx" in word["Content-Disposition"]
    paper = client.get(reverse("reports:download", args=[draft.pk, "pdf"]))
    with pypdfium2.PdfDocument(paper.content) as pdf:
        assert "Phụ lục II" in "".join(one.get_textpage().get_text_bounded() for one in pdf)
    page("download", draft.pk, "exe", status=404)


# ---------- who may


VIEWS = ["report", "figures", "frame", "send", "correct"]


@pytest.mark.parametrize("name", VIEWS)
def test_a_stranger_is_sent_to_sign_in_and_another_department_finds_nothing(client, draft, name):
    url = reverse(f"reports:{name}", args=[draft.pk])
    assert "/dang-nhap/" in client.get(url).url
    other = testing.make_agency()
    account = testing.make_account(other, ["office", "director"], unit=testing.make_unit(other))
    client.force_login(account)
    assert client.get(url).status_code == 404


def test_a_reader_sees_no_way_to_write_or_send(client, draft, office):
    client.force_login(testing.make_account(office.agency, ["inspector"]))
    text = client.get(reverse("reports:report", args=[draft.pk])).content.decode()
    assert "Xem lại và gửi" not in text
    assert "Xóa dự thảo" not in text
    assert client.get(reverse("reports:send", args=[draft.pk])).status_code == 403
    answer = client.post(reverse("reports:section", args=[draft.pk, "initiatives"]), {"text": "x", "version": 0})
    assert answer.status_code == 403


def test_an_officer_of_a_unit_cannot_write_the_departments_report(client, draft, office):
    unit = testing.make_unit(office.agency)
    client.force_login(testing.make_account(office.agency, ["officer"], unit=unit))
    answer = client.post(reverse("reports:section", args=[draft.pk, "initiatives"]), {"text": "x", "version": 0})
    assert answer.status_code == 403
    assert draft.sections.get(key="initiatives").text != "x"


# ---------- boards


def test_the_director_sees_what_to_decide_what_fails_the_contents_and_the_units(client, draft, office):
    client.force_login(testing.make_account(office.agency, ["director"]))
    text = re.sub(r"\s+", " ", client.get(reverse("reports:board")).content.decode())
    for heading in ("Cần quyết định", "Sẽ không đạt nếu không làm gì", "Các nội dung cải cách", "Các đơn vị"):
        assert heading in text
    assert "Hồ sơ đúng hạn ít nhất 99%" in text
    assert "Phòng Quản lý thương mại" in text
    assert "Cải cách thủ tục hành chính" in text
    assert "Dự thảo báo cáo đang chờ xem và gửi." in text
    assert "Xem và gửi" in text


def test_whoever_may_not_settle_what_waits_for_the_director_is_not_offered_to(client, draft, office):
    unit = testing.Unit.objects.get(name="Phòng Quản lý thương mại")
    client.force_login(testing.make_account(office.agency, ["head"], unit=unit))
    text = client.get(reverse("reports:board")).content.decode()
    assert "Dự thảo báo cáo đang chờ xem và gửi." in text
    assert "Xem và gửi" not in text


def test_the_board_of_a_department_without_a_plan_says_what_to_do(client):
    agency = testing.make_agency()
    client.force_login(testing.make_account(agency, ["director"]))
    text = client.get(reverse("reports:board")).content.decode()
    assert "Chưa có đơn vị nào được giao việc" in text
    assert "Không có việc nào đang chờ quyết định." in text


def test_a_unit_sees_its_targets_and_tasks_and_no_other_department_does(client, draft, office):
    unit = office.agency and testing.Unit.objects.get(name="Phòng Quản lý thương mại")
    client.force_login(testing.make_account(office.agency, ["officer"], unit=unit))
    text = client.get(reverse("reports:unit_board", args=[unit.pk])).content.decode()
    assert "Việc số 3" in text
    assert "Hồ sơ đúng hạn ít nhất 80%" in text
    client.force_login(testing.make_account(testing.make_agency(), ["director"]))
    assert client.get(reverse("reports:unit_board", args=[unit.pk])).status_code == 404


LINK = re.compile(r'<a[^>]*href="(/bao-cao/tinh-hinh/[^"]*dong/[^"]+)"[^>]*>\s*(?:<strong[^>]*>)?(\d+)')


def test_every_number_of_a_board_opens_to_as_many_rows(client, draft, office):
    unit = testing.Unit.objects.get(name="Phòng Quản lý thương mại")
    client.force_login(testing.make_account(office.agency, ["director"]))
    pages = [client.get(reverse("reports:board")), client.get(reverse("reports:unit_board", args=[unit.pk]))]
    links = {link for page in pages for link in LINK.findall(page.content.decode())}
    assert len(links) > 15
    for url, number in links:
        answer = client.get(html.unescape(url) + "&xuat=csv")
        assert len(b"".join(answer.streaming_content).decode().splitlines()) - 1 == int(number), url
    assert "Việc số 3" in client.get(reverse("reports:board_rows"), {"xem": "nhiem-vu"}).content.decode()
    assert "Hồ sơ đúng hạn" in client.get(reverse("reports:board_rows"), {"xem": "chi-tieu"}).content.decode()


def test_rows_of_the_board_follow_the_rights_of_the_boards(client, draft, office):
    unit = testing.Unit.objects.get(name="Phòng Quản lý thương mại")
    whole, of_unit = reverse("reports:board_rows"), reverse("reports:unit_rows", args=[unit.pk])
    client.force_login(testing.make_account(office.agency, ["officer"], unit=unit))
    assert client.get(whole).status_code == 403
    assert client.get(of_unit).status_code == 200
    for wrong in ({"xem": "x"}, {"xem": "dat", "noi-dung": "x"}):
        assert client.get(of_unit, wrong).status_code == 404
    client.force_login(testing.make_account(testing.make_agency(), ["director"]))
    assert client.get(of_unit).status_code == 404
    assert "Không có nhiệm vụ nào" in client.get(whole).content.decode()


def test_the_board_takes_a_fixed_number_of_queries(client, draft, office, django_assert_max_num_queries):
    client.force_login(testing.make_account(office.agency, ["director"]))
    client.get(reverse("reports:board"))
    for number in range(5):
        unit = testing.make_unit(office.agency, f"Phòng số {number}")
        plans.make_task(office, lead=unit)
    with django_assert_max_num_queries(36):
        client.get(reverse("reports:board"))
