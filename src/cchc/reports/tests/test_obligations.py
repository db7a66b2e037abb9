"""Obligations to report: from plans, by hand, in the calendar, as a stream, reminded of; seen by whom they concern."""

from datetime import UTC, date, datetime, time

import pytest
from django.urls import reverse

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.common.periods import Period
from cchc.organisation import testing
from cchc.organisation.access import Denied
from cchc.organisation.actions import merge_units
from cchc.organisation.models import Notice
from cchc.organisation.rules.mergers import FiguresRule
from cchc.plans.actions import adopt_plan
from cchc.plans.models import ReportingDuty
from cchc.plans.rules.confirmed import Confirmed, ConfirmedReporting
from cchc.plans.testing import make_draft
from cchc.reports import actions
from cchc.reports.boards import Board
from cchc.reports.models import Filing, Obligation, Report
from cchc.reports.obligations import Round, asked_of
from cchc.reports.testing import NOW, fill, make_obligation, make_office, make_report

pytestmark = pytest.mark.django_db
YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def other(office):
    return testing.make_unit(office.agency, "Phòng Quản lý năng lượng")


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour - 7, tzinfo=UTC)


def make_duty(office, text, cadence, day=None, to="Sở Nội vụ", unit=None):
    plan = make_draft(office)
    item = ConfirmedReporting(text=text, cadence=tuple(cadence), day=day, to=to, unit=unit)
    adopt_plan(plan=plan, by=office, at=NOW, items=Confirmed(reporting=(item,)))
    return ReportingDuty.objects.get(plan=plan)


# ---------- from plans and by hand


def test_a_confirmed_duty_of_a_plan_is_taken_up_once_with_its_own_day(office):
    text = "Các phòng, đơn vị thuộc Sở báo cáo về Văn phòng Sở trước ngày 10 tháng cuối hằng quý"
    duty = make_duty(office, text, ["quarterly"], 10, "Văn phòng Sở")
    assert actions.take_up_all(at=NOW) == 1
    assert actions.take_up_all(at=NOW) == 0
    row = Obligation.objects.get()
    assert (row.duty, row.who, row.day, row.cadences, row.locks) == (duty, "units", 9, ["quarterly"], True)
    assert (row.starts_on, row.ends_on) == YEAR
    assert JournalEntry.objects.filter(action="reports.obligation_add").count() == 1


def test_the_offices_own_duty_is_the_departments_and_a_rooms_is_its_own(office, room):
    assert (
        actions.obligations.who_reports(make_duty(office, "Văn phòng Sở báo cáo", ["yearly"], unit=office.unit.pk))
        == "agency"
    )
    assert actions.obligations.who_reports(make_duty(office, "Phòng báo cáo", ["yearly"], unit=room.pk)) == "unit"


def test_what_a_plan_that_holds_no_more_asked_for_is_not_asked_for(office):
    duty = make_duty(office, "Báo cáo hằng quý", ["quarterly"])
    actions.take_up_all(at=NOW)
    assert Round(office.agency, NOW).between(*YEAR)
    duty.plan.state = "superseded"
    duty.plan.save()
    assert not Round(office.agency, NOW).between(*YEAR)


