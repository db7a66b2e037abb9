"""Shared accounts: the way to the provider and back, and every answer that lets nobody in."""

import json
import re
import time
import urllib.parse
from datetime import timedelta

import pyotp
import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from joserfc import jwt

from cchc.common.models import JournalEntry
from cchc.organisation import actions, testing
from cchc.organisation.models import Account, OpenIdSubject, SignInGuard
from cchc.organisation.signin import provider as door

from .lying_provider import CLIENT, SECRET, LyingProvider

pytestmark = pytest.mark.django_db
AWAY, REFUSED = "không trả lời", "không được chấp nhận"


@pytest.fixture(scope="module")
def server():
    provider = LyingProvider()
    yield provider
    provider.close()


@pytest.fixture
def provider(server, settings):
    """The provider, honest again, and the settings of an operator who connects it."""
    key = server.key
    server.subject, server.claims, server.headers, server.about, server.others = "sub-1", {}, {}, {}, []
    server.published = {}
    server.sign, server.says, server.asked = server.honest, {}, []
    settings.ADDRESS, settings.OIDC_ISSUER, settings.OIDC_NAME = "http://testserver", server.issuer, "SSO tỉnh"
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
    settings.OIDC_MATCH, settings.OIDC_SECOND_FACTOR = "", []
    door.forget()
    yield server
    server.key = key
    door.forget()


@pytest.fixture
def account():
    return testing.make_account(testing.make_agency(), ["officer"])


@pytest.fixture
def bound(account, provider):
    admin = testing.make_account(account.agency, ["admin"])
    actions.bind_subject(by=admin, at=timezone.now(), account=account, subject="sub-1")
    return account


def back_from(client, provider, onto="/to-chuc/"):
    """Where the provider sends the browser after it was sent there."""
    there = client.get(reverse("openid_start"), {"next": onto})
    assert there.status_code == 302
    assert there.url.startswith(f"{provider.issuer}/authorize?")
    return provider.visit(there.url)


def come_back(client, url, **change):
    parts = urllib.parse.urlsplit(url)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "http://testserver" + reverse("openid_callback")
    query = {**dict(urllib.parse.parse_qsl(parts.query)), **change}
    return client.get(parts.path, {name: value for name, value in query.items() if value is not None})


def sign_in(client, provider):
    return come_back(client, back_from(client, provider))


def who(client):
    return client.session.get("_auth_user_id")


def failures():
    return sum(SignInGuard.objects.values_list("failures", flat=True))


def test_it_lets_in_whoever_an_administrator_has_bound_and_journals_it(client, provider, bound):
    page = client.get(reverse("sign_in"), {"next": "/to-chuc/"}).content.decode()
    assert "Đăng nhập bằng SSO tỉnh" in page
    assert "http://testserver/dang-nhap/dung-chung/?next=%2Fto-chuc%2F" in page
    answer = sign_in(client, provider)
    assert (answer.status_code, answer.url) == (302, "/to-chuc/")
    assert who(client) == str(bound.pk)
    entry = JournalEntry.objects.get(action="organisation.sign_in")
    assert (entry.actor_id, entry.after["method"]) == (bound.pk, "openid")
    assert OpenIdSubject.objects.get().last_used_at is not None
    assert failures() == 0
    assert "SSO tỉnh" in client.get(reverse("my_account")).content.decode()


def test_what_is_asked_of_the_provider(client, provider):
    there = client.get(reverse("openid_start")).url
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(there).query))
    kept = client.session["openid-request"]
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert kept["verifier"] not in there
    assert (asked["state"], asked["nonce"]) == (kept["state"], kept["nonce"])
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert asked["redirect_uri"] == "http://testserver/dang-nhap/dung-chung/ve/"


def test_without_settings_there_is_no_such_door(client, settings):
    settings.OIDC_ISSUER = ""
    assert "dung-chung" not in client.get(reverse("sign_in")).content.decode()
    for name in ("openid_start", "openid_callback"):
        assert client.get(reverse(name)).url == reverse("sign_in")
    assert client.get(reverse("signed_out")).url == reverse("home")


