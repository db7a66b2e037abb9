"""How parts on tasks are laid out by different authors, and how they cite documents."""

import re

import pytest

from cchc.reading import read_text

PLAN = """KẾ HOẠCH
Phát triển công nghiệp của Sở Công Thương năm 2026

{cites} Sở Công Thương ban hành kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU

- Nâng cao hiệu quả quản lý nhà nước về công nghiệp.

{tasks}

IV. TỔ CHỨC THỰC HIỆN

1. Văn phòng Sở

- Đôn đốc việc thực hiện kế hoạch này.
"""

# How many tasks stand in it, then what the part on tasks looks like.
LAYOUTS = """
3
II. NHIỆM VỤ
- Sửa kho số 1 trước mùa mưa.
- Kiểm tra bể nước chữa cháy.
- Lập sổ theo dõi tại từng kho.
=
2
II. NHIỆM VỤ
- Công tác an toàn:
+ Sửa kho số 1 trước mùa mưa.
+ Kiểm tra bể nước chữa cháy.
=
2
II. NHIỆM VỤ
1. Sửa kho số 1 trước mùa mưa, bảo đảm an toàn.
2. Kiểm tra bể nước chữa cháy ở các kho.
=
3
II. NHIỆM VỤ
1. An toàn kho
Sửa kho số 1 trước mùa mưa.
Kiểm tra bể nước chữa cháy.
2. Tuyên truyền
Treo băng rôn tại cổng.
=
3
II. NHIỆM VỤ
1. An toàn kho
1.1. Sửa kho số 1 trước mùa mưa.
1.2. Kiểm tra bể nước chữa cháy.
2. Tuyên truyền
2.1. Treo băng rôn tại cổng.
=
2
II. NHIỆM VỤ
1. An toàn kho
a) Sửa kho số 1 trước mùa mưa.
b) Kiểm tra bể nước chữa cháy.
=
2
II. NHIỆM VỤ VÀ GIẢI PHÁP
1. Nhiệm vụ
- Sửa kho số 1 trước mùa mưa.
2. Giải pháp
- Bố trí thêm người trực.
=
2
II. NHIỆM VỤ
Nhiệm vụ 1: Sửa kho số 1 trước mùa mưa.
Nhiệm vụ 2: Kiểm tra bể nước chữa cháy.
=
3
II. NHIỆM VỤ
1. Thực hiện các việc sau:
(i) Sửa kho số 1 trước mùa mưa;
(ii) Kiểm tra bể nước chữa cháy;
(iii) Lập sổ theo dõi.
=
3
II. NHIỆM VỤ
* An toàn kho:
- Sửa kho số 1 trước mùa mưa.
- Kiểm tra bể nước chữa cháy.
* Tuyên truyền:
- Treo băng rôn tại cổng cơ quan.
=
2
II. NHIỆM VỤ
Năm 2026, Sở tập trung thực hiện các nhiệm vụ sau:
- Sửa kho số 1 trước mùa mưa.
- Kiểm tra bể nước chữa cháy.
=
3
II. NHIỆM VỤ
- Sửa kho số 1 trước mùa mưa.
+ Thay mái tôn bị thủng.
+ Quét vôi tường ngoài.
=
3
II. NHIỆM VỤ
1. An toàn kho
- Sửa kho số 1 trước mùa mưa;
- Kiểm tra bể nước chữa cháy;
- Lập sổ theo dõi.
=
2
II. NỘI DUNG THỰC HIỆN
1. Sửa kho
- Thay mái tôn bị thủng ở kho số 1.
2. Tuyên truyền
- Treo băng rôn tại cổng cơ quan.
=
1
II. NỘI DUNG, ĐỐI TƯỢNG KIỂM TRA
1. Nội dung
- Việc chấp hành giờ làm việc của công chức.
2. Đối tượng: các phòng thuộc Sở.
=
2
II. NHIỆM VỤ
1. An toàn kho: sửa kho số 1 trước mùa mưa, kiểm tra bể nước.
2. Tuyên truyền: treo băng rôn tại cổng cơ quan.
=
2
II. NHIỆM VỤ
1. An toàn kho.
- Sửa kho số 1 trước mùa mưa.
2. Tuyên truyền.
- Treo băng rôn tại cổng cơ quan.
=
2
II/ NHIỆM VỤ:
1/ Sửa kho số 1 trước mùa mưa, bảo đảm an toàn.
2/ Kiểm tra bể nước chữa cháy ở các kho.
=
2
II.NHIỆM VỤ
1.Sửa kho số 1 trước mùa mưa,bảo đảm an toàn.
2.Kiểm tra bể nước chữa cháy ở các kho.
=
1
II. MỤC TIÊU, NHIỆM VỤ
1. Mục tiêu
- Trên 90% kho đạt chuẩn an toàn.
2. Nhiệm vụ
- Sửa kho số 1 trước mùa mưa.
=
2
II. CÁC GIẢI PHÁP CHỦ YẾU
1. Về lãnh đạo: đưa nội dung này vào nghị quyết của chi bộ.
2. Về nguồn lực: bố trí đủ người, đủ tiền cho việc sửa kho.
=
1
II. NHIỆM VỤ
- Sửa kho số 1 trước mùa mưa.
III. KINH PHÍ
- Kinh phí lấy từ dự toán chi thường xuyên năm 2026.
=
1
II. YÊU CẦU
- Việc sửa chữa phải đúng quy trình.
III. NHIỆM VỤ
- Sửa kho số 1 trước mùa mưa.
=
1
II. NHIỆM VỤ
- Sửa kho số 1 trước mùa mưa.
(Chi tiết tại Phụ lục kèm theo)
=
2
PHẦN THỨ HAI
NHIỆM VỤ, GIẢI PHÁP
I. An toàn kho
1. Sửa kho số 1 trước mùa mưa, bảo đảm an toàn.
2. Kiểm tra bể nước chữa cháy.
=
2
II. NHIỆM VỤ
A. An toàn kho
1. Sửa kho số 1 trước mùa mưa, bảo đảm an toàn.
B. Tuyên truyền
1. Treo băng rôn tại cổng cơ quan.
=
2
II. NHIỆM VỤ
Về an toàn kho:
- Sửa kho số 1 trước mùa mưa.
Về tuyên truyền:
- Treo băng rôn tại cổng cơ quan.
=
1
II. NHIỆM VỤ
- Kiểm tra các nội dung: (1) mái kho; (2) bể nước; (3) lối thoát nạn.
=
0
II. NHIỆM VỤ
Các nhiệm vụ cụ thể được phân công tại Phụ lục kèm theo Kế hoạch này.
=
3
II. NHIỆM VỤ
1. Mở lớp tập huấn
- Thời gian: tháng 5/2026.
- Địa điểm: hội trường Sở.
2. Treo băng rôn tại cổng cơ quan.
=
3
II. NHIỆM VỤ
1. Sửa kho
a. Thay mái tôn bị thủng.
b. Quét vôi tường ngoài.
c. Sơn lại cửa kho.
"""
CITED = """
Theo Kế hoạch số 45/KH-BCĐ138 ngày 06/3/2026
= 45/KH-BCĐ138 plan 2026-03-06
Theo Luật Điện lực ngày 30 tháng 11 năm 2024 (Luật số 61/2024/QH15)
= 61/2024/QH15 law 2024-11-30
Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị
= 57-NQ/TW resolution 2024-12-22
Căn cứ Nghị quyết 71/NQ-CP ngày 01 tháng 4 năm 2025 của Chính phủ
= 71/NQ-CP resolution 2025-04-01
Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15
= 72/2025/QH15 law
Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022
= none
Căn cứ Thông tư số 01/2021/TT-BNV ngày 11/8/2021 của Bộ Nội vụ
= 01/2021/TT-BNV circular 2021-08-11
Căn cứ Thông tư liên tịch số 55/2015/TTLT-BTC-BKHCN ngày 22/4/2015
= 55/2015/TTLT-BTC-BKHCN circular 2015-04-22
Thực hiện Công văn số 1234/UBND-NC ngày 02/01/2026 của UBND tỉnh
= 1234/UBND-NC letter 2026-01-02
Thực hiện Văn bản số 12/SNV-CCHC ngày 5/1/2026 của Sở Nội vụ
= 12/SNV-CCHC letter 2026-01-05
Thực hiện Kết luận số 14-KL/TW ngày 22/9/2021 của Bộ Chính trị
= 14-KL/TW conclusion 2021-09-22
Thực hiện Thông báo số 15/TB-VPCP ngày 10/01/2026 của Văn phòng Chính phủ
= 15/TB-VPCP other 2026-01-10
Theo Hướng dẫn số 05-HD/BTGTU ngày 02/02/2026
= 05-HD/BTGTU other 2026-02-02
Theo Chương trình hành động số 07-CTr/TU ngày 03/10/2025 của Tỉnh ủy
= 07-CTr/TU programme 2025-10-03
Theo Quyết định số 1085/QĐ-TTg ngày 15 tháng 9 năm 2022 của Thủ tướng Chính phủ
= 1085/QĐ-TTg decision 2022-09-15
Theo Nghị quyết số 15/2025/NQ-HĐND ngày 10/12/2025 của Hội đồng nhân dân tỉnh
= 15/2025/NQ-HĐND resolution 2025-12-10
Theo các Quyết định số 12/QĐ-UBND, số 13/QĐ-UBND ngày 08/01/2026
= 12/QĐ-UBND decision; 13/QĐ-UBND decision 2026-01-08
Theo Nghị định số 61/2018/NĐ-CP ngày 23/4/2018, Nghị định số 107/2021/NĐ-CP ngày 06/12/2021 của Chính phủ
= 61/2018/NĐ-CP decree 2018-04-23; 107/2021/NĐ-CP decree 2021-12-06
Theo Kế hoạch số 06/KH-SCT ngày 08.01.2026 của Sở
= 06/KH-SCT plan 2026-01-08
Theo Kế hoạch số 06/KH-SCT ngày 08-01-2026 của Sở
= 06/KH-SCT plan 2026-01-08
Liên hệ số điện thoại 0225.3842.019, số 12/5 đường Lê Lợi.
= none
Đạt tỷ lệ 5/7 tiêu chí theo ISO 9001:2015.
= none
Theo Quy định số 144-QĐ/TW ngày 09/5/2024 của Bộ Chính trị
= 144-QĐ/TW decision 2024-05-09
Theo Chỉ thị số 10-CT/TU ngày 12/3/2025
= 10-CT/TU directive 2025-03-12
Theo Công điện số 52/CĐ-TTg ngày 04/6/2024 của Thủ tướng
= 52/CĐ-TTg other 2024-06-04
Theo Tờ trình số 88/TTr-SCT ngày 03/3/2026
= 88/TTr-SCT other 2026-03-03
Theo Nghị quyết số 66.7/2025/NQ-CP ngày 15/11/2025 của Chính phủ
= 66.7/2025/NQ-CP resolution 2025-11-15
Theo Quyết định số 45/QĐ - UBND ngày 02/01/2026 của UBND tỉnh
= 45/QĐ-UBND decision 2026-01-02
Theo Quyết định số: 45/QĐ-UBND ngày 02/01/2026
= 45/QĐ-UBND decision 2026-01-02
Theo Văn bản hợp nhất số 07/VBHN-BCT ngày 01/3/2024
= 07/VBHN-BCT other 2024-03-01
Theo Báo cáo số 123/BC-SCT ngày 20/12/2025 của Sở
= 123/BC-SCT other 2025-12-20
Theo Đề án số 02-ĐA/TU ngày 05/5/2025
= 02-ĐA/TU other 2025-05-05
Theo Pháp lệnh số 05/2022/UBTVQH15
= 05/2022/UBTVQH15 law
Theo Nghị quyết số 1671/NQ-UBTVQH15 ngày 16/6/2025
= 1671/NQ-UBTVQH15 resolution 2025-06-16
Theo Nghị quyết số 202/2025/QH15 ngày 12/6/2025 của Quốc hội về sắp xếp đơn vị hành chính cấp tỉnh
= 202/2025/QH15 resolution 2025-06-12
Theo Quy chế số 03-QC/ĐU ngày 04/4/2026
= 03-QC/ĐU other 2026-04-04
Theo Giấy mời số 15/GM-UBND ngày 10/02/2026
= 15/GM-UBND letter 2026-02-10
Theo Quyết định 2536/QĐ-BCT(ngày 10/9/2025)
= 2536/QĐ-BCT decision 2025-09-10
"""


