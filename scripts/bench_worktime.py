"""Due moments per second, as ratios to what else one would take: businesstimedelta and pandas' CustomBusinessHour.

The three count the same 36 working hours from the same moments, in turn, so that what slows the machine slows all.
Exits with 1 below 500 times businesstimedelta bare or 50 times with a certificate. Needs requirements-bench.txt.
"""

import random
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock_time

import businesstimedelta
import holidays
import pandas as pd
import pytz

from cchc.common.calendar import shipped_calendar
from cchc.common.worktime import Clock, Limit, Terms, Unit

HOURS = 36
FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
LIMIT, LIMIT_PROVEN = 500, 50
ROUNDS = 7


def rate(due: Callable[[datetime], object], moments: list[datetime]) -> float:
    """Due moments a second."""
    start = time.perf_counter()
    for moment in moments:
        due(moment)
    return len(moments) / (time.perf_counter() - start)


def main() -> int:
    """Print the rates, the best of some rounds, and the ratios; 1 below a limit."""
    calendar = shipped_calendar()
    clock, terms = Clock(calendar, first=FIRST, last=LAST), Terms(Limit(HOURS, Unit.WORKING_HOURS))
    dice = random.Random(7)
    moments = [datetime(2025, 1, 6, 9) + timedelta(minutes=dice.randrange(0, 600 * 1440)) for _ in range(2000)]
    off = [day for day in (FIRST + timedelta(days=n) for n in range(1461)) if not calendar.is_working(day)]

    # As its documentation sets it up: working days, lunch, and the holidays package; make-up Saturdays it cannot know.
    day = businesstimedelta.WorkDayRule(
        start_time=clock_time(7), end_time=clock_time(17), working_days=[0, 1, 2, 3, 4], tz=pytz.utc
    )
    lunch = businesstimedelta.LunchTimeRule(
        start_time=clock_time(11, 30), end_time=clock_time(13, 30), working_days=[0, 1, 2, 3, 4], tz=pytz.utc
    )
    rules = businesstimedelta.Rules([day, lunch, businesstimedelta.HolidayRule(holidays.VN(), tz=pytz.utc)])
    span = businesstimedelta.BusinessTimeDelta(rules, hours=HOURS)
    pandas_hours = pd.offsets.CustomBusinessHour(
        n=HOURS, start=["07:00", "13:30"], end=["11:30", "17:00"], weekmask="1111111", holidays=off
    )

    few = moments[:200]
    rounds = [
        (
            rate(lambda m: clock.due(m, terms), moments),
            rate(lambda m: clock.certificate(m, terms), moments),
            rate(lambda m: pytz.utc.localize(m) + span, few),
            rate(lambda m: pd.Timestamp(m) + pandas_hours, few),
        )
        for _ in range(ROUNDS)
    ]
    ours, proven, btd, cbh = (max(found) for found in zip(*rounds, strict=True))
    print(f"due moment                 {ours:12,.0f} /s")
    print(f"due moment, certificate    {proven:12,.0f} /s")
    for name, other in (("businesstimedelta", btd), ("pandas CustomBusinessHour", cbh)):
        print(f"{name:26} {other:12,.0f} /s   ours {ours / other:6,.0f} x, with certificate {proven / other:5,.0f} x")
    print(f"limits against businesstimedelta: {LIMIT} x and {LIMIT_PROVEN} x")
    return 0 if ours >= LIMIT * btd and proven >= LIMIT_PROVEN * btd else 1


if __name__ == "__main__":
    raise SystemExit(main())
