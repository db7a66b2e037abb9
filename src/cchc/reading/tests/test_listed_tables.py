"""Tables of tasks that no word "phụ lục" tells of, with heads that nobody listed; and tables that are none."""

import pytest

from cchc.reading import read, read_text
from cchc.reading.testing import cell, docx, paragraph, table

BODY = (
    "KẾ HOẠCH\nCải cách hành chính năm 2026\n\nI. NHIỆM VỤ\n\n- Công khai thủ tục mới trên trang của Sở.\n\n"
    "Nơi nhận:\n- Lưu: VT.\n\nGIÁM ĐỐC\n\n"
)
ROWS = [
    "1\t{} chợ hạng ba của tỉnh\tPhòng Thương mại\tQuý II/2026",
    "2\t{} kho hàng của các huyện\tVăn phòng Sở\tTháng 9/2026",
]
TASKS = [row.format("Rà soát hồ sơ cấp phép các") for row in ROWS]


def text(title: str, head: str, rows: list[str]) -> str:
    return "\n".join((BODY + title, "", head, *rows, ""))


@pytest.mark.parametrize(
    "title", ["DANH MỤC NHIỆM VỤ", "BIỂU PHÂN CÔNG", "BẢNG TỔNG HỢP CÔNG VIỆC", "KẾ HOẠCH CHI TIẾT", ""]
)
@pytest.mark.parametrize("task", ["Việc phải làm", "Công việc", "Đầu việc", "Phần việc", "Điều phải xong"])
def test_a_table_behind_the_signature_is_read_whatever_it_and_its_column_are_called(title, task):
    reading = read_text(text(title, f"TT\t{task}\tĐơn vị chủ trì\tThời hạn", TASKS))
    assert [(row.task, row.lead, row.deadline_text) for row in reading.rows] == [
        (cells[1], (cells[2],), cells[3]) for cells in (row.split("\t") for row in TASKS)
    ]
    assert [one.title for one in reading.sections if one.kind == "annex"] == [title] * bool(title)


@pytest.mark.parametrize(
    "who", ["Đơn vị", "Bộ phận", "Bộ phận làm", "Ai làm", "Giao cho", "Nơi làm", "Người làm", "Các phòng"]
)
@pytest.mark.parametrize("when", ["Hạn", "Hạn xong", "Hạn cuối", "Hạn nộp", "Xong trước ngày", "Khi nào", "Ngày trình"])
def test_who_and_by_when_are_told_by_many_words(who, when):
    (row, _) = read_text(text("DANH MỤC", f"TT\tCông việc\t{who}\t{when}", TASKS)).rows
    assert (row.lead, row.deadline_text) == (("Phòng Thương mại",), "Quý II/2026")


@pytest.mark.parametrize("head", ["Cùng làm", "Cùng thực hiện", "Đơn vị tham gia", "Hỗ trợ", "Người giúp việc"])
def test_who_helps_is_told_by_many_words(head):
    rows = [f"{row}\tThanh tra tỉnh" for row in TASKS]
    (row, _) = read_text(text("DANH MỤC", f"TT\tCông việc\tĐầu mối\tHạn\t{head}", rows)).rows
    assert (row.lead, row.support) == (("Phòng Thương mại",), ("Thanh tra tỉnh",))


@pytest.mark.parametrize("ditto", ["nt", "-nt-", "Như trên", "- nt -"])
def test_as_above_means_what_the_row_above_says(ditto):
    rows = [TASKS[0], "\t".join((*TASKS[1].split("\t")[:2], ditto, ditto))]
    (first, second) = read_text(text("DANH MỤC", "TT\tCông việc\tBộ phận\tHạn", rows)).rows
    assert (second.lead, second.deadline_text) == (first.lead, first.deadline_text)


def test_cells_one_a_line_are_read_under_any_title():
    cells = "\n".join(("TT", "Việc phải làm", "Đơn vị chủ trì", "Thời hạn", *TASKS)).replace("\t", "\n")
    title = "BIỂU PHÂN CÔNG\n(Kèm theo Kế hoạch số 27/KH-SCT ngày 14/01/2026)"
    assert [row.no for row in read_text(f"{BODY}{title}\n\n{cells}\n").rows] == ["1", "2"]


