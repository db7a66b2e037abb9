"""The states of a task, who moves it from one to the next, and how late it is on a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a task stands. Lateness is not among them: it follows from the date, see `lateness`."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DONE = "done"
    CANCELLED = "cancelled"


class Move(StrEnum):
    """What a person does to a task."""

    START = "start"
    WAIT = "wait"
    RESUME = "resume"
    SUBMIT = "submit"
    RETURN = "return"
    FINISH = "finish"
    CANCEL = "cancel"
    REOPEN = "reopen"


class Part(StrEnum):
    """The part a person must play for a move: does the work, checks it, or answers for the plan."""

    WORKER = "worker"
    CHECKER = "checker"
    PLANNER = "planner"


@dataclass(frozen=True)
class Way:
    """One move: the states it starts from, the state it leads to, whose it is, and whether it must be explained."""

    sources: frozenset[State]
    target: State
    part: Part
    reasoned: bool = False
    needs_product: bool = False


OPEN = frozenset({State.NOT_STARTED, State.IN_PROGRESS, State.WAITING, State.SUBMITTED, State.RETURNED})
"""States in which something is still to be done."""

_AT_WORK = frozenset({State.NOT_STARTED, State.IN_PROGRESS, State.WAITING, State.RETURNED})

MOVES: dict[Move, Way] = {
    Move.START: Way(frozenset({State.NOT_STARTED, State.RETURNED}), State.IN_PROGRESS, Part.WORKER),
    Move.WAIT: Way(frozenset({State.NOT_STARTED, State.IN_PROGRESS}), State.WAITING, Part.WORKER, reasoned=True),
    Move.RESUME: Way(frozenset({State.WAITING}), State.IN_PROGRESS, Part.WORKER),
    Move.SUBMIT: Way(_AT_WORK, State.SUBMITTED, Part.WORKER, needs_product=True),
    Move.RETURN: Way(frozenset({State.SUBMITTED}), State.RETURNED, Part.CHECKER, reasoned=True),
    Move.FINISH: Way(frozenset({State.SUBMITTED}), State.DONE, Part.CHECKER, needs_product=True),
    Move.CANCEL: Way(OPEN, State.CANCELLED, Part.PLANNER, reasoned=True),
    Move.REOPEN: Way(frozenset({State.DONE, State.CANCELLED}), State.IN_PROGRESS, Part.PLANNER, reasoned=True),
}
"""The whole transition table."""


def possible(state: State) -> tuple[Move, ...]:
    """The moves that a task in a state can make, in the order of `Move`."""
    return tuple(move for move, way in MOVES.items() if state in way.sources)


class Obstacle(StrEnum):
    """Why a move cannot be made."""

    STATE = "state"
    REASON = "reason"
    PRODUCT = "product"


def obstacle(state: State, move: Move, *, reason: str, product_shown: bool) -> Obstacle | None:
    """What stands against a move: the state it is in, a reason not given, or a product not shown.

    `product_shown`: a piece of evidence is attached, or the task was declared to have no product.
    """
    way = MOVES[move]
    if state not in way.sources:
        return Obstacle.STATE
    if way.reasoned and not reason.strip():
        return Obstacle.REASON
    return Obstacle.PRODUCT if way.needs_product and not product_shown else None


class Lateness(StrEnum):
    """How a due date lies to a day. `NONE`: no date, or nothing left to do."""

    LATE = "late"
    TODAY = "today"
    THIS_WEEK = "this_week"
    UPCOMING = "upcoming"
    NONE = "none"


def lateness(due: date | None, state: State, today: date) -> Lateness:
    """Say how late a task is; the week ends on Sunday. A submitted task is still to be accepted and can be late."""
    if due is None or state not in OPEN:
        return Lateness.NONE
    if due < today:
        return Lateness.LATE
    if due == today:
        return Lateness.TODAY
    return Lateness.THIS_WEEK if due <= end_of_week(today) else Lateness.UPCOMING


def end_of_week(day: date) -> date:
    """The Sunday of a day's week."""
    return day + timedelta(days=6 - day.weekday())
