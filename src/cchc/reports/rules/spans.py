"""The time that a report tells of: a period of the calendar, a week, or what was asked for once."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cchc.common.periods import Period, label_of

WEEK = timedelta(days=7)
YEAR_OF_WEEKS = timedelta(days=364)


class SpanKind(StrEnum):
    """What is no period of the calendar, by its letter among the kinds of a form."""

    WEEK = "W"
    ONCE = "D"


@dataclass(frozen=True)
class Span:
    """A week ("2026-W48") or a report asked for once, by its day ("2026-11-30"); figures run from `first` to `last`."""

    code: str
    first: date
    last: date

    @property
    def kind(self) -> SpanKind:
        """Whether it is a week."""
        return SpanKind.WEEK if "W" in self.code else SpanKind.ONCE

    @property
    def year(self) -> int:
        """The year of its last day."""
        return self.last.year

    @property
    def label(self) -> str:
        """Its name in the language of the page."""
        return label_of(self.code)

    def contains(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last

    def previous(self) -> "Span":
        """The week before, or as many days before the first."""
        return self._moved(WEEK if self.kind is SpanKind.WEEK else self.last - self.first + timedelta(days=1))

    def next(self) -> "Span":
        """The week after, or as many days after the last."""
        return self._moved(-(WEEK if self.kind is SpanKind.WEEK else self.last - self.first + timedelta(days=1)))

    def same_last_year(self) -> "Span":
        """Fifty-two weeks before, so that the days of the week are the same."""
        return self._moved(YEAR_OF_WEEKS)

    def _moved(self, back: timedelta) -> "Span":
        """The same, some days earlier."""
        code = _week_of(_monday(self.code) - back) if self.kind is SpanKind.WEEK else f"{self.last - back}"
        return Span(code, self.first - back, self.last - back)


Told = Period | Span


def _monday(code: str) -> date:
    return date.fromisocalendar(int(code[:4]), int(code[6:]), 1)


def _week_of(day: date) -> str:
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"


def told_by(code: str, since: date | None = None) -> Told:
    """The time of a report by its code; `since`: the first day of its figures, where that is not the calendar's.

    Raises ValueError for what is no code.
    """
    if "W" in code:
        first = since or _monday(code)
        return Span(code, first, first + WEEK - timedelta(days=1))
    if len(code) == len("2026-11-30"):
        last = date.fromisoformat(code)
        return Span(code, min(since or last, last), last)
    return Period.parse(code)


def is_short(code: str) -> bool:
    """Whether a code is of a month, a week or once: these are reported in the shorter outline."""
    return "M" in code or isinstance(told_by(code), Span)
