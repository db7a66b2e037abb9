"""Values over periods: the line chart and its small sister."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .scale import Number, Scale, known, number_text, scale_for

HEIGHT = 240
TOP, BOTTOM = 24, 30
STRETCH = 1000
NEAR = 26  # px that a value takes above or beneath its dot
LABELS, LABELS_PHONE = 12, 4
APART = 22  # percent: two numbers of six characters beside each other, in the 290 px of a chart on a phone
LINE = 15  # px that a number is high


@dataclass(frozen=True)
class Point:
    """The value of a period. `target`: its own target, where the chart's does not hold; `url`: its explanation."""

    label: str
    value: Number | None = None
    forecast: bool = False
    target: Number | None = None
    url: str = ""
    note: str | Promise = ""


@dataclass(frozen=True)
class Mark:
    """A point on paper: `x` in percent, `y` in px (in percent for a spark); `below`: its value stands beneath it.

    `thin`: its value is left away on a phone.
    """

    x: float
    y: float
    text: str
    forecast: bool = False
    labelled: bool = False
    below: bool = False
    thin: bool = False

    @property
    def text_y(self) -> float:
        """Where the value stands."""
        return self.y + 20 if self.below else self.y - 11

    def touches(self, other: "Mark") -> bool:
        """Whether the numbers of both would touch in a chart as narrow as a phone's."""
        return abs(self.x - other.x) < APART and abs(self.text_y - other.text_y) < LINE


@dataclass(frozen=True)
class AxisLabel:
    """A label of an axis: at `x` percent under the chart, or at `y` px beside it."""

    text: str
    at: float
    thin: bool = False


@dataclass(frozen=True)
class DataRow:
    """A row of the table beneath the chart."""

    point: Point
    value: str
    before: str
    target: str


def across(place: int, count: int) -> float:
    """Percent from the left of the place-th of `count` points."""
    return 50.0 if count < 2 else round(3 + 94 * place / (count - 1), 2)


def _runs(values: Sequence[float | None]) -> Iterator[list[int]]:
    """The places of values that stand side by side without a gap."""
    for there, places in groupby(range(len(values)), key=lambda place: values[place] is not None):
        if there:
            yield list(places)


def _path(places: Sequence[int], ys: Sequence[float | None], count: int, stretch: float) -> str:
    return " ".join(f"{across(place, count) * stretch / 100:.1f},{ys[place]:.1f}" for place in places)


def _paths(values: Sequence[float | None], ys: Sequence[float | None], stretch: float) -> list[str]:
    return [_path(run, ys, len(values), stretch) for run in _runs(values) if len(run) > 1]


