"""Each measure of the starting plans against the catalogue. The plans are read in place; only codes stand here."""

import json

import pytest

from cchc.indicators.catalogue import shipped
from cchc.indicators.rules import Suggester

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


@pytest.mark.real
@pytest.mark.parametrize("plan", sorted(GOLD))
def test_each_measure_of_the_annotated_plans_gets_its_indicator_on_top(samples, plan):
    measures = json.loads((samples.parent / "reading" / "gold" / f"{plan}.json").read_text(encoding="utf-8"))["measures"]
    suggester = Suggester(shipped())
    wrong = []
    for measure, code in zip(measures, GOLD[plan].split(), strict=True):
        found = suggester.suggest(measure["quote"], measure["unit"], measure["comparator"], measure["area"])
        if not found or found[0].code != code:
            wrong.append((measure["quote"], code, found[:2]))
    assert not wrong
