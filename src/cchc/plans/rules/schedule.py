"""The one due date that a task has at a time, among all the deadlines that its plan states."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from cchc.plans.rules.deadlines import Deadline, DeadlineKind, Event, due_date, occurrences

RUN_OUT = timedelta(days=31)
"""Work of a plan's last period ("tháng liền kề", "năm liền kề") may fall due this long after the plan's last day."""


def first_due(
    deadlines: Sequence[Deadline], from_day: date, last_year: int, events: Mapping[str, Event] | None = None
) -> date | None:
    """The first day something is due: a single day even when it is past, a recurring one from `from_day` on.

    `events` are what relative deadlines count from, by the text of the deadline.
    """
    happened = events or {}
    days = [due_date(one, from_day, event=happened.get(one.text)) for one in deadlines]
    return min((day for day in days if day is not None and day <= _last(last_year)), default=None)


def next_due(deadlines: Sequence[Deadline], done: date, last_year: int) -> date | None:
    """The due day after one that was met; None when nothing is left of the plan's time."""
    start = done + timedelta(days=1)
    days = [next(occurrences(one, start, _last(last_year)), None) for one in deadlines]
    return min((day for day in days if day is not None), default=None)


def to_plain(deadline: Deadline) -> dict[str, Any]:
    """The deadline as JSON keeps it; what is not set is left out."""
    blank = Deadline(deadline.kind)
    facts = {field.name: getattr(deadline, field.name) for field in fields(Deadline)}
    kept = {name: value for name, value in facts.items() if name == "kind" or value != getattr(blank, name)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()}


def from_plain(facts: dict[str, Any]) -> Deadline:
    """The deadline that JSON kept. Raises ValueError or TypeError for what `to_plain` did not write."""
    on = facts.get("on")
    kind = DeadlineKind(facts["kind"])
    return replace(Deadline(**{**facts, "kind": kind}), on=date.fromisoformat(on) if on else None)


def _last(last_year: int) -> date:
    return date(last_year, 12, 31) + RUN_OUT
