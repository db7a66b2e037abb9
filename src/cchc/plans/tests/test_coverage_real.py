"""The five plans that the reader began with: each of their measures is counted, or openly entered with evidence."""

import csv
import io

import pytest
from django.urls import reverse

from cchc.indicators import testing as indicators
from cchc.indicators.catalogue import shipped
from cchc.organisation.testing import make_account, make_agency
from cchc.plans.intake_setting import Catalogue
from cchc.plans.models import Target
from cchc.plans.rules.intake.drafting import LIKELY
from cchc.plans.testing import confirmed_target, make_plan
from cchc.plans.views.counted import HOW
from cchc.reading import read

pytestmark = [pytest.mark.real, pytest.mark.django_db]
PLANS = ("000", "001", "002", "003", "004")


@pytest.fixture(scope="module")
def measures(samples):
    """What the reader finds in each plan."""
    texts = {plan: (samples / "plans" / f"{plan}.txt").read_bytes() for plan in PLANS}
    return {plan: read(data, f"{plan}.txt").measures for plan, data in texts.items()}


def suggested(catalogue, measure):
    found = catalogue.suggest(measure.phrase or measure.quote, measure.unit, measure.comparator or "", measure.area)
    assert found, measure.quote
    assert found[0].score >= LIKELY, (measure.quote, found[0])
    return found[0].code


@pytest.mark.parametrize("plan", PLANS)
def test_the_page_shows_each_measure_of_a_plan_as_counted_or_by_hand_with_evidence(plan, measures, client):
    indicators.load()
    office = make_account(make_agency(), ("office",))
    catalogue = Catalogue(office.agency_id)
    codes = [suggested(catalogue, measure) for measure in measures[plan]]
    assert codes, "a plan without measures proves nothing"
    make_plan(office, *(
        confirmed_target(measure.quote, indicator=code) for measure, code in zip(measures[plan], codes, strict=True)
    ))  # fmt: skip
    known = {definition.code: definition for definition in shipped()}
    ways = ["counted" if known[code].counts else "manual" if known[code].manual else "entered" for code in codes]
    client.force_login(office)
    for way in HOW:
        file = b"".join(client.get(reverse("plans:coverage"), {"cach": way, "xuat": "csv"}).streaming_content)
        assert len(list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))) - 1 == ways.count(way), way
    assert ways.count("counted") + ways.count("manual") == len(codes) == Target.objects.count()
