"""Tables in text copied out of a PDF: cells on lines of their own, wrapped, the first one behind its number."""

import textwrap
from collections import Counter
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.reading import read_text
from cchc.reading.sources import flattened

WIDE = {
    "Nhiệm vụ": 44,
    "Nội dung công việc": 40,
    "Đơn vị chủ trì": 20,
    "Đơn vị phối hợp": 20,
    "Lãnh đạo Sở chỉ đạo": 22,
    "Sản phẩm": 21,
    "Thời gian hoàn thành": 14,
    "Kinh phí": 12,
    "Ghi chú": 12,
}
GROUP_A, GROUP_B = ("I", "Phát triển chợ và cửa hàng ở các xã miền núi"), ("II", "Quản lý giá")
TASKS = (
    "Khảo sát nhu cầu kho lạnh của các hợp tác xã trên địa bàn, lập danh sách trình Sở xem xét",
    "Kiểm định cân đối chứng ở chợ",
    "Tập huấn ghi sổ bán hàng cho hộ kinh doanh; phát tối thiểu 300 cuốn sổ mẫu trước mùa lễ hội",
    "Xây dựng bản đồ số điểm bán hàng bình ổn giá",
)
LEADS = (
    "Phòng Quản lý thương mại",
    "Chi cục Tiêu chuẩn Đo lường Chất lượng",
    "Trung tâm Xúc tiến đầu tư",
    "Văn phòng Sở",
)
SUPPORTS = ("Sở Nông nghiệp và Môi trường", "UBND các xã, phường", "Các phòng, đơn vị liên quan", "Công an tỉnh")
PRODUCTS = (
    "Báo cáo kèm danh sách hợp tác xã",
    "Biên bản kiểm định",
    "Lớp tập huấn",
    "Dự thảo Quyết định của UBND tỉnh",
)
TIMES = ("Trước ngày 31/3/2027", "Hằng quý", "Quý II/2027", "Thường xuyên, báo cáo trong tháng 11/2027")
COLUMNS = {
    "Nhiệm vụ": TASKS,
    "Nội dung công việc": TASKS,
    "Đơn vị chủ trì": LEADS,
    "Đơn vị phối hợp": SUPPORTS,
    "Lãnh đạo Sở chỉ đạo": ("Giám đốc Sở", "Phó Giám đốc Sở", "Giám đốc Sở", "Phó Giám đốc Sở"),
    "Sản phẩm": PRODUCTS,
    "Thời gian hoàn thành": TIMES,
    "Kinh phí": ("50 triệu đồng", "Chi thường xuyên", "120 triệu đồng", "Kinh phí tự chủ"),
    "Ghi chú": ("", "", "Hai lớp", ""),
}
HEADS = (
    ("Nhiệm vụ", "Đơn vị chủ trì", "Thời gian hoàn thành"),
    ("Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành"),
    ("Nội dung công việc", "Thời gian hoàn thành", "Đơn vị chủ trì", "Sản phẩm"),
    ("Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm", "Thời gian hoàn thành"),
    ("Nhiệm vụ", "Sản phẩm", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành", "Kinh phí"),
    ("Nhiệm vụ", "Lãnh đạo Sở chỉ đạo", "Đơn vị chủ trì", "Sản phẩm", "Thời gian hoàn thành", "Ghi chú"),
)


def copied_head(names):
    """The head as it is copied: names run on, a name that was wrapped goes on with the next line."""
    *first, last = textwrap.wrap(" ".join(("TT", *names)), 38)
    return [*first, last]


def copied_row(number, names, cells, *, kept, beside=False):
    """The lines of a row; `beside`: a cell stands on the line of the one before it where that has only one."""
    lines, single = [], False
    for name, cell in zip(names, cells, strict=True):
        wrapped = textwrap.wrap(cell, WIDE[name])
        own = [line + (" " if kept else "") for line in wrapped[:-1]] + wrapped[-1:]
        if beside and single and own:
            lines[-1] += f" {own.pop(0)}"
        lines += own
        single = len(wrapped) == 1
    return [f"{number} {lines[0]}", *lines[1:]]


def copied(names, *, kept, empty=(), stop="", beside=False):
    """A table of two groups and four rows, a page's number behind the second row, the head again on the new page."""
    rows, lines = [("TT", *names)], copied_head(names)
    for number in range(4):
        if number in (0, 2):
            sign, title = GROUP_A if number == 0 else GROUP_B
            rows.append((sign, title, *[""] * (len(names) - 1)))
            lines += copied_row(sign, ["Nhiệm vụ"], [title], kept=kept)
        cells = ["" if (number, name) in empty else COLUMNS[name][number] for name in names]
        rows.append((f"{number + 1}{stop}", *cells))
        lines += copied_row(f"{number + 1}{stop}", names, cells, kept=kept, beside=beside)
        if number == 1:
            lines += ["", "7", "", *copied_head(names)]
    return lines, tuple(rows)


BEFORE = ["KẾ HOẠCH", "Quản lý thương mại năm 2027", "1. Phòng Quản lý thương mại chủ trì việc này.", ""]
AFTER = ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]


