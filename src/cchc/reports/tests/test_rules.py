from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.common.periods import Kind, Period
from cchc.plans.rules.tasks import State
from cchc.reports.outline import PERIODIC, form_of, form_on, shipped
from cchc.reports.rules import text, wording
from cchc.reports.rules.outline import FigureSpec, SourceKind, Words
from cchc.reports.rules.past import MEASURES, Event, Stand, of_year, stand_on, tally
from cchc.reports.rules.states import SectionState, missing, states, unknown_keys
from cchc.reports.rules.values import Gap, Value, difference, printed, work_out

FORM = form_on(PERIODIC, date(2026, 9, 30))


def day(text_of_day: str) -> date:
    return date.fromisoformat(text_of_day)


# ---------- the form


def test_the_shipped_forms_are_sound_and_found_by_day_and_version():
    assert len(shipped()) >= 1
    assert form_of(FORM.code, FORM.version) is FORM
    assert form_on(PERIODIC, date(2020, 1, 1)) is FORM, "before the first version the first holds"
    with pytest.raises(KeyError):
        form_on("other", date(2026, 1, 1))


def test_the_outline_has_the_parts_of_the_reporting_regime_and_every_figure_has_its_place():
    parts = [(section.label, section.key) for section in FORM.sections if section.level == 1]
    assert parts == [
        ("I.", "steering"),
        ("II.", "results"),
        ("III.", "assessment"),
        ("IV.", "next"),
        ("V.", "proposals"),
    ]
    contents = [section.label for section in FORM.sections if section.parent == "results"]
    assert contents == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert len(FORM.forms) == 7
    placed = {row.figure for form in FORM.forms for row in form.rows} | {
        key for section in FORM.texts for key in text.tokens(section.draft)
    }
    assert {figure.key for figure in FORM.figures} <= placed


def test_every_indicator_of_the_form_is_in_the_catalogue():
    from cchc.indicators.catalogue import shipped as catalogue  # noqa: PLC0415

    known = {definition.code: definition for definition in catalogue()}
    for figure in FORM.figures:
        if figure.kind is SourceKind.INDICATOR:
            definition = known[figure.of[0]]
            assert figure.part == "value" or definition.has_parts, figure.key
            assert figure.is_percent == (definition.has_parts and figure.part == "value"), figure.key


# ---------- text


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        ("Một đoạn.\n\nĐoạn hai.", [(0, ["Một đoạn."]), (0, ["Đoạn hai."])]),
        ("- gạch\n+ cộng", [(1, ["gạch"]), (2, ["cộng"])]),
        ("đạt {share} trên {all}.", [(0, ["đạt ", "{share}", " trên ", "{all}", "."])]),
        ("5 văn bản[[Kế hoạch số 1]].", [(0, ["5 văn bản", "[[Kế hoạch số 1]]", "."])]),
        ("{Hoa} { } {a-b}", [(0, ["{Hoa} { } {a-b}"])]),
    ],
)
def test_a_text_is_read_into_lines_and_pieces(raw, lines):
    def shown(piece: text.Piece) -> str:
        return f"{{{piece.key}}}" if piece.key else f"[[{piece.note}]]" if piece.note else piece.text

    assert [(line.level, [shown(piece) for piece in line.pieces]) for line in text.parse(raw)] == lines


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_loses_no_word(raw):
    said = "".join(
        piece.text or (f"{{{piece.key}}}" if piece.key else f"[[{piece.note}]]")
        for line in text.parse(raw)
        for piece in line.pieces
    )
    kept = "".join(said.split())
    for word in raw.split():
        bare = word.lstrip("-–+")
        if "[[" not in raw:
            assert bare in kept or not bare


# ---------- values


def spec(key: str, kind: SourceKind, *of: str, unit: str = "%", decimals: int = 2) -> FigureSpec:
    return FigureSpec(key, Words(key, key), unit, kind, of, decimals=decimals)


