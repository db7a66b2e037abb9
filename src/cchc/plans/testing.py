"""Builders of what tests of plans stand on: plans with targets and tasks, made through the actions."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from cchc.organisation.models import Account, Unit
from cchc.plans.actions import adopt_plan, create_plan
from cchc.plans.models import Plan, Target, Task
from cchc.plans.rules.confirmed import Confirmed, ConfirmedTarget, ConfirmedTask
from cchc.plans.rules.contents import Content
from cchc.plans.rules.deadline_text import parse_deadlines
from cchc.plans.rules.goals import Goal, GoalKind

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Eight o'clock of Monday 2 March 2026 in Vietnam: when the builders act."""


def make_goal(value: int | str | None = 98, **facts: Any) -> Goal:
    """At least so many percent during 2026, unless told otherwise."""
    goal = Goal(GoalKind.THRESHOLD, date(2026, 1, 1), date(2026, 12, 31), None if value is None else Decimal(value))
    return replace(goal, **facts)


def confirmed_target(text: str = "Tỷ lệ hồ sơ đúng hạn đạt ít nhất 98%", **facts: Any) -> ConfirmedTarget:
    """A target of the procedures."""
    facts = {"content": Content.PROCEDURES, "goal": make_goal(), **facts}
    return ConfirmedTarget(text=text, **facts)


def confirmed_task(
    text: str = "Rà soát thủ tục hành chính", deadline: str = "Ngày 30/6/2026", **facts: Any
) -> ConfirmedTask:
    """A task of the procedures, due by the words of a plan."""
    facts = {"content": Content.PROCEDURES, "product": "Báo cáo kết quả rà soát", **facts}
    return ConfirmedTask(text=text, deadline_text=deadline, deadlines=parse_deadlines(deadline, 2026), **facts)


def make_draft(by: Account, *, title: str = "Kế hoạch cải cách hành chính năm 2026", **facts: Any) -> Plan:
    """A draft plan of 2026. `by` must be of the office."""
    facts = {"first_year": 2026, "last_year": 2026, "at": MORNING, **facts}
    return create_plan(by=by, title=title, **facts)


def make_plan(by: Account, *items: ConfirmedTarget | ConfirmedTask, at: datetime = MORNING, **facts: Any) -> Plan:
    """A living plan of 2026 with the items given, else with one target and one task. `by` must be of the office."""
    chosen = items or (confirmed_target(), confirmed_task())
    targets = tuple(item for item in chosen if isinstance(item, ConfirmedTarget))
    tasks = tuple(item for item in chosen if isinstance(item, ConfirmedTask))
    plan = make_draft(by, at=at, **facts)
    return adopt_plan(plan=plan, by=by, at=at, items=Confirmed(targets=targets, tasks=tasks))


def make_target(by: Account, *, owner: Unit | None = None, goal: Goal | None = None, **facts: Any) -> Target:
    """A target of a living plan of its own."""
    item = confirmed_target(owner=owner.pk if owner else None, goal=goal or make_goal(), **facts)
    return make_plan(by, item).targets.get()


def make_task(by: Account, *, lead: Unit | None = None, deadline: str = "Ngày 30/6/2026", **facts: Any) -> Task:
    """A task of a living plan of its own."""
    return make_plan(by, confirmed_task(lead=lead.pk if lead else None, deadline=deadline, **facts)).tasks.get()
