"""Show which personal data are over their time; with --now let them go at once instead of at night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cchc.common.actions import forgetting


class Command(BaseCommand):
    """`cchc manage forget`: a preview; nothing is changed without --now."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the option."""
        parser.add_argument("--now", action="store_true", help="let go what is over")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what is due, a line each, and do it where that is asked for."""
        at = timezone.now()
        for one in forgetting.due(at):
            self.stdout.write(f"{one.duty.code:16} {one.limit.days:5} days  {one.total:8} due")
        if options["now"]:
            self.stdout.write(f"{forgetting.forget_due(at)} rows let go")
