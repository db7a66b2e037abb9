"""How units and posts stood on a day, and what may not overlap: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Change(Generic[T]):
    """One change of a name or of a place in the tree; the new value holds from the day on."""

    on: date
    before: T
    after: T


def value_on(day: date, now: T, changes: Iterable[Change[T]]) -> T:
    """What held on a day: today's value, with every change after that day undone, the latest first."""
    value = now
    for change in sorted(changes, key=lambda c: c.on, reverse=True):
        if change.on > day:
            value = change.before
    return value


@dataclass(frozen=True)
class Span:
    """From a day on, up to before another; open where the end is None."""

    first: date
    end: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day and (self.end is None or day < self.end)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a day."""
        return (other.end is None or self.first < other.end) and (self.end is None or other.first < self.end)


def makes_a_circle(unit: int, parent: int | None, parents: Mapping[int, int | None]) -> bool:
    """Whether a unit under this parent would stand above itself; `parents` maps each unit to the one above it."""
    above = parent
    for _step in range(len(parents) + 1):
        if above is None:
            return False
        if above == unit:
            return True
        above = parents.get(above)
    return True


@dataclass(frozen=True)
class Node:
    """A unit in the tree, with how deep it stands."""

    key: int
    level: int


def in_tree_order(parents: Mapping[int, int | None]) -> list[Node]:
    """Every unit after the one above it, in the order given; one whose parent is not there stands at the top."""
    children: dict[int | None, list[int]] = {}
    for key, parent in parents.items():
        children.setdefault(parent if parent in parents else None, []).append(key)
    nodes: list[Node] = []
    waiting = [Node(key, 0) for key in reversed(children.get(None, []))]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        waiting += [Node(key, node.level + 1) for key in reversed(children.get(node.key, []))]
    return nodes
