import os

import pytest

from cchc.reading import apart, read
from cchc.reading.errors import Unreadable
from cchc.reading.testing import docx, paragraph, pdf

PLAN = "KẾ HOẠCH\nCải cách hành chính năm 2026\n\nI. MỤC TIÊU\n- Tối thiểu 95% hồ sơ được giải quyết đúng hạn.\n"


def test_the_child_reads_what_the_reader_reads():
    assert apart.read(PLAN.encode(), "a.txt") == read(PLAN.encode(), "a.txt").as_json()
    paper = docx(paragraph("KẾ HOẠCH") + paragraph("- Rà soát thủ tục"))
    assert apart.read(paper, "kế hoạch 'mới'.docx")["format"] == "docx"


def test_a_refusal_comes_back_with_its_sentences():
    with pytest.raises(Unreadable) as refused:
        apart.read(b"", "a.pdf")
    assert (refused.value.code, refused.value.message_en) == ("empty", "The file is empty.")


def test_progress_comes_back_page_by_page():
    told = []
    apart.read(pdf("một #pagebreak() hai"), "a.pdf", progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_work_without_end_is_ended():
    hostile = ("95% " * 450_000).encode()
    with pytest.raises(Unreadable) as refused:
        apart.read(hostile, "a.txt", seconds=1)
    assert refused.value.code == "timeout"


def test_memory_without_end_is_ended():
    with pytest.raises(Unreadable) as refused:
        apart.read((PLAN * 9000).encode(), "a.txt", megabytes=120)
    assert refused.value.code in ("too_long", "damaged")


def test_the_child_sees_no_secret(monkeypatch):
    monkeypatch.setenv("CCHC_SECRET_KEY", "secret")
    seen = {}
    real = apart.subprocess.Popen

    def spy(*arguments, **more):
        seen.update(more["env"])
        return real(*arguments, **more)

    monkeypatch.setattr(apart.subprocess, "Popen", spy)
    apart.read(PLAN.encode(), "a.txt")
    assert not [key for key in seen if "SECRET" in key or "DATABASE" in key]
    assert seen["PATH"] == os.environ["PATH"]


def test_a_listener_that_fails_ends_the_child():
    def listener(_done, _total):
        raise RuntimeError("gone")

    with pytest.raises(RuntimeError):
        apart.read(pdf("một #pagebreak() hai"), "a.pdf", progress=listener)