@pytest.mark.parametrize(
    "head",
    [
        "TT\tHọ và tên\tĐơn vị thực hiện\tThời gian",
        "TT\tĐịa điểm kiểm tra\tĐơn vị phối hợp\tThời gian",
        "TT\tĐơn vị được kiểm tra\tTrách nhiệm\tThời gian",
        "TT\tTên văn bản\tCơ quan ban hành\tNgày",
        "TT\tThủ tục hành chính\tCơ quan thực hiện\tThời hạn giải quyết",
        "TT\tLoại hồ sơ\tĐơn vị thực hiện\tThời gian",
        "TT\tLớp học\tĐơn vị\tThời gian",
        "TT\tNội dung lớp tập huấn\tĐơn vị tổ chức\tThời gian",
        "TT\tNội dung\tĐơn vị phụ trách lớp học\tThời gian",
        "TT\tHồ sơ\tĐơn vị\tSố việc quá hạn",
    ],
)
def test_a_table_of_people_places_or_papers_sets_out_no_tasks(head):
    assert not read_text(text("DANH MỤC", head, TASKS)).rows


def test_a_table_that_looks_like_tasks_and_was_not_read_is_told():
    short = [row.replace("Rà soát hồ sơ cấp phép các ", "") for row in TASKS]
    unread = text("DANH MỤC", "TT\tĐịa điểm\tĐơn vị chủ trì\tThời hạn", short)
    (found,) = (one for one in read_text(unread).findings if one.rule == "table.unread")
    assert unread.count("Địa điểm") == 1
    assert "không đọc được" in found.message_vi
    assert "not read" in found.message_en
    read_one = text("DANH MỤC", "TT\tViệc\tĐơn vị chủ trì\tThời hạn", TASKS)
    plain = text("DANH MỤC", "TT\tHọ và tên\tChức vụ\tĐiện thoại", TASKS)
    for other in (read_one, plain):
        assert "table.unread" not in {one.rule for one in read_text(other).findings}


def test_another_document_behind_the_signature_gives_no_rows():
    other = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nBÁO CÁO\n\nBIỂU PHÂN CÔNG"
    assert not read_text(text(other, "TT\tCông việc\tĐơn vị chủ trì\tThời hạn", TASKS)).rows


def test_a_line_break_in_a_cell_parts_units_and_leaves_other_texts_as_they_were():
    line = "@"
    grid = table(
        cell("TT") + cell("Nhiệm vụ") + cell("Chủ trì") + cell("Phối hợp") + cell("Thời hạn"),
        cell("1")
        + cell(f"Rà soát thủ tục{line}về chợ")
        + cell(f"Phòng Kế hoạch -{line}Tài chính")
        + cell(f"Phòng Thương mại{line}Văn phòng Sở")
        + cell(f"Trước{line}30/6/2026"),
    )
    signed = table(cell(f"Nơi nhận:{line}- Lưu: VT.") + cell(f"KT. GIÁM ĐỐC{line}PHÓ GIÁM ĐỐC{line}Quách Thị Mơ"))
    heads = [paragraph(one) for one in ("KẾ HOẠCH", "Cải cách hành chính năm 2026", "I. NHIỆM VỤ")]
    reading = read(docx("".join((*heads, grid, signed)).replace(line, "</w:t><w:br/><w:t>")), "plan.docx")
    (row,) = reading.rows
    assert (row.task, row.deadline_text) == ("Rà soát thủ tục về chợ", "Trước 30/6/2026")
    assert (row.lead, row.support) == (("Phòng Kế hoạch - Tài chính",), ("Phòng Thương mại", "Văn phòng Sở"))
    assert "layout.signature-missing" not in {one.rule for one in reading.findings}


def test_a_table_without_rows_is_passed_over():
    heads = "<tr><td>TT</td><td>Nhiệm vụ</td><td>Chủ trì</td><td>Thời hạn</td></tr>"
    row = "<tr><td>1</td><td>Rà soát thủ tục về chợ</td><td>Phòng Thương mại</td><td>Trước 30/6/2026</td></tr>"
    page = f"<p>KẾ HOẠCH</p><p>I. NHIỆM VỤ</p><table></table><table>{heads}{row}</table><table></table>"
    assert [row.task for row in read(page.encode(), "plan.html").rows] == ["Rà soát thủ tục về chợ"]
