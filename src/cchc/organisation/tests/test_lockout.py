"""Counting failures: tables and properties, no database."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cchc.organisation.signin.lockout import Limits, Tally, counted, failed, released

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
FIVE = Limits(5, timedelta(minutes=15))


def wrong(tally: Tally, at: datetime) -> Tally:
    return failed(counted(tally, at, FIVE), at, FIVE)


def test_the_fifth_failure_locks_and_not_the_fourth():
    tally = Tally()
    for minute in range(4):
        tally = wrong(tally, START + timedelta(minutes=minute))
        assert not tally.is_locked(START + timedelta(minutes=minute))
    tally = wrong(tally, START + timedelta(minutes=4))
    assert tally.locked_until == START + timedelta(minutes=19)


def test_a_lock_ends_and_counting_begins_anew():
    tally = Tally(5, START, START + timedelta(minutes=15))
    later = START + timedelta(minutes=15)
    assert not tally.is_locked(later)
    assert wrong(tally, later) == Tally(1, later)


def test_failures_far_apart_never_lock():
    tally = Tally()
    for hour in range(50):
        tally = wrong(tally, START + timedelta(hours=hour))
    assert tally.locked_until is None


def test_right_attempts_never_lock():
    tally = Tally()
    for second in range(100):
        tally = released(counted(tally, START + timedelta(seconds=second), FIVE))
    assert tally.locked_until is None


@given(st.lists(st.integers(0, 600), min_size=1, max_size=60))
def test_no_more_attempts_than_the_limit_are_looked_at_within_the_time(gaps):
    tally, at, looked = Tally(), START, []
    for gap in gaps:
        at += timedelta(seconds=gap)
        if tally.is_locked(at):
            continue
        tally = counted(tally, at, FIVE)
        if tally.is_locked(at):
            continue
        looked.append(at)
        tally = failed(tally, at, FIVE)
    for first in looked:
        # a window that begins anew may stand against one that just ended: never more than twice the limit
        assert sum(first <= moment < first + FIVE.time for moment in looked) <= 2 * FIVE.failures


@given(st.integers(1, 40))
def test_attempts_at_the_same_moment_are_all_counted(number):
    tally = Tally()
    looked = 0
    for _attempt in range(number):
        if not tally.is_locked(START):
            tally = counted(tally, START, FIVE)
            looked += not tally.is_locked(START)
    assert looked == min(number, FIVE.failures)
