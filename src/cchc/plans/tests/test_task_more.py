"""Decisions about tasks, their parts, occurrences and money; people named in notes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.organisation.models import Notice
from cchc.organisation.testing import make_account, make_agency
from cchc.plans import actions
from cchc.plans.models import BudgetLine, Decision, DecisionKind, Task
from cchc.plans.rules.deadline_text import parse_deadlines
from cchc.plans.rules.mentions import mentioned
from cchc.plans.rules.recurrence import occurrences_of
from cchc.plans.rules.tasks import Move
from cchc.plans.task_more import More, Shown, more_of
from cchc.plans.testing import confirmed_task, make_plan, make_task

MAY = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)
NAMES = {"nguyen van an": 1, "nguyen van": 2, "vanphong": 3}


@pytest.mark.parametrize(
    ("note", "keys"),
    [
        ("@Nguyễn Văn An xem giúp", [1]),
        ("@nguyen van an, @vanphong: gấp", [1, 3]),
        ("nhờ @Nguyễn Văn.", [2]),
        ("@Nguyễn Văn Anh", [2]),
        ("thư an@vanphong", []),
        ("@Ai Đó", []),
        ("@vanphong @vanphong", [3]),
    ],
)
def test_who_is_named_in_a_note(note, keys):
    assert mentioned(note, NAMES) == keys


def test_the_occurrences_of_recurring_work_tell_what_became_of_each():
    stated = parse_deadlines("Ngày 15 tháng cuối quý", 2026)
    found = occurrences_of(
        stated, date(2026, 1, 1), date(2026, 12, 31), finished={date(2026, 3, 15): date(2026, 3, 20)},
        present=date(2026, 9, 15), today=date(2026, 9, 20),
    )  # fmt: skip
    assert [(one.on.month, one.state) for one in found] == [(3, "done_late"), (6, "passed"), (9, "late"), (12, "ahead")]


@pytest.fixture
def officer(agency, room):
    return make_account(agency, ["officer"], unit=room, full_name="Lê Thị Bình")


def decide(task, kind, office, **facts):
    told = {"decided_by": "Giám đốc Sở", "paper": "Thông báo 12/TB-SCT", "reason": "Chờ số liệu", **facts}
    return actions.decide_task(task=task, kind=DecisionKind(kind), by=office, at=MAY, **told)


# ---- decisions ----


def test_an_extension_keeps_the_original_day_who_decided_and_on_which_paper(office, room):
    task = make_task(office, lead=room)
    decide(task, "extend", office, due=date(2026, 7, 31))
    decide(task, "extend", office, due=date(2026, 8, 31))
    task.refresh_from_db()
    more = more_of(task, date(2026, 5, 4))
    assert (task.due_on, more.original, more.extensions) == (date(2026, 8, 31), date(2026, 6, 30), 2)
    assert JournalEntry.objects.filter(action="plans.task.decide").latest("seq").after["paper"] == "Thông báo 12/TB-SCT"
    assert task.events.first().kind == "extend"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"due": date(2026, 6, 30)}, "Hạn mới phải sau hạn hiện nay"),
        ({"due": None}, "Hạn mới phải sau hạn hiện nay"),
        ({"due": date(2026, 7, 31), "paper": " "}, "văn bản quyết định"),
        ({"due": date(2026, 7, 31), "decided_by": ""}, "ai quyết định"),
        ({"due": date(2026, 7, 31), "reason": ""}, "lý do"),
    ],
)
def test_an_extension_is_refused_without_a_later_day_a_decider_a_paper_or_a_reason(office, facts, said):
    task = make_task(office)
    with pytest.raises(Refused, match=said):
        decide(task, "extend", office, **facts)
    assert not Decision.objects.exists()


def test_a_merged_task_goes_on_in_the_other_and_both_sides_tell_it(office, room):
    plan = make_plan(office, confirmed_task("Việc một", lead=room.pk), confirmed_task("Việc hai", lead=room.pk))
    one, two = plan.tasks.all()
    decide(one, "merge", office, into=two)
    one.refresh_from_db()
    assert (one.state, one.replaced_by, one.moved_on) == ("cancelled", two, True)
    assert (one.events.first().kind, two.events.first().kind) == ("merge", "merged")
    for wrong in (one, None):
        with pytest.raises(Refused):
            decide(two, "merge", office, into=wrong)


def test_a_cancelled_task_keeps_its_decision_and_a_closed_one_gets_none(office):
    task = make_task(office)
    decide(task, "cancel", office)
    assert (Task.objects.get().state, Decision.objects.get().kind) == ("cancelled", "cancel")
    with pytest.raises(Refused, match="đã kết thúc"):
        decide(task, "extend", office, due=date(2026, 9, 1))


def test_who_does_not_answer_for_the_plan_decides_nothing(office, officer, room):
    task = make_task(office, lead=room)
    with pytest.raises(Refused):
        decide(task, "extend", officer, due=date(2026, 9, 1))


# ---- parts, money, mentions ----


def test_a_task_is_not_reported_finished_while_a_part_is_open(office, officer, room):
    task = make_task(office, lead=room, no_product=True)
    part = actions.add_part(task=task, text="Soạn đề cương", person=officer.person, due_on=date(2026, 6, 1), by=office,
                            at=MAY)  # fmt: skip
    told = Notice.objects.get(account=officer, kind="plans.assigned", key__startswith="part")
    assert told.facts["part"] == "Soạn đề cương"
    with pytest.raises(Refused, match="Còn 1 việc con chưa xong"):
        actions.move_task(task=task, move=Move.SUBMIT, by=officer, at=MAY)
    actions.finish_part(part=part, by=officer, at=MAY)
    assert actions.move_task(task=task, move=Move.SUBMIT, by=officer, at=MAY).state == "submitted"


def test_my_work_shows_the_parts_i_have_in_charge_until_they_are_done(client, office, officer, room):
    task = make_task(office, lead=room)
    late = actions.add_part(task=task, text="Soạn đề cương", person=officer.person, due_on=date(2020, 6, 1), by=office,
                            at=MAY)  # fmt: skip
    actions.add_part(task=task, text="Việc của người khác", person=office.person, by=office, at=MAY)
    client.force_login(officer)
    page = client.get(reverse("plans:my_work")).content.decode()
    assert "Soạn đề cương" in page
    assert "Việc của người khác" not in page
    back = client.post(reverse("plans:part_done", args=[late.pk]), {"xong": "1", "next": reverse("plans:my_work")})
    assert back.url == reverse("plans:my_work")
    assert "Soạn đề cương" not in client.get(back.url, {"cua": "toi"}).content.decode()
    away = client.post(reverse("plans:part_done", args=[late.pk]), {"xong": "0", "next": "https://xau.example/"})
    assert away.url == reverse("plans:task", args=[task.pk])
    decide(task, "cancel", office)  # a task that was cancelled asks for nothing more
    assert "Soạn đề cương" not in client.get(back.url).content.decode()


def test_a_part_is_not_due_after_its_task_and_has_words(office):
    task = make_task(office)
    for facts in ({"text": " "}, {"text": "Bước một", "due_on": date(2026, 7, 1)}):
        with pytest.raises(Refused):
            actions.add_part(task=task, by=office, at=MAY, **facts)


def test_money_is_whole_dong_above_nought_and_its_removal_is_journalled(office):
    task = make_task(office)
    line = actions.add_budget(task=task, amount=25_000_000, source="budget", by=office, at=MAY)
    for wrong in (0, -5, 10**16):
        with pytest.raises(Refused):
            actions.add_budget(task=task, amount=wrong, source="budget", by=office, at=MAY)
    assert more_of(task, date(2026, 5, 4)).total == 25_000_000
    actions.remove_budget(line=line, reason="Ghi nhầm", by=office, at=MAY)
    assert not BudgetLine.objects.exists()
    assert JournalEntry.objects.filter(action="plans.budget.remove").get().before["amount"] == 25_000_000


def test_whoever_is_named_in_a_note_is_told(office, officer, room):
    task = make_task(office, lead=room)
    actions.add_note(task=task, note="Nhờ @Lê Thị Bình bổ sung phụ lục", by=office, at=MAY)
    assert "bổ sung phụ lục" in Notice.objects.get(account=officer, kind="plans.mentioned").facts["note"]


# ---- pages ----


def test_the_page_of_a_task_shows_and_takes_decisions_parts_and_money(client, office, room):
    task = make_task(office, lead=room, deadline="Ngày 15 tháng cuối quý")
    client.force_login(office)
    post = {"kind": "extend", "due": "31/12/2026", "decided_by": "Giám đốc Sở", "paper": "12/TB-SCT", "reason": "Chờ"}
    client.post(reverse("plans:task_decide", args=[task.pk]), post)
    client.post(reverse("plans:part_new", args=[task.pk]), {"text": "Bước một", "person": "", "due_on": ""})
    client.post(reverse("plans:budget_new", args=[task.pk]), {"amount": "25.000.000", "source": "budget", "note": ""})
    shown = client.get(reverse("plans:task", args=[task.pk])).content.decode()
    for words in ("gia hạn 1 lần", "12/TB-SCT", "Bước một", "25.000.000", "Các kỳ"):
        assert words in shown
    client.post(reverse("plans:part_done", args=[task.parts.get().pk]), {"xong": "1"})
    assert task.parts.get().done_at is not None
    client.post(reverse("plans:budget_remove", args=[task.budget.get().pk]), {"reason": "Ghi nhầm"})
    assert not task.budget.exists()


def test_the_form_keeps_what_was_typed_when_it_refuses(client, office):
    task = make_task(office)
    client.force_login(office)
    answer = client.post(
        reverse("plans:budget_new", args=[task.pk]), {"amount": "2,5", "source": "budget", "note": "x"}
    )
    assert "số đồng nguyên" in answer.content.decode()


def test_the_stranger_decides_nothing(client, office):
    task = make_task(office)
    part = actions.add_part(task=task, text="Bước", by=office, at=MAY)
    line = actions.add_budget(task=task, amount=1, source="budget", by=office, at=MAY)
    client.force_login(make_account(make_agency(), ["office"]))
    for name, key in (("task_decide", task.pk), ("part_new", task.pk), ("budget_new", task.pk), ("part_done", part.pk),
                      ("budget_remove", line.pk)):  # fmt: skip
        assert client.post(reverse(f"plans:{name}", args=[key]), {}).status_code == 404


def test_of_many_occurrences_the_page_shows_those_of_now_first():
    days = [date(2026, 1, 2) + timedelta(weeks=week) for week in range(30)]
    codes = ["done"] * 20 + ["doing"] + ["not_started"] * 9
    rows = [Shown(day, code, code, None) for day, code in zip(days, codes, strict=True)]
    more = More([], [], rows[::-1], [])
    assert [one.on for one in more.near] == days[15:23][::-1], "two ahead, the present one, five before it"
    assert sorted(one.on for one in [*more.near, *more.far]) == days
