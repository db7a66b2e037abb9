"""How parts on carrying out word duties, reports and deadlines: one sentence a line."""

import pytest

from cchc.reading import deadlines, read_text
from cchc.reading.flat import flat

HEAD = """KẾ HOẠCH
Phát triển công nghiệp của Sở Công Thương năm 2026

Căn cứ Luật số 55/2024/QH15; Sở Công Thương ban hành kế hoạch như sau:

I. NHIỆM VỤ

- Bảo dưỡng thiết bị chữa cháy tại các kho hàng.

II. TỔ CHỨC THỰC HIỆN

"""

# First letters of how often, then the day of the month; one more report behind a semicolon.
REPORTS = """
q20 | Văn phòng Sở tổng hợp, báo cáo UBND tỉnh hằng quý trước ngày 20 tháng cuối quý.
m18 | Các phòng gửi báo cáo tháng về Văn phòng Sở chậm nhất ngày 18 hằng tháng.
hy15 | Các phòng báo cáo kết quả về Văn phòng Sở trước ngày 15/6 và trước ngày 15/12 để tổng hợp.
q | Thanh tra Sở tổng hợp, báo cáo Giám đốc Sở kết quả đôn đốc hằng quý; nêu tên nơi làm chậm.
qhy | Tổng hợp, xây dựng báo cáo kết quả giữ kho hằng quý, 6 tháng và năm gửi Sở Nội vụ.
hy | Tham mưu báo cáo Sở Tài chính kết quả tiết kiệm, chống lãng phí 6 tháng và cả năm; nhắc nơi làm chậm.
h15; h1 | Các phòng định kỳ 6 tháng báo cáo kết quả về Văn phòng Sở trước ngày 15 tháng 6 và trước ngày 01 tháng 12.
h10; y30 | Các đơn vị báo cáo 6 tháng (trước ngày 10/6) và năm (trước ngày 30/11) về Sở.
qhny | Văn phòng Sở báo cáo Sở Nội vụ định kỳ hằng quý, 6 tháng, 9 tháng và năm theo quy định.
mqhya | Các phòng thực hiện chế độ báo cáo định kỳ (tháng, quý, 6 tháng, năm) và đột xuất khi có yêu cầu.
a | Thanh tra Sở báo cáo đột xuất theo yêu cầu của UBND tỉnh.
hy | Văn phòng Sở tham mưu sơ kết 6 tháng, tổng kết năm và báo cáo UBND tỉnh.
m25 | Phòng Kế hoạch cập nhật số liệu vào phần mềm báo cáo mỗi tháng một lần, trước ngày 25.
q14 | Các đơn vị định kỳ ngày 14 của tháng cuối quý gửi báo cáo về Văn phòng Sở.
- | Văn phòng Sở theo dõi, đôn đốc, báo cáo Giám đốc Sở kết quả thực hiện tại giao ban hằng tuần.
- | Các phòng xây dựng báo cáo chuyên đề về logistics.
- | Văn phòng Sở kiểm tra hằng quý việc thực hiện kế hoạch.
y5 | Hằng năm, trước ngày 05 tháng 12, các phòng báo cáo kết quả thực hiện về Văn phòng Sở.
q15; h15; y15 | Báo cáo quý: ngày 15 tháng cuối quý; báo cáo 6 tháng: trước ngày 15/6; báo cáo năm: trước ngày 15/11.
hy | Các phòng định kỳ 6 tháng, năm gửi kết quả kiểm kê về Văn phòng Sở.
m12 | Hằng tháng, trước ngày 12, các chợ gửi số liệu về Phòng Thương mại.
- | Văn phòng Sở gửi kết quả kiểm kê cho các phòng.
q20 | Trước ngày 20 của tháng cuối mỗi quý, các phòng gửi kết quả về Văn phòng Sở để tổng hợp, báo cáo.
qhny12 | Các phòng báo cáo kết quả quý I, 6 tháng, 9 tháng và cả năm về Văn phòng Sở trước ngày 12 tháng cuối kỳ.
mq | Văn phòng Sở chủ trì, định kỳ hàng tháng, hàng quý tổng hợp báo cáo lãnh đạo Sở.
- | Chi cục báo cáo tình hình thị trường hằng ngày trong dịp Tết.
- | Đề nghị Công đoàn phát động thi đua hằng năm.
- | Các phòng nghiêm túc thực hiện chế độ thông tin, báo cáo theo quy định.
- | Trung tâm gửi báo cáo hai tuần một lần về Văn phòng Sở.
y1 | Các phòng gửi báo cáo năm trước ngày 01/12.
hy | Các đơn vị gửi báo cáo nửa năm và cả năm về Văn phòng Sở.
q | Định kỳ 03 tháng một lần, Văn phòng Sở báo cáo Giám đốc Sở.
mqy25 | Định kỳ trước ngày 25 hằng tháng, quý, năm, các phòng gửi báo cáo về Văn phòng Sở.
y10 | Báo cáo tổng kết năm gửi về Sở trước ngày 10/12/2026.
h15; y30 | Báo cáo sơ kết 6 tháng đầu năm gửi trước ngày 15/6/2026; báo cáo tổng kết năm gửi trước ngày 30/11/2026.
qy | Phòng Tổng hợp theo dõi, tổng hợp kết quả, báo cáo UBND tỉnh, Bộ Công Thương theo định kỳ quý, năm.
- | Văn phòng Sở báo cáo kết quả rà soát trước ngày 15/9/2026.
q20; y10 | Các phòng báo cáo Giám đốc Sở (qua Văn phòng Sở) vào ngày 20 tháng cuối quý và ngày 10/12 hằng năm.
- | Các phòng báo cáo tiến độ vào thứ Sáu hằng tuần.
a | Chủ kho báo cáo ngay Sở khi xảy ra tràn dầu.
a | Các chợ báo cáo ngay khi phát hiện hàng giả.
- | Trong quá trình thực hiện, các phòng báo cáo ngay khi có khó khăn, vướng mắc.
"""
DUTIES = """
5. Chế độ thông tin: [các đơn vị] gửi số liệu sớm cho Văn phòng Sở.
1. [Văn phòng Sở]: chủ trì tham mưu, theo dõi, đôn đốc việc thực hiện kế hoạch.
1. Giao [Văn phòng Sở] chủ trì, theo dõi việc thực hiện kế hoạch này.
1. [Giám đốc Trung tâm Khuyến công] chịu trách nhiệm tổ chức các lớp đào tạo nghề.
1. [Trưởng phòng Quản lý năng lượng] bố trí cán bộ theo dõi số liệu điện năng.
1. Đồng chí [Phó Giám đốc phụ trách] trực tiếp chỉ đạo việc kiểm tra.
1. Đối với [các phòng chuyên môn]: căn cứ nhiệm vụ được giao, xây dựng kế hoạch chi tiết.
1. Đề nghị [Liên đoàn Lao động tỉnh] phối hợp tuyên truyền tới đoàn viên.
1. [Công ty Điện lực Hải Vân] bảo đảm cấp điện ổn định cho các sự kiện.
1. [Các doanh nghiệp kinh doanh xăng dầu] duy trì dự trữ theo quy định.
1. [Ban Quản lý các khu công nghiệp] cung cấp danh sách nhà đầu tư.
1. [Hội Nông dân tỉnh, Hội Liên hiệp Phụ nữ tỉnh] vận động hội viên tham gia.
1. [Sở Tài chính] thẩm định, tham mưu bố trí kinh phí.
1. [Đảng ủy, Ban Giám đốc] lãnh đạo toàn diện việc thực hiện kế hoạch.
1. [Toàn thể công chức, viên chức và người lao động] nghiêm túc thực hiện kế hoạch.
1. [Tổ giúp việc] họp mỗi tháng một lần để rà soát tiến độ.
Căn cứ Kế hoạch này, [các phòng, đơn vị thuộc Sở] xây dựng kế hoạch cụ thể để triển khai thực hiện.
Yêu cầu [thủ trưởng các đơn vị] nghiêm túc triển khai thực hiện kế hoạch này.
1. [Kho bạc Nhà nước khu vực] kiểm soát thanh toán kịp thời.
1. [Báo và Đài Phát thanh, Truyền hình tỉnh] xây dựng chuyên mục tuyên truyền.
1. [Chủ tịch UBND các xã] chỉ đạo lực lượng công an xã phối hợp kiểm tra.
1. [Chủ đầu tư các cụm công nghiệp] hoàn thiện hạ tầng xử lý nước thải.
1. [Bộ phận Một cửa] niêm yết đầy đủ thủ tục tại nơi tiếp nhận.
1. [Hiệp hội Doanh nghiệp tỉnh] phối hợp tập hợp kiến nghị của hội viên.
1. [Phòng Quản lý thương mại, Phòng Quản lý công nghiệp]: phối hợp xây dựng danh mục sản phẩm.
1. [Ngân hàng Nhà nước chi nhánh khu vực] hướng dẫn các tổ chức tín dụng cho vay.
1. [Trường Cao đẳng nghề tỉnh] tuyển sinh, mở lớp theo nhu cầu của doanh nghiệp.
1. [Hợp tác xã, tổ hợp tác] duy trì sản lượng cung ứng.
1. [Các cơ sở công nghiệp nông thôn] thực hiện đúng hợp đồng đã ký.
1. [Cục Quản lý thị trường] tăng cường kiểm soát hàng hóa nhập lậu.
1. [Chánh Văn phòng Sở, Trưởng các phòng] chịu trách nhiệm trước Giám đốc Sở về kết quả.
"""
NO_DUTIES = """
Kinh phí thực hiện được bố trí trong dự toán chi thường xuyên năm 2026.
Trên đây là Kế hoạch phát triển công nghiệp năm 2026, yêu cầu các phòng nghiêm túc thực hiện./.
Trong quá trình triển khai nếu có khó khăn, vướng mắc, các đơn vị phản ánh về Sở để xem xét, giải quyết.
Kế hoạch này thay thế Kế hoạch số 12/KH-SCT ngày 10/01/2025.
Nếu có phát sinh, vướng mắc, đề nghị các đơn vị kịp thời báo cáo về Văn phòng Sở để tổng hợp./.
"""
DEADLINES = """
Quý II = quarter 2 2026
Quý 4 năm 2026 = quarter 4 2026
Tháng 5 = month 5 2026
5/2026 = month 5 2026
15/5 = date 5 2026
Trước 30-6-2026 = date 6 2026
30.6.2026 = date 6 2026
Hoàn thành trước 15/11/2026 = date 11 2026
Cuối quý III/2026 = quarter 3 2026
Đầu tháng 4/2026 = month 4 2026
Tuần 2 tháng 3/2026 = month 3 2026
Năm 2026 = year  2026
2026 = year  2026
Năm 2026 - 2028 = period_end  2028
2026-2030 = period_end  2030
Hàng năm = yearly
Thường xuyên = standing
Thường xuyên trong năm = standing
Hằng quý = quarterly
Trong năm = year  2026
Cả năm = yearly
Theo kế hoạch của Bộ = by_reference
Khi có hướng dẫn của Bộ = on_request
6 tháng đầu năm 2026 = half 1 2026
9 tháng đầu năm = nine_months
Sau khi có văn bản của UBND tỉnh = relative
Trong 10 ngày kể từ ngày nhận = relative
Ngày 20 hằng tháng = monthly
Ngay sau khi Kế hoạch được ban hành = relative
Quý I hằng năm = yearly
Quý I và quý III hằng năm = yearly
Tháng 12 hằng năm = yearly_month 12
Ngày 15/12 hằng năm = yearly_date 12
Giai đoạn 2026 - 2030 = period_end  2030
Từ quý II/2026 = quarter 2 2026
Đến 31/12/2026 = date 12 2026
Hoàn thành trong tháng 01/2026 = month 1 2026
Theo yêu cầu = on_request
Đột xuất = on_request
Định kỳ, đột xuất = periodic_reports
Liên tục = standing
Trong tháng 8 = month 8 2026
Sáu tháng cuối năm = half 2 2026
Nửa đầu năm 2026 = half 1 2026
Ngày 30 tháng 6 = date 6 2026
Xong trước Tết Nguyên đán = unknown
"""
DEADLINES_IN_PROSE = """
Hoàn thành trước ngày 30/6/2026. = date 6
Xây dựng đề án, trình UBND tỉnh trong quý III/2026. = quarter 3
Rà soát xong trước 15/8. = date 8
Kiểm kê xong trước mùng 9/10. = date 10
Niêm yết lại bảng giá trong tuần đầu tháng 3. = month 3
Tổng vệ sinh kho vào trung tuần tháng 8/2026. = month 8
Sơn vạch dừng tại cổng kho (Phòng Thương mại, quý III/2026). = quarter 3
Niêm yết bảng phí, thời hạn như gạch đầu dòng thứ hai. = by_reference
Gửi danh sách hộ, thời hạn gửi theo điểm b mục 3. = by_reference
Ban hành kế hoạch chậm nhất ngày 31 tháng 01 năm 2026. = date 1
Tổ chức hội nghị vào tháng 9/2026. = month 9
Tổ chức hội chợ (dự kiến tháng 10/2026). = month 10
Thời hạn hoàn thành: Quý II. = quarter 2
Thời gian thực hiện: từ tháng 3 đến tháng 11 năm 2026. = month 11
Thời gian: Trong năm 2026. = year
Hoàn thành trong tháng 5 năm 2026. = month 5
Lập danh sách, hoàn thành trước 15/11. = date 11
Gửi số liệu về Văn phòng Sở trước ngày 20/5/2026. = date 5
Đến hết quý I năm 2026 hoàn thành việc kiểm kê. = quarter 1
Phấn đấu hoàn thành vào cuối năm 2026. = year
Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024. = none
Theo Quyết định số 45/QĐ-UBND ngày 15/3/2026. = none
Báo cáo trước ngày 15 hằng tháng. = none
Chào mừng Ngày Doanh nhân 13/10. = none
Trình phê duyệt trước tháng 4/2026. = month 4
Xong trong tháng 3. = month 3
Hoàn thành trong 6 tháng đầu năm 2026. = half 1
Hoàn thành trước quý IV. = quarter 4
Thời gian thực hiện: Thường xuyên. = standing
Thời hạn: trước 30/9/2026. = date 9
(Hoàn thành trước ngày 15/4/2026) = date 4
Tiến độ: Quý II-III/2026. = quarter 3
"""


