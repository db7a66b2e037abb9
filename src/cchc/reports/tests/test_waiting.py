"""What of the reports stands on "my work": told to whoever has to act, to nobody else, and gone once it is done."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from cchc.common.periods import Period
from cchc.organisation import testing
from cchc.organisation.models import Notice
from cchc.reports import actions
from cchc.reports.models import Report
from cchc.reports.testing import fill, make_obligation
from cchc.reports.waiting import waiting_reports

pytestmark = pytest.mark.django_db
Q3, AT = Period.parse("2026-Q3"), datetime(2026, 9, 11, 2, tzinfo=UTC)
EARLY = datetime(2026, 8, 3, 2, tzinfo=UTC)  # nothing is due within a week


@pytest.fixture
def head(office, room):
    return testing.make_account(office.agency, ["head"], unit=room)


@pytest.fixture
def officer(office, room):
    return testing.make_account(office.agency, ["officer"], unit=room)


def begin(by, unit=None):
    report = actions.create_report(period=Q3, as_of=date(2026, 9, 10), by=by, at=AT, unit=unit)
    return fill(report, by, at=AT)


def send(report, by):
    return actions.submit_report(report=report, revision=Report.objects.get(pk=report.pk).revision, by=by, at=AT)


def words(account, at=EARLY):
    return [(str(one.state[1]), one.why) for one in waiting_reports(account, at)]


def test_a_returned_report_waits_for_those_who_write_it_until_it_is_sent_again(office, room, head, officer, director):
    neighbour = testing.make_account(
        office.agency, ["head"], unit=testing.make_unit(office.agency, "Phòng Quản lý năng lượng")
    )
    sent = send(begin(officer, room), head)
    assert words(office) == [("đã gửi, chờ nhận", "")]
    new = actions.return_report(report=sent, reason="Thiếu số hồ sơ trễ hạn", by=office, at=AT)
    for account in (officer, head):
        assert words(account) == [("bị trả lại, cần sửa", "Thiếu số hồ sơ trễ hạn")]
    for account in (office, neighbour, director, testing.make_account(testing.make_agency(), ["head"])):
        assert words(account) == []
    send(new, head)
    assert words(officer) == words(head) == []
    assert words(office) == [("đã gửi, chờ nhận", "")]


def test_whoever_wrote_a_return_is_told_that_it_came_back(office, room, head, officer):
    sent = send(begin(officer, room), head)
    actions.return_report(report=sent, reason="Thiếu số", by=office, at=AT)
    assert {one.account for one in Notice.objects.filter(kind="reports.returned")} == {head, officer}


def test_a_presented_report_waits_for_the_director_then_for_the_office(client, office, head, director):
    make_obligation(office, who="agency", locks=False, starts_on=date(2026, 7, 1))
    report = begin(office)
    actions.present_report(report=report, by=office, at=AT)
    assert words(director) == [("chờ duyệt", "")]
    assert words(office) == words(head) == []
    client.force_login(director)
    board = client.get(reverse("reports:board")).content.decode()
    assert "Xem và duyệt" in board
    page = reverse("reports:report", args=[report.pk])
    assert "Duyệt báo cáo này" in client.get(page).content.decode()
    client.force_login(office)
    assert "Xem lại và gửi" not in client.get(page).content.decode()  # nobody of the office sends it yet
    client.force_login(director)
    actions.hand_back_report(report=report, reason="Bổ sung nguyên nhân", by=director, at=AT)
    assert words(director) == []
    assert words(office) == [("lãnh đạo yêu cầu sửa", "Bổ sung nguyên nhân")]
    assert "Báo cáo quý III/2026" not in client.get(reverse("reports:board")).content.decode()
    actions.present_report(report=report, by=office, at=AT)
    actions.approve_report(report=report, by=director, at=AT)
    assert words(office) == [("đã duyệt, chờ gửi", "")]
    client.force_login(office)
    assert "Xem lại và gửi" in client.get(page).content.decode()
    assert words(director) == []
    send(report, office)
    assert words(office) == []


def test_what_has_to_be_written_within_a_week_waits_too_and_the_page_shows_it(client, office, room, officer):
    make_obligation(office, starts_on=date(2026, 7, 1))
    assert words(officer) == []
    due = list(waiting_reports(officer, AT))
    assert [(one.due, str(one.state[1])) for one in due] == [(date(2026, 9, 14), "chưa lập")]
    client.force_login(officer)
    sent = send(begin(officer, room), testing.make_account(office.agency, ["head"], unit=room))
    actions.return_report(report=sent, reason="Ghi rõ <số> hồ sơ", by=office, at=AT)
    page = client.get(reverse("plans:my_work")).content.decode()
    assert "Đang chờ bạn" in page
    assert "Ghi rõ &lt;số&gt; hồ sơ" in page
    assert reverse("reports:report", args=[Report.objects.latest("pk").pk]) in page


def test_whoever_may_not_see_reports_is_told_nothing(office, room, head):
    actions.return_report(report=send(begin(head, room), head), reason="Thiếu số", by=office, at=AT)
    assert words(testing.make_account(office.agency, ["admin"], unit=room)) == []
