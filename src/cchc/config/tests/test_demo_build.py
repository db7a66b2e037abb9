"""Building the demo: the same for the same day, on every day of a year, whole or not at all, never over anything."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry, OutboxMessage
from cchc.config.demo import build
from cchc.config.demo.script import script
from cchc.indicators.models import Observation
from cchc.organisation import testing
from cchc.organisation.models import Agency, Person
from cchc.plans.models import Target, Task

TODAY = date(2026, 9, 16)


def exported():
    """The demo as facts, without the keys and salts that differ from one database to the next."""
    entries = JournalEntry.objects.exclude(agency_id=None).order_by("seq")
    told = [[e.at.isoformat(), e.actor_name, e.action, e.record_type, e.before, e.after] for e in entries]
    tasks = Task.objects.values_list("text", "state", "progress", "due_on", "latest_note", "lead__code")
    figures = Observation.objects.values_list("indicator__code", "period", "unit__code", "value", "superseded_at")
    return told, sorted(map(str, tasks)), sorted(map(str, figures))


def test_the_same_day_gives_the_same_demo(db):
    seen = []
    for _time in range(2):
        with transaction.atomic():
            call_command("load_reference")
            build(TODAY, lambda _text: None)
            told, tasks, figures = exported()
            seen.append((_without_keys(told), tasks, figures))
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
    assert len(seen[0][0]) > 900


# Facts that hold keys of records, which in PostgreSQL go on counting after a rollback (a report's seal too).
KEYS = {"evidence", "source", "plan", "items", "lead", "support", "monitor", "person", "supporters", "unit", "digest",
        "lead_id", "monitor_id", "person_id", "owner_id", "scope_id", "indicator_id", "parent_id",
        "parent", "serves", "task", "duty"}  # fmt: skip


PACK = {"sha256", "size", "seal"}  # an evidence pack holds the keys of its rows


def _without_keys(facts):
    if isinstance(facts, dict):
        if "seal" in facts or str(facts.get("name", "")).startswith("chung-cu-"):
            facts = {name: value for name, value in facts.items() if name not in PACK}
        return {name: _without_keys(value) for name, value in facts.items() if name not in KEYS}
    return [_without_keys(one) for one in facts] if isinstance(facts, list) else facts


OTHER_DAYS = [date(2024, 2, 29), date(2025, 12, 31), date(2026, 12, 1)]  # what a day changes no database changes


@pytest.mark.parametrize(
    "today", [date(2026, 1, 1), *(pytest.param(day, marks=pytest.mark.sqlite_only) for day in OTHER_DAYS)]
)
def test_every_day_of_a_year_gives_a_demo(db, today):
    call_command("load_reference")
    build(today, lambda _text: None)
    assert not OutboxMessage.objects.exclude(state="sent").exists(), "nobody who looks at the demo misses a worker"
    assert Task.objects.live().count() == len(script(today.year).tasks)
    assert Target.objects.in_force(today).count() == len(script(today.year).targets) - (2 if today.month == 12 else 0)


def test_the_demo_is_never_put_over_a_real_department(db):
    testing.make_agency("Sở Công Thương tỉnh Thật")
    with pytest.raises(Refused, match="real department"):
        build(TODAY, lambda _text: None)
    with pytest.raises(CommandError, match="never put over real data"):
        call_command("demo")
    assert Agency.objects.count() == 1


def test_a_failing_build_leaves_nothing(db, monkeypatch):
    call_command("load_reference")
    monkeypatch.setattr("cchc.config.demo.figures.ESTIMATED", None)
    with pytest.raises(TypeError):
        build(TODAY, lambda _text: None)
    assert not Agency.objects.exists()
    assert not Person.objects.exists()
