"""The whole report as DOCX, held against Nghị định 30/2020/NĐ-CP, Phụ lục I, by the file's own XML."""

import io
import re
import time
import zipfile
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pypdfium2
import pytest
import python_calamine

from cchc.documents.layout import to_docx, to_pdf, to_xlsx
from cchc.indicators.actions import correct
from cchc.indicators.given import Given
from cchc.indicators.models import Observation
from cchc.organisation import testing as organisation
from cchc.reports import actions
from cchc.reports.models import Report
from cchc.reports.papers import paper_of
from cchc.reports.screen import Screen
from cchc.reports.testing import NOW, fill, make_office, make_report

from .story import make_story

pytestmark = pytest.mark.django_db
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 1440 / 25.4  # twentieths of a point in a millimetre


@pytest.fixture
def office():
    agency = organisation.make_agency()
    agency.name, agency.parent_body, agency.symbol, agency.place = (
        "Sở Công Thương tỉnh Thanh Bình", "Ủy ban nhân dân tỉnh Thanh Bình", "SCT", "Thanh Bình")  # fmt: skip
    agency.save()
    return make_office(agency)


@pytest.fixture
def paper(office):
    make_story(office)
    report = fill(make_report(office, "2026-Y", as_of=date(2026, 10, 5)), office)
    Report.objects.filter(pk=report.pk).update(number="7", signed_on=date(2026, 2, 5))
    report.refresh_from_db()
    screen = Screen(report)
    return paper_of(report, screen.form, screen.texts, screen.values)


@pytest.fixture
def parts(paper):
    with zipfile.ZipFile(io.BytesIO(to_docx(paper))) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture
def body(parts):
    return ElementTree.fromstring(parts["word/document.xml"]).find(f"{W}body")


@pytest.fixture
def styles(parts):
    root = ElementTree.fromstring(parts["word/styles.xml"])
    return {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")}


def value(element, path, name="val"):
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}{name}")


def text(element):
    return "".join(part.text or "" for part in element.iter(f"{W}t"))


def line(body, start):
    """The paragraph that begins so."""
    return next(p for p in body.iter(f"{W}p") if text(p).startswith(start))


def looks(paragraph, styles):
    """Size in points, bold, italic and alignment: the run's own, else those of the styles it stands on."""

    def found(path):
        run = next(r for r in paragraph.iter(f"{W}r") if text(r).strip())
        style = styles.get(value(paragraph, "pPr/pStyle") or "Normal")
        for holder in (run, paragraph, style, styles.get(value(style, "basedOn") or ""), styles["Normal"]):
            if holder is not None and holder.find(f"{W}rPr" if path != "jc" else f"{W}pPr") is not None:
                own = holder.find(f"{W}rPr/{W}{path}" if path != "jc" else f"{W}pPr/{W}jc")
                if own is not None:
                    return own.get(f"{W}val", "1")
        return None

    return int(found("sz")) / 2, found("b") == "1", found("i") == "1", found("jc")


def sections(body):
    return list(body.iter(f"{W}sectPr"))


def test_pages_are_a4_with_the_decrees_margins_and_the_annexes_lie_across(body):
    main, *annexes = sections(body)
    wide, high = (round(int(value(main, "pgSz", side)) / MM) for side in ("w", "h"))
    assert (wide, high) == (210, 297)
    assert len(annexes) == 2, "statistics, and where targets and tasks stand"
    for section in annexes:
        assert value(section, "pgSz", "orient") == "landscape"
        assert [round(int(value(section, "pgSz", side)) / MM) for side in ("w", "h")] == [297, 210]
    limits = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
    for section in (main, *annexes):
        for side, (least, most) in limits.items():
            assert least <= round(int(value(section, "pgMar", side)) / MM) <= most, side


