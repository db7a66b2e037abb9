"""The steps of a round: sent, returned, accepted, gathered, signed off; closed at the cut-off, opened with a reason."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.common.periods import Kind, Period
from cchc.indicators import actions as figures
from cchc.indicators import testing as indicators
from cchc.indicators.given import Given
from cchc.organisation import testing
from cchc.organisation.access import Denied
from cchc.organisation.models import Notice
from cchc.plans.rules.contents import Content
from cchc.reports import actions
from cchc.reports.actions.steps import place_of
from cchc.reports.figures import values_of
from cchc.reports.models import Focal, Report, Section, Step
from cchc.reports.obligations import Round
from cchc.reports.rules.steps import DEPARTMENT, UNIT, Move, Place, Taken, leads, place
from cchc.reports.testing import fill, make_obligation, make_office

Q3, BEFORE, AFTER = Period.parse("2026-Q3"), datetime(2026, 9, 11, 2, tzinfo=UTC), datetime(2026, 9, 16, 2, tzinfo=UTC)


# ---------- the rules


@pytest.mark.parametrize("of_unit", [True, False])
def test_every_step_that_is_not_in_the_table_is_no_step(of_unit):
    table = UNIT if of_unit else DEPARTMENT
    for at in Place:
        for move in Move:
            assert leads(at, move, of_unit=of_unit) is table.get((at, move))
    assert leads(Place.RETURNED, Move.EDIT, of_unit=of_unit) is None
    assert leads(Place.SENT, Move.EDIT, of_unit=of_unit) is None


@pytest.mark.parametrize(
    ("is_draft", "revision", "taken", "expected"),
    [
        (True, 3, (), Place.DRAFT),
        (True, 3, (Taken("presented", 3),), Place.PRESENTED),
        (True, 4, (Taken("presented", 3),), Place.DRAFT),
        (True, 3, (Taken("presented", 3), Taken("approved", 3)), Place.APPROVED),
        (True, 4, (Taken("presented", 3), Taken("approved", 3)), Place.DRAFT),
        (True, 3, (Taken("presented", 3), Taken("handed_back", 3)), Place.DRAFT),
        (False, 3, (Taken("presented", 3), Taken("approved", 3)), Place.SENT),
        (False, 3, (), Place.SENT),
        (False, 3, (Taken("accepted", 3),), Place.ACCEPTED),
        (False, 3, (Taken("accepted", 3), Taken("returned", 3)), Place.RETURNED),
    ],
)
def test_where_a_version_is(is_draft, revision, taken, expected):
    assert place(is_draft=is_draft, revision=revision, taken=taken) is expected


# ---------- the actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(office, room):
    return testing.make_account(office.agency, ["head"], unit=room, full_name="Trưởng Phòng")


@pytest.fixture
def asked(office, room):
    return make_obligation(office)


def begin(by, unit=None, text="Đã thực hiện theo kế hoạch."):
    report = actions.create_report(period=Q3, as_of=date(2026, 9, 10), by=by, at=BEFORE, unit=unit)
    return fill(report, by, text, at=BEFORE)


def send(report, by, at=BEFORE):
    revision = Report.objects.get(pk=report.pk).revision
    return actions.submit_report(report=report, revision=revision, by=by, at=at)


def row_of(office, unit, at):
    rows = Round(office.agency, at).between(date(2026, 9, 1), date(2026, 9, 30))
    return next(row for row in rows if row.unit == unit)


def exported(client, name, **asked):
    answer = client.get(reverse(name), {"xuat": "csv", **asked})
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))[1:]


def told(kind):
    return [one.account for one in Notice.objects.filter(kind=kind).order_by("pk")]


def test_the_office_returns_with_a_reason_the_unit_sends_again_and_the_office_accepts(office, room, head, asked):
    sent = send(begin(head, room), head)
    with pytest.raises(Refused, match="lý do"):
        actions.return_report(report=sent, reason=" ", by=office, at=BEFORE)
    new = actions.return_report(report=sent, reason="Thiếu số hồ sơ trễ hạn", by=office, at=BEFORE)
    assert told("reports.returned") == [head]
    assert place_of(sent) is Place.RETURNED
    assert (new.version, new.corrects, new.reason, new.is_draft) == (2, sent, "Thiếu số hồ sơ trễ hạn", True)
    assert Report.objects.get(pk=sent.pk).digest == sent.digest
    assert row_of(office, room, BEFORE).stage.progress.value == "returned"
    again = send(new, head)
    actions.accept_report(report=again, by=office, at=BEFORE)
    assert told("reports.accepted") == [head]
    assert row_of(office, room, AFTER).stage.progress.value == "accepted"
    assert list(Step.objects.values_list("kind", flat=True)) == ["returned", "accepted"]
    with pytest.raises(Refused, match="không còn ở bước này"):
        actions.accept_report(report=again, by=office, at=BEFORE)
    with pytest.raises(Refused, match="không còn ở bước này"):
        actions.accept_report(report=sent, by=office, at=BEFORE)


def test_only_the_office_accepts_and_returns_and_nobody_of_another_department(office, room, head, director, asked):
    sent = send(begin(head, room), head)
    for by in (head, director, make_office()):
        with pytest.raises(Denied):
            actions.accept_report(report=sent, by=by, at=BEFORE)
        with pytest.raises(Denied):
            actions.return_report(report=sent, reason="x", by=by, at=BEFORE)
    assert not Step.objects.exists()


# ---------- the cut-off


def test_with_the_cut_off_nothing_of_a_units_return_changes_any_more(office, room, head, asked):
    draft = begin(head, room)
    section = draft.sections.first()
    for step in (
        lambda: send(draft, head, AFTER),
        lambda: actions.discard_report(report=draft, by=head, at=AFTER),
        lambda: actions.save_section(
            report=draft, key=section.key, text="khác", version=section.version, by=head, at=AFTER
        ),
        lambda: fill(draft, head, at=AFTER),
    ):
        with pytest.raises(Refused, match="đã khóa từ"):
            step()
    sent = send(draft, head)
    with pytest.raises(Refused, match="đã khóa từ"):
        actions.correct_report(report=sent, reason="sai số", by=head, at=AFTER)


def test_an_unlocking_has_a_reason_and_an_end_and_is_journalled(office, room, head, asked):
    draft, day = begin(head, room), timedelta(days=1)
    with pytest.raises(Refused, match="đang không khóa"):
        actions.unlock_return(asked=row_of(office, room, BEFORE), until=AFTER, reason="x", by=office, at=BEFORE)
    row = row_of(office, room, AFTER)
    for until, reason in ((AFTER - day, "x"), (AFTER + 40 * day, "x"), (AFTER + day, " ")):
        with pytest.raises(Refused):
            actions.unlock_return(asked=row, until=until, reason=reason, by=office, at=AFTER)
    with pytest.raises(Denied):
        actions.unlock_return(asked=row, until=AFTER + day, reason="x", by=head, at=AFTER)
    actions.unlock_return(asked=row, until=AFTER + day, reason="Mất điện cả ngày", by=office, at=AFTER)
    assert JournalEntry.objects.get(action="reports.unlock").after["reason"] == "Mất điện cả ngày"
    assert told("reports.unlocked") == [head]
    with pytest.raises(Refused, match="đã khóa từ"):
        send(draft, head, AFTER + 2 * day)
    send(draft, head, AFTER + day / 2)
    late = row_of(office, room, AFTER + 2 * day).stage
    assert (late.progress.value, late.late) == ("sent", True)


def test_what_is_returned_after_the_cut_off_is_open_for_as_long_as_the_office_says(office, room, head, asked):
    sent = send(begin(head, room), head)
    with pytest.raises(Refused, match="mở khóa đến khi nào"):
        actions.return_report(report=sent, reason="Sai", by=office, at=AFTER)
    until = AFTER + timedelta(days=1)
    new = actions.return_report(report=sent, reason="Sai", by=office, at=AFTER, until=until)
    send(new, head, AFTER + timedelta(hours=2))
    assert row_of(office, room, until).stage.late is False


def test_the_figures_that_a_closed_return_used_are_closed_too(office, room, head, asked):
    [share] = indicators.load("on_time_share")
    used = indicators.make_figure(share, "2026-Q3", 95, 100, by=office, unit=room, as_of=date(2026, 9, 10))
    report = begin(head, room)
    value = next(value for value in values_of(report).values() if used.pk in value.rows)
    assert value.value is not None
    send(report, head)
    better = Given(None, Decimal(96), Decimal(100))
    changes = {"observation": used, "reason": "Đếm lại", "by": office}
    with pytest.raises(Refused, match="đã khóa khi đến hạn"):
        figures.correct(given=better, at=AFTER, **changes)
    with pytest.raises(Refused, match="đã khóa khi đến hạn"):
        figures.withdraw(at=AFTER, **changes)
    other = indicators.make_figure(share, "2026-Q1", 90, 100, by=office, unit=room)
    figures.correct(observation=other, given=better, reason="Đếm lại", by=office, at=AFTER)
    row = row_of(office, room, AFTER)
    actions.unlock_return(asked=row, until=AFTER + timedelta(days=1), reason="Đếm lại", by=office, at=AFTER)
    figures.correct(given=better, at=AFTER + timedelta(hours=1), **changes)


# ---------- the department's report


def test_the_departments_report_of_a_round_is_sent_only_as_its_head_signed_it(office, director, asked):
    make_obligation(office, who="agency", locks=False, to="Sở Nội vụ")
    report = begin(office)
    with pytest.raises(Refused, match="lãnh đạo Sở duyệt"):
        send(report, office)
    with pytest.raises(Denied):
        actions.approve_report(report=report, by=office, at=BEFORE)
    with pytest.raises(Refused, match="không còn ở bước này"):
        actions.approve_report(report=report, by=director, at=BEFORE)
    actions.present_report(report=report, by=office, at=BEFORE)
    assert told("reports.presented") == [director]
    actions.hand_back_report(report=report, reason="Nêu rõ trách nhiệm", by=director, at=BEFORE)
    assert told("reports.approved") == [office]
    actions.present_report(report=report, by=office, at=BEFORE)
    actions.approve_report(report=report, by=director, at=BEFORE)
    fill(report, office, "Sửa sau khi duyệt.", at=BEFORE)
    with pytest.raises(Refused, match="lãnh đạo Sở duyệt"):
        send(report, office)
    actions.present_report(report=report, by=office, at=BEFORE)
    actions.approve_report(report=report, by=director, at=BEFORE)
    assert send(report, office).digest


def test_the_head_may_send_without_signing_and_outside_a_round_nothing_is_asked_for(office, director):
    assert send(begin(office), office).digest
    office = make_office()
    make_obligation(office, who="agency", locks=False, to="Sở Nội vụ")
    assert send(begin(office), testing.make_account(office.agency, ["director"])).digest


def test_an_incomplete_report_is_not_presented(office):
    report = actions.create_report(period=Q3, as_of=date(2026, 9, 10), by=office, at=BEFORE)
    with pytest.raises(Refused, match="còn"):
        actions.present_report(report=report, by=office, at=BEFORE)


def test_a_return_is_not_sent_back_once_the_department_has_reported(office, room, head, director, asked):
    sent = send(begin(head, room), head)
    send(begin(office), director)
    with pytest.raises(Refused, match="phiếu đính chính"):
        actions.return_report(report=sent, reason="Sai", by=office, at=BEFORE)


# ---------- gathering


def test_what_accepted_returns_say_is_gathered_once_with_the_units_name(office, room, head, asked):
    other = testing.make_unit(office.agency, "Phòng Quản lý năng lượng")
    taken, left = send(begin(head, room, "Mười lăm thủ tục."), head), send(begin(office, other, "Chưa xem."), office)
    actions.accept_report(report=taken, by=office, at=BEFORE)
    whole = actions.create_report(period=Q3, as_of=date(2026, 9, 10), by=office, at=BEFORE)
    assert actions.consolidate(report=whole, by=office, at=BEFORE) == Section.objects.filter(report=whole).count()
    texts = "\n".join(Section.objects.filter(report=whole).values_list("text", flat=True))
    assert "Phòng Quản lý công nghiệp: Mười lăm thủ tục." in texts
    assert "Chưa xem." not in texts
    with pytest.raises(Refused, match="nội dung mới"):
        actions.consolidate(report=whole, by=office, at=BEFORE)
    actions.accept_report(report=left, by=office, at=BEFORE)
    assert actions.consolidate(report=whole, by=office, at=BEFORE)


def test_a_focal_unit_gathers_and_writes_its_content_and_nothing_else(office, room, head, asked):
    whole = actions.create_report(period=Q3, as_of=date(2026, 9, 10), by=office, at=BEFORE)
    finance, steering = (whole.sections.get(key=key) for key in ("budget", "plan_progress"))

    def write(section, at=BEFORE):
        fresh = Section.objects.get(pk=section.pk)
        return actions.save_section(
            report=whole, key=section.key, text=f"Phần của phòng, {at:%d/%m}.", version=fresh.version, by=head, at=at
        )

    with pytest.raises(Denied):
        write(finance)
    with pytest.raises(Denied):
        actions.consolidate(report=whole, by=head, at=BEFORE)
    actions.name_focal(content=Content.FINANCE, unit=room, since=date(2026, 9, 1), by=office, at=BEFORE)
    write(finance)
    with pytest.raises(Denied):
        write(steering)
    with pytest.raises(Denied):
        actions.edit_frame(
            report=whole, by=head, at=BEFORE, as_of=whole.as_of, number="1", signed_on=None, addressees="",
            recipients="", signer_authority="", signer_title="", signer_name="",
        )  # fmt: skip
    actions.accept_report(report=send(begin(office, room, "Giải ngân đạt."), office), by=office, at=BEFORE)
    changed = actions.consolidate(report=whole, by=head, at=BEFORE)
    said = Section.objects.filter(report=whole, text__contains="Giải ngân đạt.")
    assert changed == said.count() > 0
    assert "plan_progress" not in said.values_list("key", flat=True)
    actions.name_focal(content=Content.FINANCE, unit=None, since=date(2026, 9, 12), by=office, at=BEFORE)
    with pytest.raises(Denied):
        write(finance, AFTER)


def test_focal_units_are_named_by_the_office_one_at_a_time(office, room, head):
    for by in (head, make_office()):
        with pytest.raises(Denied):
            actions.name_focal(content=Content.FINANCE, unit=room, since=date(2026, 9, 1), by=by, at=BEFORE)
    other = testing.make_unit(office.agency, "Phòng Kế hoạch")
    actions.name_focal(content=Content.FINANCE, unit=room, since=date(2026, 9, 1), by=office, at=BEFORE)
    for unit, since in ((room, date(2026, 9, 5)), (other, date(2026, 9, 1))):
        with pytest.raises(Refused):
            actions.name_focal(content=Content.FINANCE, unit=unit, since=since, by=office, at=BEFORE)
    actions.name_focal(content=Content.FINANCE, unit=other, since=date(2026, 9, 5), by=office, at=BEFORE)
    assert [(one.unit, one.until) for one in Focal.objects.order_by("since")] == [
        (room, date(2026, 9, 4)),
        (other, None),
    ]


# ---------- pages


def test_a_unit_finds_its_own_return_and_that_of_no_other(client, office, room, head, asked):
    other = testing.make_unit(office.agency, "Phòng Quản lý năng lượng")
    mine, theirs, whole = begin(head, room), begin(office, other), begin(office)
    client.force_login(head)
    codes = [client.get(reverse("reports:report", args=[one.pk])).status_code for one in (mine, theirs, whole)]
    assert codes == [200, 404, 200]
    client.force_login(office)
    assert client.get(reverse("reports:report", args=[theirs.pk])).status_code == 200
    client.force_login(make_office())
    assert client.get(reverse("reports:report", args=[mine.pk])).status_code == 404


def test_the_office_accepts_and_returns_from_the_page_of_the_return(client, office, room, head):
    make_obligation(office, locks=False)
    sent = send(begin(head, room), head)
    client.force_login(office)
    assert "Nhận báo cáo" in client.get(reverse("reports:report", args=[sent.pk])).content.decode()
    client.post(reverse("reports:accept", args=[sent.pk]))
    assert place_of(sent) is Place.ACCEPTED
    empty = client.post(reverse("reports:give_back", args=[sent.pk]), {"reason": ""})
    assert empty.status_code == 200
    client.post(reverse("reports:give_back", args=[sent.pk]), {"reason": "Thiếu số liệu"})
    new = Report.objects.get(corrects=sent)
    client.force_login(head)
    text = client.get(reverse("reports:report", args=[new.pk])).content.decode()
    assert "bị trả lại, đang sửa" in text
    assert "Thiếu số liệu" in text
    assert client.post(reverse("reports:accept", args=[new.pk])).status_code == 403


def test_both_versions_of_a_returned_report_and_the_list_say_what_happened(client, office, room, head, asked):
    officer = testing.make_account(office.agency, ["officer"], unit=room, full_name="Người Soạn")
    sent = send(begin(officer, room), head)
    new = actions.return_report(report=sent, reason="Thiếu số hồ sơ trễ hạn", by=office, at=BEFORE)
    assert new.created_by == officer, "who wrote it goes on with it"
    client.force_login(officer)
    old_page, new_page = (client.get(reverse("reports:report", args=[one.pk])).content.decode() for one in (sent, new))
    assert "Văn phòng Sở đã trả lại bản này" in old_page
    assert "Văn phòng Sở trả lại để hoàn thiện" in new_page
    assert "Thiếu số hồ sơ trễ hạn" in old_page
    assert "Thiếu số hồ sơ trễ hạn" in new_page
    for page in (old_page, new_page):
        assert "Bản này đính chính" not in page
        assert "bản đính chính</a>" not in page
    assert "người gửi được" in new_page, "whoever writes and may not send learns who may"
    assert [row[1] for row in exported(client, "reports:report_list")] == ["▲ bị trả lại, đang sửa", "▲ đã trả lại"]


def test_a_unit_says_at_once_that_nothing_happened_where_nobody_has_written(client, office, room, head, asked):
    report = actions.create_report(period=Q3, as_of=date(2026, 9, 10), by=head, at=BEFORE, unit=room)
    texts = {section.key: section for section in report.sections.all()}
    written = texts["steering_highlights"]
    assert "lãnh đạo {body} đã ban hành" in written.text
    actions.save_section(
        report=report, key=written.key, text="Đã giao ban.", version=written.version, by=head, at=BEFORE
    )
    count = actions.say_nothing(report=report, by=head, at=BEFORE)
    now = dict(report.sections.values_list("key", "text"))
    nothing = [key for key, text in now.items() if text == "Trong kỳ báo cáo không phát sinh nội dung này."]
    assert count == len(nothing) > 10
    assert now[written.key] == "Đã giao ban.", "what somebody wrote stays"
    assert actions.say_nothing(report=report, by=head, at=BEFORE) == 0
    send(report, head)
    with pytest.raises(Refused, match="đã khóa"):
        actions.say_nothing(report=report, by=head, at=BEFORE)
    whole = actions.create_report(period=Q3, as_of=date(2026, 9, 10), by=office, at=BEFORE)
    with pytest.raises(Refused, match="hỏi đơn vị"):
        actions.say_nothing(report=whole, by=office, at=BEFORE)
    with pytest.raises(Denied):
        actions.say_nothing(report=whole, by=head, at=BEFORE)


def test_that_nothing_happened_takes_the_place_of_the_forms_own_text_and_follows_anybody_elses(
    client, office, room, head
):
    make_obligation(office, locks=False)
    report = actions.create_report(period=Q3, as_of=date(2026, 9, 10), by=head, at=BEFORE, unit=room)
    client.force_login(head)
    address = reverse("reports:section_take", args=[report.pk, "steering_highlights"])
    section = report.sections.get(key="steering_highlights")
    client.post(address, {"offer": "nothing", "version": section.version})
    section.refresh_from_db()
    assert section.text == "Trong kỳ báo cáo không phát sinh nội dung này."
    actions.save_section(
        report=report, key=section.key, text="Đã giao ban.", version=section.version, by=head, at=BEFORE
    )
    client.post(address, {"offer": "nothing", "version": section.version + 1})
    section.refresh_from_db()
    assert section.text.startswith("Đã giao ban.\n")
    assert "là không phát sinh" in client.get(reverse("reports:report", args=[report.pk])).content.decode()
    client.post(reverse("reports:sections_nothing", args=[report.pk]))
    assert "đủ nội dung và số liệu" in client.get(reverse("reports:report", args=[report.pk])).content.decode()
    goes_on = client.post(
        reverse("reports:section", args=[report.pk, section.key]),
        {"text": "Đã giao ban.", "version": section.version, "next": "1"},
    )
    assert goes_on.url == reverse("reports:section", args=[report.pk, "plan_progress"])


def test_the_list_of_reports_begins_with_what_the_person_has_to_send_next(client, office, room, head):
    this = Period.of(Kind.QUARTER, date.today() - timedelta(days=60))
    make_obligation(office, starts_on=date(this.year, 1, 1), ends_on=None, locks=False, shift=1, day=1)
    client.force_login(head)
    said = "Báo cáo phải gửi trong một tháng tới"
    assert said in client.get(reverse("reports:report_list")).content.decode()
    client.force_login(testing.make_account(office.agency, ["inspector"]))
    assert said not in client.get(reverse("reports:report_list")).content.decode()


def test_the_calendar_puts_first_what_is_still_to_be_sent(client, office, room, head, asked):
    send(begin(head, room), head)
    client.force_login(office)
    rows = exported(client, "reports:calendar", nam="2026")
    sent = [bool(row[5]) for row in rows]
    assert sent == sorted(sent)
    assert sent.count(True) == 1


def test_the_director_signs_and_hands_back_from_the_page(client, office, director):
    make_obligation(office, who="agency", locks=False, to="Sở Nội vụ")
    report = begin(office)
    client.force_login(office)
    client.post(reverse("reports:present", args=[report.pk]))
    assert client.post(reverse("reports:approve", args=[report.pk])).status_code == 403
    client.force_login(director)
    assert "Duyệt báo cáo này" in client.get(reverse("reports:report", args=[report.pk])).content.decode()
    client.post(reverse("reports:hand_back", args=[report.pk]), {"reason": "Nêu rõ hơn"})
    assert place_of(report) is Place.DRAFT
    actions.present_report(report=report, by=office, at=BEFORE)
    client.post(reverse("reports:approve", args=[report.pk]))
    assert place_of(report) is Place.APPROVED


def test_a_closed_return_says_so_and_the_office_opens_it(client, office, room, head):
    last = Period.of(Kind.QUARTER, date.today()).previous()
    row = make_obligation(office, starts_on=date(last.year, 1, 1), ends_on=None)
    address = [row.pk, last.code, room.pk]
    client.force_login(head)
    text = client.get(reverse("reports:asked", args=address)).content.decode()
    assert "quá hạn, chưa gửi" in text
    assert "Lập báo cáo này" not in text
    assert client.get(reverse("reports:unlock", args=address)).status_code == 403
    client.force_login(office)
    assert "Đã khóa khi đến hạn" in client.get(reverse("reports:asked", args=address)).content.decode()
    soon = date.today() + timedelta(days=2)
    given = {"reason": "Mất điện", "until_day": f"{soon:%d/%m/%Y}", "until_hour": "17:00"}
    assert client.post(reverse("reports:unlock", args=address), given).status_code == 302
    client.force_login(head)
    text = client.get(reverse("reports:asked", args=address)).content.decode()
    assert "Đang mở khóa đến" in text
    client.post(reverse("reports:asked_begin", args=address))
    assert Report.objects.get().unit == room


def test_focal_units_are_seen_by_all_and_named_by_the_office(client, office, room, head):
    client.force_login(head)
    assert "Phân công" not in client.get(reverse("reports:focal_units")).content.decode()
    client.force_login(office)
    given = {"content": "finance", "unit": room.pk, "since": "01/09/2026"}
    client.post(reverse("reports:focal_units"), given)
    assert Focal.objects.get().unit == room
    assert "Phòng Quản lý công nghiệp" in client.get(reverse("reports:focal_units")).content.decode()
