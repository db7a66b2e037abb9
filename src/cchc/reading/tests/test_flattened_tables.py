"""Tables in text that was taken out of a document's cells: one a line, or parted by bars and tabs."""

import pytest

from cchc.reading import read_text
from cchc.reading.blocks import Table
from cchc.reading.sources import flattened, load

FULL = """TT
Chỉ tiêu
Đơn vị tính
Năm 2027
Năm 2030
1
Tỷ lệ hồ sơ đúng hạn
%
95
99
2
Số chợ đạt chuẩn
chợ
3
20
II. NHIỆM VỤ
"""
REPEATED = """STT
Nhiệm vụ
Phân công
Phân công
Thời hạn
STT
Nhiệm vụ
Chủ trì
Phối hợp
Thời hạn
I
Cải cách thể chế
Cải cách thể chế
Cải cách thể chế
Cải cách thể chế
1
Rà soát văn bản
Thanh tra Sở

Quý II
2
Công khai kết quả

Văn phòng Sở
Hằng tháng
Nơi nhận:
"""
BELOW = """TT
Nội dung
Phân công
Thời hạn
Đơn vị chủ trì
Đơn vị phối hợp
1
Rà soát văn bản
Thanh tra Sở
Các phòng
Quý II
2
Công khai kết quả
Văn phòng Sở
Phòng Quản lý
Hằng tháng
"""
HEAD = ("STT", "Nhiệm vụ", "Phân công Chủ trì", "Phân công Phối hợp", "Thời hạn")


def only(text):
    (found,) = flattened.find(text.split("\n"))
    return found


def test_cells_one_a_line_are_the_rows_of_their_table():
    found = only("Chỉ tiêu của năm:\n" + FULL)
    assert (found.start, FULL.split("\n")[found.end - 1]) == (1, "II. NHIỆM VỤ")
    assert found.table.rows == (
        ("TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2027", "Năm 2030"),
        ("1", "Tỷ lệ hồ sơ đúng hạn", "%", "95", "99"),
        ("2", "Số chợ đạt chuẩn", "chợ", "3", "20"),
    )


def test_empty_lines_may_stand_between_all_cells():
    assert only(FULL.replace("\n", "\n\n")).table == only(FULL).table


def test_empty_lines_are_empty_cells_and_merged_cells_are_said_once():
    table = only(REPEATED).table
    assert table.rows == (
        HEAD,
        ("I", "Cải cách thể chế", "", "", ""),
        ("1", "Rà soát văn bản", "Thanh tra Sở", "", "Quý II"),
        ("2", "Công khai kết quả", "", "Văn phòng Sở", "Hằng tháng"),
    )
    assert table.beside == {(1, 2), (1, 3), (1, 4)}


def test_names_below_another_name_take_its_place():
    table = only(BELOW).table
    assert table.rows[0] == ("TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn")
    assert table.rows[2] == ("2", "Công khai kết quả", "Văn phòng Sở", "Phòng Quản lý", "Hằng tháng")


@pytest.mark.parametrize(
    ("short", "row"),
    [
        ("3\nNâng cấp mạng\nVăn phòng Sở\nTrước 30/6\n", ("3", "Nâng cấp mạng", "Văn phòng Sở", "", "Trước 30/6")),
        ("3\nNâng cấp mạng\nHằng tháng\n", ("3", "Nâng cấp mạng", "", "", "Hằng tháng")),
    ],
)
def test_a_cell_that_left_no_line_is_missed_by_what_the_others_say(short, row):
    text = BELOW.replace("Đơn vị chủ trì\nĐơn vị phối hợp\n", "").replace("Phân công", "Chủ trì\nPhối hợp")
    rows = {one[1]: one for one in only(text + short).table.rows}
    assert rows["Nâng cấp mạng"][:2] + rows["Nâng cấp mạng"][-1:] == row[:2] + row[-1:]


