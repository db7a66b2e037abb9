"""Evidence: handed in, asked for before a task is finished, withdrawn but never lost."""

from datetime import date

import pytest

from cchc.common.errors import Refused
from cchc.organisation.testing import make_account, make_agency, make_unit
from cchc.plans import actions
from cchc.plans.models import Evidence
from cchc.plans.rules.tasks import Move
from cchc.plans.testing import MORNING, make_target, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def room(agency):
    return make_unit(agency, "Phòng Quản lý công nghiệp")


@pytest.fixture
def office(agency):
    return make_account(agency, ["office"])


@pytest.fixture
def head(agency, room):
    return make_account(agency, ["head"], unit=room)


def hand_in(to, by, name="bao-cao.txt", **facts):
    facts = {"content": "Báo cáo kết quả rà soát".encode(), **facts}
    return actions.attach_evidence(to=to, name=name, by=by, at=MORNING, **facts)


def move(task, step, by, reason=""):
    return actions.move_task(task=task, move=step, by=by, at=MORNING, reason=reason)


def test_a_task_with_its_evidence_is_submitted(office, head, room):
    task = make_task(office, lead=room)
    evidence = hand_in(task, head, title=" Báo cáo  số 12 ")
    assert (evidence.title, evidence.due_on, evidence.file.name) == ("Báo cáo số 12", date(2026, 6, 30), "bao-cao.txt")
    assert move(task, Move.SUBMIT, head).state == "submitted"
    assert task.events.filter(kind="evidence").get().note == "Báo cáo số 12"


def test_each_occurrence_of_a_recurring_task_needs_evidence_of_its_own(office, head, room):
    task = make_task(office, lead=room, deadline="Hằng quý")
    hand_in(task, head)
    task = move(move(task, Move.SUBMIT, head), Move.FINISH, head)
    assert task.due_on == date(2026, 6, 30)
    with pytest.raises(Refused, match="Chưa có tài liệu kiểm chứng"):
        move(task, Move.SUBMIT, head)


def test_withdrawn_evidence_proves_nothing_and_stays_in_the_record(office, head, room):
    task = make_task(office, lead=room)
    evidence = hand_in(task, head)
    with pytest.raises(Refused):
        actions.withdraw_evidence(evidence=evidence, reason=" ", by=head, at=MORNING)
    actions.withdraw_evidence(evidence=evidence, reason="nộp nhầm tệp", by=head, at=MORNING)
    with pytest.raises(Refused):
        actions.withdraw_evidence(evidence=evidence, reason="lần nữa", by=head, at=MORNING)
    assert Evidence.objects.get().withdrawn_reason == "nộp nhầm tệp"
    with pytest.raises(Refused, match="Chưa có tài liệu kiểm chứng"):
        move(task, Move.SUBMIT, head)


def test_evidence_of_a_finished_task_is_not_touched(office, head, room):
    task = make_task(office, lead=room)
    evidence = hand_in(task, head)
    move(move(task, Move.SUBMIT, head), Move.FINISH, head)
    for attempt in (
        lambda: hand_in(task, head),
        lambda: actions.withdraw_evidence(evidence=evidence, reason="x", by=head, at=MORNING),
    ):
        with pytest.raises(Refused, match="đã kết thúc"):
            attempt()


def test_an_unknown_kind_of_file_is_refused_and_nothing_is_kept(office, head, room):
    task = make_task(office, lead=room)
    with pytest.raises(Refused):
        hand_in(task, head, name="a.exe", content=b"MZ\x00\x01\x02")
    assert not Evidence.objects.exists()


def test_only_the_answering_unit_hands_in_for_a_target(agency, office, head, room):
    target = make_target(office, owner=room)
    assert hand_in(target, head).target == target
    other = make_account(agency, ["officer"], unit=make_unit(agency, "Phòng khác"))
    stranger = make_account(make_agency(), ["office"])
    for account in (other, stranger):
        with pytest.raises(Refused):
            hand_in(target, account)
    assert not Evidence.objects.visible_to(stranger).exists()
