"""Real documents, read where they are: what Word and pdfium say of them is held against what was read."""

import csv
import io
import re
import unicodedata
import zipfile
from collections import Counter

import pypdfium2 as pdfium
import pytest
from lxml import etree

from cchc.reading.blocks import Paragraph, Source, Table
from cchc.reading.sources import load
from cchc.reading.tests.needed import is_skipped

pytestmark = pytest.mark.real
WORD = re.compile(r"[^\W_]+")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# name: pages; (rows, columns) of each ruled table; tables without lines (head and foot of the paper); footnotes
FORMS = [(21, 5), (15, 5), (19, 5), (6, 5), (21, 5), (15, 5), (15, 5), (17, 5), (12, 5)]  # of the periodic report
RANKS = [(19, 6), (128, 6), (19, 4), (128, 4), (6, 5), (126, 5), (18, 6), (2, 6), (128, 6)]
SHAPES = {
    "index/19_bc_bochiso766_ttpvhcc_lamdong.docx": (6, [(14, 4), (14, 4), (15, 16), (15, 10), (15, 10)], 2, 0),
    "index/20_bc_tucham_parindex_2025_lamdong.docx": (76, [(100, 5)], 2, 0),
    "index/21_bc_thamdinh_chiso_cchc_2025_lamdong.pdf": (43, RANKS, 2, 14),
    "index/22_qd_congbo_chiso_cchc_2025_lamdong.docx": (8, [(18, 6), (2, 6), (128, 6)], 2, 0),
    "index/24_qd_1187_bnv_kem_bochiso_captinh.pdf": (21, [(312, 9)], 0, 0),
    "index/25_pl01_huongdan_chamdiem_so_nganh_lamdong.pdf": (35, [(112, 5)], 0, 0),
    "plans/02_kh_cchc_2026_2030_lamdong.docx": (31, [(67, 7)], 2, 0),
    "plans/05_kh_tuyentruyen_cchc_2026_lamdong.docx": (11, [(12, 4), (11, 4)], 2, 0),
    "plans/16_bc_228_chiso_cchc_snv_lamdong.pdf": (10, [(5, 9)], 2, 3),
    "reports/10_bc_cchc_2025_lamdong.docx": (34, FORMS, 2, 17),
    "reports/11_bc_cchc_2025_lamdong_banhanh.pdf": (35, [*FORMS[:2], (23, 5), *FORMS[4:]], 2, 17),
    "reports/12_phuluc_bieumau_bc_cchc_2025_lamdong.docx": (10, FORMS, 0, 0),
    "reports/13_bc_cchc_quy1_2026_lamdong.docx": (35, FORMS, 2, 6),
}


def blocks_of(found):
    return found.blocks if isinstance(found, Source) else found.lines


def words_of(text):
    return Counter(WORD.findall(unicodedata.normalize("NFC", text)))


def said(found):
    """All that was read, but for footnotes."""
    parts = []
    for block in blocks_of(found):
        if isinstance(block, Table):
            parts += [cell for row in block.rows for cell in row]
        else:
            parts.append(f"{block.label} {block.text}" if isinstance(block, Paragraph) else block.text)
    return "\n".join(parts)


@pytest.mark.parametrize("name", SHAPES)
def test_pages_tables_and_notes_are_those_one_counts_by_eye(samples, name):
    found = load((samples / name).read_bytes(), name)
    tables = [block for block in blocks_of(found) if isinstance(block, Table)]
    ruled = [(len(table.rows), len(table.rows[0])) for table in tables if table.ruled]
    assert (found.pages, ruled, len(tables) - len(ruled), len(found.notes)) == SHAPES[name]
    assert [note.label for note in found.notes] == [str(number + 1) for number in range(len(found.notes))]
    assert not found.warnings


@pytest.mark.parametrize("name", [name for name in SHAPES if name.endswith(".docx")])
def test_no_word_of_a_docx_is_lost_or_invented(samples, name):
    data = (samples / name).read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    signs = {W + "t": lambda each: each.text or "", W + "tab": lambda _: " ", W + "br": lambda _: " "}
    plain = "\n".join(
        "".join(signs[each.tag](each) for each in paragraph.iter(*signs)) for paragraph in root.iter(W + "p")
    )
    numbers = sum(bool(block.label) for block in load(data, name).blocks if isinstance(block, Paragraph))
    was, now = words_of(plain), words_of(said(load(data, name)))
    assert not was - now
    assert sum((now - was).values()) <= numbers + 3  # numbers that Word counts are not in its text


@pytest.mark.parametrize("name", [name for name in SHAPES if name.endswith(".pdf")])
def test_what_a_pdf_says_is_read_and_only_repeated_heads_are_left_out(samples, name):
    data = (samples / name).read_bytes()
    document = pdfium.PdfDocument(data)
    pages = [page.get_textpage().get_text_range() for page in document]
    plain = re.sub(r"(?<=[^\W\d])\d{1,2}(?!\w)", "", "\n".join(pages).replace("\ufffe", "-\n"))
    found = load(data, name)
    notes = "\n".join(note.text for note in found.notes)
    was, now = words_of(plain), words_of(said(found) + "\n" + notes)
    document.close()
    invented = sum((now - was).values())
    assert invented <= sum(now.values()) * 0.004 + 8  # the stamped number and date, words that ran together
    assert len(was - now) < 120, (was - now).most_common(20)
    repeated = sum((was - now).values())
    assert repeated <= len(pages) * 45  # a head of a table and a number on each page


def test_the_number_and_date_that_were_stamped_on_a_signed_paper_are_read(samples):
    found = load((samples / "plans/16_bc_228_chiso_cchc_snv_lamdong.pdf").read_bytes(), "a.pdf")
    head = found.lines[0]
    assert isinstance(head, Table)
    assert head.rows[1][0] == "Số: 228 /BC-SNV"
    assert "ngày 28 tháng 11 năm 2025" in head.rows[1][1]


def test_the_annex_is_read_cell_by_cell(samples):
    found = load((samples / "plans/02_kh_cchc_2026_2030_lamdong.docx").read_bytes(), "a.docx")
    (table,) = [block for block in found.blocks if isinstance(block, Table) and block.ruled]
    with (samples.parent / "reading/gold/02_annex.tsv").open(encoding="utf-8", newline="") as stream:
        gold = [row for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE) if any(row)]
    read = [
        ["^" if (r, c) in table.merged and gold[r][c] == "^" else " ".join(cell.split()) for c, cell in enumerate(row)]
        for r, row in enumerate(table.rows)
    ]
    assert read == [[" ".join(cell.split()) for cell in row] for row in gold]


def test_an_old_form_is_read_with_its_tables(samples):
    name = "reports/28_phuluc_soket_nq76_captinh_bnv.doc"
    found = load((samples / name).read_bytes(), name)
    if not isinstance(found, Source):
        assert is_skipped("soffice"), "CI needs LibreOffice"
        pytest.skip("LibreOffice is not installed: antiword gave the text only")
    tables = [(len(block.rows), len(block.rows[0])) for block in found.blocks if isinstance(block, Table)]
    assert tables == [(13, 3), (14, 4), (35, 3), (24, 3), (6, 3), (10, 3), (23, 3)]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_texts_are_read_line_by_line(samples, number):
    data = (samples / f"plans/{number}.txt").read_bytes()
    found = load(data, f"{number}.txt")
    assert found.format == ("md" if number == "001" else "txt")
    assert words_of(said(found)) == words_of(data.decode())
