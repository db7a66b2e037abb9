"""How the tasks of plans stood on a day, told by what had happened to them until then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cchc.plans.rules.tasks import OPEN, State


@dataclass(frozen=True)
class Event:
    """Something that happened to a task: the state it led to, and the due day of the occurrence it belongs to."""

    on: date
    state: State
    due: date | None


@dataclass(frozen=True)
class Stand:
    """A task on a day: its state, the day it was due then, and the day it was finished."""

    task: int
    state: State
    due: date | None
    finished: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether something was left to do."""
        return self.state in OPEN


def stand_on(task: int, events: Sequence[Event], due_now: date | None, day: date) -> Stand | None:
    """How a task stood at the end of a day; None when it did not exist yet. `events` are in their order."""
    known = [event for event in events if event.on <= day]
    if not known:
        return None
    later = events[len(known) :]
    last = known[-1]
    if last.state is State.DONE:
        finish = _finish(known)
        return Stand(task, last.state, finish.due, finish.on)
    return Stand(task, last.state, later[0].due if later else due_now)


def _finish(known: Sequence[Event]) -> Event:
    """The event that made it done: the first of the run of done states at the end."""
    at = len(known) - 1
    while at and known[at - 1].state is State.DONE:
        at -= 1
    return known[at]


MEASURES = ("tasks", "tasks_done", "tasks_on_time", "tasks_done_late", "tasks_in_time", "tasks_overdue")


def tally(stands: Iterable[Stand], day: date) -> dict[str, tuple[int, ...]]:
    """Measure → the tasks that count in it. Every task is in exactly one of the last four; cancelled ones are in none.

    A task due on the day itself is still in time; one without a due day cannot be late.
    """
    found: dict[str, list[int]] = {measure: [] for measure in MEASURES}
    for stand in stands:
        if stand.state is State.CANCELLED:
            continue
        found["tasks"].append(stand.task)
        if stand.is_open:
            found["tasks_overdue" if stand.due and stand.due < day else "tasks_in_time"].append(stand.task)
            continue
        found["tasks_done"].append(stand.task)
        late = stand.due and stand.finished and stand.finished > stand.due
        found["tasks_done_late" if late else "tasks_on_time"].append(stand.task)
    return {measure: tuple(tasks) for measure, tasks in found.items()}


def of_year(stand: Stand, year: int, *, one_year_plan: bool) -> bool:
    """Whether a task is work of the year: of a plan for that year alone, or due by its end, or finished in it."""
    if one_year_plan:
        return True
    if stand.is_open:
        return stand.due is None or stand.due.year <= year
    return stand.finished is not None and stand.finished.year == year
