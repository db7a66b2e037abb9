"""The door: signing in, the lock-out, the change of an issued password."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cchc.common.models import JournalEntry
from cchc.organisation import actions, testing
from cchc.organisation.models import SignInGuard

pytestmark = pytest.mark.django_db
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."


@pytest.fixture
def account():
    return testing.make_account(testing.make_agency(), ["officer"], unit=None)


@pytest.fixture
def admin(account):
    return testing.make_account(account.agency, ["admin"], full_name="Quản Trị")


def attempt(client, username, password, **kwargs):
    return client.post(reverse("sign_in"), {"username": username, "password": password}, **kwargs)


def said(answer):
    return re.sub(r'value="[^"]*"', "", answer.content.decode())


def test_the_right_password_lets_in_and_is_journalled(client, account):
    answer = attempt(client, account.username, account.username)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(account.pk)
    entry = JournalEntry.objects.get(action="organisation.sign_in")
    assert (entry.actor_id, entry.after) == (account.pk, {"address": "127.0.0.…", "method": "password"})


def test_the_page_asked_for_comes_after_and_a_foreign_one_does_not(client, account):
    page = client.get(reverse("sign_in"), {"next": "/to-chuc/"}).content.decode()
    assert 'name="next" value="/to-chuc/"' in page
    data = {"username": account.username, "password": account.username}
    assert client.post(reverse("sign_in"), {**data, "next": "https://evil.example/"}).url == "/"


def test_unknown_names_and_wrong_passwords_get_the_same_answer(client, account):
    known = attempt(client, account.username, "sai")
    unknown = attempt(client, "khong.co.ai", "sai")
    assert WRONG in known.content.decode()
    assert said(known) == said(unknown)
    assert known.status_code == unknown.status_code


def test_a_blocked_account_gets_the_answer_of_an_unknown_one(client, account, admin):
    account.is_active = False
    account.save()
    assert said(attempt(client, account.username, account.username)) == said(attempt(client, "khong.ai", "sai"))


@pytest.mark.parametrize("known", [True, False])
def test_the_fifth_failure_locks_and_the_page_says_until_when(client, account, known):
    name = account.username if known else "khong.co.ai"
    for _time in range(4):
        assert WRONG in attempt(client, name, "sai").content.decode()
    assert "Tạm chặn đăng nhập" in attempt(client, name, "sai").content.decode()
    # the right password does not help while the lock holds
    assert "Tạm chặn đăng nhập" in attempt(client, name, name).content.decode()
    entry = JournalEntry.objects.get(action="organisation.lock_out")
    assert entry.record_id == str(account.pk if known else SignInGuard.objects.get(address="").pk)
    assert "khong.co.ai" not in str(SignInGuard.objects.values())


def test_success_forgets_the_failures(client, account):
    for _round in range(3):
        for _time in range(4):
            attempt(client, account.username, "sai")
        assert attempt(client, account.username, account.username).status_code == 302
        client.post(reverse("sign_out"))


def test_upper_case_and_spaces_are_the_same_name(client, account):
    for name in (account.username.upper(), f" {account.username}", account.username, account.username.title(), "x"):
        attempt(client, name, "sai")
    assert SignInGuard.objects.get(account=account).failures == 4


def test_an_address_is_locked_after_many_names(client, account, settings):
    settings.LOCK_AFTER_ADDRESS = 6
    for number in range(6):
        attempt(client, f"ten.{number}", "sai")
    assert "Tạm chặn đăng nhập" in attempt(client, account.username, account.username).content.decode()
    assert attempt(client, account.username, account.username, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_the_address_behind_a_proxy_is_the_one_the_proxy_saw(client, account, settings):
    settings.PROXIES = 1
    attempt(client, "ai.do", "sai", headers={"X-Forwarded-For": "1.1.1.1, 198.51.100.9"})
    assert SignInGuard.objects.filter(address="198.51.100.9").exists()
    settings.PROXIES = 0
    attempt(client, "ai.do", "sai", headers={"X-Forwarded-For": "1.1.1.1"})
    assert not SignInGuard.objects.filter(address="1.1.1.1").exists()


def test_the_administrator_lifts_a_lock_and_it_is_journalled(client, account, admin):
    for _time in range(5):
        attempt(client, account.username, "sai")
    client.force_login(admin)
    guard = SignInGuard.objects.get(account=account)
    assert "Tạm chặn vì nhập sai nhiều lần" in client.get(reverse("organisation:account_list")).content.decode()
    client.post(reverse("organisation:unlock", args=[guard.pk]))
    assert JournalEntry.objects.get(action="organisation.unlock").record_id == str(account.pk)
    again = client.post(reverse("organisation:unlock", args=[guard.pk]), follow=True)
    assert "Không còn bị chặn" in again.content.decode()
    client.post(reverse("sign_out"))
    assert attempt(client, account.username, account.username).status_code == 302


def test_another_department_neither_sees_nor_lifts_the_lock(client, account):
    for _time in range(5):
        attempt(client, account.username, "sai")
    client.force_login(testing.make_account(testing.make_agency(), ["admin"]))
    guard = SignInGuard.objects.get(account=account)
    assert account.username not in client.get(reverse("organisation:account_list")).content.decode()
    assert client.post(reverse("organisation:unlock", args=[guard.pk])).status_code == 404


def test_an_issued_password_is_changed_before_anything_else(client, account, admin):
    actions.set_password(by=admin, at=timezone.now(), account=account, password="cap-phat-4821")
    answer = client.post(
        reverse("sign_in"), {"username": account.username, "password": "cap-phat-4821", "next": "/to-chuc/"}
    )
    assert answer.url == "/to-chuc/"
    for path in ("/to-chuc/", "/", "/ke-hoach/"):
        assert client.get(path).url == reverse("change_password")
    page = client.get(reverse("change_password")).content.decode()
    assert "do người khác cấp" in page
    new = {"old_password": "cap-phat-4821", "new_password1": "rieng-toi-biet-77", "new_password2": "rieng-toi-biet-77"}
    assert client.post(reverse("change_password"), new).status_code == 302
    assert client.get("/to-chuc/").status_code == 200
    account.refresh_from_db()
    assert not account.must_change_password
    assert JournalEntry.objects.filter(action="organisation.change_own_password", actor_id=account.pk).count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"old_password": "sai"}, "Mật khẩu không đúng"),
        ({"new_password2": "khac"}, "không giống nhau"),
        ({"new_password1": "ngan", "new_password2": "ngan"}, "quá ngắn"),
        ({"new_password1": "password123", "new_password2": "password123"}, "quá phổ biến"),
        ({"new_password1": "OLD", "new_password2": "OLD"}, "phải khác mật khẩu đang dùng"),
    ],
)
def test_a_password_that_breaks_a_rule_is_refused_with_the_rule(client, account, change, sentence):
    client.force_login(account)
    data = {"old_password": account.username, "new_password1": "rieng-toi-biet-77",
            "new_password2": "rieng-toi-biet-77", **change}  # fmt: skip
    data = {key: account.username if value == "OLD" else value for key, value in data.items()}
    answer = client.post(reverse("change_password"), data)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    account.refresh_from_db()
    assert account.check_password(account.username)


def test_a_stranger_changes_no_password(client):
    assert client.get(reverse("change_password")).status_code == 302
