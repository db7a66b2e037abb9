import shutil
import subprocess

import pytest

from cchc.reading.blocks import PrintedLines, Source
from cchc.reading.errors import Unreadable
from cchc.reading.sources import load, programs
from cchc.reading.testing import cell, docx, paragraph, table, texts
from cchc.reading.tests.needed import is_skipped, needs

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument".encode("utf-16-le") + b"\x00" * 100
needs_office = needs("soffice", "libreoffice-writer")


@pytest.fixture(scope="module")
def doc(tmp_path_factory):
    folder = tmp_path_factory.mktemp("doc")
    body = (
        paragraph("KẾ HOẠCH")
        + paragraph("Rà soát thủ tục hành chính") * 40
        + table(cell("1") + cell("Công bố"))
        + paragraph("Hết")
    )
    (folder / "a.docx").write_bytes(docx(body))
    command = ["soffice", f"-env:UserInstallation=file://{folder}/p", "--headless", "--convert-to", "doc:MS Word 97"]
    subprocess.run([*command, "--outdir", folder, folder / "a.docx"], check=True, capture_output=True, timeout=120)
    return (folder / "a.doc").read_bytes()


@needs_office
def test_an_old_file_is_read_with_its_tables(doc):
    found = load(doc, "a.doc")
    assert isinstance(found, Source)
    assert texts(found.blocks) == ["KẾ HOẠCH", *["Rà soát thủ tục hành chính"] * 40, "Hết"]
    assert found.blocks[-2].rows == (("1", "Công bố"),)


@needs_office
@needs("antiword", "antiword")
def test_antiword_gives_the_text_where_libreoffice_is_not(doc, monkeypatch):
    real = shutil.which
    monkeypatch.setattr(programs, "find", lambda name: real(name) if name == "antiword" else None)
    found = load(doc, "a.doc")
    assert isinstance(found, PrintedLines)
    assert "Rà soát thủ tục hành chính" in [line.text for line in found.lines]
    assert "antiword" in found.warnings[0]


def test_without_either_the_person_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(programs, "find", lambda name: None)
    with pytest.raises(Unreadable) as refused:
        load(OLE, "a.doc")
    assert refused.value.code == "needs_tool"
    assert "DOCX" in refused.value.message_vi


def test_a_program_that_takes_too_long_is_ended(tmp_path):
    assert programs.run(["/bin/sleep", "30"], seconds=0.2, folder=tmp_path) is None


def test_a_program_sees_no_more_memory_than_it_may(tmp_path):
    command = ["/bin/sh", "-c", "ulimit -v"]
    assert programs.run(command, seconds=5, folder=tmp_path, kilobytes=99_000) == b"99000\n"


def test_a_program_that_fails_gives_nothing(tmp_path):
    assert programs.run(["/bin/false"], seconds=5, folder=tmp_path) is None


def test_a_missing_program_skips_a_test_on_a_laptop_and_fails_it_in_ci(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.delenv("CI", raising=False)
    assert is_skipped("soffice")
    monkeypatch.setenv("CI", "true")
    assert not is_skipped("soffice")
