"""Write everything, rows and files, into one archive with digests."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from cchc.common import journal
from cchc.config import backup


class Command(BaseCommand):
    """`cchc backup FILE`."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="the archive to write, e.g. cchc-2026-11-25.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it; an archive that is there already is not written over."""
        target: Path = options["file"]
        if target.exists():
            raise CommandError(f"{target} exists; choose another name.")
        if not target.resolve().parent.is_dir():
            raise CommandError(f"The folder {target.resolve().parent} does not exist.")
        parts = backup.write(target, version=version("cchc"), at=timezone.now())
        if backup.check(target) != parts:
            raise CommandError(f"{target} does not hold what was written to it.")
        with transaction.atomic():
            facts = {"parts": len(parts), "bytes": target.stat().st_size, "verified": True}
            journal.write(by=None, at=timezone.now(), action="system.backup", record=None, after=facts)
        rows, files = sum(part.rows for part in parts), sum(part.name.startswith("files/") for part in parts)
        self.stdout.write(f"{target}: {rows} rows, {files} files, {target.stat().st_size:,} bytes")
