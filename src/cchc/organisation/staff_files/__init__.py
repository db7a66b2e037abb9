"""Files of units, job positions and people held against what is there: what each row would do. Reads only."""

from ..models import StaffFile
from ..rules.staff_files import FileKind
from .people import plan_people
from .planning import Change, Line, Plan, Rows, Step
from .positions import plan_positions
from .units import plan_units

__all__ = ["Change", "Line", "Plan", "Rows", "Step", "plan_of"]

_PLANS = {FileKind.UNITS: plan_units, FileKind.POSITIONS: plan_positions, FileKind.PEOPLE: plan_people}


def plan_of(run: StaffFile) -> Plan:
    """What the rows of a file would do, in the order in which they can be done, and what is wrong with them.

    Raises Refused when the columns themselves do not do, or the content of the file is not kept any more.
    """
    rows = Rows(run)
    return _PLANS[rows.kind](rows)