def lines(table: str) -> list[tuple[str, str]]:
    return [(words, rest.strip()) for words, _, rest in (line.partition(" =") for line in table.strip().split("\n"))]


@pytest.mark.parametrize("line", REPORTS.strip().split("\n"))
def test_a_report_is_due_as_often_and_on_the_day_that_the_words_say(line):
    expected, _, sentence = line.partition(" | ")
    found = read_text(f"{HEAD}1. {sentence}\n").reporting
    said = "; ".join("".join(often[0] for often in one.cadence) + str(one.day or "") for one in found)
    assert (said or "-") == expected


@pytest.mark.parametrize("line", DUTIES.strip().split("\n"))
def test_a_duty_is_put_on_the_unit_that_the_sentence_names(line):
    sentence = line.replace("[", "").replace("]", "")
    assert [one.unit for one in read_text(f"{HEAD}{sentence}\n").duties] == [line.split("[")[1].split("]")[0]]


@pytest.mark.parametrize("sentence", NO_DUTIES.strip().split("\n"))
def test_money_and_closing_words_are_no_duties(sentence):
    found = read_text(f"{HEAD}1. Văn phòng Sở\n\n- Đôn đốc việc thực hiện.\n\n{sentence}\n").duties
    assert [one.unit for one in found] == ["Văn phòng Sở"]


