"""The demo: the same for the same day, built through the actions, never over anything, open to every role."""

import importlib
import io
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from cchc.common import journal
from cchc.common.models import JournalEntry
from cchc.config.demo import build, logins
from cchc.config.demo.paper import paper, to_text
from cchc.config.demo.script import script
from cchc.config.journal_actions import ACTIONS
from cchc.config.journal_views import changes
from cchc.config.journal_words import FIELDS, RECORDS
from cchc.documents import blobs
from cchc.dossiers.models import Dossier
from cchc.indicators.models import CountedFrom, ImportRun, Observation
from cchc.organisation.models import Agency, Person, Role, Tenure, Unit
from cchc.plans.models import Draft, Target, Task
from cchc.plans.rules.deadlines import DeadlineKind
from cchc.plans.standing import standings
from cchc.reports.models import Figure, Report, Step
from cchc.reports.packing import verify
from cchc.reports.seal import verify_reports

TODAY = date(2026, 9, 16)
MD5 = "django.contrib.auth.hashers.MD5PasswordHasher"
SCRIPTS = Path(__file__).parents[4] / "scripts"
PLAN = Path(__file__).parent / "demo_plan_2026.txt"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, files):
    """The demo, built once for this file and taken back at its end."""
    apart = {"FILES_DIR": files, "PASSWORD_HASHERS": [MD5]}
    with django_db_blocker.unblock(), override_settings(**apart), transaction.atomic():
        call_command("load_reference")
        build(TODAY, lambda _text: None)
        yield Agency.objects.get()
        transaction.set_rollback(True)


@pytest.fixture
def demo(built, db):
    return built


def test_the_journal_of_the_demo_is_told_in_words_alone(demo):
    entries = list(JournalEntry.objects.values_list("action", "record_type", "before", "after"))
    facts = {
        key for *_rest, before, after in entries for side in (before, after) if isinstance(side, dict) for key in side
    }
    assert not {action for action, *_rest in entries} - set(ACTIONS)
    assert not {record for _action, record, *_rest in entries if record} - set(RECORDS)
    assert not facts - set(FIELDS)
    told = [changes(entry) for entry in JournalEntry.objects.all()]
    assert all(isinstance(text, str) for rows in told for row in rows for text in row)


def test_the_journal_of_the_demo_is_whole_and_in_the_order_of_time(demo):
    assert journal.verify().whole
    moments = list(JournalEntry.objects.filter(agency_id=demo.pk).order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1].date() < TODAY


def test_the_department_has_its_people_and_its_past(demo):
    assert 65 <= Person.objects.with_post().exclude(held=None).count() <= 75
    assert Unit.objects.exclude(closed_on=None).get().events.filter(kind="merged").exists()
    assert Unit.objects.filter(events__kind="renamed").count() == 1
    names = Person.objects.values_list("full_name", flat=True)
    assert len(set(names)) == len(names)


def test_the_board_shows_a_believable_mix(demo):
    found = standings(list(Target.objects.with_goal()), TODAY, agency=demo)
    verdicts = Counter(one.assessment.verdict.value for one in found.values())
    assert verdicts["on_track"] + verdicts["reached"] > len(found) / 2
    assert verdicts["at_risk"] >= 3
    assert verdicts["missed"] >= 1
    assert 1 <= verdicts["no_data"] <= 4
    assert 3 <= Task.objects.late_on(TODAY).count() <= 12
    states = set(Task.objects.values_list("state", flat=True))
    assert {"done", "in_progress", "not_started", "waiting", "cancelled", "submitted"} <= states


def test_the_plan_came_in_through_the_reader_and_the_review(demo):
    draft = Draft.objects.get(state="adopted")
    plan = draft.plan
    settled = Counter(draft.items.filter(added=False).values_list("kind", "decision"))
    assert plan.state == "adopted"
    assert settled["row", "accepted"] == 42
    assert settled["measure", "accepted"] > 25
    assert (plan.targets.count(), plan.tasks.count()) == (34, 60)
    for item in [*plan.targets.all(), *plan.tasks.all()]:
        assert item.place(plan.source_text), item.text
    assert not plan.targets.filter(indicator=None).exists()
    assert not plan.tasks.filter(lead=None).exists()


def test_another_document_waits_half_reviewed(demo):
    draft = Draft.objects.get(state="review")
    decisions = Counter(draft.items.values_list("decision", flat=True))
    assert decisions["accepted"] >= 2
    assert decisions["open"] >= 5


