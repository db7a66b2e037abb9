"""Builds the demo: the whole of it in one transaction, or nothing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from time import monotonic

from django.db import transaction
from django.utils import timezone

from cchc.common.errors import Refused
from cchc.organisation.models import Account, Agency, Person

from . import (
    above,
    adoption,
    deciding,
    department,
    duties,
    figures,
    hearing,
    numbering,
    organising,
    preparing,
    register,
    returns,
    rounds,
    telling,
    work,
    yearly,
)
from .script import script
from .timeline import Timeline

Say = Callable[[str], object]


def refuse_over_data() -> None:
    """Raise Refused where anything is there that the demo could be taken for or mixed with."""
    real = Agency.objects.filter(is_demo=False).first()
    if real:
        raise Refused(f"There is a real department here ({real.name}): the demo is never put over real data.")
    if Agency.objects.exists():
        raise Refused("The demo department is here already. For a fresh one start with an empty data folder.")
    if Person.objects.exists() or Account.objects.exists():
        raise Refused("There are people or accounts here: the demo is only put into an empty database.")


@transaction.atomic
def build(today: date, say: Say, *, now: datetime | None = None) -> None:
    """Build the demo as it stands on a day; deterministic for the day. Raises Refused over data.

    `now` is the last moment that things are done at: the evening of the day before, unless given.
    """
    refuse_over_data()
    until = now or timezone.make_aware(datetime.combine(today, datetime.min.time())) - timedelta(minutes=1)
    plan, started = script(today.year), monotonic()
    stage = department.Department(plan.year, today)
    timeline = Timeline(until)
    department.found(stage, timeline)
    above.file(stage, plan, timeline)
    adoption.adopt(stage, plan, timeline)
    above.tie(stage, plan, timeline)
    work.carry_on(stage, plan, timeline)
    hearing.hear(stage, timeline)
    deciding.decide(stage, timeline)
    figures.measure(stage, plan, timeline)
    duties.assign(stage, plan, timeline)
    organising.organise(stage, timeline)
    numbering.open_books(stage, timeline)
    returns.report(stage, timeline)
    rounds.go_round(stage, timeline)
    preparing.prepare(stage, timeline)
    register.bring_in(stage, plan, timeline)
    yearly.report(stage, timeline)
    telling.tell(timeline)
    say(f"Demo: {len(timeline.steps)} things to do, from {timeline.steps[0][0]:%d/%m/%Y} to {until:%d/%m/%Y} …")
    done = timeline.run(say)
    say(f"Demo: {done} things done in {monotonic() - started:.1f} s.")
