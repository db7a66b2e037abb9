"""Two people on one target or task: the second is told who was first, and nothing typed is lost."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from cchc.organisation.testing import make_account, make_agency, make_unit
from cchc.plans import actions
from cchc.plans.actions.versions import Overtaken
from cchc.plans.models import Target, Task
from cchc.plans.rules.tasks import Move
from cchc.plans.testing import MORNING, confirmed_target, confirmed_task, make_plan

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _first_of_july(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: TODAY)


@pytest.fixture
def room():
    return make_unit(make_agency(), "Phòng Quản lý công nghiệp")


@pytest.fixture
def office(room):
    unit = make_unit(room.agency, "Văn phòng Sở")
    return make_account(room.agency, ["office"], unit=unit, full_name="Nguyễn Thị Văn Phòng")


@pytest.fixture
def task(office, room):
    return make_plan(office, confirmed_task(lead=room.pk)).tasks.get()


@pytest.fixture
def target(office, room):
    return make_plan(office, confirmed_target(owner=room.pk)).targets.get()


def test_every_change_of_a_task_is_one_more_version_and_a_note_is_none(office, task):
    actions.report_progress(task=task, progress=10, by=office, at=MORNING, seen=0)
    actions.add_note(task=task, note="Đang xin ý kiến", by=office, at=MORNING)
    actions.assign_task(task=task, person=office.person, by=office, at=MORNING, seen=1)
    actions.move_task(task=task, move=Move.WAIT, reason="Chờ số liệu", by=office, at=MORNING, seen=2)
    assert Task.objects.get().version == 3


@pytest.mark.parametrize(
    "act",
    [
        lambda task, by: actions.report_progress(task=task, progress=70, by=by, at=TODAY, seen=0),
        lambda task, by: actions.update_task(task=task, progress=70, by=by, at=TODAY, seen=0),
        lambda task, by: actions.move_task(task=task, move=Move.SUBMIT, by=by, at=TODAY, seen=0),
        lambda task, by: actions.assign_task(task=task, person=by.person, by=by, at=TODAY, seen=0),
        lambda task, by: actions.edit_task(
            task=task, wanted=confirmed_task("Việc khác"), reason="Sửa", by=by, at=TODAY, seen=0
        ),
    ],
)
def test_whoever_saw_an_older_task_changes_nothing_and_reads_who_was_first(office, task, act):
    actions.report_progress(task=task, progress=40, by=office, at=MORNING)
    with pytest.raises(Overtaken, match="Nguyễn Thị Văn Phòng đã thay đổi mục này lúc"):
        act(task, office)
    kept = Task.objects.get()
    assert (kept.progress, kept.version, kept.person_id, kept.text) == (40, 1, None, task.text)


@pytest.mark.parametrize(
    "act",
    [
        lambda target, by: actions.edit_target(
            target=target, wanted=confirmed_target(), reason="Sửa", by=by, at=TODAY, seen=0
        ),
        lambda target, by: actions.judge_target(
            target=target, verdict="missed", reason="Khác", on=date(2026, 7, 1), by=by, at=TODAY, seen=0
        ),
        lambda target, by: actions.withdraw_target(target=target, reason="Thừa", by=by, at=TODAY, seen=0),
    ],
)
def test_whoever_saw_an_older_target_changes_nothing(office, target, act):
    actions.judge_target(
        target=target, verdict="reached", reason="Biên bản", on=date(2026, 6, 1), by=office, at=MORNING, seen=0
    )
    with pytest.raises(Overtaken):
        act(target, office)
    kept = Target.objects.get()
    assert (kept.judged_verdict, kept.withdrawn_at, kept.version) == ("reached", None, 1)


def test_the_second_to_update_keeps_what_was_typed_and_may_then_save_it(client, office, task):
    client.force_login(office)
    url = reverse("plans:task_update", args=[task.pk])
    actions.report_progress(task=task, progress=40, by=office, at=MORNING)
    typed = {"u-progress": "70", "u-note": "Đã có dự thảo lần hai"}
    page = client.post(url, {**typed, "seen": "0"})
    words = page.content.decode()
    assert "Nguyễn Thị Văn Phòng đã thay đổi mục này" in words
    assert "Đã có dự thảo lần hai" in words
    assert page.context["version"] == 1
    assert client.post(url, {**typed, "seen": "1"}).status_code == 302
    assert Task.objects.get().progress == 70


def test_a_mistake_in_a_form_does_not_hide_what_somebody_else_changed(client, office, task):
    client.force_login(office)
    actions.report_progress(task=task, progress=40, by=office, at=MORNING)
    page = client.post(reverse("plans:task_edit", args=[task.pk]), {"text": "", "seen": "0"})
    assert page.context["version"] == 0


def test_the_second_to_correct_a_target_is_told_and_the_form_then_holds(client, office, target):
    client.force_login(office)
    url = reverse("plans:target_edit", args=[target.pk])
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    typed = {name: f"{value:%d/%m/%Y}" if isinstance(value, date) else value for name, value in typed.items()}
    typed |= {"value": "97", "milestones": "", "reason": "Theo văn bản mới", "seen": "0"}
    actions.judge_target(target=target, verdict="reached", reason="A", on=date(2026, 6, 1), by=office, at=MORNING)
    page = client.post(url, typed)
    assert "đã thay đổi mục này" in page.content.decode()
    assert page.context["form"]["value"].value() == "97"
    assert client.post(url, {**typed, "seen": str(page.context["version"])}).status_code == 302
    assert Target.objects.get().value == 97
