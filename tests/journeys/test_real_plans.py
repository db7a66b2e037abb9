"""The main job with real documents: from the file to the adopted plan, to the board, to the quarterly report."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..served import Served
from ..test_rights import logins
from .conftest import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.real, pytest.mark.xdist_group("journeys")]

# The least that a careful reader takes from each: targets, tasks.
PLANS = {
    "000.txt": (13, 40),
    "001.txt": (15, 30),
    "002.txt": (24, 55),
    "004.txt": (16, 45),
    "02_kh_cchc_2026_2030_lamdong.docx": (20, 60),
}
COUNTS = """
from django.utils import timezone
from cchc.plans.models import Plan, Task
plan = Plan.objects.get(pk={pk})
print(plan.state, plan.targets.count(), plan.tasks.count(), plan.source.sha256)
"""


@pytest.fixture
def office(served: Served, visit) -> Page:
    """The head of the office, signed in at a desk."""
    return visit(logins(served)["office"])


def upload(page: Page, path: Path) -> None:
    page.goto("/ke-hoach/nap/")
    page.set_input_files("input[type=file]", path)
    with page.expect_navigation(timeout=60_000):
        page.get_by_role("button", name="Đọc văn bản").click()


def settle(page: Page) -> str:
    """Take item after item with the keyboard, then the rest at once; drop what lacks what it must have."""
    page.wait_for_url("**/ban-nap/**")
    base = page.url.split("?")[0].split("#")[0]
    page.wait_for_load_state()
    done = page.locator("text=/mục đã xong/")
    expect(done).to_contain_text("0 /")
    page.keyboard.press("Enter")
    expect(done).to_contain_text("1 /")
    page.keyboard.press("x")
    expect(done).to_contain_text("2 /")
    page.get_by_role("button", name="Hoàn tác").first.click()
    expect(done).to_contain_text("1 /")
    page.goto(f"{base}nhieu-muc/")
    page.get_by_role("button", name=re.compile(r"^Nhận \d+ mục")).click()
    page.wait_for_url(lambda url: "nhieu-muc" not in url)
    page.goto(f"{base}toan-ke-hoach/")
    waiting = page.get_by_role("link", name="Rà soát tiếp")
    for _ in range(20):
        if not waiting.count():
            break
        waiting.click()
        page.wait_for_url("**loc=con**")
        page.get_by_role("button", name=re.compile("^Bỏ")).first.click()
        page.wait_for_load_state()
        page.goto(f"{base}toan-ke-hoach/")
    return base


def adopt(page: Page) -> int:
    page.get_by_role("button", name="Ban hành vào hệ thống").click()
    page.wait_for_url(re.compile(r"/ke-hoach/\d+/$"))
    expect(page.get_by_text("Đã ban hành kế hoạch vào hệ thống.")).to_be_visible()
    return int(page.url.rstrip("/").rsplit("/", 1)[1])


def report_docx(page: Page) -> str:
    """The text of the quarterly report, begun when nobody has."""
    page.goto("/bao-cao/lap/")
    page.get_by_label("Kỳ báo cáo").select_option(index=0)
    page.get_by_role("button", name="Lập dự thảo").click()
    page.wait_for_load_state()
    if "/lap/" in page.url:  # somebody has begun it: the refusal leads there
        page.goto("/bao-cao/?trang-thai=draft")
        page.locator("tbody th a").first.click()
    page.wait_for_url(re.compile(r"/bao-cao/\d+/$"))
    with page.expect_download() as started:
        page.get_by_role("link", name="DOCX").click()
    with zipfile.ZipFile(io.BytesIO(Path(started.value.path()).read_bytes())) as packed:
        xml = packed.read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml))


@pytest.mark.parametrize("name", list(PLANS))
def test_a_real_plan_goes_from_its_file_to_the_report(name, office, samples, served):
    upload(office, samples / "plans" / name)
    base = settle(office)
    pk = adopt(office)
    state, targets, tasks, digest = served.manage("shell", "--no-imports", "-c", COUNTS.format(pk=pk)).split()[-4:]
    assert state == "adopted"
    assert int(targets) >= PLANS[name][0]
    assert int(tasks) >= PLANS[name][1]
    assert len(digest) == 64
    office.goto(f"{base}toan-ke-hoach/")
    expect(office.get_by_text("đã ban hành vào hệ thống lúc")).to_be_visible()
    office.goto("/bao-cao/tinh-hinh/")
    expect(office.get_by_role("heading", name="Tình hình cải cách hành chính")).to_be_visible()
    text = report_docx(office)
    assert "BÁO CÁO" in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text


def test_a_text_that_lost_its_marks_is_refused_and_entered_by_hand(office, samples, served):
    upload(office, samples / "plans" / "003.txt")
    expect(office.get_by_text("Không đọc ra được nội dung: văn bản mất dấu tiếng Việt")).to_be_visible()
    office.get_by_role("button", name="Nhập tay, giữ văn bản gốc").click()
    office.wait_for_load_state()
    base = office.url.split("?")[0].split("#")[0]
    office.goto(f"{base}thong-tin/")
    office.get_by_label("Tên kế hoạch").fill("Kế hoạch khắc phục tồn tại, nâng cao Chỉ số cải cách hành chính năm 2025")
    office.get_by_role("button", name="Ghi", exact=True).click()
    office.goto(f"{base}toan-ke-hoach/")
    for _ in range(30):
        waiting = office.get_by_role("link", name="Rà soát tiếp")
        if not waiting.count():
            break
        waiting.click()
        office.get_by_role("button", name=re.compile("^Bỏ")).first.click()
        office.wait_for_load_state()
        office.goto(f"{base}toan-ke-hoach/")
    office.goto(base)
    office.get_by_text("Thêm mục mà máy chưa nhận ra").click()
    office.get_by_label("Câu trong văn bản").fill("Định kỳ ngày 25 hằng tháng báo cáo kết quả về Văn phòng Sở")
    office.get_by_role("button", name="Thêm mục").click()
    office.wait_for_load_state()
    office.goto(f"{base}nhieu-muc/")
    office.get_by_role("button", name=re.compile(r"^Nhận \d+ mục")).click()
    office.wait_for_url(lambda url: "nhieu-muc" not in url)
    office.goto(f"{base}toan-ke-hoach/")
    pk = adopt(office)
    state, _targets, tasks, digest = served.manage("shell", "--no-imports", "-c", COUNTS.format(pk=pk)).split()[-4:]
    assert (state, tasks, len(digest)) == ("adopted", "1", 64)


def test_a_plan_is_reviewed_and_adopted_without_javascript(served, visit, samples):
    page = visit(logins(served)["office"], java_script_enabled=False, viewport=PHONE)
    upload(page, samples / "plans" / "05_kh_tuyentruyen_cchc_2026_lamdong.docx")
    page.wait_for_url("**/ban-nap/**")
    base = page.url.split("?")[0].split("#")[0]
    page.goto(f"{base}nhieu-muc/")
    page.get_by_role("button", name=re.compile(r"^Nhận \d+ mục")).click()
    page.goto(f"{base}toan-ke-hoach/")
    while page.get_by_role("link", name="Rà soát tiếp").count():
        page.get_by_role("link", name="Rà soát tiếp").click()
        page.get_by_role("button", name=re.compile("^Bỏ")).first.click()
        page.goto(f"{base}toan-ke-hoach/")
    page.get_by_role("button", name="Ban hành vào hệ thống").click()
    expect(page.get_by_text("Đã ban hành kế hoạch vào hệ thống.")).to_be_visible()