def test_every_letter_is_black_times_new_roman(parts, body, styles):
    used = {value(p, "pPr/pStyle") or "Normal" for p in body.iter(f"{W}p")}
    for name in used:
        fonts = styles[name].find(f"{W}rPr/{W}rFonts")
        assert fonts is not None, name
        assert {fonts.get(f"{W}{script}") for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
        assert value(styles[name], "rPr/color") in (None, "000000"), name
    assert b"w:color w:val" not in parts["word/document.xml"].replace(b'w:color w:val="000000"', b"")
    runs = {font.get(f"{W}ascii") for font in body.iter(f"{W}rFonts")}
    assert runs <= {"Times New Roman"}


# How a line begins, its size from and to, bold, italic, placed.
LOOKS = (
    ("ỦY BAN NHÂN DÂN", (12, 13), False, False, "center"),
    ("SỞ CÔNG THƯƠNG", (12, 13), True, False, "center"),
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), True, False, "center"),
    ("Độc lập - Tự do - Hạnh phúc", (13, 14), True, False, "center"),
    ("Số: 07/BC-SCT", (13, 13), False, False, "center"),
    ("Thanh Bình, ngày 05 tháng 02 năm 2026", (13, 14), False, True, "center"),
    ("BÁO CÁO", (13, 14), True, False, "center"),
    ("Công tác cải cách hành chính", (13, 14), True, False, "center"),
    ("Kính gửi: Sở Nội vụ", (13, 14), False, False, "center"),
    ("Thực hiện chế độ báo cáo", (13, 14), False, False, "both"),
    ("I. CÔNG TÁC CHỈ ĐẠO", (13, 14), True, False, "left"),
    ("1. Hoạt động chỉ đạo", (13, 14), True, False, "left"),
    ("GIÁM ĐỐC", (13, 14), True, False, "center"),
    ("Người Ký Thử", (13, 14), True, False, "center"),
    ("Nơi nhận:", (12, 12), True, True, "left"),
    ("- Như trên;", (11, 11), False, False, "left"),
    ("- Lưu: VT, VP.", (11, 11), False, False, "left"),
    ("Phụ lục I", (14, 14), True, False, "center"),
    ("BIỂU MẪU THỐNG KÊ", (13, 14), True, False, "center"),
    ("(Kèm theo Báo cáo số 07/BC-SCT ngày 05 tháng 02 năm 2026 của Sở Công Thương", (13, 14), False, True, "center"),
)


def test_each_part_has_its_size_weight_and_place(body, styles):
    wrong = []
    for start, (least, most), *expected in LOOKS:
        size, *found = looks(line(body, start), styles)
        if not least <= size <= most or found != expected:
            wrong.append((start, size, found))
    assert wrong == []


def test_the_body_is_indented_and_spaced_as_the_decree_says(styles):
    for name in ("Heading1", "Heading2", "Heading3"):
        indent = round(int(value(styles[name], "pPr/ind", "firstLine")) / MM, 1)
        assert 10 <= indent <= 12.7, name
    normal = styles["Normal"]
    assert int(value(normal, "pPr/spacing", "before")) + int(value(normal, "pPr/spacing", "after")) >= 120
    assert 240 <= int(value(normal, "pPr/spacing", "line")) <= 360, "single to one and a half"


def test_page_numbers_stand_in_the_middle_of_the_top_from_the_second_page_and_afresh_in_annexes(parts, body):
    main, *annexes = sections(body)
    assert main.find(f"{W}titlePg") is not None
    numbered = [ElementTree.fromstring(data) for name, data in parts.items() if re.search(r"header\d*\.xml", name)]
    [head] = [one for one in numbered if "PAGE" in ElementTree.tostring(one, encoding="unicode")]
    assert len(head.findall(f"{W}p")) == 1
    styles_root = ElementTree.fromstring(parts["word/styles.xml"])
    style = next(s for s in styles_root.iter(f"{W}style") if s.get(f"{W}styleId") == "Header")
    assert value(style, "pPr/jc") == "center"
    assert 13 <= int(value(style, "rPr/sz")) / 2 <= 14
    for section in annexes:
        assert value(section, "pgNumType", "start") == "1"


