"""Dark, on the phone: axe finds nothing, and nothing scrolls sideways."""

import pytest

from .accessibility import faults
from .conftest import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


def test_axe_finds_nothing_and_nothing_scrolls_sideways(served, visit):
    wrong = faults(served, visit, "dark", PHONE)
    assert not wrong, "\n".join(wrong)
