import pypdfium2 as pdfium
import pytest

from cchc.reading.blocks import Line, Table
from cchc.reading.errors import Unreadable
from cchc.reading.sources import load, ocr
from cchc.reading.sources.pdf.ruling import Rules
from cchc.reading.sources.pdf.scans import is_badly_recognised
from cchc.reading.testing import pdf, png, raw_pdf, scanned
from cchc.reading.tests.needed import needs

SENTENCE = "Văn phòng Sở chủ trì, phối hợp với các phòng rà soát thủ tục hành chính thuộc phạm vi quản lý. "
HEADER = """#set text(size: 11pt)
#set par(justify: true)
#grid(columns: (1fr, 1.4fr), align: center,
  [UBND TỈNH XUÂN LỘC \\ *SỞ CÔNG THƯƠNG*], [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \\ *Độc lập - Tự do - Hạnh phúc*])
#grid(columns: (1fr, 1.4fr), align: center, [Số: 12/KH-SCT], [_Xuân Lộc, ngày 05 tháng 01 năm 2026_])
#align(center)[*KẾ HOẠCH*]
"""
needs_tesseract = needs("tesseract", "tesseract-ocr tesseract-ocr-vie")


def texts(found):
    return [line.text for line in found.lines if isinstance(line, Line)]


def tables(found):
    return [line for line in found.lines if isinstance(line, Table)]


def test_lines_come_with_their_place_and_look():
    found = load(pdf("*I. MỤC TIÊU*\n\n- " + SENTENCE * 3), "a.pdf")
    first, second = found.lines[:2]
    assert (first.text, first.bold, first.page) == ("I. MỤC TIÊU", True, 1)
    assert not second.bold
    assert second.gap >= 1
    assert second.size == 13.0
    assert second.x < second.right
    assert " ".join(texts(found)[1:]).replace("• ", "") == (SENTENCE * 3).strip()


def test_the_head_of_a_paper_is_two_columns_and_not_one_line():
    found = load(pdf(HEADER + SENTENCE * 4), "a.pdf")
    (head,) = tables(found)
    assert not head.ruled
    assert head.rows == (
        (
            "UBND TỈNH XUÂN LỘC\nSỞ CÔNG THƯƠNG",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        ),
        ("Số: 12/KH-SCT", "Xuân Lộc, ngày 05 tháng 01 năm 2026"),
    )
    assert texts(found)[0] == "KẾ HOẠCH"
    assert found.lines[1].centred


def test_the_foot_of_a_paper_is_two_columns():
    recipients, signer = "[*Nơi nhận:* \\ - UBND tỉnh; \\ - Lưu: VT.]", "align(center)[*GIÁM ĐỐC* \\ \\ \\ Lê A]"
    foot = f"#grid(columns: (1fr, 1fr), {recipients}, {signer})"
    found = load(pdf(SENTENCE * 4 + "\n\n" + foot), "a.pdf")
    assert tables(found)[0].rows == (("Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.", "GIÁM ĐỐC\nLê A"),)


def test_page_numbers_and_running_heads_are_taken_out():
    source = '#set page(numbering: "1", header: [Kế hoạch cải cách hành chính])\n' + (SENTENCE * 12 + "\n\n") * 9
    found = load(pdf(source), "a.pdf")
    assert found.pages >= 3
    assert all("Kế hoạch cải cách" not in text and not text.isdecimal() for text in texts(found))
    assert " ".join(texts(found)).count("Văn phòng Sở") == 108


def test_footnotes_are_taken_out_of_sentences_with_their_marks():
    source = (
        f"Theo kế hoạch#footnote[Kế hoạch số 5/KH-SCT; {SENTENCE}] của Sở.#footnote[Chú thích hai.]\n\n" + SENTENCE * 9
    )
    found = load(pdf(source), "a.pdf")
    assert texts(found)[0] == "Theo kế hoạch của Sở."
    assert [note.label for note in found.notes] == ["1", "2"]
    assert found.notes[0].text.startswith("Kế hoạch số 5/KH-SCT; Văn phòng")
    assert found.notes[1].text == "Chú thích hai."
    assert not any("Chú thích" in text for text in texts(found))


