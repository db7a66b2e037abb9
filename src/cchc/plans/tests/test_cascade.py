"""The cascade: pairs of every kind with verdict and sentence, and what must hold for all of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.plans.rules.cascade import FLIPPED, Cascade, adds_up, compare, compare_together
from cchc.plans.rules.goals import ChangeBy, Comparator, Course, Direction, Goal, GoalKind, Milestone, Unit
from cchc.plans.rules.sentences import WORDS

K, D = GoalKind, Decimal
W, E, S, N = Cascade.WEAKER, Cascade.EQUAL, Cascade.STRONGER, Cascade.NOT_COMPARABLE
FIRST, DUE, FAR = date(2026, 1, 1), date(2026, 12, 31), date(2030, 12, 31)


def goal(value=98, kind=K.THRESHOLD, **facts):
    number = None if value is None else D(str(value))
    return Goal(kind, facts.pop("starts", FIRST), facts.pop("due", DUE), number, **facts)


def far(value=95, kind=K.THRESHOLD, **facts):
    """A promise for 2026 to 2030 that is approached step by step."""
    return goal(value, kind, **{"due": FAR, "course": Course.CLIMB, **facts})


def count(value, **facts):
    return goal(value, **{"unit": Unit.COUNT, "course": Course.TALLY, "noun": "hội nghị", **facts})


def change(value, **facts):
    kept = {"direction": Direction.LOWER, "baseline_label": "2025", "unit": Unit.PERCENT, **facts}
    return goal(value, K.CHANGE, **kept)


def steps(*pairs):
    return tuple(Milestone(date(year, 12, 31), D(str(value))) for year, value in pairs)


LE, LT, GT, EQ = Comparator.LE, Comparator.LT, Comparator.GT, Comparator.EQ
EXACT = {"comparator": EQ, "direction": Direction.EXACT}
RANK = {"unit": Unit.RANK}
EXISTS, ZERO = goal(None, K.EXISTENCE), goal(None, K.ZERO, unit=Unit.COUNT, course=Course.TALLY)
KEEP = goal(None, K.KEEP, baseline=D(97))
STEPPED = far(milestones=steps((2026, 70), (2028, 85)))
EVEN = far(even=True, baseline=D(70))
CONFERENCES = count(50, due=FAR)
MONEY = {"unit": Unit.OTHER, "noun": "tỷ đồng", "comparator": LE}

SAYS = "Chỉ tiêu này cam kết"
PAIRS = [
    # at least, above, plain
    (goal(98), goal(98), E, f"{SAYS} ít nhất 98%, đúng bằng yêu cầu của cấp trên vào 31/12/2026."),
    (goal(99), goal(98), S, f"{SAYS} ít nhất 99%, vượt yêu cầu ít nhất 98% của cấp trên vào 31/12/2026."),
    (goal("97.5"), goal(98), W, f"{SAYS} ít nhất 97,5%, chưa đạt yêu cầu ít nhất 98% của cấp trên vào 31/12/2026."),
    (goal(90, comparator=GT), goal(90), S,
     f"{SAYS} trên 90%, vượt yêu cầu ít nhất 90% của cấp trên vào 31/12/2026."),
    (goal(90), goal(90, comparator=GT), W,
     f"{SAYS} ít nhất 90%, chưa đạt yêu cầu trên 90% của cấp trên vào 31/12/2026."),
    (goal(100, comparator=EQ), goal(98), S,
     f"{SAYS} ít nhất 100%, vượt yêu cầu ít nhất 98% của cấp trên vào 31/12/2026."),
    # at most, below
    (goal(5, comparator=LE), goal(3, comparator=LE), W,
     f"{SAYS} không quá 5%, chưa đạt yêu cầu không quá 3% của cấp trên vào 31/12/2026."),
    (goal(2, comparator=LE), goal(3, comparator=LE), S,
     f"{SAYS} không quá 2%, vượt yêu cầu không quá 3% của cấp trên vào 31/12/2026."),
    (goal(3, comparator=LT), goal(3, comparator=LE), S,
     f"{SAYS} dưới 3%, vượt yêu cầu không quá 3% của cấp trên vào 31/12/2026."),
    (goal(3, comparator=LE), goal(3), N,
     "Một chỉ tiêu là mức tối thiểu, chỉ tiêu kia là mức tối đa, nên không so sánh được."),
    # exactly
    (goal(8, unit=Unit.COUNT, **EXACT), goal(8, unit=Unit.COUNT, **EXACT), E,
     f"{SAYS} đúng 8, đúng bằng yêu cầu của cấp trên vào 31/12/2026."),
    (goal(8, unit=Unit.COUNT, **EXACT), goal(9, unit=Unit.COUNT, **EXACT), N,
     "Mỗi chỉ tiêu đòi đúng một mức khác nhau (đúng 8 và đúng 9) nên không so sánh được."),
    (goal(8, unit=Unit.COUNT, **EXACT), goal(7, unit=Unit.COUNT), S,
     f"{SAYS} đúng 8, vượt yêu cầu ít nhất 7 của cấp trên vào 31/12/2026."),
    (goal(6, unit=Unit.COUNT, **EXACT), goal(7, unit=Unit.COUNT), W,
     f"{SAYS} đúng 6, chưa đạt yêu cầu ít nhất 7 của cấp trên vào 31/12/2026."),
    # units, scales, measures
    (goal(98), goal(98, unit=Unit.COUNT), N, "Hai chỉ tiêu tính bằng hai đơn vị khác nhau nên không so sánh được."),
    (count(4), count(4, noun="tin bài"), N, "Hai chỉ tiêu tính bằng hai đơn vị khác nhau nên không so sánh được."),
    (goal(900, **{**MONEY, "noun": "triệu đồng"}), goal(1, **MONEY), S,
     f"{SAYS} không quá 0,9 tỷ đồng, vượt yêu cầu không quá 1 tỷ đồng của cấp trên vào 31/12/2026."),
    (goal(1200, **{**MONEY, "noun": "triệu đồng"}), goal(1, **MONEY), W,
     f"{SAYS} không quá 1,2 tỷ đồng, chưa đạt yêu cầu không quá 1 tỷ đồng của cấp trên vào 31/12/2026."),
    # changes
    (change(15), change(15), E, f"{SAYS} giảm ít nhất 15%, đúng bằng yêu cầu của cấp trên vào 31/12/2026."),
    (change(10), change(15), W,
     f"{SAYS} giảm ít nhất 10%, chưa đạt yêu cầu giảm ít nhất 15% của cấp trên vào 31/12/2026."),
    (change(20), change(15), S,
     f"{SAYS} giảm ít nhất 20%, vượt yêu cầu giảm ít nhất 15% của cấp trên vào 31/12/2026."),
    (change(15), change(15, direction=Direction.HIGHER), N,
     "Chưa đủ mức phải đạt, số gốc hoặc kỳ gốc của một trong hai chỉ tiêu nên chưa so sánh được."),
    (change(15), change(15, baseline_label="2024"), N,
     "Chưa đủ mức phải đạt, số gốc hoặc kỳ gốc của một trong hai chỉ tiêu nên chưa so sánh được."),
    (change(10, baseline=D(200), baseline_label="2025"), change(20, baseline=D(250), baseline_label="2024"), S,
     f"{SAYS} giảm ít nhất 10% (tức không quá 180), vượt yêu cầu giảm ít nhất 20% (tức không quá 200) của cấp "
     "trên vào 31/12/2026."),
    (change(30, change_by=ChangeBy.AMOUNT, unit=Unit.COUNT, baseline=D(200), noun="hồ sơ"),
     goal(180, unit=Unit.COUNT, comparator=LE, noun="hồ sơ"), S,
     f"{SAYS} giảm ít nhất 30 hồ sơ (tức không quá 170 hồ sơ), vượt yêu cầu không quá 180 hồ sơ của cấp trên vào "
     "31/12/2026."),
    (change(0), change(5), W,
     f"{SAYS} tốt hơn kỳ gốc, chưa đạt yêu cầu giảm ít nhất 5% của cấp trên vào 31/12/2026."),
    # keep
    (KEEP, KEEP, E, f"{SAYS} ít nhất 97%, đúng bằng yêu cầu của cấp trên vào 31/12/2026."),
    (KEEP, goal(98), W, f"{SAYS} ít nhất 97%, chưa đạt yêu cầu ít nhất 98% của cấp trên vào 31/12/2026."),
    (goal(98), KEEP, S, f"{SAYS} ít nhất 98%, vượt yêu cầu ít nhất 97% của cấp trên vào 31/12/2026."),
    (goal(None, K.KEEP, baseline_label="2025", direction=Direction.LOWER), change(5), W,
     f"{SAYS} không kém kỳ gốc, chưa đạt yêu cầu giảm ít nhất 5% của cấp trên vào 31/12/2026."),
    (goal(None, K.KEEP), goal(98), N,
     "Chưa đủ mức phải đạt, số gốc hoặc kỳ gốc của một trong hai chỉ tiêu nên chưa so sánh được."),
    # rank
    (goal(5, K.RANK, **RANK), goal(10, K.RANK, **RANK), S,
     f"{SAYS} hạng 5 trở lên, vượt yêu cầu hạng 10 trở lên của cấp trên vào 31/12/2026."),
    (goal(12, K.RANK, **RANK), goal(10, K.RANK, **RANK), W,
     f"{SAYS} hạng 12 trở lên, chưa đạt yêu cầu hạng 10 trở lên của cấp trên vào 31/12/2026."),
    (goal(10, K.RANK, **RANK), goal(10, K.RANK, due=FAR, **RANK), E,
     f"{SAYS} hạng 10 trở lên, đúng bằng yêu cầu của cấp trên vào 31/12/2026."),
    (goal(10, K.RANK, **RANK), goal(80), N, "Hai chỉ tiêu tính bằng hai đơn vị khác nhau nên không so sánh được."),
    # existence
    (EXISTS, EXISTS, E, f"{SAYS} có kết quả, đúng bằng yêu cầu của cấp trên vào 31/12/2026."),
    (replace(EXISTS, due=date(2026, 9, 30)), EXISTS, S,
     f"{SAYS} có kết quả vào 30/09/2026, sớm hơn hạn 31/12/2026 của cấp trên (có kết quả)."),
    (replace(EXISTS, due=date(2027, 6, 30)), EXISTS, W,
     f"{SAYS} có kết quả vào 30/06/2027, muộn hơn hạn 31/12/2026 của cấp trên (có kết quả)."),
    (count(2), EXISTS, S, f"{SAYS} ít nhất 2 hội nghị, vượt yêu cầu có kết quả của cấp trên vào 31/12/2026."),
    (goal(98), EXISTS, N,
     "Một chỉ tiêu chỉ đòi có kết quả, chỉ tiêu kia đòi một con số, nên không so sánh được."),
    # none at all
    (ZERO, ZERO, E, f"{SAYS} không có trường hợp nào, đúng bằng yêu cầu của cấp trên vào 31/12/2026."),
    (ZERO, count(3, comparator=LE), S,
     f"{SAYS} không có trường hợp nào, vượt yêu cầu không quá 3 hội nghị của cấp trên vào 31/12/2026."),
    (count(1, comparator=LE), replace(ZERO, due=FAR), W,
     f"{SAYS} không quá 1 hội nghị, chưa đạt yêu cầu không có trường hợp nào của cấp trên vào 31/12/2026."),
    (ZERO, replace(ZERO, due=FAR), E,
     f"{SAYS} không có trường hợp nào, đúng bằng yêu cầu của cấp trên vào 31/12/2026."),
    # a year under several years
    (goal(70), STEPPED, E, f"{SAYS} ít nhất 70%, đúng bằng yêu cầu của cấp trên vào 31/12/2026."),
    (goal(69), STEPPED, W, f"{SAYS} ít nhất 69%, chưa đạt yêu cầu ít nhất 70% của cấp trên vào 31/12/2026."),
    (goal(80, due=date(2027, 12, 31)), STEPPED, N,
     "Kế hoạch không nêu mức phải đạt vào 31/12/2027 trên lộ trình đến ít nhất 95% nên chưa so sánh được."),
    (goal(60, due=date(2027, 12, 31)), STEPPED, W,
     f"{SAYS} ít nhất 60%, chưa đạt yêu cầu ít nhất 70% của cấp trên vào 31/12/2026."),
    (goal(86, due=date(2027, 12, 31)), STEPPED, S,
     f"{SAYS} ít nhất 86% vào 31/12/2027, sớm hơn hạn 31/12/2030 của cấp trên (ít nhất 85%)."),
    (goal(75), far(), N,
     "Kế hoạch không nêu mức phải đạt vào 31/12/2026 trên lộ trình đến ít nhất 95% nên chưa so sánh được."),
    (goal(95), far(), S, f"{SAYS} ít nhất 95% vào 31/12/2026, sớm hơn hạn 31/12/2030 của cấp trên (ít nhất 95%)."),
    (goal(75), EVEN, E, f"{SAYS} ít nhất 75%, đúng bằng yêu cầu của cấp trên vào 31/12/2026."),
    (goal(74), EVEN, W, f"{SAYS} ít nhất 74%, chưa đạt yêu cầu ít nhất 75% của cấp trên vào 31/12/2026."),
    (goal(75), replace(EVEN, baseline=None), N,
     "Kế hoạch không nêu mức phải đạt vào 31/12/2026 trên lộ trình đến ít nhất 95% nên chưa so sánh được."),
    (goal(97), far(98, course=Course.HOLD), W,
     f"{SAYS} ít nhất 97%, chưa đạt yêu cầu ít nhất 98% của cấp trên vào 31/12/2026."),
    (far(98), goal(98), W, f"{SAYS} ít nhất 98% vào 31/12/2030, muộn hơn hạn 31/12/2026 của cấp trên (ít nhất 98%)."),
    (goal(98, starts=date(2025, 1, 1), due=date(2025, 12, 31)), goal(98), N,
     "Hai chỉ tiêu thuộc hai khoảng thời gian không trùng nhau (31/12/2025, 31/12/2026) nên không so sánh được."),
    # running counts
    (count(10), replace(CONFERENCES, even=True), E,
     f"{SAYS} ít nhất 10 hội nghị, đúng bằng yêu cầu của cấp trên vào 31/12/2026."),
    (count(9, starts=date(2027, 1, 1), due=date(2027, 12, 31)), replace(CONFERENCES, even=True), W,
     f"{SAYS} ít nhất 9 hội nghị, chưa đạt yêu cầu ít nhất 10 hội nghị của cấp trên vào 31/12/2027."),
    (count(10), CONFERENCES, N,
     "Kế hoạch không nêu mức phải đạt vào 31/12/2026 trên lộ trình đến ít nhất 50 hội nghị nên chưa so sánh được."),
    (count(6, comparator=LE), count(5, comparator=LE, due=FAR), W,
     f"{SAYS} không quá 6 hội nghị, chưa đạt yêu cầu không quá 5 hội nghị của cấp trên vào 31/12/2030."),
    (count(4, course=Course.HOLD), CONFERENCES, N,
     "Một chỉ tiêu cộng dồn, chỉ tiêu kia không, và khác khoảng thời gian, nên không so sánh được."),
    # no number
    (goal(None, K.JUDGED), goal(98), N,
     "Chỉ tiêu định tính không có con số nên phải do người có trách nhiệm so sánh."),
    (goal(None), goal(98), N,
     "Chưa đủ mức phải đạt, số gốc hoặc kỳ gốc của một trong hai chỉ tiêu nên chưa so sánh được."),
]  # fmt: skip


@pytest.mark.parametrize(("child", "parent", "verdict", "sentence"), PAIRS)
def test_the_verdict_of_a_pair_and_its_sentence_are_right(child, parent, verdict, sentence):
    found = compare(child, parent)
    assert (found.verdict, found.reason.text()) == (verdict, sentence)


def test_the_pairs_are_enough_and_of_every_kind():
    assert len(PAIRS) >= 40
    assert {child.kind for child, _parent, _verdict, _sentence in PAIRS} == set(GoalKind)


def test_targets_of_other_indicators_are_not_compared():
    found = compare(goal(90), goal(98), same_measure=False)
    assert (found.verdict, found.reason.key) == (N, "cascade.measure")


def test_counts_of_units_are_added_up_before_they_are_compared():
    parts = [count(4), count(3), count(2)]
    assert all(adds_up(part) for part in parts)
    assert compare_together(parts, count(9)).verdict is E
    short = compare_together(parts, count(10))
    assert short.reason.text() == (
        "Cộng chỉ tiêu của 3 đơn vị: ít nhất 9 hội nghị, chưa đạt yêu cầu ít nhất 10 hội nghị của cấp trên vào "
        "31/12/2026."
    )
    assert compare_together(parts, far(50)).verdict is N
    assert not adds_up(goal(98))
    assert not adds_up(EXISTS)


NUMBERS = st.integers(0, 120).map(D)
SPANS = st.sampled_from(
    [(FIRST, DUE), (FIRST, FAR), (date(2027, 1, 1), date(2027, 12, 31)), (FIRST, date(2028, 12, 31))]
)


@st.composite
def goals(draw):
    kind = draw(st.sampled_from([kind for kind in GoalKind if kind is not K.JUDGED]))
    starts, due = draw(SPANS)
    stones = tuple(
        Milestone(date(year, 12, 31), draw(NUMBERS))
        for year in sorted(draw(st.sets(st.integers(2026, 2029)))) if starts.year <= year < due.year
    )  # fmt: skip
    return Goal(
        kind, starts, due, draw(NUMBERS), comparator=draw(st.sampled_from(Comparator)),
        unit=Unit.RANK if kind is K.RANK else draw(st.sampled_from([Unit.PERCENT, Unit.COUNT])),
        direction=draw(st.sampled_from(Direction)), course=draw(st.sampled_from(Course)),
        baseline=D(draw(st.integers(1, 200))), baseline_label=draw(st.sampled_from(["", "2025"])),
        change_by=draw(st.sampled_from(ChangeBy)), milestones=stones, noun=draw(st.sampled_from(["", "hồ sơ"])),
        even=draw(st.booleans()),
    )  # fmt: skip


@given(goals())
def test_a_promise_is_as_strong_as_itself(promise):
    assert compare(promise, promise).verdict is E


@given(goals(), goals())
def test_what_is_weaker_than_another_has_the_other_stronger(one, other):
    found, turned = compare(one, other).verdict, compare(other, one).verdict
    assert turned is FLIPPED.get(found, found)


@given(goals(), goals(), st.integers(1, 20))
def test_asking_for_more_never_makes_a_target_weaker(child, parent, more):
    if child.kind is not K.THRESHOLD or child.better is Direction.EXACT or parent.better is Direction.EXACT:
        return
    step = more if child.better is Direction.HIGHER else -min(more, child.value)
    before, after = compare(child, parent).verdict, compare(replace(child, value=child.value + step), parent).verdict
    if before in {E, S} and child.due <= parent.due:
        assert after in {E, S}


@given(goals(), goals())
def test_every_reason_is_one_sentence_in_both_languages_with_all_its_facts(one, other):
    for language in ("vi", "en"):
        said = compare(one, other).reason.text(language)
        assert said.endswith(".")
        assert ". " not in said
        assert "{" not in said


def test_the_sentences_name_the_same_facts_in_both_languages():
    for key, both in WORDS.items():
        if key.startswith("cascade."):
            vietnamese, english = ({name for _, name, _, _ in Formatter().parse(words) if name} for words in both)
            assert vietnamese == english, key
