"""How plans of all kinds word what they promise, and numbers that promise nothing: one sentence a line."""

import pytest

from cchc.reading import read_text

HEAD = """KẾ HOẠCH
Phát triển công nghiệp của Sở Công Thương năm 2026

Căn cứ Luật số 55/2024/QH15; Sở Công Thương ban hành kế hoạch như sau:

"""
TARGETS = "I. CHỈ TIÊU\n\n- {}\n\nII. NHIỆM VỤ\n\n- Bảo dưỡng thiết bị chữa cháy tại các kho hàng.\n"
TASKS = "I. NHIỆM VỤ\n\n- {}\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Văn phòng Sở\n\n- Đôn đốc việc thực hiện kế hoạch này.\n"

# comparison, value, unit, the year compared with, the year due where it is not the plan's
PROMISED = """
Phấn đấu tỷ lệ cơ giới hóa khâu thu hoạch vượt mốc 80%. = ge 80 percent
Tỷ lệ hộ dùng điện an toàn phấn đấu đạt và vượt 99%. = ge 99 percent
Có trên 2/3 số xã có chợ đạt chuẩn. = ge 66.67 percent
Ít nhất 1/3 số doanh nghiệp nhỏ được tư vấn. = ge 33.33 percent
Mời từ 40 nhà phân phối trở lên. = ge 40 count
Thu hút từ 12 nhà đầu tư trở lên vào cụm công nghiệp. = ge 12 count
Tỷ lệ hồ sơ trễ hạn ở mức dưới 0,5%. = le 0.5 percent
Kéo giảm tỷ lệ tổn thất điện năng xuống còn 4,8%. = le 4.8 percent
Giảm ít nhất 02 điểm phần trăm tổn thất điện năng so với năm 2025. = reduce 2 percent 2025
Tổn thất điện năng giảm 0,2 điểm % so với thực hiện năm 2025. = reduce 0.2 percent 2025
Phấn đấu mỗi xã có 01 cửa hàng tiện lợi. = eq 1 count
Số lượt khách tăng gấp đôi so với năm 2024. = increase 2 other 2024
Sản lượng điện thương phẩm đạt 2,5 tỷ kWh. = eq 2.5 other
Thu ngân sách đạt 1.250 tỷ đồng, tăng 8% so với dự toán năm 2025. = eq 1250 other; increase 8 percent 2025
Giá trị sản xuất (giá 2010) đạt 52.300 tỷ đồng, tăng 9,8% so với cùng kỳ. = eq 52300 other; increase 9.8 percent 2025
Chỉ số CCHC xếp trong 05 vị trí đầu của khối sở, ngành. = rank 5 rank
Chỉ số hài lòng đứng trong tốp 3 của tỉnh. = rank 3 rank
Phấn đấu xếp hạng từ thứ 6 trở lên. = rank 6 rank
Chỉ số PCI đứng thứ 20/34 tỉnh, thành phố. = rank 20 rank
Thứ hạng chỉ số chuyển đổi số tăng tối thiểu 03 bậc so với năm 2025. = increase 3 rank 2025
Cải thiện 5 bậc về chỉ số chi phí không chính thức. = increase 5 rank
Điểm số đạt trên 88/100 điểm. = ge 88 points
Điểm đánh giá đạt tối thiểu 7,5/10 điểm. = ge 7.5 points
Số phiếu khảo sát không ít hơn 180 phiếu. = ge 180 count
Tỷ lệ nữ không kém hơn 35%. = ge 35 percent
Mỗi hộ không bị kiểm tra quá 01 lần. = le 1 count
Trả lời kiến nghị của cử tri trong thời hạn không quá 10 ngày làm việc. = le 10 days
Rút ngắn thời gian cấp phép từ 15 ngày xuống còn 10 ngày. = le 10 days
Rút ngắn 05 ngày làm việc thời gian thẩm định thiết kế. = reduce 5 days
Thời gian chờ của người dân không quá 15 phút. = le 15 other
100% cán bộ, đảng viên và trên 90% người lao động được học tập nghị quyết. = eq 100 percent; ge 90 percent
Phấn đấu 100% số phòng, 95% số công chức đăng ký thi đua. = eq 100 percent; eq 95 percent
Tỷ lệ người dân hài lòng: 95%. = eq 95 percent
Tỷ lệ hồ sơ trực tuyến: ≥ 80%. = ge 80 percent
Hồ sơ đúng hạn >=98 %. = ge 98 percent
Xây dựng, nhân rộng tối thiểu 02 mô hình; mỗi mô hình có ít nhất 10 hộ tham gia. = ge 2 count; ge 10 count
Cả năm trồng mới 50.000 cây xanh trong khu công nghiệp. = eq 50000 count
Kết nạp từ 05 đến 07 đảng viên mới. = ge 5 count
Số vụ tai nạn lao động giảm 5-10% so với năm trước. = reduce 5 percent 2025
Đến hết quý II/2026, 50% số chợ hoàn thành chuyển đổi mô hình; đến cuối năm đạt 100%. = eq 50 percent; eq 100 percent
Đến năm 2027, tỷ lệ đạt 85%, đến năm 2028 đạt 90%. = eq 85 percent 2027; eq 90 percent 2028
Năm 2025 tỷ lệ này đạt 70%; phấn đấu năm 2026 đạt 80%. = eq 80 percent
Nâng tỷ lệ từ 72% (năm 2025) lên 80%. = eq 80 percent
Tăng tỷ lệ đô thị hóa từ 35% năm 2025 lên 40% năm 2026. = eq 40 percent
Duy trì, giữ vững 12 xã đạt tiêu chí số 7 về cơ sở hạ tầng thương mại. = eq 12 count
Phấn đấu có thêm 03 xã đạt tiêu chí điện. = eq 3 count
Mở rộng thị trường sang 3 nước mới. = eq 3 count
Tiết kiệm tối thiểu 2% tổng điện năng tiêu thụ. = ge 2 percent
Tiết kiệm 10% chi thường xuyên. = reduce 10 percent
Cường độ năng lượng giảm bình quân 1 - 1,5%/năm. = reduce 1 percent
Tốc độ tăng trưởng bình quân 10%/năm. = increase 10 percent
Tốc độ tăng giá trị sản xuất đạt 11,5%. = increase 11.5 percent
Chỉ số sản xuất công nghiệp tăng trên 10%. = increase 10 percent
Tỷ trọng công nghiệp chiếm 42% GRDP. = eq 42 percent
Tỷ lệ nội địa hóa khoảng 45%. = eq 45 percent
Bình quân mỗi công chức xử lý 300 hồ sơ/năm. = eq 300 count
Ít nhất hai phần ba số chợ có bảng giá. = ge 66.67 percent
100% sản phẩm. = eq 100 percent
Cơ bản hoàn thành 100% việc số hóa. = eq 100 percent
Phấn đấu giảm tối thiểu từ 3-5% số vụ. = reduce 3 percent
Có 8 sản phẩm OCOP 4 sao trở lên. = eq 8 count
Có 20 sản phẩm OCOP đạt từ 3 sao trở lên. = eq 20 count
Trên 100 lượt doanh nghiệp tham gia. = ge 100 count
Huy động trên 15 tỷ đồng vốn xã hội hóa. = ge 15 other
Xuất khẩu gạo đạt 120 nghìn tấn, trị giá 65 triệu USD. = eq 120 other; eq 65 other
Số doanh nghiệp thành lập mới tăng từ 10% trở lên. = increase 10 percent
Không quá 01 lần bổ sung hồ sơ. = le 1 count
Mỗi đơn vị đăng ký tối thiểu 1 sáng kiến, giải pháp. = ge 1 count
Các đơn vị sự nghiệp giảm 10% số người hưởng lương ngân sách so với năm 2021. = reduce 10 percent 2021
Tỷ lệ hộ nghèo giảm xuống dưới 2%. = le 2 percent
"""
PROMISED_BY_TASKS = """
Tham mưu ban hành kịp tiến độ 03 quyết định về giá điện. = eq 3 count
Khảo sát việc chấp hành quy chế đã ban hành tại 08 phòng. = eq 8 count
Tổ chức 2 lớp tập huấn cho 120 học viên. = eq 2 count; eq 120 count
Cấp phát 5.000 tờ rơi tại 20 chợ. = eq 5000 count
Xây dựng 01 chuyên trang về an toàn thực phẩm. = eq 1 count
Xây dựng 01 phóng sự và 05 tin bài mỗi quý. = eq 1 count; eq 5 count
Lắp đặt 15 biển cảnh báo tại các đập thủy điện. = eq 15 count
Diễn tập 02 phương án ứng phó sự cố hóa chất. = eq 2 count
Kiểm tra ít nhất 30% số phòng, đơn vị. = ge 30 percent
Thanh tra, kiểm tra 25 cơ sở kinh doanh xăng dầu. = eq 25 count
Khắc phục dứt điểm 04/04 tồn tại nêu trong kết luận. = eq 4 count
Lựa chọn 2-3 đơn vị làm điểm. = ge 2 count
Hỗ trợ 15 doanh nghiệp áp dụng hệ thống ISO 9001:2015. = eq 15 count
Rà soát 100% TTHC nội bộ. = eq 100 percent
Cử 02 công chức tham dự lớp cao cấp lý luận chính trị. = eq 2 count
Mua sắm 10 bộ máy tính thay thế máy hỏng. = eq 10 count
Tuyển dụng 04 viên chức theo vị trí việc làm. = eq 4 count
Giảm 02 phòng chuyên môn sau sắp xếp. = reduce 2 count
Bố trí tối thiểu 1% tổng chi ngân sách cho chuyển đổi số. = ge 1 percent
Trao 20 suất quà cho công nhân khó khăn. = eq 20 count
"""
NOTHING_PROMISED = """
Doanh nghiệp có từ 10 lao động trở lên phải đăng ký nội quy.
Áp dụng cho công trình cấp 2 và cấp 3.
Thực hiện Nghị quyết 57 trong giai đoạn 5 năm.
Triển khai Đề án 06 của Chính phủ.
Ứng trực 24/24 giờ.
Thực hiện mô hình chính quyền địa phương 02 cấp.
Tổ chức theo 3 nhóm ngành hàng.
Kết quả năm 2025 đạt 82%, thấp hơn mục tiêu 3%.
Tiêu chí thành phần còn thấp, mới đạt 65%.
Nhìn lại 4 năm qua, toàn ngành có 912 sáng kiến và 45 cá nhân được khen.
Hiện nay toàn tỉnh có 112 chợ, 06 siêu thị.
Hộ sử dụng trên 1.000 kWh mỗi tháng phải ký cam kết.
Phục vụ 24/7 qua đường dây nóng 1900 1234.
Chào mừng 80 năm ngày thành lập ngành.
Kỷ niệm 75 năm Ngày truyền thống ngành Công Thương (14/5/1951 - 14/5/2026).
Bảo đảm tiến độ theo Thông báo kết luận số 15.
Giao dịch có giá trị từ 20 triệu đồng trở lên phải có hóa đơn.
Tối thiểu chín trong mười hồ sơ được trả đúng hẹn.
Không có hồ sơ nào trễ hạn.
"""
NOTHING_IN_TASKS = """
Tổ chức Hội nghị sơ kết 5 năm thực hiện Chỉ thị.
Tổ chức hội nghị tổng kết 10 năm thi hành Luật.
Phối hợp 3 sở kiểm tra chéo.
Xây dựng dự thảo gồm 5 chương, 32 điều.
Thực hiện đúng 6 bước của quy trình.
Tham gia đoàn công tác liên ngành 389.
Vận động mỗi công chức ủng hộ 01 ngày lương.
"""