def test_a_share_and_a_sum_are_worked_out_of_their_parts_with_their_comparisons():
    share = spec("share", SourceKind.SHARE, "a", "b")
    total = spec("total", SourceKind.SUM, "a", "b", unit="Việc", decimals=0)
    found = {
        "a": Value(Decimal(45), day("2026-09-30"), previous=Decimal(20), last_year=None),
        "b": Value(Decimal(48), day("2026-09-25"), estimate=True, previous=Decimal(40), last_year=Decimal(30)),
    }
    values = work_out((share, total), found)
    assert values["share"] == Value(
        Decimal("93.75"), day("2026-09-30"), estimate=True, previous=Decimal(50), last_year=None
    )
    assert (values["total"].value, values["total"].previous, values["total"].last_year) == (93, 60, None)


@pytest.mark.parametrize(
    ("a", "b", "gap"), [(5, 0, Gap.NOTHING_TO_DIVIDE), (None, 4, Gap.PARTS_MISSING), (5, None, Gap.PARTS_MISSING)]
)
def test_a_share_without_its_parts_is_none_and_says_why(a, b, gap):
    found = {key: Value(Decimal(part) if part is not None else None) for key, part in (("a", a), ("b", b))}
    value = work_out((spec("share", SourceKind.SHARE, "a", "b"),), found)["share"]
    assert (value.value, value.gap) == (None, gap)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "expected"),
    [
        ("93.75", "%", 2, "93,75%"),
        ("100", "%", 2, "100%"),
        ("0", "Việc", 0, "0"),
        ("13203300", "Triệu đồng", 0, "13.203.300"),
        ("230473.5", "Triệu đồng", 0, "230.473,5"),
        (None, "%", 2, ""),
    ],
)
def test_a_value_is_printed_as_vietnamese_papers_print_it(value, unit, decimals, expected):
    figure = spec("x", SourceKind.INDICATOR, "x", unit=unit, decimals=decimals)
    assert printed(figure, Decimal(value) if value is not None else None) == expected


# ---------- states of sections


def test_a_section_lacks_its_text_or_its_figures_and_an_optional_one_may_be_empty():
    key = "initiatives"
    texts = {section.key: "Đã viết." for section in FORM.texts} | {"proposals": ""}
    assert missing(FORM, texts, {}) == ()
    assert set(states(FORM, texts, {}).values()) == {SectionState.DONE}
    texts[key] = "Có {initiatives} sáng kiến của {department}."
    [lack] = missing(FORM, texts, {"initiatives": Value()})
    assert (lack.section.key, lack.figures, lack.lacks_text) == (key, ("initiatives",), False)
    assert missing(FORM, texts, {"initiatives": Value(Decimal(0))}) == (), "nought is a figure"
    texts["posts"] = "  \n"
    found = states(FORM, texts, {"initiatives": Value()})
    assert found[key] is SectionState.NO_FIGURE
    assert found["posts"] is found["organisation"] is found["results"] is SectionState.NO_TEXT
    assert found["steering"] is SectionState.NO_FIGURE
    assert found["finance"] is SectionState.DONE


def test_a_key_that_no_figure_has_is_named():
    assert unknown_keys(FORM, "{plan_tasks} {period} {no_such}") == ("no_such",)


# ---------- periods


@pytest.mark.parametrize(
    ("code", "name", "next_name", "so_far"),
    [
        ("2026-Q1", "quý I năm 2026", "quý II năm 2026", "2026-Q1"),
        ("2026-H1", "6 tháng đầu năm 2026", "6 tháng cuối năm 2026", "2026-H1"),
        ("2026-Q2", "quý II năm 2026", "quý III năm 2026", "2026-H1"),
        ("2026-Q3", "quý III năm 2026", "quý IV năm 2026", "2026-N"),
        ("2026-N", "9 tháng năm 2026", "quý IV năm 2026", "2026-N"),
        ("2026-Q4", "quý IV năm 2026", "quý I năm 2027", "2026-Y"),
        ("2026-Y", "năm 2026", "năm 2027", "2026-Y"),
    ],
)
def test_periods_are_named_and_followed_as_reports_do(code, name, next_name, so_far):
    period = Period.parse(code)
    assert wording.printed_period(period) == name
    assert wording.printed_period(wording.following(period)) == next_name
    assert wording.to_date(period).code == so_far


