"""Which of the contents of reform a target is about where no heading says so, in plans of reform and in others."""

import pytest

from cchc.reading import read_text

OF_REFORM = """
procedures|Trên 95% người dân, doanh nghiệp hài lòng với việc giải quyết TTHC.
general|Mức độ hài lòng của người dân đối với sự phục vụ của cơ quan đạt trên 90%.
general|Chỉ số hài lòng về sự phục vụ hành chính (SIPAS) đạt trên 92%.
digital|100% TTHC đủ điều kiện được cung cấp dịch vụ công trực tuyến toàn trình.
procedures|Tỷ lệ hồ sơ nộp trực tuyến đạt 80%.
digital|Tối thiểu 60% giao dịch nghĩa vụ tài chính được thanh toán trực tuyến.
steering|100% báo cáo cải cách hành chính gửi đúng hạn.
digital|100% báo cáo định kỳ được thực hiện trên hệ thống thông tin báo cáo.
organisation|Giảm 10% biên chế sự nghiệp hưởng lương từ ngân sách.
civil_service|100% công chức đạt chuẩn theo vị trí việc làm.
finance|Giảm 10% chi trực tiếp từ ngân sách cho đơn vị sự nghiệp công lập.
institution|100% văn bản QPPL được ban hành đúng trình tự.
finance|Ít nhất 20% đơn vị sự nghiệp công lập tự chủ tài chính.
general|Chỉ số CCHC của Sở thuộc nhóm 5 sở dẫn đầu.
steering|100% nhiệm vụ được UBND tỉnh giao hoàn thành đúng hạn.
steering|Tối thiểu 30% cơ quan, đơn vị được kiểm tra công tác cải cách hành chính.
steering|Tổ chức kiểm tra công tác CCHC tại ít nhất 30% số phòng, đơn vị.
steering|Có ít nhất 01 sáng kiến về cải cách hành chính được công nhận.
procedures|100% phản ánh, kiến nghị của cá nhân, tổ chức được xử lý đúng hạn.
finance|Tiết kiệm 10% chi thường xuyên.
finance|Tỷ lệ giải ngân vốn đầu tư công đạt trên 95%.
digital|100% hồ sơ công việc được xử lý trên môi trường mạng.
civil_service|100% cơ quan, đơn vị chấp hành nghiêm kỷ luật, kỷ cương hành chính.
procedures|Rút ngắn tối thiểu 30% thời gian giải quyết so với quy định.
organisation|Sắp xếp, giảm 02 phòng chuyên môn.
procedures|Cắt giảm 20% số lượng TTHC nội bộ.
digital|Tỷ lệ văn bản điện tử được ký số đạt 100%.
digital|Tỷ lệ số hóa hồ sơ, kết quả giải quyết TTHC đạt tối thiểu 90%.
procedures|Tỷ lệ hồ sơ giải quyết đúng hạn, trước hạn đạt 99%.
procedures|100% thủ tục hành chính được công khai đúng quy định.
institution|100% dự thảo văn bản được lấy ý kiến và đánh giá tác động chính sách.
institution|Xử lý 100% văn bản trái pháp luật sau kiểm tra, rà soát.
civil_service|100% công chức lãnh đạo được bổ nhiệm đúng quy trình.
civil_service|Ít nhất 80% công chức hoàn thành tốt nhiệm vụ trở lên.
digital|100% cuộc họp sử dụng tài liệu điện tử.
steering|Giảm 15% số cuộc họp so với năm 2025.
digital|Tối thiểu 80% công dân trưởng thành có chữ ký số.
digital|Tỷ lệ dịch vụ công trực tuyến phát sinh hồ sơ đạt 70%.
procedures|100% hồ sơ TTHC được tiếp nhận qua bộ phận một cửa.
procedures|Phấn đấu 100% hồ sơ trễ hạn có văn bản xin lỗi.
procedures|Tỷ lệ hồ sơ trực tuyến toàn trình trên tổng số hồ sơ đạt 60%.
finance|100% kiến nghị của kiểm toán về tài chính, ngân sách được thực hiện.
finance|100% tài sản công được kê khai đầy đủ.
organisation|100% lĩnh vực được phân cấp, phân quyền theo quy định.
steering|Ít nhất 04 tin, bài tuyên truyền về CCHC mỗi tháng.
procedures|Mỗi hồ sơ bổ sung không quá 01 lần.
civil_service|100% công chức, viên chức thực hiện nghiêm văn hóa công sở.
digital|Tỷ trọng kinh tế số đạt 22% GRDP.
digital|100% việc chỉ đạo, điều hành nội bộ được thực hiện trên nền tảng số.
"""
OF_SOMETHING_ELSE = """
general|100% cơ sở hoàn thành việc tự kiểm tra.
finance|Cắt giảm 25% kinh phí hội nghị, công tác phí.
procedures|Giấy kiểm dịch cấp trong ngày đạt 90%.
general|Số tiền nộp ngân sách tăng 6% so với năm 2025.
general|Tập huấn cho 60 cán bộ quản lý chợ về an toàn thực phẩm.
civil_service|100% công chức Chi cục Quản lý thị trường được bồi dưỡng nghiệp vụ.
procedures|100% hồ sơ thủ tục hành chính lĩnh vực hóa chất được giải quyết đúng hạn.
general|Hỗ trợ 20 doanh nghiệp bán hàng trực tuyến.
general|Huy động 500 tỷ đồng vốn đầu tư hạ tầng.
finance|Tỷ lệ giải ngân kinh phí đạt 98%.
general|100% vụ việc vi phạm được xử lý đúng quy định pháp luật.
general|Kiểm tra tối thiểu 250 cơ sở kinh doanh xăng dầu.
general|100% cơ sở ký cam kết không bán hàng giả.
general|95% hộ kinh doanh được tuyên truyền, phổ biến pháp luật về giá.
general|Sắp xếp lại 12 chợ truyền thống.
general|Bồi dưỡng kiến thức khởi sự cho 200 thanh niên.
general|Đào tạo 300 lao động nông thôn.
general|Tổ chức 05 cuộc đối thoại với doanh nghiệp.
general|80% hàng hóa có mã truy xuất nguồn gốc điện tử.
general|Hỗ trợ 12 đề án khuyến công với tổng kinh phí 6 tỷ đồng.
general|100% kho hàng có hồ sơ phòng cháy được phê duyệt.
general|Chỉ đạo ra quân kiểm tra 03 đợt cao điểm.
digital|100% dữ liệu chợ được cập nhật trên phần mềm quản lý.
procedures|Rút ngắn 20% thời gian giải quyết hồ sơ cấp phép bán buôn rượu.
procedures|Thời gian đăng ký hộ kinh doanh không quá 02 ngày làm việc.
general|Tỷ lệ huy động GRDP vào ngân sách đạt 11%.
general|75% giao dịch mua hàng trên nền tảng số có hóa đơn điện tử.
general|Trồng mới, thay thế chè trên 90 ha.
general|40% tiểu thương kinh doanh trên các nền tảng số.
finance|Tiết kiệm 8% tổng mức đầu tư của các công trình.
finance|Bàn giao 03 trụ sở không còn dùng.
"""
PLAN = "KẾ HOẠCH\n{} năm 2026\n\nI. CHỈ TIÊU\n\n- {}\n\nII. NHIỆM VỤ\n\n- Bảo dưỡng thiết bị chữa cháy.\n"


