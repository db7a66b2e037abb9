"""What plans of every kind have in common: how counts, numbers in words, labels, tables and closings are taken."""

import unicodedata

import pytest

from cchc.reading import deadlines, read_text

HEAD = """KẾ HOẠCH
Phòng cháy, chữa cháy của Sở Công Thương năm 2026

Căn cứ Luật số 55/2024/QH15; Sở Công Thương ban hành kế hoạch như sau:

"""
TARGETS = "I. CHỈ TIÊU\n\n{}\n\nII. NHIỆM VỤ\n\n- Bảo dưỡng thiết bị chữa cháy tại các kho hàng.\n"
TASKS = "I. NHIỆM VỤ\n\n{}\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Văn phòng Sở\n\n- Đôn đốc việc thực hiện kế hoạch này.\n"


def measures(line: str, frame: str = TARGETS) -> list[tuple[str, float, str]]:
    found = read_text(HEAD + frame.format(f"- {line}")).measures
    return [(one.comparator, one.value, one.unit) for one in found]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Chín mươi lăm phần trăm chợ có phương án được duyệt.", [("eq", 95, "percent")]),
        ("Mỗi phòng có ít nhất một sáng kiến được công nhận.", [("ge", 1, "count")]),
        ("Không quá hai vụ vi phạm trong năm.", [("le", 2, "count")]),
        ("Số sự cố nghiêm trọng bằng 0.", [("eq", 0, "count")]),
        ("Số cơ sở tự kiểm tra tăng gấp 2 lần so với năm 2025.", [("increase", 2, "other")]),
        ("Giảm từ 10 đến 15% số vụ cháy so với năm 2025.", [("reduce", 10, "percent")]),
        ("Nâng tỷ lệ trang bị bình từ 70% lên 90%.", [("eq", 90, "percent")]),
        ("Giữ vững tỷ lệ trên 95% cơ sở an toàn.", [("ge", 95, "percent")]),
        ("Duy trì 100% công chức được tập huấn.", [("eq", 100, "percent")]),
        ("Cấp bản điện tử 100% kết quả.", [("eq", 100, "percent")]),
        ("Thực hiện hoàn thành 100% nhiệm vụ được giao.", [("eq", 100, "percent")]),
    ],
)
def test_a_number_to_be_reached_is_taken_however_it_is_written(line, expected):
    assert measures(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Không để xảy ra cháy lớn tại cơ quan.",
        "Phấn đấu không có cán bộ bị xử lý kỷ luật.",
        "Hoàn thành cập nhật cơ sở dữ liệu về chợ.",
        "Chợ hạng 1 có phương án chữa cháy được duyệt.",
        "Giai đoạn 2021 - 2025, Sở đã hỗ trợ 118 đề án; thu hút 31 dự án.",
        "Mức hỗ trợ tối đa 50% chi phí mua máy.",
        "Thực hiện theo 03 cấp và 06 nội dung của chương trình.",
        "Làm việc theo phương châm 05 rõ.",
    ],
)
def test_what_has_no_number_to_be_reached_is_no_measure(line):
    assert measures(line) == []


def test_things_that_a_task_makes_are_counted_and_places_are_not():
    assert measures("Đơn giản hóa 06 thủ tục tại 12 xã theo Luật.", TASKS) == [("eq", 6, "count")]
    assert measures("Phát 6.000 cuốn sổ tay cho 03 khu phố.", TASKS)[0] == ("eq", 6000, "count")


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ("Phòng Thương mại niêm yết lại giá tại các chợ hạng hai.", "Phòng Thương mại"),
        ("Nâng cấp kho dữ liệu hóa chất (Trung tâm Dữ liệu chủ trì, xong trong quý II).", "Trung tâm Dữ liệu"),
        ("Sơn lại vạch dừng tại cổng kho (Phòng Thương mại, quý III).", "Phòng Thương mại"),
        ("Sơn lại vạch dừng tại cổng kho (theo mẫu cũ).", None),
        ("Mỗi công chức tự chấm điểm việc làm của mình hằng tuần.", None),
        ("Thuê dịch vụ kiểm định của trung tâm dữ liệu tỉnh.", None),
        ("Niêm yết lại giá tại các chợ hạng hai.", None),
    ],
)
def test_the_unit_that_a_task_begins_with_or_names_in_brackets_leads_it(line, lead):
    assert read_text(HEAD + TASKS.format(f"- {line}")).tasks[0].lead == lead


