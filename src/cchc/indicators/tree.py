"""The units of a department as figures are put together over them: above and below, closed, merged."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from cchc.common.periods import Period
from cchc.organisation.history import placed
from cchc.organisation.models import Agency, Unit
from cchc.organisation.rules.mergers import by_unit, successor


class Tree:
    """The units of a department, as parents and children."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        self.children: dict[int | None, list[int]] = defaultdict(list)
        self.parent: dict[int, int | None] = {}
        self.closed: dict[int, date] = {}
        units = placed(agency)
        for unit in units:
            self.children[unit.parent].append(unit.key)
            self.parent[unit.key] = unit.parent
            if unit.closed_on:
                self.closed[unit.key] = unit.closed_on
        self.mergers = by_unit(unit.merger for unit in units if unit.merger)

    def owes(self, unit: int, period: Period) -> bool:
        """Whether a unit that is to report still has a figure of its own to give for the period."""
        over = unit in self.closed and self.closed[unit] <= period.first
        return not over and successor(unit, period.last, self.mergers) == unit

    def is_below(self, unit: int, above: int | None) -> bool:
        """Whether a unit stands under another, whose own figure then holds what it reported."""
        at = self.parent.get(unit)
        while at is not None and at != above:
            at = self.parent.get(at)
        return at is not None and at == above

    def until(self, unit: int | None, until: date) -> date:
        """The last day of whose months a unit owes figures: none after it was closed."""
        closed = self.closed.get(unit) if unit is not None else None
        return min(until, closed - timedelta(days=1)) if closed else until


Children = Mapping[int | None, Sequence[int]]


def children_in(agency: Agency | int) -> Children:
    """Unit → the units right under it; None → those right under the department."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in Unit.objects.filter(agency=agency).values_list("pk", "parent_id"):
        children[parent].append(pk)
    return children


def with_below(unit: int, children: Children) -> frozenset[int]:
    """The unit and every unit under it, by their keys."""
    found, queue = {unit}, [unit]
    while queue:
        for child in children.get(queue.pop(), ()):
            if child not in found:
                found.add(child)
                queue.append(child)
    return frozenset(found)