def test_the_letterhead_has_its_rules_and_the_ending_stands_side_by_side(body):
    head, ending = (table for table in body.findall(f"{W}tbl") if "Nơi nhận:" in text(table) or "Số: " in text(table))
    assert [
        text(cell).startswith(word) for cell, word in zip(head.iter(f"{W}tc"), ("ỦY BAN", "CỘNG HÒA"), strict=False)
    ]
    ruled = [p for p in head.iter(f"{W}p") if p.find(f"{W}pPr/{W}pBdr/{W}top") is not None]
    assert len(ruled) >= 2, "below the issuer and below the motto"
    left, right = ending.find(f"{W}tr").findall(f"{W}tc")
    assert text(left).startswith("Nơi nhận:")
    assert text(right).startswith("GIÁM ĐỐC")


def test_annex_tables_have_a_merged_head_that_repeats_and_numbers_in_vietnamese_form(body):
    table = next(t for t in body.findall(f"{W}tbl") if text(t).startswith("STTChỉ tiêu thống kê"))
    first, second, *_rows = table.findall(f"{W}tr")
    spans = [int(value(cell, "tcPr/gridSpan") or 1) for cell in first.findall(f"{W}tc")]
    assert spans == [1, 1, 1, 2, 1, 1]
    assert text(second) == "Kỳ báo cáoNăm trước"
    for row in (first, second):
        assert row.find(f"{W}trPr/{W}tblHeader") is not None
    on_time = next(
        r for t in body.findall(f"{W}tbl") for r in t.findall(f"{W}tr") if text(r).startswith("3.1Tỷ lệ hồ sơ")
    )
    assert [text(cell) for cell in on_time.findall(f"{W}tc")][3:] == ["89,29", "80", "+9,29", "đến 28/09/2026"]


def test_the_three_formats_say_the_same_and_come_within_their_time(paper):
    started = time.perf_counter()
    word, printed, book = to_docx(paper), to_pdf(paper), to_xlsx(paper)
    assert time.perf_counter() - started < 20, "make bench holds the limit of two seconds on a quiet machine"
    with pypdfium2.PdfDocument(printed) as document:
        sizes = {tuple(round(side) for side in page.get_size()) for page in document}
        said = "".join(page.get_textpage().get_text_range() for page in document)
    assert sizes == {(595, 842), (842, 595)}
    assert "+9,29" in said
    assert b"/StructTreeRoot" in printed
    assert b"pdfuaid:part" in printed
    sheets = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book))
    assert len(sheets.sheet_names) == 9, "seven forms, targets, tasks"
    rows = sheets.get_sheet_by_index(2).to_python()
    on_time = next(row for row in rows if row[0] == "3.1")
    assert [round(cell, 2) for cell in on_time[3:6]] == [89.29, 80.0, 9.29]
    assert word.startswith(b"PK")


def test_a_correction_says_in_the_annex_what_the_version_before_said(office):
    make_story(office)
    report = fill(make_report(office), office)
    sent = actions.submit_report(report=report, revision=Report.objects.get().revision, by=office, at=NOW)
    wrong = Observation.objects.get(indicator__code="on_time_share", period="2026-Q3")
    given = Given(numerator=Decimal(180), denominator=Decimal(200), as_of=date(2026, 9, 30), note="sổ")
    correct(observation=wrong, given=given, reason="Đếm lại.", by=office, at=NOW)
    new = actions.correct_report(report=sent, reason="Sai số hồ sơ.", by=office, at=NOW)
    screen = Screen(new)
    annex = paper_of(new, screen.form, screen.texts, screen.values).annexes[0]
    rows = {cells[0].text: cells for table in annex.blocks[2:3] for cells in table.rows}
    assert [cell.text for cell in rows["3.1"]][3:] == [
        "90", "75", "80", "+15", "đính chính, bản trước ghi 95%",
    ]  # fmt: skip
    assert rows["3.1.1"][-1].text == "", "what did not change has no mark"
