"""Next year's plan: what is proposed, what is written of it, when unfinished work goes on in it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from cchc.common.errors import Refused
from cchc.organisation.testing import make_account, make_agency
from cchc.plans import actions
from cchc.plans.actions import Chosen
from cchc.plans.deriving import propose
from cchc.plans.models import Plan
from cchc.plans.rules.confirmed import Confirmed, ConfirmedDuty
from cchc.plans.rules.derive import next_goal, next_words, reworded
from cchc.plans.rules.goals import Comparator, Course, Direction, GoalKind, Milestone, Unit
from cchc.plans.rules.tasks import Move
from cchc.plans.testing import MORNING, confirmed_target, confirmed_task, make_draft, make_goal, make_plan

DECEMBER = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)
FAR = date(2030, 12, 31)


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("Kế hoạch cải cách hành chính năm 2026", "Kế hoạch cải cách hành chính năm 2027"),
        ("giảm 15% so với năm 2025", "giảm 15% so với năm 2026"),
        ("Ngày 30/6/2026", "Ngày 30/6/2027"),
        ("giai đoạn 2026-2030", "giai đoạn 2026-2030"),
        ("Nghị quyết số 76/NQ-CP", "Nghị quyết số 76/NQ-CP"),
        ("đến năm 2030", "đến năm 2030"),
    ],
)
def test_the_years_of_a_plan_move_on_and_periods_stay(text, later):
    assert next_words(text, 2026) == later


def test_a_target_moves_on_a_year_with_its_milestones_and_base():
    change = make_goal(15, kind=GoalKind.CHANGE, direction=Direction.LOWER, baseline=Decimal(200),
                       baseline_label="2025", milestones=(Milestone(date(2026, 6, 30), Decimal(7)),))  # fmt: skip
    later = next_goal(change, 2026)
    assert (later.starts, later.due, later.baseline_label, later.baseline) == (
        date(2027, 1, 1), date(2027, 12, 31), "2026", None
    )  # fmt: skip
    assert later.milestones == (Milestone(date(2027, 6, 30), Decimal(7)),)


@pytest.mark.parametrize(
    ("above", "value"),
    [
        (make_goal(95, due=FAR, course=Course.CLIMB, even=True, baseline=Decimal(80)), 86),
        (make_goal(95, due=FAR, course=Course.CLIMB, milestones=(Milestone(date(2027, 12, 31), Decimal(88)),)), 88),
        (make_goal(90, due=FAR), 90),
        (make_goal(95, due=FAR, course=Course.CLIMB), 85),
        (make_goal(80, due=FAR), 85),
        (make_goal(95, due=FAR, unit=Unit.COUNT), 85),
        (make_goal(5, due=FAR, comparator=Comparator.LE), 85),
        (make_goal(95), 85),
    ],
)
def test_a_target_is_raised_to_what_the_one_above_says_for_the_year_and_no_further(above, value):
    assert next_goal(make_goal(85), 2026, above).value == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("đạt tối thiểu 85%", "đạt tối thiểu 86%"),
        ("từ 85% lên 85%", "từ 85% lên 85%"),
        ("đạt 185%", "đạt 185%"),
        ("đạt 85,5%", "đạt 85,5%"),
    ],
)
def test_the_new_value_stands_in_the_sentence_where_the_old_one_stood_once(text, words):
    assert reworded(text, make_goal(85), make_goal(86)) == words


# ---- writing it ----


@pytest.fixture
def above(office):
    plan = make_draft(office, title="Chương trình", kind="programme", issuer="UBND tỉnh", last_year=2030)
    long = make_goal(95, due=FAR, course=Course.CLIMB, even=True, baseline=Decimal(80))
    items = Confirmed(targets=(confirmed_target("Tăng đều đến 95%", goal=long),))
    return actions.adopt_plan(plan=plan, by=office, at=MORNING, items=items, reference=True)


@pytest.fixture
def plan(office, above):
    made = make_plan(
        office, confirmed_target("Tỷ lệ đạt tối thiểu 85% năm 2026", goal=make_goal(85)),
        confirmed_task("Báo cáo hằng quý", "Ngày 15 tháng cuối quý"), confirmed_task("Việc dở dang"),
        confirmed_task("Việc đã xong", no_product=True), parent=above, issuer="Sở",
    )  # fmt: skip
    actions.add_items(plan=made, items=Confirmed(duties=(ConfirmedDuty("Văn phòng theo dõi năm 2026"),)), by=office,
                      at=MORNING)  # fmt: skip
    actions.serve_target(target=made.targets.get(), parent=above.targets.get(), by=office, at=MORNING)
    done = made.tasks.get(text="Việc đã xong")
    for move in (Move.SUBMIT, Move.FINISH):
        done = actions.move_task(task=done, move=move, by=office, at=MORNING)
    return Plan.objects.get(pk=made.pk)


def test_the_proposal_raises_targets_repeats_what_recurs_and_carries_what_is_unfinished(plan, above):
    found = propose(plan, above)
    assert (found.year, found.title) == (2027, "Kế hoạch cải cách hành chính năm 2027")
    target = found.targets[0]
    assert (target.text, target.goal.value, target.raised) == ("Tỷ lệ đạt tối thiểu 86% năm 2027", 86, True)
    assert target.comparison.verdict == "equal"
    told = {one.task.text: (one.how, one.deadline, one.chosen) for one in found.tasks}
    assert told["Việc dở dang"] == ("carried", "Ngày 31/3/2027", True)
    assert told["Việc đã xong"] == ("again", "Ngày 30/6/2027", False)
    assert found.duties[0][1] == "Văn phòng theo dõi năm 2027"


def test_what_was_ticked_and_edited_becomes_a_draft_and_unfinished_work_goes_on_once_it_is_adopted(plan, above, office):
    found = propose(plan, above)
    kept = {one.task.text: one for one in found.tasks}
    carried = kept["Việc dở dang"]
    chosen = Chosen({found.targets[0].target.pk: ("Đạt 87%", Decimal(87))},
                    {carried.task.pk: ("Việc dở dang", carried.deadline)},
                    frozenset(one.pk for one, _text in found.duties))  # fmt: skip
    new = actions.derive_plan(proposal=found, parent=above, title=found.title, chosen=chosen, by=office, at=DECEMBER)
    assert (new.state, new.first_year, new.parent) == ("draft", 2027, above)
    assert (new.targets.get().value, new.targets.get().serves) == (87, above.targets.get())
    assert (new.tasks.get().due_on, new.duties.count()) == (date(2027, 3, 31), 1)
    old = plan.tasks.get(text="Việc dở dang")
    assert (old.state, old.moved_on) == ("not_started", False)
    actions.adopt_plan(plan=new, by=office, at=DECEMBER)
    old.refresh_from_db()
    assert (old.state, old.replaced_by, old.events.first().kind) == ("cancelled", new.tasks.get(), "carry")


def test_a_discarded_draft_gives_the_work_back(plan, above, office):
    found = propose(plan, above)
    task = plan.tasks.get(text="Việc dở dang")
    chosen = Chosen(tasks={task.pk: (task.text, "")})
    new = actions.derive_plan(proposal=found, parent=None, title="Nháp", chosen=chosen, by=office, at=DECEMBER)
    actions.discard_draft(plan=new, by=office, at=DECEMBER, reason="Làm lại")
    task.refresh_from_db()
    assert task.replaced_by is None


def test_nothing_ticked_makes_no_plan_and_a_draft_derives_none(plan, office):
    for source, said in ((plan, "Hãy chọn ít nhất một"), (make_draft(office), "đang có hiệu lực")):
        with pytest.raises(Refused, match=said):
            actions.derive_plan(proposal=propose(source, None), parent=None, title="Nháp", chosen=Chosen(), by=office,
                                at=DECEMBER)  # fmt: skip


# ---- the page ----


def test_the_page_proposes_keeps_what_was_typed_and_writes_the_draft(client, plan, office, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: DECEMBER)
    client.force_login(office)
    url = reverse("plans:derive", args=[plan.pk])
    assert "nâng theo cấp trên" in client.get(url).content.decode()
    key = plan.targets.get().pk
    post = {"title": "Kế hoạch năm 2027", "parent": plan.parent_id, f"t{key}": "on", f"t{key}-text": "Đạt 90%"}
    answer = client.post(url, post | {f"t{key}-value": "chín mươi"})
    assert answer.status_code == 422
    assert "Đạt 90%" in answer.content.decode()
    made = client.post(url, post | {f"t{key}-value": "90"}, follow=True)
    assert "Đã ghi bản dự thảo kế hoạch năm 2027." in made.content.decode()
    assert Plan.objects.get(state="draft").targets.get().value == 90


def test_a_plan_goes_out_as_an_official_paper(client, plan, office):
    client.force_login(office)
    answer = client.get(reverse("plans:plan_docx", args=[plan.pk]))
    told = "\n".join(part.text for part in Document(BytesIO(answer.content)).paragraphs)
    assert "Tỷ lệ đạt tối thiểu 85% năm 2026." in told
    assert "Phụ lục" in told or "PHỤ LỤC" in told


def test_the_stranger_derives_nothing(client, plan):
    client.force_login(make_account(make_agency(), ["office"]))
    for name in ("derive", "plan_docx"):
        assert client.get(reverse(f"plans:{name}", args=[plan.pk])).status_code == 404
