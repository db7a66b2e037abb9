"""What people do to plans: each action does, records, and refuses."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.organisation.actions import delegate
from cchc.organisation.models import Account
from cchc.organisation.testing import make_account, make_agency, make_person, make_unit
from cchc.plans import actions
from cchc.plans.models import Plan, PlanState, Target, Task
from cchc.plans.rules.confirmed import (
    Confirmed,
    ConfirmedCitation,
    ConfirmedDuty,
    ConfirmedObjective,
    ConfirmedReporting,
    Place,
)
from cchc.plans.rules.contents import Content
from cchc.plans.rules.goals import Milestone
from cchc.plans.rules.tasks import Lateness, Move
from cchc.plans.testing import (
    MORNING,
    confirmed_target,
    confirmed_task,
    make_draft,
    make_goal,
    make_plan,
    make_target,
    make_task,
)

pytestmark = pytest.mark.django_db


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
def head(agency, room):
    return make_account(agency, ["head"], unit=room)


def move(task, step, by, reason="", at=MORNING):
    return actions.move_task(task=task, move=step, by=by, at=at, reason=reason)


def test_adoption_writes_every_kind_of_item_at_once(office, room):
    person = make_person(room.agency, "Người Phụ Trách", unit=room)
    plan = make_draft(office, number="12/KH-SCT", issued_on=date(2026, 1, 15), source_text="… đạt ít nhất 98% …")
    items = Confirmed(
        objectives=(ConfirmedObjective("o1", Content.PROCEDURES, "Thủ tục đơn giản, dễ hiểu"),),
        targets=(
            confirmed_target(
                owner=room.pk,
                objective="o1",
                goal=make_goal(milestones=(Milestone(date(2026, 6, 30), Decimal(97)),)),
                place=Place("đạt ít nhất 98%", 2, 17, 1, ("II", "2. Thủ tục")),
            ),
        ),
        tasks=(confirmed_task(lead=room.pk, supporters=(office.unit.pk, office.unit.pk), person=person.pk),),
        duties=(ConfirmedDuty("Theo dõi, đôn đốc", unit_text="các phòng, đơn vị"),),
        reporting=(ConfirmedReporting("Báo cáo quý", ("quarterly",), 14, "Văn phòng Sở"),),
        citations=(ConfirmedCitation("76/NQ-CP", "resolution", date(2021, 7, 15)),),
        headings={Content.PROCEDURES: "2. Cải cách thủ tục hành chính"},
    )
    actions.adopt_plan(plan=plan, by=office, at=MORNING, items=items)
    plan.refresh_from_db()
    target, task = plan.targets.get(), plan.tasks.get()
    assert (plan.state, plan.adopted_by, plan.adopted_at) == (PlanState.ADOPTED, office, MORNING)
    assert target.objective.text == "Thủ tục đơn giản, dễ hiểu"
    assert target.goal() == items.targets[0].goal
    assert target.place(plan.source_text) == ("… ", "đạt ít nhất 98%", " …")
    assert (task.due_on, task.lead, task.person) == (date(2026, 6, 30), room, person)
    assert list(task.supporters.all()) == [office.unit]
    assert task.section.heading == "2. Cải cách thủ tục hành chính"
    assert (plan.duties.count(), plan.reporting.get().cadence_words, plan.citations.get().number) == (
        1,
        "hằng quý",
        "76/NQ-CP",
    )
    entries = JournalEntry.objects.filter(action="plans.adopt")
    assert [entry.after["tasks"] for entry in entries] == [1]


def test_adoption_costs_the_same_number_of_queries_for_many_items_as_for_one(
    office, room, django_assert_max_num_queries
):
    many = Confirmed(
        targets=tuple(confirmed_target(f"Chỉ tiêu {number}", owner=room.pk) for number in range(60)),
        tasks=tuple(confirmed_task(f"Nhiệm vụ {number}", lead=room.pk, supporters=(room.pk,)) for number in range(200)),
    )
    plan = make_draft(office)
    with django_assert_max_num_queries(45):
        actions.adopt_plan(plan=plan, by=office, at=MORNING, items=many)
    assert (plan.targets.count(), plan.tasks.count()) == (60, 200)


def test_only_the_first_of_two_people_adopts_and_nothing_is_written_twice(agency, office):
    other = make_account(agency, ["director"], full_name="Giám đốc Thử")
    plan = make_draft(office)
    seen_by_both = Plan.objects.get(pk=plan.pk)
    items = Confirmed(tasks=(confirmed_task(),))
    actions.adopt_plan(plan=plan, by=other, at=MORNING, items=items)
    with pytest.raises(Refused, match="Giám đốc Thử ban hành vào hệ thống lúc 08:00 02/03/2026"):
        actions.adopt_plan(plan=seen_by_both, by=office, at=MORNING, items=items)
    assert Task.objects.count() == 1


def test_an_adoption_that_fails_leaves_a_draft_without_items(agency, office):
    stranger = make_unit(make_agency(), "Phòng của Sở khác")
    plan = make_draft(office)
    items = Confirmed(tasks=(confirmed_task(), confirmed_task(lead=stranger.pk)))
    with pytest.raises(Refused, match="không thuộc Sở"):
        actions.adopt_plan(plan=plan, by=office, at=MORNING, items=items)
    plan.refresh_from_db()
    assert (plan.state, plan.tasks.count(), plan.sections.count()) == (PlanState.DRAFT, 0, 0)


def test_an_empty_plan_and_a_second_plan_of_the_same_number_are_refused(office):
    with pytest.raises(Refused, match="chưa có chỉ tiêu"):
        actions.adopt_plan(plan=make_draft(office), by=office, at=MORNING, items=Confirmed())
    facts = {"number": "12/KH-SCT", "issued_on": date(2026, 1, 15)}
    make_plan(office, **facts)
    with pytest.raises(Refused, match="Đã có kế hoạch số 12/KH-SCT"):
        make_plan(office, **facts)


def test_a_plan_that_replaces_another_ends_it(office):
    old = make_plan(office)
    new = make_draft(office, title="Kế hoạch sửa đổi")
    actions.adopt_plan(
        plan=new,
        by=office,
        at=MORNING,
        items=Confirmed(tasks=(confirmed_task(),)),
        supersedes=actions.Succession(old, MORNING.date(), "Điều chỉnh chỉ tiêu"),
    )
    old.refresh_from_db()
    assert (old.state, old.superseded_by) == (PlanState.SUPERSEDED, new)
    assert set(Task.objects.live()) == set(new.tasks.all())


@pytest.mark.parametrize("role", ["officer", "head", "clerk", "inspector", "admin"])
def test_who_may_not_bring_in_or_adopt_is_refused_with_who_may(agency, office, role):
    account = make_account(agency, [role], unit=make_unit(agency, "Phòng khác"))
    with pytest.raises(Refused) as refusal:
        make_draft(account)
    assert "Văn phòng Sở" in refusal.value.who_can
    with pytest.raises(Refused):
        actions.adopt_plan(plan=make_draft(office), by=account, at=MORNING, items=Confirmed(tasks=(confirmed_task(),)))


def test_nobody_touches_the_plan_of_another_department(office):
    plan = make_draft(office)
    stranger = make_account(make_agency(), ["office", "director"])
    for attempt in (
        lambda: actions.adopt_plan(plan=plan, by=stranger, at=MORNING, items=Confirmed(tasks=(confirmed_task(),))),
        lambda: actions.edit_plan(plan=plan, by=stranger, at=MORNING, title="Khác"),
        lambda: actions.discard_draft(plan=plan, by=stranger, at=MORNING, reason="x"),
        lambda: actions.add_items(plan=plan, by=stranger, at=MORNING, items=Confirmed(tasks=(confirmed_task(),))),
    ):
        with pytest.raises(Refused):
            attempt()
    task = make_task(office)
    with pytest.raises(Refused):
        move(task, Move.START, stranger)
    assert not Plan.objects.visible_to(stranger).exists()
    assert not Task.objects.visible_to(stranger).exists()
    assert not Target.objects.visible_to(stranger).exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"title": "  "}, "title"), ({"first_year": 1900}, "first_year"), ({"last_year": 2025}, "last_year")],
)
def test_a_plan_without_a_title_or_with_impossible_years_is_refused(office, facts, field):
    with pytest.raises(Refused) as refusal:
        make_draft(office, **facts)
    assert refusal.value.field == field


def test_a_plan_is_corrected_and_cannot_hang_on_itself(office):
    programme = make_draft(office, title="Chương trình 2026-2030", kind="programme", last_year=2030)
    plan = make_draft(office)
    actions.edit_plan(plan=plan, by=office, at=MORNING, number="5/KH-SCT", parent=programme)
    plan.refresh_from_db()
    assert (plan.number, plan.parent, plan.folded[:8]) == ("5/KH-SCT", programme, "5/kh-sct")
    with pytest.raises(Refused, match="chính nó"):
        actions.edit_plan(plan=programme, by=office, at=MORNING, parent=plan)


def test_a_draft_is_thrown_away_and_a_living_plan_is_not(office):
    draft = make_draft(office)
    actions.discard_draft(plan=draft, by=office, at=MORNING, reason="nạp nhầm tệp")
    assert not Plan.objects.filter(pk=draft.pk).exists()
    assert JournalEntry.objects.get(action="plans.discard").after == {"reason": "nạp nhầm tệp"}
    with pytest.raises(Refused):
        actions.discard_draft(plan=make_plan(office), by=office, at=MORNING, reason="x")


def test_work_goes_from_start_to_acceptance_and_every_step_is_kept(office, officer, head, room):
    task = make_task(office, lead=room, no_product=True)
    move(task, Move.START, officer)
    actions.report_progress(task=task, progress=60, note="đã có dự thảo", by=officer, at=MORNING)
    move(task, Move.SUBMIT, officer)
    move(task, Move.RETURN, head, "thiếu phụ lục")
    move(task, Move.SUBMIT, officer, "đã bổ sung")
    move(task, Move.FINISH, head)
    task.refresh_from_db()
    assert (task.state, task.progress, task.finished_at) == ("done", 100, MORNING)
    assert [event.kind for event in task.events.order_by("pk")] == [
        "created", "start", "progress", "submit", "return", "submit", "finish",
    ]  # fmt: skip
    assert JournalEntry.objects.filter(record_type="plans.task", record_id=str(task.pk)).count() == 6


def test_a_recurring_task_goes_on_to_its_next_occurrence_and_ends_with_the_plan(office, head, room):
    task = make_task(office, lead=room, deadline="Hằng quý", no_product=True)
    seen = []
    while task.state != "done":
        seen.append(task.due_on)
        task = move(move(task, Move.SUBMIT, head), Move.FINISH, head)
    assert seen == [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]


def test_a_task_whose_product_is_not_shown_is_not_finished(office, officer, room):
    task = make_task(office, lead=room)
    with pytest.raises(Refused, match="Chưa có tài liệu kiểm chứng"):
        move(task, Move.SUBMIT, officer)


@pytest.mark.parametrize("step", [Move.FINISH, Move.RETURN, Move.RESUME, Move.REOPEN])
def test_a_move_that_the_state_does_not_allow_is_refused_in_words(office, room, step):
    with pytest.raises(Refused, match="chưa bắt đầu nên không thể"):
        move(make_task(office, lead=room), step, office, "lý do")


def test_officers_work_for_their_own_unit_and_check_nothing(agency, office, officer, room):
    other = make_task(office, lead=make_unit(agency, "Phòng Quản lý thương mại"))
    with pytest.raises(Refused) as refusal:
        move(other, Move.START, officer)
    assert "Văn phòng Sở" in refusal.value.who_can
    own = move(make_task(office, lead=room, no_product=True), Move.SUBMIT, officer)
    with pytest.raises(Refused):
        move(own, Move.FINISH, officer)
    with pytest.raises(Refused):
        move(own, Move.CANCEL, officer, "không cần nữa")


def test_the_person_in_charge_works_on_a_task_of_another_unit(agency, office, officer):
    task = make_task(office, lead=make_unit(agency, "Phòng khác"), person=officer.person.pk)
    assert move(task, Move.START, officer).state == "in_progress"


def test_work_is_said_to_be_done_in_anothers_place_only_where_only_that_allows_it(agency, office, officer):
    other = make_unit(agency, "Phòng khác")
    absent = make_account(agency, ["head"], unit=other, full_name="Trưởng Phòng Khác")
    now = timezone.now()
    delegate(by=absent, at=now, absent=absent, stand_in=officer, kind="absence", permissions=["plans.task.update"],
             started_on=timezone.localdate(), ended_on=timezone.localdate() + timedelta(days=3))  # fmt: skip
    lent = Account.objects.get(pk=officer.pk)
    theirs, in_charge = make_task(office, lead=other), make_task(office, lead=other, person=officer.person.pk)
    move(theirs, Move.START, lent)
    actions.add_note(task=theirs, note="đã nhận", by=lent, at=MORNING)
    move(in_charge, Move.START, lent)
    actions.add_note(task=in_charge, note="đang làm", by=lent, at=MORNING)
    for task, said in ((theirs, "Trưởng Phòng Khác"), (in_charge, None)):
        entries = JournalEntry.objects.filter(actor_id=officer.pk, record_type="plans.task", record_id=str(task.pk))
        assert {(entry.after or {}).get("on_behalf") for entry in entries} == {said}
        assert entries.count() == 2


def test_waiting_cancelling_and_reopening_need_a_reason(office, officer, room):
    task = make_task(office, lead=room, no_product=True)
    with pytest.raises(Refused) as refusal:
        move(task, Move.WAIT, officer, " ")
    assert refusal.value.field == "reason"
    move(task, Move.WAIT, officer, "chờ Sở Tư pháp thẩm định")
    move(task, Move.CANCEL, office, "gộp vào nhiệm vụ khác")
    assert move(task, Move.REOPEN, office, "tách lại").state == "in_progress"


def test_progress_is_a_share_and_must_say_something(office, officer, room):
    task = make_task(office, lead=room)
    for wrong in (-1, 101):
        with pytest.raises(Refused):
            actions.report_progress(task=task, progress=wrong, by=officer, at=MORNING)
    with pytest.raises(Refused):
        actions.report_progress(task=task, progress=0, by=officer, at=MORNING)
    assert actions.report_progress(task=task, progress=20, by=officer, at=MORNING).state == "in_progress"


def test_a_supporting_unit_may_write_a_note_and_no_more(agency, office, room):
    helper = make_account(agency, ["officer"], unit=make_unit(agency, "Phòng phối hợp"))
    task = make_task(office, lead=room, supporters=(helper.unit.pk,))
    actions.add_note(task=task, note="đã gửi số liệu", by=helper, at=MORNING)
    with pytest.raises(Refused):
        move(task, Move.START, helper)
    outsider = make_account(agency, ["officer"], unit=make_unit(agency, "Phòng ngoài cuộc"))
    with pytest.raises(Refused):
        actions.add_note(task=task, note="xin ý kiến", by=outsider, at=MORNING)


def test_the_tasks_of_a_draft_are_not_worked_on(office):
    plan = make_draft(office)
    actions.add_items(plan=plan, items=Confirmed(tasks=(confirmed_task(),)), by=office, at=MORNING)
    with pytest.raises(Refused, match="chưa ban hành"):
        move(plan.tasks.get(), Move.START, office)
    actions.adopt_plan(plan=plan, by=office, at=MORNING)
    assert move(plan.tasks.get(), Move.START, office).state == "in_progress"


def test_a_living_target_changes_only_with_a_reason_and_keeps_what_it_was(office, room):
    target = make_target(office)
    goal = make_goal(99, milestones=(Milestone(date(2026, 6, 30), Decimal(98)),))
    wanted = confirmed_target(owner=room.pk, goal=goal)
    facts = {"target": target, "by": office, "at": MORNING}
    with pytest.raises(Refused) as refusal:
        actions.edit_target(**facts, wanted=wanted)
    assert refusal.value.field == "reason"
    actions.edit_target(**facts, wanted=wanted, reason="điều chỉnh theo Quyết định 10/QĐ-SCT")
    target = Target.objects.get(pk=target.pk)
    assert (target.goal(), target.owner) == (goal, room)
    entry = JournalEntry.objects.get(action="plans.edit_target")
    assert (entry.before["value"], entry.after["value"]) == ("98", "99")
    actions.edit_target(**facts, wanted=wanted, reason="không đổi gì")
    assert JournalEntry.objects.filter(action="plans.edit_target").count() == 1
    late = replace(wanted, goal=replace(goal, due=date(2025, 1, 1)))
    with pytest.raises(Refused):
        actions.edit_target(**facts, wanted=late, reason="sai hạn")


def test_a_target_without_a_number_is_judged_by_its_unit_with_a_reason(agency, office, head, room):
    target = make_target(office, owner=room)
    facts = {"target": target, "by": head, "at": MORNING, "on": date(2026, 3, 2)}
    with pytest.raises(Refused):
        actions.judge_target(**facts, verdict="no_data", reason="không rõ")
    with pytest.raises(Refused):
        actions.judge_target(**facts, verdict="reached", reason=" ")
    actions.judge_target(**facts, verdict="reached", reason="đã ban hành quy chế")
    assert Target.objects.get().judgement.reason == "đã ban hành quy chế"
    other = make_account(agency, ["head"], unit=make_unit(agency, "Phòng khác"))
    with pytest.raises(Refused):
        actions.judge_target(**{**facts, "by": other}, verdict="missed", reason="x")


def test_a_target_is_withdrawn_once_and_with_a_reason(office):
    target = make_target(office)
    with pytest.raises(Refused):
        actions.withdraw_target(target=target, reason="", by=office, at=MORNING)
    actions.withdraw_target(target=target, reason="không còn thuộc thẩm quyền", by=office, at=MORNING)
    assert not Target.objects.live().exists()
    with pytest.raises(Refused):
        actions.withdraw_target(target=target, reason="lần nữa", by=office, at=MORNING)


def test_a_task_is_assigned_anew_with_a_reason_and_new_deadlines_give_a_new_day(agency, office, room):
    task = make_task(office)
    wanted = confirmed_task(deadline="Quý III", lead=room.pk, supporters=(office.unit.pk,))
    facts = {"task": task, "by": office, "at": MORNING}
    with pytest.raises(Refused):
        actions.edit_task(**facts, wanted=wanted)
    actions.edit_task(**facts, wanted=wanted, reason="giao lại theo phân công mới")
    task = Task.objects.get()
    assert (task.lead, task.due_on, task.supporters.count()) == (room, date(2026, 9, 30), 1)
    assert task.events.first().kind == "edit"
    actions.edit_task(**facts, wanted=wanted, reason="không đổi gì")
    assert task.events.count() == 2
    stranger = make_unit(make_agency(), "Phòng của Sở khác")
    with pytest.raises(Refused):
        actions.edit_task(**facts, wanted=replace(wanted, lead=stranger.pk), reason="x")


def test_tasks_are_found_by_their_lateness(office, room):
    due = {"Ngày 30/6/2026": 0, "Ngày 01/7/2026": 0, "Ngày 05/7/2026": 0, "Ngày 06/7/2026": 0, "Thường xuyên": 0}
    make_plan(office, *[confirmed_task(words, words, lead=room.pk) for words in due])
    today = date(2026, 7, 1)  # a Wednesday
    tasks = Task.objects.for_unit(room)
    assert [one.text for one in tasks.late_on(today)] == ["Ngày 30/6/2026"]
    assert [one.text for one in tasks.due_on_day(today)] == ["Ngày 01/7/2026"]
    assert [one.text for one in tasks.due_later_in_week(today)] == ["Ngày 05/7/2026"]
    assert tasks.due_by(today + timedelta(days=5)).count() == 4
    words = [one.lateness(today) for one in tasks.order_by("sort")]
    assert words == [Lateness.LATE, Lateness.TODAY, Lateness.THIS_WEEK, Lateness.UPCOMING, Lateness.NONE]


def test_a_unit_finds_what_it_leads_supports_or_monitors(agency, office, room):
    other = make_unit(agency, "Phòng khác")
    make_plan(
        office,
        confirmed_task("chủ trì", lead=room.pk),
        confirmed_task("phối hợp", lead=other.pk, supporters=(room.pk,)),
        confirmed_task("theo dõi", lead=other.pk, monitor=room.pk),
        confirmed_task("của phòng khác", lead=other.pk),
    )
    assert {task.text for task in Task.objects.touching(room)} == {"chủ trì", "phối hợp", "theo dõi"}