@pytest.mark.parametrize("layout", LAYOUTS.strip().split("\n=\n"))
def test_the_lowest_items_are_the_tasks_whatever_signs_they_have(layout):
    count, _, text = layout.partition("\n")
    spaced = text.replace("\n", "\n\n").replace("HAI\n\n", "HAI\n")
    assert len(read_text(PLAN.format(cites="Căn cứ Luật số 55/2024/QH15;", tasks=spaced)).tasks) == int(count)


@pytest.mark.parametrize(("words", "expected"), re.findall(r"(.+)\n= (.+)\n", CITED))
def test_a_document_is_cited_by_its_number_kind_and_day(words, expected):
    found = read_text(PLAN.format(cites=f"{words};", tasks="II. NHIỆM VỤ\n\n- Sửa kho số 1.")).citations
    said = "; ".join(f"{one.number} {one.kind} {one.date or ''}".strip() for one in found)
    assert (said or "none") == expected


def test_a_numbered_heading_in_quotation_marks_is_no_beginning_of_the_paragraph_below():
    body = (
        'II. NHIỆM VỤ\n\n1. Phong trào "Mỗi kho hàng một sáng kiến, mỗi người thợ một việc tốt"\n\n'
        "Sơn lại biển chỉ dẫn ở cổng kho, kẻ lại vạch lối đi cho xe nâng, thay toàn bộ\nbình chữa cháy đã hết hạn.\n\n"
        "Trao thưởng cho tổ có nhiều sáng kiến nhất trong quý, công khai trên bảng tin\ncủa kho."
    )
    found = read_text(PLAN.format(cites="Căn cứ Luật số 55/2024/QH15;", tasks=body)).tasks
    assert [one.quote[:8] for one in found] == ["Sơn lại ", "Trao thư"]


