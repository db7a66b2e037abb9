"""Bad files through the browser end in a sentence, and leave nothing behind."""

import re
import zipfile

import pytest
from playwright.sync_api import expect

from ..test_rights import logins

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
LEFT = """
from cchc.documents.models import StoredFile
from cchc.plans.models import Draft
print(StoredFile.objects.count(), Draft.objects.count())
"""


def left(served) -> str:
    return served.manage("shell", "--no-imports", "-c", LEFT).splitlines()[-1]


def broken_docx(path):
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", "<w:document><w:body>")
    return path


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("rong.docx", b"", "trống|rỗng"),
        ("hong.docx", b"PK\x03\x04 not a zip", "hỏng|không đọc được|không mở được"),
        ("phan-mem.exe", b"MZ" + bytes(2000), "chương trình Windows"),
        ("anh.txt", bytes(range(256)) * 40, "không"),
    ],
)
def test_a_bad_file_is_refused_in_a_sentence(name, content, says, served, visit, tmp_path):
    page, before = visit(logins(served)["office"]), left(served)
    path = tmp_path / name
    path.write_bytes(content)
    page.goto("/ke-hoach/nap/")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Đọc văn bản").click()
    expect(page.locator("main")).to_contain_text(re.compile(says))
    assert left(served) == before


def test_a_broken_docx_is_refused_in_a_sentence(served, visit, tmp_path):
    page, before = visit(logins(served)["office"]), left(served)
    page.goto("/ke-hoach/nap/")
    page.set_input_files("input[type=file]", broken_docx(tmp_path / "hong.docx"))
    page.get_by_role("button", name="Đọc văn bản").click()
    expect(page.locator(".field__error, .notice").first).to_be_visible()
    assert left(served) == before


def test_a_hundred_megabytes_are_refused_in_a_sentence(served, visit, tmp_path):
    page, before = visit(logins(served)["office"]), left(served)
    path = tmp_path / "lon.docx"
    with path.open("wb") as out:
        out.truncate(100 * 1024 * 1024)
    page.goto("/ke-hoach/nap/")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Đọc văn bản").click()
    expect(page.locator("main")).to_contain_text("25 MB", timeout=60_000)
    assert page.locator(".field__error, .form-errors, .notice").count()
    assert left(served) == before
