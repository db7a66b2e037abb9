import re

import pytest

from cchc.indicators import catalogue
from cchc.indicators.catalogue import CatalogueError, shipped
from cchc.indicators.facts import source_of
from cchc.indicators.rules import Content, Direction, Formula, OverTime, Unit, ZeroRule
from cchc.indicators.rules.definition import CODE

# The rows of the periodic report's annex that a department can fill, and where their figure stands.
ANNEX = {
    "steering_documents_count", "par_plan_completion_share", "par_plan_tasks_count", "par_plan_tasks_done_count",
    "inspected_units_count", "inspection_findings_count", "inspection_findings_fixed_share",
    "government_tasks_on_time_share", "government_tasks_overdue_count", "satisfaction_survey_held",
    "survey_ballots_count", "dialogues_count", "legal_docs_issued_count", "legal_docs_checked_count",
    "legal_docs_reviewed_count", "conflicting_legal_docs_handled_share", "procedures_simplified_count",
    "procedures_new_count", "procedures_abolished_count", "procedures_count", "one_stop_procedure_share",
    "boundary_free_procedure_count", "on_time_share", "dossiers_settled_count", "dossiers_received_count",
    "feedback_on_time_share", "feedback_received_count", "feedback_handled_count", "service_units_count",
    "civil_posts_assigned_count", "civil_posts_present_count", "contract_workers_count", "civil_posts_cut_count",
    "service_posts_assigned_count", "service_posts_present_count", "service_posts_cut_count",
    "agencies_positions_approved_count", "civil_recruited_count", "service_recruited_count",
    "leaders_by_contest_count", "disciplined_count", "disbursement_share", "disbursed_amount",
    "autonomy_full_investment_count", "autonomy_full_count", "autonomy_partial_count", "autonomy_state_count",
    "architecture_updated", "reports_via_system_share", "edocs_signed_share", "full_online_service_share",
    "services_with_online_dossier_share", "full_online_dossier_share", "part_online_dossier_share",
    "payment_enabled_procedure_share", "online_filing_share", "digitised_share", "data_reuse_share",
    "electronic_result_share", "staff_trained_count", "training_done_share",
}  # fmt: skip


def test_the_catalogue_holds_at_least_eighty_indicators_in_all_seven_contents():
    assert len({definition.code for definition in shipped()}) >= 80
    assert {definition.content for definition in shipped()} == set(Content)


def test_every_definition_says_in_both_languages_what_it_is():
    for definition in shipped():
        for text in (definition.name, definition.definition):
            assert text.vi, definition.code
            assert text.en, definition.code
            assert text.vi != text.en, definition.code
        assert definition.phrases, definition.code
        assert definition.sources or definition.counts, f"{definition.code}: who enters it must know which paper asks"
        if definition.has_parts:
            assert definition.numerator.vi, definition.code
            assert definition.denominator.vi, definition.code
            assert definition.zero_reason, definition.code
        if definition.unit is Unit.COUNT:
            assert definition.noun.vi, definition.code


def test_codes_are_english_slugs_used_once():
    codes = [definition.code for definition in shipped()]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(CODE, code) and len(code) <= 60 for code in codes)


def test_what_has_no_register_is_openly_manual():
    for definition in shipped():
        assert definition.register or definition.manual, definition.code


def test_a_cumulative_figure_is_never_added_up():
    for definition in shipped():
        if definition.cumulative:
            assert definition.over_time is OverTime.LAST, definition.code


def test_the_defaults_of_each_kind():
    by_code = {definition.code: definition for definition in shipped()}
    rank = by_code["pci_rank"]
    assert (rank.unit, rank.direction, rank.over_time, rank.decimals) == (Unit.RANK, Direction.LOWER, OverTime.LAST, 0)
    share = by_code["online_filing_share"]
    assert (share.unit, share.zero, share.over_time) == (Unit.PERCENT, ZeroRule.NO_DATA, OverTime.SUM)
    assert by_code["feedback_on_time_share"].zero is ZeroRule.FULL
    assert by_code["service_posts_reduction"].formula is Formula.CHANGE


def test_the_figures_of_the_periodic_report_are_there():
    missing = ANNEX - {definition.code for definition in shipped()}
    assert not missing


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("{code: a, kind: ratio, name: A | B, phrases: [a], source: []}", "numerator"),
        ("{code: a, kind: count, name: A, definition: A | B, phrases: [a], source: []}", "Vietnamese | English"),
        ("{code: a, kind: nonsense, name: A | B, phrases: [a], source: []}", "nonsense"),
        ("{code: a, kind: count, name: A | B, definition: A | B, phrases: [a], source: [nowhere]}", "nowhere"),
        ("{code: a, kind: count, name: A | B, definition: A | B, phrases: [a], source: [], colour: red}", "colour"),
        ("{code: a, kind: change_against_base, name: A | B, definition: A | B, phrases: [a], source: []}", "base"),
    ],
)
def test_a_bad_entry_is_named_with_file_code_and_fault(tmp_path, monkeypatch, row, fault):
    (tmp_path / "sources.yaml").write_text("sources: {}", encoding="utf-8")
    (tmp_path / "x.yaml").write_text(f"content: digital\nregister: plans\nindicators:\n  - {row}\n", encoding="utf-8")
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    with pytest.raises(CatalogueError) as caught:
        shipped.__wrapped__()
    assert "x.yaml, a" in str(caught.value)
    assert fault in str(caught.value)


def test_what_a_definition_counts_is_declared_by_a_source():
    terms = {term for definition in shipped() for term in definition.counts.terms}
    assert len(terms) > 40
    for term in terms:
        source_of(term)  # raises for what nothing counts


def test_at_least_eighty_indicators_are_counted_or_openly_entered_by_hand_with_evidence():
    counted = [definition for definition in shipped() if definition.counts]
    manual = [definition for definition in shipped() if definition.manual and not definition.counts]
    assert len(counted) >= 50
    assert len(counted) + len(manual) >= 80
    used = {definition.formula for definition in counted}
    assert used >= {Formula.RATIO, Formula.COUNT, Formula.MEAN, Formula.SUM, Formula.EXISTENCE, Formula.CHANGE}
    assert any(definition.counts.percentile for definition in counted)
