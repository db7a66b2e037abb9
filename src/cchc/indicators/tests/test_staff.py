"""People and headcount as facts: stocks against a plain walk, the figures of indicators, and the rows behind them."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from cchc.common.periods import Kind, Period
from cchc.indicators import actions
from cchc.indicators.actions import load_catalogue
from cchc.indicators.models import Indicator
from cchc.indicators.staff import QUOTAS, STAFF
from cchc.indicators.values import readings
from cchc.organisation import actions as people
from cchc.organisation import testing
from cchc.organisation.headcount import sheet
from cchc.organisation.models import Person, Tenure

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 15, 3, 0, tzinfo=UTC)
TODAY = date(2026, 9, 15)


@pytest.fixture
def agency():
    return testing.make_agency()


@pytest.fixture
def office(agency):
    return testing.make_account(agency, ["office"])


def somebody(agency, unit, chance):
    person = testing.make_person(agency)
    kind = chance.choice(["civil_servant", "public_employee", "contract"])
    Person.objects.filter(pk=person.pk).update(status=kind, pay_source=chance.choice(["state", "own", ""]))
    day = date(2024, 1, 1) + timedelta(days=chance.randrange(700))
    for _post in range(chance.randrange(1, 4)):
        end = day + timedelta(days=chance.randrange(1, 400))
        last = end >= TODAY or chance.random() < 0.2
        Tenure.objects.create(
            person=person, unit=chance.choice(unit), post="Chuyên viên", started_on=day, ended_on=None if last else end
        )
        if last:
            return
        day = end + timedelta(days=chance.choice([0, 0, 40]))
        if day > TODAY:
            return


def test_who_is_there_is_the_same_counted_by_months_and_walked_one_by_one(agency, office):
    chance = random.Random(4)  # cases of a test, not secrets
    units = [testing.make_unit(agency, f"Đơn vị {n}", kind=kind) for n, kind in enumerate(("room", "centre"))]
    for _number in range(60):
        somebody(agency, units, chance)
    for day in (date(2024, 6, 30), date(2025, 12, 31), TODAY):
        walked = {row.kind.code: row.present for row in sheet(agency, 2026, day).totals}
        counted = {code: STAFF.rows(code, first=None, last=day).filter(unit__agency=agency).count()
                   for code in ("civil", "service_state", "service_own", "contract")}  # fmt: skip
        assert counted == {"contract": walked.pop("contract_111"), **walked}
        assert sum(counted.values())


def test_figures_of_days_before_a_change_of_employment_stay_what_they_were(agency, client):
    admin, centre = testing.make_account(agency, ["admin"]), testing.make_unit(agency, "Trung tâm", kind="centre")
    person = testing.make_person(agency, unit=centre)
    for day, status, pay in ((None, "public_employee", "state"), (date(2026, 3, 1), "public_employee", "own"),
                             (date(2026, 6, 1), "civil_servant", "state")):  # fmt: skip
        person.refresh_from_db()
        people.change_person(
            by=admin, at=AT, person=person, full_name="Người", status=status, pay_source=pay, since=day
        )
    days = (date(2025, 12, 31), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1))
    counted = {code: [STAFF.rows(code, first=None, last=day).filter(person=person).count() for day in days]
               for code in ("service_state", "service_own", "civil", "everybody")}  # fmt: skip
    assert counted == {
        "service_state": [1, 0, 0, 0], "service_own": [0, 1, 1, 0], "civil": [0, 0, 0, 1], "everybody": [1, 1, 1, 1],
    }  # fmt: skip
    client.force_login(admin)
    page = client.get(reverse("indicators:staff_rows"), {"dem": "service_own", "den": "2026-05-31"}).content.decode()
    assert "nguồn thu sự nghiệp" in page


@pytest.fixture
def catalogue():
    load_catalogue(by=None, at=AT)


def value(agency, code, period):
    found = Indicator.objects.with_versions().get(agency=None, code=code)
    (reading,) = readings(agency=agency, indicators=[found], periods=[period]).values()
    return reading


def test_indicators_are_counted_from_posts_and_decisions(agency, office, catalogue, client):
    room, centre = testing.make_unit(agency, "Phòng Thử"), testing.make_unit(agency, "Trung tâm Thử", kind="centre")
    for number in range(5):
        person = testing.make_person(agency, f"Người {number}", unit=centre if number < 2 else room)
        Person.objects.filter(pk=person.pk).update(
            status="public_employee" if number < 2 else "civil_servant", pay_source="state"
        )
    for unit, numbers in ((room, {"civil": 4}), (centre, {"service_state": 2})):
        people.assign_quota(by=office, at=AT, unit=unit, year=2026, numbers=numbers, basis="Quyết định số 1")
    people.assign_quota(by=office, at=AT, unit=room, year=2026, numbers={"civil": 3}, basis="Quyết định số 2")
    for source in (STAFF, QUOTAS):
        actions.count_from(source=source, month=date(2026, 1, 1), by=office, at=AT)
    quarter = Period(Kind.QUARTER, 2026, 2)
    told = {code: value(agency, code, quarter).value for code in (
        "civil_posts_assigned_count", "civil_posts_present_count", "civil_posts_within_limit",
        "service_posts_assigned_count", "service_posts_present_count", "contract_workers_count")}  # fmt: skip
    assert told == {"civil_posts_assigned_count": 3, "civil_posts_present_count": 3, "civil_posts_within_limit": 100,
                    "service_posts_assigned_count": 2, "service_posts_present_count": 2,
                    "contract_workers_count": 0}  # fmt: skip
    client.force_login(office)
    query = {"dem": "civil", "den": "2026-06-30"}
    assert client.get(reverse("indicators:staff_rows"), query).context["page"].found == 3
    assert client.get(reverse("indicators:quota_rows"), query).context["page"].found == 1
    assert client.get(reverse("indicators:staff_rows"), {**query, "don-vi": centre.pk}).context["page"].found == 0
    assert client.get(reverse("indicators:staff_rows")).context["page"].found == 5


def test_no_rows_of_another_department_stand_behind_a_figure(agency, client):
    testing.make_person(agency, "Người Lạ", unit=testing.make_unit(agency, "Phòng Lạ"))
    assert client.get(reverse("indicators:staff_rows")).status_code == 302
    client.force_login(testing.make_account(testing.make_agency(), ["office"]))
    for name in ("staff_rows", "quota_rows"):
        text = client.get(reverse(f"indicators:{name}"), {"dem": "everybody", "den": "2026-06-30"}).content.decode()
        assert "Người Lạ" not in text
        assert "Phòng Lạ" not in text
