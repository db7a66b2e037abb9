"""Which items of a draft a person sees, in which order, and which comes next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cchc.plans.rules.intake.facts import Decision, ItemKind


class Sieve(StrEnum):
    """What the queue is narrowed to; the values stand in addresses."""

    ALL = ""
    OPEN = "con"
    LOOK = "xem"
    FINDINGS = "canh-bao"
    ACCEPTED = "nhan"
    DROPPED = "bo"


@dataclass(frozen=True)
class Entry:
    """What the queue knows of an item: `look` that it needs a person, `found` how many findings touch it."""

    id: int
    kind: ItemKind
    decision: Decision
    look: bool
    found: int

    def passes(self, sieve: Sieve) -> bool:
        """Whether the sieve lets it through."""
        return {
            Sieve.ALL: True,
            Sieve.OPEN: self.decision is Decision.OPEN,
            Sieve.LOOK: self.look and self.decision is not Decision.DROPPED,
            Sieve.FINDINGS: self.found > 0,
            Sieve.ACCEPTED: self.decision is Decision.ACCEPTED,
            Sieve.DROPPED: self.decision is Decision.DROPPED,
        }[sieve]


def shown(entries: Iterable[Entry], sieve: Sieve, kind: ItemKind | None) -> list[Entry]:
    """The entries of a queue in the order of the document, what is still to settle first."""
    kept = [one for one in entries if one.passes(sieve) and (kind is None or one.kind is kind)]
    return sorted(kept, key=lambda one: one.decision is not Decision.OPEN)


def counts(entries: Sequence[Entry]) -> dict[Sieve, int]:
    """How many items each sieve lets through."""
    return {sieve: sum(one.passes(sieve) for one in entries) for sieve in Sieve}


def kinds(entries: Sequence[Entry], sieve: Sieve) -> dict[ItemKind, int]:
    """How many items of each kind a sieve lets through; kinds that the document has not are left out."""
    there = {one.kind for one in entries}
    return {kind: sum(one.kind is kind and one.passes(sieve) for one in entries) for kind in ItemKind if kind in there}


def following(entries: Sequence[Entry], current: int | None, sieve: Sieve, kind: ItemKind | None) -> int | None:
    """The next item to settle after one, in the order of the document, then from its start; None when all is done."""
    ids = [one.id for one in entries]
    place = ids.index(current) if current in ids else -1
    wanted = [
        one for one in (*entries[place + 1 :], *entries[: place + 1])
        if one.decision is Decision.OPEN and one.id != current and (kind is None or one.kind is kind)
        and (sieve not in {Sieve.LOOK, Sieve.FINDINGS} or one.passes(sieve))
    ]  # fmt: skip
    return wanted[0].id if wanted else None


def touching(findings: Sequence[Mapping[str, Any]], places: Mapping[int, tuple[int, int]]) -> dict[int, list[int]]:
    """Finding (by its place in the list) → the items whose place it touches."""
    out: dict[int, list[int]] = {}
    for number, finding in enumerate(findings):
        span = finding.get("span")
        if not (isinstance(span, list | tuple) and len(span) == 2):
            out[number] = []
            continue
        start, end = span
        out[number] = [item for item, (first, last) in places.items() if start < last and first < max(end, start + 1)]
    return out