@pytest.mark.parametrize(
    "text",
    [
        "STT\nNhiệm vụ của Sở trong năm là rà soát.\n1\nChủ trì việc này.\n2\nPhối hợp việc kia.\n",
        "TT\nHọ và tên\nQuê quán\n1\nLê A\nAn Sơn\n2\nLê B\nAn Hải\n",
        "TT\nNhiệm vụ\nChủ trì\nThời hạn\n1\nRà soát\n2\nCông khai\n",
        "1\n2\n3\nTT\n",
    ],
)
def test_other_lines_that_hold_numbers_are_no_table(text):
    assert not flattened.find(text.split("\n"))


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_bars_and_tabs_part_cells_and_what_merged_cells_repeat_is_said_once(mark):
    rows = [
        ("STT", "Nhiệm vụ", "Phân công", "Phân công", "Thời hạn"),
        ("STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"),
        ("I", "Thể chế", "Thể chế", "Thể chế", "Thể chế"),
        ("1", "Rà soát văn bản", "Thanh tra Sở", "Các phòng", "Quý II"),
    ]
    text = "KẾ HOẠCH\n" + "\n".join(map(mark.join, rows)) + "\nHết."
    (table,) = [line for line in load(text.encode(), "a.txt").lines if isinstance(line, Table)]
    assert table.rows == (
        ("STT", "Nhiệm vụ", "Phân công", "", "Thời hạn"),
        ("", "", "Chủ trì", "Phối hợp", ""),
        ("I", "Thể chế", "", "", ""),
        rows[3],
    )
    assert {(0, 3), (2, 2), (2, 3), (2, 4)} == table.beside
    assert {(1, 0), (1, 1), (1, 4)} <= table.merged


def test_flattened_tables_say_what_the_document_says():
    reading = read_text("KẾ HOẠCH\nCải cách năm 2027\n\nI. CHỈ TIÊU\n" + FULL + "- Rà soát quy chế.\nPHỤ LỤC\n" + BELOW)
    assert {(one.phrase, one.value, one.due) for one in reading.measures} == {
        ("Tỷ lệ hồ sơ đúng hạn", 95, 2027),
        ("Tỷ lệ hồ sơ đúng hạn", 99, 2030),
        ("Số chợ đạt chuẩn", 3, 2027),
        ("Số chợ đạt chuẩn", 20, 2030),
    }
    assert [(row.task, row.lead, row.support, row.deadline_text) for row in reading.rows] == [
        ("Rà soát văn bản", ("Thanh tra Sở",), ("Các phòng",), "Quý II"),
        ("Công khai kết quả", ("Văn phòng Sở",), ("Phòng Quản lý",), "Hằng tháng"),
    ]


def test_rows_parted_by_bars_may_have_an_empty_line_between_them():
    """A title of a group is printed in each column that its cell covered."""
    rows = (
        "TT | Nhiệm vụ, đề án | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian trình | Sản phẩm",
        "I | Hoàn thiện quy định về chợ | Hoàn thiện quy định về chợ | Hoàn thiện quy định về chợ "
        "| Hoàn thiện quy định về chợ | Hoàn thiện quy định về chợ",
        "1 | Tổng kết việc giao chợ cho hợp tác xã | Sở Công Thương | Các xã | 2026 | Báo cáo",
        "2 | Đề án kho lạnh ở chợ đầu mối | Sở Công Thương | Sở Tài chính | Quý II/2027 | Đề án",
    )
    text = "KẾ HOẠCH\nPhát triển chợ năm 2026\n\nI. NHIỆM VỤ\n\n- Sửa đường vào chợ.\n\nPHỤ LỤC\n\nNHIỆM VỤ CỤ THỂ\n\n"
    found = read_text(text + "\n\n".join(rows) + "\n").rows
    assert [(one.field, one.task, one.lead, one.deadline_text) for one in found] == [
        ("Hoàn thiện quy định về chợ", "Tổng kết việc giao chợ cho hợp tác xã", ("Sở Công Thương",), "2026"),
        ("Hoàn thiện quy định về chợ", "Đề án kho lạnh ở chợ đầu mối", ("Sở Công Thương",), "Quý II/2027"),
    ]


def test_a_line_that_names_the_group_of_the_rows_below_does_not_end_a_table_of_tabs():
    rows = (
        "TT\tNội dung\tChủ trì\tThời hạn",
        "I\tThể chế",
        "1\tRà soát quy chế của kho\tVăn phòng Sở\tQuý I",
        "Công vụ",
        "2\tChấm công bằng sổ điện tử\tPhòng Tổ chức\tQuý II",
    )
    head = "KẾ HOẠCH\nGiữ kho năm 2026\n\nI. NHIỆM VỤ\n\n- Kiểm kê kho.\n\nPHỤ LỤC\n\n"
    found = read_text(head + "\n".join(rows) + "\n").rows
    assert [(row.no, row.field, row.task, row.lead) for row in found] == [
        ("1", "Thể chế", "Rà soát quy chế của kho", ("Văn phòng Sở",)),
        ("2", "Công vụ", "Chấm công bằng sổ điện tử", ("Phòng Tổ chức",)),
    ]
