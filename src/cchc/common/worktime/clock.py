"""The clock: all days between two dates as one line of stretches, on which due moments are look-ups."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from cchc.common.calendar import NOON, DayKind, WorkingCalendar

from .terms import (
    USUAL,
    BeyondCalendar,
    Cause,
    Certificate,
    Hours,
    Limit,
    Pause,
    Session,
    StartRule,
    Stretch,
    Terms,
    Unit,
)

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # moments here are local and naive
_ONE_DAY = timedelta(days=1)

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
        self._end = _midnight(last + _ONE_DAY)
        self._moments = [_moment(start) for start in self._starts]
        self._starting: dict[object, tuple[list[int], list[int], list[int]]] = {}
        self._worked = [0]
        for index, start in enumerate(self._starts):
            end = self._starts[index + 1] if index + 1 < len(self._starts) else self._end
            self._worked.append(self._worked[-1] + (end - start if self._causes[index] is Cause.COUNTED else 0))

    def sessions(self, day: date) -> tuple[Session, ...]:
        """The sessions worked on a day; none on a day off, those of one half on a half day."""
        if not self.calendar.is_working(day):
            return ()
        special = self.calendar.special(day)
        if special is not None and special.hours is not None:
            return tuple(Session(opens, closes) for opens, closes in special.hours)
        usual, kind = self._usual(day), self.calendar.kind(day)
        if kind is DayKind.MORNING_ONLY:
            return tuple(one for one in usual if one.opens < NOON)
        return tuple(one for one in usual if one.opens >= NOON) if kind is DayKind.AFTERNOON_ONLY else usual

    def _usual(self, day: date) -> tuple[Session, ...]:
        return next((one.sessions for one in self._hours if one.since <= day), ())

    def _line(self) -> Iterator[tuple[int, Cause, str]]:
        for number in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=number)
            sessions, special = self.sessions(day), self.calendar.special(day)
            name = special.name if special else ""
            if not sessions:
                yield _midnight(day), _KINDS.get(self.calendar.kind(day), Cause.OFF_HOURS), name
                continue
            yield _midnight(day), Cause.OFF_HOURS, ""
            half = self.calendar.kind(day) in (DayKind.MORNING_ONLY, DayKind.AFTERNOON_ONLY)
            laid = self._usual(day) if half else sessions
            for index, session in enumerate(laid):
                here = (Cause.COUNTED, "") if session in sessions else (Cause.HALF_DAY, name)
                yield _midnight(day) + _seconds(session.opens), *here
                last = index + 1 == len(laid)
                yield _midnight(day) + _seconds(session.closes), Cause.OFF_HOURS if last else Cause.LUNCH, ""

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

    def between(self, start: datetime, end: datetime) -> tuple[Stretch, ...]:
        """The time from one moment to a later one, split into what is worked and what is not, each with its cause."""
        return tuple(self._slice(_at(start), _at(end)))

    def start(self, received: datetime, rule: StartRule) -> datetime:
        """The moment the clock starts for what came in at `received`: never before it, always in office hours."""
        if rule.next_day:
            return _moment(self._next_open(_midnight(received.date() + _ONE_DAY)))
        day = received.date()
        sessions = self.sessions(day)
        if not sessions or received >= _cut(day, sessions, rule):
            return self._opening_after(day, rule)
        if received < datetime.combine(day, sessions[0].opens):
            return _resumed(day, sessions[0], rule)
        return _moment(self._next_open(_at(received)))

    def _work_at_start(self, received: datetime, rule: StartRule) -> int:
        """The working time before the moment the clock starts, by one look-up: the line with late hours closed."""
        if rule.next_day:
            return self._work_at(_midnight(received.date() + _ONE_DAY))
        key = (rule.late, rule.cutoff, rule.resumes)
        line = self._starting.get(key)
        if line is None:
            line = self._starting[key] = self._line_of_starts(rule)
        starts, worked, runs = line
        second = _at(received)
        if not starts[0] <= second <= self._end:
            self._index(second)
        index = bisect_right(starts, second) - 1
        return worked[index] + (second - starts[index]) * runs[index]

    def _line_of_starts(self, rule: StartRule) -> tuple[list[int], list[int], list[int]]:
        """For each stretch of reception: its beginning, the working time before the start it leads to, and whether it
        runs. Laid from the last day back, as what is late counts from the following working day."""
        line: list[tuple[int, int, int]] = []
        following = self._worked[-1]
        for number in range((self.last - self.first).days, -1, -1):
            day = self.first + timedelta(days=number)
            sessions = self.sessions(day)
            if not sessions:
                line.append((_midnight(day), following, 0))
                continue
            cut, opening = _at(_cut(day, sessions, rule)), self._work_at(_at(_resumed(day, sessions[0], rule)))
            today = [(_midnight(day), opening, 0)]
            for session in sessions:
                opens, closes = _midnight(day) + _seconds(session.opens), _midnight(day) + _seconds(session.closes)
                today += [(at, self._work_at(at), runs) for at, runs in ((opens, 1), (closes, 0)) if at < cut]
            line += reversed([*today, (max(cut, _midnight(day)), following, 0)])
            following = opening
        line.reverse()
        starts, worked, runs = zip(*line, strict=True)
        return list(starts), list(worked), list(runs)

    def _opening_after(self, day: date, rule: StartRule) -> datetime:
        opening = _moment(self._next_open(_midnight(day + _ONE_DAY)))
        return _resumed(opening.date(), self.sessions(opening.date())[0], rule)

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
        if terms.plain:
            return _moment(self._when(self._work_at_start(received, terms.start) + terms.asked))
        begun, pauses = self._begin(received, terms)
        if any(pause.end is None for pause in pauses):
            return None
        if terms.limit.unit.by_calendar:
            return self._close(self._nominal(begun, terms, pauses)[0])
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
                received, pauses = end, pauses[index + 1 :]
                break
        if terms.start.next_day and terms.limit.unit.by_calendar:
            return received, pauses
        return self.start(received, terms.start), pauses

    def _nominal(self, begun: datetime, terms: Terms, pauses: list[Pause]) -> tuple[date, list[tuple[date, date]]]:
        """The last day that a limit of the calendar counts, and the days that pauses take out of it.

        The day after the start is the first. The day on which a pause begins does not count, that on which it ends
        does.
        """
        last, reached = _later(begun.date(), terms.limit), begun.date() + _ONE_DAY
        for extension in terms.extensions:
            last = _later(last, extension.limit)
        taken = []
        for pause in pauses:
            since = max(pause.start.date(), reached)
            if pause.end is not None and since < pause.end.date() and since <= last:
                reached = pause.end.date()
                last += reached - since
                taken.append((since, reached))
        return last, taken

    def _close(self, day: date) -> datetime:
        """The close of a day, or of the next that is worked."""
        while day <= self.last:
            if sessions := self.sessions(day):
                return datetime.combine(day, sessions[-1].closes)
            day += _ONE_DAY
        raise BeyondCalendar(f"the due moment lies after {self.last:%d/%m/%Y}")

    def certificate(self, received: datetime, terms: Terms) -> Certificate:
        """The due moment with every counted and skipped stretch from the reception to it."""
        begun, pauses = self._begin(received, terms)
        due = self.due(received, terms)
        end = due or next(pause.start for pause in pauses if pause.end is None)
        if terms.limit.unit.by_calendar:
            begun = datetime.combine(begun.date() + _ONE_DAY, time.min)
            body = self._days(begun, end, terms, pauses)
        else:
            body = self._stretches(_at(begun), _at(end), [pause for pause in pauses if pause.start < end])
        restarted = any(pause.restart and pause.end is not None for pause in terms.pauses)
        lead = [Stretch(received, begun, Cause.VOID if restarted else Cause.BEFORE_START)] if begun > received else []
        return Certificate(received, due, terms.asked, terms.start.version, tuple(lead + body))

    def _days(self, begun: datetime, end: datetime, terms: Terms, pauses: list[Pause]) -> list[Stretch]:
        """The stretches of a limit of the calendar: counted days, pauses, and days off at the end that move it on."""
        last, taken = self._nominal(begun - _ONE_DAY, terms, pauses)
        edge = min(datetime.combine(last + _ONE_DAY, time.min), end)
        found, place = [], begun
        names = {pause.end.date(): pause.cause for pause in pauses if pause.end}
        for since, until in taken:
            starts, ends = datetime.combine(since, time.min), datetime.combine(until, time.min)
            found += [Stretch(place, starts, Cause.CALENDAR), Stretch(starts, ends, Cause.PAUSE, names[until])]
            place = ends
        found.append(Stretch(place, edge, Cause.CALENDAR))
        if edge < end:
            close = datetime.combine(end.date(), time.min)
            found += self._slice(_at(edge), _at(close))
            found.append(Stretch(close, end, Cause.ROLLED))
        return [one for one in found if one.start < one.end]

    def _stretches(self, start: int, end: int, pauses: list[Pause]) -> list[Stretch]:
        found: list[Stretch] = []
        place = start
        for pause in pauses:
            begins, ends = max(_at(pause.start), place), min(_at(pause.end) if pause.end else end, end)
            if begins < ends:
                found += self._slice(place, begins)
                found.append(Stretch(_moment(begins), _moment(ends), Cause.PAUSE, pause.cause))
                place = ends
        return found + self._slice(place, end)

    def _slice(self, start: int, end: int) -> list[Stretch]:
        """The line between two seconds."""
        if start >= end:
            return []
        first, last = self._index(start), bisect_left(self._starts, end)
        edges = [_moment(start), *self._moments[first + 1 : last], _moment(end)]
        rows = zip(edges[:-1], edges[1:], self._causes[first:last], self._notes[first:last], strict=True)
        return list(map(Stretch._make, rows))


def _midnight(day: date) -> int:
    return _at(datetime.combine(day, time.min))


def _cut(day: date, sessions: tuple[Session, ...], rule: StartRule) -> datetime:
    """The moment of an office day from which on what comes in is late."""
    close = datetime.combine(day, sessions[-1].closes)
    return min(close, datetime.combine(day, rule.cutoff)) if rule.cutoff else close - rule.late


def _resumed(day: date, first: Session, rule: StartRule) -> datetime:
    """Where what came in outside office hours counts from: the opening, or the hour that the rule names."""
    wanted = max(first.opens, rule.resumes) if rule.resumes else first.opens
    return datetime.combine(day, min(wanted, first.closes))


def _later(day: date, limit: Limit) -> date:
    """The day so many calendar days later, or the same day of a later month, its last where it has no such day."""
    if limit.unit is not Unit.CALENDAR_MONTHS:
        return day + timedelta(days=round(limit.amount))
    months = day.year * 12 + day.month - 1 + round(limit.amount)
    year, month = months // 12, months % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), following - _ONE_DAY)


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
