"""Deadlines: what the words of plans mean, and the days they fall on."""

import os
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cchc.common.calendar import shipped_calendar
from cchc.common.worktime import Clock
from cchc.plans.rules.deadline_text import parse_deadline, parse_deadlines
from cchc.plans.rules.deadlines import RECURRING, STEP_MONTHS, Deadline, DeadlineKind, Event, due_date, occurrences

K = DeadlineKind
TODAY = date(2026, 7, 10)
CLOCK = Clock(shipped_calendar(), first=date(2024, 1, 1), last=date(2027, 12, 31))
SHARED = Path(os.environ.get("CCHC_SHARED", Path(__file__).parents[5] / "shared"))


@pytest.mark.parametrize(
    ("words", "kind", "due"),
    [
        ("Chậm nhất ngày 15/4/2026", K.DATE, date(2026, 4, 15)),
        ("Trước ngày 30/6/2026", K.DATE, date(2026, 6, 29)),
        ("Trước 15/6", K.DATE, date(2026, 6, 14)),
        ("Ngày 20 tháng 11 năm 2026", K.DATE, date(2026, 11, 20)),
        ("Tháng 3", K.MONTH, date(2026, 3, 31)),
        ("tháng 02/2028", K.MONTH, date(2028, 2, 29)),
        ("Trong quý III năm 2026", K.QUARTER, date(2026, 9, 30)),
        ("Quý IV", K.QUARTER, date(2026, 12, 31)),
        ("6 tháng đầu năm", K.HALF, date(2026, 6, 30)),
        ("6 tháng cuối năm 2027", K.HALF, date(2027, 12, 31)),
        ("9 tháng năm 2026", K.NINE_MONTHS, date(2026, 9, 30)),
        ("Trong năm 2026", K.YEAR, date(2026, 12, 31)),
        ("Cuối năm", K.YEAR, date(2026, 12, 31)),
        ("Giai đoạn 2026-2030", K.PERIOD_END, date(2030, 12, 31)),
        ("Năm 2026 - 2028", K.PERIOD_END, date(2028, 12, 31)),
        ("Ngày 25 hằng tháng", K.MONTHLY, date(2026, 7, 25)),
        ("Chậm nhất vào ngày 05 hàng tháng", K.MONTHLY, date(2026, 8, 5)),
        ("Trước ngày 05 của tháng liền kề", K.MONTHLY, date(2026, 8, 4)),
        ("Hằng quý", K.QUARTERLY, date(2026, 9, 30)),
        ("Ngày 14 tháng cuối cùng của kỳ báo cáo quý", K.QUARTERLY, date(2026, 9, 14)),
        ("Định kỳ 6 tháng", K.HALF_YEARLY, date(2026, 12, 31)),
        ("Hàng năm", K.YEARLY, date(2026, 12, 31)),
        ("Trong tháng 01 hằng năm", K.YEARLY_MONTH, date(2027, 1, 31)),
        ("Trước ngày 31/01 năm liền kề", K.YEARLY_DATE, date(2027, 1, 30)),
        ("Chậm nhất ngày 31/12 năm trước liền kề", K.YEARLY_DATE, date(2026, 12, 31)),
        ("16 giờ thứ Sáu hằng tuần", K.WEEKLY, date(2026, 7, 10)),
        ("Thường xuyên", K.STANDING, None),
        ("Theo kế hoạch của UBND tỉnh", K.BY_REFERENCE, None),
        ("Khi có yêu cầu", K.ON_REQUEST, None),
        ("Sau 15 ngày kể từ ngày nhận được văn bản", K.RELATIVE, None),
        ("Bắt đầu thực hiện từ năm 2026", K.FROM_YEAR, None),
        ("Chưa xác định", K.UNKNOWN, None),
    ],
)
def test_the_words_of_a_deadline_give_its_kind_and_its_next_day(words, kind, due):
    deadline = parse_deadline(words, 2026, last_year=2030)
    assert (deadline.kind, due_date(deadline, TODAY)) == (kind, due)
    assert deadline.text == words


def test_a_reference_and_a_trigger_keep_their_words():
    assert parse_deadline("Theo hướng dẫn của Bộ", 2026).reference == "Theo hướng dẫn của Bộ"
    relative = parse_deadline("Trong thời hạn 05 ngày làm việc kể từ ngày ban hành", 2026)
    assert (relative.count, relative.per) == (5, "working_days")
    assert due_date(relative, TODAY, event=Event(date(2026, 7, 9), CLOCK)) == date(2026, 7, 16)
    months = parse_deadline("Sau 03 tháng kể từ khi có văn bản", 2026)
    assert due_date(months, TODAY, event=Event(date(2026, 11, 30), CLOCK)) == date(2027, 3, 1)


def test_one_cell_may_state_several_deadlines():
    words = (
        "Ban hành trong tháng 01 hằng năm; kiểm tra chậm nhất trong tháng 6 hằng năm và báo cáo trong tháng 8 hằng năm"
    )
    assert [one.month for one in parse_deadlines(words, 2026)] == [1, 6, 8]
    assert [one.quarter for one in parse_deadlines("Quý I, quý III", 2026)] == [1, 3]


def test_a_day_that_does_not_exist_is_no_deadline():
    assert parse_deadline("ngày 31/02/2026", 2026).kind is not K.DATE


recurring = st.builds(
    Deadline,
    kind=st.sampled_from(sorted(RECURRING)),
    month=st.one_of(st.none(), st.integers(1, 12)),
    day=st.one_of(st.none(), st.integers(1, 31)),
    weekday=st.one_of(st.none(), st.integers(0, 6)),
    before=st.booleans(),
    shift=st.integers(-1, 1),
).filter(lambda one: one.month is None or STEP_MONTHS.get(one.kind) == 12)


@given(recurring, st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_a_recurring_deadline_always_has_a_next_day_within_a_year(deadline, today):
    due = due_date(deadline, today)
    assert due is not None
    assert 0 <= (due - today).days <= 366


@given(recurring, st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_the_next_day_is_the_first_of_the_occurrences(deadline, today):
    days = list(occurrences(deadline, today, date(today.year + 2, 12, 31)))
    assert days == sorted(set(days))
    assert days[0] == due_date(deadline, today)


@given(st.text(max_size=80))
def test_any_text_gives_a_deadline_and_keeps_its_words(text):
    assert isinstance(parse_deadline(text, 2026), Deadline)


@pytest.mark.real
def test_the_deadlines_of_a_real_annex_are_understood():
    source = SHARED / "domain" / "plan_annex_tasks.yaml"
    if not source.exists():
        pytest.skip(f"real annex not found at {source}")
    stated = [task["deadline"] for task in yaml.safe_load(source.read_text())["tasks"]]
    right = 0
    for one in stated:
        found = parse_deadlines(one["text"], 2026, last_year=2030)
        kinds = [(want["kind"], want.get("month"), want.get("day")) for want in one["parsed"]]
        right += [
            (got.kind.value, got.month, got.day or (got.on and one["parsed"][0].get("day"))) for got in found
        ] == kinds
    assert right >= len(stated) - 1, f"{right} of {len(stated)}"