def annex(rows):
    lines = [f"[{n}], [Rà soát thủ tục hành chính số {n}], [Quý {n % 4 + 1}/2026], [Văn phòng Sở]" for n in range(rows)]
    head = "table.cell(rowspan: 2)[STT], table.cell(rowspan: 2)[Nhiệm vụ], table.cell(colspan: 2)[Thực hiện]"
    head += ", [Hạn], [Đơn vị]"
    return f"#table(columns: (1cm, 7cm, 3cm, 4cm), table.header({head}), {', '.join(lines)})"


def test_a_ruled_table_keeps_merged_cells():
    (found,) = tables(load(pdf(annex(3)), "a.pdf"))
    assert found.rows[:3] == (
        ("STT", "Nhiệm vụ", "Thực hiện", ""),
        ("", "", "Hạn", "Đơn vị"),
        ("0", "Rà soát thủ tục hành chính số 0", "Quý 1/2026", "Văn phòng Sở"),
    )
    assert {(1, 0), (1, 1), (0, 3)} <= found.merged


def test_a_table_over_pages_is_one_table_with_one_head():
    found = load(pdf('#set page(numbering: "1")\n' + annex(90)), "a.pdf")
    assert found.pages >= 2
    (table,) = tables(found)
    assert len(table.rows) == 92
    assert [row[0] for row in table.rows[2:]] == [str(n) for n in range(90)]


def test_a_turned_page_is_read_as_it_is_looked_at():
    content = b"BT /F1 14 Tf 0 1 -1 0 100 100 Tm (Ke hoach) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Rotate 90/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    (line,) = load(raw_pdf(objects), "a.pdf").lines
    assert line.text == "Ke hoach"
    assert line.x == pytest.approx(100, abs=1)


def test_text_that_stands_askew_is_a_watermark():
    found = load(pdf("#place(rotate(-45deg)[DỰ THẢO])\n" + SENTENCE), "a.pdf")
    assert "DỰ THẢO" not in " ".join(texts(found))


def test_progress_is_told_page_by_page():
    told = []
    load(pdf("một #pagebreak() hai #pagebreak() ba"), "a.pdf", progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_an_empty_pdf_says_that_it_holds_no_text():
    with pytest.raises(Unreadable) as refused:
        load(pdf(""), "a.pdf")
    assert refused.value.code == "no_text"


def test_a_scan_without_tesseract_says_what_is_missing(monkeypatch):
    monkeypatch.setattr("cchc.reading.sources.programs.find", lambda name: None)
    for data in (scanned(pdf(SENTENCE)), png(pdf(SENTENCE))):
        with pytest.raises(Unreadable) as refused:
            load(data, "a")
        assert refused.value.code == "needs_tool"
        assert "tesseract-ocr-vie" in refused.value.message_vi


@needs_tesseract
def test_a_scan_is_recognised_with_the_confidence_of_each_word():
    found = load(scanned(pdf("= KẾ HOẠCH\n" + SENTENCE * 2)), "a.pdf")
    assert found.layer == "ocr"
    assert 0.8 < found.confidence <= 1
    assert "rà soát thủ tục hành chính" in " ".join(texts(found))
    assert all(len(line.confidences) == len(line.text.split()) for line in found.lines)
    assert "OCR" in found.warnings[0]


@needs_tesseract
def test_an_image_is_recognised():
    found = load(png(pdf(SENTENCE * 2)), "trang.jpg")
    assert found.format == "image"
    assert "Văn phòng Sở" in " ".join(texts(found))


def test_only_the_scanned_pages_of_a_mixed_file_are_named(monkeypatch):
    monkeypatch.setattr("cchc.reading.sources.pdf.is_available", lambda: False)
    monkeypatch.setattr("cchc.reading.sources.pdf.is_scan", lambda page, rules, text: "hai" in text)
    found = load(pdf("một #pagebreak() hai"), "a.pdf")
    assert "Trang 2 là ảnh quét" in found.warnings[0]


def test_the_table_of_tesseract_is_read_line_by_line():
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
    rows = [
        "5\t1\t1\t1\t1\t1\t300\t300\t100\t40\t96.5\tKế",
        "5\t1\t1\t1\t1\t2\t410\t300\t100\t40\t-1\thoạch",
        "5\t1\t2\t1\t1\t1\t300\t600\t100\t40\t50\t'năm\"",
        "5\t2\t1\t1\t1\t1\t300\t300\t100\t40\t50\tkhác",
    ]
    found = ocr._lines("\n".join([head, *rows]), 1, 7)
    assert [(line.text, line.page, line.confidences) for line in found.lines] == [
        ("Kế hoạch", 7, (0.965, 0.0)),
        ("'năm\"", 7, (0.5,)),
    ]
    assert found.lines[0].x == 72
    assert found.lines[1].gap >= 2


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x01\x00\x02\x00", (512, 256)),
        (b"GIF89a\x02\x00\x03\x00", (2, 3)),
        (b"BM" + b"\x00" * 16 + b"\x05\x00\x00\x00\xfa\xff\xff\xff", (5, 6)),
        (b"II*\x00\x08\x00\x00\x00\x02\x00"
         b"\x00\x01\x03\x00\x01\x00\x00\x00\x07\x00\x00\x00\x01\x01\x04\x00\x01\x00\x00\x00\x09\x00\x00\x00"
         + b"\x00" * 20, (7, 9)),
    ],
)  # fmt: skip
def test_images_say_their_size_before_they_are_opened(head, size):
    assert ocr._dimensions(head + b"\x00" * 40) == size