def test_labels_inside_a_task_give_its_lead_and_deadline():
    line = "Treo băng rôn. Đơn vị chủ trì: Văn phòng Sở; đơn vị phối hợp: các phòng; thời hạn: trước ngày 15/3/2026."
    task = read_text(HEAD + TASKS.format(f"- {line}")).tasks[0]
    assert task.lead == "Văn phòng Sở"
    assert (task.deadline.kind, task.deadline.date.isoformat()) == ("date", "2026-03-15")
    standing = read_text(HEAD + TASKS.format("- Trực ban tại kho hàng. Thời gian thực hiện: thường xuyên.")).tasks[0]
    assert standing.deadline.kind == "standing"


def test_lines_without_bullets_are_items_each_when_none_is_wrapped():
    lines = [
        f"Kiểm tra khu vực thứ {name} của kho hàng theo lịch đã phân công." for name in ("nhất", "hai", "ba", "tư")
    ]
    tasks = read_text("KẾ HOẠCH\nKiểm tra kho năm 2026\n\nI.NHIỆM VỤ\n" + "\n".join(lines) + "\n").tasks
    assert [one.quote for one in tasks] == lines


def test_a_table_of_indicators_gives_a_measure_a_figure():
    table = (
        "TT\tChỉ tiêu\tĐơn vị tính\tThực hiện năm 2025\tKế hoạch năm 2026\n"
        "1\tTỷ lệ chợ có phương án\t%\t80\t≥ 95\n"
        "2\tTăng trưởng số cơ sở tự kiểm tra so với năm 2025\t%\t5\t22\n"
        "3\tĐội chữa cháy cơ sở\tđội\t10\t12\n"
    )
    found = read_text(HEAD + "I. CHỈ TIÊU\n\n" + table + "\nII. NHIỆM VỤ\n\n- Bảo dưỡng thiết bị.\n").measures
    assert [(one.comparator, one.value, one.unit, one.baseline, one.due) for one in found] == [
        ("ge", 95, "percent", None, 2026), ("increase", 22, "percent", "2025", 2026), ("eq", 12, "count", None, 2026),
    ]  # fmt: skip


def test_what_names_no_unit_is_put_on_nobody_and_the_linter_says_so():
    text = HEAD + (
        "I. NHIỆM VỤ\n\n- Bảo dưỡng thiết bị.\n\nII. TỔ CHỨC THỰC HIỆN\n\n"
        "1. Văn phòng Sở đôn đốc các phòng thực hiện.\n\n2. Định kỳ báo cáo kết quả trước ngày 20 hằng tháng.\n\n"
        "Trong quá trình thực hiện, nếu có vướng mắc, các phòng phản ánh về Văn phòng Sở.\n"
    )
    reading = read_text(text)
    assert [one.unit for one in reading.duties] == ["Văn phòng Sở"]
    assert [one.cadence for one in reading.reporting] == [("monthly",)]
    assert "duty.unit-missing" in {one.rule for one in reading.findings}


def test_the_issuer_takes_the_place_by_its_capitals_and_no_more():
    text = (
        "KẾ HOẠCH\nCải cách của Sở Công Thương năm 2026\n\nI. MỤC TIÊU\n\n- Đổi mới ở thành phố Hải Hà đến năm 2030.\n"
    )
    assert read_text(text).document.issuer == "Sở Công Thương thành phố Hải Hà"


