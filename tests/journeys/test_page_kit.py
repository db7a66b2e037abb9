"""What the page kit adds in a real browser: narrowing in place, keys, questions, drafts; and that nothing needs it."""

import re

import pytest
from playwright.sync_api import expect

from ..test_rights import logins
from .conftest import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
GALLERY = "/bo-giao-dien/"
DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('cchc-draft:')).length"


@pytest.fixture
def admin(served):
    return logins(served)["admin"]


def test_a_list_narrows_in_place_and_the_address_tells_how(visit, admin):
    page = visit(admin)
    page.goto(GALLERY)
    page.evaluate("window.untouched = true")
    page.fill("#viec-mau-q", "khao sat")
    expect(page.locator("#viec-mau-ket-qua [role=status]")).to_have_text(re.compile(r"^\s*12 dòng"))
    page.select_option("#viec-mau-state", "late")
    expect(page.locator("#viec-mau-ket-qua [role=status]")).to_have_text(re.compile(r"^\s*2 dòng"))
    page.click("#viec-mau th a:has-text('Hạn')")
    expect(page.locator("#viec-mau th[aria-sort=descending]")).to_contain_text("Hạn")
    assert page.evaluate("window.untouched") is True
    expect(page).to_have_url(re.compile("q=khao.*state=late.*sap=-due"))
    page.reload()
    expect(page.locator("#viec-mau-ket-qua [role=status]")).to_have_text(re.compile(r"^\s*2 dòng"))


def test_keys_walk_the_list_and_open_its_rows(visit, admin):
    page = visit(admin)
    page.goto(GALLERY)
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("#viec-mau tbody tr").nth(1)
    expect(second).to_have_class("is-current")
    expect(second.locator(".row-link")).to_be_focused()
    page.keyboard.press("Enter")
    assert "#viec-" in page.url
    page.keyboard.press("?")
    expect(page.locator("#phim-tat")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#phim-tat")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("j?")
    assert page.evaluate("document.activeElement.value") == "j?"


def test_on_a_phone_a_row_is_a_card_whose_cells_say_what_they_are(visit, admin):
    page = visit(admin)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(GALLERY)
    row = page.locator("#viec-mau tbody tr").first
    name = row.locator("td[data-label]").first
    assert name.evaluate("el => getComputedStyle(el, '::before').content") == f'"{name.get_attribute("data-label")}"'
    beyond = "el => [...el.children].filter(cell => cell.getBoundingClientRect().right > innerWidth).length"
    assert row.evaluate(beyond) == 0
    assert page.locator("#viec-mau .table-wrap").evaluate("el => el.scrollWidth - el.clientWidth") == 0
    expect(page.locator("#viec-mau thead a").first).to_be_visible()  # one can still sort


def test_what_cannot_be_undone_asks_first(visit, admin):
    page = visit(admin)
    page.goto(GALLERY)
    button = page.get_by_role("button", name="Xóa (hỏi trước)")
    button.click()
    expect(page.locator("#xac-nhan")).to_contain_text("Không lấy lại được")
    expect(page.locator("#xac-nhan").get_by_role("button", name="Đồng ý")).to_have_class("button button--danger")
    expect(page.locator("#xac-nhan").get_by_role("button", name="Thôi")).to_be_focused()  # Enter by habit is harmless
    page.keyboard.press("Enter")
    expect(page.locator(".messages .notice")).to_have_count(0)
    button.click()
    page.locator("#xac-nhan").get_by_role("button", name="Đồng ý").click()
    expect(page.locator(".messages .notice")).to_contain_text("Đã nhận")


def test_what_was_typed_survives_a_closed_window_and_goes_once_it_is_sent(visit, admin):
    page = visit(admin)
    page.goto(GALLERY)
    page.fill("#id_note", "đang gõ dở")
    page.close(run_before_unload=True)
    page = visit.contexts[-1].new_page()
    page.goto(GALLERY)
    expect(page.locator("#id_note")).to_have_value("đang gõ dở")
    expect(page.get_by_text("Đã khôi phục phần bạn gõ dở")).to_be_visible()
    page.fill("#id_name", "Tỷ lệ đúng hạn")
    page.fill("#id_value", "98,5")
    page.check("#id_kind_0")
    page.select_option("#id_unit", "vp")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".messages .notice")).to_contain_text("Đã nhận")
    expect(page.locator("#id_note")).to_have_value("")


