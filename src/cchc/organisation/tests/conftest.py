"""What tests of the organisation share."""

import pytest

from cchc.organisation import testing


@pytest.fixture
def agency(db):
    """A department."""
    return testing.make_agency()


@pytest.fixture
def office(agency, client):
    """Its office, signed in to the test's client."""
    account = testing.make_account(agency, ["office"])
    client.force_login(account)
    return account
