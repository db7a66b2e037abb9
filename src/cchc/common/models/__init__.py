"""The tables that every package rests on."""

from cchc.common.models.calendar import (
    CalendarDay,
    CalendarVersion,
    CountingRule,
    DayKindName,
    DayOffRule,
    DayStatus,
    OfficeHours,
)
from cchc.common.models.jobs import JobOutcome, JobRun
from cchc.common.models.journal import JournalEntry, JournalHead
from cchc.common.models.numbering import BookForm, NumberBook, NumberCounter, SeriesName, TakenNumber
from cchc.common.models.outbox import Delivered, OutboxMessage, OutboxState
from cchc.common.models.readings import Reading, ReadingKind
from cchc.common.models.workers import Worker

__all__ = [
    "BookForm",
    "CalendarDay",
    "CalendarVersion",
    "CountingRule",
    "DayKindName",
    "DayOffRule",
    "DayStatus",
    "Delivered",
    "JobOutcome",
    "JobRun",
    "JournalEntry",
    "JournalHead",
    "NumberBook",
    "NumberCounter",
    "OfficeHours",
    "OutboxMessage",
    "OutboxState",
    "Reading",
    "ReadingKind",
    "SeriesName",
    "TakenNumber",
    "Worker",
]
