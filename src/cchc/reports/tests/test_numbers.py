"""A report takes its number from the book, or bears one that was given out elsewhere."""

from datetime import date

import pytest

from cchc.common import actions as books
from cchc.common.actions.numbering import number_of
from cchc.common.errors import Refused
from cchc.common.models import TakenNumber
from cchc.common.number_forms import NumberForm
from cchc.organisation import testing as organisation
from cchc.reports import actions
from cchc.reports.actions.steps import place_of
from cchc.reports.papers import frame_of
from cchc.reports.rules.steps import Place
from cchc.reports.testing import NOW, fill, make_office, make_report

pytestmark = pytest.mark.django_db
FORM = NumberForm(date(2020, 3, 5), "{number}/{kind}-SCT", 2, "Nghị định 30/2020/NĐ-CP")


@pytest.fixture
def book(office):
    return open_book(office)


def open_book(office, **changes):
    facts = {"agency_id": office.agency_id, "name": "Sổ báo cáo", "kinds": ["BC"], "every": "year", "form": FORM}
    return books.open_book(**facts | changes, by=office, at=NOW)


def frame(report, by, **changes):
    names = ("as_of", "number", "signed_on", "addressees", "recipients", "signer_authority", "signer_title",
             "signer_name")  # fmt: skip
    report.refresh_from_db()
    facts = {name: getattr(report, name) for name in names}
    return actions.edit_frame(report=report, by=by, at=NOW, **facts | changes)


def test_a_draft_takes_the_next_number_and_prints_it(office, book):
    report = make_report(office)
    taken = actions.take_report_number(report=report, by=office, at=NOW)
    report.refresh_from_db()
    assert (taken.text, report.number, report.signed_on) == ("01/BC-SCT", "1", date(2026, 10, 5))
    printed = frame_of(report)
    assert f"{printed.number.zfill(2)}/{printed.symbol}" == taken.text
    with pytest.raises(Refused, match="đã có số"):
        actions.take_report_number(report=report, by=office, at=NOW)


def test_the_number_that_was_taken_stays_until_it_is_voided_in_the_book(office, book):
    report = make_report(office)
    taken = actions.take_report_number(report=report, by=office, at=NOW)
    for changes in ({"number": "7"}, {"signed_on": date(2026, 10, 6)}):
        with pytest.raises(Refused, match="hủy số đó trong sổ"):
            frame(report, office, **changes)
    assert frame(report, office, signer_name="Người Khác").number == "1"
    books.void_number(taken=taken, reason="Lấy nhầm", by=office, at=NOW)
    assert frame(report, office, number="", signed_on=None).number == ""
    assert actions.take_report_number(report=report, by=office, at=NOW).number == 2


def test_a_typed_number_that_the_book_gave_out_or_voided_is_refused_another_is_taken(office, book):
    first, second = make_report(office), make_report(office, "2026-Q2")
    taken = actions.take_report_number(report=first, by=office, at=NOW)
    with pytest.raises(Refused, match="đã cấp cho"):
        frame(second, office, number="1", signed_on=date(2026, 10, 5))
    assert frame(second, office, number="900", signed_on=date(2026, 10, 5)).number == "900"  # numbered elsewhere
    books.void_number(taken=taken, reason="Lấy nhầm", by=office, at=NOW)
    with pytest.raises(Refused, match="đã hủy"):
        frame(second, office, number="1")


def test_a_number_taken_by_hand_for_the_paper_is_typed_in(office, book):
    taken = books.take_number(
        book=book, on=date(2026, 10, 5), kind="BC", subject="Báo cáo quý III", by=office, at=NOW
    )  # fmt: skip
    report = make_report(office)
    assert frame(report, office, number="1", signed_on=taken.on).number == "1"


def test_a_sent_report_keeps_its_number_and_a_voided_one_is_not_sent(office, book):
    report = make_report(office)
    fill(report, office)
    taken = actions.take_report_number(report=report, by=office, at=NOW)
    books.void_number(taken=taken, reason="Lấy nhầm", by=office, at=NOW)
    report.refresh_from_db()
    director = organisation.make_account(office.agency, ["director"])
    with pytest.raises(Refused, match="đã hủy"):
        actions.submit_report(report=report, revision=report.revision, by=director, at=NOW)
    frame(report, office, number="", signed_on=None)
    again = actions.take_report_number(report=report, by=office, at=NOW)
    report.refresh_from_db()
    actions.submit_report(report=report, revision=report.revision, by=director, at=NOW)
    with pytest.raises(Refused, match="đã ban hành"):
        books.void_number(taken=again, reason="Muộn", by=office, at=NOW)


