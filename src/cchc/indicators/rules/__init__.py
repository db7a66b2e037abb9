"""The domain of indicators, pure: definitions, arithmetic, periods put together, recognition of a phrase."""

from .arithmetic import Comparison, Fault, Figure, compare, faults, figure, format_figure, format_value, value_of
from .counting import Counts
from .definition import Content, Definition, Direction, Formula, OverTime, Source, Unit, ZeroRule
from .periods import Entry, Reading, across_units, over_time, parts_of
from .suggest import Suggester, Suggestion, suggest
from .text import Text

__all__ = [
    "Comparison",
    "Content",
    "Counts",
    "Definition",
    "Direction",
    "Entry",
    "Fault",
    "Figure",
    "Formula",
    "OverTime",
    "Reading",
    "Source",
    "Suggester",
    "Suggestion",
    "Text",
    "Unit",
    "ZeroRule",
    "across_units",
    "compare",
    "faults",
    "figure",
    "format_figure",
    "format_value",
    "over_time",
    "parts_of",
    "suggest",
    "value_of",
]