@pytest.mark.parametrize(
    ("text", "pictures", "expected"),
    [
        ("Khic phuc céc tôn tai, han ché cua Sé nam nay " * 9, 500_000, True),
        ("Khắc phục các tồn tại, hạn chế của Sở năm nay " * 9, 500_000, False),
        ("Khic phuc céc tôn tai, han ché cua Sé nam nay " * 9, 1_000, False),
        ("Khic phuc", 500_000, False),
    ],
)
def test_a_scan_that_was_recognised_without_vietnamese_is_told_by_its_letters(text, pictures, expected):
    document = pdfium.PdfDocument(pdf("x"))
    found = is_badly_recognised(document[0], Rules(pictures=pictures), text)
    document.close()
    assert found == expected


@needs_tesseract
def test_such_a_scan_is_recognised_anew(monkeypatch):
    monkeypatch.setattr("cchc.reading.sources.pdf.is_badly_recognised", lambda page, rules, text: True)
    found = load(pdf(SENTENCE * 2), "a.pdf")
    assert found.layer == "ocr"
    assert "thủ tục hành chính" in " ".join(texts(found))


def test_a_table_without_lines_is_told_by_its_head_and_its_white():
    rows = "".join(
        f"[{n}], [Rà soát thủ tục hành chính về hóa chất, điện lực và xăng dầu thuộc thẩm quyền của Sở, lần {n}],"
        f" [Văn phòng Sở], [Quý {n}/2026],"
        for n in range(1, 5)
    )
    source = (
        SENTENCE + "\n\n#table(stroke: none, columns: (1.2cm, 7cm, 4cm, 3cm),"
        f" [STT], [Nhiệm vụ], [Đơn vị chủ trì], [Thời gian], {rows})\n\n" + SENTENCE * 4
    )
    found = load(pdf(source), "a.pdf")
    (table,) = [one for one in tables(found) if len(one.rows[0]) == 4]
    assert table.rows[0] == ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian")
    assert [(row[0], row[2], row[3]) for row in table.rows[1:]] == [
        (str(n), "Văn phòng Sở", f"Quý {n}/2026") for n in range(1, 5)
    ]
    assert all(row[1].startswith("Rà soát") and row[1].endswith(f"lần {row[0]}") for row in table.rows[1:])
    assert " ".join(texts(found)).count("Văn phòng Sở chủ trì") == 5
