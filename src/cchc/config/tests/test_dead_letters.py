"""What could not be delivered is told to who looks after the outbox, once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from cchc.common import jobs, outbox
from cchc.common.models import JobRun, OutboxMessage, OutboxState
from cchc.config.dead_letters import DEAD_LETTER, tell_of_dead
from cchc.organisation import actions, testing
from cchc.organisation.models import Digest, Notice
from cchc.organisation.notices import Event, kind_of, shown

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Monday, eight o'clock in Vietnam
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    account = testing.make_account(testing.make_agency(), ["admin"])
    account.person.email = "qt@so.example"
    account.person.save()
    return account


def dead_message(agency_id, at=AT):
    with transaction.atomic():
        message = outbox.post(
            channel="mail", recipient="a@so.example", subject="Nhắc", body="…", at=at, agency_id=agency_id
        )
    OutboxMessage.objects.filter(pk=message.pk).update(state=OutboxState.DEAD, attempts=8)
    return message


def test_the_administrator_of_the_department_is_told_once_and_again_when_it_died_again(admin):
    testing.make_account(admin.agency, ["officer"])
    testing.make_account(testing.make_agency("Sở khác"), ["admin"])
    message = dead_message(admin.agency_id)
    assert [tell_of_dead(at=AT), tell_of_dead(at=AT)] == [1, 0]
    one = shown(admin, Notice.objects.all())[0]
    assert one.sentence == "Không gửi được sau 8 lần: “Nhắc”."
    assert one.url == f"/hop-thu-di/{OutboxMessage.objects.get().pk}/"
    assert "a@so.example" not in one.sentence
    outbox.resend(message, at=AT + timedelta(hours=1))
    assert tell_of_dead(at=AT) == 0
    OutboxMessage.objects.update(state=OutboxState.DEAD)
    assert tell_of_dead(at=AT) == 1


def test_who_may_not_see_the_outbox_any_more_is_shown_nothing_of_it(admin):
    dead_message(admin.agency_id)
    tell_of_dead(at=AT)
    admin.assignments.all().delete()
    one = shown(type(admin).objects.get(pk=admin.pk), Notice.objects.all())[0]
    assert one.gone
    assert "Nhắc" not in one.sentence


def test_what_belongs_to_no_department_or_died_long_ago_is_not_told(admin):
    dead_message(None)
    dead_message(admin.agency_id, at=AT - timedelta(days=60))
    assert tell_of_dead(at=AT) == 0


# --- the whole by the clock


def tell(account, key):
    event = Event("organisation.delegated", key, [account.pk], "Việc %(n)s.", {"n": key})
    with transaction.atomic():
        actions.tell(event, at=AT)


@pytest.fixture
def in_digest(admin):
    actions.choose_notices(by=admin, at=AT, channels={"organisation.delegated": "digest"}, digest_hour=8, language="vi")
    return admin


@pytest.mark.django_db(transaction=True)
def test_ticks_all_day_long_give_one_digest(in_digest, monkeypatch):
    tell(in_digest, "1")
    monkeypatch.setattr(jobs, "_jobs", {"organisation.digests": jobs._jobs["organisation.digests"]})
    for number in range(40):
        moment = AT + timedelta(minutes=15 * number)
        jobs.tick(clock=lambda now=moment: now)
        jobs.tick(clock=lambda now=moment: now)
        if number == 5:
            tell(in_digest, "2")
    assert Digest.objects.count() == 1
    assert OutboxMessage.objects.count() == 1
    jobs.tick(clock=lambda: AT + timedelta(days=1))
    assert OutboxMessage.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_tick_killed_before_its_end_leaves_nothing_and_the_next_makes_the_digest(in_digest, monkeypatch):
    tell(in_digest, "1")
    job = jobs._jobs["organisation.digests"]

    def dies(at):
        job.work(at)
        raise KeyboardInterrupt

    killed = jobs.Job(job.code, job.title, job.when, dies)
    monkeypatch.setattr(jobs, "_jobs", {job.code: killed})
    with pytest.raises(KeyboardInterrupt):
        jobs.tick(clock=lambda: AT)
    assert not OutboxMessage.objects.exists()
    monkeypatch.setattr(jobs, "_jobs", {job.code: job})
    jobs.tick(clock=lambda: AT + timedelta(minutes=1))  # the claim still holds
    assert not OutboxMessage.objects.exists()
    jobs.tick(clock=lambda: AT + timedelta(minutes=15))
    assert OutboxMessage.objects.count() == Digest.objects.count() == 1
    assert JobRun.objects.filter(outcome="done").count() == 1


def test_every_job_of_notices_is_known():
    known = set(jobs.known())
    assert {"organisation.digests", "organisation.ended_delegations", "plans.remind",
            "reports.remind", "outbox.tell_dead"} <= known  # fmt: skip
    assert kind_of(DEAD_LETTER)
