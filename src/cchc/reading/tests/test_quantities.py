"""Numbers, comparisons, bases and years in the words of targets."""

import pytest

from cchc.reading import clauses, measures
from cchc.reading.flat import flat

PLAN = measures.Context(2026, 2030)

CASES = [
    ("Tỷ lệ hồ sơ đúng hạn đạt tối thiểu 98%", "ge", 98, "percent", None, None),
    ("Phấn đấu 100% văn bản được ký số", "eq", 100, "percent", None, None),
    ("Tỷ lệ đạt không dưới 85,5 %", "ge", 85.5, "percent", None, None),
    ("Đạt từ 90 % trở lên", "ge", 90, "percent", None, None),
    ("Trên 95% người dân hài lòng", "ge", 95, "percent", None, None),
    ("Không quá 2% hồ sơ trễ hạn", "le", 2, "percent", None, None),
    ("Hồ sơ trễ hạn dưới 1%", "le", 1, "percent", None, None),
    ("Thời gian giải quyết tối đa 05 ngày làm việc", "le", 5, "days", None, None),
    ("Thời gian giải quyết giảm còn 3 ngày", "le", 3, "days", None, None),
    ("Cắt giảm tối thiểu 30% thời gian giải quyết so với năm 2025", "reduce", 30, "percent", "2025", None),
    ("Tiết kiệm 10% chi thường xuyên", "eq", 10, "percent", None, None),
    ("Rút ngắn ít nhất 20% thời gian so với giai đoạn 2021 - 2025", "reduce", 20, "percent", "2021-2025", None),
    ("Kim ngạch xuất khẩu tăng 12% so với năm 2025", "increase", 12, "percent", "2025", None),
    ("Tăng 2 bậc trên bảng xếp hạng so với năm 2025", "increase", 2, "rank", "2025", None),
    ("Chỉ số thuộc nhóm 10 đơn vị dẫn đầu", "rank", 10, "rank", None, None),
    ("Phấn đấu nằm trong top 5 của tỉnh", "rank", 5, "rank", None, None),
    ("Mỗi phòng có ít nhất 02 sáng kiến", "ge", 2, "count", None, None),
    ("Tổ chức 04 lớp tập huấn nghiệp vụ", "eq", 4, "count", None, None),
    ("Điểm đánh giá đạt từ 92 điểm trở lên", "ge", 92, "points", None, None),
    ("Đến năm 2028, 80% hồ sơ được số hóa", "eq", 80, "percent", None, 2028),
    ("Tỷ lệ 70% trong năm 2027", "eq", 70, "percent", None, 2027),
    ("Nâng tỷ lệ từ 46% lên 70%", "eq", 70, "percent", None, None),
    ("Tỷ lệ đạt từ 80 - 85%", "ge", 80, "percent", None, None),
    ("Doanh thu thương mại đạt 48.500 tỷ đồng", "eq", 48500, "other", None, None),
]


def found(text: str) -> list[measures.Found]:
    return measures.of_text(text, flat(text), PLAN)


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit", "baseline", "due"), CASES, ids=[case[0] for case in CASES]
)
def test_a_target_is_read_from_its_words(text, comparator, value, unit, baseline, due):
    one = found(text)[0]
    assert (one.quantity.comparator, one.quantity.value, one.quantity.unit) == (comparator, value, unit)
    assert (one.baseline, one.due) == (baseline, due)
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện cơ chế một cửa ở 03 cấp",
        "Tập trung vào 06 nội dung cốt lõi",
        "Năm 2024 tỷ lệ đạt 78%, chưa đạt yêu cầu",
        "Tỷ lệ hồ sơ trực tuyến mới đạt 46%",
        "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021",
        "Giai đoạn 2021 - 2030",
        "Doanh nghiệp 100% vốn nhà nước",
        "Nâng cao chất lượng phục vụ",
        "Theo khoản 3 Điều 14 của Luật",
    ],
)
def test_what_promises_nothing_is_no_measure(text):
    assert found(text) == []


def test_two_numbers_under_one_verb_are_both_reductions():
    both = found("Giảm tối thiểu 15% lượng văn bản giấy so với năm 2025, 10% số cuộc họp")
    assert [(one.quantity.comparator, one.quantity.value, one.baseline) for one in both] == [
        ("reduce", 15, "2025"),
        ("reduce", 10, "2025"),
    ]


def test_each_clause_of_a_sentence_is_quoted_for_itself():
    text = "90% hồ sơ cấp tỉnh, 80% hồ sơ cấp xã được xử lý trên mạng; trong đó, lĩnh vực y tế đạt từ 95% trở lên"
    quotes = [text[slice(*clauses.trim(text, one.start, one.end))] for one in found(text)]
    assert quotes == ["90% hồ sơ cấp tỉnh", "80% hồ sơ cấp xã được xử lý trên mạng", "lĩnh vực y tế đạt từ 95% trở lên"]
