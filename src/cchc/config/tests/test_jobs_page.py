from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cchc.common import jobs
from cchc.common.models import JobOutcome, JobRun, JournalEntry
from cchc.organisation import testing
from cchc.organisation.models import AccountSession

pytestmark = pytest.mark.django_db
PAGE = "/quan-tri/viec-dinh-ky/test.job/"


@pytest.fixture
def job(monkeypatch):
    """One more job beside those that are there."""
    monkeypatch.setattr(jobs, "_jobs", dict(jobs.known()))
    jobs.register(jobs.Job("test.job", "Việc thử", jobs.Daily(time(0, 0), working=False), lambda _at: 1234))
    return jobs.known()["test.job"]


def fail(monkeypatch, error):
    def work(_at):
        raise error

    jobs.register(jobs.Job("test.job", "Việc thử", jobs.Every(1440), work))


def test_the_jobs_of_the_packages_are_listed_with_their_next_run(admin, client):
    page = client.get("/quan-tri/viec-dinh-ky/").content.decode()
    for title in (
        "Xóa dữ liệu cá nhân đã hết thời hạn lưu",
        "Xóa lịch sử việc định kỳ",
        "01:00 hằng ngày",
        "chưa chạy lần nào",
    ):
        assert title in page
    exported = client.get("/quan-tri/viec-dinh-ky/?xuat=csv")
    assert "Xóa dữ liệu cá nhân" in b"".join(exported.streaming_content).decode()


def test_tick_runs_them_and_the_pages_say_so(admin, client, job):
    call_command("tick")
    assert JobRun.objects.filter(outcome=JobOutcome.DONE).count() == len(jobs.known())
    assert "chưa chạy lần nào" not in client.get("/quan-tri/viec-dinh-ky/").content.decode()
    page = client.get(PAGE).content.decode()
    assert "1.234" in page
    assert "theo lịch" in page
    whole = client.get("/quan-tri/").content.decode()
    assert f"{len(jobs.known())} việc · lần xong gần nhất" in whole
    assert "Xóa dữ liệu cá nhân" not in whole  # only what wants a person is named there


def test_a_job_that_failed_is_named_on_the_page_of_the_administrator(admin, client, job, monkeypatch):
    fail(monkeypatch, ValueError("đĩa đầy"))
    with pytest.raises(SystemExit):
        call_command("tick")
    assert PAGE in client.get("/quan-tri/").content.decode()


def test_a_session_that_is_over_for_long_is_forgotten_by_the_clock(admin, settings):
    AccountSession.objects.update(expire_date=timezone.now() - timedelta(days=settings.SESSION_DAYS_KEPT + 1))
    call_command("tick")
    assert not AccountSession.objects.exists()
    assert JobRun.objects.get(job="personal.forget").did == 1


def test_run_now_says_what_was_done_and_the_journal_says_who(admin, client, job):
    assert "Đã chạy xong: 1.234 mục." in client.post(f"{PAGE}chay/", follow=True).content.decode()
    assert JournalEntry.objects.get(action="jobs.run").actor_id == admin.pk
    assert admin.get_full_name() in client.get(PAGE).content.decode()
    assert "cho chạy ngay một việc định kỳ" in client.get("/nhat-ky/").content.decode()
    client.post(f"{PAGE}chay/")
    again = client.post(f"{PAGE}chay/", follow=True).content.decode()
    assert "Việc này đang chạy hoặc vừa chạy xong trong phút này." in again


def test_a_failure_is_told_on_the_page(admin, client, job, monkeypatch):
    fail(monkeypatch, OSError("ổ đĩa đầy"))
    assert "Chạy hỏng: OSError: ổ đĩa đầy" in client.post(f"{PAGE}chay/", follow=True).content.decode()
    assert "OSError: ổ đĩa đầy" in client.get(f"{PAGE}?ket-qua=failed").content.decode()


def test_tick_ends_with_one_when_a_job_failed(job, monkeypatch):
    fail(monkeypatch, OSError("ổ đĩa đầy"))
    with pytest.raises(SystemExit):
        call_command("tick")


def test_a_job_that_is_given_up_or_overdue_is_unwell_and_measured(admin, client, job, monkeypatch):
    call_command("tick")
    assert client.get(reverse("health")).status_code == 200
    run = JobRun.objects.filter(job="test.job")
    run.update(outcome=JobOutcome.FAILED, error="OSError: …")
    assert client.get(reverse("health")).status_code == 503
    assert "quá giờ hoặc hỏng: Việc thử" in client.get("/quan-tri/").content.decode()
    run.update(outcome=JobOutcome.DONE, due_at=timezone.now() - timedelta(days=3), period="2026-01-01")
    assert client.get(reverse("health")).status_code == 503
    assert "quá giờ chạy" in client.get(PAGE).content.decode()
    told = client.get(reverse("metrics")).content.decode()
    assert 'cchc_job_missing{job="test.job"} 1.0' in told
    assert 'cchc_job_missing{job="common.forget_runs"} 0.0' in told
    assert 'cchc_job_done_timestamp_seconds{job="test.job"}' in told


def test_an_interrupted_run_is_told_in_words(admin, client, job):
    JobRun.objects.create(
        job="test.job", period="x", due_at=datetime(2026, 3, 2, tzinfo=UTC), started_at=timezone.now(),
        outcome=JobOutcome.FAILED, error=jobs.INTERRUPTED,
    )  # fmt: skip
    assert "tiến trình bị ngắt giữa chừng" in client.get(PAGE).content.decode()


def test_a_job_that_nobody_declared_is_not_found(admin, client):
    assert client.get("/quan-tri/viec-dinh-ky/khong.co/").status_code == 404


def test_an_officer_is_refused(client, job):
    client.force_login(testing.make_account(testing.make_agency(), ["officer"]))
    assert client.get("/quan-tri/viec-dinh-ky/").status_code == 403
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}chay/").status_code == 403


@pytest.mark.parametrize("ticks", [True, False])
def test_the_worker_runs_what_is_due_unless_it_is_told_not_to(settings, ticks):
    settings.WORK_TICKS = ticks
    call_command("work", once=True)
    assert JobRun.objects.exists() == ticks
