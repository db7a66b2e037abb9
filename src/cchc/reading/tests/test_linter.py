"""Each rule of the linter on a small document with one fault, and no word on a document without faults."""

import pytest

from cchc.reading import read_text

CLEAN = """\
UBND TỈNH BÌNH MINH          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ CÔNG THƯƠNG                Độc lập - Tự do - Hạnh phúc

Số: 12/KH-SCT                 Bình Minh, ngày 09 tháng 01 năm 2026

KẾ HOẠCH
Cải cách hành chính năm 2026 của Sở Công Thương

Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành Chương trình tổng thể cải cách hành chính nhà nước;

Căn cứ Nghị định số 118/2025/NĐ-CP ngày 09/6/2025 của Chính phủ về cơ chế một cửa.

I. MỤC TIÊU

1. Thủ tục hành chính

a) Ít nhất 98% hồ sơ được trả kết quả đúng hạn.

b) 100% hồ sơ mới được số hóa khi tiếp nhận.

II. NHIỆM VỤ

1. Cải cách thủ tục hành chính

- Niêm yết thủ tục hành chính ngay khi có quyết định công bố; hoàn thành trong quý I/2026.

- Mở quầy hướng dẫn nộp hồ sơ trực tuyến, hoàn thành trước ngày 30/6/2026.

III. TỔ CHỨC THỰC HIỆN

1. Văn phòng Sở

- Theo dõi, đôn đốc việc thực hiện các nhiệm vụ của Kế hoạch này.

- Báo cáo Giám đốc Sở trước ngày 20 hằng tháng.

2. Các phòng, đơn vị

- Gửi số liệu về Văn phòng Sở trước ngày 15 hằng tháng.

Trên đây là Kế hoạch cải cách hành chính năm 2026 của Sở Công Thương./.

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.
GIÁM ĐỐC
"""


def rules(text: str) -> list[str]:
    return [one.rule for one in read_text(text).findings]


def test_a_clean_document_gives_no_finding():
    assert rules(CLEAN) == []


FAULTS = [
    ("structure.number-jump", "III. TỔ CHỨC", "IV. TỔ CHỨC"),
    ("structure.number-jump", "b) 100% hồ sơ", "c) 100% hồ sơ"),
    ("structure.number-repeat", "2. Các phòng", "1. Các phòng"),
    (
        "year.contradicts-title",
        "Trên đây là Kế hoạch cải cách hành chính năm 2026",
        "Trên đây là Kế hoạch cải cách hành chính năm 2025",
    ),
    ("year.contradicts-title", "- Theo dõi, đôn đốc", "- Gắn với chỉ tiêu, nhiệm vụ của ngành năm 2025, theo dõi"),
    ("citation.year-missing", "118/2025/NĐ-CP", "118/NĐ-CP"),
    ("citation.wrong-date", "15/7/2021", "15/7/2022"),
    ("citation.date-against-number", "ngày 09/6/2025", "ngày 09/6/2024"),
    ("text.look-alike", "Thủ tục hành chính\n\na)", "Giải quyết TTH\u0421\n\na)"),
    ("text.misspelling", "hồ sơ trực tuyến, hoàn", "hồ sơ trực tuyếnn, hoàn"),
    ("text.misspelling", "Ít nhất 98%", "Tối thiếu 98%"),
    ("text.word-repeated", "về Văn phòng", "về về Văn phòng"),
    ("target.unit-missing", "a) Ít nhất", "a) Tỷ lệ hồ sơ nộp trực tuyến đạt 60.\n\nb) Ít nhất"),
    (
        "target.duplicate",
        "b) 100%",
        "b) Trong năm, ít nhất 98% hồ sơ được trả kết quả đúng hạn cho người dân.\n\nc) 100%",
    ),
    ("annex.missing", "của Kế hoạch này.", "của Kế hoạch này theo Phụ lục kèm theo."),
    ("task.deadline-missing", "; hoàn thành trong quý I/2026", ""),
    ("task.two-leads", "- Mở quầy", "- Văn phòng Sở và Thanh tra Sở chủ trì mở quầy"),
    ("duty.unit-missing", "2. Các phòng, đơn vị\n\n- Gửi số liệu", "2. Gửi số liệu"),
    ("reporting.cadence-missing", "- Báo cáo Giám đốc Sở trước ngày 20 hằng tháng", "- Định kỳ báo cáo Giám đốc Sở"),
    ("layout.number-missing", "Số: 12/KH-SCT", "Số:     /KH-SCT"),
    ("layout.date-missing", "ngày 09 tháng 01 năm 2026", "ngày    tháng 01 năm 2026"),
    (
        "layout.motto-missing",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ CÔNG THƯƠNG                Độc lập - Tự do - Hạnh phúc",
        "\nSỞ CÔNG THƯƠNG",
    ),
    ("layout.recipients-missing", "Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\n", ""),
    ("layout.signature-missing", "GIÁM ĐỐC\n", "\n"),
    ("layout.preamble-stop", "hành chính nhà nước;", "hành chính nhà nước."),
]


