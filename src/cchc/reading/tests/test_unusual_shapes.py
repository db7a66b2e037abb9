"""Plans and what tells of them in unusual shapes: newspapers, directives, lists under a title, tables of targets."""

import pytest

from cchc.reading import read_text

PRESS = """Tỉnh Lạc Xuyên làm mới chợ

UBND tỉnh Lạc Xuyên vừa ban hành Kế hoạch phát triển chợ năm 2026, giao các xã thực hiện.

Kế hoạch yêu cầu sửa lại các chợ cũ; phấn đấu 80% chợ có nhà vệ sinh sạch trước mùa mưa.
"""
DIRECTIVE = """CHỈ THỊ
Về việc tăng cường an toàn kho hàng

Thời gian qua nhiều kho hàng chưa có bể nước, chưa có lối thoát.

Chủ tịch UBND tỉnh yêu cầu thực hiện các việc sau:

1. Giám đốc các sở

a) Rà soát các kho hàng do mình quản lý và lập sổ theo dõi từng kho.

b) Sửa ngay những lối thoát bị chặn.

2. Sở Công Thương

a) Hướng dẫn các chợ lập phương án chữa cháy tại chỗ.
"""


def test_prose_that_no_heading_calls_tasks_has_targets_but_no_tasks():
    reading = read_text(PRESS)
    assert ([one.value for one in reading.measures], reading.tasks) == ([80], ())


def test_a_directive_tells_each_unit_what_it_has_to_do():
    reading = read_text(DIRECTIVE)
    assert [one.unit for one in reading.duties] == ["Giám đốc các sở", "Giám đốc các sở", "Sở Công Thương"]
    assert reading.tasks == ()


LIST = """ĐẢNG BỘ XÃ LẠC AN

{title}
(từ ngày 10/7/2026 đến ngày 30/11/2026)

| STT | Nhiệm vụ | Cơ quan chủ trì | Sản phẩm | Thời hạn |
|---|---|---|---|---|
| 1 | Lắp biển chỉ dẫn ở các chợ | Văn phòng | 100% chợ có biển | Thường xuyên |
"""


@pytest.mark.parametrize("title", ["12 NHIỆM VỤ TRỌNG TÂM KẾ HOẠCH 100 NGÀY", "Kế hoạch 100 ngày làm sạch chợ"])
def test_a_list_of_tasks_between_two_days_is_a_plan_of_that_year(title):
    reading = read_text(LIST.format(title=title))
    assert (reading.document.kind, reading.document.period) == ("plan", (2026, 2026))
    assert [(one.value, one.due) for one in reading.measures] == [(100, 2026)]


def test_an_annex_of_results_is_no_plan_though_it_names_one():
    text = LIST.format(title="PHỤ LỤC\n\nKẾT QUẢ THỰC HIỆN KẾ HOẠCH 100 NGÀY")
    assert read_text(text).document.kind == "other"


def test_a_long_paragraph_above_gives_the_document_no_number_and_its_citations_count():
    prose = "Nhằm đưa hàng về xã và góp phần hoàn thành các chỉ tiêu về chợ của tỉnh trong nhiều năm, " * 2
    reading = read_text(
        f"{prose}theo Nghị quyết số 61-NQ/TU ngày 13/10/2021.\n\n1. Công tác chợ\n\na) Sửa chợ xã cũ.\n"
    )
    assert (reading.document.number, [one.number for one in reading.citations]) == (None, ["61-NQ/TU"])


def test_a_plain_paragraph_that_puts_a_unit_to_work_is_the_item_below_its_title():
    text = (
        "KẾ HOẠCH\nPhát triển chợ năm 2026\n\nI. NHIỆM VỤ\n\n1. Hoàn thành di dời chợ cũ.\n\n"
        "Phòng Thương mại chủ trì, phối hợp với các xã dời chợ cũ tới bãi mới.\n\n"
        "2. Sơn lại cổng của tất cả các chợ xã.\n\n"
        "Chọn màu sơn hợp với từng chợ, ghi tên chợ lên cổng.\n"
    )
    assert [one.quote.split()[0] for one in read_text(text).tasks] == ["Phòng", "Sơn"]


