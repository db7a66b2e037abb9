"""What all tests share: data of a test run stay out of var/, and static files need no collecting."""

import os
import tempfile

import pytest

os.environ.setdefault("CCHC_VAR", tempfile.mkdtemp(prefix="cchc-test-"))
os.environ.setdefault("CCHC_SECRET_KEY", "only-for-tests")


@pytest.fixture(autouse=True)
def _fast_and_apart(settings, tmp_path):
    """Cheap password hashing, plain static addresses, files of each test in a folder of its own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.FILES_DIR = tmp_path / "files"


def pytest_terminal_summary(terminalreporter):
    """Say in one line which database the run stood on."""
    from django.db import connection  # noqa: PLC0415  # Django is not set up when this file is read

    terminalreporter.write_line(f"database: {connection.vendor}")
