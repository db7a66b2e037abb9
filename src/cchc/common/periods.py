"""Periods of reporting: month, quarter, half year, nine months, year; the same period last year; the year so far.

`Days` is what figures are counted in where a report does not tell of whole months.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from django.utils.translation import gettext as _


class Kind(StrEnum):
    """The kinds of period, by their letter in a period's code."""

    MONTH = "M"
    QUARTER = "Q"
    HALF = "H"
    NINE_MONTHS = "N"
    YEAR = "Y"


_MONTHS = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF: 6, Kind.NINE_MONTHS: 9, Kind.YEAR: 12}
_COUNT = {Kind.MONTH: 12, Kind.QUARTER: 4, Kind.HALF: 2, Kind.NINE_MONTHS: 1, Kind.YEAR: 1}
_CODE = re.compile(r"(\d{4})-(?:M(\d\d)|Q([1-4])|H([12])|(N)|(Y))")
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Period:
    """One period of a year. `number` counts within its kind from 1 (September is 9, the second half year 2)."""

    kind: Kind
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        if not 1900 <= self.year <= 9998 or not 1 <= self.number <= _COUNT[self.kind]:
            raise ValueError(f"no such period: {self.kind} {self.number} of {self.year}")

    def __hash__(self) -> int:
        return self.year * 16 + self.number  # boards keep thousands of values by their period

    @classmethod
    def parse(cls, code: str) -> "Period":
        """The period of a code such as 2026-M09, 2026-Q3, 2026-H1, 2026-N, 2026-Y. Raises ValueError."""
        match = _CODE.fullmatch(code)
        if not match:
            raise ValueError(code)
        year, month, quarter, half, nine, _whole = match.groups()
        if month:
            return cls(Kind.MONTH, int(year), int(month))
        if quarter:
            return cls(Kind.QUARTER, int(year), int(quarter))
        if half:
            return cls(Kind.HALF, int(year), int(half))
        return cls(Kind.NINE_MONTHS if nine else Kind.YEAR, int(year))

    @classmethod
    def of(cls, kind: Kind, day: date) -> "Period":
        """The period of this kind that holds the day; the last three months have nine months of their own year."""
        number = 1 if kind in (Kind.NINE_MONTHS, Kind.YEAR) else (day.month - 1) // _MONTHS[kind] + 1
        return cls(kind, day.year, number)

    @property
    def code(self) -> str:
        """The short name that is stored and put into addresses."""
        if self.kind is Kind.MONTH:
            return f"{self.year}-M{self.number:02d}"
        number = "" if self.kind in (Kind.NINE_MONTHS, Kind.YEAR) else str(self.number)
        return f"{self.year}-{self.kind.value}{number}"

    @cached_property
    def first(self) -> date:
        """The first day."""
        return date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @cached_property
    def last(self) -> date:
        """The last day."""
        month = self.number * _MONTHS[self.kind]
        return date(self.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    @property
    def label(self) -> str:
        """The name as it is printed, in the language of the page."""
        if self.kind is Kind.MONTH:
            return _("tháng %(number)s/%(year)s") % {"number": self.number, "year": self.year}
        if self.kind is Kind.QUARTER:
            return _("quý %(roman)s/%(year)s") % {"roman": _ROMAN[self.number - 1], "year": self.year}
        if self.kind is Kind.HALF and self.number == 1:
            return _("6 tháng đầu năm %(year)s") % {"year": self.year}
        if self.kind is Kind.HALF:
            return _("6 tháng cuối năm %(year)s") % {"year": self.year}
        if self.kind is Kind.NINE_MONTHS:
            return _("9 tháng năm %(year)s") % {"year": self.year}
        return _("năm %(year)s") % {"year": self.year}

    def previous(self) -> "Period":
        """The period of the same kind before this one."""
        if self.number > 1:
            return Period(self.kind, self.year, self.number - 1)
        return Period(self.kind, self.year - 1, _COUNT[self.kind])

    def next(self) -> "Period":
        """The period of the same kind after this one."""
        if self.number < _COUNT[self.kind]:
            return Period(self.kind, self.year, self.number + 1)
        return Period(self.kind, self.year + 1)

    def same_last_year(self) -> "Period":
        """Cùng kỳ: the same period of the year before."""
        return Period(self.kind, self.year - 1, self.number)

    def cumulative(self) -> tuple[date, date]:
        """Lũy kế: from the first day of the year to the last day of the period."""
        return date(self.year, 1, 1), self.last

    def months(self) -> tuple["Period", ...]:
        """The months that make it up."""
        return tuple(Period(Kind.MONTH, self.year, month) for month in range(self.first.month, self.last.month + 1))

    def contains(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return self.code


def label_of(code: str) -> str:
    """The name of a period by its code, of a week ("2026-W48") or of something that was due once ("2026-11-30")."""
    if "W" in code:
        return _("tuần %(week)s/%(year)s") % {"week": int(code[6:]), "year": code[:4]}
    if len(code) == len("2026-11-30"):
        return _("đột xuất, hạn %(day)s") % {"day": f"{date.fromisoformat(code):%d/%m/%Y}"}
    return Period.parse(code).label


@dataclass(frozen=True)
class Days:
    """Some days that figures are counted in, the first and the last included: a week, or from the 15th to the 14th.

    `period`: the period whose entered figures hold for these days; without one only what is counted is known.
    """

    first: date
    last: date
    period: Period | None = None

    def same_last_year(self) -> "Days":
        """The same days of the year before; 29 February becomes the 28th."""
        return Days(_year_before(self.first), _year_before(self.last), self.period and self.period.same_last_year())


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
