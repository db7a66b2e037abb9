"""Years that stand beside several numbers, lead-ins over their items, and the years that a title gives a plan."""

import pytest

from cchc.reading import read_text

HEAD = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG LÂM

Số: 41/KH-UBND

Quảng Lâm, ngày 12 tháng 02 năm 2026

KẾ HOẠCH
{}

Căn cứ Luật số 55/2024/QH15; Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:

I. CHỈ TIÊU

{}
"""


def measures(title: str, body: str) -> list[tuple[str, float, str | None, int | None]]:
    found = read_text(HEAD.format(title, body)).measures
    return [(one.comparator, one.value, one.baseline, one.due) for one in found]


def test_a_lead_in_that_names_a_change_gives_it_to_the_items_that_are_a_label_and_a_number():
    body = (
        "1. Giảm tiêu hao năng lượng bình quân của các ngành so với giai đoạn 2021 - 2025, cụ thể:\n\n"
        "- Sản xuất giấy: tối thiểu 6%;\n\n- Chế biến chè: từ 4 đến 5,5%;\n\n- Tỷ lệ lò đạt chuẩn: 40%.\n"
    )
    assert measures("Tiết kiệm năng lượng giai đoạn 2026 - 2030", body) == [
        ("reduce", 6, "2021-2025", 2030),
        ("reduce", 4, "2021-2025", 2030),
        ("eq", 40, None, 2030),
    ]


def test_the_base_of_a_lead_in_is_that_of_its_items_and_no_year_to_be_met():
    body = (
        "1. Đến năm 2030\n\na) Hạ mức hao hụt bình quân của các kho so với giai đoạn 2021 - 2025, cụ thể:\n\n"
        "- Kho lạnh: giảm ít nhất 4,5%;\n\n- Kho khô: giảm ít nhất 3%.\n"
    )
    assert measures("Hiện đại hóa kho bãi giai đoạn 2026 - 2030", body) == [
        ("reduce", 4.5, "2021-2025", 2030),
        ("reduce", 3, "2021-2025", 2030),
    ]


def test_a_change_against_a_rule_has_no_year_of_another_change():
    body = "- Giảm 25% thời gian chờ so với quy định và giảm 12% chi phí so với năm 2024.\n"
    assert [one[2] for one in measures("Mở chợ đêm năm 2026", body)] == [None, "2024"]


def test_a_lead_in_that_only_names_targets_leaves_its_items_as_they_are():
    body = "1. Phấn đấu giảm ô nhiễm, đạt các chỉ tiêu sau:\n\n- Nước thải được xử lý: 80%.\n"
    assert measures("Bảo vệ môi trường giai đoạn 2026 - 2030", body) == [("eq", 80, None, 2030)]


def test_numbers_with_their_years_behind_them_are_all_of_the_first_one_s_subject():
    found = read_text(
        HEAD.format(
            "Phát triển cụm công nghiệp giai đoạn 2026 - 2028",
            "- Tỷ lệ lấp đầy đạt 55% năm 2026, 60% năm 2027, 70% năm 2028.\n\n"
            "- Doanh thu đạt 900 tỷ đồng vào năm 2028, gấp 1,5 lần năm 2025.\n",
        )
    ).measures
    assert [(one.phrase, one.value, one.due) for one in found] == [
        ("Tỷ lệ lấp đầy", 55, 2026),
        ("Tỷ lệ lấp đầy", 60, 2027),
        ("Tỷ lệ lấp đầy", 70, 2028),
        ("Doanh thu", 900, 2028),
        ("Doanh thu", 1.5, 2028),
    ]


def test_items_that_are_a_year_and_a_number_measure_what_their_lead_in_names():
    body = "- Số chợ có kho lạnh:\n\n+ Năm 2027 - 40%;\n\n+ Năm 2028 - 55%.\n"
    found = read_text(HEAD.format("Phát triển chợ giai đoạn 2026 - 2028", body)).measures
    assert [(one.phrase, one.value, one.due) for one in found] == [
        ("Số chợ có kho lạnh", 40, 2027),
        ("Số chợ có kho lạnh", 55, 2028),
    ]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Thực hiện Quy hoạch thời kỳ 2021 - 2030, tầm nhìn đến năm 2050", (2021, 2030)),
        ("Phát triển chợ đến năm 2030, tầm nhìn đến năm 2045", (2026, 2030)),
        ("Phát triển chợ đến hết năm 2028", (2026, 2028)),
        ("Phát triển chợ năm 2027", (2027, 2027)),
        ("Phát triển chợ đến năm 2026", (2026, 2026)),
    ],
)
def test_a_plan_until_a_year_begins_in_the_year_of_its_issue(title, period):
    assert read_text(HEAD.format(title, "- 60% chợ có bãi xe.\n")).document.period == period


PARTY = """ĐẢNG ỦY XÃ TÂN LÂM
*
Số       -KH/ĐU

Tân Lâm, ngày     tháng 5 năm 2026

KẾ HOẠCH
thực hiện Nghị quyết số 12-NQ/TU của Ban Thường vụ Tỉnh ủy về phát triển chợ nông thôn

Thực hiện Nghị quyết số 12-NQ/TU, ngày 02/3/2026 của Ban Thường vụ Tỉnh ủy; Ban Thường vụ Đảng ủy ban hành kế hoạch:

I. MỤC TIÊU

a) Mục tiêu đến hết năm 2026:

- 100% chợ có nội quy.

b) Mục tiêu giai đoạn 2026 - 2030:

- 80% chợ có nhà vệ sinh sạch.

II. NHIỆM VỤ

- Họp với tiểu thương ít nhất 02 lần mỗi năm về vệ sinh của chợ.
"""


def test_a_title_in_small_letters_under_the_kind_is_the_title_and_its_documents_are_cited():
    """Offices of the Party write so; a plan whose title has no year reaches as far as its targets."""
    reading = read_text(PARTY)
    assert (reading.document.kind, reading.document.number, reading.document.period) == ("plan", None, (2026, 2030))
    assert reading.document.title.startswith("KẾ HOẠCH thực hiện Nghị quyết số 12-NQ/TU")
    assert [(one.number, str(one.date)) for one in reading.citations] == [("12-NQ/TU", "2026-03-02")]
    assert [one.due for one in reading.measures] == [2026, 2030, 2030]


def test_in_a_plan_until_a_year_and_of_no_known_day_no_earlier_year_is_past():
    text = (
        "KẾ HOẠCH\nPhát triển chợ đến năm 2028, định hướng đến năm 2035\n\nI. CHỈ TIÊU\n\n"
        "- Năm 2026 phấn đấu 40% chợ có điểm quét mã, 60% chợ có kho lạnh.\n\n- Đến năm 2028: 90% chợ có kho lạnh.\n"
    )
    assert [one.due for one in read_text(text).measures] == [2026, 2026, 2028]


def test_the_year_of_a_day_in_the_title_is_no_year_of_the_plan():
    title = "Thực hiện Nghị quyết số 9-NQ/TU ngày 12 tháng 11 năm 2025 của Tỉnh ủy"
    reading = read_text(HEAD.format(title, "- 100% chợ có nội quy.\n"))
    assert (reading.document.period, reading.measures[0].due) == ((2026, 2026), 2026)
