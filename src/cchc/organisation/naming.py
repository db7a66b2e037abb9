"""What a unit is called in files: its code, its short name, its name, marks and capitals aside."""

from collections.abc import Iterable

from cchc.common.text import fold

from .models import Unit


def unit_names(units: Iterable[Unit]) -> dict[str, Unit]:
    """Every name that one of the units goes by, folded; a unit that is open before one that is no more."""
    found: dict[str, Unit] = {}
    for unit in sorted(units, key=lambda unit: unit.closed_on is None):
        found |= {fold(name): unit for name in (unit.code, unit.short_name, unit.name)}
    return found
