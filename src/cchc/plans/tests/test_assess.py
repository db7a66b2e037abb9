"""Assessment: the verdict of every kind of promise, and what must hold for all of them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.plans.rules.assess import Judgement, Verdict, assess
from cchc.plans.rules.goals import (
    ChangeBy,
    Comparator,
    Course,
    Direction,
    Goal,
    GoalKind,
    Milestone,
    Reading,
    Unit,
    usual_course,
)
from cchc.plans.rules.sentences import WORDS, Quantity, number_text

V, K, D = Verdict, GoalKind, Decimal
FIRST, DUE = date(2026, 1, 1), date(2026, 12, 31)
HALF, TODAY, AFTER = date(2026, 6, 30), date(2026, 7, 10), date(2027, 1, 5)


def goal(kind=K.THRESHOLD, value=98, **facts):
    number = None if value is None else D(str(value))
    return Goal(kind, facts.pop("starts", FIRST), facts.pop("due", DUE), number, **facts)


def at(value, as_of=HALF, **facts):
    return Reading(as_of, None if value is None else D(str(value)), **facts)


SHARE = goal()
CLIMB = goal(value=85, course=Course.CLIMB, due=date(2030, 12, 31), baseline=D(60))
TALLY = goal(value=4, unit=Unit.COUNT, course=Course.TALLY, noun="hội nghị")
CAP = goal(value=100, comparator=Comparator.LE, unit=Unit.COUNT, course=Course.TALLY)
FEWER = goal(K.CHANGE, 15, direction=Direction.LOWER, baseline=D(1000))
RANK = goal(K.RANK, 20, unit=Unit.RANK)
ZERO = goal(K.ZERO, None, unit=Unit.COUNT, course=Course.TALLY)
EXISTS = goal(K.EXISTENCE, None)
KEEP = goal(K.KEEP, None, baseline=D(97))


@pytest.mark.parametrize(
    ("promise", "reading", "today", "verdict"),
    [
        (SHARE, at("98"), TODAY, V.ON_TRACK),
        (SHARE, at("97.99"), TODAY, V.AT_RISK),
        (SHARE, at("98", DUE), AFTER, V.REACHED),
        (SHARE, at("97.99", DUE), AFTER, V.MISSED),
        (SHARE, at("98.4", date(2026, 12, 14)), AFTER, V.REACHED),
        (SHARE, at("98.4", date(2026, 11, 20)), AFTER, V.NO_DATA),
        (SHARE, at("99", date(2026, 1, 31)), TODAY, V.NO_DATA),
        (SHARE, at("99", date(2025, 12, 31)), TODAY, V.NO_DATA),
        (SHARE, at(None), TODAY, V.NO_DATA),
        (SHARE, at(None, DUE), AFTER, V.NEEDS_PERSON),
        (SHARE, at("99", DUE, estimated=True), AFTER, V.NEEDS_PERSON),
        (SHARE, at("99", estimated=True), TODAY, V.ON_TRACK),
        (CLIMB, at("62"), TODAY, V.ON_TRACK),
        (CLIMB, at("60"), TODAY, V.ON_TRACK),
        (CLIMB, at("59"), TODAY, V.AT_RISK),
        (CLIMB, at("86"), TODAY, V.REACHED),
        (CLIMB, at("72", date(2028, 6, 30)), date(2028, 7, 9), V.ON_TRACK),
        (CLIMB, at("66", date(2028, 6, 30)), date(2028, 7, 9), V.AT_RISK),
        (CLIMB, at("84", date(2031, 1, 15)), date(2031, 2, 1), V.MISSED),
        (CLIMB, at("85", date(2031, 1, 15)), date(2031, 2, 1), V.REACHED),
        (TALLY, at(1), TODAY, V.ON_TRACK),
        (TALLY, at(0), TODAY, V.AT_RISK),
        (TALLY, at(4), TODAY, V.REACHED),
        (TALLY, at(3, DUE), AFTER, V.MISSED),
        (CAP, at(50), TODAY, V.ON_TRACK),
        (CAP, at(70), TODAY, V.AT_RISK),
        (CAP, at(101), TODAY, V.MISSED),
        (CAP, at(100, DUE), AFTER, V.REACHED),
        (FEWER, at(850), TODAY, V.ON_TRACK),
        (FEWER, at(851), TODAY, V.AT_RISK),
        (FEWER, at(700, base=D(800)), TODAY, V.AT_RISK),
        (FEWER, at(680, base=D(800)), TODAY, V.ON_TRACK),
        (FEWER, at(850, DUE), AFTER, V.REACHED),
        (replace(FEWER, baseline=None), at(680, base=D(800)), TODAY, V.ON_TRACK),
        (replace(FEWER, baseline=None), at(680), TODAY, V.NEEDS_PERSON),
        (replace(FEWER, baseline=D(0)), at(680), TODAY, V.NEEDS_PERSON),
        (replace(FEWER, change_by=ChangeBy.AMOUNT), at(985), TODAY, V.ON_TRACK),
        (replace(FEWER, value=D(0)), at(1000), TODAY, V.AT_RISK),
        (replace(FEWER, value=D(0)), at(999), TODAY, V.ON_TRACK),
        (RANK, at(20), TODAY, V.ON_TRACK),
        (RANK, at(21), TODAY, V.AT_RISK),
        (RANK, at(3, DUE), AFTER, V.REACHED),
        (ZERO, at(0), TODAY, V.ON_TRACK),
        (ZERO, at(1), TODAY, V.MISSED),
        (replace(ZERO, course=Course.HOLD), at(1), TODAY, V.AT_RISK),
        (ZERO, at(0, DUE), AFTER, V.REACHED),
        (EXISTS, at(0), TODAY, V.ON_TRACK),
        (EXISTS, at(0, date(2026, 11, 1)), date(2026, 11, 2), V.AT_RISK),
        (EXISTS, at(1), TODAY, V.REACHED),
        (EXISTS, at(0, DUE), AFTER, V.MISSED),
        (KEEP, at(97), TODAY, V.ON_TRACK),
        (KEEP, at(96), TODAY, V.AT_RISK),
        (replace(KEEP, baseline=None), at(97), TODAY, V.NEEDS_PERSON),
        (replace(KEEP, direction=Direction.LOWER), at(98, DUE), AFTER, V.MISSED),
        (goal(K.JUDGED, None), at(1), TODAY, V.NEEDS_PERSON),
        (goal(value=None), at(1), TODAY, V.NEEDS_PERSON),
        (goal(due=date(2025, 1, 1)), at(1), TODAY, V.NEEDS_PERSON),
    ],
)
def test_the_verdict(promise, reading, today, verdict):
    found = assess(promise, [reading], today)
    assert found.verdict is verdict, found.reason.text()


@pytest.mark.parametrize(
    ("comparator", "direction", "value", "verdict"),
    [
        (Comparator.EQ, Direction.HIGHER, "51", V.REACHED),
        (Comparator.EQ, Direction.HIGHER, "49.9", V.MISSED),
        (Comparator.EQ, Direction.LOWER, "49", V.REACHED),
        (Comparator.EQ, Direction.EXACT, "51", V.MISSED),
        (Comparator.EQ, Direction.EXACT, "50", V.REACHED),
        (Comparator.GT, Direction.HIGHER, "50", V.MISSED),
        (Comparator.LT, Direction.HIGHER, "50", V.MISSED),
        (Comparator.LT, Direction.HIGHER, "49.99", V.REACHED),
    ],
)
def test_a_plain_fifty_percent_is_a_floor_or_a_ceiling_and_never_refuses_the_better(
    comparator, direction, value, verdict
):
    promise = goal(value=50, comparator=comparator, direction=direction)
    assert assess(promise, [at(value, DUE)], AFTER).verdict is verdict


def test_a_share_just_below_is_never_rounded_up_to_the_promise():
    reading = at("99.996", numerator=D(24999), denominator=D(25000))
    found = assess(goal(value=100, comparator=Comparator.EQ, noun="hồ sơ"), [reading], TODAY)
    assert found.verdict is V.AT_RISK
    assert found.formula.text() == "24.999 ÷ 25.000 = 99,996%; đã cam kết ít nhất 100%"
    assert found.needed.text() == "Còn thiếu 1 hồ sơ: cần ít nhất 25.000 trên 25.000 hồ sơ, hiện có 24.999."


def test_a_small_number_of_cases_is_said():
    found = assess(SHARE, [at("87.5", numerator=D(7), denominator=D(8))], TODAY)
    assert "Mẫu số nhỏ (8): một trường hợp làm thay đổi 12,5 điểm phần trăm." in found.reason.text()
    many = assess(SHARE, [at("99", numerator=D(99), denominator=D(100))], TODAY)
    assert "Mẫu số" not in many.reason.text()


def test_the_first_early_figure_is_the_starting_point_where_no_base_is_stated():
    promise = replace(CLIMB, baseline=None)
    found = assess(promise, [at(40)], TODAY)
    assert (found.verdict, found.reason.key) == (V.ON_TRACK, "track.first")
    later = [at(40), at(41, date(2028, 6, 30))]
    assert assess(promise, later, date(2028, 7, 5)).verdict is V.AT_RISK


def test_a_first_figure_taken_late_is_no_starting_point():
    promise = replace(CLIMB, baseline=None)
    assert assess(promise, [at(40, date(2029, 6, 30))], date(2029, 7, 5)).verdict is V.AT_RISK


def test_a_stated_milestone_is_asked_for_to_the_point():
    promise = replace(CLIMB, milestones=(Milestone(date(2027, 12, 31), D(75)),))
    day, today = date(2027, 12, 31), date(2028, 1, 10)
    assert assess(promise, [at("74.9", day)], today).verdict is V.AT_RISK
    assert assess(promise, [at("75", day)], today).verdict is V.ON_TRACK


def test_a_level_to_be_kept_is_that_of_the_next_milestone():
    promise = goal(value=95, due=date(2030, 12, 31), milestones=(Milestone(DUE, D(92)),))
    assert assess(promise, [at(93)], TODAY).verdict is V.ON_TRACK
    found = assess(promise, [at(93, date(2027, 6, 30))], date(2027, 7, 1))
    assert found.verdict is V.AT_RISK
    assert "95%" in found.reason.text()


def test_a_figure_of_the_future_is_not_known_yet():
    assert assess(SHARE, [at(99), at(10, date(2026, 9, 30))], TODAY).verdict is V.ON_TRACK


def test_a_judgement_answers_where_numbers_cannot_and_never_overrules_a_figure():
    judgement = Judgement(V.REACHED, TODAY, "đã ban hành quy chế")
    found = assess(goal(K.JUDGED, None), [], TODAY, judgement)
    assert (found.verdict, found.reason.text()) == (
        V.REACHED,
        "Người có trách nhiệm xác nhận ngày 10/07/2026: đã ban hành quy chế",
    )
    assert assess(SHARE, [at(90, DUE)], AFTER, judgement).verdict is V.MISSED


def test_the_formula_of_a_change_has_its_numbers_put_in():
    found = assess(FEWER, [at(870)], TODAY)
    assert found.formula.text() == "(870 − 1.000) ÷ 1.000 = −13%; đã cam kết giảm ít nhất 15%"
    assert found.formula.text("en") == "(870 − 1,000) ÷ 1,000 = −13%; promised a reduction of at least 15%"
    assert found.needed.text() == "Cần giảm 20 trong 174 ngày còn lại."
    assert found.reason.text() == "870 (giảm 13% so với 1.000) đến ngày 30/06/2026, chưa đạt mức không quá 850."


ORDER = [V.MISSED, V.AT_RISK, V.ON_TRACK, V.REACHED]
values = st.decimals(0, 200, places=2)


@st.composite
def cases(draw):
    """A goal that can be computed, the figures of its time, and a day after the last of them."""
    due = draw(st.sampled_from([DUE, date(2030, 12, 31)]))
    days = st.dates(FIRST, due)
    stones = draw(st.dictionaries(days, st.decimals(0, 100, places=1), max_size=3))
    promise = Goal(
        kind=draw(st.sampled_from([K.THRESHOLD, K.CHANGE, K.RANK, K.EXISTENCE, K.ZERO, K.KEEP])),
        starts=FIRST,
        due=due,
        value=draw(st.decimals(0, 100, places=1)),
        comparator=draw(st.sampled_from(Comparator)),
        unit=draw(st.sampled_from([Unit.PERCENT, Unit.COUNT])),
        direction=draw(st.sampled_from([Direction.HIGHER, Direction.LOWER])),
        course=draw(st.sampled_from(Course)),
        baseline=draw(values.filter(bool)) if draw(st.booleans()) else None,
        change_by=draw(st.sampled_from(ChangeBy)),
        milestones=tuple(Milestone(on, value) for on, value in stones.items()),
    )
    found = draw(st.dictionaries(days, values, min_size=1, max_size=5))
    history = [Reading(on, found[on]) for on in sorted(found)]
    return promise, history, history[-1].as_of + timedelta(days=draw(st.integers(0, 400)))


@given(cases(), st.decimals("0.01", 50, places=2))
def test_a_better_latest_figure_never_worsens_the_verdict(case, gain):
    promise, history, today = case
    better = history[-1].value + (gain if promise.better is Direction.HIGHER else -gain)
    before = assess(promise, history, today).verdict
    after = assess(promise, [*history[:-1], replace(history[-1], value=better)], today).verdict
    if before in ORDER and not (before is V.MISSED and after is V.NO_DATA):
        # an old count that was beyond its limit is final, an old count within it says nothing of today
        assert after in ORDER
        assert ORDER.index(after) >= ORDER.index(before)


@given(cases(), st.booleans())
def test_every_verdict_explains_itself_in_both_languages(case, estimated):
    promise, history, today = case
    found = assess(promise, [replace(one, estimated=estimated) for one in history], today)
    for sentence in (found.reason, found.formula, found.needed):
        for language in ("vi", "en"):
            assert sentence is None or sentence.text(language).strip()


@given(cases())
def test_after_the_due_date_nothing_is_on_track_or_at_risk(case):
    promise, history, today = case
    late = max(today, promise.due + timedelta(days=1))
    assert assess(promise, history, late).verdict not in {V.ON_TRACK, V.AT_RISK}


@given(cases())
def test_a_verdict_rests_on_a_figure_of_the_goals_own_time(case):
    promise, history, today = case
    found = assess(promise, history, today)
    if found.verdict in ORDER:
        assert promise.starts <= found.current.as_of <= promise.due + timedelta(days=31)


def test_each_sentence_names_the_same_facts_in_both_languages():
    for key, (vietnamese, english) in WORDS.items():
        names = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (vietnamese, english)]
        assert names[0] == names[1], key


@pytest.mark.parametrize(
    ("value", "against", "text"),
    [("98", None, "98"), ("1234567.891", None, "1.234.567,89"), ("99.9999", "100", "99,9999"), ("-5.5", None, "−5,5")],
)
def test_numbers_are_written_as_the_language_writes_them(value, against, text):
    assert number_text(D(value), "vi", against=D(against) if against else None) == text
    assert Quantity(D(5), Unit.RANK).text("en") == "rank 5"


@pytest.mark.parametrize(
    ("kind", "unit", "years", "course"),
    [
        (K.ZERO, Unit.COUNT, 1, Course.TALLY),
        (K.THRESHOLD, Unit.COUNT, 1, Course.TALLY),
        (K.THRESHOLD, Unit.PERCENT, 1, Course.HOLD),
        (K.THRESHOLD, Unit.PERCENT, 5, Course.CLIMB),
        (K.CHANGE, Unit.PERCENT, 5, Course.CLIMB),
        (K.KEEP, Unit.PERCENT, 5, Course.HOLD),
    ],
)
def test_the_usual_course_of_a_promise(kind, unit, years, course):
    assert usual_course(kind, unit, Comparator.GE, years) is course
