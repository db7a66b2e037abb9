import io
import json
import re
import subprocess
import sys

import pytest
from lxml import html as lxml_html

from cchc.reading import command
from cchc.reading.html import page
from cchc.reading.testing import docx, paragraph

PLAN = """KẾ HOẠCH
Cải cách hành chính của Sở Công Thương năm 2026

I. MỤC TIÊU
- Tối thiểu 95% hồ sơ thủ tục hành chính được giải quyết đúng hạn.

II. NHIỆM VỤ
1. Cải cách thủ tục hành chính
- Rà soát, đơn giản hóa thủ tục hành chính theo Kế hoạch số 15/KH-UBND ngày 05/01/2026.
"""
POOR = (
    "KE HOACH\n" + "Khic phuc cac ton tai, han che, nang cao Chi so cai cach hanh chinh cua So trong nam 2025.\n" * 30
)


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_json_is_printed_for_a_dash(plan, capsys):
    assert command.main([str(plan), "--json", "-"]) == command.READ
    told = json.loads(capsys.readouterr().out)
    assert told["citations"][0]["number"] == "15/KH-UBND"
    start, end = told["measures"][0]["span"]
    assert "95%" in told["text"][start:end]


def test_json_and_html_are_written_to_files_and_folders(plan, tmp_path):
    other = tmp_path / "khac.docx"
    other.write_bytes(docx(paragraph("KẾ HOẠCH") + paragraph("Cải cách hành chính năm 2026")))
    one = tmp_path / "mot.json"
    assert command.main([str(plan), "--json", str(one)]) == command.READ
    assert json.loads(one.read_text(encoding="utf-8"))["document"]["kind"] == "plan"
    folder = tmp_path / "ra"
    assert command.main([str(plan), str(other), "--json", str(folder), "--html", str(folder)]) == command.READ
    assert sorted(path.name for path in folder.iterdir()) == [
        "ke-hoach.html",
        "ke-hoach.json",
        "khac.html",
        "khac.json",
    ]


def test_without_an_output_a_summary_is_printed(plan, capsys):
    assert command.main([str(plan)]) == command.READ
    assert "1 chỉ tiêu" in capsys.readouterr().out
    command.main([str(plan), "--lang", "en"])
    assert "1 measures" in capsys.readouterr().out


def test_standard_input_is_read_for_a_dash(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": io.BytesIO(PLAN.encode())}))
    assert command.main(["-", "--json", "-"]) == command.READ
    assert json.loads(capsys.readouterr().out)["tasks"]


@pytest.mark.parametrize(("language", "word"), [("vi", "rỗng"), ("en", "empty")])
def test_a_file_that_cannot_be_read_is_code_1_and_does_not_stop_the_others(plan, tmp_path, capsys, language, word):
    empty = tmp_path / "rong.pdf"
    empty.write_bytes(b"")
    arguments = [str(empty), str(tmp_path / "khong-co.docx"), str(plan), "--json", "-", "--lang", language]
    assert command.main(arguments) == command.UNREADABLE
    said = capsys.readouterr()
    assert word in said.err
    assert "khong-co.docx" in said.err
    assert json.loads(said.out)["tasks"]


def test_a_text_that_lost_its_marks_is_code_3(tmp_path, capsys):
    path = tmp_path / "mat-dau.txt"
    path.write_text(POOR, encoding="utf-8")
    assert command.main([str(path)]) == command.POOR
    assert "không đủ tin cậy" in capsys.readouterr().out


def test_an_output_that_cannot_be_written_is_code_4(plan, tmp_path, capsys):
    assert command.main([str(plan), "--json", str(tmp_path / "khong" / "co" / "a.json")]) == command.NOT_WRITTEN
    assert "a.json" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["--nonsense"], ["a", "--json", "-", "--html", "-"]])
def test_wrong_usage_is_code_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        command.main(arguments)
    assert ended.value.code == 2
    assert "exit codes" in command._EPILOG


