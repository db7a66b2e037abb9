"""Shared accounts with a real provider: another program, in a process of its own, over HTTP from end to end."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from . import openid_provider as theirs
from .journeys.conftest import Visit
from .served import Answer, Served, Visitor, free_port, start

pytestmark = pytest.mark.xdist_group("openid")
PROGRAM = Path(__file__).with_name("openid_provider.py")
STAGE = """
from django.utils import timezone
from cchc.organisation import actions
from cchc.organisation.models import Agency
from cchc.organisation.reference import load_roles
now = timezone.now()
load_roles()
agency = actions.create_agency(by=None, at=now, code="H99.12", name="Sở Thử Nghiệm", short_name="STN",
                               parent_body="UBND TỈNH", place="Thử Nghiệm", symbol="STN")
person = actions.add_person(by=None, at=now, agency=agency, code="A", full_name="Nguyễn Văn A", status="civil_servant")
account = actions.create_account(by=None, at=now, person=person, username="vana", password="mat-khau-rat-dai")
actions.bind_subject(by=account, at=now, account=account, subject="1")
print(account.pk)
"""


@dataclass
class Provider:
    """The provider's process; it can be stopped, and started again with another key."""

    port: int
    folder: Path
    redirect: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        words = [sys.executable, str(PROGRAM), str(self.port), str(self.folder), self.redirect]
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(words, env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.issuer}/.well-known/openid-configuration", timeout=5).close()
            except OSError:
                time.sleep(0.2)
            else:
                return
        raise RuntimeError((self.folder / "log").read_text()[-4000:])

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


@pytest.fixture(scope="module")
def provider(tmp_path_factory) -> Iterator[Provider]:
    """The provider, told where CCHC will stand."""
    back = f"http://localhost:{free_port()}/dang-nhap/dung-chung/ve/"
    provider = Provider(free_port(), tmp_path_factory.mktemp("provider"), back)
    provider.start()
    yield provider
    provider.stop()


@pytest.fixture(scope="module")
def joined(provider: Provider) -> Iterator[Served]:
    """CCHC with this provider, and somebody of it bound to an account."""
    port = urllib.parse.urlsplit(provider.redirect).port
    served = start(
        demo=False, port=port, CCHC_OIDC_ISSUER=provider.issuer, CCHC_OIDC_CLIENT_ID=theirs.CLIENT,
        CCHC_OIDC_CLIENT_SECRET=theirs.SECRET, CCHC_OIDC_NAME="Cổng của tỉnh",
    )  # fmt: skip
    served.address = served.environment["CCHC_ADDRESS"]
    served.manage("shell", "--no-imports", "-c", STAGE)
    yield served
    os.killpg(served.process.pid, signal.SIGTERM)
    served.process.wait(timeout=30)


class Browser(Visitor):
    """A visitor who goes wherever links lead, here and at the provider, one step at a time."""

    def go(self, url: str, data: dict[str, str] | None = None) -> Answer:
        body = urllib.parse.urlencode(data).encode() if data else None
        request = urllib.request.Request(urllib.parse.urljoin(self.served.address, url), data=body)
        try:
            with self.opener.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.url, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.url, {k.title(): v for k, v in error.headers.items()}, error.read())

    def follow(self, answer: Answer, until: str) -> str:
        """On from redirect to redirect, to the address that begins with `until`."""
        for _step in range(8):
            url = urllib.parse.urljoin(answer.url, answer.headers["Location"])
            if url.startswith(until):
                return url
            answer = self.go(url)
            if answer.status == 200:
                answer = self.give_password(answer)
        raise AssertionError("it goes in circles")

    def give_password(self, page: Answer) -> Answer:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
        data = {"csrfmiddlewaretoken": token, "username": theirs.PERSON, "password": theirs.PASSWORD}
        return self.go(page.url, data)

    def begin(self, provider: Provider) -> str:
        """From the page of signing in to the provider and back: the address that it sends the browser to."""
        page = self.ask("/dang-nhap/?next=/tai-khoan-cua-toi/").text
        link = re.search(r'href="([^"]+/dang-nhap/dung-chung/[^"]*)"[^>]*>\s*Đăng nhập bằng Cổng của tỉnh', page)
        return self.follow(self.go(link[1]), provider.redirect)

    @property
    def is_in(self) -> bool:
        return self.ask("/tai-khoan-cua-toi/").status == 200


