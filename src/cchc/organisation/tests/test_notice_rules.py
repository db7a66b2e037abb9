"""Which way a notice goes, and when a digest may leave."""

from datetime import datetime

import pytest

from cchc.organisation.rules.notices import Channel, Weight, allowed, channel_for, digest_due, goes_today

C, W = Channel, Weight


@pytest.mark.parametrize(
    ("weight", "offered", "may_be"),
    [
        (W.NORMAL, tuple(C), (C.OFF, C.PAGE, C.DIGEST, C.MAIL)),
        (W.URGENT, tuple(C), (C.OFF, C.PAGE, C.DIGEST, C.MAIL)),
        (W.SECURITY, tuple(C), (C.PAGE, C.DIGEST, C.MAIL)),
        (W.SECURITY, (C.MAIL, C.OFF), (C.MAIL,)),
        (W.NORMAL, (C.PAGE, C.OFF), (C.OFF, C.PAGE)),
    ],
)
def test_what_may_be_chosen_for_a_kind(weight, offered, may_be):
    assert allowed(weight, offered) == may_be


@pytest.mark.parametrize(
    ("chosen", "usual", "may_be", "held"),
    [
        (None, C.DIGEST, tuple(C), C.DIGEST),
        ("mail", C.DIGEST, tuple(C), C.MAIL),
        ("off", C.DIGEST, tuple(C), C.OFF),
        ("off", C.MAIL, (C.PAGE, C.DIGEST, C.MAIL), C.MAIL),  # security cannot be turned off, whatever the row says
        ("by-pigeon", C.PAGE, tuple(C), C.PAGE),
    ],
)
def test_the_chosen_channel_holds_where_it_may_and_the_usual_one_elsewhere(chosen, usual, may_be, held):
    assert channel_for(chosen, usual, may_be) is held


@pytest.mark.parametrize(("clock", "hour", "due"), [("06:59", 7, False), ("07:00", 7, True), ("23:10", 20, True)])
def test_a_digest_is_due_from_its_hour_on(clock, hour, due):
    assert digest_due(datetime.fromisoformat(f"2026-11-30T{clock}"), hour) is due


@pytest.mark.parametrize(
    ("weight", "working", "goes"),
    [(W.NORMAL, True, True), (W.NORMAL, False, False), (W.URGENT, False, True), (W.SECURITY, False, True)],
)
def test_on_days_off_only_what_cannot_wait_goes(weight, working, goes):
    assert goes_today(weight, working=working) is goes