def plain(table):
    return tuple(tuple(" ".join(cell.split()) for cell in row) for row in table.rows)


@pytest.mark.parametrize("names", HEADS, ids=lambda names: str(len(names) + 1) + names[1])
@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("stop", ["", "."])
def test_wrapped_cells_of_a_copied_table_are_told(names, kept, stop):
    lines, rows = copied(names, kept=kept, stop=stop)
    (found,) = flattened.find([*BEFORE, *lines, *AFTER])
    assert plain(found.table) == rows
    assert (found.start, found.end) == (len(BEFORE), len(BEFORE) + len(lines))
    assert {(1, at) for at in range(2, len(rows[0]))} <= found.table.beside


@pytest.mark.parametrize("names", HEADS[:5], ids=lambda names: str(len(names) + 1) + names[1])
@pytest.mark.parametrize("kept", [True, False])
def test_cells_on_the_line_of_the_one_before_them_are_told(names, kept):
    lines, rows = copied(names, kept=kept, beside=True)
    (found,) = flattened.find([*lines, *AFTER])
    assert plain(found.table) == rows


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize(
    "empty", [(0, "Đơn vị phối hợp"), (2, "Sản phẩm"), (3, "Đơn vị phối hợp"), (1, "Thời gian hoàn thành")]
)
def test_an_empty_cell_of_a_copied_table_is_missed_by_what_the_others_say(kept, empty):
    lines, rows = copied(HEADS[3], kept=kept, empty=(empty,))
    (found,) = flattened.find([*lines, *AFTER])
    assert plain(found.table) == rows


@pytest.mark.parametrize(
    "head",
    [
        "TT Nội dung công việc Đơn vị chủ trì Đơn vị\nphối hợp\nSản phẩm Thời gian\nhoàn thành",
        "STT\nNỘI DUNG\nCÔNG VIỆC\nĐƠN VỊ CHỦ TRÌ ĐƠN VỊ\nPHỐI HỢP\nSẢN PHẨM\nTHỜI GIAN HOÀN THÀNH",
        "TT Nội dung công việc Đơn vị chủ trì Đơn vị phối hợp\nSản phẩm Thời gian hoàn thành\n(1) (2) (3) (4) (5) (6)",
        "TT Nội dung công việc Đơn vị chủ trì Đơn vị phối hợp\nSản phẩm Thời gian hoàn thành\n1\n2\n3\n4\n5\n6",
    ],
)
def test_heads_of_copied_tables_run_together_in_many_ways(head):
    lines, rows = copied(HEADS[3], kept=True)
    own = lines[len(copied_head(HEADS[3])) : lines.index("7") - 1]
    (found,) = flattened.find([*head.split("\n"), *own, *AFTER])
    assert plain(found.table)[1:] == rows[1:4]
    assert [name.capitalize() for name in found.table.rows[0][1:]] == list(HEADS[3])


def test_a_name_over_two_others_is_said_with_them():
    lines, _ = copied(HEADS[1], kept=True)
    own = lines[len(copied_head(HEADS[1])) :]
    head = ["TT Nội dung công việc Phân công thực hiện Thời hạn", "Chủ trì Phối hợp"]
    (found,) = flattened.find([*head, *own])
    assert found.table.rows[0] == (
        "TT",
        "Nội dung công việc",
        "Phân công thực hiện Chủ trì",
        "Phân công thực hiện Phối hợp",
        "Thời hạn",
    )


