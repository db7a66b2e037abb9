"""Each measure of the starting plans against the catalogue. The plans are read in place; only codes stand here."""

import json
import re

import pytest

from cchc.indicators.catalogue import shipped
from cchc.indicators.rules import Suggester

# The annotated plans: the right indicator of each measure, in the order of the annotation.
GOLD = {
    "000": """
        legal_docs_reviewed_share payment_enabled_procedure_share online_payment_share online_service_procedure_share
        online_settled_share satisfaction_procedures service_posts_reduction satisfaction_agency
        direct_service_budget_reduction digital_inspection_share digital_skills_trained_share
        digital_skills_mastered_share digitised_share
    """,
    "002": """
        legal_drafting_on_time_share legal_docs_reviewed_share business_rules_reduction business_rules_cost_reduction
        on_time_share payment_enabled_procedure_share online_payment_share online_service_procedure_share
        national_portal_procedure_share online_settled_share procedures_published_on_time_share
        internal_procedures_simplified_share pci_rank one_stop_digitising_share digitised_signed_archived_share
        feedback_on_time_share satisfaction_overall no_resubmission_share database_shared_share identity_verified_share
        systems_connected_share online_work_files_share digital_inspection_share units_inspected_share
        inspection_findings_fixed_share digital_inspection_share
    """,
}
# The other plans: the first and last words of each measure in the text, then its indicator, comparison and content as
# the plan reader gives them (and its unit, where that is not percent).
PLACES = {
    "001": """
        80% hồ sơ giải quyết … phương thức điện tử | internal_transfer_electronic_share eq procedures
        tỷ lệ giao dịch thanh … 30% trở lên | online_payment_share ge procedures
        100% thủ tục hành chính có đủ … mức độ 3 và 4 | online_service_procedure_share eq procedures
        Mức độ hài lòng … giải quyết TTHC đạt tối thiểu 90% | satisfaction_procedures ge procedures
        100% thủ tục hành chính nội bộ … kịp thời | internal_procedures_published_share eq procedures
        tỷ lệ giao dịch thanh … 50% trở lên | online_payment_share ge procedures
        90% số lượng người dân … hệ thống thông tin | identity_verified_share eq procedures
        Mức độ hài lòng của người dân, tổ chức đối … 90% | satisfaction_agency ge organisation
        Tiếp tục giảm bình quân … năm 2025 | service_posts_reduction reduce organisation
        giảm bình quân 15% … 2021-2025 | direct_service_budget_reduction reduce finance
        100% dịch vụ công trực tuyến mức độ 4 … truy cập khác nhau | multichannel_services_share eq digital
        90% hồ sơ công … cấp tỉnh | online_work_files_share eq digital
        80% hồ sơ công … cấp huyện | work_files_district_share eq digital
        60% hồ sơ công … môi trường mạng | work_files_commune_share eq digital
        50% hoạt động … quản lý | digital_inspection_share eq digital
        100% người dân, tổ chức … hợp nhất | identity_verified_share eq digital
        trực tuyến mức độ 4 được cung cấp trên cơ sở … của tỉnh | services_on_shared_data_share eq digital
        70% hoạt động … quản lý | digital_inspection_share eq digital
    """,
    "003": """
        100% can b9 … hanh chinh | staff_aware_of_duty_share eq general
    """,
    "004": """
        Có sáng kiến … nhiệm vụ CCHC | initiatives_count ge general count
        Giảm tối thiểu 15% … năm 2025 | admin_documents_reduction reduce general
        10% tổng … hội nghị | meetings_reduction reduce general
        100% văn bản quy phạm … Trung ương | legal_docs_consistent_share eq institution
        Xử lý 100% … chồng chéo | conflicting_legal_docs_handled_share eq institution
        Hoàn thành 100% nhiệm vụ theo … kế hoạch | legal_monitoring_done_share eq institution
        100% TTHC thuộc … theo quy định | one_stop_procedure_share eq procedures
        tỷ lệ 100% hồ sơ … trước hạn | on_time_share eq procedures
        không có hồ sơ … trễ hạn | late_dossiers_count eq procedures count
        số hóa kết quả giải quyết TTHC đang … 100% | valid_results_digitised_share eq procedures
        100% hồ sơ TTHC khi … quốc gia | dossiers_tracked_share eq procedures
        cắt giảm 50% thời … giải quyết | processing_time_reduction reduce procedures
        50% chi phí … 2024 | procedure_cost_reduction reduce procedures
        Mức độ hài lòng … 98% | satisfaction_agency ge organisation
        100% dịch vụ công … di động | multichannel_services_share eq digital
        100% các hồ sơ … quốc gia | dossiers_synced_share eq procedures
        100% văn bản trao đổi … chuyên dùng | edocs_signed_share eq digital
        100% TTHC được cung cấp … tờ khai | reengineered_procedure_share eq digital
        số hóa 100% hồ sơ … TTHC | digitised_share eq procedures
        hoàn thành 100% các kiến nghị … ngân sách | audit_recommendations_done_share eq finance
        Kế hoạch chuyển đổi … trong kế hoạch | digital_plan_done_share eq digital
        hoàn thành 100% các nhiệm vụ … giao | assigned_tasks_done_share eq steering
        cải thiện vị trí … năm 2025 | par_index_rank increase general rank
    """,
}


