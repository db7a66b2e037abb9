"""What is done by the clock: packages declare their jobs, `cchc tick` runs what is due, each period once.

A package calls `register` when it is ready. A run is a row named by its job and its period. Whoever makes the row does
the work; the work and the mark that it was done stand in one transaction, so that a process killed in between leaves
neither, and another takes the period over once the claim has run out.
"""

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from . import journal
from .almanac import almanac_of
from .errors import Refused
from .journal import Actor
from .models import JobOutcome, JobRun

log = logging.getLogger(__name__)

Words = str | Promise
CLAIM = timedelta(minutes=10)
"""How long a run may take before others count its process as dead; what is still at work then is waited for."""
ATTEMPTS = 3
"""Attempts at one period before it is left to a person, or to the next period."""
AGAIN = timedelta(minutes=5)
"""How long to wait after a failed attempt."""
LATE = timedelta(hours=1)
"""How long after its time a job counts as overdue."""
INTERRUPTED = "interrupted"
"""What a run that died says of its error."""
_EXTRA = "+"  # ends the name of a run beside the schedule


@dataclass(frozen=True)
class Slot:
    """A period of a job: its name, and the moment at which it fell due."""

    period: str
    due_at: datetime


@dataclass(frozen=True)
class Every:
    """So many minutes apart, counted from midnight; at most a day."""

    minutes: int

    def latest(self, now: datetime) -> Slot:
        """The period that is under way."""
        local = timezone.localtime(now)
        passed = (local.hour * 60 + local.minute) // self.minutes * self.minutes
        due = local.replace(hour=passed // 60, minute=passed % 60, second=0, microsecond=0)
        return Slot(f"{due:%Y-%m-%dT%H:%M}", due)

    def following(self, moment: datetime) -> datetime:
        """The first time after a moment."""
        due = self.latest(moment).due_at
        return min(due + timedelta(minutes=self.minutes), _midnight(due) + timedelta(days=1))

    def __str__(self) -> str:
        return _("mỗi %(count)s phút") % {"count": self.minutes}


@dataclass(frozen=True)
class Daily:
    """Once a day at an hour; `working`: only on working days of the calendar that holds for everybody."""

    at: time
    working: bool = True

    def latest(self, now: datetime) -> Slot:
        """The last day whose hour has come."""
        local = timezone.localtime(now)
        day = local.date() if local.time() >= self.at else local.date() - timedelta(days=1)
        if self.working:
            day = almanac_of(None).calendar.on_or_before(day)
        return Slot(day.isoformat(), timezone.make_aware(datetime.combine(day, self.at)))

    def following(self, moment: datetime) -> datetime:
        """The first time after a moment."""
        local = timezone.localtime(moment)
        day = local.date() if local.time() < self.at else local.date() + timedelta(days=1)
        if self.working:
            day = almanac_of(None).calendar.on_or_after(day)
        return timezone.make_aware(datetime.combine(day, self.at))

    def __str__(self) -> str:
        hour = {"hour": f"{self.at:%H:%M}"}
        return _("%(hour)s ngày làm việc") % hour if self.working else _("%(hour)s hằng ngày") % hour


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Job:
    """Something done by the clock, for the whole installation.

    `work(at)` does it in the transaction that also marks it done, and says how many things it did; what leaves goes
    through the outbox. Periods that nobody ran are not made up one by one: the latest that is due is run.
    """

    code: str
    title: Words
    when: Every | Daily
    work: Callable[[datetime], int]


@dataclass(frozen=True)
class Round:
    """What one round did."""

    done: int = 0
    failed: int = 0


_jobs: dict[str, Job] = {}


def register(job: Job) -> None:
    """Make a job known; a second one under the same code replaces the first."""
    _jobs[job.code] = job


def known() -> Mapping[str, Job]:
    """Every job by its code."""
    return _jobs


def _claim(job: Job, slot: Slot, now: datetime, ready: Q, by_name: str = "") -> JobRun | None:
    """Take a period, if nobody did yet or if it is `ready` to be taken again; None when it is not ours to run."""
    facts = {"started_at": now, "claimed_until": now + CLAIM, "by_name": by_name}
    run, made = JobRun.objects.get_or_create(
        job=job.code, period=slot.period, defaults={"due_at": slot.due_at, **facts}
    )
    if made:
        return run
    again = {"outcome": JobOutcome.RUNNING, "ended_at": None, "next_at": None, "attempts": F("attempts") + 1}
    if not JobRun.objects.filter(ready, pk=run.pk).update(**facts, **again):
        return None
    run.refresh_from_db()
    return run


def _broken_off(now: datetime) -> Q:
    return Q(outcome=JobOutcome.RUNNING, claimed_until__lte=now)


def _fault(error: Exception) -> str:
    """What went wrong, for the administrator: what an error of a program says may hold personal data, its place not."""
    kind = type(error).__qualname__
    if isinstance(error, OSError | Refused) or settings.LOG_DETAILS:
        return f"{kind}: {error}"[:500]
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{kind} ({'/'.join(Path(place.filename).parts[-2:])}:{place.lineno})"[:500]


def _carry_out(job: Job, run: JobRun, clock: Callable[[], datetime]) -> bool | None:
    """Do the work of a claimed run; None when another has taken it over meanwhile."""
    mine = JobRun.objects.filter(pk=run.pk, outcome=JobOutcome.RUNNING, attempts=run.attempts)
    try:
        with transaction.atomic():
            if mine.select_for_update().first() is None:
                return None
            did = job.work(clock())
            mine.update(outcome=JobOutcome.DONE, ended_at=clock(), did=did, claimed_until=None, error="")
    except Exception as error:  # whatever a job raises is its failure: it must not stop the others
        log.exception("job %s failed, attempt %d", job.code, run.attempts)
        now = clock()
        is_last = run.attempts >= ATTEMPTS or run.period.endswith(_EXTRA)
        facts = {"ended_at": now, "claimed_until": None, "next_at": None if is_last else now + AGAIN}
        mine.update(outcome=JobOutcome.FAILED, error=_fault(error), **facts)
        return False
    log.info("job %s done: %d", job.code, did)
    return True


def tick(*, clock: Callable[[], datetime]) -> Round:
    """Run every job that is due and not yet run; several may tick at once."""
    done = failed = 0
    for job in list(_jobs.values()):
        now = clock()
        slot = job.when.latest(now)
        _give_up(job, slot, now)
        ready = _broken_off(now) | Q(outcome=JobOutcome.FAILED, next_at__lte=now)
        run = _claim(job, slot, now, ready)
        went_well = _carry_out(job, run, clock) if run else None
        done, failed = done + (went_well is True), failed + (went_well is False)
    return Round(done, failed)


def _give_up(job: Job, slot: Slot, now: datetime) -> None:
    """Runs whose process died stay undone when their period is over, or when it died at every attempt."""
    dead = JobRun.objects.filter(_broken_off(now), job=job.code)
    over = dead.filter(Q(attempts__gte=ATTEMPTS) | ~Q(period=slot.period))
    over.update(outcome=JobOutcome.FAILED, ended_at=now, claimed_until=None, error=INTERRUPTED)


def run_now(*, job: Job, by: Actor, at: datetime) -> JobRun:
    """Have a job run without waiting for its time: the period that is due, or once more when that was run.

    Refuses while it runs, and twice in one minute.
    """
    latest = job.when.latest(at)
    if JobRun.objects.filter(job=job.code, period=latest.period, outcome=JobOutcome.DONE).exists():
        latest = Slot(f"{timezone.localtime(at):%Y-%m-%dT%H:%M}{_EXTRA}", at)
    with transaction.atomic():
        ready = _broken_off(at) | Q(outcome=JobOutcome.FAILED)
        run = _claim(job, latest, at, ready, by.get_full_name())
        if run is None:
            raise Refused(_("Việc này đang chạy hoặc vừa chạy xong trong phút này. Hãy xem lại sau ít phút."))
        journal.write(by=by, at=at, action="jobs.run", record=run, after={"job": job.code, "period": run.period})
    _carry_out(job, run, timezone.now)
    run.refresh_from_db()
    return run


@dataclass(frozen=True)
class JobStanding:
    """How a job stands. `done_at` its last success; `next_at` when it is run next; `is_overdue` it should have been."""

    job: Job
    last: JobRun | None
    done_at: datetime | None
    next_at: datetime
    is_overdue: bool

    @property
    def is_given_up(self) -> bool:
        """Whether its last run went wrong and is not tried again before its next period."""
        return self.last is not None and self.last.outcome == JobOutcome.FAILED and self.last.next_at is None


def standing(now: datetime) -> list[JobStanding]:
    """How every job stands, by code."""
    rows = JobRun.objects.order_by()
    lasts = {run.job: run for run in rows.filter(pk__in=rows.values("job").annotate(last=Max("pk")).values("last"))}
    done = rows.filter(outcome=JobOutcome.DONE).values("job")
    successes = {row["job"]: row for row in done.annotate(due=Max("due_at"), ended=Max("ended_at"))}
    since = MigrationRecorder(connection).migration_qs.aggregate(since=Max("applied"))["since"] or now
    found = []
    for code, job in sorted(_jobs.items()):
        success = successes.get(code)
        missed = job.when.following(success["due"] if success else since) + LATE <= now
        ended = success["ended"] if success else None
        found.append(JobStanding(job, lasts.get(code), ended, _next(job, lasts.get(code), now), missed))
    return found


def _next(job: Job, last: JobRun | None, now: datetime) -> datetime:
    """When the job is run next: the due period at once where it was not run, else its next time or attempt."""
    latest, following = job.when.latest(now), job.when.following(now)
    if last is None or last.due_at < latest.due_at:
        return now
    return min(last.next_at, following) if last.next_at else following


def forget_runs(at: datetime) -> int:
    """Forget runs that ended CCHC_JOB_DAYS_KEPT days ago and more; says how many."""
    old = JobRun.objects.filter(ended_at__lt=at - timedelta(days=settings.JOB_DAYS_KEPT))
    return old.delete()[0]
