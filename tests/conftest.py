"""What all tests of the whole share."""

import os
import signal
from collections.abc import Iterator

import pytest

from .served import Served, start


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """A server of its own with the demo department, for the whole run."""
    server = start()
    yield server
    os.killpg(server.process.pid, signal.SIGTERM)
    server.process.wait(timeout=30)
