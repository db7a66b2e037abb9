"""What the page of a due date is made of."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from cchc.common.almanac import Almanac
from cchc.common.calendar import shipped_days
from cchc.common.due_page import by_cause, by_day, length, sum_of, time_left, working_length
from cchc.common.worktime import FROM_EVENT, Cause, Limit, Terms, Unit

ALMANAC = Almanac(1, 0, shipped_days())
moments = st.datetimes(datetime(2024, 2, 1), datetime(2026, 12, 1)).map(lambda m: m.replace(second=0, microsecond=0))


@given(moments, st.integers(1, 60), st.sampled_from(list(Unit)), st.booleans())
def test_the_parts_shown_are_the_whole_and_the_days_carry_every_counted_second(received, amount, unit, event):
    terms = Terms(
        Limit(amount if unit is not Unit.CALENDAR_MONTHS else 1, unit), **{"start": FROM_EVENT} if event else {}
    )
    proof = ALMANAC.clock.certificate(received, terms)
    assert sum_of(proof).holds
    lines = by_day(proof.stretches)
    assert [line.day for line in lines] == sorted({line.day for line in lines})
    assert sum(line.counted for line in lines) == lines[-1].total
    if not unit.by_calendar:
        assert lines[-1].total == terms.asked
    shown = sum(line.counted + sum(part.seconds for part in line.skipped) for line in lines)
    assert shown == sum_of(proof).whole


def test_days_off_until_a_date_are_told_by_name():
    left = time_left(ALMANAC, date(2026, 11, 30), date(2026, 11, 20))
    assert (left.days, left.weekly_off, left.off) == (5, 4, [(date(2026, 11, 24), "Ngày Văn hóa Việt Nam")])
    assert time_left(ALMANAC, date(2026, 11, 20), date(2026, 11, 30)).is_over


def test_a_broken_certificate_does_not_pass_its_check():
    proof = ALMANAC.clock.certificate(datetime(2026, 11, 23, 8), Terms(Limit(2, Unit.WORKING_DAYS)))
    broken = type(proof)(proof.received, proof.due, proof.asked, proof.rule, proof.stretches[:2] + proof.stretches[3:])
    assert not sum_of(broken).holds


def test_causes_are_summed_with_what_counts_first():
    parts = by_cause(ALMANAC.clock.between(datetime(2026, 11, 23, 8), datetime(2026, 11, 25, 8)))
    assert parts[0].cause is Cause.COUNTED
    assert sum(part.seconds for part in parts) == 2 * 86_400


def test_lengths_are_said_in_words():
    assert length(90_060) == "1 ngày 1 giờ 1 phút"
    assert length(0) == "0 phút"
    assert working_length(12 * 3600) == "12 giờ làm việc = 1,5 ngày làm việc"
    assert working_length(3 * 3600) == "3 giờ làm việc"
    assert working_length(30 * 3600 + 1800) == "30 giờ 30 phút làm việc"