def cases(table: str) -> list[tuple[str, str]]:
    return [(sentence, area) for area, _, sentence in (line.partition("|") for line in table.strip().split("\n"))]


def areas_of(title: str, sentence: str) -> set[str]:
    return {one.area for one in read_text(PLAN.format(title, sentence)).measures}


@pytest.mark.parametrize(("sentence", "area"), cases(OF_REFORM))
def test_a_target_in_a_plan_of_reform_is_about_what_its_words_say(sentence, area):
    assert areas_of("Cải cách hành chính của Sở Công Thương", sentence) == {area}


@pytest.mark.parametrize(("sentence", "area"), cases(OF_SOMETHING_ELSE))
def test_a_target_in_another_plan_is_general_unless_it_is_of_the_administration_itself(sentence, area):
    assert areas_of("Phát triển thương mại và chợ", sentence) == {area}


HEADINGS = """
institution|Hoàn thiện cơ chế, chính sách
general|Phát triển nguồn nhân lực
general|Cải cách tổ chức bộ máy và chế độ công vụ
civil_service|Xây dựng lực lượng
general|Thể chế số
finance|Quản lý chi ngân sách
finance|Sửa chữa, bố trí trụ sở
finance|Mua sắm, bảo quản và sử dụng tài sản
general|Bảo hộ và khai thác quyền tài sản trí tuệ
finance|Phong trào thực hành tiết kiệm trong cơ quan
procedures|Rút gọn thủ tục, giấy tờ cho doanh nghiệp
civil_service|Phong trào xây dựng văn hóa công sở
civil_service|Công tác cán bộ
civil_service|Quản lý công chức và giờ làm việc
steering|Kiểm tra,giám sát
steering|Kiểm tra, giám sát việc thực hiện kế hoạch
general|Kiểm tra, giám sát an toàn hồ đập
general|Kiện toàn tổ chức làm công tác khuyến công
organisation|Kiện toàn bộ máy
institution|Theo dõi thi hành pháp luật
digital|Ứng dụng công nghệ thông tin
digital|Kinh tế số
digital|Phát triển xã hội số ở nông thôn
digital|Thanh toán không dùng tiền mặt
digital|Hạ tầng số đến từng thôn
digital|Viễn thông, bưu chính
digital|Hiện đại hóa nền hành chính
institution|Giải pháp về chính sách
institution|Rà soát, xây dựng, ban hành văn bản hướng dẫn
finance|Huy động, phân bổ và sử dụng hiệu quả các nguồn lực
general|Phục vụ công nghiệp hóa, hiện đại hóa
general|Ứng dụng công nghệ cao trong bảo quản nông sản
"""
SECTION = "KẾ HOẠCH\nPhát triển chợ năm 2026\n\nI. NHIỆM VỤ\n\n1. {}\n\n- Bàn giao 04 hạng mục đúng hẹn cho bên nhận.\n"


