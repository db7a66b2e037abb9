"""Charts drawn on the server: frozen descriptions in, coordinates out; the components write them as SVG.

Across, every coordinate is a percentage, so that a chart takes the width it is given while its text keeps its size; the
colours come from the style sheet. A value is a number or None for "no data", which leaves a gap and is never drawn as
zero; what is not finite counts as no data. Numbers beyond ±1e15 are outside of what the scales are made for.
"""

from .bars import Bar, BarChart, Part, StackedBar
from .lines import LineChart, Point, Spark

__all__ = ["Bar", "BarChart", "LineChart", "Part", "Point", "Spark", "StackedBar"]