LIES = [
    ("sign", "unsigned"), ("sign", "with_public_key_as_secret"), ("sign", "with_client_secret"),
    ("sign", "with_another_key"), ("sign", "with_a_key_it_brings"), ("sign", "altered"),
    ("claims", {"aud": "another-client"}), ("claims", {"aud": []}), ("claims", {"aud": None}),
    ("claims", {"aud": [CLIENT, "another"]}), ("claims", {"aud": [CLIENT, "another"], "azp": "another"}),
    ("claims", {"azp": "another"}), ("claims", {"iss": "https://evil.example"}), ("claims", {"iss": None}),
    ("claims", {"exp": 1_700_000_000}), ("claims", {"exp": None}), ("claims", {"exp": "9999999999"}),
    ("claims", {"exp": True}), ("claims", {"iat": 9_999_999_999}), ("claims", {"iat": None}),
    ("claims", {"nbf": 9_999_999_999}), ("claims", {"nonce": "another"}), ("claims", {"nonce": None}),
    ("claims", {"nonce": 7}), ("claims", {"sub": None}), ("claims", {"sub": ""}), ("claims", {"sub": "x" * 256}),
    ("claims", {"sub": 1}), ("headers", {"kid": "unheard-of"}), ("says", {"/token": (200, {"id_token": "a.b.c"})}),
    ("says", {"/token": (200, {"access_token": "x"})}), ("says", {"/token": (200, {"id_token": ["x"]})}),
    ("says", {"/token": (400, {"error": "invalid_grant"})}),
]  # fmt: skip


@pytest.mark.parametrize(("what", "lie"), LIES, ids=[str(lie)[:40] for lie in LIES])
def test_an_answer_that_proves_nothing_lets_nobody_in_and_counts_by_its_address(client, provider, bound, what, lie):
    setattr(provider, what, getattr(provider, lie) if what == "sign" else lie)
    answer = sign_in(client, provider)
    assert answer.status_code == 403
    assert REFUSED in answer.content.decode()
    assert who(client) is None
    assert SignInGuard.objects.get(address="127.0.0.1").failures == 1
    assert not SignInGuard.objects.filter(account__isnull=False).exists()


@pytest.mark.parametrize("published", [{"use": "enc"}, {"alg": "PS256"}, {"n": "AQAB"}, {"kty": "oct", "k": "AQAB"}])
def test_a_key_that_is_for_something_else_or_broken_signs_nothing(client, provider, bound, published):
    provider.published = published
    assert sign_in(client, provider).status_code == 403


def test_a_token_without_a_key_name_is_taken_only_where_one_key_is_published(client, provider, bound):
    provider.sign = lambda claims: jwt.encode({"alg": "RS256"}, claims, provider.key)
    assert sign_in(client, provider).status_code == 302
    client.post(reverse("sign_out"))
    door.forget()
    provider.others = [{**provider.key.as_dict(private=False), "kid": "two"}]
    assert sign_in(client, provider).status_code == 403


def test_the_keys_may_change_at_any_time(client, provider, bound):
    assert sign_in(client, provider).status_code == 302
    client.post(reverse("sign_out"))
    assert provider.asked.count("/keys") == 1
    provider.rotate()
    assert sign_in(client, provider).status_code == 302
    client.post(reverse("sign_out"))
    assert provider.asked.count("/keys") == 2
    assert sign_in(client, provider).status_code == 302
    assert provider.asked.count("/keys") == 2
    assert provider.asked.count("/.well-known/openid-configuration") == 1


@pytest.mark.parametrize("change", [{"state": "another"}, {"state": None}, {"state": ""}, {"code": None}])
def test_an_answer_to_something_else_is_not_looked_at(client, provider, bound, change):
    answer = come_back(client, back_from(client, provider), **change)
    assert answer.status_code == 403
    assert who(client) is None
    assert "/token" not in provider.asked
    assert failures() == 0


def test_an_answer_belongs_to_the_browser_that_asked_and_is_taken_once(client, provider, bound):
    url = back_from(client, provider)
    other = Client()
    assert come_back(other, url).status_code == 403
    other.get(reverse("openid_start"))
    assert come_back(other, url).status_code == 403  # its own request has another state
    assert who(other) is None
    assert come_back(client, url).status_code == 302
    client.post(reverse("sign_out"))
    assert come_back(client, url).status_code == 403
    assert who(client) is None


def test_a_code_that_was_used_is_not_taken_again_in_a_new_request(client, provider, bound):
    used = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url := back_from(client, provider)).query))["code"]
    assert come_back(client, url).status_code == 302
    client.post(reverse("sign_out"))
    answer = come_back(client, back_from(client, provider), code=used)
    assert answer.status_code == 403
    assert who(client) is None
    assert failures() == 1


