"""The domain of indicators, pure: definitions, arithmetic, periods put together, recognition of a phrase."""

from .arithmetic import Comparison, Fault, Figure, compare, faults, figure, format_figure, format_value
from .definition import Content, Definition, Direction, Formula, OverTime, Source, Text, Unit, ZeroRule
from .periods import Entry, Reading, across_units, over_time, parts_of
from .suggest import Suggester, Suggestion, suggest

__all__ = [
    "Comparison",
    "Content",
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
]
