"""Walk whatever can be verified and name what does not hold: journal, files, sent reports, tallies."""

import re
from argparse import ArgumentTypeError
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

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


def _noted(text: str) -> tuple[int, str]:
    """What somebody noted of an entry: its number and at least 16 letters of its digest."""
    found = re.fullmatch(r"([1-9][0-9]{0,17}):([0-9a-f]{16,64})", text.strip().lower())
    if found is None:
        raise ArgumentTypeError(f"{text!r} is no ENTRY:DIGEST such as 120:9f86d081884c7d65")
    return int(found[1]), found[2]


class Command(BaseCommand):
    """`cchc verify`: exit code 1 when anything was altered or is missing."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        help_text = "a journal entry's number and digest, or its first 16 letters, as noted elsewhere; may be repeated"
        parser.add_argument("--known", action="append", default=[], type=_noted, metavar="ENTRY:DIGEST", help=help_text)

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify everything before giving the answer, so that one fault does not hide another."""
        chain, files, reports = journal.verify(dict(options["known"])), verify_files(), verify_reports()
        faults = [*(f"file {fault}" for fault in files.faults), *(f"report {fault}" for fault in reports.faults)]
        if chain.whole:
            self.stdout.write(f"journal: {chain.entries} entries, whole, end {chain.seq}:{chain.head}")
        faults = [*(f"journal: {fault}" for fault in chain.faults), *faults]
        if files.whole:
            self.stdout.write(f"files: {files.files}, whole")
        if reports.whole:
            self.stdout.write(f"sent reports: {reports.reports}, whole")
        tallies = list(_tallies())
        if not tallies:
            self.stdout.write(
                f"tallies: {sum(source.tallied for source in sources().values())} sources, equal to a full recount"
            )
        faults += tallies
        if faults:
            raise CommandError("\n".join(faults), returncode=1)
