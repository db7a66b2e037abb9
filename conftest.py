"""What all tests share: data of a test run stay out of var/, and static files need no collecting."""

import os
import re
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from xdist.scheduler import LoadScopeScheduling

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


@cache
def _group(path: Path) -> str | None:
    """The group that a file of tests names in its marks: what must not run at once, or would be set up twice."""
    named = re.search(r'xdist_group\("(\w+)"\)', path.read_text())
    return named[1] if named else None


class _ByFile(LoadScopeScheduling):
    """The tests of a file, or of a group of files, run in one process one after the other.

    In place of xdist's own `loadgroup`, which knows groups by a suffix of the test's name that pytest no longer keeps.
    """

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return _group(self.config.rootpath / path) or path


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Asked of the process that hands out the tests."""
    config.option.loadscopereorder = False  # the order of the collection, below
    return _ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Groups first: they take longest, and a long one begun last would leave the other processes idle."""
    items.sort(key=lambda item: _group(item.path) is None)


def pytest_terminal_summary(terminalreporter):
    """Say in one line which database the run stood on."""
    from django.db import connection  # noqa: PLC0415  # Django is not set up when this file is read

    terminalreporter.write_line(f"database: {connection.vendor}")