def lines(table: str) -> list[tuple[str, str]]:
    return [(words, rest) for words, _, rest in (line.partition(" = ") for line in table.strip().split("\n"))]


def promised(sentence: str, frame: str) -> str:
    found = []
    for one in read_text(HEAD + frame.format(sentence)).measures:
        value = int(one.value) if one.value == int(one.value) else one.value
        due = None if one.due == 2026 else one.due
        found.append(" ".join(str(word) for word in (one.comparator, value, one.unit, one.baseline, due) if word))
    return "; ".join(found)


@pytest.mark.parametrize(("sentence", "expected"), lines(PROMISED))
def test_a_target_is_taken_with_its_comparison_value_unit_base_and_year(sentence, expected):
    assert promised(sentence, TARGETS) == expected


@pytest.mark.parametrize(("sentence", "expected"), lines(PROMISED_BY_TASKS))
def test_what_a_task_makes_is_counted(sentence, expected):
    assert promised(sentence, TASKS) == expected


@pytest.mark.parametrize("sentence", NOTHING_PROMISED.strip().split("\n"))
def test_sizes_places_the_past_and_rules_promise_nothing(sentence):
    assert promised(sentence, TARGETS) == ""
    assert promised(sentence, TASKS) == ""


@pytest.mark.parametrize("sentence", NOTHING_IN_TASKS.strip().split("\n"))
def test_a_number_that_a_task_only_mentions_is_no_measure(sentence):
    assert promised(sentence, TASKS) == ""