def test_somebody_elses_code_is_worth_nothing_without_their_secret(client, provider, bound):
    theirs = Client()
    stolen = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(back_from(theirs, provider)).query))["code"]
    assert come_back(client, back_from(client, provider), code=stolen).status_code == 403
    assert who(client) is None


def test_an_answer_is_too_late_after_ten_minutes(client, provider, bound, monkeypatch):
    url = back_from(client, provider)
    later = time.time() + 601
    monkeypatch.setattr("cchc.organisation.views.openid.time.time", lambda: later)
    assert come_back(client, url).status_code == 403


def test_an_answer_of_another_provider_is_not_mixed_up_with_this_one(client, provider, bound):
    answer = come_back(client, back_from(client, provider), iss="https://evil.example")
    assert answer.status_code == 403
    assert "/token" not in provider.asked
    provider.about = {"authorization_response_iss_parameter_supported": True}
    door.forget()
    assert come_back(client, back_from(client, provider)).status_code == 403  # it always names itself, and here did not
    assert come_back(client, back_from(client, provider), iss=provider.issuer).status_code == 302


def test_who_declines_at_the_provider_reads_no_foreign_words(client, provider, bound):
    url = back_from(client, provider)
    answer = come_back(client, url, code=None, error="access_denied", error_description="<b>gọi số 0900</b>")
    assert answer.status_code == 403
    shown = re.sub(r'name="next" value="[^"]*"', "", answer.content.decode())  # the way back of the choice of language
    assert "0900" not in shown
    assert failures() == 0


OUTAGES = [
    {"/token": (500, {})}, {"/token": (200, b"<html>")}, {"/token": (200, [])},
    {"/token": (302, "https://evil.example/token")}, {"/token": (401, {"error": "invalid_client"})},
    {"/keys": (503, {})}, {"/keys": (200, {"keys": "none"})}, {"/keys": (200, {"keys": [7]})},
    {"/token": (200, b"[" * 100_000)}, {"/token": (200, b'{"x": "' + b"x" * 2_000_000)},
]  # fmt: skip


@pytest.mark.parametrize("outage", OUTAGES, ids=[str(outage)[:40] for outage in OUTAGES])
def test_a_provider_that_fails_is_said_to_and_counts_for_nobody(client, provider, bound, outage):
    url = back_from(client, provider)
    provider.says = outage
    answer = come_back(client, url)
    assert answer.status_code == 503
    assert AWAY in answer.content.decode()
    assert who(client) is None
    assert failures() == 0


DESCRIPTIONS = [
    {"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"},
    {"authorization_endpoint": "http://evil.example/authorize"}, {"jwks_uri": "file:///etc/passwd"},
    {"jwks_uri": None}, {"token_endpoint": "https://user@evil.example/"}, {"authorization_endpoint": "javascript:1"},
]  # fmt: skip


@pytest.mark.parametrize("about", DESCRIPTIONS, ids=str)
def test_a_provider_that_describes_itself_wrongly_gets_nobody_sent_to_it(client, provider, about):
    provider.about = about
    assert client.get(reverse("openid_start")).status_code == 503


def test_a_provider_that_is_away_leaves_the_password(client, provider, settings, account):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    answer = client.get(reverse("openid_start"))
    assert answer.status_code == 503
    assert AWAY in answer.content.decode()
    assert client.get(reverse("sign_in")).status_code == 200
    client.post(reverse("sign_in"), {"username": account.username, "password": account.username})
    assert who(client) == str(account.pk)


def test_both_ways_of_telling_who_we_are_and_none(client, provider, bound, settings):
    provider.about = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert sign_in(client, provider).status_code == 302


def test_somebody_who_is_not_bound_gets_no_account_but_the_name_to_be_bound_by(client, provider, account):
    before = Account.objects.count()
    answer = sign_in(client, provider)
    assert answer.status_code == 403
    assert "chưa gắn với tài khoản nào" in answer.content.decode()
    assert "<code>sub-1</code>" in answer.content.decode()
    assert (Account.objects.count(), OpenIdSubject.objects.count(), failures()) == (before, 0, 0)


