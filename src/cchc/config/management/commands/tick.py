"""Run the scheduled jobs that are due, each period once, and end. Called every minute, by any number of machines."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cchc.common import jobs


class Command(BaseCommand):
    """`cchc tick`."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """One round; it ends with 1 when a job failed."""
        done = jobs.tick(clock=timezone.now)
        if done.done or done.failed:
            self.stdout.write(f"{done.done} jobs done, {done.failed} failed")
        if done.failed:
            raise SystemExit(1)
