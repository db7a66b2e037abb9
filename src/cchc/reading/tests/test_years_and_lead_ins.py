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
