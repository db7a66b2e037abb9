"""Tables of the package."""

from .figures import Observation
from .imports import ImportMapping, ImportRun
from .indicator import Indicator, Reporter, Version
from .tallies import CountedFrom, Tally

__all__ = ["CountedFrom", "ImportMapping", "ImportRun", "Indicator", "Observation", "Reporter", "Tally", "Version"]