DOTTED = """TT Nội dung nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời gian thực hiện Sản phẩm
A NHÓM NHIỆM VỤ VỀ CHỢ
1 Hoàn thiện quy định
1.1 Rà soát quy định về chợ trên địa bàn
Sở Công Thương
- Các sở, ngành;
- UBND các xã
2026-2027
Báo cáo
1.2 Trình ban hành Nghị quyết
Sở Tài chính
Quý IV/2026
Nghị quyết của HĐND
tỉnh
B NHÓM NHIỆM VỤ VỀ DỮ LIỆU
2 Nối dữ liệu dân cư
Công an tỉnh
Sở Khoa học và Công nghệ
Hằng năm
Dữ liệu"""
APART = """STT NHIỆM VỤ CHỦ TRÌ PHỐI HỢP THỜI HẠN KẾT QUẢ
1.
Rà soát thủ tục nội bộ của các
phòng
VP Sở
Các phòng
31/3/2026
Danh mục
2.
Tổ chức đối thoại
Lãnh đạo Sở
Hội Doanh nghiệp
Tháng 6, tháng 12
Hội nghị

3

3.
Đánh giá nội bộ
Thanh tra Sở
Trong năm
Báo cáo"""
GAPS = """TT Nội dung công việc Đơn vị chủ trì Sản phẩm Thời gian

1 Tham mưu ban hành quy định
về cụm công nghiệp

Phòng Quản lý công nghiệp

Quyết định

Quý II/2026

2 Xây dựng kế hoạch

Văn phòng Sở

Kế hoạch

Tháng 2

3. Tổ chức thực hiện: Văn phòng Sở theo dõi."""
NOTES = """TT Nhiệm vụ, giải pháp Đơn vị chủ trì Đơn vị
phối hợp Thời gian
hoàn thành Ghi chú
01 Xây dựng quy trình số hóa; đủ 100% hồ sơ
Phòng Kế hoạch - Nghiệp vụ
Các đơn vị
15/4/2026
02 100% công chức ký cam kết
Công đoàn Sở
30/4/2026
Gửi về Phòng Tổ chức
03 Mua sắm thiết bị
Văn phòng Sở
Phòng Tài chính
Trước 30/9
1. Văn phòng Sở có trách nhiệm tổng hợp.
2. Các phòng báo cáo."""

SHARED = """TT Nhiệm vụ Sản phẩm Thời hạn Chủ trì Phối hợp
I Thể chế 1 Lập danh mục văn bản cần
sửa
Danh mục
Trước ngày 15/11/202
7
Văn phòng
UBND tỉnh
Sở Tư pháp;
UBND các xã
6

2 Công khai danh mục
Bài đăng Hằng năm Lãnh đạo
UBND xã
Các phòng
3 Nhập dữ liệu chợ
Dữ liệu Thường xuyên Thanh tra
Sở
Các phòng"""


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            SHARED,
            """I | Thể chế | | | |
1 | Lập danh mục văn bản cần sửa | Danh mục | Trước ngày 15/11/2027 | Văn phòng UBND tỉnh | Sở Tư pháp; UBND các xã
2 | Công khai danh mục | Bài đăng | Hằng năm | Lãnh đạo UBND xã | Các phòng
3 | Nhập dữ liệu chợ | Dữ liệu | Thường xuyên | Thanh tra Sở | Các phòng""",
        ),
        (
            DOTTED,
            """A | NHÓM NHIỆM VỤ VỀ CHỢ | | | |
1 | Hoàn thiện quy định | | | |
1.1 | Rà soát quy định về chợ trên địa bàn | Sở Công Thương | - Các sở, ngành; - UBND các xã | 2026-2027 | Báo cáo
1.2 | Trình ban hành Nghị quyết | Sở Tài chính | | Quý IV/2026 | Nghị quyết của HĐND tỉnh
B | NHÓM NHIỆM VỤ VỀ DỮ LIỆU | | | |
2 | Nối dữ liệu dân cư | Công an tỉnh | Sở Khoa học và Công nghệ | Hằng năm | Dữ liệu""",
        ),
        (
            APART,
            """1. | Rà soát thủ tục nội bộ của các phòng | VP Sở | Các phòng | 31/3/2026 | Danh mục
2. | Tổ chức đối thoại | Lãnh đạo Sở | Hội Doanh nghiệp | Tháng 6, tháng 12 | Hội nghị
3. | Đánh giá nội bộ | Thanh tra Sở | | Trong năm | Báo cáo""",
        ),
        (
            GAPS,
            """1 | Tham mưu ban hành quy định về cụm công nghiệp | Phòng Quản lý công nghiệp | Quyết định | Quý II/2026
2 | Xây dựng kế hoạch | Văn phòng Sở | Kế hoạch | Tháng 2""",
        ),
        (
            NOTES,
            """01 | Xây dựng quy trình số hóa; đủ 100% hồ sơ | Phòng Kế hoạch - Nghiệp vụ | Các đơn vị | 15/4/2026 |
02 | 100% công chức ký cam kết | Công đoàn Sở | | 30/4/2026 | Gửi về Phòng Tổ chức
03 | Mua sắm thiết bị | Văn phòng Sở | Phòng Tài chính | Trước 30/9 |""",
        ),
    ],
    ids=[
        "shared lines and halves of names",
        "dotted numbers",
        "numbers on their own lines",
        "empty lines between cells",
        "cells of notes, a list behind",
    ],
)
def test_copied_tables_of_other_forms(text, rows):
    (found,) = flattened.find(text.split("\n"))
    assert plain(found.table)[1:] == tuple(tuple(map(str.strip, row.split("|"))) for row in rows.split("\n"))


