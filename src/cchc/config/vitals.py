"""How the system stands, in figures: for the administrator's page, the health checks and the measurements alike."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Q, Sum

from cchc.common import workers
from cchc.common.models import JournalEntry, JournalHead, OutboxMessage, OutboxState
from cchc.documents.models import StoredFile
from cchc.plans.models import Draft, DraftState

DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Outbox:
    """Messages by state, and since when the oldest of those that wait has been due."""

    counts: dict[str, int]
    due_since: datetime | None

    @property
    def waiting(self) -> int:
        """Those that are still to go."""
        return self.counts[OutboxState.WAITING] + self.counts[OutboxState.SENDING]

    @property
    def dead(self) -> int:
        """Those that a person must look at."""
        return self.counts[OutboxState.DEAD]


@dataclass(frozen=True)
class Backup:
    """The last backup: when, how large (bytes), and whether its archive was read again after it was written."""

    at: datetime
    size: int
    verified: bool


def outbox(now: datetime, *, agency: int | None = None) -> Outbox:
    """The outbox, of the whole installation or of one department."""
    rows = OutboxMessage.objects.all() if agency is None else OutboxMessage.objects.filter(agency_id=agency)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    due = Q(state=OutboxState.WAITING, next_at__lte=now) | Q(state=OutboxState.SENDING, claimed_until__lte=now)
    since = rows.filter(due).aggregate(first=Min("next_at"))["first"]
    return Outbox({state: counts.get(state, 0) for state in OutboxState.values}, since)


def storage(*, agency: int | None = None) -> tuple[int, int]:
    """Files and their bytes, of the whole installation or of one department."""
    rows = StoredFile.objects.all() if agency is None else StoredFile.objects.filter(agency=agency)
    found = rows.aggregate(files=Count("pk"), size=Sum("size"))
    return found["files"], found["size"] or 0


def disk_free() -> int:
    """Bytes that are free where the data are kept."""
    return shutil.disk_usage(settings.VAR).free


def last_backup() -> Backup | None:
    """The last backup that the journal tells of."""
    entry = JournalEntry.objects.filter(action="system.backup").order_by("-seq").first()
    if entry is None:
        return None
    told = entry.after if isinstance(entry.after, dict) else {}
    return Backup(entry.at, int(told.get("bytes", 0)), bool(told.get("verified")))


def journal_length() -> int:
    """Entries of the journal, by the note of where the chain ends."""
    head = JournalHead.objects.filter(pk=1).first()
    return head.seq if head else 0


def readings() -> int:
    """Documents that are being read."""
    return Draft.objects.filter(state=DraftState.READING).count()


def release() -> str:
    """The version of CCHC."""
    return version("cchc")


def database() -> str:
    """The kind of database."""
    return DATABASES[connection.vendor]


def worker_late(now: datetime) -> bool:
    """Whether a worker is missed: none lives though one fell silent, or though messages have waited for long."""
    stands, since = workers.standing(now), outbox(now).due_since
    if stands.alive:
        return False
    return bool(stands.lost) or (since is not None and since < now - 6 * workers.QUIET)