# How many measures of each plan are counted from rows, and how many are entered by hand with evidence.
COVERED = {"000": (2, 11), "001": (0, 18), "002": (2, 24), "003": (0, 1), "004": (4, 19)}


@pytest.mark.parametrize("plan", sorted(COVERED))
def test_each_measure_of_the_plans_is_counted_or_openly_entered_by_hand(plan):
    answers = GOLD[plan].split() if plan in GOLD else [
        line.split(" | ")[1].split()[0] for line in PLACES[plan].strip().splitlines()
    ]  # fmt: skip
    known = {definition.code: definition for definition in shipped()}
    counted = [code for code in answers if known[code].counts]
    manual = [code for code in answers if known[code].manual and not known[code].counts]
    assert set(answers) == {*counted, *manual}
    assert (len(counted), len(manual)) == COVERED[plan]


def quote(text, begin, end):
    """The shortest run of the text from the first words to the last words."""
    begin, end = re.escape(begin), re.escape(end)
    found = re.search(f"{begin}(?:(?!{begin}).)*?{end}", text)
    assert found, (begin, end)
    return found.group()


@pytest.mark.real
@pytest.mark.parametrize("plan", sorted(GOLD))
def test_each_measure_of_the_annotated_plans_gets_its_indicator_on_top(samples, plan):
    gold = samples.parent / "reading" / "gold" / f"{plan}.json"
    measures = json.loads(gold.read_text(encoding="utf-8"))["measures"]
    suggester = Suggester(shipped())
    wrong = []
    for measure, code in zip(measures, GOLD[plan].split(), strict=True):
        found = suggester.suggest(measure["quote"], measure["unit"], measure["comparator"], measure["area"])
        if not found or found[0].code != code:
            wrong.append((measure["quote"], code, found[:2]))
    assert not wrong


@pytest.mark.real
@pytest.mark.parametrize("plan", sorted(PLACES))
def test_each_measure_of_the_other_plans_gets_its_indicator_on_top(samples, plan):
    text = re.sub(r"[\s*#]+", " ", (samples / "plans" / f"{plan}.txt").read_text(encoding="utf-8"))
    suggester = Suggester(shipped())
    wrong = []
    for line in PLACES[plan].strip().splitlines():
        place, answer = line.split(" | ")
        code, comparator, area, *unit = answer.split()
        measure = quote(text, *place.strip().split(" … "))
        found = suggester.suggest(measure, *(unit or ["percent"]), comparator, area)
        if not found or found[0].code != code:
            wrong.append((measure, code, found[:2]))
    assert not wrong
