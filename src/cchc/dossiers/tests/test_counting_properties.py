"""Whatever rows there are, with days and answers that nobody knows too, the tallies are what a plain walk counts."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db.models import BigIntegerField, Value
from django.db.models.functions import Cast
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.common.periods import Period
from cchc.dossiers.measures import SOURCE
from cchc.dossiers.models import Dossier
from cchc.dossiers.testing import NOW, build_dossier
from cchc.indicators import facts, tallies
from cchc.indicators.actions.tallies import recount
from cchc.indicators.models import CountedFrom, Tally
from cchc.indicators.rules import Counts, Formula
from cchc.indicators.testing import make_indicator
from cchc.indicators.values import readings
from cchc.organisation.actions import merge_units
from cchc.organisation.history import mergers_of
from cchc.organisation.models import Agency
from cchc.organisation.rules.mergers import successor
from cchc.organisation.testing import make_agency, make_unit

pytestmark = pytest.mark.django_db

DAYS = st.none() | st.dates(date(2025, 11, 1), date(2026, 11, 25))
ROWS = st.fixed_dictionaries(
    {
        "unit": st.integers(0, 2), "received_on": DAYS, "due_on": DAYS, "finished_on": DAYS, "late_on": DAYS,
        "state": st.integers(1, 10), "channel": st.sampled_from(("online", "direct", "post")),
        "procedure": st.sampled_from(("", "2.000001", "2.000002")), "fee": st.sampled_from((0, 0, 1, 150_000)),
        "paid_online": st.booleans(), "verified": st.booleans(), "supplements": st.integers(0, 2),
        "rating": st.none() | st.integers(1, 5), "reception_minutes": st.none() | st.sampled_from((0, 480, 481)),
        "taken_days": st.none() | st.integers(0, 3), "service": st.sampled_from(("", "full", "part")),
    }
)  # fmt: skip


def finished_by_due(row):
    return row.due_on is not None and row.finished_on <= row.due_on


def faulted(row):
    return row.supplements > 1 or (row.channel == "online" and (row.reception_minutes or 0) > 480)


# A part of every kind: with and without what may be missing, told apart and added up.
WALKED = {
    "received": ("received_on", lambda d: True),
    "received_slow": ("received_on", lambda d: d.channel == "online" and (d.reception_minutes or 0) > 480),
    "received_full_service_online": ("received_on", lambda d: d.service == "full" and d.channel == "online"),
    "received_paid_online": ("received_on", lambda d: d.fee > 0 and d.paid_online),
    "settled_in_time": ("finished_on", lambda d: d.state in (9, 10) and finished_by_due(d)),
    "settled_in_time_once": (
        "finished_on",
        lambda d: d.state in (9, 10) and finished_by_due(d) and d.supplements < 2,
    ),
    "settled_satisfied": ("finished_on", lambda d: d.state in (9, 10) and (d.rating or 0) >= 4),
    "received_faulted": ("received_on", faulted),
    "ended_faulted": ("finished_on", faulted),
    "ended_in_order": ("finished_on", lambda d: finished_by_due(d) and not faulted(d)),
    "went_late_faulted": ("late_on", faulted),
    "late_ended_faulted": ("finished_on", lambda d: d.due_on is not None and d.finished_on > d.due_on and faulted(d)),
    "late_ended": ("finished_on", lambda d: d.due_on is not None and d.finished_on > d.due_on),
    "went_late": ("late_on", lambda d: True),
}
APART = {
    "procedures_used": ("received_on", lambda d: d.procedure, lambda d: True),
    "procedures_verified": ("received_on", lambda d: d.procedure, lambda d: d.verified),
    "days_taken": ("finished_on", lambda d: "" if d.taken_days is None else str(d.taken_days),
                   lambda d: d.state in (9, 10)),
}  # fmt: skip
ADDED = {
    "fees": ("received_on", lambda d: d.fee, lambda d: d.fee > 0),
    "days_sum": ("finished_on", lambda d: d.taken_days or 0, lambda d: d.state in (9, 10)),
}


def walk(rows):
    """What a person counts with the rows in hand: (unit, month, measure) → number, and with a member → number."""
    counted, apart = Counter(), Counter()
    for row in rows:

        def at(field, code, row=row):
            day = getattr(row, field)
            return day and (row.unit_id, day.year * 100 + day.month, code)

        for code, (field, met) in WALKED.items():
            if at(field, code) and met(row):
                counted[at(field, code)] += 1
        for code, (field, amount, met) in ADDED.items():
            if at(field, code) and met(row):
                counted[at(field, code)] += amount(row)
        for code, (field, member, met) in APART.items():
            if at(field, code) and met(row) and member(row):
                apart[*at(field, code), member(row)] += 1
    return +counted, apart


def kept():
    """The same of the tallies."""
    counted, apart = Counter(), Counter()
    for tally in Tally.objects.all():
        for code in tally.content.keys() & (WALKED.keys() | ADDED.keys()):
            counted[tally.unit_id, tally.month, code] = tally.content[code]
        for code in tally.spreads.keys() & APART.keys():
            for member, number in tally.spreads[code].items():
                apart[tally.unit_id, tally.month, code, member] = number
    return counted, apart


@pytest.fixture
def department():
    agency = make_agency()
    return agency, [make_unit(agency, f"Phòng {number}") for number in range(3)]


def put(agency, units, drawn):
    Dossier.objects.all().delete()
    days = ("received_on", "due_on", "finished_on", "late_on")
    rows = []
    for facts_of_one in drawn:
        known = dict(facts_of_one)
        unit, dates = units[known.pop("unit")], {day: known.pop(day) for day in days}
        rows.append(build_dossier(agency, unit, **{**known, **dates}))
    return Dossier.objects.bulk_create(rows)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROWS, max_size=25))
def test_a_recount_is_what_a_walk_over_any_rows_counts(department, drawn):
    agency, units = department
    rows = put(agency, units, drawn)
    recount(SOURCE, at=NOW)
    assert kept() == walk(rows)
    assert list(tallies.differences(SOURCE)) == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(ROWS, min_size=1, max_size=20),
    st.dates(date(2026, 1, 2), date(2026, 10, 31)),
    st.sampled_from(("year", "day", "stay")),
)
def test_whatever_merges_each_row_counts_once_to_whom_the_rule_says(department, drawn, on, rule):
    agency, units = department
    old, new = make_unit(agency, "Phòng Cũ"), make_unit(agency, "Phòng Mới")
    rows = put(agency, [old, new, units[0]], drawn)
    recount(SOURCE, at=NOW)
    CountedFrom.objects.update_or_create(agency=agency, source="dossiers", defaults={"month": 202501, "said_at": NOW})
    merge_units(by=None, at=NOW, units=[old], into=new, on=on, figures=rule)
    code = f"merged_{on:%y%m%d}_{rule}_{old.pk}"
    indicator = make_indicator(code, formula=Formula.COUNT, counts=Counts(value=("dossiers.received",)))
    mergers = mergers_of(agency)
    for name in ("2026-M05", "2026-Q2", "2026-Y"):
        period = Period.parse(name)
        found = readings(agency=agency, indicators=[indicator], periods=[period], units=[None, new, units[0]])
        there = [row for row in rows if row.received_on and period.first <= row.received_on <= period.last]
        ends = [(row, (row.received_on.replace(day=1) + timedelta(days=31)).replace(day=1)) for row in there]
        homes = [successor(row.unit_id, after - timedelta(days=1), mergers) for row, after in ends]
        for unit in (new, units[0]):
            assert (found[indicator.pk, period, unit.pk].value or 0) == homes.count(unit.pk), (name, unit.name)
        assert (found[indicator.pk, period, None].value or 0) == len(there)


@pytest.mark.parametrize("unit", [1, 2**26, 2**27 - 1])
@pytest.mark.parametrize("bits", [(), (0,), (15,), tuple(range(16))])
def test_a_key_gives_back_its_unit_month_and_flags(unit, bits):
    make_agency()
    flags = [Value(1 << bit) for bit in bits]
    made = facts.KeyOf(Cast(Value(unit), BigIntegerField()), Value(999912), *flags)
    key = Agency.objects.values_list(made).get()[0]
    assert facts.parts_of(key) == (unit, 999912, sum(1 << bit for bit in bits))


SCRIPT = """
import random
from datetime import date
import django
django.setup()
from django.core.management import call_command
from django.db import transaction
from cchc.dossiers.measures import SOURCE
from cchc.dossiers.models import Dossier
from cchc.dossiers.testing import NOW, random_dossier
from cchc.indicators import facts, tallies
from cchc.indicators.actions.tallies import recount
from cchc.organisation.testing import make_agency, make_unit
call_command("migrate", verbosity=0)
agency, chance = make_agency(), random.Random(3)
units = [make_unit(agency, "A"), make_unit(agency, "B")]
Dossier.objects.bulk_create(random_dossier(agency, units, chance, date(2026, 11, 25)) for _ in range(300))
with tallies.steady() as abreast:
    assert abreast
    one_by_one = facts.count_cells(SOURCE, SOURCE.all_rows())
    assert one_by_one and facts.count_cells(SOURCE, SOURCE.all_rows(), abreast=True) == one_by_one
recount(SOURCE, at=NOW)
assert list(tallies.differences(SOURCE)) == []
with transaction.atomic():  # what was written here no other connection sees
    Dossier.objects.filter(pk__in=Dossier.objects.values("pk")[:50]).delete()
    with tallies.steady() as abreast:
        assert not abreast
    recount(SOURCE, at=NOW)
    assert list(tallies.differences(SOURCE)) == []
print("same")
"""


@pytest.mark.sqlite_only
def test_passes_that_go_abreast_count_as_one_by_one(tmp_path):
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    known |= {"DJANGO_SETTINGS_MODULE": "cchc.config.settings", "CCHC_VAR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=known, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "same", done.stderr[-2000:]
