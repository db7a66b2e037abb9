"""What follows from a dossier's moments: the days it counts on."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Days:
    """The local days of a dossier; `late_on` is the first day past due on which it was not yet finished."""

    received_on: date | None
    due_on: date | None
    finished_on: date | None
    late_on: date | None


def days_of(*, received_on: date | None, due_on: date | None, finished_on: date | None, was_refused: bool) -> Days:
    """The days a dossier counts on: one that was refused was never received, so it has neither end nor lateness."""
    if was_refused or received_on is None:
        return Days(None, due_on, None, None)
    is_late = due_on is not None and (finished_on is None or finished_on > due_on)
    return Days(received_on, due_on, finished_on, due_on + timedelta(days=1) if is_late and due_on else None)
