import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pypdfium2
import pytest
import python_calamine
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.documents.layout import (
    Annex,
    Cell,
    Column,
    Paper,
    Paragraph,
    Run,
    Table,
    attached_to,
    cells,
    runs,
    to_docx,
    to_pdf,
    to_xlsx,
)
from cchc.documents.layout.paper import letterhead_lines, rule_mm

from .sample import sample, table

MM = 72 / 25.4
HARD_TEXT = "Báo cáo #1, $x$ *y* _z_ @w <b> & \\n"


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text.replace("\x02", "-").replace("\ufffe", "-")))


def pdf_pages(data: bytes) -> list[tuple[float, float, str]]:
    with pypdfium2.PdfDocument(data) as document:
        return [(*page.get_size(), page.get_textpage().get_text_bounded()) for page in document]


def said_by(paper: Paper) -> list[str]:
    """Every text of the paper that a reader must find."""
    found = [*paper.recipients, *paper.addressees, paper.place, paper.symbol]
    blocks = [*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)]
    for block in blocks:
        for run in getattr(block, "runs", ()):
            found += [run.text, run.note]
        for row in (*getattr(block, "header", ()), *getattr(block, "rows", ())):
            found += [cell.text for cell in row]
    return [text for text in found if text]


def docx_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = [
            file.read(name).decode() for name in file.namelist() if name.startswith("word/") and "styles" not in name
        ]
    texts = re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", "".join(parts))
    return "".join(texts).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@pytest.mark.parametrize("write", [to_docx, to_pdf, to_xlsx])
def test_the_same_paper_gives_the_same_bytes(write):
    assert write(sample()) == write(sample())
    assert write(sample()) != write(sample(signed=True))


def test_docx_and_pdf_say_everything_the_paper_says():
    paper = sample()
    in_docx = squeezed(docx_text(to_docx(paper)))
    in_pdf = squeezed("".join(text for _, _, text in pdf_pages(to_pdf(paper))))
    for text in said_by(paper):
        assert squeezed(text) in in_docx
        if len(text) < 60:  # a longer one may be cut by a page and its number
            assert squeezed(text) in in_pdf


def test_the_pdf_has_a4_pages_and_numbers_them_from_the_second_and_afresh_in_each_annex():
    pages = pdf_pages(to_pdf(sample()))
    upright = [(round(wide), round(high)) for wide, high, _ in pages]
    assert upright == [(595, 842)] * 6 + [(842, 595)]
    heads = [text.split()[0] for _, _, text in pages]
    assert heads == ["ỦY", "2", "3", "4", "Phụ", "2", "Phụ"]


def test_every_annex_of_the_pdf_counts_its_pages_afresh_whichever_way_its_sheets_lie():
    long = sample().annexes[0]
    for ways in ((True, True, True), (False, False), (True, False, True)):
        annexes = tuple(replace(long, blocks=(table(),), landscape=way) for way in ways)
        pages = pdf_pages(to_pdf(replace(sample(), annexes=annexes)))
        heads = [text.split()[0] for _, _, text in pages]
        starts = [at for at, head in enumerate(heads) if head == "Phụ"]
        assert len(starts) == len(ways)
        for first, end in zip(starts, [*starts[1:], len(heads)], strict=True):
            assert end - first > 1
            assert heads[first + 1 : end] == [str(number) for number in range(2, end - first + 1)]


def test_the_pdf_is_tagged_and_declares_both_standards():
    data = to_pdf(sample())
    assert b"/MarkInfo" in data
    assert b"/StructTreeRoot" in data
    assert b"pdfaid:part" in data
    assert b"pdfuaid:part" in data