@pytest.mark.parametrize("place", ["Cầu Sơn", "Hạnh Phúc", "thành phố Cầu Sơn", "TP. Cầu Sơn"])
@pytest.mark.parametrize("day", ["ngày 09/3/2026", "ngày 09 tháng 3 năm 2026"])
def test_the_place_under_the_motto_is_a_line_of_its_own(place, day):
    head = ["Số: 31/KH-SCT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", f"{place}, {day}"]
    about = read_text("\n".join([*head, "KẾ HOẠCH", "Phát triển chợ năm 2026", "", "I. MỤC TIÊU"])).document
    assert (about.place, str(about.issued_on)) == (place, "2026-03-09")
    assert about.title == "KẾ HOẠCH Phát triển chợ năm 2026"


def test_a_mark_behind_the_number_is_no_part_of_the_issuer():
    head = ["ỦY BAN NHÂN DÂN TỈNH AN BÌNH SỞ CÔNG THƯƠNG", "Số: 12/KH-SCT", "DỮ LIỆU TRÌNH DIỄN"]
    title = "KẾ HOẠCH\nCải cách hành chính năm 2026"
    text = "\n\n".join([*head, "An Bình, ngày 05 tháng 01 năm 2026", title, "I. MỤC TIÊU", "- Đổi mới công tác."])
    assert read_text(text).document.issuer == "Sở Công Thương tỉnh An Bình"


def items(reading) -> dict[str, list]:
    return {
        "measures": [(one.quote, one.value, one.comparator, one.due) for one in reading.measures],
        "tasks": [one.quote for one in reading.tasks],
        "duties": [(one.quote, one.unit) for one in reading.duties],
        "reporting": [(one.quote, one.cadence, one.day) for one in reading.reporting],
        "citations": [one.number for one in reading.citations],
    }


@pytest.mark.parametrize("name", ["digital.txt", "emulation.txt", "promotion.txt", "remedial.txt", "unmarked.md"])
def test_a_decomposed_text_reads_like_the_composed_one(name, request):
    text = (request.path.parent / "fixtures" / name).read_text(encoding="utf-8")
    assert items(read_text(unicodedata.normalize("NFD", text))) == items(read_text(text))


@pytest.mark.parametrize("name", ["digital.txt", "emulation.txt", "promotion.txt", "remedial.txt"])
def test_empty_lines_and_other_dashes_change_no_item(name, request):
    text = (request.path.parent / "fixtures" / name).read_text(encoding="utf-8")
    lines = text.split("\n")
    dashes = "\n".join("–" + line[1:] if line.startswith("- ") else line for line in lines)
    assert items(read_text(dashes)) == items(read_text(text))
    spaced = "\n".join(f"{line}\n" if not line.strip() else line for line in lines)
    assert items(read_text(spaced)) == items(read_text(text))


DECISION = """UBND TỈNH HẢI VÂN                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ CÔNG THƯƠNG                        Độc lập - Tự do - Hạnh phúc
Số: 30/QĐ-SCT                     Hải Vân, ngày 12 tháng 01 năm 2026

QUYẾT ĐỊNH
Ban hành Kế hoạch cải cách hành chính năm 2026

GIÁM ĐỐC SỞ CÔNG THƯƠNG

Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch cải cách hành chính năm 2026.

Điều 2. Các phòng, đơn vị chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Lưu: VT.

GIÁM ĐỐC

"""


def test_a_plan_attached_to_a_decision_in_the_same_file_is_read_as_the_plan():
    attached = "(Ban hành kèm theo Quyết định số 30/QĐ-SCT ngày 12/01/2026 của Sở Công Thương)"
    plan = f"KẾ HOẠCH\nCải cách hành chính năm 2026\n{attached}\n\nI. MỤC TIÊU\n\n- Tối thiểu 98% hồ sơ đúng hạn.\n"
    reading = read_text(DECISION + plan)
    about = reading.document
    assert (about.kind, about.number, about.issued_on.isoformat()) == ("plan", "30/QĐ-SCT", "2026-01-12")
    assert [one.value for one in reading.measures] == [98]
    assert [one.number for one in reading.citations] == ["76/NQ-CP"]
    assert reading.warnings == ()


