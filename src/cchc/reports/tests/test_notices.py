"""Whom the actions on reports tell of what."""

import pytest
from django.utils import translation

from cchc.common.models import OutboxMessage
from cchc.organisation import testing
from cchc.organisation.models import Notice
from cchc.organisation.notices import shown
from cchc.plans.testing import make_plan
from cchc.reports import actions
from cchc.reports.models import Report
from cchc.reports.testing import NOW, fill, make_obligation, make_office, make_report

pytestmark = pytest.mark.django_db


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


def test_a_notice_names_the_period_in_the_language_of_the_page(office, room, head):
    report = fill(make_report(head, unit=room), head)
    send(report, head)
    with translation.override("en"):
        assert "Q3" in said("reports.sent").sentence or "quarter" in said("reports.sent").sentence.lower()


def test_nobody_of_another_department_is_told(office, room, head):
    other = make_office(testing.make_agency("Sở khác"))
    make_plan(office)
    report = make_report(head, unit=room)
    fill(report, head)
    send(report, head)
    make_obligation(office, who="agency", locks=False)
    actions.remind_of_obligations(at=NOW)
    assert not Notice.objects.filter(account=other).exists()
