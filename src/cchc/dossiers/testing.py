"""Builders of what tests and benches stand on: dossiers, one or many."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from cchc.common.text import fold
from cchc.organisation.models import Agency, Unit

from .models import Dossier
from .rules import State, ended
from .rules.days import days_of

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
_number = count(1)


def _moment(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(2, 0), tzinfo=UTC)


def build_dossier(
    agency: Agency,
    unit: Unit,
    *,
    received: date | None = date(2026, 9, 1),
    due: date | None = date(2026, 9, 10),
    finished: date | None = None,
    state: State | None = None,
    **facts: Any,
) -> Dossier:
    """A dossier that is not saved yet; without a state it is settled when it is finished, else being handled."""
    state = state or (State.SETTLED if finished else State.PROCESSING)
    days = days_of(received_on=received, due_on=due, finished_on=finished, was_refused=state is State.REFUSED)
    defaults: dict[str, Any] = {
        "code": f"H99.12-260901-{next(_number):06d}", "procedure": "2.000001", "procedure_name": "Cấp giấy thử",
        "applicant": "firm", "channel": "online", "service": "full", "changed_at": NOW,
        "received_at": _moment(received), "due_at": _moment(due), "finished_at": _moment(finished),
        "received_on": days.received_on, "due_on": days.due_on, "finished_on": days.finished_on,
        "late_on": days.late_on, "taken_days": (finished - received).days if finished and received else None,
    }  # fmt: skip
    known = {**defaults, **facts}
    known.setdefault("folded", fold(f"{known['code']} {known['procedure']} {known['procedure_name']}"))
    return Dossier(agency=agency, unit=unit, state=state, **known)


def make_dossier(agency: Agency, unit: Unit, **facts: Any) -> Dossier:
    """A dossier that is there; the tallies are not told of it."""
    dossier = build_dossier(agency, unit, **facts)
    dossier.save(force_insert=True)
    return dossier


def random_dossier(agency: Agency, units: Sequence[Unit], chance: random.Random, until: date) -> Dossier:
    """A dossier with facts drawn by chance, received in the two years before a day."""
    received = until - timedelta(days=chance.randrange(730))
    due = received + timedelta(days=chance.choice((3, 5, 7, 15, 20)))
    finished = received + timedelta(days=int(chance.expovariate(1 / 6)) + 1)
    state = chance.choices((State.SETTLED, State.RETURNED, State.STOPPED, State.REFUSED), (60, 30, 3, 2))[0]
    if finished > until or chance.random() < 0.02:
        state, finished = State.PROCESSING, None  # type: ignore[assignment]  # not finished
    return build_dossier(
        agency, chance.choice(units), received=received, due=due,
        finished=finished if state in ended else None, state=state,
        procedure=f"2.{chance.randrange(40):06d}", channel=chance.choices(("online", "direct", "post"), (80, 17, 3))[0],
        applicant=chance.choice(("citizen", "firm")), service=chance.choice(("full", "part")),
        fee=chance.choice((0, 0, 150_000, 600_000)), paid_online=chance.random() < 0.6,
        digitised=chance.random() < 0.7, reused=chance.random() < 0.4, e_result=chance.random() < 0.8,
        verified=chance.random() < 0.5, supplements=chance.choices((0, 1, 2), (85, 12, 3))[0],
        apologised=chance.random() < 0.3, rating=chance.choice((None, 3, 4, 5)), complained=chance.random() < 0.01,
    )  # fmt: skip
