"""Passkeys: made, used as the only and as the second step, refused, taken away."""

import json
import secrets
import time
from datetime import timedelta

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cchc.common.models import JournalEntry
from cchc.organisation import actions, testing
from cchc.organisation.models import Passkey, RecoveryCode, SecondFactor, SignInGuard
from cchc.organisation.signin import passkeys

from .soft_authenticator import UP, UV, SoftAuthenticator, text

pytestmark = pytest.mark.django_db
NOT_TAKEN = "Khóa truy cập không được chấp nhận"
HTTP = {"SERVER_NAME": "testserver"}


@pytest.fixture(autouse=True)
def _address(settings):
    settings.ADDRESS = "http://testserver"


@pytest.fixture
def account():
    return testing.make_account(testing.make_agency(), ["officer"])


def asked(client, name, **data):
    answer = client.post(reverse(name), data)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def register(account, name="Máy ở phòng", key=None):
    """A passkey made by the pages; returns its authenticator."""
    client, key = Client(), key or SoftAuthenticator()
    client.force_login(account)
    options = asked(client, "passkey_options", password=account.username)
    answer = client.post(reverse("passkey_new"), {"name": name, "credential": key.create(options)})
    assert answer.status_code == 302, answer.content.decode()
    return key


@pytest.fixture
def key(account):
    return register(account)


def sign_in(client, answer, **more):
    return client.post(reverse("passkey_sign_in"), {"credential": answer, **more}, follow=False)


def who(client):
    return client.session.get("_auth_user_id")


def first_step(client, account):
    return client.post(reverse("sign_in"), {"username": account.username, "password": account.username})


def said(client, answer):
    return client.get(answer.url).content.decode()


def test_it_is_made_for_the_password_named_listed_and_journalled(client, account):
    client.force_login(account)
    assert "Chưa có khóa truy cập nào" in client.get(reverse("my_passkeys")).content.decode()
    refused = client.post(reverse("passkey_options"), {"password": "sai"})
    assert (refused.status_code, json.loads(refused.content)) == (409, {"refused": "Mật khẩu không đúng."})
    options = asked(client, "passkey_options", password=account.username)
    assert options["rp"] == {"name": "CCHC", "id": "testserver"}
    assert options["attestation"] == "none"
    choice = options["authenticatorSelection"]
    assert (choice["residentKey"], choice["userVerification"]) == ("required", "required")
    key = SoftAuthenticator()
    answer = client.post(reverse("passkey_new"), {"name": " Máy ở  phòng ", "credential": key.create(options)})
    assert answer.url == reverse("recovery_codes")  # the first second step: codes for the day it is lost
    assert RecoveryCode.objects.filter(account=account).count() == 10
    page = client.get(reverse("my_passkeys")).content.decode()
    assert "Máy ở phòng" in page
    assert "chưa dùng" in page
    entry = JournalEntry.objects.get(action="organisation.add_passkey")
    assert (entry.actor_id, entry.after) == (account.pk, {"name": "Máy ở phòng"})


def test_a_second_one_keeps_the_codes_and_names_the_first_so_that_no_device_holds_two(client, account, key):
    codes = set(RecoveryCode.objects.values_list("digest", flat=True))
    client.force_login(account)
    options = asked(client, "passkey_options", password=account.username)
    assert [one["id"] for one in options["excludeCredentials"]] == [text(key.id)]
    assert options["user"]["id"] == key.handle
    answer = client.post(
        reverse("passkey_new"), {"name": "Điện thoại", "credential": SoftAuthenticator().create(options)}
    )
    assert answer.url == reverse("my_passkeys")
    assert set(RecoveryCode.objects.values_list("digest", flat=True)) == codes
    assert Passkey.objects.filter(account=account).count() == 2


def test_it_signs_in_alone_without_a_name(client, account, key):
    options = asked(client, "passkey_challenge")
    assert "allowCredentials" not in options or options["allowCredentials"] == []
    assert options["userVerification"] == "required"
    answer = sign_in(client, key.get(options["challenge"]), next="/to-chuc/")
    assert answer.url == "/to-chuc/"
    assert who(client) == str(account.pk)
    entry = JournalEntry.objects.get(action="organisation.sign_in")
    assert (entry.actor_id, entry.after["method"]) == (account.pk, "passkey")
    kept = Passkey.objects.get()
    assert (kept.sign_count, kept.last_used_at is not None) == (2, True)


