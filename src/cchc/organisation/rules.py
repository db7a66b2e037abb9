"""What a unit's name was on a day: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Renaming:
    """One change of a name."""

    on: date
    before: str
    after: str


def name_on(day: date, now: str, renamings: Iterable[Renaming]) -> str:
    """The name on a day: today's name, with every renaming after that day undone."""
    name = now
    for change in sorted(renamings, key=lambda r: r.on, reverse=True):
        if change.on > day:
            name = change.before
    return name
