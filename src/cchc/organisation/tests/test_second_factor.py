"""The second step of signing in: set up, used, refused, lost, required."""

import re
import time
from datetime import timedelta

import pyotp
import pytest
from django.urls import reverse
from django.utils import timezone

from cchc.common.errors import Refused
from cchc.common.models import JournalEntry
from cchc.organisation import actions, testing
from cchc.organisation.models import RecoveryCode, Role, SecondFactor

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return testing.make_account(testing.make_agency(), ["officer"])


@pytest.fixture
def secret(account):
    """The secret of an authenticator that was set up some time ago."""
    secret = pyotp.random_base32()
    earlier = timezone.now() - timedelta(hours=1)
    actions.enable_second_factor(by=account, at=earlier, secret=secret, code=pyotp.TOTP(secret).at(earlier))
    return secret


def first_step(client, account, **more):
    return client.post(reverse("sign_in"), {"username": account.username, "password": account.username, **more})


def second_step(client, code):
    return client.post(reverse("sign_in_code"), {"code": code})


def test_it_is_set_up_with_a_picture_a_typed_secret_and_a_right_code(client, account):
    client.force_login(account)
    page = client.get(reverse("second_factor_enrol")).content.decode()
    assert "<svg" in page
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    wrong = client.post(reverse("second_factor_enrol"), {"code": "000000"}).content.decode()
    assert "Mã không đúng" in wrong
    assert secret in wrong.replace(" ", "")  # the same secret is shown again
    answer = client.post(reverse("second_factor_enrol"), {"code": pyotp.TOTP(secret).now()})
    assert answer.url == reverse("recovery_codes")
    assert secret not in SecondFactor.objects.get(account=account).sealed
    assert JournalEntry.objects.filter(action="organisation.enable_second_factor", actor_id=account.pk).exists()


def test_the_recovery_codes_are_shown_and_downloaded_until_they_are_kept_and_never_after(client, account, secret):
    client.force_login(account)
    url = reverse("recovery_codes")
    assert client.get(url).url == reverse("my_account")
    client.post(reverse("recovery_renew"), {"password": account.username})
    shown = re.findall(r"<li><code>([a-z0-9-]+)</code>", client.get(url).content.decode())
    file = client.get(url, {"tai": "1"})
    assert len(shown) == 10
    assert "attachment" in file["Content-Disposition"]
    assert all(code in file.content.decode() for code in shown)
    assert client.get(url)["Cache-Control"].count("no-store") == 1
    client.post(url)
    assert client.get(url).url == reverse("my_account")
    assert client.get(url, {"tai": "1"}).url == reverse("my_account")
    assert not any(code in str(RecoveryCode.objects.values_list("digest")) for code in shown)


def test_signing_in_asks_for_the_code_and_then_leads_on(client, account, secret):
    assert first_step(client, account, next="/to-chuc/").url == reverse("sign_in_code")
    assert client.get("/to-chuc/").status_code == 302  # half is not in
    answer = second_step(client, pyotp.TOTP(secret).now())
    assert answer.url == "/to-chuc/"
    assert client.get("/to-chuc/").status_code == 200
    assert JournalEntry.objects.get(action="organisation.sign_in").after["method"] == "password+code"


def test_the_code_page_without_the_first_step_leads_to_the_door(client):
    assert client.get(reverse("sign_in_code")).url == reverse("sign_in")
    assert second_step(client, "123456").url == reverse("sign_in")


def test_the_first_step_is_forgotten_after_five_minutes(client, account, secret, monkeypatch):
    first_step(client, account)
    later = time.time() + 301
    monkeypatch.setattr("cchc.organisation.views.sign_in.time.time", lambda: later)
    assert second_step(client, pyotp.TOTP(secret).now()).url == reverse("sign_in")


def test_a_code_is_not_taken_twice(client, account, secret):
    code = pyotp.TOTP(secret).now()
    first_step(client, account)
    assert second_step(client, code).status_code == 302
    client.post(reverse("sign_out"))
    first_step(client, account)
    answer = second_step(client, code)
    assert "đã dùng rồi" in answer.content.decode()


def test_guessing_codes_locks_even_with_the_right_password_in_between(client, account, secret):
    for _time in range(4):
        first_step(client, account)
        assert second_step(client, "000000").status_code == 200
    first_step(client, account)
    assert "Tạm chặn đăng nhập" in second_step(client, "000000").content.decode()
    assert "Tạm chặn đăng nhập" in second_step(client, pyotp.TOTP(secret).now()).content.decode()
    assert "Tạm chặn đăng nhập" in first_step(client, account).content.decode()


def test_each_recovery_code_lets_in_once(client, account, secret):
    now = timezone.now()
    issued = actions.renew_recovery_codes(by=account, at=now, password=account.username, address="")
    first_step(client, account)
    assert second_step(client, issued[3].upper()).status_code == 302
    assert JournalEntry.objects.filter(action="organisation.use_recovery_code").count() == 1
    assert "Còn 9 mã" in client.get(reverse("my_account")).content.decode()
    client.post(reverse("sign_out"))
    first_step(client, account)
    assert second_step(client, issued[3]).status_code == 200
    assert second_step(client, issued[4]).status_code == 302


