"""The clock against hand-worked cases, against its own laws, and against an oracle that looks at every minute."""

import os
import random
from bisect import bisect_left, bisect_right
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.common.calendar import DayKind, SpecialDay, WorkingCalendar, shipped_calendar, shipped_days
from cchc.common.worktime import (
    FROM_EVENT,
    USUAL,
    BeyondCalendar,
    Cause,
    Clock,
    Extension,
    Hours,
    Limit,
    Pause,
    Session,
    StartRule,
    Terms,
    Unit,
)

FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
CLOCK = Clock(shipped_calendar(), first=FIRST, last=LAST)
HOURS, DAYS = Unit.WORKING_HOURS, Unit.WORKING_DAYS
CALENDAR, MONTHS = Unit.CALENDAR_DAYS, Unit.CALENDAR_MONTHS
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
    more = WorkingCalendar((*shipped_days(), SpecialDay(off, DayKind.CLOSURE, "đóng cửa")))
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


@pytest.mark.parametrize(
    ("kind", "due"), [(DayKind.MORNING_ONLY, "27/11/2026 07:30"), (DayKind.AFTERNOON_ONLY, "27/11/2026 08:30")]
)
def test_a_half_day_has_the_hours_of_its_half(kind, due):
    half = SpecialDay(date(2026, 11, 26), kind, "tổng vệ sinh")
    clock = Clock(WorkingCalendar((*shipped_days(), half)), first=FIRST, last=LAST)
    proof = clock.certificate(at("25/11/2026 08:00"), Terms(Limit(1.5, DAYS)))
    assert proof.due == at(due)
    assert [(one.cause, one.note) for one in proof.stretches if one.note] == [(Cause.HALF_DAY, "tổng vệ sinh")]


def test_hours_are_those_of_the_day():
    summer = Hours(date(2026, 4, 16), (Session(time(6, 30), time(10, 30)), Session(time(14), time(18))))
    clock = Clock(shipped_calendar(), (USUAL, summer), first=FIRST, last=LAST)
    assert clock.due(at("15/04/2026 16:30"), Terms(Limit(1, HOURS))) == at("16/04/2026 07:30")
    assert clock.due(at("14/04/2026 16:30"), Terms(Limit(1, HOURS))) == at("15/04/2026 08:00")


@pytest.mark.parametrize(
    ("received", "rule", "due"),
    [
        ("25/11/2026 15:00", StartRule(cutoff=time(15)), "26/11/2026 08:00"),
        ("25/11/2026 14:59", StartRule(cutoff=time(15)), "25/11/2026 15:59"),
        ("25/11/2026 16:30", StartRule(late=timedelta(0)), "26/11/2026 07:30"),
        ("25/11/2026 18:00", StartRule(resumes=time(8)), "26/11/2026 09:00"),
        ("28/11/2026 09:00", StartRule(resumes=time(8)), "30/11/2026 09:00"),
        ("25/11/2026 07:10", StartRule(resumes=time(8)), "25/11/2026 08:10"),
        ("23/11/2026 09:00", FROM_EVENT, "25/11/2026 08:00"),
    ],
)
def test_start_rules_worked_by_hand(received, rule, due):
    assert CLOCK.due(at(received), Terms(Limit(1, HOURS), start=rule)) == at(due)


@pytest.mark.parametrize(
    ("event", "limit", "due"),
    [
        ("13/11/2026", Limit(10, DAYS), "30/11/2026 17:00"),  # from Monday 16/11, over the day of culture
        ("18/11/2026", Limit(10, CALENDAR), "30/11/2026 17:00"),  # the tenth day is Saturday 28/11
        ("14/11/2026", Limit(2, CALENDAR), "16/11/2026 17:00"),  # an event on a Saturday: Sunday is the first day
        ("31/01/2026", Limit(1, MONTHS), "02/03/2026 17:00"),  # 28/02 is a Saturday
        ("30/11/2026", Limit(3, MONTHS), "01/03/2027 17:00"),  # 28/02/2027 is a Sunday
    ],
)
def test_terms_from_an_event_leave_its_day_out_and_end_on_a_day_that_is_worked(event, limit, due):
    received = datetime.strptime(event, "%d/%m/%Y")
    proof = CLOCK.certificate(received, Terms(limit, start=FROM_EVENT))
    assert proof.due == CLOCK.due(received, Terms(limit, start=FROM_EVENT)) == at(due)
    assert proof.stretches[0].cause is Cause.BEFORE_START
    assert proof.stretches[-1].end == proof.due
    if limit.unit is CALENDAR:
        assert proof.counted_days == limit.amount
    if limit.unit is DAYS:
        assert proof.seconds(Cause.COUNTED) == 80 * 3600


@given(moments, st.integers(1, 90), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=3))
def test_days_of_the_calendar_add_up_and_never_end_on_a_day_off(received, days, spans):
    pauses = tuple(
        Pause(received + timedelta(days=after), received + timedelta(days=after + length), "chờ")
        for after, length in spans
    )
    proof = CLOCK.certificate(received, Terms(Limit(days, CALENDAR), pauses=pauses))
    assert proof.counted_days == days
    assert CLOCK.sessions(proof.due.date())[-1].closes == proof.due.time()
    assert all(a.end == b.start for a, b in zip(proof.stretches, proof.stretches[1:], strict=False))
    assert (proof.stretches[0].start, proof.stretches[-1].end) == (received, proof.due)


