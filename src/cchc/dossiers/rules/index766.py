"""The index of how people and firms are served (Quyết định 766/QĐ-TTg), pure: points from shares, and the grade."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cchc.indicators.rules.text import Text


@dataclass(frozen=True)
class Item:
    """One indicator of the index. `full_at`: the share in percent that gives all points. `indicator`: none at a sở."""

    code: str
    name: Text
    points: Decimal
    full_at: Decimal
    indicator: str = ""

    def earned(self, share: Decimal | None) -> Decimal | None:
        """The points of a share in percent, in proportion up to the full ones; None of no share."""
        if share is None:
            return None
        return min(Decimal(1), max(Decimal(0), share) / self.full_at) * self.points


@dataclass(frozen=True)
class Group:
    """A group of indicators."""

    code: str
    name: Text
    items: tuple[Item, ...]

    @property
    def points(self) -> Decimal:
        """The most it gives."""
        return sum((item.points for item in self.items), Decimal(0))


@dataclass(frozen=True)
class Grade:
    """A name for a total from so many points on."""

    name: Text
    start: Decimal


@dataclass(frozen=True)
class Index:
    """The index as it holds from a day on."""

    since: date
    source: str
    groups: tuple[Group, ...]
    grades: tuple[Grade, ...]

    def grade(self, total: Decimal) -> Grade:
        """The grade of a total of up to 100 points."""
        return max((grade for grade in self.grades if total >= grade.start), key=lambda grade: grade.start)


def total(points: Iterable[Decimal | None]) -> Decimal:
    """Points added up; what is not known gives none."""
    return sum((one for one in points if one is not None), Decimal(0))
