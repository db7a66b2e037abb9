"""Walk whatever can be verified and name what does not hold: journal, files, sent reports, tallies."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cchc.common import journal
from cchc.documents.integrity import verify_files
from cchc.indicators.facts import sources
from cchc.indicators.tallies import differences
from cchc.reports.seal import verify_reports


def _tallies() -> Iterator[str]:
    """Every kept count that a full recount finds otherwise."""
    for source in sources().values():
        for found in differences(source):
            place = f"agency {found.agency}, unit {found.unit}, month {found.month}, {found.measure}"
            yield f"tally {found.source}: {place}: kept {found.kept}, counted {found.counted}"


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
        tallies = list(_tallies())
        if not tallies:
            self.stdout.write(f"tallies: {len(sources())} sources, equal to a full recount")
        faults += tallies
        if faults:
            raise CommandError("\n".join(faults), returncode=1)
