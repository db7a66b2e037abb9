from datetime import date, timedelta
from decimal import Decimal

import pytest

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.models import JournalEntry, OutboxMessage
from cchc.common.periods import Period
from cchc.documents import blobs
from cchc.documents.integrity import verify_files
from cchc.organisation import testing
from cchc.organisation.access import Denied
from cchc.organisation.models import Person
from cchc.reports import actions
from cchc.reports.figures import values_of
from cchc.reports.models import Figure, Report, Section, Standing
from cchc.reports.seal import verify_reports
from cchc.reports.testing import NOW, fill, finish, make_office, make_report

from .story import make_story

pytestmark = pytest.mark.django_db


def save(report, key, text, by, version=None):
    section = Section.objects.get(report=report, key=key)
    version = section.version if version is None else version
    return actions.save_section(report=report, key=key, text=text, version=version, by=by, at=NOW)


def send(report, by):
    return actions.submit_report(report=report, revision=Report.objects.get(pk=report.pk).revision, by=by, at=NOW)


# ---------- beginning


def test_a_report_begins_with_the_forms_own_text_and_a_journal_entry():
    office = make_office()
    report = make_report(office)
    assert report.is_draft
    assert "{plan_tasks_done}" in report.sections.get(key="plan_progress").text
    assert report.addressees == "Sở Nội vụ"
    assert JournalEntry.objects.get(action="reports.create").after["period"] == "2026-Q3"


@pytest.mark.parametrize(
    ("code", "as_of", "field"),
    [
        ("2026-M09", date(2026, 9, 30), "period"),
        ("2027-Q1", date(2027, 3, 31), "period"),
        ("2026-Q3", date(2026, 6, 30), "as_of"),
        ("2026-Q4", date(2026, 10, 31), "as_of"),
    ],
)
def test_a_period_or_a_day_that_cannot_be_reported_is_refused(code, as_of, field):
    with pytest.raises(Refused) as refused:
        make_report(make_office(), code, as_of=as_of)
    assert refused.value.field == field
    assert not Report.objects.exists()


def test_the_same_period_is_reported_once_by_the_department_and_once_by_each_unit():
    office = make_office()
    unit = testing.make_unit(office.agency, "Phòng Quản lý thương mại")
    make_report(office)
    make_report(office, unit=unit)
    for whose in (None, unit):
        with pytest.raises(Refused, match="Đã có báo cáo"):
            make_report(office, unit=whose)
    assert Report.objects.count() == 2


def test_an_officer_begins_the_report_of_his_own_unit_and_no_other():
    agency = testing.make_agency()
    unit, other = testing.make_unit(agency), testing.make_unit(agency)
    officer = testing.make_account(agency, ["officer"], unit=unit)
    make_report(officer, unit=unit)
    for whose in (other, None):
        with pytest.raises(Denied):
            make_report(officer, unit=whose)


# ---------- writing


def test_two_people_at_one_section_do_not_overwrite_each_other():
    office = make_office()
    report = make_report(office)
    save(report, "initiatives", "Của người thứ nhất.", office, version=0)
    with pytest.raises(actions.Overtaken) as overtaken:
        save(report, "initiatives", "Của người thứ hai.", office, version=0)
    assert overtaken.value.theirs.text == "Của người thứ nhất."
    assert Section.objects.get(report=report, key="initiatives").text == "Của người thứ nhất."


def test_a_figure_that_is_not_there_is_named_and_nothing_is_saved():
    office = make_office()
    report = make_report(office)
    with pytest.raises(Refused, match="khong_co") as refused:
        save(report, "initiatives", "Có {khong_co} việc.", office)
    assert refused.value.field == "text"
    assert Section.objects.get(report=report, key="initiatives").version == 0


def test_a_text_without_change_writes_nothing():
    office = make_office()
    report = make_report(office)
    entries = JournalEntry.objects.count()
    section = report.sections.get(key="initiatives")
    assert save(report, "initiatives", section.text + "\r\n", office).version == 0
    assert JournalEntry.objects.count() == entries


def test_an_offered_text_is_added_below_with_its_source():
    office = make_office()
    report = make_report(office)
    save(report, "achievements", "Mở đầu.", office)
    actions.take_over(
        report=report, key="achievements", text="- Một kết quả.", version=1, by=office, at=NOW, source="Phòng A"
    )
    assert Section.objects.get(report=report, key="achievements").text == "Mở đầu.\n- Một kết quả."
    assert JournalEntry.objects.get(action="reports.take_over").after["source"] == "Phòng A"