def test_of_two_documents_in_a_file_the_second_is_not_passed_over_in_silence():
    (warning,) = read_text(DECISION + DECISION).warnings
    assert "hơn một văn bản" in warning


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quý I-II/2026", ("quarter", 2, 2026)),
        ("Quý I, quý III", ("quarter", 3, 2026)),
        ("Q2/2026", ("quarter", 2, 2026)),
        ("Tháng 3 - 6/2026", ("month", 6, 2026)),
        ("Từ tháng 01 đến tháng 12 năm 2027", ("month", 12, 2027)),
        ("Trong vòng 30 ngày sau khi được phê duyệt", ("relative", None, None)),
        ("Khi phát sinh", ("on_request", None, None)),
        ("Nhiệm kỳ 2026-2030", ("period_end", None, 2030)),
        ("Trước ngày 15/12 hằng năm", ("yearly_date", 12, None)),
        ("Theo Kế hoạch số 12/KH-UBND", ("by_reference", None, None)),
    ],
)
def test_of_a_run_of_months_or_quarters_the_last_is_the_deadline(text, expected):
    (found,) = deadlines.read(text, 2026)
    assert (found.kind, found.quarter or found.month, found.year) == expected


def test_a_remedial_plan_after_an_assessment_is_for_the_year_it_was_issued_in():
    text = (
        "SỞ CÔNG THƯƠNG TỈNH ĐÔNG HẢI\nSố: 08/KH-SCT\n\nĐông Hải, ngày 03 tháng 3 năm 2026\n\nKẾ HOẠCH\n"
        "Khắc phục tồn tại, hạn chế sau đánh giá Chỉ số cải cách hành chính năm 2025\n\nI. MỤC TIÊU\n\n"
        "- Tỷ lệ hài lòng không thấp hơn 92%.\n"
    )
    reading = read_text(text)
    assert reading.document.period == (2026, 2026)
    assert [one.due for one in reading.measures] == [2026]


def test_a_share_that_sets_a_condition_is_no_measure():
    assert measures("Hạ một bậc xếp loại đối với đơn vị có tỷ lệ trễ hạn trên 5%.", TASKS) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Báo cáo kết quả trước ngày 15 của tháng cuối quý gửi Sở Nội vụ.", [(("quarterly",), 15)]),
        (
            "Hằng tháng (trước ngày 20), quý (trước ngày 10 tháng cuối quý), năm (trước ngày 30/11) báo cáo Sở.",
            [(("monthly",), 20), (("quarterly",), 10), (("yearly",), 30)],
        ),
        ("Báo cáo UBND tỉnh theo quý và theo năm, trước ngày 22 tháng cuối kỳ.", [(("quarterly", "yearly"), 22)]),
        ("Định kỳ báo cáo kết quả theo quy định.", [((), None)]),
        ("Báo cáo quý gửi trước ngày 20; báo cáo đột xuất khi được yêu cầu.", [(("quarterly", "ad_hoc"), 20)]),
        ("Báo cáo khảo sát nhu cầu của doanh nghiệp.", []),
    ],
)
def test_a_report_has_the_rhythm_and_the_day_that_its_words_give(line, expected):
    text = HEAD + TASKS.format("- Bảo dưỡng thiết bị.").replace("Đôn đốc việc thực hiện kế hoạch này.", line)
    assert [(one.cadence, one.day) for one in read_text(text).reporting] == expected


def test_a_table_of_indicators_may_have_its_years_in_a_second_row_of_the_head():
    table = (
        "TT\tChỉ tiêu\tĐơn vị tính\tThực hiện năm 2025\tKế hoạch\tKế hoạch\n"
        "\t\t\t\tNăm 2026\tĐến năm 2028\n1\t2\t3\t4\t5\t6\n1\tTỷ lệ chợ có bảng giá\t%\t60\t75\t≥ 90\n"
    )
    found = read_text(HEAD + "I. CHỈ TIÊU\n\n" + table + "\nII. NHIỆM VỤ\n\n- Bảo dưỡng thiết bị.\n").measures
    assert [(one.comparator, one.value, one.due) for one in found] == [("eq", 75, 2026), ("ge", 90, 2028)]


