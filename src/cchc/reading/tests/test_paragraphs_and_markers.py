"""Lines to paragraphs, and the signs that paragraphs begin with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.reading import Unreadable, markers, paragraphs, read_text
from cchc.reading.blocks import Line, Paragraph
from cchc.reading.flat import flat

FULL = "Xây dựng nền hành chính dân chủ, chuyên nghiệp, hiện đại, tinh gọn, hiệu lực và"


def joined(*lines: str, gap: int = 0) -> list[str]:
    filler = [Line(FULL, gap=gap)] * 6
    found = paragraphs.join([*filler, *(Line(text, gap=gap) for text in lines)])
    return [one.text for one in found if isinstance(one, Paragraph)][1:]


@pytest.mark.parametrize("gap", [0, 1])
def test_wrapped_lines_make_one_paragraph_with_or_without_empty_lines_between(gap):
    found = joined(
        "- Thực hiện tốt mục tiêu chung được Chính phủ đề ra tại Nghị quyết số", "76/NQ-CP về cải cách.", gap=gap
    )
    assert found == ["- Thực hiện tốt mục tiêu chung được Chính phủ đề ra tại Nghị quyết số 76/NQ-CP về cải cách."]


def test_a_word_that_the_line_end_cut_is_whole_again():
    assert joined("- Thực hiện Nghị quyết số 45-", "NQ/TW của Bộ Chính trị.") == [
        "- Thực hiện Nghị quyết số 45-NQ/TW của Bộ Chính trị."
    ]


def test_a_share_under_a_numbered_heading_begins_a_paragraph_and_one_in_mid_sentence_does_not():
    found = joined("3. Cải cách tài chính công", "100% đơn vị công khai dự toán.")
    assert found == ["3. Cải cách tài chính công", "100% đơn vị công khai dự toán."]
    cut = ("3. Phấn đấu tỷ lệ hồ sơ nộp qua mạng của các phòng thuộc Sở đạt ít nhất", "85% trong quý III.")
    assert joined(*cut) == [" ".join(cut)]


def test_a_verb_under_a_full_numbered_line_begins_a_paragraph_and_a_name_does_not():
    found = joined("2. Dựng gian hàng mẫu cho người bán rau, quả, trứng ở các phiên chợ quê", "Lựa chọn nơi dựng gian.")
    assert len(found) == 2
    cut = (
        "2. Mời thêm người của các bên cùng làm, trước hết là của Văn phòng Sở và Phòng",
        "Kiểm tra chất lượng hàng.",
    )
    assert joined(*cut) == [" ".join(cut)]


def test_a_road_between_two_places_goes_on_behind_a_line_end():
    cut = ("2. Phối hợp làm xong đoạn đường nối từ cảng cạn đến ga Trảng Bom", "- Dầu Giây, mở rộng bãi xe tải.")
    assert joined(*cut) == [" ".join(cut)]
    items = ("2. Các phòng thuộc Sở Công Thương", "- Rà soát Danh mục văn bản.")
    assert joined(*items) == list(items)


def test_numbers_alone_on_lines_a_page_apart_are_those_of_pages_even_in_mid_sentence():
    lines = [Line(FULL) for _ in range(60)]
    for number, at in enumerate((12, 28, 44), 2):
        words = ("- Sửa các quầy hàng, thay mái che của khu bán rau và khu bán quả ở", str(number))
        lines[at : at + 1] = [*map(Line, words), Line("chợ đầu mối trước mùa mưa.")]
    found = [one.text for one in paragraphs.join(lines) if "chợ đầu mối" in one.text]
    assert (
        found == ["- Sửa các quầy hàng, thay mái che của khu bán rau và khu bán quả ở chợ đầu mối trước mùa mưa."] * 3
    )


def test_a_page_number_that_a_layout_sets_far_to_the_right_is_dropped():
    text = (
        "KẾ HOẠCH\n\nI. NHIỆM VỤ\n\n1. Sửa các kho lạnh, đặc biệt là những kho\n{}\nphòng chống cháy nổ ở bến cảng.\n"
    )
    tasks = read_text(text.format(" " * 30 + "2")).tasks
    assert [one.quote.split(", ")[1] for one in tasks] == ["đặc biệt là những kho phòng chống cháy nổ ở bến cảng."]


def test_a_page_number_in_mid_sentence_is_dropped():
    lines = [
        Line(FULL),
        Line("- Rà soát các văn bản quy phạm pháp luật thuộc lĩnh vực quản lý của ngành,"),
        Line("6", gap=3),
        Line("bảo đảm đúng tiến độ.", gap=2),
    ]
    assert [one.text for one in paragraphs.join(lines)][1:] == [
        "- Rà soát các văn bản quy phạm pháp luật thuộc lĩnh vực quản lý của ngành, bảo đảm đúng tiến độ."
    ]


@pytest.mark.parametrize(
    ("text", "kind", "number", "words"),
    [
        ("I.MỤC ĐÍCH, YÊU CẦU", "roman", 1, "MỤC ĐÍCH, YÊU CẦU"),
        ("IV- TỔ CHỨC THỰC HIỆN", "roman", 4, "TỔ CHỨC THỰC HIỆN"),
        ("I11. NHIEM VU", "roman", 3, "NHIEM VU"),
        ("1.Mục tiêu", "single", 1, "Mục tiêu"),
        ("2.1 Văn phòng Sở", "decimal", 1, "Văn phòng Sở"),
        ("3.2.1. Rà soát", "decimal", 1, "Rà soát"),
        ("đ) Phối hợp", "letter", 5, "Phối hợp"),
        ("- + Thực hiện", "plus", None, "Thực hiện"),
        ("-100% hồ sơ", "dash", None, "100% hồ sơ"),
        ("(2) Báo cáo", "paren", 2, "Báo cáo"),
        ("PHẦN II. NHIỆM VỤ", "part", 2, "NHIỆM VỤ"),
        ("Điều 3. Hiệu lực", "article", 3, "Hiệu lực"),
    ],
)
def test_a_sign_is_told_from_the_words(text, kind, number, words):
    marker = markers.parse(text)
    assert marker is not None
    assert (marker.kind, marker.number, text[marker.end :]) == (kind, number, words)


@pytest.mark.parametrize(
    "text", ["76/NQ-CP ngày 15/7", "1.000 đồng", "2.5% chi phí", "31/12/2026", "V/v tập huấn", "Xây dựng"]
)
def test_a_number_in_the_text_is_no_sign(text):
    assert markers.parse(text) is None


@given(st.text(max_size=300))
def test_the_flat_copy_is_as_long_as_the_text(text):
    assert len(flat(text)) == len(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "I. MỤC TIÊU",
                "- Đạt 90%",
                "1. Nhiệm vụ",
                "báo cáo ngày 25 hằng tháng",
                "a) Văn phòng Sở:",
                "76/NQ-CP",
                "",
                "Phụ lục",
                "\u0421TTH",
                "9" * 9,
                "Giảm 5%, 3%;",
            ]
        ),
        max_size=14,
    ),
    st.sampled_from(["\n", "\n\n", " "]),
)
def test_any_order_of_lines_is_read_and_every_span_is_inside(lines, gap):
    try:
        reading = read_text(gap.join(lines))
    except Unreadable:
        return
    for one in (
        *reading.measures,
        *reading.tasks,
        *reading.duties,
        *reading.reporting,
        *reading.findings,
        *reading.citations,
    ):
        assert 0 <= one.span.start <= one.span.end <= len(reading.text)
