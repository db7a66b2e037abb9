"""What was typed when a session ended by itself comes back after signing in again, to the same account alone."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.organisation import testing
from cchc.organisation.models import AccountSession, Person, TypedForm
from cchc.organisation.typed import keeping
from cchc.organisation.typed.refill import Outcome, refill

TYPED = {"code": "P77", "full_name": "Trần Văn Gõ Dở", "status": "contract", "email": "go.do@so.example"}
KEPT, BACK = "được giữ lại", "được điền lại"


def says(outcome: Outcome) -> str:
    return f"<p>lost={list(outcome.lost)} changed={outcome.has_changed}</p>"


def filled(form: str, *fields, path="/a/", target="/a/") -> str:
    page = f"<!doctype html><html><head></head><body><main><h1>Trang</h1>{form}</main></body></html>"
    return refill(page, path=path, target=target, fields=fields, notice=says)


@pytest.mark.parametrize(
    ("control", "fields", "found"),
    [
        ('<input name="a" value="cũ">', [("a", "mới")], 'value="mới"'),
        ('<input name="a" type="date">', [("a", "2026-01-02")], 'value="2026-01-02"'),
        ('<textarea name="a">cũ</textarea>', [("a", "dòng 1\n<b>")], "dòng 1\n&lt;b&gt;</textarea>"),
        ('<input name="a"><input name="a">', [("a", "1"), ("a", "2")],
         '<input name="a" value="1"><input name="a" value="2">'),
        ('<select name="a"><option value="1" selected>x<option value="2">y</select>', [("a", "2")],
         '<option value="1">x</option><option value="2" selected>'),
        ('<select name="a" multiple><option>x<option>y<option>z</select>', [("a", "x"), ("a", "z")],
         "<option selected>x</option><option>y</option><option selected>z</option>"),
        ('<input type="checkbox" name="a" checked><input type="checkbox" name="b">', [("b", "on")],
         '<input type="checkbox" name="a"><input type="checkbox" name="b" checked>'),
        ('<input type="radio" name="a" value="1" checked><input type="radio" name="a" value="2">', [("a", "2")],
         '<input type="radio" name="a" value="1"><input type="radio" name="a" value="2" checked>'),
    ],
)  # fmt: skip
def test_every_kind_of_control_is_set(control, fields, found):
    html = filled(f'<form method="post">{control}</form>', *fields)
    assert found in html
    assert "lost=[]" in html


@pytest.mark.parametrize("control", ['<input type="password" name="a">', '<input type="file" name="a">'])
def test_passwords_and_files_are_never_set(control):
    assert "value=" not in filled(f'<form method="post">{control}</form>', ("a", "bí mật"))


def test_hidden_fields_stay_as_they_are_now_and_a_difference_is_told():
    form = '<form method="post"><input type="hidden" name="version" value="8"><input name="a"></form>'
    html = filled(form, ("version", "7"), ("a", "x"))
    assert 'name="version" value="8"' in html
    assert "changed=True" in html
    assert "changed=False" in filled(form, ("version", "8"), ("a", "x"))


def test_what_has_no_place_any_more_is_given_back():
    html = filled('<form method="post"><select name="a"><option value="1">x</select></form>', ("a", "9"), ("b", "chữ"))
    assert "[('a', '9'), ('b', 'chữ')]" in html
    assert "[('b', 'chữ')]" in filled("<p>không còn biểu mẫu</p>", ("b", "chữ"))


def test_of_forms_that_are_alike_the_one_that_was_sent_is_filled():
    forms = "".join(
        f'<form method="post" action="/ghi/"><input type="hidden" name="row" value="{row}"><input name="a"></form>'
        for row in (1, 2, 3)
    )
    html = filled(forms, ("row", "2"), ("a", "x"), target="/ghi/")
    assert html.count('value="x"') == 1
    assert 'value="2"><input name="a" value="x">' in html


def test_a_form_to_somewhere_else_or_that_only_asks_is_left_alone():
    for form in ('<form method="post" action="/b/"><input name="a"></form>', '<form><input name="a"></form>'):
        assert 'value="x"' not in filled(form, ("a", "x"))


def test_controls_outside_their_form_and_ways_of_buttons_count():
    form = '<form method="post" action="/b/" id="f"><button formaction="/a/">Lưu</button></form>'
    form += '<input name="a" form="f">'
    assert 'value="x"' in filled(form, ("a", "x"))


@pytest.fixture
def admin(agency):
    return testing.make_account(agency, ["admin"], full_name="Trần Quản Trị")


def enters(account, client=None, **query):
    client = client or Client()
    data = {"username": account.username, "password": account.username, **query}
    assert client.post(reverse("sign_in"), data).status_code == 302
    client.get(reverse("my_account"))  # the browser learns the name of its session
    return client


def idle(account, minutes=481):
    AccountSession.objects.filter(account=account).update(seen_at=timezone.now() - timedelta(minutes=minutes))


def sends(client, data=TYPED, **more):
    page = reverse("organisation:person_new")
    return client.post(page, data, headers={"Referer": f"http://testserver{page}"}, **more)


@pytest.mark.parametrize("how", ["idle", "age"])
def test_after_either_limit_the_form_is_kept_and_comes_back_filled_and_nothing_is_done_by_itself(admin, how):
    client, page = enters(admin), reverse("organisation:person_new")
    if how == "idle":
        idle(admin)
    else:
        AccountSession.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    answer = sends(client)
    assert answer.url.startswith(reverse("sign_in"))
    assert KEPT in client.get(answer.url).content.decode()
    enters(admin, client, next=page)
    html = client.get(page).content.decode()
    assert BACK in html
    for value in TYPED.values():
        assert f'value="{value}"' in html
    assert not Person.objects.filter(code="P77").exists()
    sends(client)
    assert Person.objects.filter(code="P77").exists()
    assert not TypedForm.objects.exists()
    assert BACK not in client.get(page).content.decode()


def test_a_page_of_another_window_may_have_taken_the_cookie_away_before(admin):
    client = enters(admin)
    idle(admin)
    client.get(reverse("home"))
    assert not client.cookies["sessionid"].value
    assert sends(client).url.startswith(reverse("sign_in"))
    assert TypedForm.objects.exists()


def test_what_is_kept_is_sealed(admin):
    client = enters(admin)
    idle(admin)
    sends(client)
    assert "Gõ Dở" not in str(TypedForm.objects.values())


def test_another_account_in_the_same_browser_never_gets_it(agency, admin):
    client, page = enters(admin), reverse("organisation:person_new")
    idle(admin)
    sends(client)
    other = testing.make_account(agency, ["admin"])
    html = enters(other, client).get(page).content.decode()
    assert "Gõ Dở" not in html
    assert BACK not in html
    client.post(reverse("sign_out"))
    assert "Gõ Dở" in enters(admin, client).get(page).content.decode()


def test_the_same_account_in_another_browser_does_not_get_it(admin):
    idle_client = enters(admin)
    idle(admin)
    sends(idle_client)
    assert "Gõ Dở" not in enters(admin).get(reverse("organisation:person_new")).content.decode()


def test_a_stranger_leaves_nothing(admin):
    client = Client()
    assert sends(client).url.startswith(reverse("sign_in"))
    client.cookies[keeping.SESSION] = "gia-mao:abc"
    sends(client)
    assert not TypedForm.objects.exists()


def ends_by_sign_out(client, account):
    client.post(reverse("sign_out"))


def ends_by_administrator(client, account):
    AccountSession.objects.filter(account=account).update(ended_at=timezone.now())


def ends_by_password(client, account):
    idle(account)
    account.set_password("mat-khau-moi-hoan-toan")
    account.save()


def ends_by_block(client, account):
    idle(account)
    account.is_active = False
    account.save()


def ends_long_ago(client, account):
    idle(account, minutes=480 + 3 * 24 * 60 + 1)


@pytest.mark.parametrize(
    "end", [ends_by_sign_out, ends_by_administrator, ends_by_password, ends_by_block, ends_long_ago]
)
def test_nothing_is_kept_for_a_session_that_did_not_just_end_by_itself(admin, end):
    client = enters(admin)
    end(client, admin)
    assert sends(client).url.startswith(reverse("sign_in"))
    assert not TypedForm.objects.exists()


def test_forms_with_secrets_are_not_kept(admin):
    client = enters(admin)
    idle(admin)
    client.post(reverse("change_password"), {"old_password": "a", "new_password1": "b", "new_password2": "b"})
    assert not TypedForm.objects.exists()


def test_what_is_too_large_is_not_kept_and_that_is_said(admin):
    client = enters(admin)
    idle(admin)
    answer = sends(client, {**TYPED, "full_name": "x" * 300_000})
    assert "quá lớn" in client.get(answer.url).content.decode()
    assert not TypedForm.objects.exists()


def test_files_are_not_kept_and_that_is_said(admin):
    client, page = enters(admin), reverse("organisation:person_new")
    idle(admin)
    sends(client, {**TYPED, "file": SimpleUploadedFile("a.txt", b"a")})
    assert "Tệp đã chọn không giữ được" in enters(admin, client).get(page).content.decode()


def test_it_is_given_up_by_a_button_and_by_the_time(admin):
    client, page = enters(admin), reverse("organisation:person_new")
    idle(admin)
    sends(client)
    enters(admin, client)
    TypedForm.objects.update(at=timezone.now() - timedelta(days=2))
    assert BACK not in client.get(page).content.decode()
    TypedForm.objects.update(at=timezone.now())
    assert BACK in client.get(page).content.decode()
    client.post(reverse("typed_discard"))
    assert not TypedForm.objects.exists()


def test_a_form_of_before_signing_in_again_in_another_window_is_kept_too(admin):
    client, page = Client(enforce_csrf_checks=True), reverse("organisation:person_new")
    client.force_login(admin)
    client.get(page)
    answer = client.post(page, {**TYPED, "csrfmiddlewaretoken": "a" * 64}, headers={"Origin": "http://testserver"})
    assert answer.url == page
    html = client.get(page).content.decode()
    assert "Trần Văn Gõ Dở" in html
    assert not Person.objects.filter(code="P77").exists()


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_a_form_of_another_site_is_refused_and_nothing_of_it_kept(admin, origin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    client.get(reverse("home"))
    headers = {"Origin": origin} if origin else {}
    answer = client.post(reverse("organisation:person_new"), TYPED, headers=headers)
    assert answer.status_code == 403
    assert not TypedForm.objects.exists()


def test_a_request_to_stay_prolongs_the_session_and_keeps_nothing_when_it_comes_too_late(admin):
    client = enters(admin)
    idle(admin, minutes=479)
    assert client.post(reverse("session_stay")).status_code == 204
    assert AccountSession.objects.get(account=admin).seen_at > timezone.now() - timedelta(minutes=1)
    idle(admin)
    assert client.post(reverse("session_stay")).url.startswith(reverse("sign_in"))
    assert not TypedForm.objects.exists()


def test_every_page_says_when_the_session_ends(admin):
    html = enters(admin).get(reverse("my_account")).content.decode()
    assert 'data-idle="28740"' in html
    assert "data-ends=" in html
    assert "data-idle" not in Client().get(reverse("sign_in")).content.decode()
