"""What all tests of the whole share."""

import os
import signal
from collections.abc import Iterator

import pytest

from .processes import command
from .served import Served, free_port, own_database, start


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """A server of its own with the demo department, for the whole run."""
    server = start()
    yield server
    os.killpg(server.process.pid, signal.SIGTERM)
    server.process.wait(timeout=30)


@pytest.fixture
def installation(tmp_path):
    """An installation of its own, brought up to this version, on the run's kind of database."""
    environment = {**os.environ, "CCHC_VAR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "cchc.config.settings"}
    (tmp_path / "var").mkdir()
    if "DATABASE_URL" in environment:
        environment["DATABASE_URL"] = own_database(environment["DATABASE_URL"], f"crash_{free_port()}")
    command(environment, "manage", "migrate", "-v", "0")
    return environment
