"""What a reading becomes before a person sees it."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.plans.rules.confirmed import Place
from cchc.plans.rules.contents import Content
from cchc.plans.rules.goals import ChangeBy, Comparator, Course, Direction, GoalKind, Unit
from cchc.plans.rules.intake import queue, spans
from cchc.plans.rules.intake.assembly import Settled, confirmed, goal
from cchc.plans.rules.intake.charges import charges, contents_in
from cchc.plans.rules.intake.checks import Lack, lacking
from cchc.plans.rules.intake.drafting import Setting, Suggested, proposals, with_indicator
from cchc.plans.rules.intake.facts import Decision, Doubt, Facts, How, ItemKind
from cchc.plans.rules.intake.promise import promise
from cchc.plans.rules.intake.queue import Entry, Sieve
from cchc.plans.rules.intake.reread import joined, reread
from cchc.plans.rules.intake.twins import likeness
from cchc.plans.rules.intake.units import Directory, NamedUnit

UNITS = [
    NamedUnit(1, "Lãnh đạo Sở", "LĐ", "leadership"),
    NamedUnit(2, "Văn phòng Sở", "Văn phòng", "office"),
    NamedUnit(3, "Phòng Kế hoạch - Tài chính", "KHTC", "room"),
    NamedUnit(4, "Phòng Quản lý Thương mại", "QLTM", "room"),
    NamedUnit(5, "Chi cục Quản lý thị trường", "QLTT", "branch"),
    NamedUnit(6, "Trung tâm Khuyến công", "TTKC", "centre"),
]
DIRECTORY = Directory(UNITS, "Sở Công Thương tỉnh Thử Nghiệm")


@pytest.mark.parametrize(
    ("text", "units", "how"),
    [
        ("Văn phòng Sở", (2,), How.EXACT),
        ("văn phòng sở", (2,), How.EXACT),
        ("Chánh Văn phòng Sở", (2,), How.EXACT),
        ("Phòng Quản lý Thương mại thuộc Sở", (4,), How.EXACT),
        ("Trưởng phòng Quản lý Thương mại", (4,), How.EXACT),
        ("QLTM", (4,), How.SHORT),
        ("Phòng Quản lý Thuơng mại", (4,), How.EXACT),
        ("Phòng Quản lý Thương mạii", (4,), How.CLOSE),
        ("Phòng Kế hoạch - Tài chính - Tổng hợp", (3,), How.NAMED),
        ("Văn phòng Sở, Phòng Quản lý Thương mại", (2, 4), How.NAMED),
        ("Các phòng, đơn vị thuộc Sở", (2, 3, 4, 5, 6), How.GROUP),
        ("trưởng các phòng, đơn vị", (2, 3, 4, 5, 6), How.GROUP),
        ("Các phòng chuyên môn, đơn vị thuộc Sở", (2, 3, 4, 5, 6), How.GROUP),
        ("Các phòng chuyên môn", (2, 3, 4), How.GROUP),
        ("Các đơn vị sự nghiệp", (5, 6), How.GROUP),
        ("Giám đốc Sở", (1,), How.GROUP),
        ("Sở Công Thương", (), How.AGENCY),
        ("Sở Nội vụ", (), How.OUTSIDE),
        ("UBND tỉnh", (), How.OUTSIDE),
        ("Phòng Không Có Thật Nào", (), How.NONE),
        ("", (), How.NONE),
    ],
)
def test_a_name_of_the_document_finds_its_units(text, units, how):
    found = DIRECTORY.match(text)
    assert (found.units, found.how) == (units, how)


@given(st.text(max_size=60))
def test_any_name_gives_known_units_and_a_reason(text):
    found = DIRECTORY.match(text)
    assert set(found.units) <= {unit.id for unit in UNITS}
    assert bool(found.units) == (found.how not in {How.NONE, How.OUTSIDE, How.AGENCY})


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("Giao Phòng Quản lý Thương mại rà soát quy trình", (4,)),
        ("Văn phòng Sở chủ trì tổng hợp", (2,)),
        ("Phối hợp với Văn phòng Sở thực hiện", ()),
        ("Báo cáo gửi Văn phòng Sở trước ngày 20", ()),
        ("Phối hợp với Văn phòng Sở chủ trì", ()),
    ],
)
def test_a_sentence_gives_work_only_to_the_unit_that_it_charges(sentence, units):
    assert DIRECTORY.charged_in(sentence).units == units


@pytest.mark.parametrize(
    ("comparator", "value", "unit", "quote", "kind", "shown"),
    [
        ("ge", 98, "percent", "đạt tối thiểu 98%", GoalKind.THRESHOLD, Comparator.GE),
        ("ge", 90, "percent", "đạt trên 90%", GoalKind.THRESHOLD, Comparator.GT),
        ("ge", 90, "percent", "trên tổng số hồ sơ đạt từ 90% trở lên", GoalKind.THRESHOLD, Comparator.GE),
        ("le", 5, "percent", "không quá 5%", GoalKind.THRESHOLD, Comparator.LE),
        ("le", 5, "percent", "dưới 5%", GoalKind.THRESHOLD, Comparator.LT),
        ("eq", 100, "percent", "100% hồ sơ", GoalKind.THRESHOLD, Comparator.EQ),
        ("eq", 0, "count", "không có hồ sơ trễ hạn", GoalKind.ZERO, Comparator.EQ),
        ("reduce", 20, "percent", "cắt giảm 20%", GoalKind.CHANGE, Comparator.GE),
        ("increase", 10, "count", "tăng 10 thủ tục", GoalKind.CHANGE, Comparator.GE),
        ("rank", 20, "rank", "thuộc nhóm 20", GoalKind.RANK, Comparator.GE),
        (None, None, None, "duy trì mức độ hài lòng", GoalKind.KEEP, Comparator.GE),
        (None, None, None, "xếp hạng cao hơn năm 2025", GoalKind.CHANGE, Comparator.GE),
        (None, None, None, "nâng cao chất lượng", GoalKind.JUDGED, Comparator.GE),
    ],
)
def test_a_measure_takes_its_form_from_comparison_unit_and_words(comparator, value, unit, quote, kind, shown):
    found = promise({"comparator": comparator, "value": value, "unit": unit}, quote, 2026, 2026)
    assert (found.goal, found.comparator) == (kind, shown)
    assert found.due_on == date(2026, 12, 31)


def test_a_cut_is_better_when_lower_and_is_by_percent_or_by_amount():
    cut = promise({"comparator": "reduce", "value": 20, "unit": "percent"}, "cắt giảm 20%", 2026, 2030)
    more = promise({"comparator": "increase", "value": 3, "unit": "count"}, "tăng 3 mô hình", 2026, 2030)
    assert (cut.direction, cut.change_by, cut.course) == (Direction.LOWER, ChangeBy.PERCENT, Course.CLIMB)
    assert (more.direction, more.change_by) == (Direction.HIGHER, ChangeBy.AMOUNT)


def test_a_threshold_without_a_number_is_doubted():
    found = promise({"comparator": "ge", "value": None, "unit": "rank"}, "thuộc nhóm dẫn đầu", 2026, 2026)
    assert Doubt.VALUE in found.doubts
    assert lacking(ItemKind.MEASURE, "x", found, 2026).errors == (Lack.VALUE,)


@pytest.mark.parametrize(
    ("quote", "value", "unit", "comparator"),
    [
        ("tỷ lệ thanh toán đạt từ 60% trở lên", Decimal(60), Unit.PERCENT, Comparator.GE),
        ("100% thủ tục được công khai", Decimal(100), Unit.PERCENT, Comparator.EQ),
        ("không quá 2,5% hồ sơ trễ hạn", Decimal("2.5"), Unit.PERCENT, Comparator.LE),
        ("tổ chức ít nhất 02 hội nghị", Decimal(2), Unit.COUNT, Comparator.GE),
        ("từ 50% lên 60%", None, Unit.PERCENT, Comparator.EQ),
        ("thuộc nhóm 10 sở dẫn đầu", Decimal(10), Unit.RANK, Comparator.GE),
        ("nâng cao chất lượng phục vụ", None, Unit.PERCENT, Comparator.EQ),
    ],
)
def test_a_sentence_alone_tells_its_number(quote, value, unit, comparator):
    found = reread(Facts(content=Content.PROCEDURES, lead=(4,)), quote, 2026, 2026)
    assert (found.value, found.unit, found.comparator) == (value, unit, comparator)
    assert (found.content, found.lead) == (Content.PROCEDURES, (4,))


def test_two_items_made_one_keep_what_either_knows():
    one = Facts(product="Báo cáo", support=(3,))
    two = Facts(product="Kế hoạch", support=(3, 4), lead=(2,), deadline_text="quý II")
    both = joined(one, two)
    assert (both.product, both.support, both.lead, both.deadline_text) == ("Báo cáo; Kế hoạch", (3, 4), (2,), "quý II")


def test_the_closing_part_says_who_is_in_charge_of_a_content():
    duties = [
        ("Chủ trì nội dung cải cách thể chế", (3,)),
        ("Là đầu mối nội dung cải cách tài chính công", (3,)),
        ("Đầu mối nội dung cải cách tài chính công", (4,)),
        ("Phối hợp thực hiện chuyển đổi số", (4,)),
        ("Các phòng chủ trì tổ chức bộ máy", (3, 4)),
    ]
    assert charges(duties) == {Content.INSTITUTION: 3}
    assert contents_in("1. Cải cách thủ tục hành chính") == [Content.PROCEDURES]


FACTS = st.builds(
    Facts,
    content=st.sampled_from(Content),
    goal=st.none() | st.sampled_from(GoalKind),
    comparator=st.sampled_from(Comparator),
    value=st.none() | st.decimals(-(10**9), 10**9, places=4),
    unit=st.sampled_from(Unit),
    due_on=st.none() | st.dates(date(1990, 1, 1), date(2200, 1, 1)),
    lead=st.lists(st.integers(1, 9), max_size=3).map(tuple),
    lead_how=st.sampled_from(How),
    cadence=st.lists(st.sampled_from(["monthly", "yearly"]), max_size=2).map(tuple),
    doubts=st.lists(st.sampled_from(Doubt), max_size=3).map(tuple),
    product=st.text(max_size=20),
    day=st.none() | st.integers(1, 31),
)


@given(FACTS)
def test_facts_come_back_from_json_as_they_went(facts):
    assert Facts.from_json(json.loads(json.dumps(facts.to_json()))) == facts


@pytest.mark.parametrize(
    "data", [{"value": "x"}, {"goal": "none"}, {"lead": ["a"]}, {"who": 1}, {"product": 3}, {"day": True}]
)
def test_facts_that_do_not_hold_are_named(data):
    with pytest.raises(ValueError, match=next(iter(data))):
        Facts.from_json(data)


TEXT = "I. MỤC TIÊU\nTỷ lệ đúng hạn đạt 98%, mức hài lòng đạt 95%.\n\nCột 1\tCột 2\nhết"


def test_the_text_is_cut_at_the_borders_of_its_marks_and_nothing_is_lost():
    marks = [spans.Mark(7, 12, 39), spans.Mark(8, 19, 27)]
    found = spans.blocks(TEXT, marks)
    joined_text = "\n".join("".join(piece.text for piece in block.pieces) for block in found)
    assert joined_text == TEXT.replace("\n\n", "\n")
    inner = [piece for block in found for piece in block.pieces if 8 in piece.ids]
    assert [piece.ids for piece in inner] == [(8, 7)]
    assert sum(7 in piece.opens for block in found for piece in block.pieces) == 1


@given(
    st.text(alphabet="ab \n\t", max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20)), max_size=6)
)
def test_any_marks_leave_the_letters_as_they_were(text, places):
    marks = [spans.Mark(number, start, start + size) for number, (start, size) in enumerate(places)]
    shown = "".join(piece.text for block in spans.blocks(text, marks) for piece in block.pieces)
    assert shown == "".join(line for line in text.split("\n") if line.strip())


def test_a_selection_is_found_as_given_or_again():
    start = TEXT.index("mức hài lòng")
    assert spans.taken(TEXT, start, start + 12, "mức hài lòng") == (start, start + 12)
    assert spans.taken(TEXT, 0, 12, "mức  hài\nlòng") == (start, start + 12)
    assert spans.taken(TEXT, 0, 5, "không có trong văn bản") is None
    assert spans.locate(TEXT, "") is None


@given(st.text(alphabet="abcđ ", min_size=2, max_size=40), st.integers(0, 40))
def test_a_cut_sentence_keeps_every_letter_and_both_places(quote, at):
    text = f"x {quote} y"
    try:
        one, two = spans.cut(quote, at, 2, 2 + len(quote), text)
    except ValueError:
        assert not quote[:at].strip() or not quote[at:].strip()
        return
    assert (one.quote + two.quote).replace(" ", "") == quote.replace(" ", "")
    assert text[one.start : one.end].split() == one.quote.split()
    assert text[two.start : two.end].split() == two.quote.split()


def entries(*decisions: str) -> list[Entry]:
    return [Entry(n, ItemKind.TASK, Decision(word), look=False, found=0) for n, word in enumerate(decisions, 1)]


def test_the_next_item_is_the_next_open_one_and_goes_round():
    rows = entries("accepted", "open", "dropped", "open")
    assert queue.following(rows, 2, Sieve.ALL, None) == 4
    assert queue.following(rows, 4, Sieve.ALL, None) == 2
    assert queue.following(rows, None, Sieve.ALL, None) == 2
    assert queue.following(entries("accepted"), 1, Sieve.ALL, None) is None
    assert queue.following(rows, 2, Sieve.ALL, ItemKind.MEASURE) is None


def test_the_queue_shows_what_is_open_first_and_counts_what_each_sieve_lets_through():
    rows = entries("accepted", "open", "dropped", "open")
    assert [one.id for one in queue.shown(rows, Sieve.ALL, None)] == [2, 4, 1, 3]
    found = queue.counts(rows)
    assert (found[Sieve.ALL], found[Sieve.OPEN], found[Sieve.ACCEPTED], found[Sieve.DROPPED]) == (4, 2, 1, 1)


def test_findings_go_to_the_items_that_they_touch():
    findings = [{"span": [5, 8]}, {"span": [50, 60]}, {}]
    assert queue.touching(findings, {1: (0, 6), 2: (8, 20)}) == {0: [1], 1: [], 2: []}


def reading(**parts):
    kinds = ("measures", "tasks", "duties", "reporting", "citations", "rows")
    return {"text": TEXT, **{kind: [] for kind in kinds}, **parts}


def setting(**facts):
    values = {"directory": DIRECTORY, "suggest": lambda *_: [], "first_year": 2026, "last_year": 2026, **facts}
    return Setting(**values)


ROW = {
    "id": "a1", "no": "1", "area": "procedures", "task": "Rà soát thủ tục hành chính trong lĩnh vực thương mại",
    "product": "Báo cáo", "deadline_text": "Quý II", "lead": ["Văn phòng Sở", "Phòng Quản lý Thương mại"],
    "support": ["Các phòng, đơn vị"], "monitor": ["Văn phòng Sở"], "span": [40, 50],
}  # fmt: skip


def test_a_row_of_the_annex_has_one_lead_and_its_other_units_support():
    (found,) = proposals(reading(rows=[ROW]), setting())
    facts = found.facts
    assert (facts.lead, facts.support, facts.monitor) == ((2,), (4,), (2,))
    assert (facts.deadline_text, facts.product, facts.content) == ("Quý II", "Báo cáo", Content.PROCEDURES)
    assert facts.support_text == "Các phòng, đơn vị"


def test_a_task_that_the_annex_repeats_becomes_one_item_in_two_places():
    task = {"quote": "Rà soát thủ tục hành chính trong lĩnh vực thương mại;", "span": [0, 11], "row": "a1"}
    (found,) = proposals(reading(rows=[ROW], tasks=[task]), setting())
    assert (found.kind, found.also) == (ItemKind.ROW, ((0, 11),))


def test_a_task_unlike_its_row_stays_and_is_doubted():
    task = {"quote": "Tuyên truyền rộng rãi đến người dân", "span": [0, 11], "row": "a1"}
    found = proposals(reading(rows=[ROW], tasks=[task]), setting())
    assert [one.kind for one in found] == [ItemKind.TASK, ItemKind.ROW]
    assert Doubt.TWIN in found[0].facts.doubts
    assert likeness("a b c", "a b x y") == pytest.approx(2 / 3)


def test_an_unreadable_text_gives_only_duties_and_reports_and_all_are_doubted():
    raw = reading(
        measures=[{"quote": "98%", "value": 98}], tasks=[{"quote": "x"}], duties=[{"quote": "y", "unit": "QLTM"}],
        reporting=[{"quote": "z", "cadence": ["monthly"], "day": 25}],
    )  # fmt: skip
    found = proposals(raw, setting(by_hand=True))
    assert {one.kind for one in found} == {ItemKind.DUTY, ItemKind.REPORTING}
    assert all(Doubt.BY_HAND in one.facts.doubts for one in found)


def test_a_scan_of_low_confidence_puts_every_item_to_a_person():
    raw = reading(tasks=[{"quote": "x", "span": [0, 3]}], quality={"confidence": 0.6})
    assert Doubt.SCAN in proposals(raw, setting())[0].facts.doubts


def test_a_reading_with_nonsense_in_it_is_taken_as_far_as_it_goes():
    raw = reading(
        tasks=[{"quote": "x", "span": [90, 20]}, {"quote": ""}, "no item"],
        measures=[{"quote": "y", "value": "?", "due": "x"}],
        citations=[{"number": "1/QĐ", "date": "hôm qua"}], rows=None,
    )  # fmt: skip
    found = proposals(raw, setting())
    assert [one.kind for one in found] == [ItemKind.MEASURE, ItemKind.TASK, ItemKind.CITATION]
    assert all(one.start is None for one in found)


def test_a_weak_suggestion_is_only_offered():
    weak = [Suggested("on_time_share", Decimal("0.2"), "vì", "why")]
    strong = [Suggested("on_time_share", Decimal("0.9"), "vì", "why")]
    assert with_indicator(Facts(), weak).indicator == ""
    assert Doubt.INDICATOR in with_indicator(Facts(), weak).doubts
    assert with_indicator(Facts(doubts=(Doubt.INDICATOR,)), strong).doubts == ()


@pytest.mark.parametrize(
    ("kind", "facts", "errors", "warnings"),
    [
        (ItemKind.MEASURE, Facts(), {Lack.GOAL, Lack.DUE}, {Lack.INDICATOR, Lack.OWNER}),
        (ItemKind.TASK, Facts(lead=(1,), deadline_text="30/6/2026"), set(), set()),
        (ItemKind.TASK, Facts(lead=(1, 2), deadline_text="sớm nhất"), set(), {Lack.OWNER, Lack.DEADLINE_UNCLEAR}),
        (ItemKind.ROW, Facts(), set(), {Lack.OWNER, Lack.DEADLINE}),
        (ItemKind.DUTY, Facts(), set(), {Lack.OWNER}),
        (ItemKind.REPORTING, Facts(), set(), {Lack.OWNER, Lack.CADENCE}),
        (ItemKind.CITATION, Facts(), {Lack.NUMBER}, set()),
    ],
)
def test_what_an_item_lacks(kind, facts, errors, warnings):
    found = lacking(kind, "câu", facts, 2026)
    assert (set(found.errors), set(found.warnings)) == (errors, warnings)


def test_the_accepted_items_make_the_plan():
    measure = Facts(content=Content.PROCEDURES, goal=GoalKind.THRESHOLD, value=Decimal(98), due_on=date(2026, 12, 31),
                    lead=(4,), indicator="on_time_share")  # fmt: skip
    task = Facts(content=Content.PROCEDURES, lead=(2,), support=(2, 3), deadline_text="Quý II", no="5")
    place = Place("q", 1, 2, 3, ("II. NHIỆM VỤ", "1. Cải cách thủ tục hành chính"))
    rows = [
        Settled(ItemKind.MEASURE, "Tỷ lệ", place, measure),
        Settled(ItemKind.ROW, "Rà soát", place, task),
        Settled(ItemKind.DUTY, "Đôn đốc", place, Facts(lead=(2, 3), lead_how=How.PERSON)),
        Settled(ItemKind.DUTY, "Thực hiện", place, Facts(lead=(2, 3), lead_how=How.GROUP, lead_text="các phòng")),
        Settled(ItemKind.REPORTING, "Báo cáo", place, Facts(lead=(4,), cadence=("monthly",), day=20)),
        Settled(ItemKind.CITATION, "76", place, Facts(number="76/NQ-CP")),
        Settled(ItemKind.CITATION, "76", place, Facts(number="76/NQ-CP")),
    ]
    plan = confirmed(rows, 2026, 2026)
    assert (plan.targets[0].goal.value, plan.targets[0].owner, plan.targets[0].indicator) == (98, 4, "on_time_share")
    assert (plan.tasks[0].lead, plan.tasks[0].supporters, plan.tasks[0].deadlines[0].quarter) == (2, (3,), 2)
    assert [(one.unit, one.unit_text) for one in plan.duties] == [(2, ""), (3, ""), (None, "các phòng")]
    assert (plan.reporting[0].unit, plan.reporting[0].day) == (4, 20)
    assert [one.number for one in plan.citations] == ["76/NQ-CP"]
    assert plan.headings == {Content.PROCEDURES: "1. Cải cách thủ tục hành chính"}


@pytest.mark.parametrize("kind", list(GoalKind))
def test_every_form_of_promise_becomes_a_goal_within_the_plan(kind):
    found = goal(Facts(goal=kind, value=Decimal(3), due_on=date(2026, 6, 30)), 2026, 2026)
    assert (found.kind, found.starts, found.due) == (kind, date(2026, 1, 1), date(2026, 6, 30))
