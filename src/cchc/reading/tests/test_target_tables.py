"""Tables of targets: units that only say of what, ranges, ranks, rows that name a year or a content of reform."""

import pytest

from cchc.reading import read_text

PLAN = """KẾ HOẠCH
Phát triển {subject} giai đoạn 2026 - 2035

Căn cứ Luật số 55/2024/QH15; Sở Công Thương ban hành kế hoạch như sau:

I. NHIỆM VỤ

- Sửa đường vào các chợ hạng ba của tỉnh.

PHỤ LỤC I
CÁC CHỈ TIÊU

| TT | Chỉ tiêu | Đơn vị tính | Mục tiêu | Cơ quan chủ trì |
|---|---|---|---|---|
{rows}
"""


def found(rows: str, subject: str = "chợ") -> list[tuple[str, float, float | None, str, int | None]]:
    measures = read_text(PLAN.format(subject=subject, rows=rows)).measures
    return [(one.comparator, one.value, one.upper, one.unit, one.due) for one in measures]


@pytest.mark.parametrize(
    ("name", "unit", "figure", "expected"),
    [
        ("Chi cho nghiên cứu", "% GRDP", "1,5", ("eq", 1.5, None, "percent")),
        ("Dân số dùng nước sạch", "% dân số", "> 92", ("ge", 92, None, "percent")),
        ("Số đơn sáng chế tăng trung bình", "%/năm", "14 - 17", ("increase", 14, 17, "percent")),
        ("Số vụ cháy giảm bình quân hằng năm", "%", "5", ("reduce", 5, None, "percent")),
        ("Tăng trưởng bán lẻ", "%/năm", "≥ 9", ("increase", 9, None, "percent")),
        ("Chi cho chợ", "% chi ngân sách", "≥ 2% và tăng dần theo nhu cầu", ("ge", 2, None, "percent")),
        ("Chợ có kho lạnh", "%", "30% - 45%", ("ge", 30, 45, "percent")),
        ("Số hợp tác xã", "Hợp tác xã", "40 – 50", ("ge", 40, 50, "count")),
        ("Thợ lành nghề", "Người/vạn dân", "11", ("eq", 11, None, "count")),
        ("Dung lượng đường truyền", "Gbps", "≥ 200", ("ge", 200, None, "other")),
        ("Xếp hạng về an toàn", "Thứ bậc", "≤ 12", ("rank", 12, None, "rank")),
        ("Chỉ số thương mại", "Thứ hạng", "8", ("rank", 8, None, "rank")),
        ("Mức sẵn sàng", "%", "85 trở lên", ("ge", 85, None, "percent")),
    ],
)
def test_unit_range_and_sign_of_a_figure(name, unit, figure, expected):
    assert found(f"| 1 | {name} | {unit} | {figure} | Sở Công Thương |") == [(*expected, 2035)]


def test_a_cell_that_only_has_words_promises_nothing():
    assert found("| 1 | Hạ tầng của chợ | | Hiện đại, ngang tầm 5 tỉnh lân cận | Sở Công Thương |") == []


def test_a_row_that_names_a_year_sets_it_for_those_below():
    rows = (
        "| **I** | **Đến năm 2030** | | | |\n| 1 | Chợ có kho lạnh | % | 40 | Sở Công Thương |\n"
        "| **II** | **Đến năm 2035** | | | |\n| 2 | Chợ có kho lạnh | % | 70 | Sở Công Thương |"
    )
    assert [(one[1], one[4]) for one in found(rows)] == [(40, 2030), (70, 2035)]


def test_a_row_of_a_content_gives_it_to_those_below_and_the_title_to_the_rest():
    rows = (
        "| 1 | Kho có đường truyền | % | 40 | Sở Công Thương |\n| **I** | **Cải cách thủ tục hành chính** | | | |\n"
        "| 2 | Kho có đường truyền | % | 70 | Sở Công Thương |"
    )
    reading = read_text(PLAN.format(subject="hạ tầng số", rows=rows))
    assert [one.area for one in reading.measures] == ["digital", "procedures"]


