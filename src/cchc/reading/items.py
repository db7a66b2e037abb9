"""What a reading holds: plain records, each with its place in the text."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

Record = TypeVar("Record")


class Span(NamedTuple):
    """From `start` up to `end` (characters) in the reading's own text."""

    start: int
    end: int


def changed(record: Record, **changes: object) -> Record:
    """A copy of a record with other values in some fields: what `dataclasses.replace` does, ten times as fast."""
    copy = object.__new__(type(record))
    vars(copy).update(vars(record), **changes)
    return copy


@dataclass(frozen=True)
class Document:
    """What a document says about itself. `period`: first and last year it is for."""

    kind: str
    number: str | None
    issued_on: dt.date | None
    issuer: str | None
    title: str
    period: tuple[int, int] | None
    place: str | None = None
    attached_to: str | None = None


@dataclass(frozen=True)
class Section:
    """A heading of the outline. `kind`: purpose, requirement, objective, target, mixed, task, solution, funding,
    organisation, reporting, context, other, annex."""

    id: str
    label: str
    title: str
    kind: str
    area: str | None
    level: int
    span: Span
    page: int | None
    path: tuple[str, ...]


@dataclass(frozen=True)
class Citation:
    """A document cited, once for each number; `spans` are all its mentions, `dates` all the dates they give it."""

    id: str
    number: str
    date: dt.date | None
    kind: str
    issuer: str | None
    subject: str | None
    span: Span
    spans: tuple[Span, ...]
    dates: tuple[dt.date, ...]
    page: int | None
    path: tuple[str, ...]
    needs_person: bool = False


@dataclass(frozen=True)
class Measure:
    """A quantified commitment. `value` in `unit`; for reduce and increase the amount of change; `upper` ends a range.
    `phrase` names what is measured; `per` is "year" for a yearly rate."""

    id: str
    quote: str
    phrase: str
    area: str
    comparator: str
    value: float
    upper: float | None
    unit: str
    unit_text: str
    per: str | None
    baseline: str | None
    due: int | None
    due_stated: bool
    kind: str
    span: Span
    page: int | None
    path: tuple[str, ...]
    row: str | None = None
    needs_person: bool = False


@dataclass(frozen=True)
class Deadline:
    """When something is due, in its kind; `text` as printed. Kinds: date, month, quarter, half, nine_months, year,
    period_end, weekly, monthly, quarterly, half_yearly, yearly, yearly_month, yearly_date, standing, by_reference,
    relative, on_request, from_year, periodic_reports, unknown."""

    kind: str
    text: str
    date: dt.date | None = None
    month: int | None = None
    quarter: int | None = None
    half: int | None = None
    year: int | None = None
    day: int | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Task:
    """A thing to do. `lead` as named in its words, `row` the annex row that says the same."""

    id: str
    quote: str
    area: str
    kind: str
    lead: str | None
    deadline: Deadline | None
    span: Span
    page: int | None
    path: tuple[str, ...]
    row: str | None = None
    needs_person: bool = False


@dataclass(frozen=True)
class Duty:
    """What the part on carrying out puts on a unit, as named."""

    id: str
    quote: str
    unit: str
    stated: bool
    deadline: Deadline | None
    span: Span
    page: int | None
    path: tuple[str, ...]
    needs_person: bool = False


@dataclass(frozen=True)
class Reporting:
    """A duty to report on a schedule; `cadence` empty where the text says only "định kỳ"."""

    id: str
    quote: str
    cadence: tuple[str, ...]
    day: int | None
    to: str | None
    unit: str | None
    span: Span
    page: int | None
    path: tuple[str, ...]
    needs_person: bool = False


@dataclass(frozen=True)
class Row:
    """A row of an annex table. `lead`, `support`, `monitor`: the units of a cell, split at its semicolons and lines."""

    id: str
    no: str
    field: str
    area: str
    task: str
    product: str
    deadline_text: str
    deadline: Deadline
    deadlines: tuple[Deadline, ...]
    lead: tuple[str, ...]
    support: tuple[str, ...]
    monitor: tuple[str, ...]
    lead_text: str
    support_text: str
    monitor_text: str
    budget: str | None
    note: str | None
    span: Span
    page: int | None
    table: int
    cells: dict[str, Span]


@dataclass(frozen=True)
class Finding:
    """A thing the linter found. `severity`: error, warning, info. `rule` is a stable name."""

    rule: str
    severity: str
    span: Span
    message_vi: str
    message_en: str
    suggestion: str | None = None


@dataclass(frozen=True)
class Quality:
    """How far the text can be trusted. `marks`: share of words with Vietnamese marks (0 to 1), `pages` the same page by
    page; `layer`: typed, text or ocr; `confidence`: of the recognition, 0 to 1."""

    readable: bool
    marks: float
    layer: str
    confidence: float | None
    pages: tuple[tuple[int, float], ...]
    advice_vi: str | None = None
    advice_en: str | None = None
