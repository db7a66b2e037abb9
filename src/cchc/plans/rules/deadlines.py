"""Deadlines of every kind that plans use, and the days they fall on."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from cchc.common.worktime import FROM_EVENT, Clock, Limit, Terms
from cchc.common.worktime import Unit as TimeUnit


class DeadlineKind(StrEnum):
    """How a plan says when. The names are those of the plan reader's output."""

    DATE = "date"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    PERIOD_END = "period_end"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    YEARLY_MONTH = "yearly_month"
    YEARLY_DATE = "yearly_date"
    STANDING = "standing"
    BY_REFERENCE = "by_reference"
    RELATIVE = "relative"
    ON_REQUEST = "on_request"
    FROM_YEAR = "from_year"
    PERIODIC_REPORTS = "periodic_reports"
    UNKNOWN = "unknown"


STEP_MONTHS: dict[DeadlineKind, int] = {
    DeadlineKind.MONTHLY: 1,
    DeadlineKind.QUARTERLY: 3,
    DeadlineKind.HALF_YEARLY: 6,
    DeadlineKind.YEARLY: 12,
    DeadlineKind.YEARLY_MONTH: 12,
    DeadlineKind.YEARLY_DATE: 12,
}
"""The recurring kinds that follow months, with the length of their period."""

RECURRING = frozenset(STEP_MONTHS) | {DeadlineKind.WEEKLY}
"""Kinds that fall due again and again."""


@dataclass(frozen=True)
class Deadline:
    """When something is due.

    `month` 1-12, `quarter` 1-4, `half` 1-2, `weekday` 0 (Monday) to 6. `last_year` is the plan's last year for what
    ends with it. `before`: the day itself is too late ("trước ngày 05"). `shift`: how many periods of its kind later
    (+) or earlier (-) than the one it belongs to it falls due ("tháng liền kề": the following month). `count` and `per`
    ("days", "working_days", "months") with `trigger`: so long after something happened. `reference`: the document or
    the words that set the date elsewhere.
    """

    kind: DeadlineKind
    text: str = ""
    on: date | None = None
    year: int | None = None
    month: int | None = None
    quarter: int | None = None
    half: int | None = None
    day: int | None = None
    weekday: int | None = None
    last_year: int | None = None
    before: bool = False
    shift: int = 0
    count: int | None = None
    per: str = ""
    trigger: str = ""
    reference: str = ""

    @property
    def recurring(self) -> bool:
        """Whether it falls due more than once."""
        return self.kind in RECURRING

    @property
    def dated(self) -> bool:
        """Whether a day can be computed from it alone."""
        return self.recurring or _single(self) is not None


@dataclass(frozen=True)
class Event:
    """The day that a relative deadline counts from happened, and the clock that counts."""

    on: date
    clock: Clock


def due_date(deadline: Deadline, today: date, *, event: Event | None = None) -> date | None:
    """The day something is due: for a recurring deadline the next one from `today` on, today included.

    `event` is the trigger of a relative deadline. None where there is no day: standing work, dates set by another
    document, a trigger that has not happened. Raises BeyondCalendar when the clock does not reach the day.
    """
    if deadline.kind is DeadlineKind.RELATIVE:
        return after(deadline, event) if event else None
    if not deadline.recurring:
        return _single(deadline)
    return next(occurrences(deadline, today, date(today.year + 2, 12, 31)), None)


def occurrences(deadline: Deadline, first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last` on which the deadline falls due, ascending."""
    if not deadline.recurring:
        day = _single(deadline)
        if day is not None and first <= day <= last:
            yield day
        return
    for day in _weekly(deadline, first) if deadline.kind is DeadlineKind.WEEKLY else _periods(deadline, first):
        if day > last:
            return
        if day >= first:
            yield day


def _single(deadline: Deadline) -> date | None:
    day = deadline.on
    month = _last_month(deadline)
    if deadline.year is not None and month is not None:
        day = _in_month(deadline.year, month, deadline.day if deadline.kind is DeadlineKind.MONTH else None)
    if deadline.kind is DeadlineKind.PERIOD_END and deadline.last_year is not None:
        day = date(deadline.last_year, 12, 31)
    return day - timedelta(days=1) if day is not None and deadline.before else day


def _last_month(deadline: Deadline) -> int | None:
    """The month that ends a single period; None for what is no single period."""
    return {
        DeadlineKind.MONTH: deadline.month or 12,
        DeadlineKind.QUARTER: (deadline.quarter or 4) * 3,
        DeadlineKind.HALF: (deadline.half or 2) * 6,
        DeadlineKind.NINE_MONTHS: 9,
        DeadlineKind.YEAR: 12,
    }.get(deadline.kind)


def _periods(deadline: Deadline, first: date) -> Iterator[date]:
    """The due days of successive periods, from one well before `first`."""
    step = STEP_MONTHS[deadline.kind]
    period = first.year * 12 - step * (abs(deadline.shift) + 1)
    while period < 9998 * 12:
        end = period + (deadline.month or step) - 1 + deadline.shift * step
        day = _in_month(end // 12, end % 12 + 1, deadline.day)
        yield day - timedelta(days=1) if deadline.before else day
        period += step


def _weekly(deadline: Deadline, first: date) -> Iterator[date]:
    weekday = 4 if deadline.weekday is None else deadline.weekday
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    while day.year < 9998:
        yield day
        day += timedelta(days=7)


def _in_month(year: int, month: int, day: int | None) -> date:
    """A day of a month; the 31st of a shorter month, or no day named, is its last."""
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day or last, last))


_PER = {"months": TimeUnit.CALENDAR_MONTHS, "working_days": TimeUnit.WORKING_DAYS}


def terms_of(deadline: Deadline) -> Terms:
    """What a relative deadline asks of the clock: its day does not count, and it does not end on a day off."""
    return Terms(Limit(deadline.count or 0, _PER.get(deadline.per, TimeUnit.CALENDAR_DAYS)), start=FROM_EVENT)


def after(deadline: Deadline, event: Event) -> date | None:
    """The day on which a relative deadline falls due once its event has happened."""
    due = event.clock.due(datetime.combine(event.on, time.min), terms_of(deadline)) if deadline.count else None
    return due.date() if due else None