def test_a_file_over_the_limit_is_refused_without_reading_it(tmp_path, capsys):
    path = tmp_path / "lon.pdf"
    with path.open("wb") as stream:
        stream.truncate(200 * 2**20)
    assert command.main([str(path)]) == command.UNREADABLE
    assert "200 MB" in capsys.readouterr().err


def test_progress_stays_silent_on_short_work_and_counts_on_long(monkeypatch):
    stream = io.StringIO()
    progress = command._Progress("a.pdf", stream)
    progress(1, 9)
    assert stream.getvalue() == ""
    progress.started -= 60
    progress.said -= 60
    progress(5, 9)
    progress(6, 9)
    progress.close()
    assert stream.getvalue() == "a.pdf: 5/9\n"


def test_it_runs_as_a_module(plan):
    done = subprocess.run(
        [sys.executable, "-m", "cchc.reading.command", str(plan), "--json", "-"], capture_output=True, check=True
    )
    assert json.loads(done.stdout)["measures"]


def test_the_page_holds_text_and_items_and_nothing_from_outside(plan, tmp_path):
    out = tmp_path / "a.html"
    assert command.main([str(plan), "--html", str(out)]) == command.READ
    said = out.read_text(encoding="utf-8")
    tree = lxml_html.fromstring(said)
    assert tree.xpath("string(//div[@class='text'])") == json_text(plan)
    for link in tree.xpath("//li/a/@href"):
        assert tree.xpath(f"//a[@id='{link[1:]}']"), link
    assert "95 %" in said
    assert not re.search(r"https?://|<script|src=", said)


def json_text(path):
    return command.read(path.read_bytes(), path.name).as_json()["text"]


def test_what_a_document_says_is_escaped():
    hostile = '<script>alert("x")</script>'
    reading = {
        "text": f"{hostile} & tối thiểu",
        "document": {"title": hostile, "number": "<b>"},
        "measures": [{"quote": hostile, "span": [0, 10], "path": [hostile], "page": "<i>", "value": 5, "unit": "<u>"}],
        "duties": [{"quote": "x", "unit": hostile, "span": [3, 500]}],
        "findings": [{"rule": "<r>", "severity": "<s>", "message_vi": hostile, "span": [2, 6], "suggestion": hostile}],
        "rows": [{"task": hostile, "lead": [hostile], "deadline": {"kind": hostile}}],
        "warnings": [hostile],
        "quality": {"readable": False},
    }
    said = page(reading, hostile)
    assert "<script" not in said
    assert lxml_html.fromstring(said).xpath("string(//div[@class='text'])") == f"{hostile} & tối thiểu"
    assert "không đủ tin cậy" in said


def test_items_that_overlap_keep_the_text_whole():
    text = "0123456789"
    spans = [[0, 10], [2, 5], [4, 8], [9, 10], [9, 10]]
    reading = {"text": text, "tasks": [{"quote": "x", "span": span} for span in spans]}
    tree = lxml_html.fromstring(page(reading, "a", "en"))
    assert tree.xpath("string(//div[@class='text'])") == text
    assert len(tree.xpath("//a[@class='at']")) == len(spans)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", ["594/KH-SCT · 24/01/2025", "≥ 98,5 %", "nên là “118/2025/NĐ-CP”"]),
        ("en", ["594/KH-SCT · 24/01/2025", "≥ 98.5 %", "better: “118/2025/NĐ-CP”"]),
    ],
)
def test_days_numbers_and_advice_stand_as_people_write_them(language, said):
    reading = {
        "text": "x",
        "document": {"title": "y", "number": "594/KH-SCT", "issued_on": "2025-01-24"},
        "measures": [{"quote": "q", "span": [0, 1], "comparator": "ge", "value": 98.5, "unit": "percent"}],
        "findings": [{"rule": "r", "severity": "warning", "span": [0, 1], "suggestion": "118/2025/NĐ-CP"}],
    }
    html = page(reading, "z", language)
    for part in said:
        assert part in html