def test_the_first_sign_in_binds_by_the_claim_that_a_setting_names(client, provider, account, settings):
    settings.OIDC_MATCH = "preferred_username"
    provider.claims = {"preferred_username": account.username.upper()}
    assert sign_in(client, provider).status_code == 302
    assert who(client) == str(account.pk)
    entry = JournalEntry.objects.get(action="organisation.bind_subject")
    assert (entry.actor_id, entry.after["subject"]) == (account.pk, "sub-1")
    client.post(reverse("sign_out"))
    # from now on the subject counts: another one with the same name is not let in, the same one under another name is
    provider.subject = "sub-2"
    assert sign_in(client, provider).status_code == 403
    provider.subject, provider.claims = "sub-1", {"preferred_username": "doi.ten"}
    assert sign_in(client, provider).status_code == 302


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, 7, None, ["a"], {"a": 1}])
def test_a_claim_that_names_nobody_binds_nobody(client, provider, account, settings, name):
    settings.OIDC_MATCH = "preferred_username"
    provider.claims = {"preferred_username": name}
    assert sign_in(client, provider).status_code == 403
    assert not OpenIdSubject.objects.exists()


def test_an_address_binds_only_if_it_is_verified_and_one_persons(client, provider, account, settings):
    settings.OIDC_MATCH = "email"
    account.person.email = "a@so.example.gov.vn"
    account.person.save()
    for verified in (False, None, "true"):
        provider.claims = {"email": "A@so.example.gov.vn", "email_verified": verified}
        assert sign_in(client, provider).status_code == 403
    other = testing.make_account(account.agency, ["officer"])
    other.person.email = "a@so.example.gov.vn"
    other.person.save()
    provider.claims = {"email": "A@so.example.gov.vn", "email_verified": True}
    assert sign_in(client, provider).status_code == 403
    other.person.email = ""
    other.person.save()
    assert sign_in(client, provider).status_code == 302
    assert who(client) == str(account.pk)


def test_a_blocked_account_stays_blocked_and_is_not_bound(client, provider, account, settings):
    settings.OIDC_MATCH = "preferred_username"
    provider.claims = {"preferred_username": account.username}
    account.is_active = False
    account.save()
    answer = sign_in(client, provider)
    assert "đang bị khóa" in answer.content.decode()
    assert not OpenIdSubject.objects.exists()
    assert who(client) is None


def test_a_locked_name_and_a_locked_address_stay_locked(client, provider, bound, settings):
    for _time in range(5):
        client.post(reverse("sign_in"), {"username": bound.username, "password": "sai"})
    assert "Tạm chặn đăng nhập" in sign_in(client, provider).content.decode()
    SignInGuard.objects.all().delete()
    settings.LOCK_AFTER_ADDRESS = 3
    provider.sign = provider.unsigned
    for _time in range(3):
        sign_in(client, provider)
    provider.sign = provider.honest
    asked = provider.asked.count("/token")
    assert "Tạm chặn đăng nhập" in sign_in(client, provider).content.decode()
    assert provider.asked.count("/token") == asked
    assert who(client) is None


@pytest.fixture
def secret(bound):
    secret, earlier = pyotp.random_base32(), timezone.now() - timedelta(hours=1)
    actions.enable_second_factor(by=bound, at=earlier, secret=secret, code=pyotp.TOTP(secret).at(earlier))
    return secret


def test_the_second_step_is_asked_for_unless_the_provider_says_that_it_did(client, provider, bound, secret, settings):
    answer = sign_in(client, provider)
    assert answer.url == reverse("sign_in_code")
    assert who(client) is None
    client.post(reverse("sign_in_code"), {"code": pyotp.TOTP(secret).now()})
    assert who(client) == str(bound.pk)
    assert JournalEntry.objects.get(action="organisation.sign_in").after["method"] == "openid+code"
    client.post(reverse("sign_out"))
    provider.claims = {"amr": ["pwd", "otp"]}
    assert sign_in(client, provider).url == reverse("sign_in_code")  # its word is not taken without the setting
    settings.OIDC_SECOND_FACTOR = ["otp", "urn:two"]
    for claims in ({"amr": ["pwd"]}, {"amr": "otp"}, {"acr": ["urn:two"]}, {"acr": "urn:one"}):
        provider.claims = claims
        assert sign_in(client, provider).url == reverse("sign_in_code")
    for claims in ({"amr": ["pwd", "otp"]}, {"acr": "urn:two"}):
        provider.claims = claims
        assert sign_in(client, provider).url == "/to-chuc/"
        client.post(reverse("sign_out"))
    methods = [entry.after["method"] for entry in JournalEntry.objects.filter(action="organisation.sign_in")]
    assert methods.count("openid+provider") == 2


