"""The sheet for the weekly meeting: which open task stands under which head, and what fits on one page."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from cchc.plans.rules.tasks import OPEN, State

T = TypeVar("T")


class Head(StrEnum):
    """Under which head a task is read out, the most pressing first."""

    LATE = "late"
    DECIDE = "decide"
    BLOCKED = "blocked"
    DUE = "due"


def head_of(state: State, due: date | None, today: date, days: int, *, led: bool) -> Head | None:
    """The one head of a task: late before all else; what waits for whoever checks it, or has no lead, is to be
    decided; what waits for somebody else, or was returned, is blocked; what falls due within `days` from today."""
    if state not in OPEN:
        return None
    if due is not None and due < today:
        return Head.LATE
    if state is State.SUBMITTED or not led:
        return Head.DECIDE
    if state in {State.WAITING, State.RETURNED}:
        return Head.BLOCKED
    return Head.DUE if due is not None and due <= today + timedelta(days=days) else None


def fit(groups: Mapping[Head, Sequence[T]], room: int, *, least: int = 3) -> dict[Head, list[T]]:
    """At most `room` lines: each head keeps its first `least`, what is left goes to the most pressing ones."""
    kept = {head: min(len(groups.get(head, ())), least) for head in Head}
    left = max(room - sum(kept.values()), 0)
    for head in Head:
        more = min(len(groups.get(head, ())) - kept[head], left)
        kept[head] += more
        left -= more
    return {head: list(groups.get(head, ()))[: kept[head]] for head in Head}
