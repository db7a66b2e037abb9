"""The province's programme over several years, kept to go by, and how the department's plan is tied to it."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from cchc.plans import actions
from cchc.plans.cascading import suggestions
from cchc.plans.models import Plan, PlanState, Target
from cchc.plans.rules import confirmed as c
from cchc.plans.rules.contents import Content
from cchc.plans.rules.goals import Comparator, Course, Direction, Goal, GoalKind, Milestone, Unit

from .department import Department
from .script import Script
from .timeline import Timeline, workday


def file(department: Department, plan: Script, timeline: Timeline) -> None:
    """The office keeps the programme before its own plan comes in."""
    timeline.on(workday(date(plan.year - 1, 12, 22)), lambda at: _file(department, plan.year, at), hour=10)


def tie(department: Department, plan: Script, timeline: Timeline) -> None:
    """Once the plan lives, its targets are tied to those of the programme: on the evening of its adoption."""
    timeline.on(workday(date(plan.year - 1, 12, 29)), lambda at: _tie(department, at), hour=17, minute=30)


def span(year: int) -> tuple[int, int]:
    """The five years of programmes that hold a year: 2021 to 2025, 2026 to 2030."""
    first = (year - 1) // 5 * 5 + 1
    return first, first + 4


@lru_cache(maxsize=1)
def _script() -> dict[str, Any]:
    text = (Path(__file__).parent / "data" / "above.yaml").read_text(encoding="utf-8")
    known: dict[str, Any] = yaml.safe_load(text)
    return known


def _with_span(text: str, year: int) -> str:
    first, last = span(year)
    return text.replace("{a}", str(first)).replace("{z}", str(last))


def _goal(row: dict[str, Any], year: int) -> Goal:
    first, last = span(year)
    base = row.get("baseline")
    stones = tuple(Milestone(date(first + after, 12, 31), Decimal(value)) for after, value in
                   row.get("by_year", {}).items())  # fmt: skip
    return Goal(
        GoalKind(row["kind"]), date(first, 1, 1), date(last, 12, 31), Decimal(row["value"]),
        comparator=Comparator(row.get("comparator", "ge")), unit=Unit(row.get("unit", "percent")),
        direction=Direction(row.get("direction", "higher")), course=Course(row["course"]),
        baseline=None if base is None else Decimal(base), milestones=stones, noun=row.get("noun", ""),
        even=row.get("even", False),
    )  # fmt: skip


def _file(department: Department, year: int, at: datetime) -> None:
    office, told = department.accounts["vanphong"], _script()
    first, last = span(year)
    plan = actions.create_plan(
        by=office, at=at, title=_with_span(told["title"], year), kind="programme", number=told["number"],
        issued_on=date(first - 1, 11, 20), issuer=told["issuer"], first_year=first, last_year=last,
    )  # fmt: skip
    targets = tuple(
        c.ConfirmedTarget(Content(row["content"]), _with_span(row["text"], year), _goal(row["goal"], year),
                          indicator=row["indicator"]) for row in told["targets"]
    )  # fmt: skip
    actions.adopt_plan(plan=plan, by=department.accounts["giamdoc"], at=at, items=c.Confirmed(targets=targets),
                       reference=True)  # fmt: skip


def _tie(department: Department, at: datetime) -> None:
    office, weaker = department.accounts["vanphong"], _script()["weaker"]
    above = Plan.objects.get(agency=department.agency, state=PlanState.REFERENCE)
    plan = Plan.objects.get(agency=department.agency, state=PlanState.ADOPTED)
    actions.edit_plan(plan=plan, by=office, at=at, parent=above)
    plan.refresh_from_db()
    chosen = {one.target.pk for one in suggestions(plan)}
    actions.serve_as_suggested(plan=plan, targets=chosen, by=office, at=at)
    mine, theirs = (Target.objects.get(plan=one, indicator__code=weaker["indicator"]) for one in (plan, above))
    actions.serve_target(target=mine, parent=theirs, reason=weaker["reason"], by=office, at=at)