def test_a_single_month_in_the_middle_of_a_quarter_has_no_period_of_the_year_so_far():
    with pytest.raises(ValueError, match="2026-M02"):
        wording.to_date(Period(Kind.MONTH, 2026, 2))


# ---------- tasks in the past


def event(on: str, state: State, due: str | None = "2026-06-30") -> Event:
    return Event(day(on), state, day(due) if due else None)


STORY = [
    event("2026-02-01", State.NOT_STARTED),
    event("2026-04-01", State.IN_PROGRESS),
    event("2026-07-10", State.SUBMITTED),
    event("2026-07-12", State.DONE),
    event("2026-08-01", State.DONE),  # a note, written afterwards
]


@pytest.mark.parametrize(
    ("on", "state", "finished"),
    [
        ("2026-02-01", State.NOT_STARTED, None),
        ("2026-05-05", State.IN_PROGRESS, None),
        ("2026-07-11", State.SUBMITTED, None),
        ("2026-07-12", State.DONE, "2026-07-12"),
        ("2026-12-31", State.DONE, "2026-07-12"),
    ],
)
def test_a_task_is_told_as_it_was_on_the_day(on, state, finished):
    stand = stand_on(7, STORY, day("2026-06-30"), day(on))
    assert stand == Stand(7, state, day("2026-06-30"), day(finished) if finished else None)


def test_a_task_was_not_there_before_it_was_made():
    assert stand_on(7, STORY, None, day("2026-01-31")) is None


def test_a_recurring_task_was_due_on_the_occurrence_of_that_day():
    story = [
        event("2026-01-05", State.NOT_STARTED, "2026-03-15"),
        event("2026-03-10", State.SUBMITTED, "2026-03-15"),
        event("2026-03-11", State.NOT_STARTED, "2026-03-15"),  # accepted: the next occurrence begins
        event("2026-06-10", State.SUBMITTED, "2026-06-15"),
    ]
    assert stand_on(1, story, day("2026-06-15"), day("2026-02-01")).due == day("2026-03-15")
    assert stand_on(1, story, day("2026-06-15"), day("2026-04-01")).due == day("2026-06-15")
    assert stand_on(1, story, day("2026-06-15"), day("2026-07-01")).due == day("2026-06-15")


def test_a_task_that_was_opened_again_counts_from_its_last_finish():
    story = [*STORY, event("2026-08-05", State.IN_PROGRESS), event("2026-09-01", State.DONE)]
    assert stand_on(1, story, None, day("2026-08-10")).state is State.IN_PROGRESS
    assert stand_on(1, story, None, day("2026-09-30")).finished == day("2026-09-01")


STANDS = st.builds(
    Stand,
    st.integers(1, 10**6),
    st.sampled_from(list(State)),
    st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)),
)


@given(st.lists(STANDS, max_size=30, unique_by=lambda stand: stand.task), st.dates(date(2025, 6, 1), date(2027, 6, 1)))
def test_every_task_is_in_exactly_one_of_four_counts(stands, on):
    counts = tally(stands, on)
    assert set(counts) == set(MEASURES)
    four = [counts[measure] for measure in MEASURES[2:]]
    assert sorted(task for tasks in four for task in tasks) == sorted(counts["tasks"])
    assert sorted(counts["tasks_done"]) == sorted([*counts["tasks_on_time"], *counts["tasks_done_late"]])
    assert len(counts["tasks"]) == sum(stand.state is not State.CANCELLED for stand in stands)


def test_a_task_due_on_the_very_day_is_in_time():
    due = Stand(1, State.IN_PROGRESS, day("2026-06-30"))
    assert tally([due], day("2026-06-30"))["tasks_in_time"] == (1,)
    assert tally([due], day("2026-07-01"))["tasks_overdue"] == (1,)


