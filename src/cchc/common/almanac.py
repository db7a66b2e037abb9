"""The calendar of a department as its rows make it: days, office hours, rules, and the clock that counts on them.

Kept in the process for as long as no version was added, and asked for once in a request (`Asked`).
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TypeVar

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .calendar import DayKind, SpecialDay, WorkingCalendar, shipped_days
from .models import CalendarDay, CalendarVersion, CountingRule, DayOffRule, DayStatus, OfficeHours
from .worktime import USUAL, Clock, Hours, Session, StartRule

BEGINNING = date(2000, 1, 1)


@dataclass(frozen=True)
class Rule:
    """How time is counted from a day on."""

    since: date
    start: StartRule
    day_off: DayOffRule = DayOffRule.KEEP


USUAL_RULE = Rule(BEGINNING, StartRule())


@dataclass(frozen=True)
class Almanac:
    """What a department counts by. `version` is the number of its latest change, nought before the first."""

    agency_id: int | None
    version: int
    days: tuple[SpecialDay, ...]
    hours: tuple[Hours, ...] = (USUAL,)
    rules: tuple[Rule, ...] = (USUAL_RULE,)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """Its days."""
        return WorkingCalendar(self.days)

    @cached_property
    def clock(self) -> Clock:
        """Its working time, for the years that its days cover."""
        first, last = self.calendar.span
        return Clock(self.calendar, self.hours, first=first, last=last)

    def rule_on(self, day: date) -> Rule:
        """The rule in force on a day."""
        held = [rule for rule in self.rules if rule.since <= day]
        return max(held, key=lambda rule: rule.since, default=USUAL_RULE)

    def settled(self, day: date) -> date:
        """The day on which something fixed for `day` falls due, by the rule for days off."""
        if self.calendar.is_working(day):
            return day
        rule = self.rule_on(day).day_off
        if rule is DayOffRule.NEXT:
            return self.calendar.on_or_after(day)
        return self.calendar.on_or_before(day) if rule is DayOffRule.PREVIOUS else day


_kept: dict[int | None, tuple[str, Almanac]] = {}
_asked: ContextVar[dict[int | None, Almanac] | None] = ContextVar("asked", default=None)


class Asked:
    """Middleware: within one request the calendar is looked up once, and stays the same."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with a memory of its own."""
        token = _asked.set({})
        try:
            return self.answer(request)
        finally:
            _asked.reset(token)


def forget() -> None:
    """Look the calendar up again within this request: it has just been changed."""
    memory = _asked.get()
    if memory is not None:
        memory.clear()


def almanac_of(agency_id: int | None) -> Almanac:
    """The calendar that a department counts by; for None, what holds for everybody."""
    memory = _asked.get()
    if memory is None:
        return _current(agency_id)
    if agency_id not in memory:
        memory[agency_id] = _current(agency_id)
    return memory[agency_id]


def _current(agency_id: int | None) -> Almanac:
    latest = CalendarVersion.objects.filter(_of(agency_id)).order_by("-pk").values_list("pk", "token").first()
    number, token = latest or (0, "")
    held = _kept.get(agency_id)
    if held is None or held[0] != token:
        held = _kept[agency_id] = (token, _read(agency_id, number))
    return held[1]


def _of(agency_id: int | None) -> Q:
    everybody = Q(agency_id=None)
    return everybody if agency_id is None else everybody | Q(agency_id=agency_id)


def _read(agency_id: int | None, number: int) -> Almanac:
    rows = CalendarDay.objects.filter(_of(agency_id))
    days = {row.day: special(row) for row in rows if row.agency_id is None} or {one.day: one for one in shipped_days()}
    days |= {row.day: special(row) for row in rows if row.agency_id is not None}
    return Almanac(
        agency_id,
        number,
        tuple(days[day] for day in sorted(days)),
        _dated(USUAL, [(row.agency_id, hours_of(row)) for row in OfficeHours.objects.filter(_of(agency_id))]),
        _dated(USUAL_RULE, [(row.agency_id, rule_of(row)) for row in CountingRule.objects.filter(_of(agency_id))]),
    )


Dated = TypeVar("Dated", bound="Hours | Rule")


def _dated(usual: Dated, rows: Iterable[tuple[int | None, Dated]]) -> tuple[Dated, ...]:
    """Every dated setting that holds: a department's own from its day on, before that those of everybody."""
    listed = list(rows)
    own = [one.since for agency, one in listed if agency is not None]
    held = [one for agency, one in listed if agency is not None or not own or one.since < min(own)]
    return (usual, *held)


def special(row: CalendarDay) -> SpecialDay:
    """A row as the pure calendar knows it."""
    return SpecialDay(row.day, DayKind(row.kind), row.name, decided=row.status == DayStatus.DECIDED)


def hours_of(row: OfficeHours) -> Hours:
    """A row as the clock knows it."""
    sessions = (Session(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in row.sessions)
    return Hours(row.since, tuple(sessions))


def rule_of(row: CountingRule) -> Rule:
    """A row as the clock knows it."""
    start = StartRule(timedelta(minutes=row.late_minutes), row.source, row.cutoff, row.resumes)
    return Rule(row.since, start, DayOffRule(row.day_off))


def local(moment: datetime) -> datetime:
    """A moment without its zone, as the clock counts."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment
