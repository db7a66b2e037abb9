import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.reading import read_text
from cchc.reading.blocks import Line, Paragraph, Table
from cchc.reading.sources import legacy, load
from cchc.reading.sources.letters import clean, find_lookalikes, mend
from cchc.reading.sources.plain import decode, unmark

TEXT = "Kế hoạch cải cách hành chính năm 2026 của Sở Công Thương; giải quyết hồ sơ đúng hạn, phục vụ người dân."
TCVN3 = "C¶i c¸ch hµnh chÝnh, gi¶i quyÕt hå s¬ ®óng h¹n"
VNI = "Caûi caùch haønh chính, giaûi quyeát hoà sô ñuùng haïn"


@pytest.mark.parametrize(
    ("data", "expected", "said"),
    [
        (TEXT.encode(), TEXT, None),
        (b"\xef\xbb\xbf" + TEXT.encode(), TEXT, None),
        (TEXT.encode("utf-16"), TEXT, None),
        (TEXT.encode("utf-16-be"), TEXT, None),
        (unicodedata.normalize("NFD", TEXT).encode(), TEXT, None),
        (TCVN3.encode("latin-1"), "Cải cách hành chính, giải quyết hồ sơ đúng hạn", "TCVN3"),
        (VNI.encode("latin-1"), "Cải cách hành chính, giải quyết hồ sơ đúng hạn", "VNI"),
        (TCVN3.encode(), "Cải cách hành chính, giải quyết hồ sơ đúng hạn", "TCVN3"),
    ],
)
def test_every_encoding_gives_the_same_letters(data, expected, said):
    found = load(data, "a.txt")
    assert [line.text for line in found.lines] == [expected]
    assert bool(found.warnings) == bool(said)
    assert not said or said in found.warnings[0]


def test_windows_1258_writes_tones_apart():
    apart = "".join(
        unicodedata.normalize("NFC", first) + tone
        for first, tone in [("C", ""), ("ô", "\u0323"), ("ng", ""), (" ho", ""), ("a", "\u0300"), (" xa", "\u0303")]
    )
    found = load(apart.encode("cp1258"), "a.txt")
    assert found.lines[0].text == "Cộng hoà xã"
    assert "1258" in found.warnings[0]


def test_a_few_damaged_bytes_do_not_lose_the_text():
    found = load(TEXT.encode() * 20 + b"\xff", "a.txt")
    assert "1 ký tự" in found.warnings[0]


def test_the_old_code_pages_are_exact():
    assert legacy.from_tcvn3("¡¢£¤¥¦§ µ¶·¸¹ ®") == "ĂÂÊÔƠƯĐ àảãáạ đ"
    assert legacy.from_vni("ÑÖÔØNG aù aø aû aõ aï aê oâ öï") == "ĐƯỜNG á à ả ã ạ ă ô ự"
    assert legacy.detect(TEXT) is None


def test_lines_know_the_empty_lines_and_pages_before_them():
    found = load("một\n\n\nhai\nba\n\f\nbốn\n".encode(), "a.txt")
    assert [(line.text, line.gap, line.page) for line in found.lines] == [
        ("một", 0, 1),
        ("hai", 2, 1),
        ("ba", 0, 1),
        ("bốn", 1, 2),
    ]
    assert found.pages == 2


MARKDOWN = """
**KẾ HOẠCH**

## **1. Mục tiêu**

- Đạt *tối thiểu* **90%** hồ sơ, xem [cổng](https://vi.du/x)
* Mục khác
***nhấn mạnh***

| STT | Nhiệm vụ |
|---|:--|
| 1 | **Rà soát** |
| 2 |

---
snake_case_giữ nguyên \\*
"""


def test_markdown_loses_its_marks_and_keeps_what_they_said():
    found = load(MARKDOWN.encode(), "a.txt")
    lines = [line for line in found.lines if isinstance(line, Line)]
    assert found.format == "md"
    assert [line.text for line in lines] == [
        "KẾ HOẠCH",
        "1. Mục tiêu",
        "- Đạt tối thiểu 90% hồ sơ, xem cổng",
        "- Mục khác",
        "nhấn mạnh",
        "snake_case_giữ nguyên *",
    ]
    assert [(line.bold, line.heading) for line in lines[:2]] == [(True, None), (True, 2)]
    assert [line.rows for line in found.lines if isinstance(line, Table)] == [
        (("STT", "Nhiệm vụ"), ("1", "Rà soát"), ("2", ""))
    ]


