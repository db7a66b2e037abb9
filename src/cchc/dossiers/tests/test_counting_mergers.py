"""Counted figures of units that were merged in the middle of a year: to whom the rule says, once, with their rows."""

import itertools
import random
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import RequestFactory

from cchc.common.periods import Period
from cchc.dossiers.measures import SOURCE
from cchc.dossiers.models import Dossier
from cchc.dossiers.testing import NOW, make_dossier, random_dossier
from cchc.indicators.actions.tallies import recount
from cchc.indicators.behind import in_unit, rows_asked_for
from cchc.indicators.models import CountedFrom
from cchc.indicators.presenting import rows_behind
from cchc.indicators.rules import Counts, Formula
from cchc.indicators.testing import make_indicator
from cchc.indicators.values import readings
from cchc.organisation.actions import merge_units
from cchc.organisation.history import mergers_of
from cchc.organisation.rules.mergers import successor
from cchc.organisation.testing import make_agency, make_unit

pytestmark = pytest.mark.django_db
RULES = ("year", "day", "stay")
PERIODS = [
    Period.parse(code) for code in ("2025-Q4", "2026-M01", "2026-M04", "2026-H1", "2026-Q3", "2026-M10", "2026-N")
]
FIRST, SECOND = date(2026, 4, 15), date(2026, 8, 1)


def merge(old, new, on, rule):
    merge_units(by=None, at=NOW, units=[old], into=new, on=on, figures=rule)


def indicator_of(term):
    return make_indicator(f"counted_{term}", formula=Formula.COUNT, counts=Counts(value=(f"dossiers.{term}",)))


def last_day(day):
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def walked(rows, term, period, span, mergers, *, as_it_was):
    """What a person would count with the rows in hand."""

    def counts(row, day):
        return (as_it_was and row.unit_id in span) or (not as_it_was and successor(row.unit_id, day, mergers) in span)

    if term == "open":
        there = [row for row in rows if row.received_on and row.received_on <= period.last and counts(row, period.last)]
        return sum(1 for row in there if row.finished_on is None or row.finished_on > period.last)
    field = {"received": "received_on", "ended": "finished_on"}[term]
    days = [(row, getattr(row, field)) for row in rows if row.received_on and getattr(row, field)]
    return sum(1 for row, day in days if period.first <= day <= period.last and counts(row, last_day(day)))


def listed(value):
    """How many rows the page behind a value lists."""
    ((_name, link),) = rows_behind(value)
    query = {name: given[0] for name, given in parse_qs(urlsplit(link).query).items()}
    request = RequestFactory().get("/", query)
    rows, _said = rows_asked_for(request, SOURCE, Dossier.objects.all())
    return in_unit(rows, query.get("don-vi", "")).count()


@pytest.mark.parametrize(("first", "second"), list(itertools.product(RULES, RULES)))
def test_a_chain_of_mergers_counts_as_a_walk_over_the_rows_does_and_opens_as_many_rows(first, second):
    agency, chance = make_agency(), random.Random(f"{first} {second}")
    branch = make_unit(agency, "Chi cục")
    team, old, new = make_unit(agency, "Đội", parent=branch), make_unit(agency, "Phòng Cũ"), make_unit(agency, "Phòng")
    units = [branch, team, old, new]
    rows = Dossier.objects.bulk_create(random_dossier(agency, units, chance, date(2026, 11, 25)) for _ in range(250))
    recount(SOURCE, at=NOW)
    CountedFrom.objects.create(agency=agency, source="dossiers", month=202501, said_at=NOW)
    merge(team, old, FIRST, first)
    merge(old, new, SECOND, second)
    mergers = mergers_of(agency)
    for term in ("received", "ended", "open"):
        indicator = indicator_of(term)
        found = readings(agency=agency, indicators=[indicator], periods=PERIODS, units=[None, *units])
        for period, unit in itertools.product(PERIODS, units):
            span = {branch.pk, team.pk} if unit == branch else {unit.pk}
            value = found[indicator.pk, period, unit.pk]
            wanted = walked(rows, term, period, span, mergers, as_it_was=unit.pk in mergers)
            assert (value.value or 0) == wanted, (term, period.code, unit.name)
            assert not value.has_data or listed(value) == wanted
        for period in PERIODS:  # each row counts once, to somebody
            home = [walked(rows, term, period, {unit.pk}, mergers, as_it_was=False) for unit in units]
            assert found[indicator.pk, period, None].value == sum(home)


def test_a_unit_merged_away_leaves_the_figures_of_the_branch_it_stood_under_and_still_shows_its_own():
    agency = make_agency()
    branch, new = make_unit(agency, "Chi cục"), make_unit(agency, "Phòng")
    team = make_unit(agency, "Đội", parent=branch)
    make_dossier(agency, team, received=date(2026, 3, 2))
    recount(SOURCE, at=NOW)
    CountedFrom.objects.create(agency=agency, source="dossiers", month=202601, said_at=NOW)
    indicator, period = indicator_of("received"), Period.parse("2026-Q1")

    def read():
        found = readings(agency=agency, indicators=[indicator], periods=[period], units=[branch, new, team])
        return [found[indicator.pk, period, unit.pk].value for unit in (branch, new, team)]

    assert read() == [1, None, 1]
    merge(team, new, SECOND, "year")
    assert read() == [None, 1, 1]
