"""From a file to a living plan in a real browser: real plans, the keys of the review, a phone without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from cchc.plans.tests.intake_data import PLAN

from ..test_rights import logins
from .conftest import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
DRAFT, LIVING = re.compile(r"/ban-nap/\d+/"), re.compile(r"/ke-hoach/\d+/$")


@pytest.fixture
def office(served):
    return logins(served)["office"]


def upload(page: Page, file: object) -> None:
    """Give a file to the upload page; the same file may have been given by a test before."""
    page.goto("/ke-hoach/nap/")
    page.set_input_files("input[name=file]", file)
    page.click("button:has-text('Đọc văn bản')")
    expect(page.locator("h1, .notice--warn").first).to_be_visible()
    if page.locator("input[name=again]").count():
        page.set_input_files("input[name=file]", file)
        page.check("input[name=again]")
        page.click("button:has-text('Đọc văn bản')")
    expect(page).to_have_url(DRAFT)


def own(number: int) -> dict[str, object]:
    """The small plan of the tests under a number of its own."""
    text = PLAN.replace("21/KH-SCT", f"{number}/KH-SCT")
    return {"name": f"ke-hoach-{number}.txt", "mimeType": "text/plain", "buffer": text.encode()}


def finish(page: Page) -> None:
    """Accept all that is left, look at the whole plan, adopt it."""
    page.goto(page.url.split("?")[0] + "nhieu-muc/")
    page.locator("button:text-matches('^Nhận \\\\d+ mục$')").click()
    expect(page.locator(".messages")).to_contain_text("Đã nhận")
    page.click("a:has-text('Xem toàn kế hoạch') >> nth=0")
    expect(page.locator("h2:has-text('Sẵn sàng ban hành')")).to_be_visible()
    page.click("button:has-text('Ban hành vào hệ thống')")
    expect(page).to_have_url(LIVING)


def test_the_review_is_done_with_the_keyboard(visit, office):
    page = visit(office)
    upload(page, own(901))
    progress, card = page.locator("[data-pane] .progress"), page.locator("[data-card]")
    page.keyboard.press("Enter")
    expect(progress).to_contain_text("1 /")
    page.keyboard.press("x")
    expect(progress).to_contain_text("2 /")
    page.keyboard.press("z")
    expect(progress).to_contain_text("1 /")
    first = card.inner_text()
    page.keyboard.press("j")
    expect(card).not_to_have_text(first)
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.closest('.phieu__form') !== null")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#phim-tat-nap")).to_be_visible()
    page.keyboard.press("Escape")
    page.reload()
    expect(progress).to_contain_text("1 /")


def test_a_selected_sentence_becomes_an_item_and_the_mark_follows_it(visit, office):
    page = visit(office)
    upload(page, own(902))
    page.locator(".doan", has_text="Căn cứ Nghị quyết").evaluate(
        "p => { const range = document.createRange(); range.selectNodeContents(p);"
        " getSelection().removeAllRanges(); getSelection().addRange(range); }"
    )
    page.click("[data-picked] button[value=task]")
    expect(page.locator(".messages")).to_contain_text("Đã thêm một mục")
    expect(page.locator(".dau.la-hien-tai").first).to_be_visible()


def test_the_second_of_two_people_keeps_what_was_typed(visit, office):
    page = visit(office)
    upload(page, own(903))
    other = visit(office)
    other.goto(page.url)
    other.keyboard.press("Enter")
    expect(other.locator("[data-pane] .progress")).to_contain_text("1 /")
    page.fill("[name=value]", "77")
    page.keyboard.press("Enter")
    expect(page.locator("[data-pane] [role=alert]")).to_contain_text("vừa sửa mục này")
    assert page.input_value("[name=value]") == "77"


def test_a_phone_without_javascript_does_all_of_it(visit, office):
    page = visit(office, viewport=PHONE, java_script_enabled=False)
    upload(page, own(904))
    page.click("button[data-step=drop]")
    expect(page.locator(".progress").first).to_contain_text("1 /")
    page.fill("[name=value]", "chín mươi")
    page.click("button[data-step=accept]")
    expect(page.locator("[data-errors]")).to_contain_text("không phải là số")
    assert page.input_value("[name=value]") == "chín mươi"
    page.fill("[name=value]", "90")
    page.click("button[data-step=accept]")
    expect(page.locator(".progress").first).to_contain_text("2 /")
    finish(page)