def test_somebody_signs_in_at_the_provider_and_is_in_here(provider, joined):
    visitor = Browser(joined)
    back = visitor.begin(provider)
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(back).query))
    assert query["iss"] == provider.issuer
    answer = visitor.go(back)
    assert (answer.status, answer.headers["Location"]) == (302, "/tai-khoan-cua-toi/")
    assert "Cổng của tỉnh" in visitor.ask("/tai-khoan-cua-toi/").text
    # the same address again, and the same code in another request, let nobody in
    other = Browser(joined)
    assert other.go(back).status == 403
    theirs_too = urllib.parse.urlsplit(other.begin(provider))
    fresh = dict(urllib.parse.parse_qsl(theirs_too.query))
    again = urllib.parse.urlencode({**fresh, "code": query["code"]})
    assert other.go(f"{theirs_too.path}?{again}").status == 403
    assert not other.is_in


def test_the_second_time_the_provider_asks_nothing_and_signing_out_leads_to_its_way_out(provider, joined):
    visitor = Browser(joined)
    assert visitor.go(visitor.begin(provider)).status == 302
    assert visitor.is_in
    answer = visitor.post("/dang-xuat/", {}, form="/tai-khoan-cua-toi/")
    assert answer.headers["Location"] == "/dang-xuat/xong/"
    assert not visitor.is_in
    assert visitor.go(visitor.begin(provider)).status == 302  # still signed in there
    visitor.post("/dang-xuat/", {}, form="/tai-khoan-cua-toi/")
    way_out = re.search(r'href="([^"]+/logout/[^"]+)"', visitor.ask("/dang-xuat/xong/").text)[1].replace("&amp;", "&")
    asked = visitor.go(way_out)
    assert asked.status == 200  # it asks whether to


def test_a_wrong_state_or_a_code_that_was_altered_lets_nobody_in(provider, joined):
    for change in ({"state": "x"}, {"code": "x"}, {"iss": "http://127.0.0.1:9"}):
        visitor = Browser(joined)
        parts = urllib.parse.urlsplit(visitor.begin(provider))
        query = urllib.parse.urlencode({**dict(urllib.parse.parse_qsl(parts.query)), **change})
        assert visitor.go(f"{parts.path}?{query}").status == 403, change
        assert not visitor.is_in


def test_the_provider_itself_refuses_another_way_back_and_a_request_without_pkce(provider, joined):
    visitor = Browser(joined)
    there = visitor.go("/dang-nhap/dung-chung/").headers["Location"]
    parts = urllib.parse.urlsplit(there)
    query = dict(urllib.parse.parse_qsl(parts.query))
    visitor.follow(visitor.go(there), provider.redirect)  # signed in there from now on
    for change in ({"redirect_uri": "http://localhost:9/"}, {"code_challenge": None}):
        asked = {name: value for name, value in {**query, **change}.items() if value}
        answer = visitor.go(f"{provider.issuer}{parts.path}?{urllib.parse.urlencode(asked)}")
        assert "code=" not in answer.headers.get("Location", "")


def test_the_provider_may_be_away_and_come_back_with_another_key(provider, joined):
    visitor = Browser(joined)
    back = visitor.begin(provider)
    provider.stop()
    answer = visitor.go(back)
    assert answer.status == 503
    assert "không trả lời" in answer.text
    assert Visitor(joined).ask("/dang-nhap/").status == 200
    (provider.folder / "key.pem").unlink()
    provider.start()
    again = Browser(joined)
    assert again.go(again.begin(provider)).status == 302
    assert again.is_in


@pytest.mark.journey
def test_in_a_browser_the_pages_policy_lets_people_there_and_back_and_out(provider, joined, browser):
    visit = Visit(browser, joined)
    page = visit()
    page.goto("/dang-nhap/?next=/tai-khoan-cua-toi/")
    page.get_by_role("link", name="Đăng nhập bằng Cổng của tỉnh").click()
    page.fill("input[name=username]", theirs.PERSON)
    page.fill("input[name=password]", theirs.PASSWORD)
    page.get_by_role("button", name="Đăng nhập cổng").click()
    page.wait_for_url("**/tai-khoan-cua-toi/")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_text("Bạn có thể vẫn đang đăng nhập ở Cổng của tỉnh")).to_be_visible()
    page.get_by_role("link", name="Đăng xuất ở Cổng của tỉnh").click()
    page.wait_for_url(f"{provider.issuer}/logout/**")
    visit.close()
    assert not visit.errors, visit.errors
