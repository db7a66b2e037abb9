"""When a report falls due, and what time its figures cover: occurrences of a cadence between two days.

A cut-off mostly lies before the end of the period it is of ("ngày 14 tháng cuối quý"), and the figures then run from
the day after the last cut-off ("từ ngày 15 tháng trước kỳ đến ngày 14 tháng cuối kỳ"). Source: Nghị định 09/2019/NĐ-CP,
Điều 8 and 12.
"""

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import chain

from cchc.common.periods import Kind, Period

LAST_YEAR = 9000
"""No schedule is asked about later years."""
AROUND = timedelta(days=15)
"""No row of days off is longer."""


class Cadence(StrEnum):
    """How often something is reported; the codes are those of plans."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    NINE_MONTHLY = "nine_monthly"
    YEARLY = "yearly"
    AD_HOC = "ad_hoc"


BY_MONTHS: dict[Cadence, Kind] = {
    Cadence.YEARLY: Kind.YEAR,
    Cadence.NINE_MONTHLY: Kind.NINE_MONTHS,
    Cadence.HALF_YEARLY: Kind.HALF,
    Cadence.QUARTERLY: Kind.QUARTER,
    Cadence.MONTHLY: Kind.MONTH,
}
"""The cadences that follow months with their kind of period, the longest first."""


@dataclass(frozen=True)
class Schedule:
    """The stated times of one report.

    Of cadences that end with the same month only the longest is asked for: the six months' report stands for that of
    the second quarter. `day` is one of the period's last month, None its last; `shift` moves that by whole months
    (1: the month after the period). `weekday` is 0 (Monday) to 6 and belongs to weekly reports; `on` is the day of one
    asked for once. `hour`: the hour by which it must be there; None is the end of the day. `window_day`: the day of
    the month on which the figures of a period begin, in the month before it (of a weekly report the weekday, 1-7);
    None is the calendar's own period. `starts_on` and `ends_on` bound the stated days.
    """

    cadences: frozenset[Cadence]
    starts_on: date
    ends_on: date | None = None
    day: int | None = None
    shift: int = 0
    weekday: int = 4
    hour: time | None = None
    window_day: int | None = None
    on: date | None = None


@dataclass(frozen=True)
class Occurrence:
    """One time of reporting. `code` names the period; figures run from `first` to `last`; `stated` is the day as it is
    written, `due` where the rule for days off puts it, `moment` the local time after which it is late."""

    code: str
    first: date
    last: date
    stated: date
    due: date
    moment: datetime

    @property
    def moved(self) -> bool:
        """Whether the stated day was no working day and the rule puts it elsewhere."""
        return self.due != self.stated


def occurrences(schedule: Schedule, first: date, last: date, settled: Callable[[date], date]) -> list[Occurrence]:
    """Every occurrence that is due from `first` to `last`, ascending; `settled` is the rule for days off."""
    found = []
    for code, window, stated in _stated(schedule, first - AROUND, min(last + AROUND, date(LAST_YEAR, 12, 31))):
        if stated < schedule.starts_on or (schedule.ends_on is not None and stated > schedule.ends_on):
            continue
        due = settled(stated)
        if first <= due <= last:
            found.append(Occurrence(code, *window, stated, due, _moment(due, schedule.hour)))
    return sorted(found, key=lambda one: (one.due, one.first, one.code))


Stated = tuple[str, tuple[date, date], date]


def _stated(schedule: Schedule, first: date, last: date) -> Iterator[Stated]:
    """Code, window and stated day of everything whose stated day lies between the two."""
    parts: list[Iterator[Stated]] = []
    if Cadence.WEEKLY in schedule.cadences:
        parts.append(_weeks(schedule, first, last))
    if Cadence.AD_HOC in schedule.cadences and schedule.on is not None:
        window = min(schedule.starts_on, schedule.on), schedule.on
        parts.append(iter([(f"{schedule.on:%Y-%m-%d}", window, schedule.on)]))
    parts.append(_months(schedule, first, last))
    return (one for one in chain.from_iterable(parts) if first <= one[2] <= last)


def _weeks(schedule: Schedule, first: date, last: date) -> Iterator[Stated]:
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        year, week, _weekday = monday.isocalendar()
        ends = monday + timedelta(days=(schedule.window_day - 2) % 7 if schedule.window_day else 6)
        window = ends - timedelta(days=6), ends
        yield f"{year}-W{week:02d}", window, monday + timedelta(days=schedule.weekday)
        monday += timedelta(days=7)


def _months(schedule: Schedule, first: date, last: date) -> Iterator[Stated]:
    kinds = [kind for cadence, kind in BY_MONTHS.items() if cadence in schedule.cadences]
    seen: set[date] = set()
    for year in range(first.year - 1, last.year + 2):
        for period in chain.from_iterable(_of_year(kind, year) for kind in kinds):
            if period.last not in seen:
                seen.add(period.last)
                yield period.code, window_of(period, schedule.window_day), _day_of(period, schedule)


def _of_year(kind: Kind, year: int) -> Iterator[Period]:
    period = Period.of(kind, date(year, 1, 1))
    while period.year == year:
        yield period
        period = period.next()


def _day_of(period: Period, schedule: Schedule) -> date:
    return _in_month(period.last.year * 12 + period.last.month - 1 + schedule.shift, schedule.day)


def _in_month(month: int, day: int | None) -> date:
    """A day of a month counted from year nought; the 31st of a shorter month, or no day named, is its last."""
    year, number = month // 12, month % 12 + 1
    longest = calendar.monthrange(year, number)[1]
    return date(year, number, min(day or longest, longest))


def window_of(period: Period, day: int | None) -> tuple[date, date]:
    """The days that the figures of a period cover: its own, or from `day` of the month before it to the day before
    `day` of its last month (the year from 15/12 to 14/12). `day` is 2 to 28."""
    if day is None:
        return period.first, period.last
    before = _in_month(period.first.year * 12 + period.first.month - 2, day)
    return before, _in_month(period.last.year * 12 + period.last.month - 1, day) - timedelta(days=1)


def _moment(due: date, hour: time | None) -> datetime:
    return datetime.combine(due, hour) if hour else datetime.combine(due + timedelta(days=1), time.min)