@pytest.mark.parametrize(
    ("marked", "plain", "bold"),
    [
        ("**a** và **b**", "a và b", False),
        ("*(Ban hành kèm theo", "(Ban hành kèm theo", False),
        ("của Sở)*", "của Sở)", False),
        ("5 * 3 * 2", "5 * 3 * 2", False),
        ("**Đậm**", "Đậm", True),
    ],
)
def test_marks_are_taken_off_in_pairs(marked, plain, bold):
    assert unmark(marked)[:2] == (plain, bold)


def test_lookalikes_are_mended_with_their_place():
    blocks = (Paragraph("Rà soát TTHС và С"), Table((("1", "Ðồng Nai"),)), Paragraph("Москва"))
    mended, mends = mend(blocks)
    assert mended[0].text == "Rà soát TTHC và C"
    assert mended[1].rows == (("1", "Đồng Nai"),)
    assert mended[2].text == "Москва"
    assert [(each.block, each.start, each.found, each.cell) for each in mends] == [
        (0, 8, "TTHС", None),
        (0, 16, "С", None),
        (1, 0, "Ðồng", (0, 1)),
    ]


@given(st.text())
def test_mending_never_moves_a_letter(text):
    (block,), mends = mend((Paragraph(text),))
    assert len(block.text) == len(text)
    for each in mends:
        assert text[each.start : each.end] == each.found
        assert block.text[each.start : each.end] == each.mended
    assert not find_lookalikes(block.text)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.binary(max_size=400))
def test_any_bytes_decode_to_text(data):
    text, warnings = decode(data)
    assert isinstance(text, str)
    assert all(isinstance(each, str) for each in warnings)


COLUMNS = """II. CHỈ TIÊU

TT     Chỉ tiêu      ĐVT     Thực hiện    Kế hoạch
                             năm 2025     Năm 2026    Năm 2028
I      Nhóm hạ tầng giao hàng
1      Tỷ lệ chợ     %       61           70          ≥ 85
       có kho mát
2      Số kho chung  Kho     3            5           9
       của tỉnh
                                    4
\f3      Giảm thời     %       4            10          20
       gian giao
       hàng
III. NHIỆM VỤ

- Sửa kho số 1 trước mùa mưa.
"""


def test_where_wrapped_lines_keep_their_blank_a_line_without_one_ends_a_paragraph():
    item = "Kiểm kê kho thứ {} cùng người giữ kho, lập biên bản và báo \ncáo ngay cho phòng.\n"
    cut = "Lập danh sách người giữ chìa khóa của các kho ở cuối khu.\nMua thêm ổ khóa cho kho lạnh.\n"
    text = "KẾ HOẠCH\nGiữ kho năm 2026\n\nI. NHIỆM VỤ\n\n" + "".join(map(item.format, range(30))) + cut
    assert [one.quote.split()[0] for one in read_text(text).tasks][-2:] == ["Lập", "Mua"]


def test_a_table_set_in_columns_of_white_is_a_table():
    found = load(COLUMNS.encode(), "a.txt")
    (table,) = [line for line in found.lines if isinstance(line, Table)]
    assert table.rows == (
        ("TT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2025", "Kế hoạch Năm 2026", "Năm 2028"),
        ("I", "Nhóm hạ tầng giao hàng", "", "", "", ""),
        ("1", "Tỷ lệ chợ có kho mát", "%", "61", "70", "≥ 85"),
        ("2", "Số kho chung của tỉnh", "Kho", "3", "5", "9"),
        ("3", "Giảm thời gian giao hàng", "%", "4", "10", "20"),
    )
    assert [line.text for line in found.lines if isinstance(line, Line)][1:] == [
        "III. NHIỆM VỤ", "- Sửa kho số 1 trước mùa mưa."
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "TT     Chỉ tiêu      ĐVT\n\nCác phòng tự xác định chỉ tiêu.\n",
        "TT: Văn phòng Sở chủ trì   và   theo dõi.\n1    Một dòng\n2    Hai dòng\n",
    ],
)
def test_white_between_words_alone_makes_no_table(text):
    assert not any(isinstance(line, Table) for line in load(text.encode(), "a.txt").lines)
