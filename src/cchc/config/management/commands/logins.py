"""Print the logins of the demo department; nothing in a real installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cchc.config.demo import logins
from cchc.organisation.models import Agency


class Command(BaseCommand):
    """Called by `cchc run`."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The one option."""
        parser.add_argument("--plain", action="store_true", help="one line a role: role, user name, password")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what is there."""
        found = logins()
        if options["plain"]:
            first = {login.role_code: login for login in reversed(found)}
            for code, login in first.items():
                self.stdout.write(f"{code} {login.username} {login.password}")
        elif found:
            self.stdout.write("Fictional demo department. Sign in with any of these:\n")
            for login in found:
                self.stdout.write(f"  {login.username:18} {login.password}   {login.role}: {login.post}, {login.unit}")
        elif not Agency.objects.exists():
            self.stdout.write("No department yet: `cchc demo` makes a fictional one.")
