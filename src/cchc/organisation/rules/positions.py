"""Positions and competency frames: places that are free or too many, and levels that are missing. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

HIGHEST = 5
"""The highest level of a competency, as Thông tư 12/2022/TT-BNV counts them (its text was not at hand)."""


@dataclass(frozen=True)
class Gap:
    """A competency that somebody lacks for a position; `has` is None where nobody has looked yet."""

    competency: int
    needs: int
    has: int | None

    @property
    def missing(self) -> int:
        """By how many levels."""
        return self.needs - (self.has or 0)


def gaps(needs: Mapping[int, int], has: Mapping[int, int]) -> list[Gap]:
    """What somebody lacks: every competency of the frame that is rated lower than it asks, or not at all."""
    return [
        Gap(competency, level, has.get(competency))
        for competency, level in needs.items()
        if has.get(competency, -1) < level
    ]


def places(quota: int, filled: int) -> tuple[int, int]:
    """How many places of a position are free, and how many people are too many."""
    return max(quota - filled, 0), max(filled - quota, 0)
