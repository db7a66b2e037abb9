"""Write everything, rows and files, into one archive with digests, and read it again."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from cchc.common import journal
from cchc.config import backup


class Command(BaseCommand):
    """`cchc backup FILE`, or `cchc backup FOLDER --keep 14`."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="the archive to write, or a folder: then it is named by the moment")
        parser.add_argument("--keep", type=int, default=0, help="in a folder: so many archives stay, the latest; 0 all")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write and verify it; an archive that is there already is not written over."""
        now, target = timezone.now(), options["file"]
        folder = target if target.is_dir() else None
        if folder:
            target = folder / f"cchc-{timezone.localtime(now):%Y-%m-%d-%H%M%S}.zip"
        self._may(target)
        parts = backup.write(target, version=version("cchc"), at=now)
        if backup.check(target).parts != parts:
            raise CommandError(f"{target} does not hold what was written to it.")
        with transaction.atomic():
            facts = {"parts": len(parts), "bytes": target.stat().st_size, "verified": True}
            journal.write(by=None, at=timezone.now(), action="system.backup", record=None, after=facts)
        rows, files = sum(part.rows for part in parts), sum(part.name.startswith("files/") for part in parts)
        self.stdout.write(f"{target}: {rows} rows, {files} files, {target.stat().st_size:,} bytes, verified")
        if folder and options["keep"] > 0:
            self._thin(folder, options["keep"])

    @staticmethod
    def _may(target: Path) -> None:
        """Refuse what would write over an archive, or save rows that this version cannot read."""
        if target.exists():
            raise CommandError(f"{target} exists; choose another name.")
        if not target.resolve().parent.is_dir():
            raise CommandError(f"The folder {target.resolve().parent} does not exist.")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(
                "The database is not yet of this version: back it up with the version that wrote it, or start this one."
            )

    def _thin(self, folder: Path, keep: int) -> None:
        """Only the latest archives stay; nothing else in the folder is touched."""
        for path in sorted(folder.glob("cchc-????-??-??-??????.zip"))[:-keep]:
            path.unlink()
            self.stdout.write(f"{path.name} removed")
