"""What tests of the administrator's pages begin with."""

import pytest

from cchc.organisation import testing


@pytest.fixture
def admin(client):
    """The administrator of a department, signed in."""
    account = testing.make_account(testing.make_agency(), ["admin"])
    client.force_login(account)
    return account
