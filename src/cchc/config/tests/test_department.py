import pytest
from django.core.management import CommandError, call_command

from cchc.organisation.models import Account, Agency
from cchc.organisation.reference import load_roles

pytestmark = pytest.mark.django_db
FACTS = {
    "code": "H99.12", "name": "Sở Công Thương tỉnh Thật", "short_name": "SCT Thật", "place": "Thật", "symbol": "SCT",
    "parent_body": "ỦY BAN NHÂN DÂN TỈNH THẬT", "admin": "quantri", "admin_name": "Người Quản Trị",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _ready(monkeypatch):
    load_roles()
    monkeypatch.setenv("CCHC_ADMIN_PASSWORD", "mot-mat-khau-rat-dai")


def test_a_real_department_begins_with_its_administrator(client):
    call_command("department", **FACTS)
    assert client.login(username="quantri", password="mot-mat-khau-rat-dai")
    # a password out of the environment is known to whoever set it there
    assert client.get("/quan-tri/").url == "/doi-mat-khau/"
    new = {"new_password1": "chi-minh-toi-biet", "new_password2": "chi-minh-toi-biet"}
    client.post("/doi-mat-khau/", {"old_password": "mot-mat-khau-rat-dai", **new})
    assert client.get("/quan-tri/").status_code == 200
    assert "TRÌNH DIỄN" not in client.get("/to-chuc/").content.decode()


@pytest.mark.parametrize(("password", "said"), [("1234", "password: .*too short"), ("", "Set CCHC_ADMIN_PASSWORD")])
def test_a_weak_password_is_refused_and_nothing_made(monkeypatch, password, said):
    monkeypatch.setenv("CCHC_ADMIN_PASSWORD", password)
    with pytest.raises(CommandError, match=said):
        call_command("department", **FACTS)
    assert not Agency.objects.exists()


def test_what_is_refused_leaves_nothing_behind():
    with pytest.raises(CommandError, match=r"^[\x00-\x7f]+$"):  # commands speak English to the operator
        call_command("department", **{**FACTS, "admin": "Không Hợp Lệ"})
    assert not Agency.objects.exists()
    assert not Account.objects.exists()


def test_a_demo_is_not_mixed_with_real_data():
    Agency.objects.create(
        code="D", name="Trình diễn", short_name="D", parent_body="D", place="D", symbol="D", is_demo=True
    )
    with pytest.raises(CommandError, match="demo"):
        call_command("department", **FACTS)
