"""Headings behind letters and dashes, tables of targets with groups, labels, senders: what stands around decides."""

import pytest

from cchc.reading import read_text

HEAD = """SỞ XÂY DỰNG
KẾ HOẠCH
Cải cách hành chính của Sở Xây dựng năm 2026

"""
LETTERED = """A – CHỈ TIÊU GIAO CHO TỪNG PHÒNG

- Trả đúng hạn ít nhất 97% hồ sơ.

B – {tasks}

- Gọi lại cho người nộp hồ sơ sau khi trả kết quả.

C – {scores}

- Kết quả chỉ tiêu phòng: 40 điểm.
- Từ 85 điểm trở lên được xét tặng cờ.

D – TỔ CHỨC THỰC HIỆN

1. {duty}
"""
DUTY = "Văn phòng Sở theo dõi việc thực hiện kế hoạch này."


def lettered(tasks="VIỆC CẦN LÀM", scores="TIÊU CHÍ CHẤM ĐIỂM", duty=DUTY):
    return read_text(HEAD + LETTERED.format(tasks=tasks, scores=scores, duty=duty))


@pytest.mark.parametrize("title", ["VIỆC CẦN LÀM", "NỘI DUNG CÔNG VIỆC", "CÔNG VIỆC TRỌNG TÂM", "NHỮNG VIỆC PHẢI LÀM"])
def test_a_series_of_letters_and_dashes_is_one_of_headings_and_work_has_many_names(title):
    reading = lettered(tasks=title)
    assert [one.quote for one in reading.tasks] == ["Gọi lại cho người nộp hồ sơ sau khi trả kết quả."]


@pytest.mark.parametrize("title", ["TIÊU CHÍ CHẤM ĐIỂM (thang 100 điểm)", "THANG ĐIỂM", "GIẢI THƯỞNG", "KINH PHÍ"])
def test_scores_prizes_and_money_are_no_targets(title):
    assert [one.value for one in lettered(scores=title).measures] == [97]


def test_a_letter_and_a_dash_out_of_any_series_is_no_heading():
    text = HEAD + "I. NHIỆM VỤ\n\n- Sửa cổng thông tin của Sở.\n\nE – Mail công vụ được dùng hằng ngày tại các phòng.\n"
    assert "E –" not in [one.label for one in read_text(text).sections]


@pytest.mark.parametrize(
    ("duty", "unit"),
    [
        ("Hằng năm Giám đốc Sở báo cáo UBND tỉnh kết quả phong trào.", "Giám đốc Sở"),
        ("Phòng Tài vụ lo kinh phí in ấn, thuê hội trường cho cả năm.", "Phòng Tài vụ"),
        ("Hội đồng Sáng kiến Sở xét, đề nghị khen những người làm tốt.", "Hội đồng Sáng kiến Sở"),
        ("Các hợp tác xã, ban quản lý bến tham gia chấm điểm chéo.", "Các hợp tác xã, ban quản lý bến"),
    ],
)
def test_a_word_of_time_hides_no_unit_and_plain_verbs_end_its_name(duty, unit):
    assert [one.unit for one in lettered(duty=duty).duties] == [unit]


@pytest.mark.parametrize(
    ("sentence", "day", "to"),
    [
        ("Hằng quý Văn phòng Sở tổng hợp báo cáo, trình Giám đốc Sở ký gửi Sở Tài chính.", None, "Sở Tài chính"),
        ("Báo cáo điểm quý về Văn phòng Sở, muộn nhất mùng 6 tháng đầu quý sau.", 6, "Văn phòng Sở"),
        ("Tham mưu, trình Giám đốc Sở ký báo cáo gửi Sở Nội vụ trước ngày 9 tháng cuối quý.", 9, "Sở Nội vụ"),
        ("Hằng quý trình Giám đốc Sở xem xét, báo cáo Thanh tra tỉnh.", None, "Thanh tra tỉnh"),
        (
            "Dự thảo báo cáo 6 tháng, trình Chủ tịch UBND tỉnh duyệt trước khi gửi Bộ Công Thương.",
            None,
            "Bộ Công Thương",
        ),
        ("Lập báo cáo hằng quý trình Giám đốc Sở ký ban hành.", None, "Giám đốc Sở"),
        ("Hằng tháng gửi báo cáo về Văn phòng Sở để trình Giám đốc Sở ký gửi Sở Tài chính.", None, "Văn phòng Sở"),
        ("Định kỳ trước 24 hằng tháng báo cáo Giám đốc Sở tiến độ.", 24, "Giám đốc Sở"),
        ("Định kỳ báo cáo quý về Thanh tra Sở trước ngày 12.", 12, "Thanh tra Sở"),
    ],
)
def test_who_gets_a_report_and_when(sentence, day, to):
    assert [(one.day, one.to) for one in lettered(duty=sentence).reporting] == [(day, to)]


def test_a_label_gives_its_area_to_all_clauses():
    text = HEAD + "I. CHỈ TIÊU\n\n- Về chính quyền số: 90% văn bản được ký số; trên 70% hồ sơ đất được quét.\n"
    assert {one.area for one in read_text(text).measures} == {"digital"}


def test_a_year_that_leads_a_sentence_holds_past_its_semicolons():
    text = HEAD.replace("năm 2026", "giai đoạn 2026 - 2028") + "I. CHỈ TIÊU\n\n- Năm 2027, {}.\n"
    reading = read_text(text.format("cấp phép không quá 5 ngày; mức hài lòng ≥ 92%. Trả đúng hạn ít nhất 97% hồ sơ"))
    assert [one.due for one in reading.measures] == [2027, 2027, 2028]


TABLE = """I. CHỈ TIÊU

| TT | Chỉ tiêu | Đơn vị tính | Kế hoạch 2026 |
|---|---|---|---|
| I | Cải cách chế độ công vụ | | |
| 1 | Tỷ lệ công chức có chữ ký số | % | 100 |
| II | Xếp hạng | | |
| 2 | Vị trí của Sở trong khối | Hạng | {} |
"""


@pytest.mark.parametrize("cell", ["Nhóm 4", "Top 4", "Thuộc nhóm 04", "Nhóm 4 sở dẫn đầu", "4", "Hạng 4"])
def test_a_row_of_a_group_gives_its_area_and_a_place_is_a_rank(cell):
    share, place = read_text(HEAD + TABLE.format(cell)).measures
    assert share.area == "civil_service"
    assert (place.comparator, place.value, place.unit) == ("rank", 4, "rank")


@pytest.mark.parametrize("line", ["Bến Trại, 14/02/2026", "Bến Trại, 14-02-2026"])
def test_place_and_day_without_the_word(line):
    about = read_text(f"SỞ XÂY DỰNG\n\nSố: 12/KH-SXD\n\n{line}\n\nKẾ HOẠCH\nCải cách hành chính năm 2026\n").document
    assert (about.place, str(about.issued_on)) == ("Bến Trại", "2026-02-14")


def test_the_day_of_a_citation_in_brackets():
    text = HEAD + "Căn cứ Chỉ thị số 18-CT/TU của Tỉnh ủy (ban hành 06/01/2026);\n\nI. NHIỆM VỤ\n\n- Sửa quy chế.\n"
    assert [str(one.date) for one in read_text(text).citations] == ["2026-01-06"]
