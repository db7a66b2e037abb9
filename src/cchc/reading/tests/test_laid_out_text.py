"""Tables in text that was laid out by spaces: found whole, and never made of prose."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.reading import read, read_text
from cchc.reading.sources import laid_out

PLANS = Path(os.environ.get("CCHC_SHARED", Path(__file__).resolve().parents[5] / "shared")) / "samples" / "plans"

TARGETS = """
TT    Chỉ tiêu          Đơn vị    Thực hiện      Kế hoạch
                        tính      năm 2026    Năm 2027   Đến năm
                                                         2030
1     Tỷ lệ hồ sơ       %            91,5       ≥ 95       99
      đúng hạn
2     Kim ngạch bán lẻ Tỷ USD        2,1        2,4        3
      qua mạng
3     Số chợ đạt chuẩn  chợ          12         15         20
"""
TASKS = """
STT   Nhiệm vụ          Cơ quan thực hiện           Thời hạn
                        Chủ trì       Phối hợp
(1)   (2)               (3)           (4)           (5)
I     Cải cách thể chế
1     Rà soát danh      Thanh tra Sở  Các phòng     Quý II
      mục văn bản
2     Công khai kết                   Văn phòng Sở  Hằng tháng
      quả chấm điểm
II    Chuyển đổi số
1     Nối dữ liệu chợ   Văn phòng Sở                31/10/202
      của tỉnh                                      7
"""
MIDDLE = """
STT         Nội dung               Chủ trì        Thời hạn

      Ban hành quy chế tiếp
 1    nhận hồ sơ, công khai tại    Văn phòng      Quý I
      bộ phận một cửa
      Lập danh mục dữ liệu dùng    Phòng Chuyển
 2                                                Tháng 5
      chung                        đổi số
"""


def only(text):
    (found,) = laid_out.find(text.split("\n"))
    return found.table


def test_a_table_of_targets_with_a_head_of_three_lines_and_a_full_cell():
    assert only(TARGETS).rows == (
        ("TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện năm 2026", "Kế hoạch Năm 2027", "Đến năm 2030"),
        ("1", "Tỷ lệ hồ sơ đúng hạn", "%", "91,5", "≥ 95", "99"),
        ("2", "Kim ngạch bán lẻ qua mạng", "Tỷ USD", "2,1", "2,4", "3"),
        ("3", "Số chợ đạt chuẩn", "chợ", "12", "15", "20"),
    )


def test_a_table_of_tasks_with_groups_empty_cells_and_a_broken_year():
    table = only(TASKS)
    assert table.rows[1:] == (
        ("(1)", "(2)", "(3)", "(4)", "(5)"),
        ("I", "Cải cách thể chế", "", "", ""),
        ("1", "Rà soát danh mục văn bản", "Thanh tra Sở", "Các phòng", "Quý II"),
        ("2", "Công khai kết quả chấm điểm", "", "Văn phòng Sở", "Hằng tháng"),
        ("II", "Chuyển đổi số", "", "", ""),
        ("1", "Nối dữ liệu chợ của tỉnh", "Văn phòng Sở", "", "31/10/2027"),
    )
    assert {(2, 2), (5, 4)} <= table.beside


def test_numbers_may_stand_in_the_middle_of_their_rows():
    assert only(MIDDLE).rows[1:] == (
        ("1", "Ban hành quy chế tiếp nhận hồ sơ, công khai tại bộ phận một cửa", "Văn phòng", "Quý I"),
        ("2", "Lập danh mục dữ liệu dùng chung", "Phòng Chuyển đổi số", "Tháng 5"),
    )


def test_a_table_goes_on_over_a_page_that_is_laid_out_anew():
    below = """\f                          2

STT   Nhiệm vụ          Cơ quan thực hiện           Thời hạn
                        Chủ trì       Phối hợp
    quy trình nội bộ
2   Mở gian hàng          Sở Công Thương  UBND xã     Quý III
    số của tỉnh
"""
    above = TASKS.partition("2     Công khai")[0].rstrip() + "\n"
    rows = only(above + below).rows
    assert rows[-2][1] == "Rà soát danh mục văn bản quy trình nội bộ"
    assert rows[-1] == ("2", "Mở gian hàng số của tỉnh", "Sở Công Thương", "UBND xã", "Quý III")


@pytest.mark.parametrize(
    "behind",
    [
        "2.Nhóm chỉ tiêu khác:",
        "II. NHIỆM VỤ",
        "2.    Về tài sản công",
        "                   PHỤ LỤC II",
        "Nơi nhận:                  GIÁM ĐỐC",
        "- Rà soát thủ tục hành chính.",
    ],
)
def test_a_table_ends_at_what_is_no_row_of_it(behind):
    (found,) = laid_out.find((TARGETS + behind + "\n\nVăn bản đi tiếp.").split("\n"))
    assert found.end == TARGETS.count("\n")
    assert len(found.table.rows) == 4


@pytest.mark.parametrize(
    "text",
    [
        "SỞ CÔNG THƯƠNG          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/KH-SCT          An Sơn, ngày 5/1/2027",
        "1.    Nhiệm vụ  của Sở      là rà soát.\n2.    Chủ trì  phối hợp.",
        "TT   Họ và tên        Quê quán\n1    Lê A             An Sơn\n2    Lê B             An Hải",
        "STT   Nhiệm vụ   Chủ trì   Thời hạn\nVăn bản này có hiệu lực.\n1    Điều khoản   cuối",
        "TT Nhiệm vụ Chủ trì Thời hạn\n1 Rà soát Văn phòng Quý II",
    ],
)
def test_prose_and_other_lists_are_no_tables(text):
    assert not laid_out.find(text.split("\n"))


def test_what_the_table_says_is_read_as_from_a_document():
    reading = read_text(
        "KẾ HOẠCH\nPhát triển thương mại năm 2027\n\nI. CHỈ TIÊU\n" + TARGETS + "\nII. NHIỆM VỤ\n" + TASKS
    )
    found = {(one.phrase, one.value, one.comparator, one.due) for one in reading.measures}
    assert ("Tỷ lệ hồ sơ đúng hạn", 95, "ge", 2027) in found
    assert ("Kim ngạch bán lẻ qua mạng", 3, "eq", 2030) in found
    assert next((row.task, row.lead, row.deadline_text) for row in reading.rows) == (
        "Rà soát danh mục văn bản",
        ("Thanh tra Sở",),
        "Quý II",
    )
    assert [row.field for row in reading.rows] == ["Cải cách thể chế", "Cải cách thể chế", "Chuyển đổi số"]


_WORDS = st.sampled_from(
    ["TT", "STT", "Nhiệm vụ", "Chủ trì", "Năm 2027", "1", "2", "I", "A", "(1)", "rà", "95 %", "\f"]
)
_LINES = st.lists(st.tuples(_WORDS, st.sampled_from([" ", "  ", "       ", "\n", "\n\n"])), max_size=80)


@given(_LINES)
def test_whatever_is_written_no_line_is_taken_twice(pieces):
    raws = "".join(word + white for word, white in pieces).split("\n")
    found = laid_out.find(raws)
    taken = [number for one in found for number in range(one.start, one.end)]
    assert len(taken) == len(set(taken))
    assert all(len(set(map(len, one.table.rows))) == 1 for one in found)


@pytest.mark.real
@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_no_prose_of_a_real_plan_becomes_a_table(name):
    path = PLANS / f"{name}.txt"
    if not path.exists():
        pytest.skip(f"no real plan at {path}")
    assert not laid_out.find(path.read_text(encoding="utf-8").split("\n"))
    assert read(path.read_bytes(), path.name).text