def test_where_a_book_numbers_reports_none_of_the_department_is_sent_without(office, book, client):
    director = organisation.make_account(office.agency, ["director"])
    report = fill(make_report(office), office)
    report.refresh_from_db()
    client.force_login(director)
    assert "Báo cáo chưa có số" in client.get(f"/bao-cao/{report.pk}/gui/").content.decode()
    with pytest.raises(Refused, match="chưa có số"):
        actions.submit_report(report=report, revision=report.revision, by=director, at=NOW)
    actions.take_report_number(report=report, by=office, at=NOW)
    assert "Gửi và khóa báo cáo" in client.get(f"/bao-cao/{report.pk}/gui/").content.decode()
    assert actions.submit_report(report=report, revision=report.revision, by=director, at=NOW).number == "1"


def test_none_of_the_department_is_presented_or_sent_without_a_signer_and_the_last_one_is_proposed(office, client):
    director = organisation.make_account(office.agency, ["director"])
    report = fill(make_report(office, "2026-Q2"), office)
    frame(report, office, signer_name="")
    report.refresh_from_db()
    client.force_login(director)
    assert "Báo cáo chưa có người ký" in client.get(f"/bao-cao/{report.pk}/gui/").content.decode()
    with pytest.raises(Refused, match="người ký"):
        actions.present_report(report=report, by=office, at=NOW)
    with pytest.raises(Refused, match="người ký"):
        actions.submit_report(report=report, revision=report.revision, by=director, at=NOW)
    report = frame(report, office, signer_title="Giám đốc", signer_name="Tạ Minh Khoa")
    actions.submit_report(report=report, revision=report.revision, by=director, at=NOW)
    following = make_report(office)
    assert (following.signer_title, following.signer_name) == ("Giám đốc", "Tạ Minh Khoa")
    unit = organisation.make_unit(office.agency, "Phòng Quản lý Năng lượng")
    assert make_report(office, unit=unit).signer_name == ""  # not that of the department


def test_a_unit_sends_without_a_number(office, book):
    unit = organisation.make_unit(office.agency, "Phòng Quản lý Năng lượng")
    head = organisation.make_account(office.agency, ["head"], unit=unit)
    report = fill(make_report(office, unit=unit), office)
    report.refresh_from_db()
    assert actions.submit_report(report=report, revision=report.revision, by=head, at=NOW).number == ""


@pytest.mark.parametrize("typed", [False, True])
def test_a_number_given_after_signing_leaves_the_report_signed(office, book, typed):
    director = organisation.make_account(office.agency, ["director"])
    report = fill(make_report(office), office)
    actions.present_report(report=report, by=office, at=NOW)
    actions.approve_report(report=report, by=director, at=NOW)
    if typed:
        frame(report, office, number="900", signed_on=date(2026, 10, 5))
    else:
        actions.take_report_number(report=report, by=office, at=NOW)
    report.refresh_from_db()
    assert place_of(report) is Place.APPROVED
    frame(report, office, signer_name="Người Khác")
    report.refresh_from_db()
    assert place_of(report) is Place.DRAFT  # what the head read is not what would be sent


def test_a_draft_that_is_thrown_away_voids_its_number(office, book):
    report = make_report(office)
    actions.take_report_number(report=report, by=office, at=NOW)
    actions.discard_report(report=report, by=office, at=NOW)
    assert TakenNumber.objects.get().void_reason == "Bỏ bản thảo báo cáo mang số này."


def test_a_unit_takes_from_its_own_book_alone(office, book):
    unit = organisation.make_unit(office.agency, "Chi cục Quản lý thị trường")
    report = make_report(office, unit=unit)
    with pytest.raises(Refused, match="chưa có sổ"):
        actions.take_report_number(report=report, by=office, at=NOW)
    open_book(office, name="Sổ của Chi cục", unit_id=unit.pk)
    taken = actions.take_report_number(report=report, by=office, at=NOW)
    assert number_of(report) == taken
    assert taken.book.name == "Sổ của Chi cục"


def test_the_page_of_the_frame_offers_the_book_to_whoever_may_take_numbers(office, book, client):
    report = make_report(office)
    client.force_login(office)
    assert "Lấy số từ sổ “Sổ báo cáo”" in client.get(f"/bao-cao/{report.pk}/the-thuc/").content.decode()
    page = client.post(f"/bao-cao/{report.pk}/lay-so/", follow=True).content.decode()
    assert "Đã lấy số 01/BC-SCT." in page
    assert "Lấy số từ sổ" not in client.get(f"/bao-cao/{report.pk}/the-thuc/").content.decode()
    client.force_login(organisation.make_account(office.agency, ["director"]))
    assert client.post(f"/bao-cao/{report.pk}/lay-so/").status_code == 403
    client.force_login(make_office())
    assert client.post(f"/bao-cao/{report.pk}/lay-so/").status_code == 404
