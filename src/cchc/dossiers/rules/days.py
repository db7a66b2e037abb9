"""What follows from a dossier's moments: the days it counts on, and the working time it was promised in."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cchc.common.worktime import BeyondCalendar, Clock, Limit, StartRule, Terms, Unit


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


def terms_of(seconds: int, start: StartRule) -> Terms:
    """A promise of so much working time, as the clock takes it."""
    return Terms(Limit(seconds / 3600, Unit.WORKING_HOURS), start)


def promised(clock: Clock, received: datetime, due: datetime, start: StartRule) -> int | None:
    """The working seconds from reception to the promised moment; a moment without an hour is the end of its day.

    None where a calendar does not give that day for them (a day off, the day of reception, years it does not hold):
    such a date was not counted, and no calendar moves it.
    """
    end = due if due.time() != time.min else due + timedelta(days=1)
    try:
        seconds = clock.worked(clock.start(received, start), end)
        counted = clock.due(received, terms_of(seconds, start)) if seconds > 0 else None
    except BeyondCalendar:
        return None
    return seconds if counted is not None and counted.date() == due.date() else None
