"""What all tests of the whole share."""

import os
import shutil
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from .processes import command
from .served import Served, free_port, own_database, start

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-quic",
]  # fmt: skip


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium for a file of tests. Missing, it is an error in CI and a printed skip elsewhere.

    No longer: while Playwright runs, its event loop keeps Django from the database in this process.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs Chromium")
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