@pytest.mark.parametrize(
    ("rule", "right", "wrong"), FAULTS, ids=[f"{rule}-{n}" for n, (rule, _, _) in enumerate(FAULTS)]
)
def test_a_fault_is_found_and_nothing_else(rule, right, wrong):
    assert right in CLEAN
    found = set(rules(CLEAN.replace(right, wrong)))
    assert rule in found
    assert found <= {rule, *FOLLOWS.get(rule, ())}


# What one fault brings with it.
FOLLOWS = {
    "citation.date-against-number": ["citation.wrong-date"],
    "target.unit-missing": ["structure.number-repeat"],
    "layout.motto-missing": ["layout.place-missing"],
    "layout.signature-missing": ["layout.recipients-missing"],
}


def test_two_dates_and_two_spellings_of_one_document_are_found():
    twice = CLEAN.replace("của Kế hoạch này.", "của Kế hoạch này và Nghị quyết số 76/NQ-CP ngày 16/7/2021.")
    assert "citation.two-dates" in rules(twice)
    spelt = CLEAN.replace("của Kế hoạch này.", "của Kế hoạch này và Nghị định số 118/NĐ-CP ngày 09/6/2025.")
    assert "citation.two-spellings" in rules(spelt)


def test_two_targets_on_one_thing_that_differ_are_an_error():
    text = CLEAN.replace("b) 100%", "b) Ít nhất 95% hồ sơ được trả kết quả đúng hạn.\n\nc) 100%")
    found = [one for one in read_text(text).findings if one.rule == "target.contradiction"]
    assert [one.severity for one in found] == ["error"]


def test_a_plan_over_several_years_says_which_targets_name_no_year():
    text = CLEAN.replace("hành chính năm 2026 của Sở", "hành chính giai đoạn 2026 - 2030 của Sở")
    (found,) = (one for one in read_text(text).findings if one.rule == "target.due-missing")
    assert found.message_en.startswith("2 targets")


def test_every_finding_speaks_both_languages_and_points_into_the_text():
    reading = read_text("\n".join(wrong for _, _, wrong in FAULTS) + CLEAN)
    for one in reading.findings:
        assert one.message_vi
        assert one.message_en
        assert 0 <= one.span.start < one.span.end <= len(reading.text)


def test_a_text_without_marks_is_called_unreadable_and_what_is_found_needs_a_person():
    bare = (
        "SO CONG THUONG\nSo: 64/KH-SCT Hai Van, ngay 3 thang 9 nam 2025\nKE HOACH\nKhac phuc ton tai, han che"
        " nam 2025\n\nI. TO CHUC THUC HIEN\n\n1. Van phong So\n\n- Dinh ky vao ngay 25 hang thang, bao cao"
        " ket qua ve Giam doc So theo Quyet dinh so 96/QD-UBND ngay 27/12/2024.\n"
    )
    reading = read_text(bare)
    assert not reading.quality.readable
    assert "OCR tiếng Việt" in (reading.quality.advice_vi or "")
    assert (reading.document.number, str(reading.document.issued_on)) == ("64/KH-SCT", "2025-09-03")
    assert [(one.cadence, one.day, one.needs_person) for one in reading.reporting] == [(("monthly",), 25, True)]
    assert [(one.unit, one.needs_person) for one in reading.duties] == [("Van phong So", True)]
    assert [one.number for one in reading.citations] == ["96/QD-UBND"]
    assert {one.rule for one in reading.findings} == {"text.marks-lost"}


