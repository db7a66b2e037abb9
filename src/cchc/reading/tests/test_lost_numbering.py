"""Texts that lost the numbers and bullets a word processor sets by itself, and those set tight ("a.Soát lại …")."""

import json
import re
from pathlib import Path

import pytest

from cchc.reading import read_text
from cchc.reading.evaluation import Score, evaluate

FIXTURES = Path(__file__).parent / "fixtures"
BULLET = re.compile(r"^\s*[-–+•*]\s+")
ANY_SIGN = re.compile(r"^\s*(?:(?:[IVX]+|[A-D])[.)]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ][).]|[-–+•*])\s+")
HEAD = """ỦY BAN NHÂN DÂN TỈNH QUẢNG LÂM
SỞ CÔNG THƯƠNG

Số: 18/KH-SCT

Quảng Lâm, ngày 09 tháng 01 năm 2026

KẾ HOẠCH
Cải cách hành chính năm 2026

"""

UNNUMBERED = (
    HEAD
    + """MỤC ĐÍCH, YÊU CẦU

Mục đích

Nâng cao chất lượng phục vụ của các phòng và trung tâm.

NHIỆM VỤ TRỌNG TÂM

Công tác chỉ đạo, điều hành

Ban hành lịch tự kiểm tra của từng phòng trong quý I.

Họp rút kinh nghiệm sau mỗi đợt kiểm tra, có biên bản gửi Văn phòng Sở.

Cải cách thể chế

Mục tiêu

100% dự thảo văn bản được lấy ý kiến trước khi trình.

Nhiệm vụ

Soát lại các quyết định về quản lý chợ đã hết thời hạn áp dụng.

TỔ CHỨC THỰC HIỆN

Văn phòng Sở

Theo dõi, đôn đốc việc thực hiện; báo cáo Giám đốc Sở hằng tháng.

Trưởng các phòng, trung tâm có trách nhiệm:

Đưa việc được giao vào lịch công tác tuần của phòng mình.
"""
)


def test_short_lines_that_name_a_content_or_a_unit_are_headings_where_no_number_says_so():
    reading = read_text(UNNUMBERED)
    assert reading.document.title == "KẾ HOẠCH Cải cách hành chính năm 2026"
    assert [(one.quote.split()[0], one.area) for one in reading.tasks] == [
        ("Ban", "steering"),
        ("Họp", "steering"),
        ("Soát", "institution"),
    ]
    assert [(one.area, one.value) for one in reading.measures] == [("institution", 100)]
    assert [(one.unit, one.quote.split()[0]) for one in reading.duties] == [
        ("Văn phòng Sở", "Theo"),
        ("Trưởng các phòng, trung tâm", "Đưa"),
    ]


def test_a_short_line_without_a_stop_is_a_heading_where_all_sentences_have_one():
    items = "\n\n".join(
        f"{words}\n\nLàm xong phần việc thứ {place} trong tháng theo lịch đã thống nhất với các hộ ở chợ.\n\n"
        f"Ghi lại kết quả của phần việc thứ {place} vào sổ theo dõi chung để mọi người cùng xem và góp ý thêm."
        for place, words in enumerate(("Sắp xếp quầy hàng", "Vệ sinh lối đi", "Chiếu sáng ban đêm"), 1)
    )
    text = f"KẾ HOẠCH\nChỉnh trang chợ năm 2026\n\nNHIỆM VỤ\n\n{items}\n"
    found = read_text(text).tasks
    assert [one.quote[:8] for one in found] == ["Làm xong", "Ghi lại "] * 3
    assert [one.path[-1] for one in found[::2]] == ["Sắp xếp quầy hàng", "Vệ sinh lối đi", "Chiếu sáng ban đêm"]


def test_signs_without_a_space_behind_them_are_signs():
    text = HEAD + (
        "I.MỤC ĐÍCH,YÊU CẦU\n1.Mục đích\n-Nâng cao chất lượng phục vụ.\nII.NỘI DUNG\n"
        "1.Cải cách thủ tục hành chính\na.Soát lại thủ tục nội bộ của Sở trước 30/6/2026.\n"
        "b.Niêm yết thủ tục tại bộ phận một cửa.\n2.Cải cách tổ chức bộ máy\na.Sắp xếp các phòng theo đề án.\n"
    )
    assert [(one.area, one.quote.split()[0]) for one in read_text(text).tasks] == [
        ("procedures", "Soát"),
        ("procedures", "Niêm"),
        ("organisation", "Sắp"),
    ]


def test_a_heading_in_capitals_and_a_lead_in_of_one_line_begin_anew_in_wrapped_lines():
    text = HEAD + (
        "NHIỆM VỤ\n"
        "Văn phòng Sở soát lại quy chế làm việc, sửa những chỗ không còn hợp với cách làm hiện\n"
        "nay, trình Giám đốc Sở trong tháng 3 và phổ biến cho toàn cơ quan ngay sau khi ban hành.\n"
        "TỔ CHỨC THỰC HIỆN\n"
        "Phòng Quản lý thương mại theo dõi việc thực hiện ở các chợ, nhắc những nơi làm chậm xong.\n"
        "Các phòng khác có trách nhiệm:\n"
        "Phân công người làm đầu mối, gửi tên về Văn phòng Sở trong tuần đầu tiên của tháng Hai,\n"
        "cùng làm với Văn phòng Sở khi được yêu cầu và chịu sự kiểm tra chéo của phòng bên cạnh.\n"
    )
    reading = read_text(text)
    assert [one.quote.split()[0] for one in reading.tasks] == ["Văn"]
    assert [one.unit for one in reading.duties] == ["Phòng Quản lý thương mại", "Các phòng khác"]


@pytest.mark.parametrize(("sign", "least"), [(BULLET, 0.97), (ANY_SIGN, 0.95)], ids=["bullets", "all signs"])
def test_plans_that_lost_their_signs_are_still_read(sign, least):
    total = Score()
    for annotation in sorted(FIXTURES.glob("**/*.json")):
        text = next((one for one in (annotation.with_suffix(end) for end in (".txt", ".md")) if one.is_file()), None)
        if text is not None:
            reading = read_text(without(sign, text.read_text(encoding="utf-8"))).as_json()
            total.add(evaluate(reading, json.loads(annotation.read_text(encoding="utf-8"))))
    assert total.counts["tasks"][2] > 200  # what the test is about is there
    for kind in ("measures", "tasks", "duties", "reporting"):
        assert total.f1(kind) >= least, (kind, total.failures)


def without(sign: re.Pattern[str], text: str) -> str:
    """The text without the signs at the beginning of the lines of its body."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if re.match(r"\s*(?:I|A|1|PHẦN)[.\s]", line)), len(lines))
    last = next((at for at, line in enumerate(lines) if line.strip().startswith("Nơi nhận")), len(lines))
    return "\n".join([*lines[:first], *(sign.sub("", line) for line in lines[first:last]), *lines[last:]])


def test_among_numbered_headings_a_short_line_without_a_stop_is_an_item():
    items = "\n\n".join(
        f"Ghi kết quả của phần việc thứ {place} vào sổ theo dõi chung để mọi người cùng xem và góp ý."
        for place in range(6)
    )
    text = f"KẾ HOẠCH\nChỉnh trang chợ năm 2026\n\nI. NHIỆM VỤ\n\n1. Vệ sinh chợ\n\nQuét lối đi mỗi sáng\n\n{items}\n"
    assert [one.quote.split()[0] for one in read_text(text).tasks] == ["Quét"] + ["Ghi"] * 6
