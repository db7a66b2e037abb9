"""The whole way from text to a reading, on small documents of our own."""

import json

from cchc.reading import read_text

PLAN = """\
UBND TỈNH BÌNH MINH          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ CÔNG THƯƠNG                Độc lập - Tự do - Hạnh phúc

Số: 12/KH-SCT                 Bình Minh, ngày 09 tháng 01 năm 2026

KẾ HOẠCH
Cải cách hành chính năm 2026 của Sở Công Thương

Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành Chương
trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030.

I. MỤC TIÊU
1. Thủ tục hành chính
- Ít nhất 98,5% hồ sơ được trả kết quả đúng hạn.
- Giảm 20% thời gian chờ của người dân so với năm 2025.

II. NHIỆM VỤ
1. Cải cách thủ tục hành chính
- Niêm yết thủ tục hành chính ngay khi có quyết định công bố.

III. TỔ CHỨC THỰC HIỆN
1. Văn phòng Sở
- Theo dõi, đôn đốc việc thực hiện Kế hoạch này.
- Báo cáo Giám đốc Sở trước ngày 20 hằng tháng.

Nơi nhận:
- Lưu: VT.
                                        GIÁM ĐỐC
"""


def test_a_small_plan_is_read_with_everything_in_it():
    found = read_text(PLAN)
    assert (found.document.kind, found.document.number) == ("plan", "12/KH-SCT")
    assert found.document.issuer == "Sở Công Thương tỉnh Bình Minh"
    assert found.document.period == (2026, 2026)
    assert [(one.number, str(one.date)) for one in found.citations] == [("76/NQ-CP", "2021-07-15")]
    assert [(one.comparator, one.value, one.baseline, one.due) for one in found.measures] == [
        ("ge", 98.5, None, 2026),
        ("reduce", 20.0, "2025", 2026),
    ]
    assert [one.area for one in found.tasks] == ["procedures"]
    assert [one.unit for one in found.duties] == ["Văn phòng Sở", "Văn phòng Sở"]
    assert [(one.cadence, one.day, one.to) for one in found.reporting] == [(("monthly",), 20, "Giám đốc Sở")]


def test_every_span_points_at_its_quote():
    found = read_text(PLAN)
    for item in (*found.measures, *found.tasks, *found.duties):
        assert found.text[item.span.start : item.span.end] == item.quote


def test_the_reading_goes_into_json():
    shape = json.loads(json.dumps(read_text(PLAN).as_json()))
    assert shape["document"]["issued_on"] == "2026-01-09"
    assert shape["measures"][0]["id"] == "m1"
    assert shape["measures"][0]["path"] == ["I. MỤC TIÊU", "1. Thủ tục hành chính"]