def test_it_signs_in_as_the_second_step_after_the_password(client, account, key):
    assert first_step(client, account).url == reverse("sign_in_code")
    page = client.get(reverse("sign_in_code")).content.decode()
    assert "Dùng khóa truy cập" in page
    assert "Mã dự phòng" in page
    options = asked(client, "passkey_second_challenge")
    assert [one["id"] for one in options["allowCredentials"]] == [text(key.id)]
    client.post(reverse("passkey_second"), {"credential": key.get(options["challenge"], handle="")})
    assert who(client) == str(account.pk)
    assert JournalEntry.objects.get(action="organisation.sign_in").after["method"] == "password+passkey"


def test_the_password_alone_no_longer_lets_in_and_a_recovery_code_still_does(client, account, key):
    now = timezone.now()
    codes = actions.renew_recovery_codes(by=account, at=now, password=account.username, address="")
    first_step(client, account)
    assert who(client) is None
    client.post(reverse("sign_in_code"), {"code": codes[0]})
    assert who(client) == str(account.pk)
    assert JournalEntry.objects.filter(action="organisation.use_recovery_code").count() == 1


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://testserver"},
        {"origin": "http://testserver.evil.example"},
        {"rp": "evil.example"},
        {"flags": UP},  # nobody was verified
        {"flags": UV},  # nobody was there
        {"handle": text(b"somebody else's handle")},
        {"handle": ""},  # not discoverable
        {"kind": "create"},
    ],
)
def test_an_answer_that_does_not_hold_lets_nobody_in_and_counts(client, account, key, lie):
    challenge = asked(client, "passkey_challenge")["challenge"]
    answer = sign_in(client, key.get(challenge, **lie))
    assert answer.url == reverse("sign_in")
    assert NOT_TAKEN in said(client, answer)
    assert who(client) is None
    assert SignInGuard.objects.get(address="127.0.0.1").failures == 1
    assert not SignInGuard.objects.filter(account=account, failures__gt=0).exists()


def test_a_challenge_is_answered_once_in_its_own_session_and_in_time(client, account, key, monkeypatch):
    challenge = asked(client, "passkey_challenge")["challenge"]
    answer = key.get(challenge)
    other = Client()
    assert "hết hạn hoặc đã dùng" in said(other, sign_in(other, answer))
    assert who(other) is None
    sign_in(client, answer)
    assert who(client) == str(account.pk)
    client.post(reverse("sign_out"))
    assert sign_in(client, answer).url == reverse("sign_in")
    assert who(client) is None
    # a challenge of one purpose is none for the other
    challenge = asked(client, "passkey_challenge")["challenge"]
    first_step(client, account)
    client.post(reverse("passkey_second"), {"credential": key.get(challenge)})
    assert who(client) is None
    challenge = asked(client, "passkey_challenge")["challenge"]
    later = time.time() + passkeys.SECONDS + 1
    monkeypatch.setattr("cchc.organisation.views.passkeys.time.time", lambda: later)
    sign_in(client, key.get(challenge))
    assert who(client) is None


def test_the_same_answer_at_the_same_moment_is_taken_once(account):
    key = register(account, key=SoftAuthenticator(counts=False))
    challenge = passkeys.new_challenge()
    now, answer = timezone.now(), key.get(challenge)
    results = [actions.check_passkey(at=now, answer=answer, challenge=challenge, address="").account for _ in range(2)]
    assert results == [account, None]


def test_an_authenticator_that_does_not_count_is_no_suspect(client, account):
    key = register(account, key=SoftAuthenticator(counts=False))
    for _time in range(3):
        sign_in(client, key.get(asked(client, "passkey_challenge")["challenge"]))
        assert who(client) == str(account.pk)
        client.post(reverse("sign_out"))


