"""The functions of a department as of a day, each with who leads, who supports, and what the check says."""

from dataclasses import dataclass
from datetime import date

from .models import Agency, Function, FunctionPart, FunctionShare, Unit
from .rules import Span
from .rules.functions import Finding, Share, check


@dataclass(frozen=True)
class Row:
    """A function on a day."""

    function: Function
    leads: list[Unit]
    supports: list[Unit]
    finding: Finding
    basis: str

    @property
    def units(self) -> set[int]:
        """Whoever has a part in it."""
        return {unit.pk for unit in (*self.leads, *self.supports)}


def share_of(share: FunctionShare) -> Share:
    """A stored share as the rules take it."""
    return Share(share.unit_id, share.part == FunctionPart.LEAD, Span(share.started_on, share.ended_on))


def rows_on(agency: Agency, day: date) -> list[Row]:
    """Every function that the department had on a day: two queries."""
    functions = Function.objects.filter(agency=agency).in_force_on(day)
    held: dict[int, list[FunctionShare]] = {}
    for share in FunctionShare.objects.filter(function__in=functions).select_related("unit"):
        held.setdefault(share.function_id, []).append(share)
    return [_row(function, held.get(function.pk, []), day) for function in functions]


def _row(function: Function, shares: list[FunctionShare], day: date) -> Row:
    now = [share for share in shares if share_of(share).span.holds(day)]
    leads = list(dict.fromkeys(share.unit for share in now if share.part == FunctionPart.LEAD))
    supports = list(dict.fromkeys(share.unit for share in now if share.part == FunctionPart.SUPPORT))
    basis = next((share.basis for share in now if share.part == FunctionPart.LEAD), function.basis)
    return Row(function, leads, supports, check([share_of(share) for share in shares], day), basis)