def test_the_docx_has_the_decrees_page_and_real_headings():
    document = docx.Document(io.BytesIO(to_docx(sample())))
    main, upright, landscape = document.sections
    for section in (main, upright):
        assert [round(x.mm) for x in (section.page_width, section.page_height)] == [210, 297]
    assert [round(x.mm) for x in (landscape.page_width, landscape.page_height)] == [297, 210]
    margins = (main.top_margin, main.bottom_margin, main.left_margin, main.right_margin)
    assert [round(x.mm) for x in margins] == [20, 20, 30, 15]
    outline = [(line.style.name, line.text) for line in document.paragraphs if line.style.name.startswith("Heading")]
    assert outline[:2] == [("Heading 1", "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"), ("Heading 2", "1. Hoạt động nổi bật")]
    assert ("Heading 3", "a) Xây dựng, ban hành văn bản") in outline
    assert {line.style.font.name for line in document.paragraphs} == {"Times New Roman"}


def test_the_docx_repeats_every_header_row_of_a_table():
    document = docx.Document(io.BytesIO(to_docx(sample())))
    repeated = [["tblHeader" in row._tr.xml for row in one.rows] for one in document.tables]
    assert [(sum(flags), flags[:2]) for flags in repeated if any(flags)] == [(2, [True, True])] * 2


def test_the_name_of_a_group_is_never_left_alone_at_the_end_of_a_page_of_the_docx():
    rows = (cells("I", "Nhóm", bold=True), cells("1", "Dòng"))
    block = Table((Column(1), Column(5)), (cells("STT", "Nội dung"),), rows)
    paper = replace(sample(), annexes=(Annex("Phụ lục", "Biểu", (block,)),))
    found = docx.Document(io.BytesIO(to_docx(paper))).tables[-1]
    kept = [row.cells[1].paragraphs[0].paragraph_format.keep_with_next for row in found.rows]
    assert [bool(one) for one in kept] == [True, True, False]


def test_the_docx_keeps_nothing_of_the_template_it_came_from():
    data = to_docx(sample())
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert not [name for name in file.namelist() if "thumbnail" in name]
    assert docx.Document(io.BytesIO(data)).core_properties.author == "Sở Công Thương"


@pytest.mark.parametrize(
    ("number", "day", "printed_number", "printed_date"),
    [
        ("7", date(2026, 2, 5), "Số: 07/BC-SCT", "Thanh Bình, ngày 05 tháng 02 năm 2026"),
        ("145", date(2026, 3, 15), "Số: 145/BC-SCT", "Thanh Bình, ngày 15 tháng 3 năm 2026"),
        ("", None, "Số:        /BC-SCT", "Thanh Bình, ngày      tháng      năm 2026"),
    ],
)
def test_number_and_date_are_printed_as_the_decree_asks(number, day, printed_number, printed_date):
    paper = replace(sample(), number=number, day=day)
    assert paper.printed_number.replace("\u00a0", " ") == printed_number
    assert paper.printed_date.replace("\u00a0", " ") == printed_date


@pytest.mark.parametrize("write", [to_docx, to_pdf])
def test_a_letter_has_its_subject_below_the_number(write):
    letter = replace(sample(), kind="", title="đề nghị cung cấp số liệu", annexes=())
    data = write(letter)
    text = docx_text(data) if write is to_docx else pdf_pages(data)[0][2]
    assert squeezed("V/v đề nghị cung cấp số liệu") in squeezed(text)


def test_the_workbook_holds_numbers_as_numbers_and_never_a_formula():
    data = to_xlsx(sample())
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["Biểu 1. Chỉ đạo, điều hành", "Biểu 1. Chỉ đạo, điều hành 2"]
    rows = book.get_sheet_by_index(0).to_python()
    assert next(row for row in rows if row[0] == "1.1")[3:] == [1245.0, "=1+1"]
    assert next(row for row in rows if row[0] == "1.2")[3] == 93.75
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert 'quotePrefix="1"' in file.read("xl/styles.xml").decode()
        assert 'state="frozen"' in sheet


def test_rows_of_the_workbook_have_room_for_their_wrapped_text():
    rows = (cells("1", "ngắn"), cells("2", "một chỉ tiêu có tên rất dài " * 8))
    block = Table((Column(1), Column(5)), (cells("STT", "Nội dung"),), rows)
    data = to_xlsx(replace(sample(), annexes=(Annex("Phụ lục", "Biểu", (block,)),)))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    heights = [float(one) for one in re.findall(r'<row [^>]* ht="([\d.]+)"', sheet)]
    assert heights == [15.75, 15.75, 47.25]  # 223 characters, 84 to a line of a column of 73


