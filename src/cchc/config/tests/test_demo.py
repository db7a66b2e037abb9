"""The demo: the same for the same day, built through the actions, never over anything, open to every role."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from cchc.common import journal
from cchc.common.models import JournalEntry
from cchc.config.demo import build, logins
from cchc.config.demo.paper import paper, to_text
from cchc.config.demo.script import script
from cchc.indicators.models import ImportRun, Observation
from cchc.organisation.models import Agency, Person, Role, Unit
from cchc.plans.models import Draft, Target, Task
from cchc.plans.rules.deadlines import DeadlineKind
from cchc.plans.standing import standings
from cchc.reports.models import Report

TODAY = date(2026, 9, 16)
MD5 = "django.contrib.auth.hashers.MD5PasswordHasher"
PLAN = Path(__file__).parent / "demo_plan_2026.txt"


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, built once for this file and taken back at its end."""
    apart = {"FILES_DIR": tmp_path_factory.mktemp("files"), "PASSWORD_HASHERS": [MD5]}
    with django_db_blocker.unblock(), override_settings(**apart), transaction.atomic():
        call_command("load_reference")
        build(TODAY, lambda _text: None)
        yield Agency.objects.get()
        transaction.set_rollback(True)


@pytest.fixture
def demo(built, db):
    return built


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
    assert own.count() > 300
    assert own.count() == own.exclude(evidence=None).count()
    assert ImportRun.objects.get().state == "checked"


def test_a_scan_without_marks_waits_to_be_entered_by_hand(demo):
    assert Draft.objects.get(state="unreadable").items.count() == 0


def test_one_report_is_sent_and_one_begun(demo):
    sent, begun = Report.objects.order_by("period_code")
    assert (sent.period_code, sent.state, begun.period_code, begun.state) == (
        "2026-Q2",
        "submitted",
        "2026-Q3",
        "draft",
    )
    assert sent.docx.size > 10_000
    assert sent.submitted_by.username == "giamdoc"


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