def test_a_count_that_went_back_stops_the_passkey_and_is_journalled(client, account, key):
    sign_in(client, key.get(asked(client, "passkey_challenge")["challenge"]))
    client.post(reverse("sign_out"))
    key.count = 0  # a copy made before
    sign_in(client, key.get(asked(client, "passkey_challenge")["challenge"]))
    assert who(client) is None
    key.count = 50
    sign_in(client, key.get(asked(client, "passkey_challenge")["challenge"]))
    assert who(client) is None  # stopped for good, for the true one and the copy
    entry = JournalEntry.objects.get(action="organisation.suspect_passkey")
    assert entry.record_id == str(account.pk)
    first_step(client, account)
    assert who(client) is None  # the password alone is still not enough
    client.force_login(account)
    assert "có thể khóa bị sao chép" in client.get(reverse("my_passkeys")).content.decode()


def test_whoever_lacks_the_key_cannot_stop_a_passkey_by_a_count(client, account, key):
    forged = SoftAuthenticator()
    forged.id, forged.handle, forged.count = key.id, key.handle, -1
    sign_in(client, forged.get(asked(client, "passkey_challenge")["challenge"]))
    assert Passkey.objects.get().suspect_at is None
    sign_in(client, key.get(asked(client, "passkey_challenge")["challenge"]))
    assert who(client) == str(account.pk)


def test_another_accounts_passkey_is_no_second_step(client, account, key):
    other = testing.make_account(account.agency, ["officer"])
    others = register(other)
    first_step(client, account)
    challenge = asked(client, "passkey_second_challenge")["challenge"]
    client.post(reverse("passkey_second"), {"credential": others.get(challenge)})
    assert who(client) is None
    assert SignInGuard.objects.get(account=account).failures == 1


def test_a_passkey_registered_once_is_not_registered_for_another_account(client, account, key):
    other = testing.make_account(account.agency, ["officer"])
    client.force_login(other)
    options = asked(client, "passkey_options", password=other.username)
    page = client.post(reverse("passkey_new"), {"name": "x", "credential": key.create(options)}).content.decode()
    assert "đã được đăng ký" in page


@pytest.mark.parametrize("lie", [{"origin": "https://evil.example"}, {"rp": "evil.example"}, {"flags": UP}])
def test_a_passkey_made_elsewhere_or_without_its_holder_is_not_taken(client, account, lie):
    client.force_login(account)
    options = asked(client, "passkey_options", password=account.username)
    answer = SoftAuthenticator().create(options, **lie)
    page = client.post(reverse("passkey_new"), {"name": "x", "credential": answer}).content.decode()
    assert "không tạo được khóa truy cập hợp lệ" in page
    assert not Passkey.objects.exists()
    # and the challenge is spent
    honest = SoftAuthenticator().create(options)
    client.post(reverse("passkey_new"), {"name": "x", "credential": honest})
    assert not Passkey.objects.exists()


def test_without_the_password_there_is_no_challenge_to_register_for(client, account):
    client.force_login(account)
    for challenge in (passkeys.new_challenge(), ""):
        made = SoftAuthenticator().create({"challenge": challenge, "user": {"id": passkeys.new_handle()}})
        client.post(reverse("passkey_new"), {"name": "x", "credential": made})
    assert not Passkey.objects.exists()


def test_a_blocked_account_or_a_locked_name_is_not_let_in(client, account, key):
    for _time in range(5):
        client.post(reverse("sign_in"), {"username": account.username, "password": "sai"})
    answer = sign_in(client, key.get(asked(client, "passkey_challenge")["challenge"]))
    assert "Tạm chặn đăng nhập" in said(client, answer)
    assert who(client) is None
    SignInGuard.objects.all().delete()
    account.is_active = False
    account.save()
    sign_in(client, key.get(asked(client, "passkey_challenge")["challenge"]))
    assert who(client) is None


def test_an_address_is_locked_after_many_wrong_answers(client, account, key, settings):
    settings.LOCK_AFTER_ADDRESS = 3
    for _time in range(3):
        answer = sign_in(client, SoftAuthenticator().get(asked(client, "passkey_challenge")["challenge"]))
    assert "Tạm chặn đăng nhập" in said(client, answer)
    sign_in(client, key.get(asked(client, "passkey_challenge")["challenge"]))
    assert who(client) is None


