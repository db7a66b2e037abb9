"""Two versions of a plan, item by item: what was added, removed, changed, kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

ALIKE = 0.75
"""From this share of common words on, two sentences are the same item reworded."""


class Change(StrEnum):
    """What became of an item."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    KEPT = "kept"


@dataclass(frozen=True)
class Item:
    """One item of a version, its `key` one among its kind.

    `words`: its folded sentence; `same_as`: the key of the item of the other version that it is known to follow;
    `measure`: what it is measured by, if anything; `facts`: what is compared, name → shown value.
    """

    key: int
    kind: str
    words: str
    facts: Mapping[str, str]
    measure: str = ""
    same_as: int | None = None

    @property
    def id(self) -> tuple[str, int]:
        """Kind and key."""
        return self.kind, self.key


@dataclass(frozen=True)
class Line:
    """One line of the comparison: an item before and after, and the facts that differ (name, before, after)."""

    change: Change
    old: Item | None
    new: Item | None
    rows: tuple[tuple[str, str, str], ...] = ()

    @property
    def item(self) -> Item:
        """The item as it is now, or was."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a line has an item on one side at least")
        return found


def compare_versions(old: Sequence[Item], new: Sequence[Item]) -> list[Line]:
    """The lines in the order of the new version, what was removed after it. Each item stands in exactly one line.

    Two items are the same where one is known to follow the other, else where their words are the same, else where
    they have the same measure, else where their words are nearly the same; the surest ties are made first.
    """
    ties: dict[tuple[str, int], Item] = {}
    free = {one.id: one for one in old}
    for fits in (_follows, _same_words, _same_measure, _nearly):
        for one in new:
            if one.id not in ties:
                found = next((other for other in free.values() if other.kind == one.kind and fits(other, one)), None)
                if found is not None:
                    ties[one.id] = free.pop(found.id)
    lines = [_line(ties[one.id], one) if one.id in ties else Line(Change.ADDED, None, one) for one in new]
    return [*lines, *(Line(Change.REMOVED, one, None) for one in old if one.id in free)]


def _follows(old: Item, new: Item) -> bool:
    return new.same_as == old.key


def _same_words(old: Item, new: Item) -> bool:
    return old.words == new.words


def _same_measure(old: Item, new: Item) -> bool:
    return bool(old.measure) and old.measure == new.measure


def _nearly(old: Item, new: Item) -> bool:
    one, other = old.words.split(), new.words.split()
    if not one or not other or min(len(one), len(other)) / max(len(one), len(other)) < ALIKE / 2:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def _line(old: Item, new: Item) -> Line:
    names = [*new.facts, *(name for name in old.facts if name not in new.facts)]
    rows = tuple((name, old.facts.get(name, ""), new.facts.get(name, "")) for name in names
                 if old.facts.get(name, "") != new.facts.get(name, ""))  # fmt: skip
    return Line(Change.CHANGED if rows else Change.KEPT, old, new, rows)
