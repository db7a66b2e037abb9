"""What one item of a draft says, field by field, and how it is kept as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from cchc.plans.rules.contents import Content
from cchc.plans.rules.goals import ChangeBy, Comparator, Course, Direction, GoalKind, Unit


class ItemKind(StrEnum):
    """What an item of a plan document is. `ROW` is a row of an annex table: a task with its columns."""

    MEASURE = "measure"
    TASK = "task"
    ROW = "row"
    DUTY = "duty"
    REPORTING = "reporting"
    CITATION = "citation"


class Decision(StrEnum):
    """What a person said about an item."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


class How(StrEnum):
    """Why a unit is thought to be meant."""

    EXACT = "exact"
    SHORT = "short"
    NAMED = "named"
    GROUP = "group"
    CLOSE = "close"
    CHARGED = "charged"
    PERSON = "person"
    AGENCY = "agency"
    OUTSIDE = "outside"
    NONE = "none"


class Doubt(StrEnum):
    """Why a person must look at an item before it can be trusted."""

    READER = "reader"
    TWIN = "twin"
    VALUE = "value"
    SCAN = "scan"
    BY_HAND = "by_hand"
    UNIT = "unit"
    INDICATOR = "indicator"
    DEADLINE = "deadline"


TASKLIKE = frozenset({ItemKind.TASK, ItemKind.ROW})
"""Kinds that become a task of the plan."""


@dataclass(frozen=True)
class Facts:
    """The fields of an item; those of other kinds stay empty.

    `value` is in `unit`; `due_on` the day by which a target is to be reached. `lead` and `support` are keys of units;
    the `…_text` beside them is what the document says. `deadline_text` is the deadline in the document's words.
    `cited_on` is the date of a cited document, `cited_kind` its kind (decree, decision …).
    """

    content: Content = Content.GENERAL
    goal: GoalKind | None = None
    comparator: Comparator = Comparator.GE
    value: Decimal | None = None
    unit: Unit = Unit.PERCENT
    change_by: ChangeBy = ChangeBy.PERCENT
    direction: Direction = Direction.HIGHER
    course: Course = Course.HOLD
    baseline: Decimal | None = None
    baseline_label: str = ""
    due_on: date | None = None
    noun: str = ""
    indicator: str = ""
    indicator_why: str = ""
    indicator_why_en: str = ""
    indicator_score: Decimal | None = None
    lead: tuple[int, ...] = ()
    lead_text: str = ""
    lead_how: How = How.NONE
    support: tuple[int, ...] = ()
    support_text: str = ""
    monitor: tuple[int, ...] = ()
    monitor_text: str = ""
    person: int | None = None
    product: str = ""
    deadline_text: str = ""
    budget: str = ""
    no: str = ""
    cadence: tuple[str, ...] = ()
    day: int | None = None
    to: str = ""
    number: str = ""
    cited_on: date | None = None
    cited_kind: str = ""
    doubts: tuple[Doubt, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """Only what differs from an empty item, as JSON holds it."""
        empty = Facts()
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: _plain(value) for name, value in values.items() if value != getattr(empty, name)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Facts":
        """Read back what `to_json` wrote. Raises ValueError naming the field that does not hold."""
        known = {one.name for one in fields(cls)}
        values: dict[str, Any] = {}
        for name, raw in data.items():
            if name not in known:
                raise ValueError(f"{name}: no such field")
            try:
                values[name] = _READ[name](raw) if name in _READ else _text(raw)
            except (ValueError, TypeError, InvalidOperation) as fault:
                raise ValueError(f"{name}: {raw!r} does not fit") from fault
        return cls(**values)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return [str(one) if isinstance(one, StrEnum) else one for one in value] if isinstance(value, tuple) else value


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise TypeError(raw)
    return raw


def _number(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise TypeError(raw)
    return raw


def _maybe_number(raw: object) -> int | None:
    return None if raw is None else _number(raw)


def _maybe_decimal(raw: object) -> Decimal | None:
    return None if raw is None else Decimal(str(raw))


def _maybe_date(raw: object) -> date | None:
    return None if raw is None else date.fromisoformat(_text(raw))


def _keys(raw: object) -> tuple[int, ...]:
    if not isinstance(raw, list | tuple):
        raise TypeError(raw)
    return tuple(_number(one) for one in raw)


_READ: dict[str, Any] = {
    "content": Content,
    "goal": lambda raw: None if raw is None else GoalKind(raw),
    "comparator": Comparator,
    "value": _maybe_decimal,
    "unit": Unit,
    "change_by": ChangeBy,
    "direction": Direction,
    "course": Course,
    "baseline": _maybe_decimal,
    "due_on": _maybe_date,
    "indicator_score": _maybe_decimal,
    "lead": _keys,
    "lead_how": How,
    "support": _keys,
    "monitor": _keys,
    "person": _maybe_number,
    "cadence": lambda raw: tuple(_text(one) for one in raw),
    "day": _maybe_number,
    "cited_on": _maybe_date,
    "doubts": lambda raw: tuple(Doubt(one) for one in raw),
}


@dataclass(frozen=True)
class Proposal:
    """One item as the reader proposes it, with its place in the document's text (None: without a place).

    `also` are other places that say the same: a task of the text that a row of the annex repeats.
    """

    kind: ItemKind
    quote: str
    start: int | None
    end: int | None
    facts: Facts
    page: int | None = None
    path: tuple[str, ...] = ()
    also: tuple[tuple[int, int], ...] = ()
