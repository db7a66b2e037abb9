"""What is counted in days that are no whole months, against a plain walk over the rows."""

import random
from datetime import date, timedelta

import pytest

from cchc.common.periods import Days, Period
from cchc.dossiers.measures import SOURCE
from cchc.dossiers.models import Dossier
from cchc.dossiers.testing import NOW, random_dossier
from cchc.indicators.actions.tallies import recount
from cchc.indicators.models import CountedFrom
from cchc.indicators.rules import Counts, Formula
from cchc.indicators.testing import make_figure, make_indicator
from cchc.indicators.values import readings
from cchc.indicators.values_in_days import readings_in
from cchc.organisation.testing import make_account, make_agency, make_unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)

STRETCHES = [
    Days(date(2026, 9, 15), date(2026, 10, 14)),
    Days(date(2026, 10, 3), date(2026, 10, 9)),
    Days(date(2025, 12, 15), date(2026, 12, 14)),
    Days(date(2026, 10, 1), date(2026, 10, 31)),
    Days(date(2026, 11, 25), date(2026, 11, 25)),
]


@pytest.fixture
def department(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_moment: TODAY)
    agency = make_agency()
    units = [make_unit(agency, f"Phòng {number}") for number in range(3)]
    chance = random.Random(5)
    Dossier.objects.bulk_create([random_dossier(agency, units, chance, TODAY) for _row in range(500)])
    recount(SOURCE, at=NOW)
    by = make_account(agency, ["office"])
    CountedFrom.objects.create(agency=agency, source="dossiers", month=202411, said_by=by, said_at=NOW)
    return agency, units, by


def test_counts_of_days_are_what_a_walk_finds(department):
    agency, units, _by = department
    made = {
        code: make_indicator(f"by_{code}", formula=Formula.COUNT, counts=Counts(value=(f"dossiers.{code}",)))
        for code in ("received", "settled_in_time", "open", "open_late", "procedures_used")
    }
    keys = [None, *(unit.pk for unit in units)]
    found = readings_in(agency=agency, indicators=list(made.values()), stretches=STRETCHES, units=keys)
    rows = list(Dossier.objects.all())
    seen = 0
    for stretch in STRETCHES:
        last = min(stretch.last, TODAY)
        for unit in keys:
            mine = [row for row in rows if unit in (None, row.unit_id)]

            def within(day, stretch=stretch, last=last):
                return day is not None and stretch.first <= day <= last

            settled = [row for row in mine if within(row.finished_on) and row.state in (9, 10)]
            there = [row for row in mine if row.received_on and row.received_on <= last]
            still = [row for row in there if row.finished_on is None or row.finished_on > last]
            expected = {
                "received": sum(within(row.received_on) for row in mine),
                "settled_in_time": sum(row.finished_on <= row.due_on for row in settled),
                "open": len(still),
                "procedures_used": len({row.procedure for row in mine if within(row.received_on)}),
            }
            for code, number in expected.items():
                value = found[made[code].pk, stretch, unit]
                assert (value.counted, value.value, value.as_of) == (True, number, last), (code, stretch, unit)
                seen += number > 0
    assert seen > 50


def test_days_that_are_whole_months_give_what_the_period_gives(department):
    agency, units, _by = department
    made = make_indicator(
        "late", formula=Formula.COUNT, counts=Counts(value=("dossiers.settled_late", "dossiers.open_late"))
    )
    for period in (Period.parse("2026-Q3"), Period.parse("2026-Y"), Period.parse("2026-M11")):
        days = Days(period.first, period.last, period)
        keys = [None, units[0].pk]
        whole = readings(agency=agency, indicators=[made], periods=[period], units=keys)
        same = readings_in(agency=agency, indicators=[made], stretches=[days], units=keys)
        for unit in keys:
            assert same[made.pk, days, unit].value == whole[made.pk, period, unit].value > 0


def test_what_is_not_counted_then_is_read_as_it_was_entered_for_the_period(department):
    agency, _units, by = department
    counted = make_indicator("received", formula=Formula.COUNT, counts=Counts(value=("dossiers.received",)))
    typed = make_indicator("typed", formula=Formula.COUNT)
    make_figure(typed, "2026-M10", 7, by=by)
    make_figure(counted, "2024-M11", 9, by=by)
    october = Days(date(2026, 9, 15), date(2026, 10, 14), Period.parse("2026-M10"))
    week = Days(date(2026, 10, 5), date(2026, 10, 11))
    before = Days(date(2024, 10, 15), date(2024, 11, 14), Period.parse("2024-M11"))
    found = readings_in(agency=agency, indicators=[counted, typed], stretches=[october, week, before], units=[None])
    assert (found[typed.pk, october, None].value, found[typed.pk, week, None].value) == (7, None)
    assert found[counted.pk, before, None].value is None, "November is counted, but not all of these days"
    assert found[counted.pk, week, None].counted


def test_the_days_of_the_year_before():
    leap = Days(date(2024, 2, 29), date(2024, 3, 14)).same_last_year()
    assert (leap.first, leap.last) == (date(2023, 2, 28), date(2023, 3, 14))
    assert Days(TODAY, TODAY + timedelta(days=3)).same_last_year().period is None
