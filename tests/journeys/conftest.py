"""Visits of a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from ..served import Served

OFFICE, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}


class Visit:
    """Pages opened for one person; anything the browser's console calls an error fails the test at the end."""

    def __init__(self, browser: Browser, served: Served) -> None:
        self.browser, self.served = browser, served
        self.contexts: list[BrowserContext] = []
        self.errors: list[str] = []

    def __call__(self, login: tuple[str, str] | None = None, **options: object) -> Page:
        """A page of its own context, signed in where a login is given."""
        options.setdefault("viewport", OFFICE)
        options.setdefault("locale", "vi-VN")
        options.setdefault("base_url", self.served.address)
        context = self.browser.new_context(**options)
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on(
            "console", lambda said: self.errors.append(f"{page.url}: {said.text}") if self._is_fault(said) else None
        )
        if login:
            page.goto("/dang-nhap/")
            page.fill("input[name=username]", login[0])
            page.fill("input[name=password]", login[1])
            page.click("form:has(input[name=password]) button[type=submit]")
            page.wait_for_url(lambda url: "/dang-nhap/" not in url)
        return page

    @staticmethod
    def _is_fault(said: object) -> bool:
        return said.type == "error" and "status of 4" not in said.text

    def close(self) -> None:
        """Close everything."""
        for context in self.contexts:
            context.close()


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    """Opens pages; checks at the end that the console stayed quiet (a broken Content-Security-Policy shows there)."""
    visit = Visit(browser, served)
    yield visit
    visit.close()
    assert not visit.errors, "\n".join(visit.errors)
