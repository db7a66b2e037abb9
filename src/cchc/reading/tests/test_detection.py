import pytest

from cchc.reading.errors import Unreadable
from cchc.reading.sources import limits, load
from cchc.reading.sources.detect import detect
from cchc.reading.testing import archive, docx, locked_pdf, paragraph, pdf

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def ole(name):
    return OLE + name.encode("utf-16-le") + b"\x00" * 100


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"", "empty", "rỗng"),
        (b" \r\n\x00", "empty", "rỗng"),
        (ole("EncryptedPackage"), "encrypted", "mật khẩu"),
        (locked_pdf(), "encrypted", "mật khẩu"),
        (ole("Workbook"), "unsupported", "XLS"),
        (ole("PowerPoint Document"), "unsupported", "PPT"),
        (ole("Nothing"), "damaged", "hỏng"),
        (rb"{\rtf1 x}", "unsupported", "RTF"),
        (archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}), "unsupported", "ODT"),
        (archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "unsupported", "XLSX"),
        (archive({"[Content_Types].xml": b"", "ppt/a.xml": b""}), "unsupported", "PPTX"),
        (archive({"ke-hoach.docx": b"x"}), "unsupported", "ZIP"),
        (archive({str(number): b"" for number in range(10_001)}), "bomb", "nén"),
        (b"PK\x03\x04 cut", "damaged", "hỏng"),
        (b"%PDF-1.7 cut", "damaged", "hỏng"),
        (b"Rar!\x1a\x07\x00", "unsupported", "RAR"),
        (b"\x00\x01\x02\x03" * 300, "unknown", "định dạng"),
        (b"MZ\x90\x00" + b"\x00" * 100, "unsupported", "Windows"),
        (b"\x89PNG\r\n\x1a\n", "damaged", "ảnh"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 8 + b"\x7f\xff\xff\xff" * 2, "too_big", "lớn"),
        (b'<?xml version="1.0"?><w:wordDocument/>', "unsupported", "Word XML"),
    ],
)
def test_what_is_not_read_is_said_in_both_languages(data, code, word):
    with pytest.raises(Unreadable) as refused:
        load(data, "ke-hoach.docx")
    assert refused.value.code == code
    assert word in refused.value.message_vi
    assert refused.value.message_vi.endswith(".")
    assert refused.value.message_en.endswith(".")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (docx(paragraph("x")), "a.pdf", "docx"),
        (pdf("x"), "a.docx", "pdf"),
        (b"junk\n%PDF-1.4", "a.txt", "pdf"),
        (b"<html><p>x", "a.doc", "html"),
        ("Kế hoạch".encode(), "a.docx", "txt"),
        (b"# x", "a.md", "md"),
        (ole("WordDocument"), "a.txt", "doc"),
        (b"BMW la mot hang xe", "a.txt", "txt"),
        (b"II*\x00", "a", "image"),
        ("Kế hoạch".encode("utf-16-le"), "a", "txt"),
    ],
)
def test_the_content_decides_and_not_the_name(data, name, kind):
    assert detect(data, name) == kind


def test_a_file_over_the_limit_is_not_looked_at(monkeypatch):
    monkeypatch.setattr("cchc.reading.sources.MAX_BYTES", 100)
    with pytest.raises(Unreadable) as refused:
        load(b"x" * 101, "a.txt")
    assert refused.value.code == "too_big"


def test_time_that_runs_out_is_said(monkeypatch):
    clock = limits.Clock(seconds=-1)
    with pytest.raises(Unreadable) as refused:
        clock.check()
    assert refused.value.code == "timeout"


def test_too_much_text_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "MAX_TEXT", 50)
    for data in (b"x " * 60, docx(paragraph("x " * 60))):
        with pytest.raises(Unreadable) as refused:
            load(data, "a")
        assert refused.value.code == "too_long"