@pytest.mark.parametrize(
    "words",
    [
        "Hướng dẫn chủ đầu tư lập hồ sơ.",
        "Không né tránh nhiệm vụ được giao.",
        "Đổi mới đầy mạnh mẽ.",
        "Đo khí thải theo CO2tđ.",
    ],
)
def test_words_that_look_like_a_slip_and_are_right_raise_no_alarm(words):
    found = read_text(f"KẾ HOẠCH\nCải cách hành chính năm 2026\n\nI. NHIỆM VỤ\n\n- {words}\n").findings
    assert not [one for one in found if one.rule == "text.misspelling"]


def test_a_target_of_every_year_misses_no_year():
    text = (
        "KẾ HOẠCH\nCải cách hành chính giai đoạn 2026-2030\n\nI. MỤC TIÊU\n\n- {} 98% hồ sơ được giải quyết đúng hạn.\n"
    )
    assert "target.due-missing" in {one.rule for one in read_text(text.format("Tối thiểu")).findings}
    assert "target.due-missing" not in {one.rule for one in read_text(text.format("Hằng năm tối thiểu")).findings}


WORDS = """
1 Nâng cao nâng cao chất lượng phục vụ.
1 Bảo đảm chất lượng chất lượng của kho.
1 Bàn giao cho cho bên nhận.
1 Làm việc từ từ ngày đầu quý.
0 Làm việc từ từ, chắc chắn.
0 Chuyển đổi từng bước từng bước một.
0 Cử đoàn kiểm tra kiểm tra đột xuất các kho.
0 Giao Phòng Quản lý quản lý kho bãi.
0 Rà soát văn bản đến, đến hạn thì trả lời.
0 Giao tổ chức chức năng quản lý lý lịch.
"""


@pytest.mark.parametrize("line", WORDS.strip().split("\n"))
def test_a_word_said_twice_is_told_and_words_that_only_look_so_are_not(line):
    count, _, sentence = line.partition(" ")
    text = f"KẾ HOẠCH\nAn toàn kho hàng năm 2026\n\nI. NHIỆM VỤ\n\n- {sentence}\n"
    found = [one for one in read_text(text).findings if one.rule == "text.word-repeated"]
    assert len(found) == int(count)


def test_a_rhythm_that_stands_elsewhere_is_not_missing():
    head = "KẾ HOẠCH\nAn toàn kho hàng năm 2026\n\nI. TỔ CHỨC THỰC HIỆN\n\n1. Văn phòng Sở\n\n"
    for said, expected in (("theo quy định", False), ("hằng tuần", False), ("cho Giám đốc Sở", True)):
        found = read_text(f"{head}- Tổng hợp, định kỳ báo cáo kết quả {said}.\n").findings
        assert ("reporting.cadence-missing" in {one.rule for one in found}) == expected


def test_in_a_report_nobody_has_to_be_named_for_what_comes_next():
    text = (
        "BÁO CÁO\nKết quả cải cách hành chính quý I năm 2026\n\nI. KẾT QUẢ\n\n- Đã trả 120 hồ sơ.\n\n"
        "II. NHIỆM VỤ QUÝ II\n\n1. Cải cách thể chế\n\n- Phòng Pháp chế chủ trì rà soát quyết định về chợ.\n\n"
        "2. Cải cách thủ tục hành chính\n\n- Công khai thủ tục mới.\n"
    )
    assert not {one.rule for one in read_text(text).findings} & {"task.owner-missing", "task.deadline-missing"}


PARTY = """\
ĐẢNG BỘ TỈNH BÌNH MINH
ĐẢNG ỦY XÃ LẠC AN
*
Số 12-KH/ĐU{motto}

Lạc An, ngày 09 tháng 01 năm 2026

KẾ HOẠCH
Phát triển chợ năm 2026

I. NHIỆM VỤ

- Phòng Kinh tế chủ trì sơn lại cổng chợ; hoàn thành trong quý I/2026.

Nơi nhận:
- Tỉnh ủy;
- Lưu VPĐU.

T/M BAN THƯỜNG VỤ
BÍ THƯ
"""