def test_the_title_does_not_run_into_the_words_that_name_its_grounds():
    text = (
        "CHƯƠNG TRÌNH\n\nPhát triển dịch vụ kho vận và giao nhận hàng hóa giai đoạn 2026 - 2030\n\n"
        "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị về đột phá\nphát triển khoa học.\n"
    )
    assert read_text(text).document.period == (2026, 2030)


def test_what_an_event_is_like_is_no_task():
    lines = "1. Thời gian, địa điểm: ngày 12/9/2026 tại chợ.\n2. Quy mô: 40 gian hàng.\n3. Mời các làng nghề dự.\n"
    found = read_text(f"KẾ HOẠCH\nHội chợ làng nghề năm 2026\n\nI. NỘI DUNG\n\n{lines}").tasks
    assert [one.quote for one in found] == ["Mời các làng nghề dự."]


def test_a_heading_on_money_above_work_to_do_is_no_part_on_funding():
    lines = (
        "1. Trong sử dụng ngân sách\n\n1.1. Kinh phí hành chính\n\na) Khoán chi điện thoại.\n\nb) Gộp các cuộc họp.\n"
    )
    text = f"KẾ HOẠCH\nTiết kiệm năm 2026\n\nI. GIẢI PHÁP\n\n{lines}\n1.2. Kinh phí thực hiện\n\na) Chi từ dự toán.\n"
    assert [one.quote.split()[0] for one in read_text(text).tasks] == ["Khoán", "Gộp"]


def test_carrying_something_out_among_the_tasks_is_work_and_carrying_the_plan_out_is_none():
    tasks = "I. NHIỆM VỤ\n\n1. Tổ chức thực hiện cơ chế một cửa\n\na) Thêm quầy trả kết quả.\n\n"
    rest = "II. TỔ CHỨC THỰC HIỆN\n\n- Văn phòng Sở đôn đốc.\n"
    reading = read_text(f"KẾ HOẠCH\nKiểm soát thủ tục năm 2026\n\n{tasks}{rest}")
    assert [one.quote.split()[0] for one in reading.tasks] == ["Thêm"]
    assert [one.unit for one in reading.duties] == ["Văn phòng Sở"]
