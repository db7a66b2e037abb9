"""When too many failures lock a name or an address out: pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Limits:
    """So many failures within the time lock for the same time."""

    failures: int
    time: timedelta


@dataclass(frozen=True)
class Tally:
    """Attempts counted since a moment, and until when the lock holds, if it does."""

    failures: int = 0
    since: datetime | None = None
    locked_until: datetime | None = None

    def is_locked(self, at: datetime) -> bool:
        """Whether nobody is let in at the moment."""
        return self.locked_until is not None and at < self.locked_until


def counted(tally: Tally, at: datetime, limits: Limits) -> Tally:
    """One attempt more, counted before it is looked at, so that attempts at the same time are all counted.

    Counting begins anew when the time since the first failure, or a lock, has run out. One attempt too many locks.
    """
    over = tally.locked_until is not None and tally.locked_until <= at
    if tally.since is None or over or at - tally.since >= limits.time:
        tally = Tally(since=at)
    tally = replace(tally, failures=tally.failures + 1)
    return locked(tally, at, limits) if tally.failures > limits.failures else tally


def failed(tally: Tally, at: datetime, limits: Limits) -> Tally:
    """The counted attempt was wrong: the last one that was allowed locks."""
    return locked(tally, at, limits) if tally.failures >= limits.failures else tally


def released(tally: Tally) -> Tally:
    """The counted attempt was right: it does not count."""
    return replace(tally, failures=max(tally.failures - 1, 0))


def locked(tally: Tally, at: datetime, limits: Limits) -> Tally:
    """Locked from now on; a lock that holds is not prolonged."""
    return tally if tally.is_locked(at) else replace(tally, locked_until=at + limits.time)
