"""Whom the actions on reports tell of what, and the reminders of a quarter's report."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from cchc.common.models import OutboxMessage
from cchc.organisation import testing
from cchc.organisation.models import Notice
from cchc.organisation.notices import shown
from cchc.plans.testing import make_plan
from cchc.reports import actions
from cchc.reports.models import Report
from cchc.reports.testing import NOW, fill, make_office, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def room(office):
    return testing.make_unit(office.agency, "Phòng Quản lý công nghiệp")


@pytest.fixture
def head(office, room):
    account = testing.make_account(office.agency, ["head"], unit=room, full_name="Trưởng Phòng")
    account.person.email = "tp@so.example"
    account.person.save()
    return account


def told(kind):
    return [one.account for one in Notice.objects.filter(kind=kind).select_related("account").order_by("pk")]


def said(kind):
    one = Notice.objects.filter(kind=kind).latest("pk")
    return shown(one.account, [one])[0]


def test_what_is_asked_for_stands_in_the_heads_notices_and_is_mailed_once(office, room, head):
    report = make_report(office)
    actions.ask_unit(report=report, key="plan_progress", unit=room, url="https://x/", by=office, at=NOW)
    assert told("reports.asked") == [head]
    assert "quý III/2026" in said("reports.asked").sentence
    assert said("reports.asked").url == f"/bao-cao/{report.pk}/"
    assert OutboxMessage.objects.count() == 1


def send(report, by):
    return actions.submit_report(report=report, revision=Report.objects.get(pk=report.pk).revision, by=by, at=NOW)


def test_a_units_report_that_comes_in_is_told_to_the_office_and_its_correction_to_the_sender(office, room, head):
    make_plan(office)
    report = make_report(head, unit=room)
    fill(report, head)
    send(report, head)
    assert told("reports.sent") == [office]
    actions.correct_report(report=report, reason="sai số liệu", by=office, at=NOW)
    assert told("reports.corrected") == [head]
    assert "sai số liệu" in said("reports.corrected").sentence


@pytest.mark.parametrize(
    ("day", "word"),
    [
        (date(2026, 9, 24), None),
        (date(2026, 9, 25), "đến hạn gửi ngày 30/09/2026"),
        (date(2026, 9, 27), None),  # Sunday
        (date(2026, 10, 1), "quá hạn gửi từ ngày 30/09/2026"),
        (date(2026, 11, 10), None),
    ],
)
def test_the_report_of_a_quarter_is_told_of_before_it_is_due_and_when_it_is_late(office, day, word):
    make_plan(office)
    at = timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=6)
    assert actions.remind_of_reports(at=at) == (1 if word else 0)
    if word:
        assert told("reports.due") == [office]
        assert word in said("reports.due").sentence
        assert said("reports.due").url == "/bao-cao/"
        assert actions.remind_of_reports(at=at) == 0


def test_a_report_that_was_sent_is_not_reminded_of_nor_one_of_a_department_without_a_plan(office):
    late = NOW
    assert actions.remind_of_reports(at=late) == 0
    make_plan(office)
    report = make_report(office, "2026-N")
    fill(report, office)
    assert actions.remind_of_reports(at=late) == 1
    assert said("reports.due").url == f"/bao-cao/{report.pk}/"
    send(report, office)
    Notice.objects.all().delete()
    assert actions.remind_of_reports(at=late) == 0


def test_a_notice_names_the_period_in_the_language_of_the_page(office):
    make_plan(office)
    actions.remind_of_reports(at=NOW)
    with translation.override("en"):
        assert "Q3" in said("reports.due").sentence or "quarter" in said("reports.due").sentence.lower()


def test_nobody_of_another_department_is_told(office, room, head):
    other = make_office(testing.make_agency("Sở khác"))
    make_plan(office)
    report = make_report(head, unit=room)
    fill(report, head)
    send(report, head)
    actions.remind_of_reports(at=NOW)
    assert not Notice.objects.filter(account=other).exists()
