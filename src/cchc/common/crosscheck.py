"""The table of days against the `holidays` package: a second opinion, shown where it differs, never the source."""

from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version

import holidays

from .calendar import SATURDAY, SpecialDay, WorkingCalendar


@dataclass(frozen=True)
class Difference:
    """A day that one of the two takes for worked and the other for off. `theirs`: the name they give it, if any."""

    day: date
    ours: SpecialDay | None
    we_work: bool
    theirs: str


def release() -> str:
    """Which release of the package is asked."""
    return version("holidays")


def differences(worked: WorkingCalendar, year: int) -> list[Difference]:
    """Every day of a year on which the two do not agree whether it is worked."""
    package = holidays.country_holidays("VN", years=year, language="vi")
    made_up = set(package.weekend_workdays)
    found = []
    day = date(year, 1, 1)
    while day.year == year:
        they_work = day in made_up or (day.weekday() < SATURDAY and day not in package)
        if they_work != worked.is_working(day):
            found.append(Difference(day, worked.special(day), worked.is_working(day), package.get(day) or ""))
        day += timedelta(days=1)
    return found