def words(texts):
    return Counter(" ".join(texts).split())


@given(
    names=st.sampled_from(HEADS),
    kept=st.booleans(),
    order=st.lists(st.integers(0, 3), min_size=2, max_size=6),
    holes=st.lists(st.tuples(st.integers(0, 8), st.integers(1, 6)), max_size=4),
    odd=st.lists(st.tuples(st.integers(0, 60), st.sampled_from(("", "12", "Bản 3", "5 việc", "Xong."))), max_size=3),
)
def test_no_word_of_a_copied_table_is_lost(names, kept, order, holes, odd):
    lines = copied_head(names)
    for number, one in enumerate(order):
        cells = [COLUMNS[name][one] if (number, at) not in holes else "" for at, name in enumerate(names)]
        lines += copied_row(number + 1, names, cells, kept=kept)
    for at, text in odd:
        lines.insert(min(len(copied_head(names)) + at, len(lines)), text)
    raws = [*BEFORE, *lines, *AFTER]
    tables = flattened.find(raws)
    assert tables or holes or odd
    for found in tables:
        inside = words(chain.from_iterable(found.table.rows))
        numbers = Counter({text: inside[text] - count for text, count in words(raws[found.start : found.end]).items()})
        assert inside.keys() <= words(raws).keys()
        assert not +numbers
        assert all(text.isdecimal() for text, count in (-numbers).items() if count)  # the numbers of pages are left out


@pytest.mark.parametrize(
    "text",
    [
        "TT Nội dung công việc Đơn vị chủ trì Sản phẩm\n1. Rà soát các quy định về chợ.\n2. Báo cáo Sở trước ngày 30/6."
        "\n3. Văn phòng Sở theo dõi.\n",
        "TT Họ và tên Chức vụ Đơn vị công tác\n1 Lê Văn A\nGiám đốc\nVăn phòng Sở\n2 Lê Văn B\nPhó\nVăn phòng Sở\n",
        "TT Nhiệm vụ Đơn vị chủ trì\n1 Rà soát quy định\nVăn phòng Sở\n2 Khảo sát chợ\nVăn phòng Sở\n",
        "TT Nhiệm vụ Đơn vị chủ trì Thời gian hoàn thành\n1 Rà soát quy định\nVăn phòng Sở\nQuý I/2027\n",
        "TT Nhiệm vụ Sản phẩm Kinh phí Thời gian\n1 Rà soát\nBáo cáo\n5\nQuý I\n2 Khảo sát\nBáo cáo\n6\nQuý I\n",
        "TT Nhiệm vụ Đơn vị chủ trì Thời gian hoàn thành\nRà soát quy định\nVăn phòng Sở\nQuý I/2027\n",
        "TT Nhiệm vụ Đơn vị chủ trì Thời gian hoàn thành",
    ],
    ids=["a list", "people", "two names", "one row", "nobody", "no numbers", "nothing"],
)
def test_lists_behind_words_of_a_head_are_no_copied_table(text):
    assert not flattened.find(text.split("\n"))


@pytest.mark.parametrize(
    "after",
    [
        ["PHỤ LỤC II", "Danh sách"],
        ["", "Trên đây là Kế hoạch của Sở."],
        [
            "",
            "2. Giao Văn phòng Sở theo dõi, đôn đốc các phòng thực hiện; báo cáo Giám đốc Sở trước ngày 25 hằng tháng.",
        ],
        ["III. TỔ CHỨC THỰC HIỆN", "1. Văn phòng Sở theo dõi."],
        ["", "GIÁM ĐỐC", "", "Lê Văn A"],
        ["5"],
    ],
)
@pytest.mark.parametrize("kept", [True, False])
def test_a_copied_table_ends_where_something_else_begins(after, kept):
    lines, rows = copied(HEADS[3], kept=kept)
    (found,) = flattened.find([*lines, *after])
    assert (found.end, plain(found.table)) == (len(lines), rows)


@pytest.mark.parametrize("kept", [True, False])
def test_copied_tables_say_what_the_document_says(kept):
    lines, _ = copied(HEADS[3], kept=kept)
    reading = read_text("\n".join([*BEFORE, "PHỤ LỤC", "DANH MỤC NHIỆM VỤ", *lines]))
    assert [
        (row.no, row.field, row.task, row.lead, row.support, row.product, row.deadline_text) for row in reading.rows
    ] == [
        (str(at + 1), (GROUP_A, GROUP_B)[at // 2][1], task, (lead,), (support,), product, time)
        for at, (task, lead, support, product, time) in enumerate(
            zip(TASKS, LEADS, SUPPORTS, PRODUCTS, TIMES, strict=True)
        )
    ]