@pytest.mark.parametrize(
    ("words", "number", "kind"),
    [
        ("Nghị định số105/2025/NĐ-CP ngày 15/5/2025 của Chính phủ", "105/2025/NĐ-CP", "decree"),
        ("Quyết định14/QĐ-UBND ngày 08/01/2026", "14/QĐ-UBND", "decision"),
        ("Công văn số 81/TT-NV1 ngày 09/02/2026 của Thanh tra tỉnh", "81/TT-NV1", "letter"),
        ("Văn bản số 45/KH-UBND ngày 09/02/2026", "45/KH-UBND", "plan"),
    ],
)
def test_a_citation_is_found_without_its_space_and_named_by_the_word_before_it(words, number, kind):
    found = read_text(HEAD.replace("Luật số 55/2024/QH15", words) + TASKS.format("- Bảo dưỡng thiết bị.")).citations
    assert [(one.number, one.kind) for one in found] == [(number, kind)]


def test_a_heading_that_ends_in_its_year_sets_the_year_of_what_stands_below():
    text = (
        "KẾ HOẠCH\nPhát triển chợ giai đoạn 2026 - 2028\n\nI. MỤC TIÊU\n\n1. Chợ hạng một\n\n"
        "- 100% hộ niêm yết giá.\n\n"
        "2. Chợ nông thôn đến năm 2027\n\n- 80% chợ có nhà vệ sinh.\n\n"
        "3. Tầm nhìn đến năm 2035\n\n- 95% chợ có mái che.\n"
        "- Có ít nhất 40 chợ đêm đến năm 2032. Trong số này, có 12 chợ bán hàng lưu niệm.\n\n"
        "4. Chợ đầu mối năm 2026\n\n- 90% xe hàng được cân.\n"
    )
    assert [one.due for one in read_text(text).measures] == [2028, 2027, 2035, 2032, 2032, 2026]


@pytest.mark.parametrize(
    "line",
    [
        "Đến năm 2027:",
        "Đến hết năm 2027",
        "Mục tiêu giai đoạn 2026 - 2027:",
        "Phấn đấu đến năm 2027 đạt các chỉ tiêu sau:",
    ],
)
def test_a_line_without_a_sign_may_set_the_year_of_the_items_below_it(line):
    text = (
        "KẾ HOẠCH\nPhát triển chợ giai đoạn 2026 - 2030\n\nI. MỤC TIÊU\n\n1. Chợ hạng một\n\n"
        "- Trong quý II/2028, 70% hộ niêm yết giá.\n\n"
        f"{line}\n\n- 80% chợ có nhà vệ sinh.\n- 30 chợ có mái che.\n\nII. NHIỆM VỤ\n\n- Sửa 04 mái chợ.\n"
    )
    reading = read_text(text)
    assert [one.due for one in reading.measures] == [2028, 2027, 2027, 2030]
    assert [one.quote for one in reading.tasks] == ["Sửa 04 mái chợ."]


def test_a_plan_for_two_years_named_one_by_one_is_for_both():
    text = "KẾ HOẠCH\nCắt giảm thủ tục trong năm 2026 và năm 2027\n\nI. MỤC TIÊU\n\n- Cắt 10% số thủ tục.\n"
    assert read_text(text).document.period == (2026, 2027)


def test_targets_named_after_work_are_targets_and_ways_of_working_are_tasks():
    text = (
        "KẾ HOẠCH\nThi đua năm 2026\n\nPHẦN A. CHỈ TIÊU\n\n"
        "(1) Chỉ tiêu về công việc ở kho\n\n* Nhập kho 95% số hàng trong ngày.\n\n"
        "PHẦN B. CÁCH LÀM\n\n1) Phát động\n\na. Treo bảng cam kết ở cổng kho.\nb. Mời thủ kho giỏi nói chuyện.\n"
    )
    assert [one.quote for one in read_text(text).tasks] == [
        "Treo bảng cam kết ở cổng kho.",
        "Mời thủ kho giỏi nói chuyện.",
    ]
