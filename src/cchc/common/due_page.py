"""How a due date came: every counted and skipped stretch with its cause, on a page that prints."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from . import dues
from .almanac import Almanac
from .models import CalendarVersion
from .worktime import BeyondCalendar, Cause, Certificate, Stretch

CAUSES = {
    Cause.COUNTED: gettext_lazy("trong giờ làm việc"),
    Cause.CALENDAR: gettext_lazy("tính theo ngày lịch"),
    Cause.BEFORE_START: gettext_lazy("chưa bắt đầu tính"),
    Cause.OFF_HOURS: gettext_lazy("ngoài giờ làm việc"),
    Cause.LUNCH: gettext_lazy("nghỉ trưa"),
    Cause.WEEKLY_OFF: gettext_lazy("nghỉ hằng tuần"),
    Cause.HOLIDAY: gettext_lazy("nghỉ lễ, tết"),
    Cause.COMPENSATORY: gettext_lazy("nghỉ bù"),
    Cause.SWAPPED: gettext_lazy("nghỉ hoán đổi"),
    Cause.CLOSURE: gettext_lazy("đóng cửa"),
    Cause.HALF_DAY: gettext_lazy("nghỉ nửa ngày"),
    Cause.PAUSE: gettext_lazy("tạm dừng"),
    Cause.VOID: gettext_lazy("tính lại từ đầu"),
    Cause.ROLLED: gettext_lazy("dời đến hết ngày làm việc"),
}
_COUNTED = (Cause.COUNTED, Cause.CALENDAR)


@dataclass(frozen=True)
class Part:
    """A cause with the time it takes."""

    cause: Cause
    note: str
    seconds: int

    @property
    def words(self) -> str:
        """The cause, and what it is called."""
        return f"{CAUSES[self.cause]}: {self.note}" if self.note else str(CAUSES[self.cause])

    @property
    def length(self) -> str:
        """The time in words; working time never in days, which would be taken for working days."""
        return hours_only(self.seconds) if self.cause is Cause.COUNTED else length(self.seconds)


@dataclass(frozen=True)
class Line:
    """A day of a certificate: what of it counts, what does not and why, and how much was counted by its end."""

    day: date
    counted: int
    skipped: tuple[Part, ...]
    total: int
    by_calendar: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether anything of the day counts."""
        return self.counted > 0

    @property
    def counted_words(self) -> str:
        """The counted time in words."""
        return length(self.counted) if self.counted else "–"

    @property
    def total_words(self) -> str:
        """The time counted so far in words."""
        return length(self.total) if self.by_calendar else hours_only(self.total)