@pytest.mark.parametrize(
    ("state", "due", "finished", "expected"),
    [
        (State.IN_PROGRESS, "2026-12-31", None, True),
        (State.IN_PROGRESS, "2025-06-30", None, True),
        (State.IN_PROGRESS, None, None, True),
        (State.IN_PROGRESS, "2027-06-30", None, False),
        (State.DONE, "2027-06-30", "2026-02-02", True),
        (State.DONE, "2025-06-30", "2025-06-30", False),
    ],
)
def test_of_a_programme_of_several_years_the_work_of_the_year_counts(state, due, finished, expected):
    stand = Stand(1, state, day(due) if due else None, day(finished) if finished else None)
    assert of_year(stand, 2026, one_year_plan=False) is expected
    assert of_year(stand, 2026, one_year_plan=True)


# ---------- the annex of the reporting regime


def test_the_annex_has_all_123_rows_of_the_regime_each_with_its_source_or_its_body():
    rows = [row for annex in FORM.forms for row in annex.rows]
    assert [len(annex.rows) for annex in FORM.forms] == [19, 13, 21, 19, 13, 13, 25]
    assert len(rows) == 123
    assert sum(1 for row in rows if row.is_heading) == 16
    for row in rows:
        assert row.title is not None, "named in both languages"
        assert row.title.vi
        assert row.title.en
        assert not (row.figure and row.away)


def test_what_is_another_bodys_is_not_printed_and_no_heading_stands_over_nothing():
    from cchc.reports.rules.outline import AnnexForm, FormRow, Whose, Words  # noqa: PLC0415

    rows = (
        FormRow("1", title=Words("Đề mục", "Heading")),
        FormRow("1.1", title=Words("Của xã", "Commune's"), away=Whose.COMMUNE),
        FormRow("2", title=Words("Đề mục hai", "Second")),
        FormRow("2.1", figure="a"),
        FormRow("10", figure="b"),
    )
    printed_rows = AnnexForm(1, Words("Biểu", "Form"), rows).printed
    assert [row.number for row in printed_rows] == ["2", "2.1", "10"]
    assert all(not row.away for annex in FORM.forms for row in annex.printed)


@pytest.mark.parametrize("kind", ["2026-Q1", "2026-H1", "2026-N", "2026-Y"])
def test_a_report_of_every_kind_has_the_outline_and_the_whole_annex(kind):
    period = Period.parse(kind)
    assert period.kind.value in FORM.kinds
    assert wording.printed_period(period) in ("quý I năm 2026", "6 tháng đầu năm 2026", "9 tháng năm 2026", "năm 2026")


def test_whether_there_was_any_is_one_or_nought_and_nothing_of_nothing():
    whether = spec("held", SourceKind.WHETHER, "a", unit="Có = 1", decimals=0)
    for given_value, expected in ((Decimal(3), Decimal(1)), (Decimal(0), Decimal(0)), (None, None)):
        found = work_out((whether,), {"a": Value(value=given_value)})["held"]
        assert found.value == expected


def test_the_older_version_stays_for_the_reports_that_were_begun_with_it():
    old = form_of(PERIODIC, 1)
    assert FORM.version == 2
    assert old.keys < FORM.keys
    assert old.sections == FORM.sections


@pytest.mark.parametrize(
    ("unit", "decimals", "now", "before", "change"),
    [
        ("%", 2, "98.3471", "99.1935", "-0.84"),  # 98,35 and 99,19 on paper: not -0,85
        ("%", 2, "44.0678", "42.3729", "1.70"),
        ("Hồ sơ", 0, "1245.5", "1200", "45.5"),
        ("%", 2, None, "1", None),
    ],
)
def test_a_change_is_that_of_the_printed_figures(unit, decimals, now, before, change):
    spec = replace(form_on(PERIODIC, date(2026, 9, 30)).figures[0], unit=unit, decimals=decimals)
    found = difference(spec, *(None if one is None else Decimal(one) for one in (now, before)))
    assert found == (None if change is None else Decimal(change))
