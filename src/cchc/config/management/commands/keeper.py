"""Have another department keep what all departments of the installation share: the common calendar, the jobs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from cchc.common.errors import Refused
from cchc.organisation.actions import keep_installation
from cchc.organisation.models import Agency


class Command(BaseCommand):
    """`cchc manage keeper H99.12`; the first department keeps the installation until the operator says otherwise."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """The one argument."""
        parser.add_argument("code", help="electronic identifier of the department, e.g. H99.12")

    def handle(self, *args: Any, **options: Any) -> None:
        """Hand it over, with an entry of the journal."""
        agency = Agency.objects.filter(code=options["code"]).first()
        if agency is None:
            raise CommandError(f"No department here has the identifier {options['code']}.")
        try:
            with translation.override("en"):  # as the rest of what a command says
                keep_installation(by=None, at=timezone.now(), agency=agency)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{agency.name}: its administrators now keep what all departments share.")