@dataclass(frozen=True)
class LineChart:
    """Values over periods, with a target, a forecast, and the same periods before for comparison.

    `before` has one value for each point. A point of its own is drawn as a dot; a gap stays a gap.
    """

    title: str | Promise
    points: Sequence[Point]
    unit: str = ""
    decimals: int | None = None
    target: Number | None = None
    target_label: str | Promise = ""
    before: Sequence[Number | None] = ()
    before_label: str | Promise = ""
    from_zero: bool = False

    @property
    def height(self) -> int:
        """Height of the drawing in px."""
        return HEIGHT

    @property
    def base(self) -> int:
        """The y of the lowest line."""
        return HEIGHT - BOTTOM

    @property
    def stretch(self) -> int:
        """The width of the inner drawing, which is stretched to the chart's."""
        return STRETCH

    @cached_property
    def targets(self) -> list[float | None]:
        """The target at each point."""
        return [known(self.target if point.target is None else point.target) for point in self.points]

    @cached_property
    def values(self) -> list[float | None]:
        """The values to draw."""
        return [known(point.value) for point in self.points]

    @cached_property
    def earlier(self) -> list[float | None]:
        """The values before, one for each point."""
        given = [known(value) for value in self.before[: len(self.points)]]
        return given + [None] * (len(self.points) - len(given))

    @cached_property
    def scale(self) -> Scale:
        """The scale that holds all of it."""
        drawn = [value for value in (*self.values, *self.earlier, *self.targets) if value is not None]
        return scale_for(drawn, from_zero=self.from_zero, unit=self.unit, whole=self.decimals == 0)

    def y(self, value: float) -> float:
        """Px from the top."""
        return round(self.base - self.scale.share(value) * (self.base - TOP), 2)

    def _ys(self, values: Sequence[float | None]) -> list[float | None]:
        return [None if value is None else self.y(value) for value in values]

    @cached_property
    def last_actual(self) -> int | None:
        """The place of the last value that is not a forecast."""
        places = [i for i, point in enumerate(self.points) if self.values[i] is not None and not point.forecast]
        return places[-1] if places else None

    @property
    def lines(self) -> list[str]:
        """Solid lines through what was counted."""
        actual = [None if point.forecast else value for point, value in zip(self.points, self.values, strict=True)]
        return _paths(actual, self._ys(actual), STRETCH)

    @property
    def forecast_lines(self) -> list[str]:
        """Dashed lines through what is expected, from the last value counted."""
        ahead = [
            value if point.forecast or place == self.last_actual else None
            for place, (point, value) in enumerate(zip(self.points, self.values, strict=True))
        ]
        return _paths(ahead, self._ys(ahead), STRETCH)

    @property
    def before_lines(self) -> list[str]:
        """Thin lines through the same periods before."""
        return _paths(self.earlier, self._ys(self.earlier), STRETCH)

    @property
    def target_y(self) -> float | None:
        """The y of a target that is the same everywhere."""
        levels = set(self.targets)
        level = levels.pop() if len(levels) == 1 else None
        return None if level is None else self.y(level)

    @property
    def target_lines(self) -> list[str]:
        """Lines through targets that differ."""
        return [] if self.target_y is not None else _paths(self.targets, self._ys(self.targets), STRETCH)

    @property
    def marks(self) -> list[Mark]:
        """A dot for every value; the last counted and the last expected carry their number."""
        count = len(self.points)
        there = [place for place in range(count) if self.values[place] is not None]
        spoken = {self.last_actual, there[-1] if there else None}
        marks = []
        for place in there:
            point, y = self.points[place], self.y(self.values[place] or 0.0)
            text = number_text(point.value, self.decimals, self.unit)
            marks.append(
                Mark(across(place, count), y, text, point.forecast, place in spoken, below=self._below(place, y))
            )
        return self._apart(marks)

    def _apart(self, marks: list[Mark]) -> list[Mark]:
        """The same, where the two numbers would touch on a phone: the lower one beneath its dot, or only the last."""
        spoken = [place for place, mark in enumerate(marks) if mark.labelled]
        if len(spoken) < 2 or not marks[spoken[0]].touches(marks[spoken[1]]):
            return marks
        lower = max(spoken, key=lambda place: marks[place].y)
        moved = replace(marks[lower], below=not marks[lower].below)
        other = marks[spoken[0] if lower == spoken[1] else spoken[1]]
        free = moved.y + NEAR < self.base if moved.below else moved.y - NEAR > 0
        if free and not moved.touches(other):
            marks[lower] = moved
        else:
            marks[spoken[0]] = replace(marks[spoken[0]], thin=True)
        return marks

    def _below(self, place: int, y: float) -> bool:
        """Whether a value stands beneath its dot: a target runs right above, and the names of the periods are far."""
        level = self.targets[place]
        return level is not None and 0 <= y - self.y(level) < NEAR and y + NEAR < self.base

    @property
    def before_marks(self) -> list[Mark]:
        """A small dot for every value before."""
        count = len(self.points)
        return [
            Mark(across(place, count), self.y(value), number_text(self.before[place], self.decimals, self.unit))
            for place, value in enumerate(self.earlier)
            if value is not None
        ]

    @property
    def gaps(self) -> list[AxisLabel]:
        """Where a value is missing."""
        count = len(self.points)
        return [
            AxisLabel(point.label, across(place, count))
            for place, point in enumerate(self.points)
            if self.values[place] is None
        ]

    @property
    def x_labels(self) -> list[AxisLabel]:
        """Names of periods, the last always among them; `thin` ones are left away on a phone."""
        count = len(self.points)
        step, phone = -(-count // LABELS), -(-count // LABELS_PHONE)
        return [
            AxisLabel(point.label, across(place, count), thin=(count - 1 - place) % phone != 0)
            for place, point in enumerate(self.points)
            if (count - 1 - place) % max(step, 1) == 0
        ]

    @property
    def y_labels(self) -> list[AxisLabel]:
        """Numbers of the scale."""
        return [AxisLabel(number_text(round(tick, 9), None), self.y(tick)) for tick in self.scale.ticks]

    @property
    def rows(self) -> list[DataRow]:
        """The table beneath the chart."""
        return [
            DataRow(
                point,
                number_text(point.value, self.decimals, self.unit),
                number_text(self.before[place] if place < len(self.before) else None, self.decimals, self.unit),
                number_text(self.target if point.target is None else point.target, self.decimals, self.unit),
            )
            for place, point in enumerate(self.points)
        ]

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to draw at all."""
        return any(value is not None for value in (*self.values, *self.earlier, *self.targets))

    @property
    def has_target(self) -> bool:
        """Whether any target is drawn."""
        return any(target is not None for target in self.targets)

    @property
    def has_forecast(self) -> bool:
        """Whether any value is expected only."""
        return any(point.forecast and self.values[i] is not None for i, point in enumerate(self.points))

    @property
    def has_before(self) -> bool:
        """Whether there is anything to compare with."""
        return any(value is not None for value in self.earlier)

    @property
    def target_text(self) -> str:
        """The target as read."""
        return number_text(self.target, self.decimals, self.unit)

    @property
    def summary(self) -> str:
        """The chart in one sentence."""
        there = [point for i, point in enumerate(self.points) if self.values[i] is not None]
        if not there:
            return _("Chưa có số liệu.")
        first, last = there[0], there[-1]
        parts = [f"{p.label}: {number_text(p.value, self.decimals, self.unit)}" for p in ([first, last][: len(there)])]
        if last.forecast:
            parts[-1] += " (" + _("dự báo") + ")"
        if self.target is not None:
            parts.append(_("mục tiêu") + f": {self.target_text}")
        return "; ".join(parts) + "."


@dataclass(frozen=True)
class Spark:
    """A trend beside a number: a line without axes. In a row of small multiples it has a title and shows its value."""

    values: Sequence[Number | None]
    title: str | Promise = ""
    unit: str = ""
    decimals: int | None = None
    target: Number | None = None
    url: str = ""
    state: str = ""
    labels: Sequence[str] = ()

    @cached_property
    def _known(self) -> list[float | None]:
        return [known(value) for value in self.values]

    @cached_property
    def scale(self) -> Scale:
        """The scale that holds values and target."""
        drawn = [value for value in (*self._known, known(self.target)) if value is not None]
        return scale_for(drawn, unit=self.unit)

    def y(self, value: float) -> float:
        """Percent from the top."""
        return round(92 - self.scale.share(value) * 84, 2)

    @property
    def lines(self) -> list[str]:
        """The lines, in a square of 100."""
        ys = [None if value is None else self.y(value) for value in self._known]
        return _paths(self._known, ys, 100)

    @property
    def target_y(self) -> float | None:
        """Percent from the top of the target."""
        level = known(self.target)
        return None if level is None else self.y(level)

    @property
    def marks(self) -> list[Mark]:
        """Dots: the last value, and every value that stands alone."""
        there = [place for place, value in enumerate(self._known) if value is not None]
        alone = [run[0] for run in _runs(self._known) if len(run) == 1]
        return [
            Mark(across(place, len(self.values)), self.y(self._known[place] or 0.0), "")
            for place in sorted({*alone, *there[-1:]})
        ]

    @property
    def value_text(self) -> str:
        """The last value as read."""
        return number_text(self.values[-1] if self.values else None, self.decimals, self.unit)

    @property
    def summary(self) -> str:
        """The trend in words: its values one after the other."""
        texts = [number_text(value, self.decimals, self.unit) for value in self.values]
        if self.labels:
            texts = [f"{label}: {text}" for label, text in zip(self.labels, texts, strict=False)]
        return ", ".join(texts) or _("Chưa có số liệu.")
