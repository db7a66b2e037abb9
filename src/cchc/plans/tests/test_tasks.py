"""The states of a task and its lateness."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.plans.rules.tasks import MOVES, OPEN, Lateness, Move, Obstacle, State, lateness, obstacle, possible

TODAY = date(2026, 7, 8)  # a Wednesday


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        (State.NOT_STARTED, {Move.START, Move.WAIT, Move.SUBMIT, Move.CANCEL}),
        (State.IN_PROGRESS, {Move.WAIT, Move.SUBMIT, Move.CANCEL}),
        (State.WAITING, {Move.RESUME, Move.SUBMIT, Move.CANCEL}),
        (State.SUBMITTED, {Move.RETURN, Move.FINISH, Move.CANCEL}),
        (State.RETURNED, {Move.START, Move.SUBMIT, Move.CANCEL}),
        (State.DONE, {Move.REOPEN}),
        (State.CANCELLED, {Move.REOPEN}),
    ],
)
def test_each_state_allows_exactly_these_moves(state, moves):
    assert set(possible(state)) == moves


def test_every_state_can_be_left_and_every_state_but_the_first_entered():
    assert {state for way in MOVES.values() for state in way.sources} == set(State)
    assert {way.target for way in MOVES.values()} == set(State) - {State.NOT_STARTED}


def test_a_task_without_its_product_is_neither_submitted_nor_finished():
    assert obstacle(State.IN_PROGRESS, Move.SUBMIT, reason="", product_shown=False) is Obstacle.PRODUCT
    assert obstacle(State.SUBMITTED, Move.FINISH, reason="", product_shown=False) is Obstacle.PRODUCT
    assert obstacle(State.SUBMITTED, Move.FINISH, reason="", product_shown=True) is None


@pytest.mark.parametrize("move", [Move.WAIT, Move.RETURN, Move.CANCEL, Move.REOPEN])
def test_what_hinders_or_undoes_work_must_be_explained(move):
    state = next(iter(MOVES[move].sources))
    assert obstacle(state, move, reason="  ", product_shown=True) is Obstacle.REASON
    assert obstacle(state, move, reason="vì chờ văn bản", product_shown=True) is None


@given(st.sampled_from(State), st.sampled_from(Move))
def test_a_move_from_a_state_outside_the_table_is_refused(state, move):
    found = obstacle(state, move, reason="có", product_shown=True)
    assert (found is Obstacle.STATE) == (move not in possible(state))


@pytest.mark.parametrize(
    ("days", "word"),
    [
        (-1, Lateness.LATE),
        (0, Lateness.TODAY),
        (1, Lateness.THIS_WEEK),
        (4, Lateness.THIS_WEEK),
        (5, Lateness.UPCOMING),
    ],
)
def test_lateness_by_the_days_to_the_due_date(days, word):
    assert lateness(TODAY + timedelta(days=days), State.IN_PROGRESS, TODAY) is word


def test_what_has_no_date_or_is_over_is_never_late():
    assert lateness(None, State.IN_PROGRESS, TODAY) is Lateness.NONE
    for state in set(State) - OPEN:
        assert lateness(TODAY - timedelta(days=90), state, TODAY) is Lateness.NONE
