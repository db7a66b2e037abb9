"""Light, on the screen of the office: axe finds nothing, and nothing scrolls sideways."""

import pytest

from .accessibility import faults
from .conftest import OFFICE

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("served")]


def test_axe_finds_nothing_and_nothing_scrolls_sideways(served, visit):
    wrong = faults(served, visit, "light", OFFICE)
    assert not wrong, "\n".join(wrong)
