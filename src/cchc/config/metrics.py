"""Measurements in the text format of Prometheus, at /so-do/.

Requests are counted in each process of the server; with `PROMETHEUS_MULTIPROC_DIR` set (`cchc run` does) the processes
keep their counts in files of that folder and any of them answers for all. The rest is read when it is asked for.
"""

import hmac
import os
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from cchc.common import jobs, workers
from cchc.organisation.access import public

from . import vitals

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = {"GET", "HEAD", "POST"}
_STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_REQUESTS = Counter("cchc_requests", "Requests answered.", ("method", "route", "status"))
_SECONDS = Histogram("cchc_request_seconds", "Seconds until the answer began.", ("route",), buckets=_STEPS)


def count(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request. A method nobody uses counts as "other": strangers must not make new series."""
    _REQUESTS.labels(method if method in _METHODS else "other", route, str(status)).inc()
    _SECONDS.labels(route).observe(seconds)


class Standing(Collector):
    """How the system stands, read when it is asked for."""

    def describe(self) -> list[Metric]:
        """Nothing in advance: registering must not ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Every figure of `vitals`."""
        now = timezone.now()
        box, stands, backup = vitals.outbox(now), workers.standing(now), vitals.last_backup()
        files, size = vitals.storage()
        yield _family("cchc_release", "The version that answers.", ("version", "database"),
                      {(vitals.release(), vitals.database()): 1})  # fmt: skip
        yield _family(
            "cchc_outbox_messages", "Messages by state.", ("state",), {(k,): n for k, n in box.counts.items()}
        )
        yield _one("cchc_outbox_overdue_seconds", "How long the oldest message has been due.",
                   (now - box.due_since).total_seconds() if box.due_since else 0)  # fmt: skip
        yield _family("cchc_workers", "Workers that live, and that fell silent.", ("state",),
                      {("alive",): len(stands.alive), ("lost",): len(stands.lost)})  # fmt: skip
        yield _one("cchc_journal_entries", "Entries of the journal.", vitals.journal_length())
        yield _one("cchc_files", "Files kept.", files)
        yield _one("cchc_files_bytes", "Their bytes.", size)
        yield _one("cchc_disk_free_bytes", "Bytes free where the data are kept.", vitals.disk_free())
        yield _one("cchc_readings", "Documents being read.", vitals.readings())
        yield from _jobs(jobs.standing(now))
        if backup:
            yield _one("cchc_backup_age_seconds", "Age of the last backup.", (now - backup.at).total_seconds())
            yield _one("cchc_backup_verified", "Whether the last backup was read again.", int(backup.verified))


def _jobs(stands: list[jobs.JobStanding]) -> Iterator[Metric]:
    """The scheduled jobs: when each was last done, and whether it is overdue or was given up."""
    done: dict[tuple[str, ...], float] = {(one.job.code,): one.done_at.timestamp() for one in stands if one.done_at}
    yield _family("cchc_job_done_timestamp_seconds", "When the job was last done.", ("job",), done)
    bad: dict[tuple[str, ...], float] = {(one.job.code,): float(one.is_overdue or one.is_given_up) for one in stands}
    yield _family("cchc_job_missing", "Whether the job is overdue, or failed for good.", ("job",), bad)


def _family(name: str, text: str, labels: tuple[str, ...], values: dict[tuple[str, ...], float]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=labels)
    for key, value in values.items():
        family.add_metric(key, value)
    return family


def _one(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value=value)


def _welcome(request: HttpRequest) -> bool:
    """Whoever holds the token; where none is set, this machine alone and not through a proxy."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    forwarded = {"X-Forwarded-For", "Forwarded", "X-Real-Ip"} & {name.title() for name in request.headers}
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and not forwarded


@public
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The measurements, for whoever may have them."""
    if not _welcome(request):
        return HttpResponseForbidden("not for this address: set CCHC_METRICS_TOKEN and send it\n", "text/plain")
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it registers itself
        requests = generate_latest(registry)
    else:
        requests = generate_latest(REGISTRY)
    state = CollectorRegistry()
    state.register(Standing())
    return HttpResponse(requests + generate_latest(state), content_type=CONTENT_TYPE_LATEST)
