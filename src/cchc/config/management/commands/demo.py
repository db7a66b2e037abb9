"""Fill an empty database with the demo department."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cchc.common.errors import Refused
from cchc.config.demo import build, refuse_over_data
from cchc.organisation.models import Agency


class Command(BaseCommand):
    """`cchc demo`: builds the demo; refuses to put it over anything."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The one option."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing where a department is there already")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build it, saying how far it is."""
        if options["if_empty"] and Agency.objects.exists():
            return
        try:
            refuse_over_data()
            build(timezone.localdate(), self._say)
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
