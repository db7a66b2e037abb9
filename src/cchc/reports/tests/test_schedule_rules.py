"""When a report falls due, whom it is asked of, how far it is, and how a plan's sentence becomes a schedule."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.common.calendar import shipped_calendar
from cchc.common.periods import Period
from cchc.organisation.rules.mergers import FiguresRule, Merger
from cchc.plans.rules.reporting import stated
from cchc.reports.rules.bodies import Body, Life, bodies
from cchc.reports.rules.duties import hour_in, schedules, window_in
from cchc.reports.rules.feed import Entry, escaped, folded, stream
from cchc.reports.rules.progress import Done, Nudge, Progress, nudge, stage
from cchc.reports.rules.schedule import Cadence, Schedule, occurrences

START, YEAR = date(2026, 1, 1), (date(2026, 1, 1), date(2026, 12, 31))
WHOLE = (Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.NINE_MONTHLY, Cadence.YEARLY)


def kept(day):
    return day


def previous(day):
    return shipped_calendar().on_or_before(day)


def following(day):
    return shipped_calendar().on_or_after(day)


def times(*cadences, settled=kept, first=YEAR[0], last=YEAR[1], **facts):
    facts = {"starts_on": START, **facts}
    return occurrences(Schedule(frozenset(cadences), **facts), first, last, settled)


# ---------- occurrences


def test_a_monthly_report_leaves_on_the_17th_of_the_month_it_tells_of():
    found = times(Cadence.MONTHLY, day=17)
    assert [one.due for one in found] == [date(2026, month, 17) for month in range(1, 13)]
    assert (found[2].code, found[2].first, found[2].last) == ("2026-M03", date(2026, 3, 1), date(2026, 3, 31))


def test_on_the_14th_of_the_last_month_only_the_longest_period_that_ends_is_reported():
    found = times(*WHOLE, day=14)
    assert [(one.code, one.due) for one in found] == [
        ("2026-Q1", date(2026, 3, 14)), ("2026-H1", date(2026, 6, 14)), ("2026-N", date(2026, 9, 14)),
        ("2026-Y", date(2026, 12, 14)),
    ]  # fmt: skip


def test_quarters_alone_are_four_and_half_years_two():
    assert [one.code for one in times(Cadence.QUARTERLY)] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert [one.code for one in times(Cadence.HALF_YEARLY)] == ["2026-H1", "2026-H2"]
    assert times(Cadence.QUARTERLY)[0].due == date(2026, 3, 31)


WINDOWS = [
    ("2026-M01", date(2025, 12, 15), date(2026, 1, 14)),
    ("2026-M03", date(2026, 2, 15), date(2026, 3, 14)),
    ("2026-Q2", date(2026, 3, 15), date(2026, 6, 14)),
    ("2026-H1", date(2025, 12, 15), date(2026, 6, 14)),
    ("2026-H2", date(2026, 6, 15), date(2026, 12, 14)),
    ("2026-N", date(2025, 12, 15), date(2026, 9, 14)),
    ("2026-Y", date(2025, 12, 15), date(2026, 12, 14)),
]


@pytest.mark.parametrize(("code", "first", "last"), WINDOWS)
def test_the_figures_run_from_the_15th_to_the_14th_as_decree_09_says(code, first, last):
    kinds = {"M": Cadence.MONTHLY, "Q": Cadence.QUARTERLY, "H": Cadence.HALF_YEARLY, "N": Cadence.NINE_MONTHLY,
             "Y": Cadence.YEARLY}  # fmt: skip
    found = {one.code: one for one in times(kinds[code[5]], day=17, window_day=15)}
    assert (found[code].first, found[code].last) == (first, last)


def test_a_weekly_report_is_there_by_friday_at_four():
    found = times(Cadence.WEEKLY, weekday=4, hour=time(16), window_day=6, last=date(2026, 1, 31))
    assert [one.due for one in found] == [date(2026, 1, day) for day in (2, 9, 16, 23, 30)]
    assert found[1].moment == datetime(2026, 1, 9, 16)
    assert (found[1].code, found[1].first, found[1].last) == ("2026-W02", date(2026, 1, 3), date(2026, 1, 9))
    assert times(Cadence.WEEKLY, last=date(2026, 1, 9))[1].first == date(2026, 1, 5)


def test_what_is_asked_for_once_falls_due_once():
    [one] = times(Cadence.AD_HOC, on=date(2026, 5, 20), starts_on=date(2026, 5, 4))
    assert (one.code, one.first, one.last) == ("2026-05-20", date(2026, 5, 4), date(2026, 5, 20))
    assert not times(Cadence.AD_HOC, on=date(2026, 5, 20), first=date(2026, 6, 1))


@pytest.mark.parametrize(
    ("rule", "due", "moved"),
    [(kept, date(2026, 4, 25), False), (previous, date(2026, 4, 24), True), (following, date(2026, 4, 28), True)],
)
def test_the_25th_on_a_saturday_goes_where_the_rule_for_days_off_puts_it(rule, due, moved):
    found = next(one for one in times(Cadence.MONTHLY, day=25, settled=rule) if one.code == "2026-M04")
    assert found.stated == date(2026, 4, 25)
    assert (found.due, found.moved) == (due, moved)


def test_the_month_after_and_the_last_day_of_a_short_month():
    assert times(Cadence.MONTHLY, day=5, shift=1)[0].code == "2025-M12"
    assert times(Cadence.MONTHLY, day=31)[1].due == date(2026, 2, 28)
    assert [one.code for one in times(Cadence.YEARLY, day=15, shift=-1)] == ["2026-Y"]


def test_nothing_falls_due_before_the_first_day_or_after_the_last():
    found = times(Cadence.MONTHLY, day=17, starts_on=date(2026, 3, 18), ends_on=date(2026, 6, 17))
    assert [one.code for one in found] == ["2026-M04", "2026-M05", "2026-M06"]


cadence_sets = st.one_of(
    st.just(frozenset({Cadence.WEEKLY})),
    st.frozensets(st.sampled_from([Cadence.MONTHLY, *WHOLE]), min_size=1),
)
schedule = st.builds(
    Schedule, cadence_sets, st.just(date(2020, 1, 1)), day=st.none() | st.integers(1, 31), shift=st.integers(-1, 2),
    weekday=st.integers(0, 6), hour=st.none() | st.times(), window_day=st.none() | st.integers(2, 7),
)  # fmt: skip
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@given(schedule, days, st.integers(0, 800), st.sampled_from([kept, previous, following]))
def test_occurrences_of_two_stretches_are_those_of_the_whole(one, first, length, rule):
    last, middle = first + timedelta(days=length), first + timedelta(days=length // 3)
    whole = occurrences(one, first, last, rule)
    parts = [*occurrences(one, first, middle, rule), *occurrences(one, middle + timedelta(days=1), last, rule)]
    assert sorted(whole, key=lambda row: (row.due, row.code)) == sorted(parts, key=lambda row: (row.due, row.code))
    assert len({row.code for row in whole}) == len(whole)
    assert all(row.first <= row.last and first <= row.due <= last for row in whole)
    assert all(shipped_calendar().is_working(row.due) for row in whole if rule is not kept)


@given(st.sampled_from([Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.YEARLY]), st.integers(2, 28))
def test_the_windows_of_one_cadence_follow_one_another_without_gap_or_overlap(cadence, day):
    found = times(cadence, window_day=day, last=date(2029, 12, 31))
    assert all(after.first == before.last + timedelta(days=1) for before, after in pairwise(found))


@given(st.integers(1, 7))
def test_the_weeks_follow_one_another_too(day):
    found = times(Cadence.WEEKLY, window_day=day)
    assert all(after.first == before.last + timedelta(days=1) for before, after in pairwise(found))
    assert all(one.first.isoweekday() == day for one in found)


# ---------- a plan's sentence


@pytest.mark.parametrize(
    ("cadence", "day", "text", "expected"),
    [
        (["quarterly"], 10, "báo cáo về Văn phòng Sở trước ngày 10 tháng cuối hằng quý", [({"quarterly"}, 9, 0)]),
        (["monthly"], 25, "báo cáo trước ngày 25 hằng tháng", [({"monthly"}, 24, 0)]),
        (["monthly"], 17, "gửi báo cáo tháng chậm nhất ngày 17 hằng tháng", [({"monthly"}, 17, 0)]),
        (["quarterly", "half_yearly", "yearly"], 14, "định kỳ quý, 6 tháng, năm chậm nhất ngày 14 của tháng cuối kỳ",
         [({"quarterly", "half_yearly", "yearly"}, 14, 0)]),
        (["ad_hoc"], None, "báo cáo đột xuất khi có yêu cầu", []),
    ],
)  # fmt: skip
def test_a_duty_of_a_plan_becomes_a_schedule(cadence, day, text, expected):
    found = schedules(cadence, stated(cadence, day, text, 2026), text, START, date(2026, 12, 31))
    assert [({one.value for one in row.cadences}, row.day, row.shift) for row in found] == expected


def test_a_weekly_duty_keeps_its_weekday_and_its_hour():
    text = "báo cáo trước 16 giờ thứ Sáu hằng tuần"
    [found] = schedules(["weekly"], stated(["weekly"], None, text, 2026), text, START, date(2026, 12, 31))
    assert (found.cadences, found.weekday, found.hour) == (frozenset({Cadence.WEEKLY}), 4, time(16))


@pytest.mark.parametrize(
    ("text", "hour"),
    [("trước 16 giờ thứ Sáu", time(16)), ("chậm nhất 16h30", time(16, 30)), ("trước 09:05", time(9, 5)),
     ("trước ngày 16 hằng tháng", None), ("trong 24 giờ", None), ("hằng quý", None)],
)  # fmt: skip
def test_the_hour_is_read_where_a_text_names_one(text, hour):
    assert hour_in(text) == hour


def test_the_window_is_read_where_a_text_names_one():
    assert window_in("số liệu tính từ ngày 15 tháng trước đến ngày 14 của tháng thuộc kỳ báo cáo") == 15
    assert window_in("từ ngày 01 đến ngày 10") is None


# ---------- whom it is asked of


def life(unit, opened=date(2020, 1, 1), closed=None):
    return Life(unit, opened, closed)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (FiguresRule.YEAR, [Body(1, 1), Body(2, 2)]),
        (FiguresRule.DAY, [Body(1, 1), Body(2, 2)]),
        (FiguresRule.STAY, [Body(1, 1), Body(2, 2), Body(3, 2)]),
    ],
)
def test_a_unit_merged_in_mid_year_is_asked_of_its_successor_by_the_rule(rule, expected):
    day = date(2026, 5, 1)
    units, mergers = [life(1), life(2), life(3, closed=day)], {3: Merger(3, 2, day, rule)}
    assert bodies(units, mergers, date(2026, 4, 1), date(2026, 6, 30), date(2026, 6, 14)) == expected
    # before the merger it answers itself; long after it there is nothing left to tell of
    before = bodies(units, mergers, date(2026, 1, 1), date(2026, 3, 31), date(2026, 3, 14))
    assert before == [Body(1, 1), Body(2, 2), Body(3, 3)]
    assert bodies(units, mergers, date(2026, 7, 1), date(2026, 9, 30), date(2026, 9, 14)) == [Body(1, 1), Body(2, 2)]


def test_the_return_of_the_whole_year_tells_of_a_unit_whose_figures_stayed_with_it():
    day = date(2026, 5, 1)
    units, mergers = [life(2), life(3, closed=day)], {3: Merger(3, 2, day, FiguresRule.STAY)}
    assert Body(3, 2) in bodies(units, mergers, date(2025, 12, 15), date(2026, 12, 14), date(2026, 12, 14))


def test_a_chain_of_mergers_ends_with_the_unit_that_stands():
    one, two = date(2026, 2, 1), date(2026, 5, 1)
    mergers = {3: Merger(3, 2, one, FiguresRule.STAY), 2: Merger(2, 1, two, FiguresRule.STAY)}
    units = [life(1), life(2, closed=two), life(3, closed=one)]
    assert bodies(units, mergers, date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 14)) == [
        Body(1, 1), Body(2, 1), Body(3, 1)]  # fmt: skip


def test_a_unit_that_is_founded_later_or_dissolved_before_is_not_asked():
    units = [life(1, opened=date(2026, 7, 1)), life(2, closed=date(2026, 6, 1))]
    assert bodies(units, {}, date(2026, 4, 1), date(2026, 6, 30), date(2026, 6, 14)) == []


# ---------- how far it is

CUT, BEFORE, AFTER = datetime(2026, 6, 14, 16), datetime(2026, 6, 14, 15), datetime(2026, 6, 14, 17)


@pytest.mark.parametrize(
    ("done", "now", "progress", "late"),
    [
        (Done(), BEFORE, Progress.NOT_BEGUN, False),
        (Done(), CUT, Progress.NOT_BEGUN, False),
        (Done(drafted=True), BEFORE, Progress.IN_WORK, False),
        (Done(), AFTER, Progress.LATE, True),
        (Done(drafted=True), AFTER, Progress.LATE, True),
        (Done(sent_at=BEFORE), AFTER, Progress.SENT, False),
        (Done(sent_at=AFTER), AFTER, Progress.SENT, True),
        (Done(sent_at=BEFORE, returned=True, drafted=True), AFTER, Progress.RETURNED, False),
        (Done(sent_at=AFTER, accepted=True), AFTER, Progress.ACCEPTED, True),
    ],
)
def test_where_a_report_stands(done, now, progress, late):
    found = stage(done, CUT, now)
    assert (found.progress, found.late) == (progress, late)
    assert progress.is_open == (progress not in (Progress.SENT, Progress.ACCEPTED))


def test_reminders_come_before_on_and_after_the_day():
    due, apart = date(2026, 6, 15), shipped_calendar().working_days
    said = {day: nudge(date(2026, 6, 15), date(2026, 6, day), 3, apart) for day in (9, 10, 12, 15, 16, 22, 23)}
    assert due.isoweekday() == 1
    assert said == {9: None, 10: Nudge.SOON, 12: Nudge.SOON, 15: Nudge.TODAY, 16: Nudge.LATE, 22: Nudge.LATE,
                    23: Nudge.STILL_LATE}  # fmt: skip


# ---------- the stream for calendars


def test_a_stream_is_what_rfc_5545_asks_for():
    at = datetime(2026, 6, 14, 9, tzinfo=UTC)
    entry = Entry(
        "7-2026-Q2@so.example", at, "Báo cáo quý II; gửi Sở Nội vụ, UBND", "Sở\\Văn phòng\nHạn", "https://so.example/"
    )
    text = stream("Lịch báo cáo", [entry], at)
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    plain = text.replace("\r\n ", "")
    assert "SUMMARY:Báo cáo quý II\\; gửi Sở Nội vụ\\, UBND\r\n" in plain
    assert "DESCRIPTION:Sở\\\\Văn phòng\\nHạn\r\n" in plain
    assert "DTEND:20260614T090000Z\r\n" in plain
    assert "\n" not in text.replace("\r\n", "")


@given(st.text(max_size=300))
def test_lines_are_short_never_cut_within_a_character_and_lose_nothing(text):
    line = escaped(text)
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode(errors="surrogatepass")) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
    assert all(sign >= " " for sign in line)


def test_periods_of_an_occurrence_are_those_of_common():
    assert all(Period.parse(one.code).last.month == one.due.month for one in times(*WHOLE, day=14))