@pytest.mark.parametrize(("heading", "area"), cases(HEADINGS))
def test_the_heading_above_decides_before_the_words(heading, area):
    reading = read_text(SECTION.format(heading))
    assert ([one.area for one in reading.measures], [one.area for one in reading.tasks]) == ([area], [area])


def test_how_content_people_are_with_the_offices_as_a_whole_is_about_all_of_reform_whatever_stands_beside_it():
    line = (
        "Chỉ số hài lòng về sự phục vụ (SIPAS) đạt ít nhất 88%, trong đó hài lòng về dịch vụ công trực tuyến đạt 92%."
    )
    found = read_text(PLAN.format("Cải cách hành chính của Sở Công Thương", line)).measures
    assert [one.area for one in found] == ["general", "digital"]


def test_how_content_people_are_takes_no_area_from_its_neighbours():
    line = "Tỷ trọng kinh tế số đạt 22% GRDP; 94% người dân hài lòng về cách phục vụ."
    found = read_text(PLAN.format("Cải cách hành chính của Sở Công Thương", line)).measures
    assert [one.area for one in found] == ["digital", "general"]


def test_in_another_plan_a_clause_on_procedures_does_not_speak_for_its_neighbours():
    line = "90% giấy phép mở chợ đêm cấp đúng hạn; 40% chợ có bãi xe; 70% hộ niêm yết giá."
    found = read_text(PLAN.format("Phát triển thương mại và chợ", line)).measures
    assert [one.area for one in found] == ["procedures", "general", "general"]


def test_a_label_of_several_words_gives_its_content_to_the_numbers_behind_it():
    line = "Về xây dựng chính quyền điện tử, chính quyền số: 90% việc chuyên môn xong trên hệ thống điều hành."
    assert areas_of("Cải cách hành chính của Sở Công Thương", line) == {"digital"}


def test_in_a_plan_on_thrift_what_is_saved_is_about_money_and_what_is_counted_is_told_by_its_words():
    title = "Thực hành tiết kiệm, chống lãng phí"
    assert areas_of(title, "Giảm 7% lượng nước dùng ở nhà kho.") == {"finance"}
    assert areas_of(title, "Đăng ít nhất 09 bài trên bản tin nội bộ.") == {"general"}


