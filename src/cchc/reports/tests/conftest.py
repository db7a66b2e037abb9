import pytest

from cchc.organisation import testing
from cchc.reports.testing import make_office


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def room(office):
    return testing.make_unit(office.agency, "Phòng Quản lý công nghiệp")


@pytest.fixture
def director(office):
    return testing.make_account(office.agency, ["director"])
