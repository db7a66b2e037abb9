"""What all tests of the whole share."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("CCHC_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real documents; where it is missing the test says that it was skipped."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("CI has the real documents, but they were not found")
        pytest.skip("the real documents are not on this machine")
    return SHARED / "samples"
