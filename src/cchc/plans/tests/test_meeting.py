"""The sheet for the weekly meeting and the review of a plan year by year."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from cchc.organisation.testing import make_account, make_agency
from cchc.plans import actions
from cchc.plans.briefing import sheet
from cchc.plans.review import review
from cchc.plans.rules.briefing import Head, fit, head_of
from cchc.plans.rules.goals import Course, Milestone
from cchc.plans.rules.tasks import Move, State
from cchc.plans.testing import MORNING, confirmed_target, confirmed_task, make_goal, make_plan

TODAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("state", "due", "led", "head"),
    [
        (State.IN_PROGRESS, date(2026, 6, 30), True, Head.LATE),
        (State.SUBMITTED, date(2026, 6, 30), True, Head.LATE),
        (State.SUBMITTED, date(2026, 9, 30), True, Head.DECIDE),
        (State.NOT_STARTED, date(2026, 9, 30), False, Head.DECIDE),
        (State.WAITING, date(2026, 9, 30), True, Head.BLOCKED),
        (State.RETURNED, None, True, Head.BLOCKED),
        (State.IN_PROGRESS, date(2026, 7, 8), True, Head.DUE),
        (State.IN_PROGRESS, date(2026, 7, 1), True, Head.DUE),
        (State.IN_PROGRESS, date(2026, 7, 9), True, None),
        (State.IN_PROGRESS, None, True, None),
        (State.DONE, date(2026, 6, 1), True, None),
        (State.CANCELLED, date(2026, 6, 1), True, None),
    ],
)
def test_a_task_stands_under_one_head(state, due, led, head):
    assert head_of(state, due, TODAY, 7, led=led) is head


def test_each_head_keeps_some_lines_and_the_most_pressing_get_what_is_left():
    groups = {Head.LATE: list(range(20)), Head.DECIDE: [1], Head.BLOCKED: list(range(9)), Head.DUE: list(range(9))}
    kept = fit(groups, 12)
    assert [len(kept[head]) for head in Head] == [5, 1, 3, 3]
    assert sum(len(lines) for lines in fit(groups, 100).values()) == 39


@pytest.fixture
def plan(office, room):
    made = make_plan(office, confirmed_task("Việc quá hạn", lead=room.pk),
                     confirmed_task("Việc không ai chủ trì", "Ngày 31/10/2026"),
                     confirmed_task("Việc vướng", "Ngày 30/9/2026", lead=room.pk),
                     confirmed_task("Việc tuần này", "Ngày 3/7/2026", lead=room.pk),
                     confirmed_task("Việc còn xa", "Ngày 31/12/2026", lead=room.pk))  # fmt: skip
    actions.move_task(task=made.tasks.get(text="Việc vướng"), move=Move.WAIT, reason="Chờ Bộ trả lời", by=office,
                      at=MORNING)  # fmt: skip
    return made


def test_the_sheet_holds_what_is_late_to_decide_blocked_and_due(plan, office, room):
    found = {group.head: [line.task.text for line in group.lines] for group in sheet(office, TODAY, days=7)}
    assert found == {Head.LATE: ["Việc quá hạn"], Head.DECIDE: ["Việc không ai chủ trì"], Head.BLOCKED: ["Việc vướng"],
                     Head.DUE: ["Việc tuần này"]}  # fmt: skip
    mine = [group.head for group in sheet(office, TODAY, days=7, unit=room.pk)]
    assert Head.DECIDE not in mine


def test_the_page_and_the_paper_show_the_sheet(client, plan, office, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 7, 1, 2, 0, tzinfo=UTC))
    client.force_login(office)
    shown = client.get(reverse("plans:meeting") + "?ngay=7").content.decode()
    assert "Chờ Bộ trả lời" in shown
    assert "Việc còn xa" not in shown
    assert "Việc còn xa" not in client.get(reverse("plans:meeting") + "?ngay=abc").content.decode()
    file = client.get(reverse("plans:meeting") + "?xuat=docx")
    cells = [cell.text for table in Document(BytesIO(file.content)).tables for row in table.rows for cell in row.cells]
    assert "Việc vướng" in cells
    client.cookies["django_language"] = "en"
    file = client.get(reverse("plans:meeting") + "?xuat=docx")
    said = "\n".join(line.text for line in Document(BytesIO(file.content)).paragraphs)
    assert "Vướng: chờ người khác hoặc bị trả lại" in said, "a paper is Vietnamese, whoever takes it away"


def test_the_stranger_sees_an_empty_sheet_and_no_review(client, plan):
    client.force_login(make_account(make_agency(), ["office"]))
    assert "Việc quá hạn" not in client.get(reverse("plans:meeting")).content.decode()
    assert client.get(reverse("plans:plan_review", args=[plan.pk])).status_code == 404


def test_the_review_tells_each_year_what_was_asked_and_how_it_stood(client, office):
    goal_facts = {"due": date(2030, 12, 31), "course": Course.CLIMB}
    stones = (Milestone(date(2026, 12, 31), Decimal(70)),)
    target = confirmed_target("Đến 2030 đạt 95%", goal=make_goal(95, milestones=stones, **goal_facts))
    plan = make_plan(office, target, last_year=2030)
    row = review(plan, TODAY)[0]
    assert [year.asked.text() if year.asked else "" for year in row.years] == ["ít nhất 70%", "", "", "", "ít nhất 95%"]
    assert [str(year.verdict or "") for year in row.years] == ["no_data", "", "", "", ""]
    client.force_login(office)
    shown = client.get(reverse("plans:plan_review", args=[plan.pk])).content.decode()
    assert "đòi ít nhất 70%" in " ".join(shown.split())
    assert client.get(reverse("plans:plan_review", args=[plan.pk]) + "?xuat=xlsx").status_code == 200
