"""What a due moment is asked from and answered with: units, causes, office hours, limits, pauses, certificates.

The rules are dated settings with these sources: Bộ luật Lao động 2019 (days off), Nghị định 118/2025/NĐ-CP and
297/2025/NĐ-CP (start of the clock), Bộ luật Dân sự 2015, Điều 147 and 148 (terms that count from an event), and the
agency's own hours.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

DAY_SECONDS = 8 * 3600
"""One working day of a limit is eight working hours."""


class BeyondCalendar(ValueError):  # noqa: N818  # it says what happened, as a sentence does
    """A moment lies outside the years of the calendar."""


class Unit(StrEnum):
    """The unit a limit is given in."""

    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_MONTHS = "calendar_months"

    @property
    def by_calendar(self) -> bool:
        """Whether days off count, so that only the end must be a day that is worked."""
        return self in (Unit.CALENDAR_DAYS, Unit.CALENDAR_MONTHS)


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
    HALF_DAY = "half_day"
    PAUSE = "pause"
    VOID = "void"
    CALENDAR = "calendar"
    ROLLED = "rolled"


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
    """When the clock starts.

    What comes in during the last `late` of an office day, or from `cutoff` o'clock on where that is set, counts from
    the next working day. What comes in outside office hours counts from the opening, or from `resumes` o'clock where
    that is set and later. With `next_day` the day of the event itself does not count, whatever its hour.
    """

    late: timedelta = timedelta(hours=1)
    version: str = "Nghị định 297/2025/NĐ-CP, Điều 6 khoản 3"
    cutoff: time | None = None
    resumes: time | None = None
    next_day: bool = False


FROM_EVENT = StartRule(
    late=timedelta(0), version="Bộ luật Dân sự 2015, Điều 147 khoản 2, Điều 148 khoản 5", next_day=True
)
"""A term that counts from an event: the day after it is the first, and it does not end on a day off."""


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

    @property
    def counted_days(self) -> int:
        """The days that a limit in calendar days or months counted."""
        counted = (one for one in self.stretches if one.cause is Cause.CALENDAR)
        return sum(((one.end - timedelta(0, 1)).date() - one.start.date()).days + 1 for one in counted)


@dataclass(frozen=True)
class Terms:
    """What a due moment depends on besides its start: the limit, the rule of the start, pauses and extensions."""

    limit: Limit
    start: StartRule = field(default_factory=StartRule)
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()

    @cached_property
    def asked(self) -> int:
        """Working seconds asked for; nought for calendar days and months, which are not counted in working time."""
        if self.limit.unit.by_calendar:
            return 0
        return self.limit.seconds + sum(one.limit.seconds for one in self.extensions)

    @cached_property
    def plain(self) -> bool:
        """Whether the due moment is one look-up: no pauses, and counted in working time."""
        return not self.pauses and not self.limit.unit.by_calendar
