"""Sessions: listed, ended, limited in idle time and in age."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.common.models import JournalEntry
from cchc.organisation import testing
from cchc.organisation.models import AccountSession
from cchc.organisation.signin.devices import device_words

pytestmark = pytest.mark.django_db
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


@pytest.fixture
def account():
    return testing.make_account(testing.make_agency(), ["officer"])


def browser(account, agent, address="198.51.100.4"):
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    data = {"username": account.username, "password": account.username}
    assert client.post(reverse("sign_in"), data).status_code == 302
    return client


def is_in(client):
    return client.get(reverse("my_account")).status_code == 200


def age(account, **fields):
    AccountSession.objects.filter(account=account).update(**fields)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS, "Chrome, Windows"),
        (PHONE, "Safari, iPhone"),
        (WINDOWS + " Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Linux"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_is_told_in_words(agent, words):
    assert device_words(agent) == words


def test_each_session_is_shown_with_device_and_address_and_this_one_is_marked(account):
    desk, phone = browser(account, WINDOWS), browser(account, PHONE, "203.0.113.77")
    text = desk.get(reverse("my_sessions")).content.decode()
    assert "Chrome, Windows" in text
    assert "Safari, iPhone" in text
    assert "203.0.113.77" in text
    assert text.count("phiên này") == 1
    key = phone.session.session_key
    assert key not in text


def test_one_session_is_ended_and_the_browser_is_out(account):
    desk, phone = browser(account, WINDOWS), browser(account, PHONE)
    row = AccountSession.objects.get(session_key=phone.session.session_key)
    desk.post(reverse("my_session_end", args=[row.handle]))
    assert is_in(desk)
    assert not is_in(phone)
    assert JournalEntry.objects.get(action="organisation.end_session").actor_id == account.pk
    again = desk.post(reverse("my_session_end", args=[row.handle]), follow=True)
    assert "đã kết thúc" in again.content.decode()


def test_all_other_sessions_are_ended_at_once(account):
    desk, others = browser(account, WINDOWS), [browser(account, PHONE) for _number in range(3)]
    assert "3 phiên khác" in desk.post(reverse("my_sessions_end"), follow=True).content.decode()
    assert is_in(desk)
    assert not any(is_in(other) for other in others)
    assert "Không có phiên nào khác" in desk.post(reverse("my_sessions_end"), follow=True).content.decode()


def test_nobody_ends_the_session_of_somebody_else(account):
    other = testing.make_account(account.agency, ["officer"])
    mine, theirs = browser(account, WINDOWS), browser(other, PHONE)
    row = AccountSession.objects.get(session_key=theirs.session.session_key)
    assert mine.post(reverse("my_session_end", args=[row.handle])).status_code == 404
    assert mine.post(reverse("organisation:account_sessions_end", args=[other.pk])).status_code == 403
    assert is_in(theirs)


def test_the_administrator_sees_and_ends_the_sessions_of_the_department_only(account):
    admin = testing.make_account(account.agency, ["admin"])
    stranger = testing.make_account(testing.make_agency(), ["admin"], full_name="Người Lạ")
    mine, theirs, outside = browser(admin, WINDOWS), browser(account, PHONE), browser(stranger, PHONE)
    text = mine.get(reverse("organisation:session_list")).content.decode()
    assert account.get_full_name() in text
    assert "Người Lạ" not in text
    assert mine.post(reverse("organisation:account_sessions_end", args=[stranger.pk])).status_code == 404
    mine.post(reverse("organisation:account_sessions_end", args=[account.pk]))
    assert not is_in(theirs)
    assert is_in(outside)
    mine.post(reverse("organisation:account_sessions_end", args=[admin.pk]))
    assert is_in(mine)


def test_an_unused_session_ends_and_a_used_one_does_not(account, settings):
    client = browser(account, WINDOWS)
    now = timezone.now()
    age(account, seen_at=now - timedelta(minutes=settings.IDLE_MINUTES - 1))
    assert is_in(client)
    assert AccountSession.objects.get(account=account).seen_at >= now  # noted, so the time begins anew
    age(account, seen_at=now - timedelta(minutes=settings.IDLE_MINUTES + 1))
    assert not is_in(client)


def test_use_is_noted_once_a_minute_and_not_more(account):
    client = browser(account, WINDOWS)
    before = AccountSession.objects.get(account=account).seen_at
    assert is_in(client)
    assert AccountSession.objects.get(account=account).seen_at == before


def test_a_session_ends_by_age_however_much_it_is_used(account, settings):
    client = browser(account, WINDOWS)
    row = AccountSession.objects.get(account=account)
    assert row.expire_date - row.started_at == timedelta(hours=settings.SESSION_HOURS)
    client.get(reverse("second_factor_enrol"))  # writes the session
    row.refresh_from_db()
    assert row.expire_date - row.started_at == timedelta(hours=settings.SESSION_HOURS)
    age(account, expire_date=timezone.now())
    assert not is_in(client)


def test_signing_out_ends_the_session_and_keeps_no_content(account):
    client = browser(account, WINDOWS)
    client.post(reverse("sign_out"))
    row = AccountSession.objects.get(account=account)
    assert row.ended_at is not None
    assert row.session_data == ""


def test_a_stolen_cookie_of_an_ended_session_lets_nobody_in(account):
    client = browser(account, WINDOWS)
    cookie = client.cookies["sessionid"].value
    client.post(reverse("sign_out"))
    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert not is_in(thief)


def test_another_password_ends_the_other_sessions(account):
    desk, phone = browser(account, WINDOWS), browser(account, PHONE)
    new = {"new_password1": "rieng-toi-biet-77", "new_password2": "rieng-toi-biet-77"}
    desk.post(reverse("change_password"), {"old_password": account.username, **new})
    assert is_in(desk)
    assert not is_in(phone)


def test_what_is_long_over_is_forgotten(account, settings):
    browser(account, WINDOWS)
    kept = timedelta(days=settings.SESSION_DAYS_KEPT)
    age(account, expire_date=timezone.now() - kept + timedelta(hours=1))
    call_command("clearsessions")
    assert AccountSession.objects.filter(account=account).exists()
    age(account, expire_date=timezone.now() - kept - timedelta(hours=1))
    call_command("clearsessions")
    assert not AccountSession.objects.filter(account=account).exists()
