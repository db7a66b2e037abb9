"""Bring a backup back into an empty installation; a damaged one is refused with the name of what is damaged."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cchc.common import journal
from cchc.config import backup


class Command(BaseCommand):
    """`cchc restore FILE`; with --check it only verifies the archive."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="verify the archive and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, and restore unless only asked to verify."""
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file'].resolve()}.")
        try:
            if options["check"]:
                manifest = backup.check(options["file"])
                told = f"{len(manifest.parts)} parts, whole, of {manifest.at} by CCHC {manifest.version}"
                self.stdout.write(f"{options['file']}: {told}")
                return
            if not backup.is_empty():
                raise CommandError("This installation holds data; a backup is restored into an empty one only.")
            done = backup.restore(options["file"])
        except backup.Damaged as damage:
            raise CommandError(f"{options['file']}: {damage}. Nothing was restored.") from damage
        verdict = journal.verify()
        if not verdict.whole:
            raise CommandError("\n".join(["Restored, but the journal does not hold:", *map(str, verdict.faults)]))
        self.stdout.write(f"{len(done.manifest.parts)} parts restored; journal of {verdict.entries} entries, whole")
        if done.migrations:
            self.stdout.write(
                f"brought from CCHC {done.manifest.version} to this version by {done.migrations} migrations"
            )
