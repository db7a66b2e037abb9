"""How far an asked report is, and when people are reminded of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

AGAIN = 5
"""Working days after which a late report is told of once more."""


class Progress(StrEnum):
    """How far an asked report is."""

    NOT_BEGUN = "not_begun"
    IN_WORK = "in_work"
    RETURNED = "returned"
    LATE = "late"
    SENT = "sent"
    ACCEPTED = "accepted"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be sent."""
        return self not in (Progress.SENT, Progress.ACCEPTED)


@dataclass(frozen=True)
class Done:
    """What was done so far: whether a draft is there, when it was first sent, and what the office said of it."""

    drafted: bool = False
    sent_at: datetime | None = None
    returned: bool = False
    accepted: bool = False


@dataclass(frozen=True)
class Stage:
    """Where an asked report stands. `late`: it was sent after the cut-off, or is still to be sent after it."""

    progress: Progress
    late: bool


def stage(done: Done, moment: datetime, now: datetime) -> Stage:
    """Where a report stands at `now` whose cut-off is `moment`; both and `sent_at` of one kind of clock.

    A report that was returned keeps the moment of its first sending: it was not late because it was looked at.
    """
    if done.accepted:
        found = Progress.ACCEPTED
    elif done.returned:
        found = Progress.RETURNED
    elif done.sent_at is not None:
        found = Progress.SENT
    elif now > moment:
        found = Progress.LATE
    else:
        found = Progress.IN_WORK if done.drafted else Progress.NOT_BEGUN
    late = done.sent_at > moment if done.sent_at is not None else now > moment
    return Stage(found, late)


class Nudge(StrEnum):
    """What a reminder says."""

    SOON = "soon"
    TODAY = "today"
    LATE = "late"
    STILL_LATE = "still_late"


def nudge(due: date, today: date, days: int, apart: Callable[[date, date], int]) -> Nudge | None:
    """The reminder that is due on a working day: within `days` working days before, on the day, after it, and again
    after `AGAIN` working days. `apart(a, b)` counts working days after a up to b. None where there is none."""
    if due == today:
        return Nudge.TODAY
    if today < due:
        return Nudge.SOON if apart(today, due) <= days else None
    return Nudge.STILL_LATE if apart(due, today) > AGAIN else Nudge.LATE
