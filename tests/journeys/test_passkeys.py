"""A passkey from its making to its end, in a browser with an authenticator of its own."""

import pytest
from playwright.sync_api import Page, expect

from ..served import Served

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("served")]

PASSWORD = "mat-khau-rat-dai"
STAGE = """
import uuid
from django.utils import timezone
from cchc.organisation import actions
from cchc.organisation.models import Account
admin, now = Account.objects.get(username="quantri"), timezone.now()
name = f"khoa.{uuid.uuid4().hex[:8]}"
person = actions.add_person(
    by=admin, at=now, agency=admin.agency, full_name="Người Có Khóa", status="civil_servant", code=name
)
actions.create_account(by=admin, at=now, person=person, username=name, password="mat-khau-rat-dai", issued=False)
print(name)
"""


def authenticator(page: Page) -> tuple[object, str]:
    """A platform authenticator of the browser, whose holder always agrees."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    return talk, talk.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


@pytest.fixture
def name(served: Served) -> str:
    """Somebody new, with the password above."""
    return served.manage("shell", "--no-imports", "-c", STAGE).split()[-1]


def at_the_address(visit, served: Served) -> Page:
    return visit(base_url=served.environment["CCHC_ADDRESS"])


def give_password(page: Page, name: str) -> None:
    page.goto("/dang-nhap/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def make(page: Page, called: str, password: str) -> None:
    page.goto("/tai-khoan-cua-toi/khoa-truy-cap/moi/")
    page.fill("input[name=name]", called)
    page.fill("input[name=password]", password)
    page.get_by_role("button", name="Tạo khóa truy cập").click()


def test_a_passkey_is_made_signs_in_alone_and_as_second_step_and_is_taken_away(visit, served, name):
    page = at_the_address(visit, served)
    talk, device = authenticator(page)
    give_password(page, name)
    page.wait_for_url(lambda url: "/dang-nhap/" not in url)

    make(page, "Máy ở phòng", "sai")
    expect(page.get_by_text("Mật khẩu không đúng.")).to_be_visible()
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    expect(page.get_by_text("Đã thêm khóa truy cập Máy ở phòng.")).to_be_visible()
    page.get_by_role("button", name="Đã cất giữ, xong").click()
    make(page, "Lần nữa", PASSWORD)  # the same device holds one already
    expect(page.get_by_text("Thiết bị này đã giữ một khóa truy cập của bạn.")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/dang-nhap/?next=/to-chuc/")
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.wait_for_url(lambda url: url.endswith("/to-chuc/") and "/dang-nhap/" not in url)

    page.context.clear_cookies()
    give_password(page, name)
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.wait_for_url(lambda url: "/dang-nhap/" not in url)

    talk.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.context.clear_cookies()
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    expect(page.get_by_text("Chưa nhận được khóa truy cập.")).to_be_visible()
    talk.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    page.wait_for_url(lambda url: "/dang-nhap/" not in url)

    page.goto("/tai-khoan-cua-toi/khoa-truy-cap/")
    expect(page.get_by_role("row", name="Máy ở phòng")).not_to_contain_text("chưa dùng")
    page.get_by_role("link", name="Bỏ", exact=True).click()
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Bỏ", exact=True).click()
    expect(page.get_by_text("Chưa có khóa truy cập nào")).to_be_visible()


def test_a_copied_passkey_is_stopped(visit, served, name):
    page = at_the_address(visit, served)
    talk, device = authenticator(page)
    give_password(page, name)
    page.wait_for_url(lambda url: "/dang-nhap/" not in url)
    make(page, "Khóa", PASSWORD)
    page.get_by_role("button", name="Đã cất giữ, xong").click()
    (kept,) = talk.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    for _time in range(2):
        page.context.clear_cookies()
        page.goto("/dang-nhap/")
        page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
        page.wait_for_url(lambda url: "/dang-nhap/" not in url)
    talk.send("WebAuthn.removeCredential", {"authenticatorId": device, "credentialId": kept["credentialId"]})
    talk.send("WebAuthn.addCredential", {"authenticatorId": device, "credential": {**kept, "signCount": 0}})
    page.context.clear_cookies()
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    expect(page.get_by_text("Khóa truy cập không được chấp nhận.")).to_be_visible()


def test_without_javascript_signing_in_with_a_password_works_and_no_passkey_is_offered(visit, served, name):
    page = visit(base_url=served.environment["CCHC_ADDRESS"], java_script_enabled=False)
    page.goto("/dang-nhap/")
    expect(page.get_by_role("button", name="Đăng nhập bằng khóa truy cập")).to_be_hidden()
    give_password(page, name)
    page.goto("/tai-khoan-cua-toi/khoa-truy-cap/moi/")
    expect(page.get_by_text("Trình duyệt này chưa tạo được khóa truy cập")).to_be_visible()
    expect(page.get_by_role("button", name="Tạo khóa truy cập")).to_be_hidden()
