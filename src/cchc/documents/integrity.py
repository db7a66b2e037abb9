"""Whether every file that a row names is still there, byte for byte."""

from dataclasses import dataclass

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
    """Read every content again and compare it with its digest; name the files of those that do not hold."""
    count, faults = 0, []
    named: dict[str, list[str]] = {}
    for digest, name in StoredFile.objects.order_by("pk").values_list("sha256", "name"):
        named.setdefault(digest, []).append(name)
    for digest, names in named.items():
        count += 1
        if not blobs.whole(digest):
            state = "altered" if blobs.place(digest).exists() else "missing"
            faults.append(f"{state}: {', '.join(dict.fromkeys(names))} ({digest[:16]})")
    return Verdict(files=count, faults=tuple(faults))
