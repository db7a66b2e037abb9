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
