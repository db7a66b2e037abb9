"""Walk whatever can be verified and name what does not hold: the chain of the journal, the files, the sent reports."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cchc.common import journal
from cchc.documents.integrity import verify_files
from cchc.reports.seal import verify_reports


class Command(BaseCommand):
    """`cchc verify`: exit code 1 when anything was altered or is missing."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify everything before giving the answer, so that one fault does not hide another."""
        chain, files, reports = journal.verify(), verify_files(), verify_reports()
        faults = [*(f"file {fault}" for fault in files.faults), *(f"report {fault}" for fault in reports.faults)]
        if chain.whole:
            self.stdout.write(f"journal: {chain.entries} entries, whole, head {chain.head[:16]}")
        else:
            faults.insert(0, f"journal: broken at entry {chain.broken}: {chain.reason}")
        if files.whole:
            self.stdout.write(f"files: {files.files}, whole")
        if reports.whole:
            self.stdout.write(f"sent reports: {reports.reports}, whole")
        if faults:
            raise CommandError("\n".join(faults), returncode=1)