def test_an_annex_names_the_paper_it_goes_with_and_leaves_room_for_what_is_not_known_yet():
    rest = {"symbol": "BC-SCT", "year": 2026, "issuer": "Sở Công Thương\ntỉnh Minh Giang"}
    signed = attached_to("Báo cáo", number="9", day=date(2026, 1, 16), **rest)
    assert signed == "Kèm theo Báo cáo số 09/BC-SCT ngày 16 tháng 01 năm 2026 của Sở Công Thương tỉnh Minh Giang"
    open_yet = squeezed(attached_to("Báo cáo", number="", day=None, **rest))
    assert open_yet == squeezed("Kèm theo Báo cáo số /BC-SCT ngày tháng năm 2026 của Sở Công Thương tỉnh Minh Giang")


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Sở Công Thương", ["SỞ CÔNG THƯƠNG"]),
        ("Ủy ban nhân dân tỉnh Thanh Bình", ["ỦY BAN NHÂN DÂN", "TỈNH THANH BÌNH"]),
        ("Ủy ban nhân dân\nthành phố Sông Lam", ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ SÔNG LAM"]),
        ("Trung tâm Khuyến công và Tư vấn phát triển công nghiệp",
         ["TRUNG TÂM KHUYẾN", "CÔNG VÀ TƯ VẤN PHÁT", "TRIỂN CÔNG NGHIỆP"]),
    ],
)  # fmt: skip
def test_a_long_name_of_a_body_is_cut_where_papers_cut_it(name, printed):
    assert letterhead_lines(name) == printed


def test_a_paper_without_annex_tables_has_no_workbook():
    with pytest.raises(ValueError, match="no annex"):
        to_xlsx(replace(sample(), annexes=()))


@pytest.mark.parametrize(
    "rows",
    [
        (cells("a"),),
        (cells("a", "b", "c"),),
        ((Cell(runs("a"), span=3),),),
        ((Cell(runs("a"), down=2), Cell(runs("b"))),),
        ((Cell(runs("a"), down=2), Cell()), cells("c", "d")),
    ],
)
def test_a_table_whose_rows_do_not_fill_its_columns_is_refused(rows):
    with pytest.raises(ValueError, match=r"rows\[\d\]"):
        Table((Column(1), Column(1)), (cells("A", "B"),), rows)


@settings(max_examples=15, deadline=None)
@given(st.text(min_size=1, max_size=60), st.text(max_size=40))
def test_any_text_can_be_printed_in_every_format(text, other):
    small = Table((Column(1), Column(2)), (cells("A", "B"),), (cells(text, other),), caption=other)
    paper = Paper(
        issuer=f"Sở {text}", symbol=other, place=text, title=f"về {text}", year=2026, kind="Báo cáo", number=other,
        blocks=(Paragraph((Run(text, note=other),)), small), annexes=(Annex("Phụ lục", f"Biểu {text}", (small,)),),
        recipients=(text, other), addressees=(text,), mark=other,
    )  # fmt: skip
    for write in (to_docx, to_pdf, to_xlsx):
        assert write(paper)


def test_a_letter_the_face_does_not_have_is_printed_as_an_empty_box():
    paper = replace(sample(), blocks=(Paragraph(runs("đạt ✓ 中 🙂 hết")),))
    assert "đạt □ □ □ hết" in pdf_pages(to_pdf(paper))[0][2]


def test_marks_of_markup_are_printed_as_they_are():
    paper = replace(sample(), blocks=(Paragraph(runs(HARD_TEXT)),))
    assert squeezed(HARD_TEXT) in squeezed(pdf_pages(to_pdf(paper))[0][2])
    assert squeezed(HARD_TEXT) in squeezed(docx_text(to_docx(paper)))


