"""What changed between a draft and the plan as issued."""

from cchc.reading import compare, read_text
from cchc.reading.tests.test_reader import PLAN


def test_two_equal_versions_have_no_change():
    reading = read_text(PLAN)
    assert compare(reading, reading).changes == ()


def test_a_changed_target_a_new_task_and_a_dropped_duty_are_told():
    issued = PLAN.replace("98,5%", "99%").replace("- Theo dõi, đôn đốc việc thực hiện Kế hoạch này.\n", "")
    issued = issued.replace("công bố.\n", "công bố.\n- Mở đường dây nóng tiếp nhận góp ý của người dân về thủ tục.\n")
    found = compare(read_text(PLAN), read_text(issued)).changes
    assert [(one.kind, one.change, one.fields) for one in found] == [
        ("measures", "changed", {"value": (98.5, 99.0)}),
        ("tasks", "added", {}),
        ("duties", "removed", {}),
    ]


def test_the_number_and_date_that_issuing_gives_are_told():
    draft = PLAN.replace("Số: 12/KH-SCT", "Số:    /KH-SCT").replace("ngày 09 tháng 01", "ngày    tháng 01")
    (change,) = compare(read_text(draft), read_text(PLAN)).changes
    assert change.fields == {"number": (None, "12/KH-SCT"), "issued_on": (None, "2026-01-09")}
    assert compare(read_text(draft), read_text(PLAN)).as_json()["changes"][0]["kind"] == "document"
