"""What all tests of the whole share."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from .served import Served, start

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


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """A server of its own with the demo department, for the whole run."""
    server = start()
    yield server
    os.killpg(server.process.pid, signal.SIGTERM)
    server.process.wait(timeout=30)
