import pytest

from cchc.indicators.catalogue import shipped
from cchc.indicators.rules import Suggester, suggest
from cchc.indicators.rules.suggest import hints, words_of

SUGGESTER = Suggester(shipped())
# Our own wordings, none of which stands in the catalogue.
PHRASES = """
giải quyết trước và đúng thời hạn từ 98% hồ sơ trở lên | on_time_share
ít nhất 80% hồ sơ do người dân, doanh nghiệp nộp qua mạng | online_filing_share
trên 60% giao dịch nộp phí, lệ phí bằng hình thức thanh toán trực tuyến | online_payment_share
số hóa toàn bộ thành phần hồ sơ và kết quả khi tiếp nhận, giải quyết TTHC | digitised_share
tái sử dụng dữ liệu đã số hóa trong ít nhất 60% hồ sơ | data_reuse_share
90% doanh nghiệp hài lòng với việc giải quyết thủ tục | satisfaction_procedures
chỉ số hài lòng SIPAS của Sở đạt 95% | satisfaction_agency
xử lý dứt điểm phản ánh, kiến nghị trong thời hạn | feedback_on_time_share
100% trường hợp trễ hẹn có thư xin lỗi | late_apology_share
giảm 10% số người hưởng lương ngân sách tại đơn vị sự nghiệp | service_posts_reduction
giảm 15% chi ngân sách trực tiếp cho các đơn vị sự nghiệp | direct_service_budget_reduction
giải ngân 95% vốn đầu tư công được giao | disbursement_share
100% văn bản đi được ký số trên hệ thống | edocs_signed_share
toàn bộ hồ sơ công việc được lập và xử lý trên hệ thống điều hành | online_work_files_share
mỗi năm kiểm tra cải cách hành chính ít nhất 30% số phòng, đơn vị | units_inspected_share
sau kiểm tra, 100% hạn chế được khắc phục trong năm | inspection_findings_fixed_share
mỗi năm có ít nhất 01 sáng kiến về CCHC | initiatives_count
tổ chức ít nhất 02 hội nghị đối thoại với doanh nghiệp | dialogues_count
chỉ số CCHC của Sở thuộc nhóm 5 sở dẫn đầu | par_index_rank
DDCI tăng ít nhất 2 bậc | ddci_rank
100% công chức được tập huấn kỹ năng số | digital_skills_trained_share
giảm 20% số cuộc họp, hội nghị so với năm trước | meetings_reduction
cắt giảm 30% thời gian giải quyết TTHC | processing_time_reduction
cắt giảm 30% chi phí tuân thủ thủ tục hành chính | procedure_cost_reduction
bãi bỏ 30% điều kiện kinh doanh | business_rules_reduction
100% báo cáo định kỳ gửi đúng thời hạn | reports_on_time_share
hoàn thành 100% nhiệm vụ trong Kế hoạch cải cách hành chính | par_plan_completion_share
100% nhiệm vụ Thủ tướng Chính phủ giao hoàn thành đúng hạn | government_tasks_on_time_share
ít nhất 50% cuộc kiểm tra tiến hành trên môi trường số | digital_inspection_share
100% TTHC giải quyết phi địa giới hành chính | boundary_free_procedure_share
100% dịch vụ công đủ điều kiện lên toàn trình | full_online_service_share
tỷ lệ hồ sơ toàn trình đạt 90% | full_online_dossier_share
100% VBQPPL được rà soát hằng năm | legal_docs_reviewed_share
bố trí công chức đúng vị trí việc làm | civil_positions_right_share
100% người làm công tác cải cách hành chính được tập huấn nghiệp vụ | par_staff_trained_share
không có công chức, viên chức bị kỷ luật | disciplined_count
chỉ số phục vụ người dân, doanh nghiệp theo Quyết định 766 đạt loại tốt | score_766
công khai 100% TTHC nội bộ | internal_procedures_published_share
số hóa kết quả cũ còn hiệu lực | valid_results_digitised_share
xử lý hết kiến nghị của kiểm toán nhà nước | audit_recommendations_done_share
đăng ít nhất 4 tin, bài về CCHC mỗi tháng | par_communication_count
"""
TABLE = [tuple(part.strip() for part in line.split("|")) for line in PHRASES.strip().splitlines()]


@pytest.mark.parametrize(("phrase", "code"), TABLE)
def test_a_phrase_in_other_words_is_recognised(phrase, code):
    assert SUGGESTER.suggest(phrase)[0].code == code


@pytest.mark.parametrize("definition", shipped(), ids=lambda d: d.code)
def test_every_indicator_is_recognised_by_each_of_its_own_phrases(definition):
    for phrase in definition.phrases:
        found = SUGGESTER.suggest(phrase, definition.unit.value, area=definition.content.value)
        assert found[0].code == definition.code, phrase


def test_marks_and_abbreviations_make_no_difference():
    with_marks = SUGGESTER.suggest("Tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hạn", "percent")
    without = SUGGESTER.suggest("Ty le ho so TTHC giai quyet dung han", "percent")
    assert [(s.code, s.score) for s in with_marks] == [(s.code, s.score) for s in without]


def test_a_badly_read_page_is_still_recognised():
    assert SUGGESTER.suggest("ho s0 TTHC giai quyét dung han dat 98%")[0].code == "on_time_share"


def test_the_unit_decides_between_a_share_and_a_count():
    assert SUGGESTER.suggest("hồ sơ TTHC tiếp nhận", "count")[0].code == "dossiers_received_count"
    assert SUGGESTER.suggest("đơn vị được kiểm tra cải cách hành chính", "count")[0].code == "inspected_units_count"
    assert SUGGESTER.suggest("đơn vị được kiểm tra cải cách hành chính", "percent")[0].code == "units_inspected_share"


def test_the_reason_names_the_shared_words_in_one_sentence():
    best = SUGGESTER.suggest("tỷ lệ giao dịch thanh toán trực tuyến đạt 50%", "percent", "ge", "procedures")[0]
    assert best.why() == "Cùng nói về “giao dịch thanh toán trực tuyến”, cùng nội dung, cùng đơn vị tính."
    assert best.why("en") == "Shares “giao dịch thanh toán trực tuyến”, same content, same unit."


def test_nothing_is_suggested_for_what_the_catalogue_does_not_know():
    assert SUGGESTER.suggest("trồng mới 500 ha rừng phòng hộ ven biển") == []
    assert SUGGESTER.suggest("") == []


def test_the_function_and_the_prepared_suggester_agree():
    phrase = "hồ sơ giải quyết đúng hạn"
    assert suggest(phrase, "percent", "ge", "procedures", shipped()) == SUGGESTER.suggest(
        phrase, "percent", "ge", "procedures"
    )


@pytest.mark.parametrize(
    ("phrase", "unit", "comparator"),
    [
        ("giảm 15% chi phí", "percent", "reduce"),
        ("đạt 15 phần trăm", "percent", None),
        ("thuộc nhóm 20 địa phương dẫn đầu", "rank", "rank"),
        ("có sáng kiến", None, None),
    ],
)
def test_unit_and_comparison_are_read_off_the_phrase(phrase, unit, comparator):
    assert hints(phrase) == (unit, comparator)


def test_words_without_content_and_numbers_are_left_out():
    assert words_of("Tỷ lệ 100% TTHC đạt tối thiểu") == ("thủ", "tục", "hành", "chính")