def test_the_figures_of_the_department_come_with_evidence(demo):
    own = Observation.objects.filter(superseded_at=None, unit=None)
    assert own.count() > 250
    assert own.count() == own.exclude(evidence=None).count()
    assert ImportRun.objects.get().state == "checked"


def test_a_scan_without_marks_waits_to_be_entered_by_hand(demo):
    assert Draft.objects.get(state="unreadable").items.count() == 0


def test_one_report_of_the_year_is_sent_and_one_begun(demo):
    sent, begun = Report.objects.filter(unit=None, first_day__year=2026, form_code="periodic").order_by("period_code")
    assert (sent.period_code, sent.state, begun.period_code, begun.state) == (
        "2026-Q2",
        "submitted",
        "2026-Q3",
        "draft",
    )
    assert sent.docx.size > 10_000
    assert sent.submitted_by.username == "giamdoc"


def test_the_month_is_reported_in_the_shorter_outline(demo):
    month = Report.objects.get(form_code="short")
    assert (month.period_code, month.since, month.as_of) == ("2026-M08", date(2026, 7, 15), date(2026, 8, 14))
    assert month.state == "submitted"
    sent = Report.objects.filter(unit=None, state="submitted")
    assert sent.count() == 3
    assert not sent.filter(number="").exists()  # an official paper that left the house bears a number
    assert not sent.filter(signed_on=None).exists()
    dossiers = month.figures.filter(key__startswith="dossiers")
    assert not dossiers.exclude(source__startswith="counted", value__gte=0).exists()
    assert dossiers.get(key="dossiers_settled").value > 20


def test_there_are_estimates_and_one_correction(demo):
    assert Observation.objects.filter(is_estimate=True, superseded_at=None).count() == 3
    assert Observation.objects.exclude(supersedes=None).count() == 1


def test_every_role_can_sign_in_and_is_somebody(demo, client):
    found = logins()
    assert {login.role_code for login in found} == set(Role.objects.values_list("code", flat=True))
    for login in found:
        assert client.login(username=login.username, password=login.password), login.username
        text = client.get(reverse("organisation:unit_list")).content.decode()
        assert "DỮ LIỆU TRÌNH DIỄN" in text
        client.logout()


def test_the_start_page_tells_the_logins_of_the_demo_only(demo, client):
    text = client.get(reverse("home")).content.decode()
    assert "trinhdien-cchc" in text
    assert all(login.username in text for login in logins())
    Agency.objects.update(is_demo=False)
    assert "trinhdien-cchc" not in client.get(reverse("home")).content.decode()


def test_the_logins_are_printed_one_a_role(demo, capsys):
    call_command("logins", "--plain")
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert {row[0] for row in rows} == set(Role.objects.values_list("code", flat=True))
    assert all(len(row) == 3 for row in rows)


def test_the_demo_is_not_built_twice(demo):
    with pytest.raises(CommandError, match="here already"):
        call_command("demo")
    call_command("demo", "--if-empty")
    assert Agency.objects.count() == 1


def test_the_plan_is_of_its_genre():
    plan = script(2026)
    assert 25 <= len(plan.targets) <= 35
    assert 50 <= len(plan.tasks) <= 70
    kinds = {line.goal.kind.value for line in plan.targets}
    assert kinds == {"threshold", "change", "rank", "existence", "zero", "keep"}
    assert len({line.content for line in plan.targets}) == len({line.content for line in plan.tasks}) == 7


def test_the_deadlines_are_of_all_kinds_and_all_understood(demo):
    kinds = {one.kind for task in Task.objects.all() for one in task.stated_deadlines()}
    assert DeadlineKind.UNKNOWN not in kinds
    assert all(task.stated_deadlines() for task in Task.objects.all())
    assert len(kinds) >= 14, kinds


def test_the_printed_plan_is_the_one_kept_beside_the_tests():
    """The reader is tested on this file too; write it anew with `python -m cchc.config.demo 2026`."""
    assert to_text(paper(script(2026), signer="Người Ký Kế Hoạch")) == PLAN.read_text(encoding="utf-8")


@pytest.fixture
def report(demo, files, settings):
    """The yearly report of the year before, with the files that were kept."""
    settings.FILES_DIR = files
    return Report.objects.get(unit=None, period_code="2025-Y")