def test_a_draft_is_gone_after_signing_out(visit, admin):
    page = visit(admin)
    page.goto(GALLERY)
    page.fill("#id_note", "của riêng tôi")
    page.wait_for_timeout(800)  # drafts are kept a moment after the last key
    assert page.evaluate(DRAFTS) == 1
    page.click("details.menu summary")
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(lambda url: GALLERY not in url)
    assert page.evaluate(DRAFTS) == 0


def test_the_mistakes_of_a_form_are_the_first_thing_reached(visit, admin):
    page = visit(admin)
    page.goto(GALLERY)
    page.locator("form[data-draft]").evaluate("form => { form.noValidate = true; }")
    page.fill("#id_value", "chín")
    page.get_by_role("button", name="Lưu").click()
    summary = page.locator("[data-errors]").first
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Giá trị").click()
    expect(page.locator("#id_value")).to_have_value("chín")
    assert page.url.endswith("#id_value")


def test_everything_works_without_javascript(visit, admin):
    page = visit(None, java_script_enabled=False)
    page.goto("/dang-nhap/")
    page.fill("input[name=username]", admin[0])
    page.fill("input[name=password]", admin[1])
    page.locator("form:has(input[name=password])").get_by_role("button").click()
    page.goto(GALLERY)
    page.fill("#viec-mau-q", "khao sat")
    page.locator("#viec-mau").get_by_role("button", name="Lọc").click()
    expect(page.locator("#viec-mau-ket-qua [role=status]")).to_have_text(re.compile(r"^\s*12 dòng"))
    page.click("details.menu summary")
    page.get_by_role("button", name="Tối").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert "q=khao" in page.url


@pytest.mark.parametrize("width", [320, 390, 683, 1366, 1920])
def test_no_width_scrolls_sideways_and_targets_are_large_enough(visit, admin, width):
    page = visit(admin, viewport={"width": width, "height": 800}, has_touch=True)
    page.goto(GALLERY)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    small = page.evaluate(
        """() => [...document.querySelectorAll(".button, select, input[type=search], input[type=text], .tab, .rail a")]
            .filter((el) => el.offsetParent && el.getBoundingClientRect().height < 43.5)
            .map((el) => el.outerHTML.slice(0, 90))"""
    )
    assert not small, small


def test_paper_shows_content_and_no_frame(visit, admin):
    page = visit(admin, color_scheme="dark", viewport=PHONE)
    page.goto(GALLERY)
    page.emulate_media(media="print")
    for hidden in (".topbar__tools", ".listing__filters", ".pager", ".page-head__actions"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"


def test_a_tree_opens_and_closes_by_mouse_and_by_keys(visit, admin):
    page = visit(admin)
    page.goto(GALLERY)
    rows = page.locator("[data-tree] tbody tr")
    expect(rows.nth(2)).to_be_visible()
    rows.nth(1).locator("[data-toggle]").click()
    expect(rows.nth(2)).to_be_hidden()
    expect(rows.nth(4)).to_be_visible()
    rows.nth(0).locator(".row-link").focus()
    page.keyboard.press("ArrowLeft")
    expect(rows.nth(4)).to_be_hidden()
    expect(rows.nth(5)).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(rows.nth(1)).to_be_visible()
    expect(rows.nth(2)).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1).locator(".row-link")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(rows.nth(0).locator(".row-link")).to_be_focused()
    page.get_by_role("button", name="Mở hết").click()
    expect(rows.nth(3)).to_be_visible()