def test_the_rule_below_the_issuer_is_a_third_to_a_half_of_its_line():
    with pypdfium2.PdfDocument(to_pdf(sample())) as document:
        text = document[0].get_textpage()
        whole = text.get_text_range()
        at = whole.index("SỞ CÔNG THƯƠNG")
        boxes = [text.get_charbox(at + i) for i in range(len("SỞ CÔNG THƯƠNG"))]
    printed_mm = (boxes[-1][2] - boxes[0][0]) / MM
    assert printed_mm / 3 <= rule_mm("SỞ CÔNG THƯƠNG", 13) <= printed_mm / 2


@pytest.mark.parametrize("signed", [True, False])
def test_libreoffice_opens_the_docx_and_prints_the_same_pages(tmp_path, signed):
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: the DOCX is not opened in an office program")
    paper = sample(signed=signed)
    (tmp_path / "paper.docx").write_bytes(to_docx(paper))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "paper.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    pages = pdf_pages((tmp_path / "paper.pdf").read_bytes())
    assert [(round(wide), round(high)) for wide, high, _ in pages] == [(595, 842)] * 6 + [(842, 595)]
    first = pages[0][2].splitlines()
    assert [line.strip() for line in first[:2]] == ["ỦY BAN NHÂN DÂN", "TỈNH THANH BÌNH"]
    assert any("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in line for line in first), "the nation's name is on one line"
    assert ("DỰ THẢO" in pages[0][2]) is not signed
    assert [page[2].split()[0] for page in pages[1:4]] == ["2", "3", "4"]
    assert pages[5][2].split()[0] == "2", "the annex counts its pages afresh"
    assert "Chỉ tiêu thống kê" in pages[5][2], "the header of the table is repeated"


def test_a_long_table_prints_its_header_on_every_page_of_the_pdf():
    annex = Annex("Phụ lục", "Biểu", (table(200),))
    pages = pdf_pages(to_pdf(replace(sample(), blocks=(), annexes=(annex,))))[1:]
    assert len(pages) > 4
    assert all("Chỉ tiêu thống kê" in text for _, _, text in pages)


def with_contents() -> Paper:
    return replace(sample(), contents=True)


def test_a_list_of_contents_names_every_heading_and_its_page_in_either_format():
    paper = with_contents()
    plain_pages, pages = pdf_pages(to_pdf(sample())), pdf_pages(to_pdf(paper))
    assert len(pages) == len(plain_pages) + 1
    assert [text for *_size, text in pages[1:]] == [text for *_size, text in plain_pages], "it counts no page itself"
    document = docx.Document(io.BytesIO(to_docx(paper)))
    lines = [line for line in document.paragraphs if line.style.name.startswith("toc ")]
    shown = [entry for entry in paper.entries if entry.level <= 2]
    assert len(lines) == len(shown) > 2
    for line, entry in zip(lines, shown, strict=True):
        said = "".join(part.text or "" for part in line._p.iter(qn("w:t")))
        assert said.startswith(entry.text)
        assert squeezed(entry.text) in squeezed(pages[0][2])
        number = said.removeprefix(entry.text)
        if entry.annex:
            assert number == ""
            continue
        assert squeezed(entry.text) in squeezed(pages[int(number)][2]), "the page it names"
        [name] = [link.get(qn("w:anchor")) for link in line._p.iter(qn("w:hyperlink"))]
        [start] = [mark for mark in document.element.iter(qn("w:bookmarkStart")) if mark.get(qn("w:name")) == name]
        heading = "".join(part.text or "" for part in start.getparent().iter(qn("w:t")))
        assert heading == entry.text
    code = "".join(part.text for part in document.element.iter(qn("w:instrText")))
    assert code.startswith(' TOC \\o "1-2"')
    kinds = [mark.get(qn("w:fldCharType")) for mark in document.element.body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
    assert to_docx(paper) == to_docx(paper)


def test_the_pdf_has_its_headings_as_an_outline():
    with pypdfium2.PdfDocument(to_pdf(sample())) as document:
        titles = [squeezed(one.get_title()) for one in document.get_toc()]
    assert [squeezed(entry.text) for entry in sample().entries if not entry.annex] == [
        title for title in titles if not title.startswith("Phụlục")
    ]