def test_a_unit_named_above_has_all_the_items_below_it():
    text = "1. Trách nhiệm của Văn phòng Sở\n\na) Theo dõi tiến độ.\n\nb) Bố trí xe, phòng họp phục vụ.\n"
    assert [one.unit for one in read_text(HEAD + text).duties] == ["Văn phòng Sở", "Văn phòng Sở"]


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("1. Công ty Điện lực Hải Vân sửa các tuyến dây trước mùa mưa.", "Công ty Điện lực Hải Vân"),
        ("1. Đoàn kiểm tra liên ngành ghi biên bản tại từng cơ sở.", "Đoàn kiểm tra"),
        ("1. Ban Tổ chức hội chợ chuẩn bị gian hàng.", "Ban Tổ chức hội chợ"),
        (
            "1. Ban chỉ đạo cải cách hành chính của Sở theo dõi việc thực hiện.",
            "Ban chỉ đạo cải cách hành chính của Sở",
        ),
    ],
)
def test_a_verb_inside_a_name_does_not_end_it_and_an_unknown_verb_hides_no_duty(sentence, unit):
    (found,) = read_text(f"{HEAD}{sentence}\n").duties
    assert found.unit == unit


@pytest.mark.parametrize(("text", "expected"), lines(DEADLINES))
def test_the_deadline_of_a_cell_has_its_kind(text, expected):
    found = deadlines.read(text, 2026)[0]
    place = found.quarter or found.half or found.month or ""
    assert f"{found.kind} {place} {found.year or ''}".rstrip() == expected