def hours_only(seconds: int) -> str:
    """A length of working time in hours and minutes."""
    hours, minutes = divmod(seconds // 60, 60)
    words = ngettext("%(n)s giờ", "%(n)s giờ", hours) % {"n": hours}
    rest = ngettext("%(n)s phút", "%(n)s phút", minutes) % {"n": minutes}
    return f"{words} {rest}" if minutes else words


def length(seconds: int) -> str:
    """A length of time in days, hours and minutes; a day is one of the calendar."""
    days, rest = divmod(seconds, 86_400)
    hours, minutes = rest // 3600, rest % 3600 // 60
    words = [
        ngettext("%(n)s ngày", "%(n)s ngày", days) % {"n": days} if days else "",
        ngettext("%(n)s giờ", "%(n)s giờ", hours) % {"n": hours} if hours else "",
        ngettext("%(n)s phút", "%(n)s phút", minutes) % {"n": minutes} if minutes else "",
    ]
    return " ".join(word for word in words if word) or ngettext("%(n)s phút", "%(n)s phút", 0) % {"n": 0}


def working_length(seconds: int) -> str:
    """A length of working time in hours, and in working days of eight hours where it makes halves of them."""
    words = _("%(time)s làm việc") % {"time": hours_only(seconds)}
    if not seconds or seconds % (4 * 3600):
        return words
    halves = seconds // (4 * 3600)
    days = f"{halves // 2}{',5' if halves % 2 else ''}"
    return f"{words} = " + ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", halves // 2) % {"n": days}


def by_cause(stretches: Iterable[Stretch]) -> list[Part]:
    """How much time each cause takes, the counted first; together they are the whole."""
    sums: dict[tuple[Cause, str], int] = {}
    for one in stretches:
        sums[one.cause, one.note] = sums.get((one.cause, one.note), 0) + one.seconds
    parts = [Part(cause, note, seconds) for (cause, note), seconds in sums.items()]
    return sorted(parts, key=lambda part: (part.cause not in _COUNTED, -part.seconds))


def by_day(stretches: Sequence[Stretch]) -> list[Line]:
    """The stretches cut at midnight and laid out by day."""
    days: dict[date, list[Stretch]] = {}
    for piece in _cut(stretches):
        days.setdefault(piece.start.date(), []).append(piece)
    lines, total, by_calendar = [], 0, any(one.cause is Cause.CALENDAR for one in stretches)
    for day, pieces in days.items():
        counted = sum(piece.seconds for piece in pieces if piece.cause in _COUNTED)
        total += counted
        skipped = [part for part in by_cause(pieces) if part.cause not in _COUNTED]
        lines.append(Line(day, counted, tuple(skipped), total, by_calendar))
    return lines


def _cut(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    for one in stretches:
        start = one.start
        while start.date() < one.end.date():
            midnight = datetime.combine(start.date() + timedelta(days=1), time.min)
            yield one._replace(start=start, end=midnight)
            start = midnight
        if start < one.end:
            yield one._replace(start=start)


@dataclass(frozen=True)
class Sum:
    """The check of a certificate: parts, their sum and the whole."""

    parts: list[Part]
    whole: int

    @property
    def holds(self) -> bool:
        """Whether the parts are the whole."""
        return sum(part.seconds for part in self.parts) == self.whole

    @property
    def whole_words(self) -> str:
        """The whole in words."""
        return length(self.whole)


def sum_of(proof: Certificate) -> Sum:
    """The parts of a certificate against the time from its beginning to its end."""
    end = proof.stretches[-1].end if proof.stretches else proof.received
    return Sum(by_cause(proof.stretches), round((end - proof.received).total_seconds()))


@dataclass(frozen=True)
class Left:
    """The time from now until a due date: working days, and why the other days are not."""

    days: int
    off: list[tuple[date, str]]
    weekly_off: int
    is_over: bool


def time_left(almanac: Almanac, due: date, today: date) -> Left:
    """Working days from a day until a due date, or since; days off that are not the weekly ones by name."""
    first, last = sorted((today, due))
    days = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
    off = [day for day in days if not almanac.calendar.is_working(day)]
    named = [(day, one.name) for day in off if (one := almanac.calendar.special(day))]
    return Left(len(days) - len(off), named, len(off) - len(named), is_over=due < today)


def due_page(request: HttpRequest, source: str, key: int) -> HttpResponse:
    """The certificate of one due date."""
    found = dues.source_of(source)
    paper = found.paper(request, key) if found else None
    if paper is None:
        raise Http404
    today, proof = timezone.localdate(), paper.proof
    context = {
        "paper": paper,
        "lines": by_day(proof.stretches) if proof else [],
        "sum": sum_of(proof) if proof else None,
        "asked": working_length(proof.asked) if proof and proof.asked else "",
        "left": time_left(paper.almanac, paper.due, today) if paper.due and paper.is_open else None,
        "split": _split(paper, today),
        "today": today,
        "version": CalendarVersion.objects.filter(pk=paper.almanac.version).first(),
        "weekday": paper.due and not paper.almanac.calendar.is_working(paper.due) and _off_word(paper),
    }
    return render(request, "common/due.html", context)


def _off_word(paper: dues.DuePaper) -> str:
    special = paper.almanac.calendar.special(paper.due) if paper.due else None
    return special.name if special else _("ngày nghỉ hằng tuần")


def _split(paper: dues.DuePaper, today: date) -> list[Part]:
    """The time from this morning to the end of the due date, split by cause; nothing beyond the calendar."""
    if not paper.due or not paper.is_open or paper.due < today:
        return []
    start = datetime.combine(today, time.min)
    try:
        return by_cause(
            paper.almanac.clock.between(start, datetime.combine(paper.due, time.max.replace(microsecond=0)))
        )
    except BeyondCalendar:
        return []
