"""Positions with who fills them and what those people lack of the frame: a handful of queries for any number."""

from collections.abc import Iterable
from dataclasses import dataclass

from .models import Position, Rating, Requirement, Tenure
from .rules.positions import Gap, gaps, places


@dataclass(frozen=True)
class Holder:
    """Somebody in a position, with what the frame asks and the person lacks."""

    tenure: Tenure
    gaps: list[Gap]


@dataclass(frozen=True)
class Row:
    """A position as it stands now."""

    position: Position
    requirements: list[Requirement]
    holders: list[Holder]

    @property
    def filled(self) -> int:
        """How many people are in it."""
        return len(self.holders)

    @property
    def free(self) -> int:
        """How many places are free."""
        return places(self.position.quota, self.filled)[0]

    @property
    def over(self) -> int:
        """How many people are too many."""
        return places(self.position.quota, self.filled)[1]

    @property
    def lacking(self) -> int:
        """How many people lack something of the frame."""
        return sum(bool(holder.gaps) for holder in self.holders)


def levels_of(people: Iterable[int]) -> dict[int, dict[int, int]]:
    """Person → competency → the level of the latest rating."""
    found: dict[int, dict[int, int]] = {}
    rated = Rating.objects.filter(person__in=list(people)).order_by("rated_on", "pk")
    for person, competency, level in rated.values_list("person_id", "competency_id", "level"):
        found.setdefault(person, {})[competency] = level
    return found


def standing(positions: Iterable[Position]) -> list[Row]:
    """Each position with its frame, those who are in it now, and what they lack."""
    known = list(positions)
    keys = [position.pk for position in known]
    asked: dict[int, list[Requirement]] = {}
    for one in Requirement.objects.filter(position__in=keys).select_related("competency"):
        asked.setdefault(one.position_id, []).append(one)
    held: dict[int, list[Tenure]] = {}
    tenures = Tenure.objects.filter(position__in=keys, ended_on=None).select_related("person", "unit")
    for tenure in tenures.order_by("concurrent", "started_on", "pk"):
        held.setdefault(tenure.position_id or 0, []).append(tenure)
    levels = levels_of({tenure.person_id for tenures in held.values() for tenure in tenures})
    rows = []
    for position in known:
        frame = asked.get(position.pk, [])
        needs = {one.competency_id: one.level for one in frame}
        holders = [Holder(one, gaps(needs, levels.get(one.person_id, {}))) for one in held.get(position.pk, [])]
        rows.append(Row(position, frame, holders))
    return rows
