"""What a unit is called in files, marks and capitals aside; what a department is called on its papers."""

from collections.abc import Iterable

from cchc.common.text import fold

from .models import Unit

DEMO_MARK = "Số liệu trình diễn, không có giá trị"
"""What every paper of the demo department says on each page."""


def without_place(name: str, parent: str) -> str:
    """The department's name without the province that stands in the name of the body above it already."""
    for word in (" tỉnh ", " thành phố "):
        head, found, place = name.partition(word)
        if found and fold(word + place) in fold(f" {parent}"):
            return head
    return name


def unit_names(units: Iterable[Unit]) -> dict[str, Unit]:
    """Every name that one of the units goes by, folded; a unit that is open before one that is no more."""
    found: dict[str, Unit] = {}
    for unit in sorted(units, key=lambda unit: unit.closed_on is None):
        found |= {fold(name): unit for name in (unit.code, unit.short_name, unit.name)}
    return found
