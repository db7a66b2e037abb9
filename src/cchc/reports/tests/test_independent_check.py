"""A produced report held against `scripts/check_report.py`, which computes every figure by itself."""

import importlib
import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from cchc.common.periods import Period
from cchc.documents import blobs
from cchc.documents.layout import to_docx
from cchc.indicators import testing as indicators
from cchc.indicators.actions.counting import count_from
from cchc.indicators.catalogue import shipped
from cchc.indicators.staff import QUOTAS, STAFF
from cchc.organisation import testing
from cchc.plans.measures import INITIATIVES, OUTREACH
from cchc.plans.models import Initiative, Outreach
from cchc.reports import actions
from cchc.reports.models import Figure, Report
from cchc.reports.outline import form_of
from cchc.reports.papers import paper_of
from cchc.reports.rules.outline import SourceKind
from cchc.reports.screen import Screen
from cchc.reports.testing import NOW, fill, make_office, make_report

from .story import make_story, register

pytestmark = pytest.mark.django_db
SCRIPTS = Path(__file__).parents[4] / "scripts"


@pytest.fixture(scope="module")
def check():
    """The script, imported as it runs: from its own folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SCRIPTS)
        return importlib.import_module("check_report")


def sql(query: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def docx_of(report: Report) -> bytes:
    screen = Screen(report)
    return to_docx(paper_of(report, screen.form, screen.texts, screen.values))


def scatter(office, seed: int) -> None:
    """Figures of every indicator of the form, by month, quarter or half year, of the department or of two units."""
    chance = random.Random(seed)
    units = [testing.make_unit(office.agency, f"Phòng {n}") for n in (1, 2)]
    patterns = (["2026-Q3"], ["2026-M07", "2026-M08", "2026-M09"], ["2026-M07", "2026-M09"], ["2026-H1", "2026-Q3"],
                ["2026-Q1", "2026-Q2", "2026-Q3"], ["2026-N"], [])  # fmt: skip
    for indicator in indicators.load():
        definition = indicator.definition_on(date(2026, 9, 30))
        if definition.code == "on_time_share" or definition.valid_to:
            continue
        for unit in chance.choice([[None], units, [units[0]]]):
            for code in chance.choice(patterns):
                if definition.has_parts:
                    whole = chance.randint(0, 400)
                    parts = (chance.randint(0, whole), whole)
                else:
                    parts = (chance.randint(1, 40) if definition.unit != "yes_no" else chance.randint(0, 1),)
                indicators.make_figure(indicator, code, *parts, by=office, unit=unit, as_of=Period.parse(code).last)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_printed_figure_is_what_plain_sql_computes(check, seed):
    office = make_office()
    make_story(office)
    scatter(office, seed)
    for code in ("2026-Q3", "2026-N", "2026-H1"):
        report = make_report(office, code)
        compared, faults = check.differences(sql, report.pk, docx_of(report))
        assert compared == 93 * 3
        assert faults == []


def test_a_sent_report_agrees_in_every_frozen_figure(check):
    office = make_office()
    make_story(office)
    scatter(office, 4)
    report = fill(make_report(office), office)
    sent = actions.submit_report(report=report, revision=Report.objects.get().revision, by=office, at=NOW)
    compared, faults = check.differences(sql, sent.pk, blobs.read(sent.docx.sha256))
    assert compared == 3 * (93 + 103), "the annex, and every frozen figure that is not a verdict"
    assert faults == []


def test_the_yearly_report_with_counted_figures_agrees_to_the_last_unit(check):
    office = make_office()
    unit, _tasks = make_story(office)
    scatter(office, 5)
    register(office, [unit, testing.make_unit(office.agency, "Phòng Năng lượng")])
    hear(office, unit)
    for source in (STAFF, QUOTAS, INITIATIVES, OUTREACH):
        count_from(source=source, month=date(2026, 1, 1), by=testing.make_account(office.agency, ["office"]), at=NOW)
    for name in ("Một", "Hai", "Ba"):
        testing.make_person(office.agency, f"Người {name}", unit=unit)
    report = fill(make_report(office, "2026-Y", as_of=date(2026, 10, 5)), office)
    sent = actions.submit_report(report=report, revision=Report.objects.get().revision, by=office, at=NOW)
    compared, faults = check.differences(sql, sent.pk, blobs.read(sent.docx.sha256))
    assert faults == []
    assert compared == 2 * 93 + 3 * 103, "the annex with the year before, and every frozen figure that is not a verdict"
    counted = Figure.objects.filter(report=sent, source__startswith="counted:", value__gt=0)
    assert {
        "dossiers_settled",
        "dossiers_on_time",
        "digitised",
        "civil_posts_present",
        "initiatives",
        "dialogues",
    } <= set(counted.values_list("key", flat=True))


def test_the_script_can_count_everything_that_a_figure_of_the_form_may_be_counted_from(check):
    draft = make_report(make_office())
    named = {code for spec in form_of(draft.form_code, draft.form_version).figures
             if spec.kind is SourceKind.INDICATOR for code in spec.of}  # fmt: skip
    terms = {term for definition in shipped() if definition.code in named for term in definition.counts.terms}
    assert terms
    assert terms <= importlib.import_module("check_report_rows").COUNTED["terms"].keys()


def hear(office, unit):
    """Two dialogues, one withdrawn, and an initiative that was recognised beside one that was not."""
    same = {"agency": office.agency, "unit": unit, "title": "Thử", "folded": "thu"}
    for withdrawn in (None, NOW):
        Outreach.objects.create(**same, kind="dialogue", held_on=date(2026, 5, 5), added_by=office, added_at=NOW,
                                withdrawn_at=withdrawn)  # fmt: skip
    for state in ("appraised", "rejected"):
        days = {"proposed_on": date(2026, 2, 2), "appraised_on": date(2026, 3, 3), "created_at": NOW}
        Initiative.objects.create(**same, **days, content="steering", authors="P", state=state, created_by=office)


def test_a_report_of_a_unit_agrees_too(check):
    office = make_office()
    unit, _tasks = make_story(office)
    report = make_report(office, unit=unit)
    assert check.differences(sql, report.pk, docx_of(report))[1] == []


def test_a_wrong_figure_is_named(check):
    office = make_office()
    make_story(office)
    report = fill(make_report(office), office)
    sent = actions.submit_report(report=report, revision=Report.objects.get().revision, by=office, at=NOW)
    Figure.objects.filter(report=sent, key="plan_tasks_done").update(value=Decimal(3))
    [fault] = check.differences(sql, sent.pk, blobs.read(sent.docx.sha256))[1]
    assert fault.startswith("plan_tasks_done, value: the report was frozen with 3")
    [task] = sql("select min(task_id) from plans_taskevent where state='done'")
    with connection.cursor() as cursor:
        cursor.execute(f"delete from plans_taskevent where task_id={task[0]} and state='done'")
    said = check.differences(sql, sent.pk, blobs.read(sent.docx.sha256))[1]
    assert any("form 1 row 2.2 (plan_tasks_done), value: the report prints 2, computed 1" in fault for fault in said)