@pytest.fixture(scope="module")
def check():
    """The script, imported as it runs: from its own folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SCRIPTS)
        return importlib.import_module("check_report")


def sql(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def faults_of(check, report):
    return check.differences(sql, report.pk, blobs.read(report.docx.sha256))[1]


def test_every_figure_is_what_plain_sql_computes(report, check):
    compared, faults = check.differences(sql, report.pk, blobs.read(report.docx.sha256))
    assert faults == []
    assert compared == 2 * 93 + 3 * 103, "the annex with the year before, every frozen figure that is not a verdict"
    figures = Figure.objects.filter(report=report)
    counted = set(figures.filter(source__startswith="counted:").values_list("key", flat=True))
    assert {"dossiers_settled", "dossiers_on_time_share", "digitised", "data_reuse", "full_online_dossiers",
            "civil_posts_present", "civil_posts_assigned", "service_posts_assigned"} <= counted  # fmt: skip
    plans = [key for key in figures.values_list("key", flat=True) if key.startswith(("plan_", "tasks_", "targets"))]
    assert not figures.exclude(key__in=plans).filter(value=None).exclude(key__in=LACKING).exists()


LACKING = ("service_posts_reduction", "architecture")
"""What no figure of the demo tells of the year before."""


def test_a_row_that_is_wrong_afterwards_is_named(report, check):
    late = Dossier.objects.filter(finished_on__year=2025, state__in=(9, 10)).order_by("pk").first()
    with transaction.atomic():
        Dossier.objects.filter(pk=late.pk).update(due_on=date(2025, 1, 1), finished_on=date(2025, 6, 2))
        [printed, frozen, *shares] = faults_of(check, report)
        assert "(dossiers_on_time), value: the report prints" in printed or "dossiers_on_time" in printed + frozen
        assert all("dossiers_on_time" in fault for fault in [printed, frozen, *shares])
        transaction.set_rollback(True)
    with transaction.atomic():
        somebody = Tenure.objects.filter(concurrent=False, ended_on=None, unit__kind="room").first()
        Tenure.objects.filter(pk=somebody.pk).update(concurrent=True)
        assert any("civil_posts_present" in fault for fault in faults_of(check, report))
        transaction.set_rollback(True)
    with transaction.atomic():
        Figure.objects.filter(report=report, key="digitised").update(value="90.5")
        assert faults_of(check, report)[0].startswith("digitised, value: the report was frozen with 90.5")
        assert verify_reports().faults == (f"altered: {report.pk} ({report})",)
        transaction.set_rollback(True)
    assert faults_of(check, report) == []


def test_the_pack_recomputes_it_without_cchc(report, tmp_path):
    place = tmp_path / "pack.zip"
    place.write_bytes(blobs.read(report.pack.sha256))
    ran = subprocess.run(
        [sys.executable, "-I", verify.__file__, place], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert ran.returncode == 0, ran.stdout
    assert "330 con số được tính lại" in ran.stdout


def test_each_changed_row_or_file_of_the_pack_is_named(report, tmp_path):
    with zipfile.ZipFile(io.BytesIO(blobs.read(report.pack.sha256))) as file:
        whole = {name: file.read(name) for name in file.namelist()}
    for name, content in whole.items():
        pack = verify.Pack({**whole, name: content.replace(b"2025", b"2024", 1) + b" "})
        pack.check_digests()
        assert any(name.partition(".csv")[0] in fault for fault in pack.faults), name
    lines = whole["rows/dossiers.csv"].splitlines(keepends=True)
    row = next(line for line in lines[1:] if b",2025-" in line)
    pack = verify.Pack({**whole, "rows/dossiers.csv": b"".join(line for line in lines if line is not row)})
    pack.check_digests()
    pack.check_figures()
    key = row.split(b",")[0].decode()
    assert f"rows/dossiers.csv: dòng {key} bị mất" in pack.faults
    assert any("(Hồ sơ" in fault and "tính lại được" in fault for fault in pack.faults)


def test_it_went_through_the_whole_round(report):
    returns = Report.objects.filter(period_code="2025-Y", unit__isnull=False)
    assert returns.count() == 8
    assert set(Step.objects.filter(report__in=returns).values_list("kind", flat=True)) == {"accepted"}
    assert list(Step.objects.filter(report=report).order_by("pk").values_list("kind", flat=True)) == [
        "presented", "approved",
    ]  # fmt: skip
    assert (report.state, report.submitted_by.username) == ("submitted", "vanphong")
    assert report.signed_on == timezone.localdate(Step.objects.get(report=report, kind="approved").at)
    text = report.sections.get(key="one_stop").text
    assert "Phòng Quản lý Thương mại: " in text
    assert set(CountedFrom.objects.values_list("source", "month")) == {
        ("dossiers", 202501), ("staff", 202501), ("quota", 202501), ("tasks", 202601),
    }  # fmt: skip
