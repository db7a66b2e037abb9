"""What a word processor's PDF does that a DOCX does not: tabs behind signs, broken dates, rows that a page cut."""

import pytest

from cchc.reading import paragraphs, read
from cchc.reading.blocks import Line, Table
from cchc.reading.sources import load
from cchc.reading.testing import pdf

SENTENCE = "Văn phòng Sở chủ trì, phối hợp với các phòng rà soát thủ tục hành chính thuộc phạm vi quản lý. "
LETTERHEAD = """#grid(columns: (45%, 55%), [UBND TỈNH AN SƠN \\ SỞ CÔNG THƯƠNG], [CỘNG HÒA XÃ HỘI \\ CHỦ NGHĨA])
#grid(columns: (45%, 55%), [Số: 12/KH-SCT], [An Sơn, ngày 05 tháng 01 năm \\ 2026])
#align(center)[KẾ HOẠCH \\ Cải cách hành chính năm 2026]
"""


def tables(data):
    return [line for line in load(data, "a.pdf").lines if isinstance(line, Table)]


@pytest.mark.parametrize("sign", ["I.", "1.", "2.1.", "a)", "-"])
def test_what_a_tab_leaves_behind_a_sign_parts_no_columns(sign):
    rows = "".join(f"#grid(columns: (14mm, 1fr), [{sign.replace('-', chr(92) + '-')}], [Nội dung {n}])\n" for n in "ab")
    assert not tables(pdf(SENTENCE + "\n\n" + rows))


def test_a_date_that_is_broken_in_its_column_is_whole():
    found = read(pdf(LETTERHEAD + SENTENCE * 3), "a.pdf").document
    assert (found.number, str(found.issued_on), found.place) == ("12/KH-SCT", "2026-01-05", "An Sơn")
    assert found.title == "KẾ HOẠCH Cải cách hành chính năm 2026"


def test_the_title_of_an_annex_is_no_word_of_the_signature():
    foot = "#grid(columns: (1fr, 1fr), [Nơi nhận: \\ - UBND tỉnh; \\ - Lưu: VT.], align(center)[GIÁM ĐỐC])\n"
    found = load(pdf(SENTENCE * 3 + "\n\n" + foot + "#v(1cm)\n#align(center)[PHỤ LỤC I]\n\n" + SENTENCE), "a.pdf")
    assert [line.rows[0][1] for line in found.lines if isinstance(line, Table)] == ["GIÁM ĐỐC"]
    assert "PHỤ LỤC I" in [line.text for line in found.lines if isinstance(line, Line)]


def test_one_word_of_a_row_that_the_page_cut_comes_back_to_its_row():
    head = "[STT], [Nhiệm vụ], [Chủ trì], [Thời hạn]"
    top = f"#table(columns: (2cm, 1fr, 3cm, 3cm), {head}, [1], [Rà soát quy định], [Sở Tư], [Quý II])"
    rest = "#table(columns: (2cm, 1fr, 3cm, 3cm), [], [], [pháp], [])"
    (table,) = tables(pdf(f"{SENTENCE}\n\n{top}\n#pagebreak()\n{rest}"))
    assert table.rows[1] == ("1", "Rà soát quy định", "Sở Tư pháp", "Quý II")


@pytest.mark.parametrize(
    ("title", "behind"),
    [
        ("1. Phong trào thi đua do ngành phát động “Lao động giỏi, lao động sáng tạo”", "Tập trung thực hiện tốt."),
        ("Phát triển thương mại điện tử trên địa bàn tỉnh giai đoạn 2026 - 2030", "Thực hiện Nghị quyết số 5."),
        ("Thực hành tiết kiệm, chống lãng phí của toàn ngành trên địa bàn năm 2026", "Căn cứ Luật Ngân sách;"),
    ],
)
def test_a_title_as_wide_as_the_page_ends_where_an_empty_line_follows(title, behind):
    lines = [Line(SENTENCE[:80])] * 12 + [Line("phạm vi quản lý."), Line(title, gap=1), Line(behind, gap=1)]
    assert [one.text for one in paragraphs.join(lines)][-2:] == [title, behind]