def test_a_paper_of_the_party_is_headed_and_signed_as_such_papers_are():
    assert rules(PARTY.format(motto="\n\nĐẢNG CỘNG SẢN VIỆT NAM")) == []
    missing = [one for one in read_text(PARTY.format(motto="")).findings if one.rule == "layout.motto-missing"]
    assert ["Đảng Cộng sản Việt Nam" in one.message_vi for one in missing] == [True]


UNTIL = "KẾ HOẠCH\nPhát triển chợ đến năm 2028\n\nI. CHỈ TIÊU\n\n- Năm 2026, 40% chợ có nhà vệ sinh sạch.\n"


def test_no_year_is_before_a_plan_that_only_says_until_when():
    assert not {one.rule for one in read_text(UNTIL).findings} & {"target.due-outside-period", "year.contradicts-title"}


@pytest.mark.parametrize(
    "targets",
    [
        "- Đến năm 2028, tỷ lệ chợ có nước sạch đạt trên 32,4%.",
        "- Đến năm 2028, đường nhựa phủ 100% xã miền núi của huyện cũ.\n"
        "- Đến năm 2028, đường nhựa phủ 100% trường học miền núi của huyện cũ.",
        "- Năm 2028, chỉ số PCI xếp 9/34 tỉnh, 3/14 tỉnh trong vùng ven biển miền Trung.\n"
        "- Năm 2028, chỉ số PAPI xếp 8/34 tỉnh, 5/14 tỉnh trong vùng ven biển miền Trung.",
        "- Lãnh đạo Sở tiếp tiểu thương theo lịch công khai ít nhất 01 ngày/tháng.",
        "- Chương trình chợ sạch giai đoạn 2026 - 2028 đặt mục tiêu 40% chợ sạch, trong đó 20% chợ kiểu mẫu.",
        "- Chợ đầu mối đạt 2.000 m2 đến năm 2028 (định hướng đến năm 2035 đạt 2.300 m2).",
        "- Các chỉ tiêu hằng năm phải đạt là: 80% chợ sạch; 70% chợ có bãi xe.",
        "- Doanh thu bán lẻ đạt 900 tỷ đồng trong toàn giai đoạn 2026 - 2028.",
    ],
)
def test_targets_that_are_set_well_raise_no_alarm(targets):
    text = f"KẾ HOẠCH\nPhát triển chợ giai đoạn 2026 - 2028\n\nI. CHỈ TIÊU\n\n{targets}\n"
    kinds = {"unit-missing", "duplicate", "contradiction", "due-missing"}
    assert {one.rule for one in read_text(text).findings if one.rule.removeprefix("target.") in kinds} == set()


def test_a_table_behind_the_plan_may_repeat_its_targets_and_its_title_says_by_when():
    text = (
        "KẾ HOẠCH\nPhát triển chợ giai đoạn 2026 - 2028\n\nI. CHỈ TIÊU\n\n- Đến năm 2028, 90% chợ xã có cổng mới.\n\n"
        "PHỤ LỤC\nCHỈ TIÊU GIAI ĐOẠN 2026 - 2028\n\n| TT | Chỉ tiêu | Mục tiêu |\n|---|---|---|\n"
        "| 1 | Tỷ lệ chợ xã có cổng mới | 90% |\n"
    )
    reading = read_text(text)
    assert [one.value for one in reading.measures] == [90, 90]
    assert not {one.rule for one in reading.findings} & {"target.duplicate", "target.due-missing"}


def test_in_a_report_nobody_has_to_own_what_was_to_be_reached_before():
    text = (
        "BÁO CÁO\nKết quả chỉ số năm 2026\n\nI. GIẢI PHÁP\n\n1. Cải cách thủ tục hành chính\n\n"
        "- Tỷ lệ hồ sơ đúng hẹn chưa đạt (chỉ tiêu tối thiểu 98%); đặt lại chỉ tiêu đạt 99% hồ sơ đúng hẹn.\n"
    )
    reading = read_text(text)
    assert [one.value for one in reading.measures] == [99]
    assert "target.owner-missing" not in {one.rule for one in reading.findings}