def test_a_role_that_must_have_a_second_step_must_here_too(client, provider, bound, settings):
    settings.SECOND_FACTOR_ROLES = ["officer"]
    bound.second_factor_due_on = timezone.localdate()
    bound.save()
    sign_in(client, provider)
    assert client.get("/to-chuc/").url == reverse("second_factor_enrol")
    client.post(reverse("sign_out"))
    settings.OIDC_SECOND_FACTOR, provider.claims = ["otp"], {"amr": ["otp"]}
    sign_in(client, provider)
    assert client.get("/to-chuc/").status_code == 200


def test_an_issued_password_is_not_asked_of_somebody_who_does_not_use_it(client, provider, bound):
    bound.must_change_password = True
    bound.save()
    sign_in(client, provider)
    assert client.get("/to-chuc/").status_code == 200
    client.post(reverse("sign_out"))
    client.post(reverse("sign_in"), {"username": bound.username, "password": bound.username})
    assert client.get("/to-chuc/").url == reverse("change_password")


def test_signing_out_leads_to_the_providers_own_way_out(client, provider, bound, account):
    sign_in(client, provider)
    answer = client.post(reverse("sign_out"))
    assert answer.url == reverse("signed_out")
    assert who(client) is None
    page = client.get(answer.url).content.decode()
    assert f"{provider.issuer}/out?client_id=cchc&amp;post_logout_redirect_uri=http%3A%2F%2Ftestserver%2F" in page
    provider.about = {"end_session_endpoint": None}
    door.forget()
    assert "/out?" not in client.get(answer.url).content.decode()
    client.post(reverse("sign_in"), {"username": account.username, "password": account.username})
    assert client.post(reverse("sign_out")).url == reverse("home")
    assert client.get(reverse("sign_out")).status_code == 405


def test_the_administrator_binds_and_unbinds_and_nobody_else(client, provider, account):
    admin = testing.make_account(account.agency, ["admin"])
    client.force_login(admin)
    url = reverse("organisation:account_bind", args=[account.pk])
    page = client.get(reverse("organisation:person_detail", args=[account.person_id])).content.decode()
    assert url in page
    assert client.post(url, {"subject": " sub-1 "}).status_code == 302
    assert OpenIdSubject.objects.get().subject == "sub-1"
    assert "đã gắn với một tài khoản dùng chung" in client.post(url, {"subject": "sub-2"}).content.decode()
    other = testing.make_account(account.agency, ["officer"])
    again = client.post(reverse("organisation:account_bind", args=[other.pk]), {"subject": "sub-1"})
    assert "đã gắn với một tài khoản khác" in again.content.decode()
    undo = reverse("organisation:account_unbind", args=[account.pk])
    stranger = Client()
    stranger.force_login(testing.make_account(testing.make_agency(), ["admin"]))
    assert stranger.post(undo).status_code == stranger.get(url).status_code == 404
    assert client.post(undo).status_code == 302
    assert not OpenIdSubject.objects.exists()
    assert "chưa gắn" in client.post(undo, follow=True).content.decode()
    kinds = ["organisation.bind_subject", "organisation.unbind_subject"]
    assert JournalEntry.objects.filter(action__in=kinds, actor_id=admin.pk).count() == 2


def test_of_all_views_only_the_way_back_writes_on_get():
    def views(patterns):
        for pattern in patterns:
            yield from views(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern]

    marked = [
        view.name for view in views(get_resolver().url_patterns) if getattr(view.callback, "writes_on_get", False)
    ]
    assert marked == ["openid_callback"]


def test_no_line_of_the_log_tells_who_came_or_what_the_provider_said(client, provider, bound, caplog):
    provider.sign = provider.altered
    sign_in(client, provider)
    provider.says = {"/token": (400, {"error": "Nguyễn Văn A"})}
    sign_in(client, provider)
    told = json.dumps([vars(record).get("facts") for record in caplog.records], default=str) + caplog.text
    assert "signature" in told
    for secret in ("sub-1", "Nguyễn", "somebody-else", SECRET):
        assert secret not in told