TABLE = """KẾ HOẠCH
Phát triển hạ tầng số giai đoạn 2026 - 2030

I. NHIỆM VỤ

- Sửa đường vào các chợ hạng ba của tỉnh.

PHỤ LỤC

{}
"""


def of_table(*lines: str) -> list[tuple[str, float, str, int | None]]:
    head, *rows = (f"| {line} |" for line in lines)
    marks = "|" + "---|" * (head.count("|") - 1)
    reading = read_text(TABLE.format("\n".join((head, marks, *rows))))
    assert reading.rows == ()  # indicators are no tasks, though a column says who watches over them
    return [(one.comparator, one.value, one.unit, one.due) for one in reading.measures]


def test_the_only_figures_may_stand_under_the_word_result_and_units_under_the_word_for_offices():
    """Two figures in a cell are two targets."""
    assert of_table(
        "TT | Chỉ tiêu | Đơn vị | Kết quả | Cơ quan chủ trì theo dõi",
        "1 | Kho có đường truyền | % | ≥ 55 | Sở Công Thương",
        "2 | Xếp hạng về kho bãi | Thứ bậc | ≤ 3 miền núi; ≤ 20 cả nước | Sở Công Thương",
        "3 | Tỉ lệ cắt giảm giấy tờ kho | % | >= 25 | Văn phòng Sở",
        "4 | Đời sống của thợ | Chỉ số phát triển con người | > 0,7 | Sở Y tế",
    ) == [
        ("ge", 55, "percent", 2030),
        ("rank", 3, "rank", 2030),
        ("rank", 20, "rank", 2030),
        ("reduce", 25, "percent", 2030),
        ("ge", 0.7, "points", 2030),
    ]


def test_what_was_reached_beside_figures_to_be_reached_is_none():
    assert of_table(
        "TT | Chỉ tiêu | Đơn vị tính | Kết quả năm 2025 | Mục tiêu năm 2026",
        "1 | Kho có đường truyền | % | 41 | 55",
    ) == [("eq", 55, "percent", 2026)]


def test_columns_may_be_years_up_to_a_far_sight():
    assert of_table(
        "STT | Chỉ tiêu | Đến hết năm 2026 | Đến năm 2030 | Tầm nhìn đến năm 2045 | Đơn vị chủ trì",
        "1 | Tỷ lệ sổ kho lập trên máy | 65% | Trên 85% | 100% | Phòng Kinh tế",
        "2 | Số kho mẫu | 02 kho | 06 kho | - | Phòng Kinh tế",
    ) == [
        ("eq", 65, "percent", 2026),
        ("ge", 85, "percent", 2030),
        ("eq", 100, "percent", 2045),
        ("eq", 2, "count", 2026),
        ("eq", 6, "count", 2030),
    ]


def test_shares_need_no_column_of_units_and_their_day_may_have_one():
    assert of_table(
        "STT | Chỉ tiêu | Mức phấn đấu | Đơn vị chủ trì theo dõi | Thời hạn",
        "1 | Tỷ lệ phí nộp qua mạng | Từ 55% trở lên | Phòng Kinh tế | 31/12/2027",
        "2 | Tỷ lệ thợ có chữ ký số | ≥ 80% | Công an xã | 2028",
    ) == [("ge", 55, "percent", 2027), ("ge", 80, "percent", 2028)]


def test_a_numbered_group_ends_with_the_numbers_under_it():
    rows = (
        "| 10 | Kho có đường truyền | % | 40 | Sở Công Thương |\n"
        "| 11 | Chỉ tiêu về thủ tục hành chính | | | |\n"
        "| 11.1 | Tỷ lệ trả đúng hẹn | % | 99 | Sở Công Thương |\n"
        "| 12 | Kho có mái che | % | 70 | Sở Công Thương |"
    )
    reading = read_text(PLAN.format(subject="hạ tầng số", rows=rows))
    assert [one.area for one in reading.measures] == ["digital", "procedures", "digital"]
