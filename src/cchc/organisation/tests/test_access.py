import pytest

from cchc.organisation import testing
from cchc.organisation.access import may, units_for

pytestmark = pytest.mark.django_db


def test_a_grant_for_the_department_holds_for_every_unit():
    agency = testing.make_agency()
    unit = testing.make_unit(agency)
    assert may(testing.make_account(agency, ["director"]), "organisation.view", unit)


def test_a_missing_grant_is_a_no():
    agency = testing.make_agency()
    account = testing.make_account(agency, ["officer"])
    assert not may(account, "organisation.manage")
    assert units_for(account, "organisation.manage") == set()


def test_an_ended_assignment_counts_no_more():
    agency = testing.make_agency()
    account = testing.make_account(agency, ["admin"])
    account.assignments.update(ended_on=testing.FOUNDED.replace(year=2021))
    assert not may(account, "organisation.manage")


def test_a_blocked_account_may_nothing():
    agency = testing.make_agency()
    account = testing.make_account(agency, ["admin"])
    account.is_active = False
    assert not may(account, "organisation.view")
