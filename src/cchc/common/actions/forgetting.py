"""Personal data whose time is over go; the journal keeps how many of what, and of nobody whose."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from .. import journal
from ..retention import Duty, Limit, duties, limits


@dataclass
class _System:
    """CCHC itself, acting on the rows of one department."""

    agency_id: int | None
    pk: Any = None

    def get_full_name(self) -> str:
        return "CCHC"


@dataclass(frozen=True)
class Due:
    """What goes under one duty: how many rows of each department (None: of none)."""

    duty: Duty
    limit: Limit
    before: datetime
    counts: dict[int | None, int]

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.counts.values())


def _counted(duty: Duty, before: datetime, at: datetime) -> dict[int | None, int]:
    rows = duty.over(before, at)
    if not duty.agency:
        return {None: rows.count()} if rows.exists() else {}
    return dict(Counter(rows.order_by().values_list(duty.agency, flat=True)))


def due(at: datetime) -> list[Due]:
    """What would go at the moment, and nothing is changed."""
    held = limits(timezone.localdate(at))
    found = []
    for duty in duties():
        limit = held[duty.limit]
        before = limit.over(at)
        found.append(Due(duty, limit, before, _counted(duty, before, at)))
    return found


@transaction.atomic
def forget_due(at: datetime) -> int:
    """Let go what is over; one journal entry for each department and duty. Says how many rows."""
    gone = 0
    for one in due(at):
        if not one.total:
            continue
        one.duty.forget(one.duty.over(one.before, at))
        for agency, count in sorted(one.counts.items(), key=lambda pair: pair[0] or 0):
            facts = {"forgotten": one.duty.code, "count": count, "kept_days": one.limit.days,
                     "before": timezone.localdate(one.before)}  # fmt: skip
            journal.write(by=_System(agency), at=at, action="personal.forget", record=None, after=facts)
        gone += one.total
    return gone
