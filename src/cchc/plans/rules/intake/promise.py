"""What form of promise a measure of the reader is: from its comparison, unit and words."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from cchc.common.text import fold
from cchc.plans.rules.goals import ChangeBy, Comparator, Direction, GoalKind, Unit, usual_course
from cchc.plans.rules.intake.facts import Doubt, Facts

_ABOVE = re.compile(r"\b(?:tren|hon|cao hon|vuot)\s+(\d[\d.,]*)(?!.{0,25}\btro len)")
_BELOW = re.compile(r"\b(?:duoi|thap hon|it hon)\s+(\d[\d.,]*)(?!.{0,25}\btro xuong)")
_LESS_IS_BETTER = re.compile(r"\b(?:tre han|qua han|sai sot|ton dong|chi phi|thoi gian|khieu nai|vi pham|khong dat)\b")
_KEEP = re.compile(r"\b(?:duy tri|giu vung|giu nguyen)\b")
_BETTER = re.compile(r"\b(?:cao hon|cai thien|nang cao|tang) .{0,40}\bnam (?:truoc|20\d\d)\b")


def promise(measure: Mapping[str, Any], quote: str, first_year: int, last_year: int) -> Facts:
    """The promise that a measure of the reader makes, as far as its comparison, unit and words tell."""
    words, value, unit = fold(quote), _decimal(measure.get("value")), _unit(measure.get("unit"))
    said = str(measure.get("comparator") or "")
    due = measure.get("due")
    year = due if isinstance(due, int) else last_year
    facts = Facts(
        value=value,
        unit=unit,
        baseline_label=str(measure.get("baseline") or ""),
        due_on=date(year, 12, 31) if 1990 <= year <= 2200 else None,
        direction=Direction.LOWER if said == "reduce" or _LESS_IS_BETTER.search(words) else Direction.HIGHER,
        comparator=_comparator(said, words),
    )
    facts = replace(facts, goal=_kind(facts, said, words))
    if facts.goal is GoalKind.CHANGE:
        change_by = ChangeBy.PERCENT if unit is Unit.PERCENT else ChangeBy.AMOUNT
        facts = replace(facts, change_by=change_by, direction=_way(said, facts))
    if facts.goal is GoalKind.RANK:
        facts = replace(facts, unit=Unit.RANK, direction=Direction.LOWER)
    return settled(facts, max(1, year - first_year + 1))


def settled(facts: Facts, years: int = 1) -> Facts:
    """The facts with what follows from them: the course the measure takes, and whether the value must be looked at."""
    if facts.goal is None:
        return facts
    course = usual_course(facts.goal, facts.unit, facts.comparator, years)
    lacks = facts.value is None and facts.goal in {GoalKind.THRESHOLD, GoalKind.CHANGE, GoalKind.RANK}
    doubts = tuple(one for one in facts.doubts if one is not Doubt.VALUE) + ((Doubt.VALUE,) if lacks else ())
    return replace(facts, course=course, doubts=doubts)


def _kind(facts: Facts, said: str, words: str) -> GoalKind:
    if said in {"reduce", "increase"} or (facts.value is None and _BETTER.search(words)):
        return GoalKind.CHANGE
    if said == "rank" or facts.unit is Unit.RANK:
        return GoalKind.RANK
    if facts.value is None:
        return GoalKind.KEEP if _KEEP.search(words) else GoalKind.JUDGED
    if facts.value == 0 and facts.comparator in {Comparator.EQ, Comparator.LE}:
        return GoalKind.ZERO
    return GoalKind.THRESHOLD


def _way(said: str, facts: Facts) -> Direction:
    return {"reduce": Direction.LOWER, "increase": Direction.HIGHER}.get(said, facts.direction)


def _comparator(said: str, words: str) -> Comparator:
    """A floor or ceiling by the letter: "trên 90%" is above, "từ 90% trở lên" at least."""
    if said == "ge":
        return Comparator.GT if _ABOVE.search(words) else Comparator.GE
    if said == "le":
        return Comparator.LT if _BELOW.search(words) else Comparator.LE
    return Comparator.EQ if said == "eq" else Comparator.GE


def _decimal(raw: object) -> Decimal | None:
    if raw is None or isinstance(raw, bool):
        return None
    try:
        return Decimal(str(raw))
    except InvalidOperation:
        return None


def _unit(raw: object) -> Unit:
    try:
        return Unit(str(raw))
    except ValueError:
        return Unit.OTHER