def test_signs_of_a_list_inside_a_sentence_begin_no_item_where_a_line_begins_with_them():
    text = (
        "KẾ HOẠCH\nPhát triển chợ năm 2026\n\nI. NHIỆM VỤ\n\n"
        "- Về nhân lực: (i) Mở lớp dạy nghề bán hàng cho tiểu thương ở các chợ xã vùng sâu, vùng xa.\n"
        "(ii) Mời thợ giỏi về kèm việc tại chợ, tại kho trong các tháng vắng khách của năm nay nữa.\n"
        "- Về hàng hóa: chọn các loại hàng của địa phương bày ở cổng chợ cho khách phương xa thấy.\n"
    )
    assert [one.quote.split()[:2] for one in read_text(text).tasks] == [["Về", "nhân"], ["Về", "hàng"]]


def test_a_step_by_step_road_map_holds_targets_and_no_tasks():
    text = (
        "KẾ HOẠCH\nPhát triển chợ giai đoạn 2026 - 2030\n\nI. NHIỆM VỤ\n\n- Sơn lại cổng các chợ xã.\n\n"
        "II. LỘ TRÌNH THỰC HIỆN\n\n- Năm 2028: nghiệm thu cổng chợ; 70% chợ có cổng mới.\n"
    )
    reading = read_text(text)
    assert ([(one.value, one.due) for one in reading.measures], len(reading.tasks)) == ([(70, 2028)], 1)


def test_a_report_on_demand_that_a_second_sentence_adds_belongs_to_the_scheduled_one():
    text = (
        "KẾ HOẠCH\nPhát triển chợ năm 2026\n\nI. TỔ CHỨC THỰC HIỆN\n\n1. Các phòng\n\n"
        "- Báo cáo kết quả về Văn phòng Sở trước ngày 20 hằng tháng. Đồng thời báo cáo đột xuất khi có yêu cầu.\n"
    )
    assert [(one.cadence, one.day) for one in read_text(text).reporting] == [(("monthly", "ad_hoc"), 20)]


TARGETS = """KẾ HOẠCH
Bảo vệ nguồn nước giai đoạn 2026 - 2030

I. NHIỆM VỤ

- Trồng cây quanh hồ.

PHỤ LỤC
CHỈ TIÊU

| TT | Nội dung | Mục tiêu | Cơ quan chủ trì |
|---|---|---|---|
| 1 | Tỷ lệ hồ có hàng rào | 90% | Phòng Nước |
| 2 | Tỷ trọng nước sạch trong nước cấp đạt tối thiểu | 26,1% | Phòng Nước |
| 3 | Số giếng được niêm phong | >25 | Phòng Nước |
"""


def test_indicators_beside_who_watches_over_them_are_targets_and_no_rows_of_tasks():
    reading = read_text(TARGETS)
    assert reading.rows == ()
    assert [(one.comparator, one.value, one.unit) for one in reading.measures] == [
        ("eq", 90, "percent"), ("ge", 26.1, "percent"), ("ge", 25, "count"),
    ]  # fmt: skip


def test_a_lead_in_without_a_title_above_sets_kind_content_and_year_of_its_items():
    text = (
        "Sở Công Thương vừa có kế hoạch mới cho các phòng.\n\n"
        "Theo đó, mục tiêu cụ thể đối với nội dung cải cách thủ tục hành chính đến năm 2028 như sau:\n\n"
        "- Làm gọn việc tiếp dân ở quầy;\n- 90% phiếu hẹn trả trong ngày.\n"
    )
    reading = read_text(text)
    assert reading.tasks == ()
    assert [(one.value, one.area, one.due) for one in reading.measures] == [(90, "procedures", 2028)]
