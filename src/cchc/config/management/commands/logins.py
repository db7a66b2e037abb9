"""Print the logins of the demo department; nothing in a real installation."""

from typing import Any

from django.core.management.base import BaseCommand

from cchc.organisation.models import Agency


class Command(BaseCommand):
    """Called by `cchc run`."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what is there."""
        if not Agency.objects.exists():
            self.stdout.write("No department yet: `cchc demo` makes a fictional one.")