def test_a_plan_that_is_on_telling_people_the_law_is_about_institutions_and_a_part_on_it_is_not():
    line = "In 400 tờ gấp phát ở các chợ."
    assert areas_of("Phổ biến, giáo dục pháp luật", line) == {"institution"}
    assert areas_of("Phát triển thương mại và chợ", f"Phổ biến, giáo dục pháp luật: {line}") == {"general"}


def test_a_heading_on_reform_and_something_else_leaves_it_to_the_sentences():
    lines = (
        "- Chỉ số cải cách hành chính nằm trong nhóm 6 sở dẫn đầu.\n- Tỷ lệ hồ sơ đúng hạn đạt 97%.\n"
        "- 90% tài liệu lưu trữ được số hóa.\n"
    )
    text = f"KẾ HOẠCH\nThi đua năm 2026\n\nI. CHỈ TIÊU\n\n1. Nhóm cải cách hành chính, chuyển đổi số\n\n{lines}"
    assert [one.area for one in read_text(text).measures] == ["general", "procedures", "digital"]


def test_in_another_plan_an_item_under_a_heading_of_its_subject_is_told_by_its_first_words():
    lines = (
        "- Ứng dụng phần mềm quản lý kho.\n- Kiểm tra chéo giữa các kho vào tháng 9.\n- Sơn lại biển chỉ dẫn ở cổng.\n"
    )
    found = read_text(f"KẾ HOẠCH\nAn toàn kho hàng năm 2026\n\nI. GIẢI PHÁP\n\n{lines}").tasks
    assert [one.area for one in found] == ["digital", "steering", "general"]


def test_a_long_title_of_a_part_names_its_content_and_its_items_are_of_it_whatever_words_they_use():
    title = (
        "2. Khẩn trương hoàn thiện thể chế; gỡ bỏ mọi cách nghĩ cũ, mọi rào cản đang giữ chân người bán và người mua, "
        "để cách làm của chợ trở thành lợi thế của tỉnh trong việc đưa hàng nông thôn ra mạng và kinh tế số"
    )
    text = (
        f"KẾ HOẠCH\nPhát triển kinh tế số năm 2026\n\nI. NHIỆM VỤ\n\n{title}\n\n- Sửa quy chế của các chợ để:\n\n"
        "+ Đơn giản hóa thủ tục hành chính cho người thuê quầy\n\n+ Thu hút vốn ngoài ngân sách nhà nước vào kho lạnh\n"
    )
    assert [one.area for one in read_text(text).tasks] == ["institution", "institution"]


FLAT = """
procedures|Rà soát, cắt giảm thời gian giải quyết thủ tục hành chính về hóa chất.
digital|Số hóa hồ sơ lưu trữ của các phòng.
civil_service|Bồi dưỡng nghiệp vụ cho công chức một cửa.
general|Sơn lại biển chỉ dẫn ở cổng cơ quan.
"""


@pytest.mark.parametrize(("sentence", "area"), cases(FLAT))
def test_in_a_plan_of_reform_without_parts_by_content_each_task_is_told_by_its_words(sentence, area):
    lines = f"I. NHIỆM VỤ\n\n1. Việc quý I\n\n- {sentence}\n"
    found = read_text(f"KẾ HOẠCH\nCải cách hành chính năm 2026\n\n{lines}").tasks
    assert [one.area for one in found] == [area]


def test_in_a_plan_of_reform_with_parts_by_content_a_task_elsewhere_is_general():
    lines = "1. Cải cách thủ tục hành chính\n\n- Niêm yết bảng giá.\n\n2. Việc khác\n\n- Số hóa hồ sơ lưu trữ.\n"
    found = read_text(f"KẾ HOẠCH\nCải cách hành chính năm 2026\n\nI. NHIỆM VỤ\n\n{lines}").tasks
    assert [one.area for one in found] == ["procedures", "general"]


BESIDE = """
general|Phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số
general|Chuyển đổi số và phát triển thương mại
digital|Chuyển đổi số trong thương mại và du lịch
digital|Chuyển đổi số và an toàn thông tin
"""


@pytest.mark.parametrize(("title", "area"), cases(BESIDE))
def test_a_title_that_names_digital_work_beside_another_subject_leaves_it_to_the_sentences(title, area):
    assert areas_of(title, "Trồng 400 cây xanh quanh kho.") == {area}
    assert areas_of(title, "100% thôn có cáp quang.") == {"digital"}
