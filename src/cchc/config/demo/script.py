"""The plan of the demo as data: read from `data/`, with the years put in."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from cchc.plans.rules.contents import Content
from cchc.plans.rules.goals import ChangeBy, Comparator, Course, Direction, Goal, GoalKind, Milestone, Unit

_DATA = Path(__file__).parent / "data"
_YEAR = re.compile(r"\{([ypn])\}")


@dataclass(frozen=True)
class TargetLine:
    """A target as the document prints it, with what it means and how its figures run."""

    key: str
    content: Content
    text: str
    owner: str
    indicator: str
    goal: Goal
    figures: dict[str, Any]
    by_unit: tuple[str, ...]


@dataclass(frozen=True)
class TaskLine:
    """A task as the document prints it, with the fate that the demo gives it."""

    content: Content
    annex: bool
    text: str
    lead: str
    support: tuple[str, ...]
    monitor: str
    product: str
    no_product: bool
    deadline: str
    fate: str
    reason: str


@dataclass(frozen=True)
class Script:
    """The whole document."""

    year: int
    facts: dict[str, Any]
    targets: tuple[TargetLine, ...]
    tasks: tuple[TaskLine, ...]

    @property
    def issued_on(self) -> date:
        """The day it was signed: in the last days of the year before."""
        return date(self.year - 1, 12, 24)


def with_years(text: str, year: int) -> str:
    """The text with the plan's year, the year before and the year after put in."""
    years = {"y": year, "p": year - 1, "n": year + 1}
    return _YEAR.sub(lambda match: str(years[match[1]]), text)


def _with_years(value: Any, year: int) -> Any:
    if isinstance(value, str):
        return " ".join(with_years(value, year).split())
    if isinstance(value, list):
        return [_with_years(one, year) for one in value]
    if isinstance(value, dict):
        return {key: _with_years(one, year) for key, one in value.items()}
    return value


@lru_cache(maxsize=4)
def script(year: int) -> Script:
    """The plan of a year."""
    facts, work = (
        _with_years(yaml.safe_load((_DATA / name).read_text(encoding="utf-8")), year)
        for name in ("plan.yaml", "tasks.yaml")
    )
    facts |= {"duties": work["duties"], "reporting": work["reporting"], "closing": work["closing"]}
    targets = tuple(_target(row, year) for row in facts["targets"])
    return Script(year, facts, targets, tuple(_task(row) for row in work["tasks"]))


def _day(year: int, text: str) -> date:
    month, day = text.split("-")
    return date(year, int(month), int(day))


def _target(row: dict[str, Any], year: int) -> TargetLine:
    return TargetLine(
        key=row["key"], content=Content(row["content"]), text=row["text"], owner=row["owner"],
        indicator=row["indicator"], goal=_goal(row["goal"], year), figures=row["figures"],
        by_unit=tuple(row.get("by_unit", ())),
    )  # fmt: skip


def _goal(row: dict[str, Any], year: int) -> Goal:
    stones = row.get("milestones", {}).items()
    value, base = row.get("value"), row.get("baseline")
    return Goal(
        kind=GoalKind(row["kind"]),
        starts=date(year, 1, 1),
        due=_day(year, row.get("due", "12-31")),
        value=None if value is None else Decimal(str(value)),
        comparator=Comparator(row.get("comparator", "ge")),
        unit=Unit(row.get("unit", "percent")),
        direction=Direction(row.get("direction", "higher")),
        course=Course(row.get("course", "hold")),
        baseline=None if base is None else Decimal(str(base)),
        baseline_label=row.get("baseline_label", ""),
        change_by=ChangeBy(row.get("change_by", "percent")),
        milestones=tuple(Milestone(_day(year, day), Decimal(str(level))) for day, level in stones),
        noun=row.get("noun", ""),
    )


def _task(row: dict[str, Any]) -> TaskLine:
    return TaskLine(
        content=Content(row["content"]), annex=row["where"] == "annex", text=row["text"], lead=row["lead"],
        support=tuple(row.get("support", ())), monitor=row.get("monitor", ""), product=row.get("product", ""),
        no_product=row.get("no_product", False), deadline=row["deadline"], fate=row.get("fate", ""),
        reason=row.get("reason", ""),
    )  # fmt: skip
