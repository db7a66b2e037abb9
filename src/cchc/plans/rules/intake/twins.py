"""A task that the text and a row of the annex both state becomes one item: the row, marked in both places."""

from collections.abc import Iterable
from dataclasses import replace

from cchc.common.text import fold
from cchc.plans.rules.intake.facts import TASKLIKE, Doubt, ItemKind, Proposal

ALIKE = 0.6
"""The share of the shorter sentence's words that the longer one must have for both to be the same task."""

Place = tuple[int, int]


def folded_twins(found: list[Proposal], pairs: Iterable[tuple[Place, Place]]) -> list[Proposal]:
    """The items with each task folded into the annex row that says the same (`pairs`: place of the task, of the row).

    A pair whose words differ too much stays two items, the task with the doubt that it may be the same.
    """
    places = {(one.start, one.end, one.kind is ItemKind.ROW): one for one in found if one.kind in TASKLIKE}
    gone: set[int] = set()
    changed: dict[int, Proposal] = {}
    for task_at, row_at in pairs:
        task, row = places.get((*task_at, False)), places.get((*row_at, True))
        if task is None or row is None:
            continue
        if likeness(task.quote, row.quote) >= ALIKE:
            now = changed.get(id(row), row)
            changed[id(row)] = replace(now, also=(*now.also, task_at), path=now.path or task.path)
            gone.add(id(task))
        else:
            changed[id(task)] = replace(task, facts=replace(task.facts, doubts=(Doubt.TWIN, *task.facts.doubts)))
    return [changed.get(id(one), one) for one in found if id(one) not in gone]


def likeness(one: str, other: str) -> float:
    """The share of the shorter sentence's words that the longer one has too (0 to 1)."""
    first, second = set(fold(one).split()), set(fold(other).split())
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter else 0.0