# ---------- figures


def test_figures_come_from_plans_and_indicators_with_their_rows_days_and_comparisons():
    office = make_office()
    _unit, tasks = make_story(office)
    values = values_of(make_report(office))
    counted = {key: values[key].value for key in (
        "plan_tasks", "plan_tasks_done", "tasks_on_time", "tasks_done_late", "tasks_overdue", "tasks_in_time"
    )}  # fmt: skip
    assert counted == {
        "plan_tasks": 4, "plan_tasks_done": 2, "tasks_on_time": 1, "tasks_done_late": 1, "tasks_overdue": 1,
        "tasks_in_time": 1,
    }  # fmt: skip
    assert values["plan_completion"].value == 50
    assert values["tasks_overdue"].rows == (tasks[2].pk,)
    assert values["plan_tasks_done"].previous == 1, "at the end of June one was done"
    share = values["dossiers_on_time_share"]
    assert (share.value, share.as_of, share.previous, share.last_year) == (95, date(2026, 9, 28), 75, 80)
    assert (values["dossiers_on_time"].value, values["dossiers_settled"].value) == (190, 200)
    assert values["initiatives"].value is None


def test_a_report_of_a_unit_counts_the_units_own_work():
    office = make_office()
    unit, _tasks = make_story(office)
    other = testing.make_unit(office.agency, "Phòng khác")
    assert values_of(make_report(office, unit=unit))["plan_tasks"].value == 4
    empty = values_of(make_report(office, unit=other))["plan_tasks"]
    assert (empty.value, empty.gap) == (None, "no_plan")


# ---------- sending


def test_a_report_that_lacks_something_is_not_sent_and_says_what():
    office = make_office()
    report = make_report(office)
    with pytest.raises(Refused, match=r"còn \d+ mục thiếu .*Hoạt động chỉ đạo") as refused:
        send(report, office)
    assert "…" in str(refused.value)
    assert not Figure.objects.exists()
    assert Report.objects.get().is_draft


def test_sending_freezes_text_figures_standings_and_papers():
    office = make_office()
    _unit, tasks = make_story(office)
    report = fill(make_report(office), office)
    save(report, "plan_progress", "Xong {plan_tasks_done}/{plan_tasks} việc.", office)
    sent = send(report, office)
    assert not sent.is_draft
    assert len(sent.digest) == 64
    assert {row.kind for row in Standing.objects.filter(report=sent)} == {"task", "target"}
    for file, start in ((sent.docx, b"PK"), (sent.pdf, b"%PDF"), (sent.xlsx, b"PK")):
        assert blobs.read(file.sha256).startswith(start)
    finish(tasks[2], office, date(2026, 9, 29))
    assert values_of(sent)["plan_tasks_done"].value == 2, "what was sent stays as it was"
    assert JournalEntry.objects.get(action="reports.submit").after["digest"] == sent.digest
    assert journal.verify().whole
    assert verify_files().whole
    assert verify_reports().whole


def test_a_draft_that_was_changed_since_it_was_seen_is_not_sent():
    office = make_office()
    report = fill(make_report(office), office)
    seen = Report.objects.get().revision
    save(report, "initiatives", "Thêm một sáng kiến.", office)
    with pytest.raises(Refused, match="vừa được sửa"):
        actions.submit_report(report=report, revision=seen, by=office, at=NOW)


def test_a_sent_report_is_neither_sent_again_nor_written_nor_discarded():
    office = make_office()
    report = send(fill(make_report(office), office), office)
    with pytest.raises(Refused, match="đã được gửi"):
        send(report, office)
    with pytest.raises(Refused, match="đã khóa"):
        save(report, "initiatives", "Sửa trộm.", office)
    with pytest.raises(Refused, match="đính chính"):
        actions.discard_report(report=report, by=office, at=NOW)


def test_an_officer_writes_but_does_not_send():
    agency = testing.make_agency()
    unit = testing.make_unit(agency)
    officer = testing.make_account(agency, ["officer"], unit=unit)
    report = fill(make_report(officer, unit=unit), officer)
    with pytest.raises(Denied):
        send(report, officer)
    head = testing.make_account(agency, ["head"], unit=unit)
    assert not send(report, head).is_draft


