"""What an item still lacks before the plan can be adopted: errors stop it, warnings do not."""

from dataclasses import dataclass
from enum import StrEnum

from cchc.plans.rules.deadline_text import parse_deadline
from cchc.plans.rules.deadlines import DeadlineKind
from cchc.plans.rules.goals import GoalKind
from cchc.plans.rules.intake.facts import TASKLIKE, Facts, ItemKind


class Lack(StrEnum):
    """What is missing."""

    QUOTE = "quote"
    GOAL = "goal"
    VALUE = "value"
    DUE = "due"
    NUMBER = "number"
    OWNER = "owner"
    INDICATOR = "indicator"
    BASELINE = "baseline"
    DEADLINE = "deadline"
    DEADLINE_UNCLEAR = "deadline_unclear"
    CADENCE = "cadence"


ERRORS = frozenset({Lack.QUOTE, Lack.GOAL, Lack.VALUE, Lack.DUE, Lack.NUMBER})
"""Without these there is no target, task or citation at all."""

_NEEDS_VALUE = frozenset({GoalKind.THRESHOLD, GoalKind.CHANGE, GoalKind.RANK})


@dataclass(frozen=True)
class Lacking:
    """The faults of one item."""

    errors: tuple[Lack, ...]
    warnings: tuple[Lack, ...]


def lacking(kind: ItemKind, quote: str, facts: Facts, plan_year: int) -> Lacking:
    """What an item of a kind lacks."""
    found = [*([] if quote.strip() else [Lack.QUOTE])]
    if kind is ItemKind.MEASURE:
        found += _measure(facts)
    elif kind in TASKLIKE:
        found += _task(facts, plan_year)
    elif kind is ItemKind.DUTY:
        found += [] if facts.lead else [Lack.OWNER]
    elif kind is ItemKind.REPORTING:
        found += [*([] if facts.cadence else [Lack.CADENCE]), *([] if facts.lead else [Lack.OWNER])]
    elif not facts.number.strip():
        found.append(Lack.NUMBER)
    return Lacking(tuple(one for one in found if one in ERRORS), tuple(one for one in found if one not in ERRORS))


def _measure(facts: Facts) -> list[Lack]:
    found = []
    if facts.goal is None:
        found.append(Lack.GOAL)
    if facts.goal in _NEEDS_VALUE and facts.value is None:
        found.append(Lack.VALUE)
    if facts.due_on is None:
        found.append(Lack.DUE)
    if facts.goal in {GoalKind.CHANGE, GoalKind.KEEP} and facts.baseline is None:
        found.append(Lack.BASELINE)
    if not facts.indicator and facts.goal is not GoalKind.JUDGED:
        found.append(Lack.INDICATOR)
    return found if facts.lead else [*found, Lack.OWNER]


def _task(facts: Facts, plan_year: int) -> list[Lack]:
    found = [] if len(facts.lead) == 1 else [Lack.OWNER]
    if not facts.deadline_text.strip():
        found.append(Lack.DEADLINE)
    elif parse_deadline(facts.deadline_text, plan_year).kind is DeadlineKind.UNKNOWN:
        found.append(Lack.DEADLINE_UNCLEAR)
    return found
