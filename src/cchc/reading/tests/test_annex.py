"""Annex tables: merged cells, second header rows, groups, rows that a page cut, deadlines in their kinds."""

from datetime import date

import pytest

from cchc.reading import deadlines, read, read_text
from cchc.reading.testing import cell, docx, level, numbered, paragraph, table

DOWN, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def across(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def plan(*tables: str) -> bytes:
    body = (
        paragraph("KẾ HOẠCH")
        + paragraph("Cải cách hành chính năm 2026 của Sở Công Thương")
        + paragraph("I. NHIỆM VỤ")
        + paragraph("- Lập danh mục thủ tục nội bộ, trình Giám đốc Sở phê duyệt và công khai.")
        + paragraph("PHỤ LỤC", run="<w:b/>")
        + "".join(tables)
    )
    return docx(body)


HEAD = (
    cell("TT", DOWN)
    + cell("Nội dung công việc", DOWN)
    + cell("Trách nhiệm thực hiện", across(2))
    + cell("Thời hạn", DOWN),
    cell("", GO_ON) + cell("", GO_ON) + cell("Chủ trì") + cell("Phối hợp") + cell("", GO_ON),
)


def test_a_second_header_row_under_a_merged_one_names_the_columns():
    rows = read(
        plan(
            table(
                *HEAD,
                cell("I") + cell("Cải cách thể chế") + cell("") + cell("") + cell(""),
                cell("1")
                + cell("Rà soát văn bản")
                + cell("Văn phòng Sở")
                + cell("Phòng Pháp chế")
                + cell("Quý II/2026"),
            )
        ),
        "plan.docx",
    ).rows
    assert [(row.no, row.field, row.area, row.task, row.lead, row.support) for row in rows] == [
        ("1", "Cải cách thể chế", "institution", "Rà soát văn bản", ("Văn phòng Sở",), ("Phòng Pháp chế",))
    ]
    assert (rows[0].deadline.kind, rows[0].deadline.quarter, rows[0].deadline.year) == ("quarter", 2, 2026)


def test_the_tasks_stand_in_the_column_of_work_not_in_that_of_what_lost_points():
    rows = read(
        plan(
            table(
                cell("Tiêu chí mất điểm", DOWN)
                + cell("Điểm năm 2025", across(2))
                + cell("Giải pháp", DOWN)
                + cell("Chủ trì", DOWN)
                + cell("Hạn xong", DOWN),
                cell("", GO_ON)
                + cell("Thang điểm")
                + cell("Tự chấm")
                + cell("", GO_ON)
                + cell("", GO_ON)
                + cell("", GO_ON),
                cell("Công khai thủ tục")
                + cell("2,0")
                + cell("1,5")
                + cell("Niêm yết lại toàn bộ thủ tục của phòng")
                + cell("Văn phòng Sở")
                + cell("Quý I/2026"),
            )
        ),
        "plan.docx",
    ).rows
    assert [(row.task, row.lead) for row in rows] == [("Niêm yết lại toàn bộ thủ tục của phòng", ("Văn phòng Sở",))]


def test_who_does_it_is_told_by_the_cells_where_no_head_says_it_and_the_target_beside_a_task_is_promised():
    text = (
        "KẾ HOẠCH\nSửa chợ năm 2026\n\nI. NHIỆM VỤ\n\n- Quét lối đi mỗi sáng.\n\nPHỤ LỤC\n\n"
        "| TT | Chỉ tiêu | Nhiệm vụ | Bên giúp việc | Thời hạn |\n|---|---|---|---|---|\n"
        "| 1 | Giảm 15% chi phí điện so với năm 2025 | Thay bóng đèn | Văn phòng Sở | Quý I |\n"
        "| 2 | 90% sạp có biển giá | Phát biển giá cho các sạp | Phòng Thương mại | Quý II |\n"
    )
    reading = read_text(text)
    assert [(row.task, row.lead) for row in reading.rows] == [
        ("Thay bóng đèn", ("Văn phòng Sở",)),
        ("Phát biển giá cho các sạp", ("Phòng Thương mại",)),
    ]
    assert [(one.comparator, one.value) for one in reading.measures] == [("reduce", 15), ("eq", 90)]


def test_a_target_beside_a_task_is_due_with_the_plan_and_one_in_the_task_with_the_task():
    text = (
        "KẾ HOẠCH\nSửa chợ giai đoạn 2026 - 2030\n\nI. NHIỆM VỤ\n\n- Quét lối đi mỗi sáng.\n\nPHỤ LỤC\n\n"
        "| TT | Chỉ tiêu | Nhiệm vụ | Chủ trì | Thời hạn |\n|---|---|---|---|---|\n"
        "| 1 | 90% sạp có biển giá | Phát 300 biển giá cho các sạp | Phòng Thương mại | Năm 2027 |\n"
    )
    assert [(one.value, one.due) for one in read_text(text).measures] == [(90, 2030), (300, 2027)]


def test_a_title_in_one_cell_over_the_whole_table_is_no_head_of_any_column():
    title = cell("PHÂN CÔNG VIỆC TRONG CÁC PHÒNG", across(5))
    first = cell("1") + cell("Rà soát văn bản") + cell("Văn phòng Sở") + cell("Phòng Pháp chế") + cell("Quý II/2026")
    rows = read(plan(table(title, *HEAD, first)), "plan.docx").rows
    assert [(row.no, row.task, row.lead, row.support, row.deadline_text) for row in rows] == [
        ("1", "Rà soát văn bản", ("Văn phòng Sở",), ("Phòng Pháp chế",), "Quý II/2026")
    ]
    heads = cell("TT") + cell("Chỉ tiêu") + cell("Đơn vị tính") + cell("Năm 2026")
    target = cell("1") + cell("Kho có camera") + cell("%") + cell("80")
    found = read(plan(table(cell("CHỈ TIÊU CỦA CÁC KHO", across(4)), heads, target)), "plan.docx").measures
    assert [(one.value, one.unit) for one in found] == [(80, "percent")]


def test_a_task_with_two_products_gives_two_rows_and_a_cell_merged_downwards_counts_for_both():
    rows = read(
        plan(
            table(
                *HEAD,
                cell("1", DOWN)
                + cell("Kiểm tra công vụ", DOWN)
                + cell("Thanh tra Sở")
                + cell("")
                + cell("Hằng quý", DOWN),
                cell("", GO_ON) + cell("", GO_ON) + cell("Văn phòng Sở") + cell("") + cell("", GO_ON),
            )
        ),
        "plan.docx",
    ).rows
    assert [(row.task, row.lead_text, row.deadline.kind) for row in rows] == [
        ("Kiểm tra công vụ", "Thanh tra Sở", "quarterly"),
        ("Kiểm tra công vụ", "Văn phòng Sở", "quarterly"),
    ]


def test_a_cell_over_lead_and_support_belongs_to_the_lead():
    rows = read(
        plan(table(*HEAD, cell("1") + cell("Việc chung") + cell("Các phòng", across(2)) + cell("Thường xuyên"))),
        "a.docx",
    ).rows
    assert [(row.lead, row.support, row.deadline.kind) for row in rows] == [(("Các phòng",), (), "standing")]


def test_a_row_that_a_page_cut_is_one_row():
    rows = read(
        plan(
            table(
                *HEAD,
                cell("1")
                + cell("Rà soát thủ tục nội bộ và công bố")
                + cell("Văn phòng Sở")
                + cell("")
                + cell("Tháng 5/2026"),
                cell("") + cell("") + cell("") + cell("Các phòng") + cell(""),
            )
        ),
        "plan.docx",
    ).rows
    assert [(row.task, row.support) for row in rows] == [("Rà soát thủ tục nội bộ và công bố", ("Các phòng",))]


def test_all_of_one_thing_in_a_cell_is_another_promise_than_all_of_something_near_it():
    text = (
        "KẾ HOẠCH\nChuyển đổi số năm 2026\n\nI. CHỈ TIÊU\n\n- 100% thủ tục được dựng sơ đồ, sơ đồ điện tử.\n\n"
        "PHỤ LỤC\n\n| TT | Nhiệm vụ | Chủ trì | Thời hạn |\n|---|---|---|---|\n"
        "| 1 | Vẽ lại sơ đồ điện tử của thủ tục đổi thời hạn, bảo đảm 100% sơ đồ điện tử được thay trước khi dùng"
        " ở các quầy trong hai nhà tiếp dân | Văn phòng Sở | Quý I |\n| 2 | Sửa quy chế quầy | Văn phòng Sở | Quý I |\n"
    )
    found = read_text(text).measures
    assert [(one.value, one.area, one.row is None) for one in found] == [
        (100, "digital", True),
        (100, "digital", False),
    ]


def test_a_prose_task_knows_its_row_and_a_target_in_a_cell_is_a_measure():
    reading = read(
        plan(
            table(
                *HEAD,
                cell("1")
                + cell("Lập danh mục thủ tục nội bộ trình Giám đốc Sở phê duyệt")
                + cell("Văn phòng Sở")
                + cell("")
                + cell("30/6/2026"),
                cell("2")
                + cell("Số hóa ít nhất 70% hồ sơ lưu trữ")
                + cell("Văn phòng Sở")
                + cell("")
                + cell("Năm 2026"),
            )
        ),
        "plan.docx",
    )
    assert [task.row for task in reading.tasks] == ["a1"]
    assert reading.rows[0].deadline.date == date(2026, 6, 30)
    assert [(one.value, one.comparator, one.row) for one in reading.measures] == [(70.0, "ge", "a2")]


def test_automatic_numbers_and_bullets_make_the_outline():
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.") + level(2, "bullet", "-")
    lists = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    lists += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    body = (
        paragraph("KẾ HOẠCH")
        + paragraph("Cải cách hành chính năm 2026")
        + numbered("MỤC TIÊU", 1)
        + numbered("Đạt từ 90% hồ sơ trực tuyến trở lên.", 1, 1)
        + numbered("NHIỆM VỤ", 1)
        + numbered("Cải cách thủ tục hành chính", 1, 1)
        + numbered("Bố trí người hướng dẫn tại quầy.", 1, 2)
        + numbered("TỔ CHỨC THỰC HIỆN", 1)
        + numbered("Văn phòng Sở", 1, 1)
        + numbered("Đôn đốc các phòng thực hiện.", 1, 2)
    )
    reading = read(docx(body, numbering=lists), "plan.docx")
    assert [(one.value, one.comparator) for one in reading.measures] == [(90.0, "ge")]
    assert [(one.quote, one.area) for one in reading.tasks] == [("Bố trí người hướng dẫn tại quầy.", "procedures")]
    assert [(one.quote, one.unit) for one in reading.duties] == [("Đôn đốc các phòng thực hiện.", "Văn phòng Sở")]
    assert reading.tasks[0].path == ("II. NHIỆM VỤ", "1. Cải cách thủ tục hành chính")


def test_a_table_in_markdown_is_an_annex_too():
    text = (
        "# KẾ HOẠCH\n\nCải cách năm 2026\n\nPHỤ LỤC\n\n| STT | Nhiệm vụ | Thời gian | Chủ trì |\n|---|---|---"
        "|---|\n| 1 | Tập huấn nghiệp vụ | Tháng 3 | Văn phòng Sở |\n"
    )
    assert [(row.task, row.deadline.month, row.lead) for row in read_text(text).rows] == [
        ("Tập huấn nghiệp vụ", 3, ("Văn phòng Sở",))
    ]


def test_a_table_that_goes_on_without_its_head_keeps_its_first_row():
    first = table(
        cell("TT") + cell("Nhiệm vụ") + cell("Chủ trì") + cell("Thời hạn"),
        cell("1") + cell("Dọn kho lưu trữ của Sở") + cell("Văn phòng Sở") + cell("Quý I"),
    )
    second = table(
        cell("2") + cell("Sửa trang thông tin") + cell("Phòng Công nghệ") + cell("Quý II"),
        cell("3") + cell("Đo tốc độ đường truyền") + cell("Phòng Công nghệ") + cell("Quý IV"),
    )
    assert [one.no for one in read(plan(first, paragraph(""), second), "a.docx").rows] == ["1", "2", "3"]


def test_a_column_of_fields_names_the_field_of_each_row_and_its_area():
    rows = (
        cell("TT", DOWN) + cell("Lĩnh vực") + cell("Nhiệm vụ") + cell("Chủ trì") + cell("Thời hạn"),
        cell("1") + cell("Thể chế", DOWN) + cell("Lập danh mục văn bản") + cell("Văn phòng Sở") + cell("Quý I"),
        cell("2") + cell("", GO_ON) + cell("Gửi danh mục đi lấy ý kiến") + cell("Văn phòng Sở") + cell("Quý II"),
        cell("3") + cell("Tài chính công") + cell("Kiểm kê kho cũ") + cell("Phòng Kế hoạch") + cell("Quý III"),
    )
    found = read(plan(table(*rows)), "a.docx").rows
    assert [(one.field, one.area) for one in found] == [
        ("Thể chế", "institution"),
        ("Thể chế", "institution"),
        ("Tài chính công", "finance"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "facts"),
    [
        ("Trước ngày 30/6/2026", "date", {"date": date(2026, 6, 30)}),
        ("Ngày 15 tháng 4", "date", {"date": date(2026, 4, 15)}),
        ("Quý III", "quarter", {"quarter": 3, "year": 2026}),
        ("Trong quý I năm 2027", "quarter", {"quarter": 1, "year": 2027}),
        ("Tháng 9/2026", "month", {"month": 9, "year": 2026}),
        ("10/2026", "month", {"month": 10, "year": 2026}),
        ("Năm 2026", "year", {"year": 2026}),
        ("Hằng năm", "yearly", {}),
        ("Hàng tháng", "monthly", {}),
        ("Trước ngày 05 của tháng liền kề", "monthly", {"day": 5}),
        ("Trước ngày 31/01 năm liền kề", "yearly_date", {"day": 31, "month": 1}),
        ("Tháng 01 hằng năm", "yearly_month", {"month": 1}),
        ("Thường xuyên", "standing", {}),
        ("Theo kế hoạch của UBND tỉnh", "by_reference", {"reference": "Theo kế hoạch của UBND tỉnh"}),
        ("Khi có yêu cầu", "on_request", {}),
        ("Sau 03 tháng kể từ khi có hướng dẫn", "relative", {}),
        ("6 tháng đầu năm 2026", "half", {"half": 1, "year": 2026}),
        ("Giai đoạn 2026 - 2030", "period_end", {"year": 2030}),
        ("Bắt đầu từ năm 2026", "from_year", {"year": 2026}),
        ("Trước mùng 6/5", "date", {"day": 6, "month": 5, "year": 2026}),
        ("Mồng 3 hằng tháng", "monthly", {"day": 3}),
        ("Như mục 4", "by_reference", {"reference": "Như mục 4"}),
        ("Ngay khi Thông tư có hiệu lực", "relative", {"reference": "Ngay khi Thông tư có hiệu lực"}),
        ("Từ 01/3/2026 đến 30/9/2026", "date", {"date": date(2026, 9, 30)}),
        ("Tháng 2/2026 - 11/2026", "month", {"month": 11, "year": 2026}),
        ("Quý II+III", "quarter", {"quarter": 3, "year": 2026}),
        ("chưa rõ", "unknown", {}),
    ],
)
def test_a_deadline_is_read_in_its_kind(text, kind, facts):
    found = deadlines.read(text, 2026)[0]
    assert found.kind == kind
    assert {name: getattr(found, name) for name in facts} == facts
