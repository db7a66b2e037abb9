"""Deadlines that count from an event: recorded, corrected, withdrawn, moved with the calendar, proved on a page."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cchc.common import dues, journal
from cchc.common.actions import Change, Proposal, change_calendar, preview, recount
from cchc.common.almanac import almanac_of
from cchc.common.errors import Refused
from cchc.common.models import CalendarVersion, JournalEntry
from cchc.common.reference import load_calendar
from cchc.organisation.testing import make_account, make_agency, make_unit
from cchc.plans import actions
from cchc.plans.models import Task, Trigger
from cchc.plans.rules.confirmed import Confirmed, ConfirmedReporting
from cchc.plans.rules.reporting import next_report, stated
from cchc.plans.testing import confirmed_task, make_plan, make_target, make_task

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
WORDS = "Trong 10 ngày làm việc kể từ ngày nhận được văn bản"
CLOSURE = {"kind": "closure", "name": "Mất điện", "source": "Thông báo 5/TB", "status": "decided"}


@pytest.fixture(autouse=True)
def _late_november(monkeypatch):
    load_calendar(at=NOW)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def room(agency):
    return make_unit(agency, "Phòng Quản lý công nghiệp")


@pytest.fixture
def office(agency):
    return make_account(agency, ["office"], unit=make_unit(agency, "Văn phòng Sở"))


@pytest.fixture
def officer(agency, room):
    return make_account(agency, ["officer"], unit=room)


@pytest.fixture
def task(office, room):
    return make_task(office, lead=room, deadline=WORDS)


def record(task, by, **facts):
    facts = {"words": WORDS, "happened_on": date(2026, 11, 13), "basis": "Công văn 12/UBND", **facts}
    return actions.record_trigger(task=task, by=by, at=NOW, **facts)


def test_the_event_makes_the_task_due_by_the_working_calendar(task, officer):
    assert task.due_on is None
    record(task, officer)
    task.refresh_from_db()
    assert task.due_on == date(2026, 11, 30)  # from Monday 16/11, over the day of culture
    entry = JournalEntry.objects.get(action="plans.task.trigger")
    assert entry.after["due_on"] == "2026-11-30"
    assert task.events.first().kind == "trigger"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"happened_on": date(2026, 11, 26)}, "happened_on"),
        ({"basis": " "}, "basis"),
        ({"words": "Trong 3 ngày kể từ ngày khác"}, None),
    ],
)
def test_what_cannot_be_is_refused(task, officer, facts, field):
    with pytest.raises(Refused) as refused:
        record(task, officer, **facts)
    assert refused.value.field == field
    assert not Trigger.objects.exists()


def test_an_event_beyond_the_calendar_is_refused_with_a_sentence(office, room, officer):
    long = "Trong 500 ngày làm việc kể từ ngày nhận được văn bản"
    with pytest.raises(Refused, match="chưa có năm này"):
        record(make_task(office, lead=room, deadline=long), officer, words=long)


def test_another_unit_may_not_record(task, agency):
    other = make_account(agency, ["officer"], unit=make_unit(agency, "Phòng khác"))
    with pytest.raises(Refused):
        record(task, other)


def test_a_correction_needs_its_reason_and_keeps_what_was_said(task, officer):
    record(task, officer)
    with pytest.raises(Refused, match="lý do"):
        record(task, officer, happened_on=date(2026, 11, 12))
    record(task, officer, happened_on=date(2026, 11, 12), reason="ghi nhầm ngày")
    task.refresh_from_db()
    assert task.due_on == date(2026, 11, 27)
    assert task.triggers.count() == 2
    assert task.triggers.standing().get().happened_on == date(2026, 11, 12)


def test_withdrawing_takes_the_date_away(task, officer):
    trigger = record(task, officer)
    actions.withdraw_trigger(trigger=trigger, reason="chưa nhận được", by=officer, at=NOW)
    task.refresh_from_db()
    assert task.due_on is None
    with pytest.raises(Refused):
        actions.withdraw_trigger(trigger=trigger, reason="lần nữa", by=officer, at=NOW)


def test_a_date_of_the_document_that_comes_first_stays(office, room, officer):
    task = make_task(office, lead=room, deadline=f"Ngày 20/11/2026; {WORDS[0].lower() + WORDS[1:]}")
    words = task.awaited()[0].text
    trigger = record(task, officer, words=words)
    task.refresh_from_db()
    assert (trigger.due_on, task.due_on) == (date(2026, 11, 30), date(2026, 11, 20))
    actions.withdraw_trigger(trigger=trigger, reason="nhầm", by=officer, at=NOW)
    task.refresh_from_db()
    assert task.due_on == date(2026, 11, 20)


def test_a_change_of_the_calendar_is_shown_and_then_moves_the_date_in_one_step(task, officer, office):
    record(task, officer)
    proposal = Proposal(office.agency_id, "đóng cửa", (Change("day", date(2026, 11, 27), CLOSURE),))
    shown = preview(proposal, office.agency_id)
    assert [(move.was, move.becomes) for move in shown.moves] == [(date(2026, 11, 30), date(2026, 12, 1))]
    task.refresh_from_db()
    assert task.due_on == date(2026, 11, 30)  # looking changes nothing
    assert CalendarVersion.objects.count() == 1
    change_calendar(proposal=proposal, reason="Thông báo 5/TB", mark=shown.mark, agency_id=office.agency_id, by=office,
                    at=NOW)  # fmt: skip
    task.refresh_from_db()
    assert task.due_on == task.triggers.get().due_on == date(2026, 12, 1)
    assert task.events.first().kind == "recount"
    entry = JournalEntry.objects.get(action="calendar.change")
    assert entry.after["moved"] == [f"{task.text}: 30/11/2026 → 01/12/2026"]
    assert journal.verify().whole


def test_what_changed_since_it_was_shown_is_not_confirmed_blindly(task, officer, office):
    proposal = Proposal(office.agency_id, "đóng cửa", (Change("day", date(2026, 11, 27), CLOSURE),))
    shown = preview(proposal, office.agency_id)
    record(task, officer)
    with pytest.raises(Refused, match="xem lại"):
        change_calendar(proposal=proposal, reason="x", mark=shown.mark, agency_id=office.agency_id, by=office, at=NOW)
    task.refresh_from_db()
    assert task.due_on == date(2026, 11, 30)
    assert almanac_of(office.agency_id).calendar.is_working(date(2026, 11, 27))


def test_a_change_without_reason_or_without_difference_is_refused(office):
    proposal = Proposal(office.agency_id, "đóng cửa", (Change("day", date(2026, 11, 27), CLOSURE),))
    mark = preview(proposal, office.agency_id).mark
    facts = {"proposal": proposal, "mark": mark, "agency_id": office.agency_id, "by": office, "at": NOW}
    with pytest.raises(Refused, match="lý do"):
        change_calendar(reason=" ", **facts)
    change_calendar(reason="có", **facts)
    facts["mark"] = preview(proposal, office.agency_id).mark
    with pytest.raises(Refused, match="Không có gì thay đổi"):
        change_calendar(reason="có", **facts)


def test_another_departments_change_of_the_common_days_waits_for_our_own_confirmation(task, officer, office):
    record(task, officer)
    other = make_account(make_agency("Sở khác"), ["admin"])
    proposal = Proposal(None, "nghỉ chung", (Change("day", date(2026, 11, 27), CLOSURE),))
    shown = preview(proposal, other.agency_id)
    assert shown.moves == []
    change_calendar(proposal=proposal, reason="chung", mark=shown.mark, agency_id=other.agency_id, by=other, at=NOW)
    task.refresh_from_db()
    assert task.due_on == date(2026, 11, 30)
    now = almanac_of(office.agency_id)
    moves = dues.movements(office.agency_id, now, now)
    assert [move.becomes for move in moves] == [date(2026, 12, 1)]
    with pytest.raises(Refused):
        recount(mark="anders", agency_id=office.agency_id, by=office, at=NOW)
    mark = dues.fingerprint(now.version, moves)
    assert recount(mark=mark, agency_id=office.agency_id, by=office, at=NOW) == 1
    task.refresh_from_db()
    assert task.due_on == date(2026, 12, 1)


def test_the_screen_records_the_event_and_the_task_tells_what_it_waits_for(client, task, officer):
    client.force_login(officer)
    url = reverse("plans:task", args=[task.pk])
    assert "Đang chờ sự kiện này xảy ra" in client.get(url).content.decode()
    ask = reverse("plans:trigger_record", args=[task.pk, 0])
    assert WORDS in client.get(ask).content.decode()
    bad = client.post(ask, {"happened_on": "26/11/2026", "basis": "Công văn", "seen": task.version})
    assert "không thể ở tương lai" in bad.content.decode()
    paper = SimpleUploadedFile("cong-van.txt", b"noi dung")
    sent = {"happened_on": "13/11/2026", "basis": "Công văn 12", "file": paper, "seen": task.version}
    assert client.post(ask, sent).status_code == 302
    page = client.get(url).content.decode()
    assert "30/11/2026" in page
    assert reverse("due", args=["nhiem-vu", task.pk]) in page
    trigger = Trigger.objects.get()
    assert b"".join(client.get(reverse("plans:trigger_file", args=[trigger.pk]))) == b"noi dung"
    withdraw = reverse("plans:trigger_withdraw", args=[trigger.pk])
    assert client.get(withdraw).status_code == 200
    assert client.post(withdraw, {"reason": "nhầm"}).status_code == 302
    assert Task.objects.get().due_on is None


def test_a_stranger_finds_no_event_no_paper_and_no_certificate(client, task, officer, room):
    trigger = record(task, officer, file=SimpleUploadedFile("a.txt", b"x"))
    target = make_target(make_account(room.agency, ["office"]))
    client.force_login(make_account(make_agency("Sở khác"), ["office", "officer", "admin"]))
    for name, args in (
        ("plans:trigger_record", [task.pk, 0]),
        ("plans:trigger_withdraw", [trigger.pk]),
        ("plans:trigger_file", [trigger.pk]),
        ("due", ["nhiem-vu", task.pk]),
        ("due", ["chi-tieu", target.pk]),
        ("due", ["khong-co", 1]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404, name


def certificate(client, account, source, key):
    client.force_login(account)
    return client.get(reverse("due", args=[source, key])).content.decode()


def test_a_counted_date_opens_a_certificate_whose_parts_add_up(client, task, officer):
    record(task, officer)
    page = certificate(client, officer, "nhiem-vu", task.pk)
    assert "Các phần cộng lại đúng bằng cả khoảng" in page
    assert "80 giờ làm việc = 10 ngày làm việc" in page
    assert "Ngày Văn hóa Việt Nam" in page
    assert "Bộ luật Dân sự 2015" in page
    assert "Công văn 12/UBND" in page


def test_a_fixed_date_says_who_fixed_it(client, office, officer, room):
    plan = make_plan(office, confirmed_task(lead=room.pk, deadline="Ngày 28/11/2026"), number="15/KH-SCT")
    page = certificate(client, officer, "nhiem-vu", plan.tasks.get().pk)
    assert "Ngày ấn định tại 15/KH-SCT" in page
    assert "là ngày nghỉ (ngày nghỉ hằng tuần)" in page
    assert "Còn 2 ngày làm việc" in page
    target = make_target(office)
    assert "Ngày ấn định tại" in certificate(client, officer, "chi-tieu", target.pk)


def test_a_task_that_waits_says_so_on_its_certificate(client, task, officer):
    assert "một sự kiện chưa được ghi nhận" in certificate(client, officer, "nhiem-vu", task.pk)


@pytest.fixture
def duty(office):
    plan = make_plan(office)
    item = ConfirmedReporting(text="Báo cáo tháng gửi Sở Nội vụ", cadence=("monthly",), day=28)
    actions.add_items(plan=plan, items=Confirmed(reporting=(item,)), by=office, at=NOW)
    return plan.reporting.get()


def test_a_duty_to_report_shows_its_next_day_and_follows_the_rule_for_days_off(client, office, duty):
    page = certificate(client, office, "che-do-bao-cao", duty.pk)
    assert "là ngày nghỉ (ngày nghỉ hằng tuần)" in page
    rule = {"late_minutes": 60, "cutoff": None, "resumes": None, "day_off": "next", "source": "Quy chế"}
    proposal = Proposal(office.agency_id, "quy tắc", (Change("rule", date(2026, 11, 1), rule),))
    shown = preview(proposal, office.agency_id)
    assert [(one.was, one.becomes) for one in shown.moves] == [(date(2026, 11, 28), date(2026, 11, 30))]
    change_calendar(proposal=proposal, reason="Quy chế", mark=shown.mark, agency_id=office.agency_id, by=office, at=NOW)
    page = certificate(client, office, "che-do-bao-cao", duty.pk)
    assert "theo quy tắc đang dùng, hạn là 30/11/2026" in page
    plan = client.get(reverse("plans:plan", args=[duty.plan_id])).content.decode()
    assert reverse("due", args=["che-do-bao-cao", duty.pk]) in plan


@pytest.mark.parametrize(
    ("cadence", "day", "text", "day_due"),
    [
        (["monthly"], 20, "Báo cáo hằng tháng", date(2026, 12, 20)),
        (["monthly"], 15, "Báo cáo trước ngày 15 hằng tháng", date(2026, 12, 14)),
        (["quarterly"], 25, "Báo cáo quý", date(2026, 12, 25)),
        (["weekly"], None, "Báo cáo tuần", date(2026, 11, 27)),
        (["nine_monthly"], None, "Báo cáo 9 tháng", date(2027, 9, 30)),
        (["ad_hoc"], None, "Báo cáo đột xuất", None),
    ],
)
def test_the_next_day_to_report_on(cadence, day, text, day_due):
    found = next_report(stated(cadence, day, text, 2026), date(2026, 11, 25), date(2027, 12, 31), lambda one: one)
    assert (found[1] if found else None) == day_due
