"""Whom the actions on plans tell of what, and the reminders of due dates."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from cchc.common.dues import Move as Moved
from cchc.common.models import OutboxMessage
from cchc.organisation.models import Notice
from cchc.organisation.notices import shown
from cchc.organisation.testing import make_account, make_agency, make_unit
from cchc.plans import actions
from cchc.plans.actions import intake
from cchc.plans.models import Draft, Task
from cchc.plans.rules.confirmed import Confirmed
from cchc.plans.rules.deadline_text import parse_deadlines
from cchc.plans.rules.tasks import Move
from cchc.plans.testing import MORNING, confirmed_target, confirmed_task, make_plan, make_task

from .intake_data import LOST, PLAN, make_read_draft, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def room(agency):
    return make_unit(agency, "Phòng Quản lý công nghiệp")


@pytest.fixture
def office(agency):
    return make_account(agency, ["office"], unit=make_unit(agency, "Văn phòng Sở"), full_name="Chánh Văn Phòng")


@pytest.fixture
def officer(agency, room):
    return make_account(agency, ["officer"], unit=room, full_name="Chuyên Viên")


@pytest.fixture
def head(agency, room):
    return make_account(agency, ["head"], unit=room, full_name="Trưởng Phòng")


@pytest.fixture
def task(office, officer, head, room):
    made = make_task(office, lead=room, person=officer.person.pk, no_product=True)
    Notice.objects.all().delete()
    return made


def told():
    """Who was told of what kind, in the order of time."""
    return [(one.account.get_full_name(), one.kind) for one in Notice.objects.order_by("pk").select_related("account")]


def sentence(kind):
    one = Notice.objects.filter(kind=kind).latest("pk")
    return shown(one.account, [one])[0].sentence


def move(task, step, by, reason=""):
    return actions.move_task(task=task, move=step, by=by, at=MORNING, reason=reason)


def test_an_adopted_plan_tells_each_once_how_much_falls_to_him(office, officer, head, room):
    items = [confirmed_task(f"Việc {n}", lead=room.pk) for n in range(3)]
    mine = confirmed_task("Việc của chuyên viên", lead=room.pk, person=officer.person.pk)
    make_plan(office, *items, mine, confirmed_target(owner=room.pk))
    assert sorted(told()) == [("Chuyên Viên", "plans.assigned"), ("Trưởng Phòng", "plans.assigned")]
    said = {one.account_id: one.facts for one in Notice.objects.all()}
    assert (said[head.pk]["tasks"], said[head.pk]["targets"]) == (3, 1)
    assert (said[officer.pk]["tasks"], said[officer.pk]["targets"]) == (1, 0)


def test_a_draft_tells_nobody_and_items_added_later_tell_of_themselves_only(office, head, room):
    plan = make_plan(office, confirmed_task(lead=room.pk))
    Notice.objects.all().delete()
    actions.add_items(
        plan=plan, items=Confirmed(tasks=(confirmed_task("Việc thêm", lead=room.pk),)), by=office, at=MORNING
    )
    assert told() == [("Trưởng Phòng", "plans.assigned")]
    assert Notice.objects.get().facts["tasks"] == 1


def test_adoption_asks_the_database_no_more_for_more_items(office, head, room, django_assert_max_num_queries):
    make_plan(office, confirmed_task(lead=room.pk))
    for size in (1, 40):
        with django_assert_max_num_queries(70):
            make_plan(
                office, *[confirmed_task(f"Việc {n}", lead=room.pk) for n in range(size)], title=f"Kế hoạch {size}"
            )


@pytest.mark.parametrize(
    ("steps", "after"),
    [
        ([("officer", Move.START, "")], []),
        ([("officer", Move.SUBMIT, "")], [("Trưởng Phòng", "plans.submitted")]),
        ([("officer", Move.SUBMIT, ""), ("head", Move.RETURN, "thiếu bảng số liệu")],
         [("Trưởng Phòng", "plans.submitted"), ("Chuyên Viên", "plans.returned")]),
        ([("officer", Move.SUBMIT, ""), ("head", Move.FINISH, "")],
         [("Trưởng Phòng", "plans.submitted"), ("Chuyên Viên", "plans.outcome")]),
        ([("head", Move.SUBMIT, "")], []),  # who does it need not be told
        ([("office", Move.CANCEL, "không còn cần")], [("Chuyên Viên", "plans.outcome")]),
    ],
)  # fmt: skip
def test_moves_of_a_task_tell_whom_they_concern(request, task, steps, after):
    for who, step, reason in steps:
        move(task, step, request.getfixturevalue(who), reason)
    assert told() == after


def test_a_returned_task_says_why_and_is_mailed_at_once(task, officer, head):
    officer.person.email = "cv@so.example"
    officer.person.save()
    move(task, Move.SUBMIT, officer)
    move(task, Move.RETURN, head, "thiếu bảng số liệu")
    assert sentence("plans.returned") == "Nhiệm vụ “Rà soát thủ tục hành chính” bị trả lại: thiếu bảng số liệu"
    assert OutboxMessage.objects.get().recipient == "cv@so.example"


def test_a_refused_move_tells_nobody(task, officer):
    from cchc.common.errors import Refused  # noqa: PLC0415

    with pytest.raises(Refused):
        move(task, Move.RETURN, officer)
    assert not Notice.objects.exists()


def test_another_person_in_charge_tells_both(task, officer, head, agency, room):
    other = make_account(agency, ["officer"], unit=room, full_name="Người Mới")
    actions.assign_task(task=task, person=other.person, by=head, at=MORNING)
    assert sorted(told()) == [("Chuyên Viên", "plans.assigned"), ("Người Mới", "plans.assigned")]
    assert (
        "không còn do bạn phụ trách" in {True: shown(officer, Notice.objects.filter(account=officer))[0].sentence}[True]
    )


def edit(task, office, **changes):
    plan = task.plan
    wanted = replace(
        confirmed_task(task.text, lead=task.lead_id, person=task.person_id, no_product=True), **changes
    )  # fmt: skip
    return actions.edit_task(task=task, wanted=wanted, by=office, at=MORNING, reason=f"đính chính {plan.pk}")


def test_a_changed_deadline_tells_whose_work_it_is_from_when_to_when(task, office):
    edit(task, office, deadline_text="Ngày 15/7/2026", deadlines=parse_deadlines("Ngày 15/7/2026", 2026))
    assert told() == [("Chuyên Viên", "plans.deadline")]
    assert "từ 30/06/2026 thành 15/07/2026" in sentence("plans.deadline")


def test_a_changed_lead_tells_the_new_one(task, office, agency):
    new = make_unit(agency, "Phòng Quản lý thương mại")
    make_account(agency, ["head"], unit=new, full_name="Trưởng Phòng Mới")
    edit(task, office, lead=new.pk)
    assert told() == [("Trưởng Phòng Mới", "plans.assigned")]


def test_an_event_that_gives_a_due_date_tells_of_it(office, officer, head, room):
    words = "Trong 10 ngày làm việc kể từ ngày nhận được văn bản"
    task = make_task(office, lead=room, deadline=words, person=officer.person.pk)
    Notice.objects.all().delete()
    trigger = actions.record_trigger(task=task, words=task.awaited()[0].text, happened_on=date(2026, 3, 2),
                                     basis="Công văn", by=head, at=MORNING)  # fmt: skip
    assert told() == [("Chuyên Viên", "plans.deadline")]
    actions.withdraw_trigger(trigger=trigger, reason="nhầm", by=head, at=MORNING)
    assert told() == [("Chuyên Viên", "plans.deadline")] * 2


def test_a_date_moved_by_the_calendar_is_told_of(task, office):
    shift = Moved("nhiem-vu", task.pk, task.text, "", "", task.due_on, date(2026, 7, 1))
    actions.move_due_dates([shift], office, MORNING, "nghỉ bù")
    assert told() == [("Chuyên Viên", "plans.recount")]
    assert "dời từ 30/06/2026 sang 01/07/2026" in sentence("plans.recount")


def test_a_read_document_waits_for_the_others_of_the_office(office, agency):
    make_account(agency, ["office"], full_name="Người Rà Soát")
    make_account(agency, ["director"], full_name="Giám Đốc")
    make_read_draft(office)
    assert told() == [("Người Rà Soát", "plans.intake")]


def test_a_long_reading_tells_who_brought_the_document_in_how_it_ended(office):
    draft = intake.open_draft(content=PLAN.encode(), name="ke-hoach.txt", reading=None, by=office, at=MORNING)
    assert told() == []
    intake.finish_reading(draft=draft.pk, reading=read(PLAN.encode(), "ke-hoach.txt").as_json(), at=MORNING)
    assert told() == [("Chánh Văn Phòng", "plans.intake")]
    assert "chờ rà soát" in sentence("plans.intake")
    other = intake.open_draft(content=LOST.encode(), name="hong.txt", reading=None, by=office, at=MORNING)
    intake.fail_reading(draft=other.pk, why_vi="hỏng", why_en="broken", at=MORNING)
    assert "không đọc được" in sentence("plans.intake")


def test_a_dropped_draft_is_told_of_no_more(office, agency):
    reviewer = make_account(agency, ["office"], full_name="Người Rà Soát")
    draft = make_read_draft(office)
    intake.drop_draft(draft=draft.pk, reason="trùng", by=office, at=MORNING)
    assert Draft.objects.get().state == "dropped"
    assert shown(reviewer, Notice.objects.all())[0].gone


# --- reminders

FRIDAY = datetime(2026, 6, 26, 1, 0, tzinfo=UTC)  # the task is due on Tuesday 30 June


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 6, 24), None),  # Wednesday: four working days ahead
        (date(2026, 6, 25), "plans.due_soon"),
        (date(2026, 6, 27), None),  # Saturday: the next working day tells
        (date(2026, 6, 30), "plans.due_soon"),
        (date(2026, 7, 1), "plans.overdue"),
        (date(2026, 7, 31), "plans.overdue"),
        (date(2026, 8, 3), None),  # late for more than a month: the worklist shows it
    ],
)
def test_a_reminder_comes_some_working_days_ahead_and_when_it_is_late(task, day, kind):
    at = timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=6)
    assert actions.remind_of_tasks(at=at) == (1 if kind else 0)
    assert told() == ([("Chuyên Viên", kind)] if kind else [])


def test_a_reminder_is_told_once_for_a_date_and_again_for_another(task, office):
    assert [actions.remind_of_tasks(at=FRIDAY + timedelta(hours=n)) for n in range(3)] == [1, 0, 0]
    Task.objects.filter(pk=task.pk).update(due_on=date(2026, 7, 1))
    assert actions.remind_of_tasks(at=FRIDAY) == 1


def test_what_waits_to_be_accepted_is_told_of_when_late_and_to_who_accepts(task, officer):
    move(task, Move.SUBMIT, officer)
    Notice.objects.all().delete()
    assert actions.remind_of_tasks(at=FRIDAY) == 0
    assert actions.remind_of_tasks(at=FRIDAY + timedelta(days=5)) == 1
    assert told() == [("Trưởng Phòng", "plans.overdue")]


def test_done_work_and_drafts_are_not_reminded_of_and_departments_stay_apart(task, officer, head):
    other = make_account(make_agency("Sở khác"), ["office"], full_name="Người Ngoài")
    make_task(other, lead=make_unit(other.agency, "Phòng khác"))
    move(task, Move.SUBMIT, officer)
    move(task, Move.FINISH, head)
    Notice.objects.all().delete()
    actions.remind_of_tasks(at=FRIDAY)
    assert not Notice.objects.filter(account__person__agency=task.agency).exists()


def test_a_stand_in_of_the_head_is_told_what_waits_for_the_head(task, officer, head, agency, room):
    from cchc.organisation import actions as people  # noqa: PLC0415

    deputy = make_account(agency, ["officer"], unit=room, full_name="Phó Phòng")
    people.delegate(by=head, at=MORNING, absent=head, stand_in=deputy, kind="absence", permissions=["plans.task.check"],
                    started_on=date(2026, 3, 2), ended_on=date(2026, 3, 6), unit=None)  # fmt: skip
    move(task, Move.SUBMIT, officer)
    one = Notice.objects.get(account=deputy, kind="plans.submitted")
    assert one.absent == head