@given(moments, st.integers(0, 60000))
def test_the_time_between_two_moments_is_split_without_remainder(start, minutes):
    end = start + timedelta(minutes=minutes)
    parts = CLOCK.between(start, end)
    assert sum(part.seconds for part in parts) == minutes * 60
    assert sum(part.seconds for part in parts if part.cause is Cause.COUNTED) == CLOCK.worked(start, end)


def test_beyond_the_calendar_is_said():
    with pytest.raises(BeyondCalendar):
        CLOCK.due(at("30/12/2027 08:00"), Terms(Limit(30, DAYS)))
    with pytest.raises(BeyondCalendar):
        CLOCK.worked(at("30/12/2023 08:00"), at("01/03/2024 08:00"))


USUAL_DAY = [(time(7), time(11, 30)), (time(13, 30), time(17))]
SUMMER_DAY = [(time(7, 30), time(11, 45)), (time(13), time(16, 45))]
HALVES = {date(2024, 5, 30): "morning", date(2025, 6, 20): "afternoon", date(2026, 11, 26): "morning"}
SHUT = {date(2025, 6, 19), date(2026, 3, 4)}


class EveryMinute:
    """The oracle: whether each minute of the four years is worked, written down by other means than the clock's."""

    def __init__(self, *, summer: date | None = None, own_days: bool = False) -> None:
        calendar, start = shipped_calendar(), datetime(2024, 1, 1)
        self.start = start
        self.minutes: list[int] = []
        self.closes: dict[int, int] = {}
        for number in range((LAST - FIRST).days + 1):
            day = FIRST + timedelta(days=number)
            if not calendar.is_working(day) or (own_days and day in SHUT):
                continue
            parts = list(SUMMER_DAY if summer and day >= summer else USUAL_DAY)
            if own_days and day in HALVES:
                parts = [parts[0 if HALVES[day] == "morning" else 1]]
            for opens, closes in parts:
                first, last = (number * 1440 + clock.hour * 60 + clock.minute for clock in (opens, closes))
                self.minutes += range(first, last)
                self.closes[number] = last

    def minute(self, moment: datetime) -> int:
        return round((moment - self.start).total_seconds()) // 60

    def begin(self, received: datetime, rule: StartRule) -> int:
        """The place among the worked minutes where counting begins, found by looking at the day's own minutes."""
        minute = self.minute(received)
        number = minute // 1440
        close = self.closes.get(number)
        if rule.next_day:
            return bisect_left(self.minutes, (number + 1) * 1440)
        limit = close and (close - round(rule.late.total_seconds()) // 60)
        if close and rule.cutoff:
            limit = number * 1440 + rule.cutoff.hour * 60 + rule.cutoff.minute
        late = close is not None and minute >= min(limit, close)
        here = bisect_left(self.minutes, (number + 1) * 1440 if late else minute)
        first = bisect_left(self.minutes, self.minutes[here] // 1440 * 1440)
        outside = here == first and (late or close is None or minute < self.minutes[first])
        if outside and rule.resumes:
            wanted = self.minutes[here] // 1440 * 1440 + rule.resumes.hour * 60 + rule.resumes.minute
            while self.minutes[here] < wanted:
                here += 1
        return here

    def due(self, received: datetime, minutes: int, pauses: list[tuple[datetime, datetime]], rule: StartRule):
        here = self.begin(received, rule)
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


def own_clock() -> Clock:
    """The clock of an agency with summer hours since May 2025, half days and closures of its own."""
    half = {"morning": DayKind.MORNING_ONLY, "afternoon": DayKind.AFTERNOON_ONLY}
    own = [SpecialDay(day, half[part], "nửa ngày") for day, part in HALVES.items()]
    own += [SpecialDay(day, DayKind.CLOSURE, "đóng cửa") for day in SHUT]
    summer = Hours(date(2025, 5, 1), tuple(Session(*part) for part in SUMMER_DAY))
    return Clock(WorkingCalendar((*shipped_days(), *own)), (USUAL, summer), first=FIRST, last=LAST)


RULES = [
    StartRule(),
    StartRule(late=timedelta(0)),
    StartRule(cutoff=time(15)),
    StartRule(resumes=time(8)),
    StartRule(late=timedelta(minutes=30), resumes=time(8, 30)),
    FROM_EVENT,
]


@pytest.mark.parametrize("own", [False, True], ids=["as shipped", "an agency of its own"])
def test_the_clock_equals_an_oracle_that_looks_at_every_minute(own):
    cases = int(os.environ.get("CCHC_CLOCK_CASES", "100000")) // 2
    clock, oracle = (
        (own_clock(), EveryMinute(summer=date(2025, 5, 1), own_days=True)) if own else (CLOCK, EveryMinute())
    )
    dice = random.Random(20260101 + own)
    for number in range(cases):
        received = datetime(2024, 1, 2) + timedelta(minutes=dice.randrange(0, 1440 * 1000))
        limit = Limit(dice.randrange(1, 60) / 2, dice.choice([HOURS, DAYS]))
        rule = RULES[0] if number % 2 else dice.choice(RULES)
        pauses = []
        if number % 25 == 0:
            start = received + timedelta(minutes=dice.randrange(0, 20000))
            pauses = [(start, start + timedelta(minutes=dice.randrange(1, 9000)))]
        terms = Terms(limit, start=rule, pauses=tuple(Pause(*pause) for pause in pauses))
        assert clock.due(received, terms) == oracle.due(received, limit.seconds // 60, pauses, rule), (received, terms)
        end = received + timedelta(minutes=dice.randrange(0, 100000))
        assert clock.worked(received, end) == oracle.worked(received, end) * 60
