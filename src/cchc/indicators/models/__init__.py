"""Tables of the package."""

from .figures import Observation
from .imports import ImportMapping, ImportRun
from .indicator import Indicator, Reporter, Version

__all__ = ["ImportMapping", "ImportRun", "Indicator", "Observation", "Reporter", "Version"]
