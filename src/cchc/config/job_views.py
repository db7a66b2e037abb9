"""The scheduled jobs: how each stands, its history, and having it run now."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cchc.common import jobs, shown
from cchc.common.errors import Refused
from cchc.common.jobs import Job, JobStanding
from cchc.common.models import JobOutcome, JobRun
from cchc.common.tables import Column, Filter, Listing
from cchc.organisation.access import account_of, may, needs

_FACES = {JobOutcome.RUNNING: "doing", JobOutcome.DONE: "done", JobOutcome.FAILED: "missed"}


def _face(run: JobRun) -> tuple[str, str]:
    return _FACES[JobOutcome(run.outcome)], run.get_outcome_display()


def _stands(row: JobStanding) -> tuple[str, str]:
    if row.is_overdue:
        return "late", _("quá giờ chạy")
    return _face(row.last) if row.last else ("not_started", _("chưa chạy lần nào"))


def _error(run: JobRun | None) -> str:
    if run is None or not run.error:
        return ""
    return _("tiến trình bị ngắt giữa chừng") if run.error == jobs.INTERRUPTED else run.error


_JOBS = Listing(
    name="viec-dinh-ky",
    title=gettext_lazy("Việc định kỳ"),
    columns=[
        Column("title", gettext_lazy("Việc"), value=lambda row: row.job.title),
        Column("when", gettext_lazy("Lịch chạy"), value=lambda row: str(row.job.when)),
        Column("state", gettext_lazy("Trạng thái"), kind="state", value=_stands),
        Column("done_at", gettext_lazy("Lần xong gần nhất"), kind="moment"),
        Column("did", gettext_lazy("Số mục đã làm"), value="last.did", kind="number", decimals=0),
        Column("next_at", gettext_lazy("Lần chạy tới"), kind="moment"),
        Column("error", gettext_lazy("Lỗi gần nhất"), value=lambda row: _error(row.last)),
    ],
    row_url=lambda row: reverse("job", args=[row.job.code]),
    empty_title=gettext_lazy("Chưa có việc định kỳ nào"),
)
_RUNS = Listing(
    name="lich-su-viec",
    title=gettext_lazy("Lịch sử chạy"),
    columns=[
        Column("due_at", gettext_lazy("Đến giờ chạy"), kind="moment", sort="due_at"),
        Column("started_at", gettext_lazy("Bắt đầu"), kind="moment", sort="started_at"),
        Column("ended_at", gettext_lazy("Kết thúc"), kind="moment", sort="ended_at"),
        Column("state", gettext_lazy("Kết quả"), kind="state", value=_face, sort="outcome"),
        Column("did", gettext_lazy("Số mục đã làm"), kind="number", decimals=0, sort="did"),
        Column("attempts", gettext_lazy("Số lần thử"), kind="number", decimals=0, sort="attempts"),
        Column("by_name", gettext_lazy("Người cho chạy"), value=lambda run: run.by_name or _("theo lịch")),
        Column("error", gettext_lazy("Lỗi"), value=_error),
    ],
    filters=[Filter("ket-qua", gettext_lazy("Kết quả"), choices=JobOutcome.choices, field="outcome")],
    order=["-due_at", "-pk"],
    empty_title=gettext_lazy("Chưa chạy lần nào"),
    empty_text=gettext_lazy("Mỗi lần chạy sẽ hiện ở đây cùng kết quả."),
)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Quản trị hệ thống"), reverse("system"))]


@needs("system.view")
def job_list(request: HttpRequest) -> HttpResponseBase:
    """Every job with its last and its next run."""
    page = _JOBS.page(request, jobs.standing(timezone.now()))
    return page.download() or render(
        request, "config/jobs.html", {"page": page, "crumbs": [*_crumbs(), (_("Việc định kỳ"), "")]}
    )


def _job(code: str) -> Job:
    job = jobs.known().get(code)
    if job is None:
        raise Http404(code)
    return job


@needs("system.view")
def job(request: HttpRequest, code: str) -> HttpResponseBase:
    """One job: how it stands, and its runs."""
    found = _job(code)
    page = _RUNS.page(request, JobRun.objects.filter(job=code))
    if answer := page.download():
        return answer
    [stands] = [row for row in jobs.standing(timezone.now()) if row.job is found]
    face, word = _stands(stands)
    context = {
        "job": found, "when": str(found.when), "page": page, "stands": stands, "face": face, "word": word,
        "error": _error(stands.last), "may_run": may(request.user, "jobs.run"),
        "crumbs": [*_crumbs(), (_("Việc định kỳ"), reverse("jobs")), (found.title, "")],
    }  # fmt: skip
    return render(request, "config/job.html", context)


@needs("jobs.run")
@require_POST
def job_run(request: HttpRequest, code: str) -> HttpResponse:
    """Have a job run now."""
    found = _job(code)
    try:
        run = jobs.run_now(job=found, by=account_of(request), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if run.outcome == JobOutcome.DONE:
            messages.success(request, _("Đã chạy xong: %(count)s mục.") % {"count": shown.number(run.did)})
        else:
            messages.error(request, _("Chạy hỏng: %(error)s") % {"error": _error(run)})
    return redirect("job", code=code)
