"""Functions of a department and the units that carry them out: who leads on a day, overlaps and gaps. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from . import Span


class Finding(StrEnum):
    """What the check says of a function on a day."""

    ONE = "one"  # one unit leads
    OVERLAP = "overlap"  # more than one does
    GAP = "gap"  # none does


@dataclass(frozen=True)
class Share:
    """The part that a unit has in a function, and when."""

    unit: int
    leads: bool
    span: Span


def leads_on(shares: Iterable[Share], day: date) -> list[int]:
    """The units that lead on a day, each once, in the order given."""
    return list(dict.fromkeys(share.unit for share in shares if share.leads and share.span.holds(day)))


def check(shares: Iterable[Share], day: date) -> Finding:
    """Whether exactly one unit leads on a day."""
    leads = leads_on(shares, day)
    return Finding.GAP if not leads else Finding.ONE if len(leads) == 1 else Finding.OVERLAP


def taken(shares: Iterable[Share], new: Share) -> bool:
    """Whether the unit has a part in the function at some time of the new one."""
    return any(share.unit == new.unit and share.span.overlaps(new.span) for share in shares)
