"""A department, its office and a room, as most tests of plans want them; a file that wants others names its own."""

import pytest

from cchc.organisation.testing import make_account, make_agency, make_unit


@pytest.fixture
def agency(db):
    return make_agency()


@pytest.fixture
def office(agency):
    return make_account(agency, ["office"], unit=make_unit(agency, "Văn phòng Sở"))


@pytest.fixture
def room(agency):
    return make_unit(agency, "Phòng Thử")
