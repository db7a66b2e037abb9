"""The clock against hand-worked cases, against its own laws, and against an oracle that looks at every minute."""

import os
import random
from bisect import bisect_left, bisect_right
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.common.calendar import DayKind, SpecialDay, WorkingCalendar, _specials, working_calendar
from cchc.common.worktime import (
    BeyondCalendar,
    Cause,
    Clock,
    Extension,
    Limit,
    Pause,
    StartRule,
    Terms,
    Unit,
)

FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
CLOCK = Clock(working_calendar(), first=FIRST, last=LAST)
HOURS, DAYS, CALENDAR = Unit.WORKING_HOURS, Unit.WORKING_DAYS, Unit.CALENDAR_DAYS
moments = st.datetimes(datetime(2024, 2, 1), datetime(2026, 12, 1)).map(lambda m: m.replace(second=0, microsecond=0))
limits = st.builds(Limit, st.integers(1, 60).map(lambda n: n / 2), st.sampled_from([HOURS, DAYS]))


def at(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M")


@pytest.mark.parametrize(
    ("received", "limit", "due"),
    [
        ("23/11/2026 08:00", Limit(1, DAYS), "25/11/2026 08:00"),  # over the day of culture
        ("25/11/2026 15:59", Limit(8, HOURS), "26/11/2026 15:59"),
        ("25/11/2026 16:00", Limit(8, HOURS), "26/11/2026 17:00"),  # the last hour: from the next opening
        ("25/11/2026 12:00", Limit(1, HOURS), "25/11/2026 14:30"),  # over lunch
        ("25/11/2026 05:00", Limit(4.5, HOURS), "25/11/2026 11:30"),  # ends with the morning, not with the afternoon
        ("28/11/2026 09:00", Limit(0.5, DAYS), "30/11/2026 11:00"),  # Saturday
        ("21/08/2026 14:00", Limit(1, DAYS), "22/08/2026 14:00"),  # a Saturday that is worked
        ("28/08/2026 14:00", Limit(1, DAYS), "03/09/2026 14:00"),  # swapped day and National Day
        ("25/11/2026 08:00", Limit(3, CALENDAR), "30/11/2026 17:00"),  # the third day is a Saturday
        ("25/11/2026 08:00", Limit(2, CALENDAR), "27/11/2026 17:00"),
    ],
)
def test_due_moments_worked_by_hand(received, limit, due):
    assert CLOCK.due(at(received), Terms(limit)) == at(due)


@given(moments, limits)
def test_the_parts_of_a_certificate_add_up(received, limit):
    proof = CLOCK.certificate(received, Terms(limit))
    assert proof.stretches[0].start == received
    assert proof.stretches[-1].end == proof.due
    assert all(a.end == b.start for a, b in zip(proof.stretches, proof.stretches[1:], strict=False))
    assert proof.seconds(Cause.COUNTED) == limit.seconds == proof.asked
    assert sum(stretch.seconds for stretch in proof.stretches) == (proof.due - received).total_seconds()


@given(moments, limits, st.integers(0, 2000), st.integers(1, 4000))
def test_a_pause_moves_the_due_moment_by_its_own_working_time(received, limit, after, length):
    plain = CLOCK.due(received, Terms(limit))
    start = CLOCK.start(received, StartRule()) + timedelta(minutes=after)
    pause = Pause(start, start + timedelta(minutes=length), "bổ sung")
    moved = CLOCK.due(received, Terms(limit, pauses=(pause,)))
    if start >= plain:
        assert moved == plain
    else:
        assert CLOCK.worked(plain, moved) == CLOCK.worked(pause.start, pause.end)
        proof = CLOCK.certificate(received, Terms(limit, pauses=(pause,)))
        assert proof.seconds(Cause.COUNTED) == limit.seconds


@settings(max_examples=30)
@given(moments, limits, st.dates(date(2024, 2, 1), date(2026, 12, 1)))
def test_a_further_day_off_never_moves_a_due_moment_earlier(received, limit, off):
    more = WorkingCalendar((*_specials(), SpecialDay(off, DayKind.CLOSURE, "đóng cửa")))
    assert Clock(more, first=FIRST, last=LAST).due(received, Terms(limit)) >= CLOCK.due(received, Terms(limit))


def test_a_restart_makes_void_what_was_before_it():
    asked = Pause(at("26/11/2026 09:00"), at("01/12/2026 08:00"), "bổ sung hồ sơ", restart=True)
    terms = Terms(Limit(2, DAYS), pauses=(asked,))
    assert CLOCK.due(at("25/11/2026 08:00"), terms) == at("03/12/2026 08:00")
    proof = CLOCK.certificate(at("25/11/2026 08:00"), terms)
    assert proof.stretches[0].cause is Cause.VOID
    assert proof.seconds(Cause.COUNTED) == 2 * 8 * 3600


def test_while_a_pause_runs_nothing_is_due():
    terms = Terms(Limit(2, DAYS), pauses=(Pause(at("26/11/2026 09:00"), None, "chờ bổ sung"),))
    proof = CLOCK.certificate(at("25/11/2026 08:00"), terms)
    assert proof.due is None
    assert proof.stretches[-1].end == at("26/11/2026 09:00")


def test_an_extension_adds_its_time():
    terms = Terms(Limit(1, DAYS), extensions=(Extension(Limit(0.5, DAYS), "gia hạn"),))
    assert CLOCK.due(at("25/11/2026 08:00"), terms) == at("26/11/2026 14:00")


def test_a_half_day_has_half_its_hours():
    half = SpecialDay(date(2026, 11, 26), DayKind.WORKING, "nửa ngày", hours=((time(7), time(11, 30)),))
    clock = Clock(WorkingCalendar((*_specials(), half)), first=FIRST, last=LAST)
    assert clock.due(at("25/11/2026 08:00"), Terms(Limit(1.5, DAYS))) == at("27/11/2026 07:30")


def test_beyond_the_calendar_is_said():
    with pytest.raises(BeyondCalendar):
        CLOCK.due(at("30/12/2027 08:00"), Terms(Limit(30, DAYS)))
    with pytest.raises(BeyondCalendar):
        CLOCK.worked(at("30/12/2023 08:00"), at("01/03/2024 08:00"))


class EveryMinute:
    """The oracle: whether each minute of the four years is worked, written down by other means than the clock's."""

    def __init__(self) -> None:
        calendar, start = working_calendar(), datetime(2024, 1, 1)
        self.start = start
        self.minutes: list[int] = []
        for number in range((LAST - FIRST).days + 1):
            if calendar.is_working(FIRST + timedelta(days=number)):
                midnight = number * 1440
                self.minutes += range(midnight + 420, midnight + 690)
                self.minutes += range(midnight + 810, midnight + 1020)

    def minute(self, moment: datetime) -> int:
        return round((moment - self.start).total_seconds()) // 60

    def due(self, received: datetime, minutes: int, pauses: list[tuple[datetime, datetime]]) -> datetime:
        here = bisect_left(self.minutes, self.minute(received))
        # not in the last hour of an office day: those minutes belong to the next one
        while self.minutes[here] % 1440 >= 960 and self.minutes[here] // 1440 == self.minute(received) // 1440:
            here += 1
        spans = [(self.minute(a), self.minute(b)) for a, b in pauses]
        left = minutes
        if not spans:
            return self.start + timedelta(minutes=self.minutes[here + minutes - 1] + 1)
        while True:
            minute = self.minutes[here]
            left -= not any(a <= minute < b for a, b in spans)
            if left == 0:
                return self.start + timedelta(minutes=minute + 1)
            here += 1

    def worked(self, start: datetime, end: datetime) -> int:
        low = bisect_left(self.minutes, self.minute(start))
        return bisect_right(self.minutes, self.minute(end) - 1) - low


def test_the_clock_equals_an_oracle_that_looks_at_every_minute():
    cases = int(os.environ.get("CCHC_CLOCK_CASES", "100000"))
    oracle, dice = EveryMinute(), random.Random(20260101)
    for number in range(cases):
        received = datetime(2024, 1, 2) + timedelta(minutes=dice.randrange(0, 1440 * 1000))
        limit = Limit(dice.randrange(1, 60) / 2, dice.choice([HOURS, DAYS]))
        pauses = []
        if number % 25 == 0:
            start = received + timedelta(minutes=dice.randrange(0, 20000))
            pauses = [(start, start + timedelta(minutes=dice.randrange(1, 9000)))]
        terms = Terms(limit, pauses=tuple(Pause(*pause) for pause in pauses))
        assert CLOCK.due(received, terms) == oracle.due(received, limit.seconds // 60, pauses), (received, terms)
        end = received + timedelta(minutes=dice.randrange(0, 100000))
        assert CLOCK.worked(received, end) == oracle.worked(received, end) * 60
