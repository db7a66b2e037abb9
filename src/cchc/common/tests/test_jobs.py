"""Scheduled jobs: each period once, whatever dies meanwhile."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import transaction

from cchc.common import jobs, outbox
from cchc.common.errors import Refused
from cchc.common.jobs import Daily, Every, Job
from cchc.common.models import JobOutcome, JobRun, JournalEntry, OutboxMessage

MORNING = time(7, 30)
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 08:00 in Việt Nam


def here(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


@pytest.fixture
def only(monkeypatch):
    """The registry holds what a test puts in, and nothing else."""
    monkeypatch.setattr(jobs, "_jobs", {})

    def put(work, when=Daily(MORNING), code="test.job"):  # noqa: B008  # a frozen value
        jobs.register(Job(code, "Việc thử", when, work))
        return jobs.known()[code]

    return put


def tick(at: datetime) -> jobs.Round:
    return jobs.tick(clock=lambda: at)


class Person:
    pk, agency_id = 7, None

    def get_full_name(self) -> str:
        return "Nguyễn An"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("when", "now", "period", "following"),
    [
        (Daily(MORNING), "2026-03-02T07:30", "2026-03-02", "2026-03-03T07:30"),
        (Daily(MORNING), "2026-03-02T07:29", "2026-02-27", "2026-03-02T07:30"),  # a Monday before its hour: Friday's
        (Daily(MORNING), "2026-02-28T09:00", "2026-02-27", "2026-03-02T07:30"),  # a Saturday
        (Daily(MORNING, working=False), "2026-02-28T09:00", "2026-02-28", "2026-03-01T07:30"),
        (Daily(MORNING), "2026-08-22T08:00", "2026-08-22", "2026-08-24T07:30"),  # a Saturday that is worked
        (Every(15), "2026-03-02T08:14", "2026-03-02T08:00", "2026-03-02T08:15"),
        (Every(7 * 60), "2026-03-02T23:00", "2026-03-02T21:00", "2026-03-03T00:00"),
    ],
)
def test_a_period_begins_at_its_hour_of_the_working_day(when, now, period, following):
    assert when.latest(here(now)).period == period
    assert when.latest(here(now)).due_at <= here(now)
    assert when.following(here(now)) == here(following)


@pytest.mark.django_db
def test_a_job_is_run_once_in_each_period(only):
    ran = []
    only(lambda at: ran.append(at) or 3)
    assert tick(here("2026-03-02T08:00")) == jobs.Round(1, 0)
    assert tick(here("2026-03-02T17:00")) == jobs.Round(0, 0)
    assert tick(here("2026-03-03T08:00")) == jobs.Round(1, 0)
    assert [run.period for run in JobRun.objects.all()] == ["2026-03-03", "2026-03-02"]
    assert set(JobRun.objects.values_list("outcome", "did", "attempts")) == {("done", 3, 1)}


@pytest.mark.django_db
def test_after_a_standstill_the_latest_missed_period_is_run(only):
    only(lambda _at: 0)
    tick(here("2026-03-02T08:00"))
    tick(here("2026-03-06T06:00"))
    assert list(JobRun.objects.values_list("period", flat=True)) == ["2026-03-05", "2026-03-02"]


@pytest.mark.django_db
def test_a_run_that_is_under_way_is_left_alone_and_one_that_died_is_taken_over(only):
    ran = []
    job = only(lambda at: ran.append(at) or 1)
    assert jobs._claim(job, job.when.latest(MONDAY), MONDAY, jobs._broken_off(MONDAY))  # …and its process dies
    assert tick(MONDAY + timedelta(minutes=9)) == jobs.Round(0, 0)
    assert tick(MONDAY + jobs.CLAIM) == jobs.Round(1, 0)
    assert (len(ran), JobRun.objects.get().attempts) == (1, 2)


@pytest.mark.django_db
def test_whoever_was_taken_over_does_nothing_any_more(only):
    ran = []
    job = only(lambda at: ran.append(at) or 1)
    slow = jobs._claim(job, job.when.latest(MONDAY), MONDAY, jobs._broken_off(MONDAY))
    tick(MONDAY + jobs.CLAIM)
    assert jobs._carry_out(job, slow, lambda: MONDAY + jobs.CLAIM) is None
    assert len(ran) == 1


@pytest.mark.django_db
def test_a_failure_leaves_nothing_of_the_work_is_tried_again_and_then_left_to_a_person(only):
    def work(at: datetime) -> int:
        with transaction.atomic():
            outbox.post(channel="mail", recipient="a@so.example", body="…", at=at)
        raise ValueError("Nguyễn An")

    only(work)
    only(lambda _at: 1, code="test.other")
    at = MONDAY
    for attempt in range(1, jobs.ATTEMPTS + 1):
        assert tick(at).failed == 1
        assert tick(at + timedelta(minutes=1)).failed == 0
        run = JobRun.objects.get(job="test.job")
        assert (run.outcome, run.attempts, run.next_at is None) == (
            JobOutcome.FAILED, attempt, attempt == jobs.ATTEMPTS
        )  # fmt: skip
        at += jobs.AGAIN
    assert tick(at + timedelta(hours=5)).failed == 0
    assert "ValueError (tests/test_jobs.py:" in run.error
    assert "Nguyễn An" not in run.error  # it might be anybody's name
    assert not OutboxMessage.objects.exists()
    assert JobRun.objects.get(job="test.other").outcome == JobOutcome.DONE
    assert tick(MONDAY + timedelta(days=1)).failed == 1  # the next period begins anew


@pytest.mark.django_db
def test_what_kills_its_process_every_time_is_given_up(only):
    job = only(lambda _at: 1)
    at = MONDAY
    for _ in range(jobs.ATTEMPTS):
        assert jobs._claim(job, job.when.latest(at), at, jobs._broken_off(at))
        at += jobs.CLAIM
    assert tick(at) == jobs.Round(0, 0)
    assert JobRun.objects.values_list("outcome", "error").get() == ("failed", jobs.INTERRUPTED)
    [stands] = jobs.standing(at)
    assert stands.is_given_up


@pytest.mark.django_db
def test_a_run_that_died_in_an_earlier_period_is_told_as_broken_off(only):
    job = only(lambda _at: 1)
    jobs._claim(job, job.when.latest(MONDAY), MONDAY, jobs._broken_off(MONDAY))
    tick(MONDAY + timedelta(days=1))
    assert list(JobRun.objects.values_list("outcome", "error")) == [("done", ""), ("failed", jobs.INTERRUPTED)]


@pytest.mark.django_db
def test_run_now_runs_the_period_that_is_due_then_once_more_but_not_twice_a_minute(only):
    ran = []
    job = only(lambda at: ran.append(at) or 1)
    assert jobs.run_now(job=job, by=Person(), at=MONDAY).period == "2026-03-02"
    assert jobs.run_now(job=job, by=Person(), at=MONDAY).period == "2026-03-02T08:00+"
    with pytest.raises(Refused):
        jobs.run_now(job=job, by=Person(), at=MONDAY)
    assert tick(MONDAY) == jobs.Round(0, 0)
    assert len(ran) == 2
    assert JournalEntry.objects.filter(action="jobs.run", actor_name="Nguyễn An").count() == 2


@pytest.mark.django_db
def test_a_failed_run_is_run_now_without_waiting(only):
    job = only(lambda _at: 1 // 0)
    tick(MONDAY)
    only(lambda _at: 1)
    run = jobs.run_now(job=jobs.known()[job.code], by=Person(), at=MONDAY)
    assert (run.outcome, run.attempts, run.by_name) == (JobOutcome.DONE, 2, "Nguyễn An")


@pytest.mark.django_db
def test_a_job_is_overdue_an_hour_after_its_time(only, monkeypatch):
    only(lambda _at: 1)
    monkeypatch.setattr("cchc.common.jobs.timezone.now", lambda: MONDAY)
    tick(here("2026-03-02T07:30"))
    due = here("2026-03-03T07:30")
    assert [stands.next_at for stands in jobs.standing(MONDAY)] == [due]
    before, after = due + jobs.LATE - timedelta(minutes=1), due + jobs.LATE
    assert [jobs.standing(at)[0].is_overdue for at in (before, after)] == [False, True]
    assert jobs.standing(after)[0].next_at == after  # at once


@pytest.mark.django_db
def test_old_runs_are_forgotten(settings, only):
    only(lambda _at: 1)
    tick(MONDAY)
    assert jobs.forget_runs(MONDAY + timedelta(days=settings.JOB_DAYS_KEPT - 1)) == 0
    assert jobs.forget_runs(MONDAY + timedelta(days=settings.JOB_DAYS_KEPT + 1)) == 1
