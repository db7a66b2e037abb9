"""What all tests share: data of a test run stay out of var/, and static files need no collecting."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

os.environ.setdefault("CCHC_VAR", tempfile.mkdtemp(prefix="cchc-test-"))
os.environ.setdefault("CCHC_SECRET_KEY", "only-for-tests")

SHARED = Path(os.environ.get("CCHC_SHARED", Path(__file__).parent.parent / "shared"))

# A busy machine is no fault of the code, and a landing must not hang on luck: CI draws the same cases every time.
hypothesis_settings.register_profile("laptop", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "laptop")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real documents; where it is missing the test says that it was skipped."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("CI has the real documents, but they were not found")
        pytest.skip("the real documents are not on this machine")
    return SHARED / "samples"


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request):
    """A database of its own for each process. SQLite keeps it in memory and needs no name of its own: pytest-django
    knows that only of Django's own engine for SQLite."""
    from django.conf import settings  # noqa: PLC0415  # not before Django is set up

    process = getattr(request.config, "workerinput", {}).get("workerid", "")
    default = settings.DATABASES["default"]
    if process and "sqlite" not in default["ENGINE"]:
        default.setdefault("TEST", {})["NAME"] = f"test_{default['NAME']}_{process}"


@pytest.fixture(autouse=True)
def _fast_and_apart(settings, tmp_path):
    """Cheap password hashing, plain static addresses, files of each test in a folder of its own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = True  # or it warns that nothing was collected
    settings.FILES_DIR = tmp_path / "files"


def pytest_terminal_summary(terminalreporter):
    """Say in one line which database the run stood on."""
    from django.db import connection  # noqa: PLC0415  # Django is not set up when this file is read

    terminalreporter.write_line(f"database: {connection.vendor}")
