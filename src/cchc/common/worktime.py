"""Working time to the second: due moments with the certificate that proves them, and the time between two moments.

Moments are local (Asia/Ho_Chi_Minh) and naive. The rules are dated settings with these sources: Bộ luật Lao động 2019
(days off), Nghị định 118/2025/NĐ-CP and 297/2025/NĐ-CP (start of the clock), and the agency's own hours.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from .calendar import DayKind, WorkingCalendar

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # moments here are local and naive
DAY_SECONDS = 8 * 3600
"""One working day of a limit is eight working hours."""


class BeyondCalendar(ValueError):  # noqa: N818  # it says what happened, as a sentence does
    """A moment lies outside the years of the calendar."""


class Unit(StrEnum):
    """The unit a limit is given in."""

    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


class Cause(StrEnum):
    """Why a stretch of time was counted or skipped."""

    COUNTED = "counted"
    BEFORE_START = "before_start"
    OFF_HOURS = "off_hours"
    LUNCH = "lunch"
    WEEKLY_OFF = "weekly_off"
    HOLIDAY = "holiday"
    COMPENSATORY = "compensatory"
    SWAPPED = "swapped"
    CLOSURE = "closure"
    PAUSE = "pause"
    VOID = "void"
    CALENDAR = "calendar"


@dataclass(frozen=True)
class Session:
    """One stretch of the office day."""

    opens: time
    closes: time


@dataclass(frozen=True)
class Hours:
    """The office hours in force from a day on."""

    since: date
    sessions: tuple[Session, ...]


USUAL = Hours(date(2000, 1, 1), (Session(time(7), time(11, 30)), Session(time(13, 30), time(17))))


@dataclass(frozen=True)
class Limit:
    """How long something may take; halves of a day are allowed for working days."""

    amount: float
    unit: Unit

    @property
    def seconds(self) -> int:
        """The working seconds of a limit in working time."""
        return round(self.amount * (3600 if self.unit is Unit.WORKING_HOURS else DAY_SECONDS))


@dataclass(frozen=True)
class StartRule:
    """When the clock starts: what comes in during the last `late` of a day counts from the next working day."""

    late: timedelta = timedelta(hours=1)
    version: str = "ND297/2025, Điều 6 khoản 3"


@dataclass(frozen=True)
class Pause:
    """Time that does not count, from a moment until another, or still running; with `restart` all before is void."""

    start: datetime
    end: datetime | None
    cause: str = ""
    restart: bool = False


@dataclass(frozen=True)
class Extension:
    """More time, given once, on top of the limit."""

    limit: Limit
    cause: str = ""


class Stretch(NamedTuple):
    """A stretch of time and why it was counted or skipped; `note` names the holiday or the pause."""

    start: datetime
    end: datetime
    cause: Cause
    note: str = ""

    @property
    def seconds(self) -> int:
        """Its length."""
        return round((self.end - self.start).total_seconds())


@dataclass(frozen=True)
class Certificate:
    """A due moment with its proof: the stretches follow one another from `received` to `due`.

    The counted ones sum up to `asked`. `due` is None while a pause runs; the stretches then end where it began.
    """

    received: datetime
    due: datetime | None
    asked: int
    rule: str
    stretches: tuple[Stretch, ...]

    def seconds(self, cause: Cause) -> int:
        """The time that a cause makes up."""
        return sum(stretch.seconds for stretch in self.stretches if stretch.cause is cause)


@dataclass(frozen=True)
class Terms:
    """What a due moment depends on besides its start: the limit, the rule of the start, pauses and extensions."""

    limit: Limit
    start: StartRule = field(default_factory=StartRule)
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()

    @cached_property
    def asked(self) -> int:
        """Working seconds asked for; nought for calendar days, which are not counted in working time."""
        if self.limit.unit is Unit.CALENDAR_DAYS:
            return 0
        return self.limit.seconds + sum(one.limit.seconds for one in self.extensions)


_KINDS = {
    DayKind.WEEKLY_OFF: Cause.WEEKLY_OFF,
    DayKind.HOLIDAY: Cause.HOLIDAY,
    DayKind.COMPENSATORY: Cause.COMPENSATORY,
    DayKind.SWAPPED: Cause.SWAPPED,
    DayKind.CLOSURE: Cause.CLOSURE,
}


def _at(moment: datetime) -> int:
    passed = moment - _EPOCH
    return passed.days * 86_400 + passed.seconds


def _moment(second: int) -> datetime:
    return _EPOCH + timedelta(0, second)


class Clock:
    """The working time of an agency between two days: one line of stretches, with the time worked before each."""

    def __init__(
        self, calendar: WorkingCalendar, hours: Sequence[Hours] = (USUAL,), *, first: date, last: date
    ) -> None:
        self.calendar, self.first, self.last = calendar, first, last
        self._hours = sorted(hours, key=lambda one: one.since, reverse=True)
        self._starts: list[int] = []
        self._causes: list[Cause] = []
        self._notes: list[str] = []
        for start, cause, note in self._line():
            if self._causes and self._causes[-1] is cause and self._notes[-1] == note:
                continue
            self._starts.append(start)
            self._causes.append(cause)
            self._notes.append(note)
        self._end = _at(datetime.combine(last + timedelta(days=1), time.min))
        self._moments = [_moment(start) for start in self._starts]
        self._starting: dict[timedelta, tuple[list[int], list[int], list[int]]] = {}
        self._worked = [0]
        for index, start in enumerate(self._starts):
            end = self._starts[index + 1] if index + 1 < len(self._starts) else self._end
            self._worked.append(self._worked[-1] + (end - start if self._causes[index] is Cause.COUNTED else 0))

    def sessions(self, day: date) -> tuple[Session, ...]:
        """The sessions worked on a day; none on a day off."""
        if not self.calendar.is_working(day):
            return ()
        special = self.calendar.special(day)
        if special is not None and special.hours is not None:
            return tuple(Session(opens, closes) for opens, closes in special.hours)
        return next((one.sessions for one in self._hours if one.since <= day), ())

    def _line(self) -> Iterator[tuple[int, Cause, str]]:
        for number in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=number)
            midnight = _at(datetime.combine(day, time.min))
            sessions = self.sessions(day)
            if not sessions:
                special = self.calendar.special(day)
                yield midnight, _KINDS.get(self.calendar.kind(day), Cause.OFF_HOURS), special.name if special else ""
                continue
            yield midnight, Cause.OFF_HOURS, ""
            for index, session in enumerate(sessions):
                yield midnight + _seconds(session.opens), Cause.COUNTED, ""
                last = index + 1 == len(sessions)
                yield midnight + _seconds(session.closes), Cause.OFF_HOURS if last else Cause.LUNCH, ""

    def _index(self, second: int) -> int:
        if not self._starts[0] <= second <= self._end:
            raise BeyondCalendar(f"{_moment(second):%d/%m/%Y} lies outside {self.first:%d/%m/%Y}-{self.last:%d/%m/%Y}")
        return bisect_right(self._starts, second) - 1

    def _work_at(self, second: int) -> int:
        index = self._index(second)
        inside = second - self._starts[index] if self._causes[index] is Cause.COUNTED else 0
        return self._worked[index] + inside

    def _when(self, work: int) -> int:
        """The first second at which so much time was worked since the line began."""
        index = bisect_left(self._worked, work) - 1
        if index + 1 >= len(self._worked):
            raise BeyondCalendar(f"the due moment lies after {self.last:%d/%m/%Y}")
        return self._starts[index] + work - self._worked[index]

    def worked(self, start: datetime, end: datetime) -> int:
        """Working seconds between two moments; negative when the second is the earlier one."""
        return self._work_at(_at(end)) - self._work_at(_at(start))

    def start(self, received: datetime, rule: StartRule) -> datetime:
        """The moment the clock starts for what came in at `received`: never before it, always in office hours."""
        day = received.date()
        sessions = self.sessions(day)
        if sessions and received < datetime.combine(day, sessions[-1].closes) - rule.late:
            return _moment(self._next_open(_at(received)))
        return self._opening_after(day)

    def _work_at_start(self, received: datetime, rule: StartRule) -> int:
        """The working time before the moment the clock starts, by one look-up: the line with late hours closed."""
        line = self._starting.get(rule.late)
        if line is None:
            line = self._starting[rule.late] = self._line_of_starts(round(rule.late.total_seconds()))
        starts, worked, runs = line
        second = _at(received)
        if not starts[0] <= second <= self._end:
            self._index(second)
        index = bisect_right(starts, second) - 1
        return worked[index] + (second - starts[index]) * runs[index]

    def _line_of_starts(self, late: int) -> tuple[list[int], list[int], list[int]]:
        starts: list[int] = []
        worked: list[int] = []
        runs: list[int] = []
        for index, start in enumerate(self._starts):
            counted = self._causes[index] is Cause.COUNTED
            starts.append(start)
            worked.append(self._worked[index])
            runs.append(int(counted))
            last_of_day = counted and index + 1 < len(self._causes) and self._causes[index + 1] is not Cause.LUNCH
            if last_of_day and late:
                if start + late > self._starts[index + 1]:
                    raise ValueError("the late hours of a start rule are longer than a day's last session")
                starts.append(self._starts[index + 1] - late)
                worked.append(self._worked[index + 1])
                runs.append(0)
        return starts, worked, runs

    def _opening_after(self, day: date) -> datetime:
        return _moment(self._next_open(_at(datetime.combine(day + timedelta(days=1), time.min))))

    def _next_open(self, second: int) -> int:
        index = self._index(second)
        if self._causes[index] is Cause.COUNTED:
            return second
        while index + 1 < len(self._starts):
            index += 1
            if self._causes[index] is Cause.COUNTED:
                return self._starts[index]
        raise BeyondCalendar(f"no office hours before {self.last:%d/%m/%Y}")

    def due(self, received: datetime, terms: Terms) -> datetime | None:
        """The due moment alone; None while a pause runs."""
        if not terms.pauses and terms.limit.unit is not Unit.CALENDAR_DAYS:
            return _moment(self._when(self._work_at_start(received, terms.start) + terms.asked))
        begun, pauses = self._begin(received, terms)
        if any(pause.end is None for pause in pauses):
            return None
        if terms.limit.unit is Unit.CALENDAR_DAYS:
            return self._calendar_due(begun, terms, pauses)
        due = self._work_at(_at(begun)) + terms.asked
        for start, end in _merged(pauses, begun):
            before = self._work_at(start)
            if before < due:
                due += self._work_at(end) - before
        return _moment(self._when(due))

    def _begin(self, received: datetime, terms: Terms) -> tuple[datetime, list[Pause]]:
        """Where counting begins, and the pauses from there on: a restart makes void what was before its end."""
        pauses = sorted(terms.pauses, key=lambda pause: pause.start)
        for index in range(len(pauses) - 1, -1, -1):
            end = pauses[index].end
            if pauses[index].restart and end is not None:
                return self.start(end, terms.start), pauses[index + 1 :]
        return self.start(received, terms.start), pauses

    def _calendar_due(self, begun: datetime, terms: Terms, pauses: list[Pause]) -> datetime:
        """Calendar days count from the day after the start; the end is the close of a day that is worked."""
        paused = sum((_moment(end).date() - _moment(start).date()).days for start, end in _merged(pauses, begun))
        extra = sum(round(one.limit.amount) for one in terms.extensions)
        day = self.calendar.on_or_after(begun.date() + timedelta(days=round(terms.limit.amount) + extra + paused))
        return datetime.combine(day, self.sessions(day)[-1].closes)

    def certificate(self, received: datetime, terms: Terms) -> Certificate:
        """The due moment with every counted and skipped stretch from the reception to it."""
        begun, pauses = self._begin(received, terms)
        due = self.due(received, terms)
        end = due or next(pause.start for pause in pauses if pause.end is None)
        restarted = any(pause.restart and pause.end is not None for pause in terms.pauses)
        lead = [Stretch(received, begun, Cause.VOID if restarted else Cause.BEFORE_START)] if begun > received else []
        counted = Cause.CALENDAR if terms.limit.unit is Unit.CALENDAR_DAYS else Cause.COUNTED
        body = self._stretches(_at(begun), _at(end), [pause for pause in pauses if pause.start < end], counted)
        return Certificate(received, due, terms.asked, terms.start.version, tuple(lead + body))

    def _stretches(self, start: int, end: int, pauses: list[Pause], counted: Cause) -> list[Stretch]:
        found: list[Stretch] = []
        place = start
        for pause in pauses:
            begins, ends = max(_at(pause.start), place), min(_at(pause.end) if pause.end else end, end)
            if begins < ends:
                found += self._slice(place, begins, counted)
                found.append(Stretch(_moment(begins), _moment(ends), Cause.PAUSE, pause.cause))
                place = ends
        return found + self._slice(place, end, counted)

    def _slice(self, start: int, end: int, counted: Cause) -> list[Stretch]:
        """The line between two seconds; for calendar days it is one counted stretch."""
        if start >= end:
            return []
        if counted is Cause.CALENDAR:
            return [Stretch(_moment(start), _moment(end), counted)]
        first, last = self._index(start), bisect_left(self._starts, end)
        edges = [_moment(start), *self._moments[first + 1 : last], _moment(end)]
        rows = zip(edges[:-1], edges[1:], self._causes[first:last], self._notes[first:last], strict=True)
        return list(map(Stretch._make, rows))


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def _merged(pauses: Iterable[Pause], begun: datetime) -> Iterator[tuple[int, int]]:
    """Ended pauses after the start, overlaps taken once, in order."""
    reached = _at(begun)
    for pause in pauses:
        if pause.end is None:
            continue
        start, end = max(_at(pause.start), reached), _at(pause.end)
        if start < end:
            yield start, end
            reached = end
