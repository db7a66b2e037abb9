"""Figures that may not be changed any more: packages above say so, the actions ask."""

from collections.abc import Callable
from datetime import datetime

from cchc.common.errors import Refused

from .models import Observation

Check = Callable[[Observation, datetime], str]
_checks: list[Check] = []


def register(check: Check) -> None:
    """Have figures asked about before they are corrected or withdrawn: `check(figure, at)` gives a whole sentence that
    says why the figure is closed, "" where it is not."""
    if check not in _checks:
        _checks.append(check)


def refuse_closed(observation: Observation, at: datetime) -> None:
    """Raise Refused where somebody says that the figure is closed."""
    for check in _checks:
        if said := check(observation, at):
            raise Refused(said)