@pytest.mark.parametrize(
    "alter",
    [
        lambda report: Figure.objects.filter(report=report, key="plan_tasks").update(value=Decimal(99)),
        lambda report: Section.objects.filter(report=report, key="initiatives").update(text="khác"),
        lambda report: Report.objects.filter(pk=report.pk).update(signed_on=date(2026, 1, 1)),
        lambda report: Standing.objects.filter(report=report).first().delete(),
    ],
    ids=["figure", "text", "frame", "standing"],
)
def test_one_altered_thing_of_a_sent_report_is_named(alter):
    office = make_office()
    make_story(office)
    report = send(fill(make_report(office), office), office)
    alter(report)
    verdict = verify_reports()
    assert (verdict.whole, verdict.reports) == (False, 1)
    assert verdict.faults == (f"altered: {report.pk} (periodic 2026-Q3 (1))",)


# ---------- correcting and discarding


def test_a_correction_is_a_new_version_with_its_reason_beside_the_old_one():
    office = make_office()
    old = send(fill(make_report(office), office), office)
    with pytest.raises(Refused) as refused:
        actions.correct_report(report=old, reason=" ", by=office, at=NOW)
    assert refused.value.field == "reason"
    new = actions.correct_report(report=old, reason="Sai số biên chế", by=office, at=NOW)
    assert (new.version, new.corrects, new.is_draft) == (2, old, True)
    assert new.sections.get(key="initiatives").text == old.sections.get(key="initiatives").text
    assert list(Report.objects.uncorrected()) == [new]
    with pytest.raises(Refused, match="đã có bản đính chính"):
        actions.correct_report(report=old, reason="Lần nữa", by=office, at=NOW)
    send(new, office)
    assert verify_reports().whole


def test_a_draft_needs_no_correction():
    office = make_office()
    with pytest.raises(Refused, match="sửa trực tiếp"):
        actions.correct_report(report=make_report(office), reason="x", by=office, at=NOW)


def test_a_discarded_draft_leaves_its_text_in_the_journal():
    office = make_office()
    report = make_report(office)
    save(report, "initiatives", "Một sáng kiến hay.", office)
    actions.discard_report(report=report, by=office, at=NOW)
    assert not Report.objects.exists()
    assert JournalEntry.objects.get(action="reports.discard").before["texts"]["initiatives"] == "Một sáng kiến hay."


# ---------- asking


def test_asking_a_unit_writes_to_its_head_once_a_day():
    office = make_office()
    unit = testing.make_unit(office.agency, "Phòng Kế hoạch")
    head = testing.make_person(office.agency, "Trưởng Phòng Thử", unit=unit, heads=True)
    report = make_report(office)

    def ask(at=NOW):
        return actions.ask_unit(report=report, key="budget", unit=unit, url="https://x/bao-cao/1/", by=office, at=at)

    with pytest.raises(Refused, match="chưa có địa chỉ thư"):
        ask()
    Person.objects.filter(pk=head.pk).update(email="truong.phong@example.vn")
    ask()
    message = OutboxMessage.objects.get()
    assert message.recipient == "truong.phong@example.vn"
    assert "Quản lý tài chính, ngân sách" in message.body
    assert "https://x/bao-cao/1/" in message.body
    with pytest.raises(Refused, match="24 giờ"):
        ask()
    ask(NOW + timedelta(days=1, minutes=1))
    assert report.asks.count() == 2


def test_another_department_can_do_nothing_with_a_report():
    office, stranger = make_office(), make_office()
    report = make_report(office)
    assert not Report.objects.visible_to(stranger).exists()
    for act in (
        lambda: save(report, "initiatives", "x", stranger),
        lambda: send(report, stranger),
        lambda: actions.discard_report(report=report, by=stranger, at=NOW),
    ):
        with pytest.raises(Denied):
            act()


def test_a_unit_of_another_department_is_no_unit_to_report_for():
    office = make_office()
    foreign = testing.make_unit(testing.make_agency())
    with pytest.raises(Refused):
        actions.create_report(period=Period.parse("2026-Q3"), as_of=date(2026, 9, 30), by=office, at=NOW, unit=foreign)