def test_new_recovery_codes_end_the_old_ones(account, secret):
    now = timezone.now()
    old = actions.renew_recovery_codes(by=account, at=now, password=account.username, address="")
    actions.renew_recovery_codes(by=account, at=now, password=account.username, address="")
    assert actions.check_code(by=account, at=now, code=old[0], address="").proof == ""


def test_a_recovery_code_of_somebody_else_is_worth_nothing(account, secret):
    other = testing.make_account(account.agency, ["officer"])
    now = timezone.now()
    key = pyotp.random_base32()
    codes = actions.enable_second_factor(by=other, at=now, secret=key, code=pyotp.TOTP(key).at(now))
    assert actions.check_code(by=account, at=now, code=codes[0], address="").proof == ""


def test_turning_off_wants_the_password(client, account, secret):
    client.force_login(account)
    url = reverse("second_factor_off")
    assert "Mật khẩu không đúng" in client.post(url, {"password": "sai"}).content.decode()
    assert SecondFactor.objects.filter(account=account).exists()
    assert client.post(url, {"password": account.username}).url == reverse("my_account")
    assert not SecondFactor.objects.filter(account=account).exists()
    assert not RecoveryCode.objects.filter(account=account).exists()
    assert first_step(client, account).status_code == 302


def test_guessing_the_password_in_an_open_session_locks_too(client, account, secret):
    client.force_login(account)
    for _time in range(5):
        answer = client.post(reverse("second_factor_off"), {"password": "sai"})
    assert "Tạm chặn" in answer.content.decode()


def test_the_administrator_resets_what_was_lost_and_never_their_own(client, account, secret):
    admin = testing.make_account(account.agency, ["admin"])
    client.force_login(admin)
    page = client.get(reverse("organisation:person_detail", args=[account.person_id])).content.decode()
    url = reverse("organisation:second_factor_reset", args=[account.pk])
    assert url in page
    client.post(url)
    assert not SecondFactor.objects.filter(account=account).exists()
    assert JournalEntry.objects.get(action="organisation.reset_second_factor").actor_id == admin.pk
    with pytest.raises(Refused, match="Không tự đặt lại"):
        actions.reset_second_factor(by=admin, at=timezone.now(), account=admin)
    with pytest.raises(Refused, match="chưa bật"):
        actions.reset_second_factor(by=admin, at=timezone.now(), account=account)


def test_an_administrator_of_another_department_resets_nothing(client, account, secret):
    client.force_login(testing.make_account(testing.make_agency(), ["admin"]))
    assert client.post(reverse("organisation:second_factor_reset", args=[account.pk])).status_code == 404
    assert SecondFactor.objects.filter(account=account).exists()


@pytest.fixture(params=["setting", "data"])
def required(request, settings, account):
    """The role of the account asks for a second step: by the setting, or by its own data."""
    if request.param == "setting":
        settings.SECOND_FACTOR_ROLES = ["officer"]
    else:
        Role.objects.filter(code="officer").update(second_factor=True)


def test_a_role_that_asks_for_it_gives_days_of_grace_and_then_nothing_goes_without(client, account, required):
    answer = first_step(client, account)
    account.refresh_from_db()
    due = timezone.localdate() + timedelta(days=14)
    assert account.second_factor_due_on == due
    assert f"trước ngày {due:%d/%m/%Y}" in client.get(reverse("my_account")).content.decode()
    assert client.get("/to-chuc/").status_code == 200
    client.post(reverse("sign_out"))
    account.second_factor_due_on = timezone.localdate()
    account.save()
    answer = first_step(client, account)
    assert answer.status_code == 302
    for path in ("/to-chuc/", "/", reverse("my_account")):
        assert client.get(path).url == reverse("second_factor_enrol")
    page = client.get(reverse("second_factor_enrol")).content.decode()
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    client.post(reverse("second_factor_enrol"), {"code": pyotp.TOTP(secret).now()})
    assert client.get("/to-chuc/").status_code == 200


def test_a_required_second_step_is_not_turned_off(client, account, secret, required):
    client.force_login(account)
    answer = client.post(reverse("second_factor_off"), {"password": account.username})
    assert "bắt buộc xác thực hai bước, không tắt được" in answer.content.decode()
    assert SecondFactor.objects.filter(account=account).exists()


def test_a_role_that_has_ended_asks_for_nothing(client, account, required):
    account.assignments.update(ended_on=timezone.localdate())
    first_step(client, account)
    account.refresh_from_db()
    assert account.second_factor_due_on is None


def test_a_secret_sealed_with_a_lost_key_lets_nobody_in_by_code(account, secret, settings):
    settings.SECRET_KEY = "another"
    now = timezone.now()
    assert actions.check_code(by=account, at=now, code=pyotp.TOTP(secret).at(now), address="").proof == ""
