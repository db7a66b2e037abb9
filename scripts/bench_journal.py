"""How long a long journal takes to verify, against a bare reading of the same rows. Limit: a million entries a minute.

    python scripts/bench_journal.py [ENTRIES]

Writes into a database of its own (SQLite in a temporary folder, or the server that DATABASE_URL names).
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cchc.config.settings")
os.environ["CCHC_VAR"] = tempfile.mkdtemp(prefix="cchc-bench-")

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # the models are there only after set-up
from django.db import connection  # noqa: E402  # the same

from cchc.common import journal  # noqa: E402  # the same
from cchc.common.models import JournalEntry, JournalHead  # noqa: E402  # the same

LIMIT = 60.0  # seconds for a million entries
BATCH = 20_000


def entries(count: int) -> Iterator[JournalEntry]:
    """A sealed chain of made entries, of the size that the demo's have."""
    previous, start = journal.ORIGIN, datetime(2026, 1, 5, 7, 0, tzinfo=UTC)
    for seq in range(1, count + 1):
        facts = {
            "state": "doing",
            "progress": seq % 101,
            "note": "Đã gửi dự thảo lấy ý kiến các phòng",
            "due": "2026-06-30",
        }
        entry = JournalEntry(
            seq=seq, at=start + timedelta(seconds=seq), agency_id=1 + seq % 3, actor_id=seq % 50,
            actor_name="Trần Thị Bình",
            action="plans.task.progress", record_type="plans.task", record_id=str(seq % 4000),
            before={**facts, "progress": 0}, after=facts, previous=previous,
        )  # fmt: skip
        entry.digest = previous = journal.seal([getattr(entry, name) for name in journal.SEALED])
        yield entry


def fill(count: int) -> None:
    """The chain and the note of its end."""
    batch: list[JournalEntry] = []
    for entry in entries(count):
        batch.append(entry)
        if len(batch) == BATCH:
            JournalEntry.objects.bulk_create(batch, batch_size=2000)
            batch = []
    JournalEntry.objects.bulk_create(batch, batch_size=2000)
    last = JournalEntry.objects.order_by("-seq").first()
    JournalHead.objects.update_or_create(pk=1, defaults={"seq": last.seq, "digest": last.digest})


def bare() -> int:
    """The same columns read and nothing done with them: what any check of all entries has to pay."""
    rows = JournalEntry.objects.order_by("seq").values_list(*journal.SEALED, "digest")
    return sum(1 for _row in rows.iterator(chunk_size=5000))


def main() -> int:
    """Fill, read, verify, say; exit code 1 over the limit."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    call_command("migrate", verbosity=0)
    fill(count)
    started = time.perf_counter()
    bare()
    read = time.perf_counter()
    found = journal.verify()
    seconds, ratio = time.perf_counter() - read, (time.perf_counter() - read) / (read - started)
    if not found.whole or found.entries != count:
        raise SystemExit("the made chain does not hold")
    over = seconds > LIMIT * count / 1_000_000
    print(
        f"journal, {connection.vendor}: {count:,} entries verified in {seconds:.1f} s (limit {LIMIT:.0f} s a million),"
        f" {ratio:.1f} × a bare reading of the rows{' OVER' if over else ''}"
    )
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
