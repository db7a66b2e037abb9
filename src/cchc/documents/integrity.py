"""Whether every file that a row names is there, byte for byte, and every row still names the file that was given."""

from collections.abc import Iterator
from dataclasses import dataclass

from cchc.common.models import JournalEntry

from . import blobs
from .models import StoredFile


@dataclass(frozen=True)
class Verdict:
    """How many contents were read, and a sentence for each that is missing or altered."""

    files: int
    faults: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is missing or altered."""
        return not self.faults


def verify_files() -> Verdict:
    """Read every content again and compare it with its digest, and every row with the journal; name what differs."""
    count, faults = 0, []
    named: dict[str, list[str]] = {}
    for digest, name in StoredFile.objects.order_by("pk").values_list("sha256", "name"):
        named.setdefault(digest, []).append(name)
    for digest, names in named.items():
        count += 1
        if not blobs.whole(digest):
            state = "altered" if blobs.place(digest).exists() else "missing"
            faults.append(f"{state}: {', '.join(dict.fromkeys(names))} ({digest[:16]})")
    return Verdict(files=count, faults=(*faults, *_exchanged()))


def _exchanged() -> Iterator[str]:
    """Rows that say something else of their file than the journal's entry of the day it was given."""
    entries = JournalEntry.objects.filter(action="documents.store").values_list("record_id", "after")
    given = dict(entries.iterator())
    for pk, *row in StoredFile.objects.order_by("pk").values_list("pk", "name", "sha256", "size", "media_type"):
        facts = dict(zip(("name", "sha256", "size", "media_type"), row, strict=True))
        told = given.get(str(pk))
        if told is None:
            yield f"not in the journal: {facts['name']} (row {pk})"
        elif facts != told:
            parts = ", ".join(
                f"{key} {told.get(key)} is now {value}" for key, value in facts.items() if told.get(key) != value
            )
            yield f"row altered: {told.get('name')} (row {pk}): {parts}"
