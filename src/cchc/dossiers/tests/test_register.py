"""A row of a register: its moments, words and contradictions, without a database."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.dossiers.rules import Channel, State
from cchc.dossiers.rules.days import days_of
from cchc.dossiers.rules.register import HEADINGS, moment_of, read_row

TODAY = date(2026, 11, 25)
ROW = {
    "code": "H99.12-260901-0001", "procedure": "2.000001", "unit": "Phòng A", "channel": "Trực tuyến",
    "state": "Đã trả kết quả", "received_at": "01/09/2026 08:30", "due_at": "08/09/2026 17:00",
    "finished_at": "07/09/2026", "fee": "150.000", "paid_online": "x", "rating": "5",
}  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("01/09/2026", datetime(2026, 9, 1)),
        ("1-9-2026 8:05", datetime(2026, 9, 1, 8, 5)),
        ("08:05 01/09/2026", datetime(2026, 9, 1, 8, 5)),
        ("01/09/2026 08:05:59", datetime(2026, 9, 1, 8, 5)),
        ("2026-09-01T08:05:00", datetime(2026, 9, 1, 8, 5)),
        (date(2026, 9, 1), datetime(2026, 9, 1)),
        (datetime(2026, 9, 1, 8, 5), datetime(2026, 9, 1, 8, 5)),
        ("", None),
        (None, None),
    ],
)
def test_a_moment_is_read_however_it_is_written(cell, moment):
    assert moment_of(cell) == moment


@pytest.mark.parametrize("cell", ["hôm qua", "31/02/2026", "2026", "01/09/26"])
def test_what_is_no_moment_is_refused(cell):
    with pytest.raises(ValueError):
        moment_of(cell)


def test_a_sound_row_gives_its_facts():
    facts, slips = read_row(ROW, TODAY)
    assert slips == []
    assert (facts["channel"], facts["state"], facts["fee"], facts["rating"]) == (
        Channel.ONLINE,
        State.RETURNED,
        150000,
        5,
    )
    assert facts["paid_online"] is True
    assert facts["digitised"] is False


@pytest.mark.parametrize(("number", "state"), [(str(state.value), state) for state in State])
def test_the_portals_numbers_of_states_are_known(number, state):
    row = {**ROW, "state": number, "finished_at": "07/09/2026" if state in (3, 7, 8, 9, 10) else ""}
    facts, slips = read_row(row, TODAY)
    assert (facts["state"], slips) == (state, [])


@pytest.mark.parametrize(
    ("change", "fact", "what"),
    [
        ({"code": ""}, "code", "missing"),
        ({"received_at": ""}, "received_at", "missing"),
        ({"channel": "bồ câu"}, "channel", "unknown"),
        ({"state": "11"}, "state", "unknown"),
        ({"due_at": "ngày mai"}, "due_at", "moment"),
        ({"fee": "nhiều"}, "fee", "number"),
        ({"rating": "6"}, "rating", "number"),
        ({"supplements": "-1"}, "supplements", "number"),
        ({"paid_online": "có lẽ"}, "paid_online", "unknown"),
        ({"received_at": "26/11/2026", "finished_at": "27/11/2026"}, "received_at", "future"),
        ({"finished_at": "31/08/2026"}, "finished_at", "order"),
        ({"due_at": "31/08/2026"}, "due_at", "order"),
        ({"state": "Đang xử lý"}, "finished_at", "unended"),
        ({"finished_at": ""}, "finished_at", "missing"),
    ],
)
def test_what_cannot_be_is_said(change, fact, what):
    _facts, slips = read_row({**ROW, **change}, TODAY)
    assert (fact, what) in [(slip.fact, slip.what) for slip in slips]


def test_an_end_told_only_by_the_hand_over_is_taken_from_there():
    facts, slips = read_row({**ROW, "finished_at": "", "returned_at": "09/09/2026"}, TODAY)
    assert slips == []
    assert facts["finished_at"] == datetime(2026, 9, 9)


def test_headings_of_a_printed_register_and_of_the_portal_are_known():
    printed = HEADINGS.match(["STT", "Mã hồ sơ", "Tên TTHC", "Đơn vị xử lý", "Ngày tiếp nhận", "Ngày hẹn trả"])
    assert printed == {"code": 1, "procedure_name": 2, "unit": 3, "received_at": 4, "due_at": 5}
    portal = HEADINGS.match(["MaHoSo", "MaTTHC", "KenhThucHien", "NgayTiepNhan", "TrangThaiHoSo", "DonViXuLy"])
    assert portal == {"code": 0, "procedure": 1, "channel": 2, "received_at": 3, "state": 4, "unit": 5}


def test_no_heading_means_two_facts():
    words = [word for words in HEADINGS.words.values() for word in words]
    assert len(words) == len(set(words))


DAYS = st.none() | st.dates(date(2025, 1, 1), date(2026, 12, 31))


@given(received=DAYS, due=DAYS, finished=DAYS, was_refused=st.booleans())
def test_late_is_whatever_was_not_finished_by_its_day(received, due, finished, was_refused):
    days = days_of(received_on=received, due_on=due, finished_on=finished, was_refused=was_refused)
    if received is None or was_refused:
        assert (days.received_on, days.finished_on, days.late_on) == (None, None, None)
    else:
        late = due is not None and (finished is None or finished > due)
        assert (days.late_on is not None) is late
