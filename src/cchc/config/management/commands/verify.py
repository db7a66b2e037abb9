"""Walk whatever can be verified and name the first thing that does not hold."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cchc.common import journal


class Command(BaseCommand):
    """`cchc verify`: exit code 1 when anything was altered."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify the journal."""
        verdict = journal.verify()
        if not verdict.whole:
            raise CommandError(f"journal: broken at entry {verdict.broken}: {verdict.reason}", returncode=1)
        self.stdout.write(f"journal: {verdict.entries} entries, whole, head {verdict.head[:16]}")