def test_it_is_a_second_step_for_a_role_that_must_have_one(client, account, settings):
    settings.SECOND_FACTOR_ROLES = ["officer"]
    account.second_factor_due_on = timezone.localdate()
    account.save()
    first_step(client, account)
    assert client.get("/to-chuc/").url == reverse("second_factor_enrol")
    assert reverse("passkey_new") in client.get(reverse("second_factor_enrol")).content.decode()
    assert client.get(reverse("passkey_new")).status_code == 200
    options = asked(client, "passkey_options", password=account.username)
    key = SoftAuthenticator()
    client.post(reverse("passkey_new"), {"name": "x", "credential": key.create(options)})
    assert client.get("/to-chuc/").status_code == 200
    account.refresh_from_db()
    assert account.second_factor_due_on is None
    url = reverse("passkey_remove", args=[Passkey.objects.get().pk])
    assert "bắt buộc xác thực hai bước" in client.post(url, {"password": account.username}).content.decode()
    assert Passkey.objects.count() == 1
    client.post(reverse("sign_out"))
    sign_in(client, key.get(asked(client, "passkey_challenge")["challenge"]))
    assert client.get("/to-chuc/").status_code == 200


def test_the_last_of_passkey_and_authenticator_takes_the_codes_with_it(client, account, key):
    client.force_login(account)
    secret, earlier = pyotp.random_base32(), timezone.now() - timedelta(hours=1)
    issued = actions.enable_second_factor(by=account, at=earlier, secret=secret, code=pyotp.TOTP(secret).at(earlier))
    assert issued == []
    actions.disable_second_factor(by=account, at=timezone.now(), password=account.username, address="")
    assert RecoveryCode.objects.filter(account=account).count() == 10
    url = reverse("passkey_remove", args=[Passkey.objects.get().pk])
    assert "Mật khẩu không đúng" in client.post(url, {"password": "sai"}).content.decode()
    assert client.post(url, {"password": account.username}).url == reverse("my_passkeys")
    assert not RecoveryCode.objects.filter(account=account).exists()
    assert JournalEntry.objects.get(action="organisation.remove_passkey").before == {"name": "Máy ở phòng"}


def test_the_administrator_takes_lost_passkeys_away(client, account, key):
    actions.enable_second_factor(
        by=account, at=timezone.now(), secret=(s := pyotp.random_base32()), code=pyotp.TOTP(s).now()
    )
    admin = testing.make_account(account.agency, ["admin"])
    client.force_login(admin)
    url = reverse("organisation:second_factor_reset", args=[account.pk])
    assert url in client.get(reverse("organisation:person_detail", args=[account.person_id])).content.decode()
    client.post(url)
    assert not any(kind.objects.exists() for kind in (Passkey, RecoveryCode, SecondFactor))
    first_step(client, account)


def test_nobody_takes_away_anothers_passkey(client, account, key):
    client.force_login(testing.make_account(account.agency, ["admin"]))
    assert client.get(reverse("passkey_remove", args=[Passkey.objects.get().pk])).status_code == 404


def test_under_another_address_the_page_says_so_and_offers_nothing(client, account, key, settings):
    settings.ADDRESS = "https://cchc.example.gov.vn"
    assert "data-passkey" not in client.get(reverse("sign_in")).content.decode()
    first_step(client, account)
    assert "data-passkey" not in client.get(reverse("sign_in_code")).content.decode()
    client.force_login(account)
    page = client.get(reverse("passkey_new")).content.decode()
    assert "địa chỉ chính thức" in page
    assert "data-passkey" not in page


def test_without_javascript_the_page_explains_and_the_forms_stay_hidden(client, account):
    client.force_login(account)
    page = client.get(reverse("passkey_new")).content.decode()
    assert "Trình duyệt này chưa tạo được khóa truy cập" in page
    assert 'hidden data-passkey="create"' in page


PARTS = ["id", "rawId", "type", "response"]
LEAVES = st.none() | st.booleans() | st.integers() | st.text()
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6)
ANSWERS = st.text() | JSON.map(json.dumps) | st.dictionaries(st.sampled_from(PARTS), JSON).map(json.dumps)


@given(answer=ANSWERS)
def test_whatever_is_sent_is_unproven_and_never_a_fault(answer):
    passkeys.named(answer)
    challenge = text(secrets.token_bytes(32))
    with pytest.raises(passkeys.Unproven):
        passkeys.made(answer, challenge=challenge)
    with pytest.raises(passkeys.Unproven):
        passkeys.used(answer, challenge=challenge, public_key=text(b"\xa0"))
