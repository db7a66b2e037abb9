import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.common import media
from cchc.documents.layout import to_docx, to_pdf, to_xlsx
from cchc.documents.layout.tests.sample import sample


def archive(*members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for member in members:
            file.writestr(member, "x" * 50)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.7\n%...", "a.docx", media.PDF),
        (b"\xef\xbb\xbfjunk %PDF-1.4", "a", media.PDF),
        (archive("[Content_Types].xml", "word/document.xml"), "a.pdf", media.DOCX),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx", media.XLSX),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "a.pptx", media.PPTX),
        (archive("a.exe"), "a.docx", media.OCTETS),
        (archive("word/document.xml"), "a.docx", media.OCTETS),
        (OLE + "WordDocument".encode("utf-16-le"), "a.xls", "application/msword"),
        (OLE + "Workbook".encode("utf-16-le"), "a.doc", "application/vnd.ms-excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", media.OCTETS),
        (b"\x89PNG\r\n\x1a\nrest", "a.jpg", "image/png"),
        (b"\xff\xd8\xff\xe0rest", "a", "image/jpeg"),
        ("Kế hoạch\r\n\tsố 1".encode(), "a.txt", media.TEXT),
        ("Kế hoạch".encode("utf-16"), "a.txt", media.TEXT),
        ("K\xea ho\xa1ch".encode("latin-1"), "a.txt", media.TEXT),
        (b"a;b\n1;2", "A.CSV", media.CSV),
        (b"MZ\x90\0\x03\0\0\0", "a.pdf", media.OCTETS),
        (b"\x7fELF\x02\x01", "a.txt", media.OCTETS),
        (b"", "a.txt", media.OCTETS),
    ],
)
def test_a_file_is_what_its_content_says_whatever_its_name(data, name, expected):
    assert media.media_type(data, name) == expected


def test_our_own_papers_are_known_for_what_they_are():
    paper = sample()
    assert media.media_type(to_docx(paper)) == media.DOCX
    assert media.media_type(to_pdf(paper)) == media.PDF
    assert media.media_type(to_xlsx(paper)) == media.XLSX


@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_have_a_type(data, name):
    kind = media.media_type(data, name)
    assert kind == media.OCTETS or kind in media.KINDS


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("C:\\Users\\a\\Kế hoạch.docx", "Kế hoạch.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("ke\u0302\u0301 hoạch.txt", "kế hoạch.txt"),
        ("bao\u202ecod.exe", "baocod.exe"),
        ("...", "tep"),
        ("", "tep"),
        ("x" * 300 + ".docx", "x" * 175 + ".docx"),
    ],
)
def test_a_name_is_made_safe_and_stays_readable(given_name, expected):
    assert media.clean_name(given_name) == expected


@given(st.text(max_size=400))
def test_a_clean_name_is_short_printable_and_stays_as_it_is(name):
    clean = media.clean_name(name)
    assert 0 < len(clean) <= 180
    assert "/" not in clean
    assert media.clean_name(clean) == clean