@pytest.mark.parametrize(("sentence", "expected"), lines(DEADLINES_IN_PROSE))
def test_the_deadline_in_a_sentence_is_found_and_other_dates_are_none(sentence, expected):
    found = deadlines.in_words(sentence, flat(sentence), 2026)
    place = found.quarter or found.half or found.month or "" if found else ""
    assert (f"{found.kind} {place}".strip() if found else "none") == expected


@pytest.mark.parametrize(
    ("heading", "units"),
    [
        ("1. Ban quản lý chợ, chủ đầu tư hạ tầng", ["Ban quản lý chợ, chủ đầu tư hạ tầng"] * 2),
        ("1. Tiểu thương tại các chợ", ["Tiểu thương tại các chợ"] * 2),
        ("1. Chế độ thông tin", []),
        ("1. Tiến độ chung", []),
    ],
)
def test_a_short_numbered_heading_over_bullets_is_a_unit_whatever_it_is_called(heading, units):
    text = f"{HEAD}{heading}\n\n- Giữ lối đi thông thoáng.\n\n- Tắt điện khi ra về.\n"
    assert [one.unit for one in read_text(text).duties] == units


@pytest.mark.parametrize("sign", ["", "6. "])
def test_what_is_done_if_anything_has_to_be_changed_is_a_closing_formula(sign):
    text = (
        f"{HEAD}1. Văn phòng Sở đôn đốc các phòng thực hiện kế hoạch này.\n\n"
        f"{sign}Trong quá trình tổ chức thực hiện, nếu thấy cần bổ sung, các phòng đề xuất gửi Văn phòng Sở tổng hợp.\n"
    )
    assert [one.unit for one in read_text(text).duties] == ["Văn phòng Sở"]
