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
Không để góp ý, phản ánh của tiểu thương tồn quá 8 ngày. = le 8 days
Số hóa 120 mét giá hồ sơ của chợ. = eq 120 other
Bố trí điểm thu hồi pin cũ tại 98 xã, phường. = eq 98 count
Có ít nhất 14 mặt hàng có doanh số trên 30 tỷ đồng. = ge 14 count
Cấp mới 45 mã số cơ sở đóng gói. = eq 45 count
Phát hành 06 số bản tin khuyến công. = eq 6 count
Hoàn thành bản đồ số hạ tầng chợ của 11 huyện và đưa vào sử dụng. = eq 11 count
Số lượt xem gian hàng trên mạng gấp 3 lần năm 2025. = eq 3 other 2025
Sản lượng điện mặt trời mái nhà gấp 2,5 lần. = eq 2.5 other
Thu nhập của người làm nghề tăng tối thiểu 1,4 lần so với năm 2021. = increase 1.4 other 2021
Nâng số lượng điểm thu hồi pin cũ lên trên 1.350 điểm. = ge 1350 count
Mở rộng mạng lưới điểm đổi bình gas đạt 240 điểm. = eq 240 count
Số kho lạnh trên 1 vạn dân: 2,4 kho; 9,5 dược sĩ/vạn dân. = eq 9.5 count
Số điều dưỡng đạt khoảng 21,5 người trên 10.000 dân. = eq 21.5 count
Tai nạn lao động dưới 3 người/100.000 dân. = le 3 count
Tỷ lệ thợ lành nghề 70%, trong đó có chứng chỉ đạt khoảng 31%. = eq 70 percent; eq 31 percent
Tỷ lệ thôn đạt chuẩn nông thôn mới đạt 75%. = eq 75 percent
Tỷ lệ phường đô thị mới đạt 60%. = eq 60 percent
Ươm tạo tối thiểu 12 ý tưởng khởi sự của thợ trẻ. = ge 12 count
Hỗ trợ 40 doanh nghiệp đổi mới thiết bị, trong đó có 6 doanh nghiệp do phụ nữ làm chủ. = eq 40 count; eq 6 count
Chuyển đổi 120 hộ kinh doanh thành doanh nghiệp. = eq 120 count
Hội thi tay nghề cấp tỉnh: phấn đấu đạt 8 giải. = eq 8 count
Chiến sĩ thi đua cơ sở: 04 đ/c. = eq 4 count
Mỗi thợ học đủ 24 tiết an toàn điện. = eq 24 count
Mỗi quý diễn tập thử 02 lần. = eq 2 count
Tất cả 5/5 đề án được giao trình đúng hạn. = eq 5 count
9/12 cơ sở được cấp chứng nhận an toàn. = eq 9 count
8/10 hồ sơ được số hóa. = eq 8 count
Không để xảy ra mất điện kéo dài trên 45 phút. = le 45 other
Hồ sơ còn lại không để quá 03 ngày làm việc. = le 3 days
Cán bộ khuyến công xuống xưởng không ít hơn 6 ngày mỗi tháng. = ge 6 days
Tổng điểm tự chấm không thấp hơn 88,5. = ge 88.5 points
Điểm trung bình đạt từ 4,2 trở lên. = ge 4.2 points
Năng suất mía vượt 75 tạ/ha. = ge 75 other
Tỷ lệ dân số từ 18 tuổi trở lên có tài khoản đạt 80%. = eq 80 percent
Tuổi thọ trung bình đạt 74,5 tuổi. = eq 74.5 other
Có 2/9 tiêu chí (kho bãi, hải quan) nằm trong tốp 5 cả nước. = rank 5 rank
38 xã đạt 19 tiêu chí về hạ tầng. = eq 38 count
Giá trị thu hoạch trên 1 ha đạt 150 triệu đồng. = eq 150 other
Thu gom trên 8 phần 10 lượng bao bì (80%). = ge 80 percent
Rút ngắn 1/4 thời gian của 15 thủ tục về điện lực. = reduce 25 percent
Thợ đến sửa không quá 2 giờ ở phường, 5 giờ ở xã. = le 2 other; le 5 other
Bình quân cứ 150 m2 kho có 02 bình bọt. = eq 2 count
Lập 24 tổ tự quản, trong đó ít nhất 1/4 là tổ ở thôn xa. = eq 24 count; ge 25 percent
9 trên 10 hộ dùng nước sạch. = eq 90 percent
Ít nhất 7 trên 10 chợ có nhà vệ sinh sạch. = ge 70 percent
Ít nhất một nửa số giấy phép (50%) trả trước hạn. = ge 50 percent
Phấn đấu tỷ lệ cơ giới hóa khâu thu hoạch vượt mốc 80%. = ge 80 percent
Tỷ lệ hộ dùng điện an toàn phấn đấu đạt và vượt 99%. = ge 99 percent
Có trên 2/3 số xã có chợ đạt chuẩn. = ge 66.67 percent
Xếp 12/34 tỉnh, thành phố, 3/9 tỉnh trong vùng. = rank 12 rank; rank 3 rank
Chỉ số PCI đạt trên 66,5 điểm, xếp vị trí 9 - 14/34 tỉnh. = ge 66.5 points; rank 14 rank
Chỉ số SIPAS nằm trong nhóm 9/34 địa phương dẫn đầu cả nước. = rank 9 rank
Tỷ lệ lấp đầy đạt từ 80% trở lên, nằm trong nhóm 7 tỉnh dẫn đầu. = ge 80 percent; rank 7 rank
Tỷ lệ kết nạp hội viên mới đạt từ 2,5-3% tổng số. = ge 2.5 percent
Số nhà lưu trú xây mới đạt 350 căn hộ. = eq 350 count
Hoàn thành di dời 01 khu chợ và 02 bãi xe. = eq 1 count; eq 2 count
Giảm tỷ lệ hộ thiếu điện so với năm trước (theo chuẩn giai đoạn 2021-2025) đạt 1,5%. = reduce 1.5 percent 2025
Bãi bỏ 100% giấy phép con. = eq 100 percent
Tốc độ tăng giá trị sản xuất: Bình quân 13,5%/năm. = increase 13.5 percent
Có trên 30/60 xã, phường đạt tối thiểu 2 thợ máy/trạm. = ge 30 count
Tối thiểu 75% người dân trong độ tuổi lao động biết dùng biên lai điện tử. = ge 75 percent
Số bác sỹ trên một vạn dân đạt 12 bác sỹ. = eq 12 count
Quý III - quý IV/2027: khởi công kho lạnh; 60% chợ có kho lạnh. = eq 60 percent 2027
Mục tiêu cụ thể đến năm 2028 đạt 55% hộ; doanh số trên mạng chiếm hơn 10%. = eq 55 percent 2028; ge 10 percent 2028
Có 03 trường nghề nằm trong TOP 60 trường nghề của khu vực. = eq 3 count
Ít nhất 05 nhà xưởng lọt vào nhóm 90 nhà xưởng xanh dẫn đầu cả nước. = ge 5 count
15% doanh nghiệp của tỉnh được xếp vào tốp 400 cả nước. = eq 15 percent
Có 02 phòng được khen, Sở nằm trong tốp 8 của khối. = eq 2 count; rank 8 rank
Sản lượng điện tăng gấp 2 lần so với năm 2024. = increase 2 other 2024
Số gian hàng tăng lên gấp rưỡi so với năm 2024. = increase 1.5 other 2024
Năng suất máy tăng gấp hai lần so với năm 2024; số kho lạnh tăng gấp 3 lần. = increase 2 other 2024; increase 3 other
Số lượt khách tăng hơn ba lần so với năm 2024. = increase 3 other 2024
Số đơn hàng tăng gấp đôi, số khách quen tăng gấp 3 so với năm 2024. = increase 2 other 2024; increase 3 other 2024
Nâng cấp 12 chợ hiện có. = eq 12 count
Chỉ số SIPAS đạt 87% thuộc nhóm 5 tỉnh dẫn đầu. = eq 87 percent; rank 5 rank
Tiết kiệm kinh phí 5 tỷ đồng. = eq 5 other
Biểu dương 10 tập thể. = eq 10 count
Bằng nhiều cách, hỗ trợ 20 hộ bán hàng. = eq 20 count
Hoàn thành 15 chỉ tiêu, trong đó vượt ít nhất 3 chỉ tiêu. = eq 15 count; ge 3 count
Trồng 400 cây bóng mát quanh kho. = eq 400 count
Nhân đôi số chợ có nhà vệ sinh sạch. = increase 2 other
Giá trị xuất khẩu gấp đôi năm 2024. = eq 2 other 2024
Tăng thu nhập của thợ gấp 1,5 lần hiện nay. = eq 1.5 other
Tốc độ tăng năng suất gấp 1,2 lần tốc độ tăng tiền công. = eq 1.2 other
Ít nhất 30% tổ hợp tác do nữ đứng đầu và 12% do thanh niên đứng đầu. = ge 30 percent; ge 12 percent
Số thợ tăng bình quân đến năm 2027 đạt 6-7%, đến năm 2028 đạt 8%. = increase 6 percent 2027; increase 8 percent 2028
Sản lượng giấy giai đoạn 2026 - 2028 tăng 9%. = increase 9 percent 2028
Tầm nhìn đến năm 2040: kho lạnh có mặt khắp nơi; 90% chợ có kho lạnh. = eq 90 percent 2040
Toàn tỉnh có tổng số 4.200 tiểu thương; lợi nhuận/hộ 90 triệu đồng. = eq 4200 count; eq 90 other
Cắt giảm 40% thời gian, 35% chi phí thực hiện việc cấp phép. = reduce 40 percent; reduce 35 percent
Giảm 12% số cuộc họp, 45% cuộc họp theo hình thức trực tuyến. = reduce 12 percent; eq 45 percent
PCI phấn đấu đạt trên 67,2; PAPI đạt 44. = ge 67.2 points; eq 44 points
Chỉ số phát triển con người (HDI) đạt 0,77 vào năm 2026. = eq 0.77 points
Chỉ số sẵn sàng cho dữ liệu (DTI) đạt từ 0,6 trở lên. = ge 0.6 points
Tối thiểu 75% sổ kho cấp tỉnh, 55% sổ kho cấp xã được lập trên máy. = ge 75 percent; ge 55 percent
Tỷ trọng giá trị tăng thêm của công nghiệp chế biến trên 21%. = ge 21 percent
Tổng giá trị tăng 6% so với năm 2025. = increase 6 percent 2025
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
Tiết kiệm 10% chi thường xuyên. = eq 10 percent
Tiết kiệm thêm 5% tiền điện, tương ứng 320 triệu đồng. = eq 5 percent; eq 320 other
Các trạm cắt ít nhất 12% chi họp so với năm 2025, Văn phòng cắt 20%. = reduce 12 percent 2025; reduce 20 percent 2025
Lượng giấy in thấp hơn năm 2025 từ 6% trở lên. = reduce 6 percent 2025
Chi tiếp khách chỉ dùng tối đa 70% mức đã quyết toán năm 2025. = le 70 percent 2025
Thời gian cấp phép từ 20 ngày rút xuống còn tối đa 12 ngày. = le 12 days
7/7 Đội quản lý thị trường dùng chữ ký số. = eq 7 count
Mỗi phòng bỏ ít nhất 02 loại giấy tờ nội bộ. = ge 2 count
Sở đứng trong 4 cơ quan cấp tỉnh có Chỉ số cải cách hành chính cao nhất. = rank 4 rank
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
Phấn đấu trong năm 2026, số vụ cháy giảm 10% so với trung bình 3 năm gần nhất. = reduce 10 percent
Tỷ lệ xã đạt tiêu chí số 7 tăng từ 68% lên 75%. = eq 75 percent
Phấn đấu 80% trở lên hộ kinh doanh sử dụng hóa đơn điện tử. = ge 80 percent
Ít nhất 70% doanh nghiệp tham gia khảo sát đánh giá tốt. = ge 70 percent
100% (24/24) đơn vị hoàn thành kế hoạch. = eq 100 percent
Thu hồi 100% công nợ quá hạn; số nợ khó đòi dưới 0,5% tổng dư nợ. = eq 100 percent; le 0.5 percent
Số lao động được đào tạo: 1.200 người. = eq 1200 count
Diện tích mặt bằng được giải phóng: 45,6 ha. = eq 45.6 other
Doanh thu: 3.200 tỷ đồng. = eq 3200 other
Số hồ sơ trễ hạn: không quá 05 hồ sơ. = le 5 count
Tăng thu nhập bình quân của người lao động thêm 1,5 triệu đồng/tháng. = increase 1.5 other
Thu nhập bình quân đạt 9,5 triệu đồng/người/tháng. = eq 9.5 other
Tỷ lệ lấp đầy bình quân các cụm công nghiệp đạt 65 - 70%. = ge 65 percent
Giảm số lượng báo cáo giấy xuống dưới 10%. = le 10 percent
Hoàn thành ít nhất 03/05 nhiệm vụ đột phá. = ge 3 count
Xếp loại A đối với trên 85% hợp tác xã. = ge 85 percent
Mỗi năm tăng thêm 2% số hộ sử dụng điện mặt trời. = increase 2 percent
Không để quá 3% số đơn thư tồn đọng. = le 3 percent
Không có quá 02 vụ tai nạn lao động nghiêm trọng. = le 2 count
Hạn chế thấp nhất số vụ vi phạm, phấn đấu giảm từ 5% trở lên. = reduce 5 percent
Đưa tỷ lệ thất thoát về mức 6%. = eq 6 percent
Nâng số chợ đạt chuẩn lên 52 chợ. = eq 52 count
Nâng tổng số cụm công nghiệp được thành lập lên 25 cụm. = eq 25 count
Phấn đấu thêm 15 sản phẩm đạt chuẩn OCOP. = eq 15 count
Có 100% thôn, bản có điện; 98,5% hộ dân được dùng điện lưới. = eq 100 percent; eq 98.5 percent
Chỉ số IIP tăng 9 - 9,5%. = increase 9 percent
Kim ngạch xuất nhập khẩu đạt trên 2 tỷ USD, trong đó xuất khẩu 1,2 tỷ USD. = ge 2 other; eq 1.2 other
Thời gian thông quan giảm 20%. = reduce 20 percent
Thời gian xử lý sự cố điện không quá 02 giờ. = le 2 other
Thời gian giải quyết bình quân 3,5 ngày. = eq 3.5 days
Trả kết quả trong ngày đối với 60% thủ tục. = eq 60 percent
Đạt tối thiểu 95 điểm/100 điểm theo Bộ chỉ số. = ge 95 points
Điểm chuyển đổi số cấp sở đạt từ 850 điểm trở lên. = ge 850 points
Chỉ số DDCI của Sở xếp thứ 3 trở lên trong khối. = rank 3 rank
Nằm trong 10 sở, ngành có chỉ số cao nhất. = rank 10 rank
Đứng thứ 2 khối thi đua. = rank 2 rank
Phấn đấu vào tốp 5 địa phương dẫn đầu về thương mại điện tử. = rank 5 rank
Tăng 01 bậc xếp hạng so với năm trước liền kề. = increase 1 rank 2025
Ít nhất 50% cán bộ nữ trong quy hoạch. = ge 50 percent
Phấn đấu 02 đồng chí được kết nạp Đảng. = eq 2 count
Đến 31/12/2026 giải ngân 100% vốn. = eq 100 percent
Năm 2026 đạt 20%, năm 2027 đạt 30%. = eq 20 percent; eq 30 percent 2027
Từ năm 2026, mỗi năm giảm 5% lượng phát thải. = reduce 5 percent
Trung bình mỗi tháng có 04 tin, bài được đăng. = eq 4 count
Mỗi quý tổ chức 01 buổi đối thoại. = eq 1 count
Phát triển mới 120 đoàn viên công đoàn, 02 công đoàn cơ sở. = eq 120 count; eq 2 count
Có ít nhất 1 hợp tác xã ứng dụng công nghệ cao trên mỗi xã. = ge 1 count
Số giờ mất điện bình quân giảm còn 180 phút. = le 180 other
Chỉ số SAIDI dưới 200 phút. = le 200 other
Công suất điện mặt trời mái nhà tăng thêm 30 MW. = increase 30 other
Tiêu thụ 5.000 tấn vải thiều qua kênh thương mại điện tử. = eq 5000 other
90% vụ việc được giải quyết ngay tại cơ sở, còn lại chuyển cấp trên trong 05 ngày làm việc. = eq 90 percent
Phấn đấu hài lòng từ mức 4/5 điểm trở lên. = ge 4 points
Duy trì tối thiểu 20 điểm bán hàng Việt. = ge 20 count
Nhịp độ tăng trưởng giá trị sản xuất: trên 9%. = increase 9 percent
Tỷ lệ tăng chi phí logistics dưới 2,5%. = le 2.5 percent
Tốc độ tăng số đơn hàng đạt 30%/năm và doanh số đạt 45%/năm. = increase 30 percent; increase 45 percent
Hạ tầng cấp nước sạch phủ 100% cụm công nghiệp. = eq 100 percent
100% trạm trưởng có trình độ đại học trở lên. = eq 100 percent
85% nhân viên đạt loại khá trở lên. = eq 85 percent
Cắt giảm bảo đảm tối thiểu 40% số cuộc họp. = reduce 40 percent
Số báo cáo giấy bớt đi 15% so với năm 2025. = reduce 15 percent 2025
Xếp hạng theo chỉ số xanh đạt 18 trở lên. = rank 18 rank
Thứ hạng chỉ số logistics của tỉnh lên vị trí thứ 9. = rank 9 rank
Thu phí chợ vượt 4% kế hoạch. = increase 4 percent
Giảm một nửa số tờ khai. = reduce 50 percent
Kéo giảm 7% số vụ cháy so cùng kỳ năm 2025. = reduce 7 percent 2025
Giảm 3% số kho xuống cấp, 100% kho được kiểm tra. = reduce 3 percent; eq 100 percent
Thu hẹp 12% diện tích kho tạm. = reduce 12 percent
Giai đoạn 2026 - 2028, mỗi năm giảm 2% hao hụt. = reduce 2 percent 2028
Có 35 hợp tác xã với 700 thành viên, 12 tổ với 90 hộ. = eq 35 count; eq 700 count; eq 12 count; eq 90 count
Đến cuối năm có 1,2 triệu tài khoản dùng ví điện tử. = eq 1.2 other
Hoàn thành trên 500 căn hộ cho công nhân. = ge 500 count
Kiểm tra 20 cơ sở tại 3 xã, 2 phường. = eq 20 count
Tổ chức 02 lớp với 120 học viên trong 05 ngày, 03 buổi tối. = eq 2 count; eq 120 count
Tỷ lệ nữ quản đốc ít nhất 20% vào năm 2027 và 25% vào năm 2030. = ge 20 percent 2027; ge 25 percent 2030
Số dân bình quân trên 01 điểm bán hàng khoảng 2.500 người. = eq 2500 count
Phấn đấu đạt mục tiêu 1,4 tỷ USD. = eq 1.4 other
Bớt 02 tổ giúp việc. = reduce 2 count
Tỷ lệ lấp đầy không để tụt xuống dưới 75%. = ge 75 percent
Đến hết 2028, 30/30 chợ có cân đối chứng. = eq 30 count 2028
Đến năm 2029 có 60% hộ dùng khí sinh học; 20% hộ lắp điện mặt trời. = eq 60 percent 2029; eq 20 percent 2029
Hàng xuất khẩu chính ngạch chiếm 70% vào năm 2030. = eq 70 percent 2030
Giảm ít nhất 20% số chuyến, ít nhất 20% phí kho đến năm 2027. = reduce 20 percent 2027; reduce 20 percent 2027
Đưa hao hụt xăng dầu giảm xuống thấp hơn 0,5%. = le 0.5 percent
Giảm hao hụt nước trên toàn tuyến ống dưới 4%. = le 4 percent
Số cơ sở ngừng hoạt động tăng dưới 7%. = le 7 percent
Mỗi xưởng hằng năm ít nhất tiết kiệm 3% lượng điện. = ge 3 percent
Biên soạn từ 12 đến 15 cẩm nang nghề. = ge 12 count
Xuất khẩu phấn đấu tăng 6 - 7% so năm 2025, với kim ngạch đạt 820 triệu USD. = increase 6 percent 2025; eq 820 other
Đóng góp của năng suất vào tăng trưởng của tỉnh trên 48%. = ge 48 percent
Giảm 18% số vụ tai nạn từ 2 người bị thương trở lên. = reduce 18 percent
Chi cho nghiên cứu đạt 1,1% doanh thu, đến năm 2030, phấn đấu đạt 2%. = eq 1.1 percent; eq 2 percent 2030
Đạt 71 điểm (tăng 2 điểm), đến năm 2028 đạt 74 điểm. = eq 71 points; increase 2 points; eq 74 points 2028
Tối thiểu 1 năm 2 lần súc rửa bồn chứa. = ge 2 count
Có 45 HTX có doanh thu trên 3 tỷ đồng. = eq 45 count
Có ít nhất 70 DN có thị trường ở nước ngoài. = ge 70 count
Có ít nhất 1,5 triệu hộ gia đình dùng công tơ điện tử. = ge 1.5 other
Chỉ số năng lực logistics đạt từ 62,5 trở lên. = ge 62.5 points
Diện tích cây xanh bình quân đầu người 12m2. = eq 12 other
Tỷ lệ lấp đầy đạt 55% năm 2026, 60% năm 2027. = eq 55 percent; eq 60 percent 2027
Tốc độ tăng năng suất ngành chế biến, chế tạo đạt 7%/năm. = increase 7 percent
Tốc độ tăng vốn đạt 8%/năm, trong đó chế biến, chế tạo đạt bình quân 9%/năm. = increase 8 percent; increase 9 percent
Vốn góp của xã hội đạt 640 tỉ đồng. = eq 640 other
Có thêm 12 chợ sạch; 30 - 40 tuyến phố mẫu được công nhận. = eq 12 count; ge 30 count
Doanh thu bán lẻ (theo giá so sánh năm 2010) đạt 3.150 tỷ đồng. = eq 3150 other
Diện tích rừng quanh hồ 200 ha; diện tích cây chắn gió 45 ha. = eq 200 other; eq 45 other
Chỉ số đổi mới của các cơ sở sản xuất trong tỉnh sẽ đạt trên 0,62. = ge 0.62 points
Sở nằm trong nhóm ba cơ quan dẫn đầu khối. = rank 3 rank
Có ít nhất 50 cơ sở có vốn trên 2 tỷ đồng, 20 cơ sở có vốn trên 9 tỷ đồng. = ge 50 count; eq 20 count
Tỷ lệ lấp đầy tại các cụm có diện tích trên 20% đất trống đạt 70%. = eq 70 percent
Đến năm 2027, 45% chợ có bãi xe; đến năm 2029, đủ xe chở; thu gom 85% rác. = eq 45 percent 2027; eq 85 percent 2029
Bãi bỏ ít nhất 25% giấy tờ nội bộ. = reduce 25 percent
Bãi bỏ 04 thủ tục nội bộ. = eq 4 count
Cắt giảm ít nhất: 20% thời gian chờ, 15% chi phí kho. = reduce 20 percent; reduce 15 percent
"""
PROMISED_BY_TASKS = """
Mỗi cơ quan đăng ký ít nhất 01 sáng kiến. = ge 1 count
Mỗi cơ sở kinh doanh bố trí 02 người trực. = eq 2 count
Kêu gọi đầu tư 03 bãi tập kết hàng hóa. = eq 3 count
Khắc phục xong 27 lỗi còn tồn tại từ năm 2025. = eq 27 count
Mở 06 điểm giao nhận hàng tại các xã. = eq 6 count
Bố trí 05 điểm bán hàng bình ổn giá. = eq 5 count
Không có (00) văn bản bị hủy bỏ. = eq 0 count
Tổ chức ít nhất 02 (hai) hội nghị khách hàng. = ge 2 count
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
Cân nhóm 3 dùng ở cây xăng dầu phải dán tem.
Công bố quy chế hết hiệu lực một phần năm 2024.
Đến hết năm 2025, tỉnh đã có 9/14 kho đạt chuẩn; 61,7% hộ kinh doanh dùng mã phản hồi nhanh.
Kho chứa hàng thuộc quyền quản lý của từ 02 phòng trở lên ghi sổ chung.
Cơ sở có mức tiêu thụ than hằng năm từ 1.500 tấn trở lên phải lắp thiết bị đo tự động.
Tổng nguồn vốn bố trí cho chương trình là 39.000 tỷ đồng.
Tháng 11 hằng năm rà lại danh sách kho.
Doanh nghiệp góp 30% chi phí lắp đặt.
Người lao động từ 16 tuổi trở lên được tư vấn.
Thực hiện 210 thủ tục đã được công bố tại Quyết định của UBND tỉnh.
Khắc phục những mặt yếu của năm 2025: hồ sơ trễ hạn 4%; chỉ số đứng thứ 9/12 sở.
Hưởng ứng Ngày Thương hiệu Việt Nam 8/8 bằng việc làm thiết thực.
Mỗi sáng kiến được chi tối đa 25 triệu đồng.
Từ kết quả năm 2025 (kiểm tra 820 vụ, xử lý 515 vụ, thu 7,4 tỷ đồng), Chi cục đề ra phương hướng mới.
Khắc phục hạn chế của năm trước: mới có 58% báo cáo điện tử, 3/8 phần mềm được kết nối.
Đưa huyện từ vị trí thứ 24 (năm 2025) vươn lên trên bảng xếp hạng.
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
Tăng cường kiểm tra theo chuyên đề 6 tháng cuối năm.
Thực hiện chỉ tiêu theo Phụ lục 02.
Thời gian thực hiện từ tháng 3 đến tháng 10.
Địa điểm tại Km 12, Quốc lộ 1A.
Hội nghị dự kiến ngày 15 tháng 5, thời lượng 01 ngày.
Đối tượng là doanh nghiệp có dưới 200 lao động.
Theo tiêu chuẩn ISO 50001 và Luật số 50/2010/QH12.
Các cơ sở sử dụng năng lượng trọng điểm (từ 1.000 TOE/năm) lập kế hoạch.
Năm 2025 toàn tỉnh giảm 3 bậc, từ thứ 12 xuống thứ 15.
So với năm 2024, số vụ vi phạm đã giảm 12%.
Qua khảo sát, mới có 35% hộ biết thông tin.
Trong 9 tháng đầu năm 2025, Sở tiếp nhận 1.245 hồ sơ.
Thực hiện phương châm 4 tại chỗ.
Bảo đảm nguyên tắc 6 rõ, 1 xuyên suốt.
Các mặt hàng có mức thuế suất 5% hoặc 10%.
Hỗ trợ tối đa 70% chi phí gian hàng theo Thông tư.
Ngân sách nhà nước hỗ trợ 50%, doanh nghiệp đối ứng 50%.
Đứng trong nhóm A của bảng xếp hạng.
Giữ vững vị trí thứ nhất về chỉ số PAR Index.
Không tụt hạng so với năm 2025.
Các chỉ tiêu kinh tế: 9 chỉ tiêu.
Tập trung phát triển bền vững 04 khu công nghiệp và 11 cụm công nghiệp đang hoạt động.
Nhà máy axit điện tử 40.000 tấn/năm vận hành thương mại.
Dọn sạch dữ liệu phục vụ hoàn thiện 12 cơ sở dữ liệu.
Bảng phân công 15 nhiệm vụ trọng tâm.
Cắt giảm thủ tục theo Thông báo số 7 ngày 15 tháng 10 năm 2025.
Chỉ số tiếp tục trong nhóm 1 (nhóm cao) của cả nước.
Dự kiến bố trí kinh phí hơn 20 tỷ đồng, bao gồm hơn 60% nguồn ngân sách Trung ương.
"""
NOTHING_IN_TASKS = """
Đến nay, Sở chỉ mới tổ chức 02/05 cuộc đối thoại.
Còn 07/120 kiến nghị của doanh nghiệp chưa được giải quyết.
Tỷ lệ hồ sơ thanh toán trực tuyến là 78,61%.
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
        found.append(
            " ".join(str(word) for word in (one.comparator, value, one.unit, one.baseline, due) if word is not None)
        )
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


def test_the_label_before_a_bare_number_says_what_is_measured_and_a_year_before_it_when():
    text = (
        "KẾ HOẠCH\nPhát triển chợ giai đoạn 2026 - 2030\n\nI. CHỈ TIÊU\n\n"
        "- Tỷ lệ chợ có nước sạch: 2027: 40%; 2028: 65%; năm 2030: trên 90%.\n\n"
        "- Doanh thu bán lẻ: 3.200 tỷ đồng; thuê kho: 45%.\n\n"
        "- Về an toàn: 100% chợ có bình chữa cháy.\n"
    )
    found = read_text(text).measures
    assert [(one.phrase, one.value, one.due) for one in found] == [
        ("Tỷ lệ chợ có nước sạch", 40, 2027),
        ("Tỷ lệ chợ có nước sạch", 65, 2028),
        ("Tỷ lệ chợ có nước sạch", 90, 2030),
        ("Doanh thu bán lẻ", 3200, 2030),
        ("thuê kho", 45, 2030),
        ("chợ có bình chữa cháy", 100, 2030),
    ]
    assert found[3].quote == "Doanh thu bán lẻ: 3.200 tỷ đồng"