def test_only_the_office_enters_and_changes_and_every_change_is_journalled(office, room):
    row = make_obligation(office)
    head = testing.make_account(office.agency, ["head"], unit=room)
    with pytest.raises(Denied):
        make_obligation(head)
    with pytest.raises(Denied):
        actions.change_obligation(obligation=row, given={"day": 25}, by=head, at=NOW)
    with pytest.raises(Denied):
        actions.change_obligation(obligation=row, given={"day": 25}, by=make_office(), at=NOW)
    actions.change_obligation(obligation=row, given={"day": 25}, by=office, at=NOW)
    entry = JournalEntry.objects.get(action="reports.obligation_change")
    assert (entry.before, entry.after) == ({"day": 14}, {"day": 25})
    with pytest.raises(Refused, match="Chưa có gì thay đổi"):
        actions.change_obligation(obligation=row, given={"day": 25}, by=office, at=NOW)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"cadences": []}, "cadences"),
        ({"cadences": ["weekly", "monthly"]}, "cadences"),
        ({"cadences": ["ad_hoc"], "in_system": False, "locks": False}, "on"),
        ({"on": date(2026, 5, 1)}, "on"),
        ({"who": "agency"}, "locks"),
        ({"ends_on": date(2025, 1, 1)}, "ends_on"),
        ({"who": "unit"}, "unit"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(office, given, field):
    with pytest.raises(Refused) as refused:
        make_obligation(office, **given)
    assert refused.value.field == field
    assert not Obligation.objects.exists()


# ---------- what is asked for


def test_every_unit_is_asked_and_what_it_did_is_seen(office, room, other):
    make_obligation(office, locks=False)
    head = testing.make_account(office.agency, ["head"], unit=room)
    report = fill(
        actions.create_report(period=Period.parse("2026-Q3"), as_of=date(2026, 9, 10), by=head, at=NOW, unit=room), head
    )
    rows = Round(office.agency, at(date(2026, 9, 11))).between(date(2026, 9, 1), date(2026, 9, 30))
    assert {row.body: row.stage.progress.value for row in rows} == {
        "Văn phòng Sở": "not_begun", "Phòng Quản lý công nghiệp": "in_work", "Phòng Quản lý năng lượng": "not_begun",
    }  # fmt: skip
    actions.submit_report(report=report, revision=report.revision, by=head, at=at(date(2026, 9, 12)))
    rows = Round(office.agency, at(date(2026, 9, 16))).between(date(2026, 9, 1), date(2026, 9, 30))
    assert {row.body: (row.stage.progress.value, row.stage.late) for row in rows} == {
        "Văn phòng Sở": ("late", True), "Phòng Quản lý công nghiệp": ("sent", False),
        "Phòng Quản lý năng lượng": ("late", True),
    }  # fmt: skip


@pytest.mark.parametrize(("rule", "asked"), [(FiguresRule.DAY, 2), (FiguresRule.STAY, 3)])
def test_what_a_merged_unit_owes_is_asked_of_its_successor_which_may_write_it(office, room, other, rule, asked):
    make_obligation(office, locks=False)
    director = testing.make_account(office.agency, ["admin"])
    merge_units(by=director, at=NOW, units=[other], into=room, on=date(2026, 8, 1), basis="Quyết định", figures=rule)
    rows = Round(office.agency, NOW).between(date(2026, 9, 1), date(2026, 9, 30))
    assert len(rows) == asked
    owed = [row for row in rows if row.unit and row.writer and row.unit.pk != row.writer.pk]
    assert [(row.unit.pk, row.writer.pk) for row in owed] == ([(other.pk, room.pk)] if asked == 3 else [])
    head = testing.make_account(office.agency, ["head"], unit=room)
    for row in owed:
        report = actions.begin_asked(asked=row, by=head, at=NOW)
        assert report.unit == other


def test_the_calendar_takes_a_fixed_number_of_queries(office, room, other, django_assert_max_num_queries):
    for day in (14, 17, 25):
        make_obligation(office, day=day)
    # ten where the working calendar has to be read first, eight where it is kept
    with django_assert_max_num_queries(10):
        assert len(Round(office.agency, NOW).between(*YEAR)) == 3 * 4 * 3


# ---------- noted as sent


def weekly(office, **facts):
    return make_obligation(
        office, title="Báo cáo tuần", who="agency", to="UBND tỉnh", cadences=["weekly"], hour=time(16), in_system=False,
        locks=False, **facts,
    )  # fmt: skip


def test_a_report_that_is_not_written_here_is_noted_as_sent_once_and_told_late_by_its_hour(office, room):
    weekly(office)
    early, late = Round(office.agency, NOW).between(date(2026, 9, 14), date(2026, 9, 25))
    actions.note_filing(asked=early, sent_at=at(date(2026, 9, 18), 15), reference="112/BC-SCT", by=office, at=NOW)
    actions.note_filing(asked=late, sent_at=at(date(2026, 9, 25), 17), reference="118/BC-SCT", by=office, at=NOW)
    rows = Round(office.agency, NOW).between(date(2026, 9, 14), date(2026, 9, 25))
    assert [(row.stage.progress.value, row.stage.late) for row in rows] == [("sent", False), ("sent", True)]
    with pytest.raises(Refused, match="đã được ghi nhận"):
        actions.note_filing(asked=early, sent_at=NOW, reference="x", by=office, at=NOW)
    with pytest.raises(Refused, match="Ghi số"):
        actions.note_filing(asked=early, sent_at=NOW, reference=" ", by=office, at=NOW)
    with pytest.raises(Refused, match="sau bây giờ"):
        actions.note_filing(asked=early, sent_at=at(date(2026, 11, 1)), reference="x", by=office, at=NOW)
    stranger = testing.make_account(office.agency, ["head"], unit=room)
    with pytest.raises(Denied):
        actions.note_filing(asked=early, sent_at=NOW, reference="x", by=stranger, at=NOW)
    assert Filing.objects.count() == 2


# ---------- reminders


def test_heads_are_reminded_before_the_day_and_heads_and_office_after_it_each_once(office, room):
    make_obligation(office)
    head = testing.make_account(office.agency, ["head"], unit=room)
    head_of_office = testing.make_account(office.agency, ["head"], unit=office.unit)
    told = []
    for day in (date(2026, 9, 10), date(2026, 9, 10), date(2026, 9, 14), date(2026, 9, 15), date(2026, 9, 16)):
        before = Notice.objects.count()
        actions.remind_of_obligations(at=at(day, 8))
        told.append(Notice.objects.count() - before)
    assert told == [2, 0, 2, 4, 0]  # heads; again; heads; heads and the office for each of two; again
    assert Notice.objects.filter(account=head).count() == 3
    assert Notice.objects.filter(account=head_of_office).exists()
    assert actions.remind_of_obligations(at=at(date(2026, 9, 13), 8)) == 0  # a Sunday


def test_the_board_names_the_next_report_that_is_due_and_not_sent(office, room):
    day = date(2026, 9, 10)
    assert Board(office.agency, day).next_cut_off(at(day, 8)) is None
    one = make_obligation(office, who="agency", locks=False)
    found = Board(office.agency, day).next_cut_off(at(day, 8))
    assert (found.day, found.days, found.label) == (date(2026, 9, 14), 4, "Báo cáo CCHC định kỳ · quý III/2026")
    assert found.url == f"/bao-cao/lich/{one.pk}/2026-Q3/0/"
    assert Board(office.agency, day, room).next_cut_off(at(day, 8)) is None
    make_obligation(office)
    assert Board(office.agency, day, room).next_cut_off(at(day, 8)).url.endswith(f"/2026-Q3/{room.pk}/")
    sent = fill(make_report(office, "2026-N", as_of=date(2026, 9, 30)), office)
    actions.submit_report(
        report=sent, revision=sent.revision, by=testing.make_account(office.agency, ["director"]), at=NOW
    )
    assert Board(office.agency, day).next_cut_off(at(day, 8)).day == date(2026, 12, 14)


# ---------- pages


def test_the_calendar_shows_filters_and_exports_what_is_asked_for(client, office, room):
    make_obligation(office)
    client.force_login(office)
    text = client.get(reverse("reports:calendar"), {"nam": "2026"}).content.decode()
    assert "Báo cáo CCHC định kỳ" in text
    assert "Phòng Quản lý công nghiệp" in text
    narrowed = client.get(reverse("reports:calendar"), {"nam": "2026", "cua": str(room.pk), "xuat": "csv"})
    lines = b"".join(narrowed.streaming_content).decode().splitlines()
    assert len(lines) == 5
    assert all('Văn phòng Sở"' not in line.split(",")[2] for line in lines)


def test_the_stream_holds_every_due_moment_as_utc(client, office, room):
    make_obligation(office, hour=time(16), ends_on=None)
    client.force_login(office)
    text = client.get(reverse("reports:calendar_file")).content.decode().replace("\r\n ", "")
    assert text.startswith("BEGIN:VCALENDAR")
    assert text.count("BEGIN:VEVENT") >= 8
    assert "T090000Z" in text


def test_a_unit_sees_its_own_returns_and_no_others_and_a_stranger_nothing(client, office, room, other):
    row = make_obligation(office)
    head = testing.make_account(office.agency, ["head"], unit=room)
    assert {one.unit for one in asked_of(head, *YEAR, NOW)} == {room}
    client.force_login(head)
    assert client.get(reverse("reports:asked", args=[row.pk, "2026-Q3", room.pk])).status_code == 200
    assert client.get(reverse("reports:asked", args=[row.pk, "2026-Q3", other.pk])).status_code == 404
    assert client.get(reverse("reports:obligation_list")).status_code == 403
    client.force_login(make_office())
    assert client.get(reverse("reports:asked", args=[row.pk, "2026-Q3", room.pk])).status_code == 404
    assert client.get(reverse("reports:obligation", args=[row.pk])).status_code == 404
    assert not asked_of(make_office(), *YEAR, NOW)


def test_an_obligation_is_entered_changed_and_begun_from_its_pages(client, office, room):
    client.force_login(office)
    form = {"title": "Báo cáo tháng", "who": "agency", "to": "Sở Nội vụ", "cadences": ["quarterly"], "day": "14",
            "shift": "0", "weekday": "4", "hour": "16:00", "in_system": "on", "remind_days": "3",
            "starts_on": "01/01/2026"}  # fmt: skip
    assert client.post(reverse("reports:obligation_new"), form).status_code == 302
    row = Obligation.objects.get()
    assert row.hour == time(16)
    page = client.get(reverse("reports:obligation", args=[row.pk])).content.decode()
    assert "16:00" in page
    assert client.post(reverse("reports:obligation", args=[row.pk]), {**form, "day": "17"}).status_code == 302
    refused = client.post(reverse("reports:obligation", args=[row.pk]), {**form, "locks": "on"})
    assert "Chỉ khóa được báo cáo của đơn vị" in refused.content.decode()
    address = reverse("reports:asked", args=[row.pk, "2026-Q1", 0])
    assert "Lập báo cáo này" in client.get(address).content.decode()
    client.post(reverse("reports:asked_begin", args=[row.pk, "2026-Q1", 0]))
    assert Report.objects.get().period_code == "2026-Q1"
    assert "Mở báo cáo" in client.get(address).content.decode()


def test_a_sent_report_is_noted_on_its_page(client, office):
    row = weekly(office)
    client.force_login(office)
    address = reverse("reports:asked", args=[row.pk, "2026-W02", 0])
    assert "Ghi nhận đã gửi" in client.get(address).content.decode()
    client.post(address, {"sent_on": "09/01/2026", "hour": "15:30", "reference": "12/BC-SCT"})
    assert Filing.objects.get().reference == "12/BC-SCT"
    assert "12/BC-SCT" in client.get(address).content.decode()


def test_duties_of_plans_that_wait_are_offered_and_taken_up_by_one_button(client, office):
    make_duty(office, "Báo cáo hằng quý về Sở Nội vụ", ["quarterly"])
    client.force_login(office)
    assert "chưa có trong lịch" in client.get(reverse("reports:calendar")).content.decode()
    client.post(reverse("reports:obligations_take_up"))
    assert Obligation.objects.count() == 1
    assert "chưa có trong lịch" not in client.get(reverse("reports:calendar")).content.decode()
    assert "Báo cáo hằng quý về Sở Nội vụ" in client.get(reverse("reports:obligation_list")).content.decode()
