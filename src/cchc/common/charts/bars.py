"""Amounts side by side, and parts of a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cchc.common.verdicts import Verdict, verdict

from .scale import Number, Scale, known, number_text, scale_for


@dataclass(frozen=True)
class Bar:
    """One amount. `tone`: good, risk, bad, none, or nothing for the plain colour; `target`: its own target."""

    label: str | Promise
    value: Number | None
    tone: str = ""
    url: str = ""
    note: str | Promise = ""
    target: Number | None = None


@dataclass(frozen=True)
class DrawnBar:
    """A bar with its place: all in percent of the width. `target_x` is None where there is no target."""

    bar: Bar
    x: float
    width: float
    target_x: float | None
    text: str
    target_text: str


@dataclass(frozen=True)
class BarChart:
    """Amounts side by side, each on a line of its own: the drawing is a table, which is its own data table."""

    title: str | Promise
    bars: Sequence[Bar]
    unit: str = ""
    decimals: int | None = None
    target: Number | None = None
    label_head: str | Promise = ""

    @cached_property
    def scale(self) -> Scale:
        """From zero to the largest amount or target; a percentage to 100."""
        numbers = [known(n) for bar in self.bars for n in (bar.value, self._target(bar))]
        drawn = [0.0, *(number for number in numbers if number is not None)]
        if self.unit == "%" and max(drawn) <= 100:
            drawn.append(100.0)
        return scale_for(drawn, from_zero=True, whole=self.decimals == 0)

    def _target(self, bar: Bar) -> Number | None:
        return self.target if bar.target is None else bar.target

    def _x(self, value: float) -> float:
        return round(self.scale.share(value) * 100, 2)

    @property
    def zero(self) -> float:
        """The x of zero."""
        return self._x(0.0)

    @property
    def drawn(self) -> list[DrawnBar]:
        """The bars in their order."""
        drawn = []
        for bar in self.bars:
            value, target = known(bar.value), known(self._target(bar))
            end = self.zero if value is None else self._x(value)
            texts = (number_text(number, self.decimals, self.unit) for number in (bar.value, self._target(bar)))
            target_x = None if target is None else self._x(target)
            drawn.append(DrawnBar(bar, min(end, self.zero), round(abs(end - self.zero), 2), target_x, *texts))
        return drawn

    @property
    def has_target(self) -> bool:
        """Whether any target is marked."""
        return any(known(self._target(bar)) is not None for bar in self.bars)

    @property
    def target_text(self) -> str:
        """The common target as read."""
        return number_text(self.target, self.decimals, self.unit) if self.target is not None else ""


@dataclass(frozen=True)
class Part:
    """So many in one state."""

    code: str
    count: int
    word: str = ""
    tone: str = ""
    url: str = ""

    @property
    def face(self) -> Verdict:
        """Word, shape and tone."""
        return verdict(self.code, self.word, self.tone)


@dataclass(frozen=True)
class DrawnPart:
    """A part with its place in percent of the width."""

    part: Part
    x: float
    width: float


@dataclass(frozen=True)
class StackedBar:
    """How a whole divides into states: one bar, with the counts beneath it."""

    title: str | Promise
    parts: Sequence[Part]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(max(part.count, 0) for part in self.parts)

    @property
    def drawn(self) -> list[DrawnPart]:
        """The parts that are not empty, one after the other."""
        drawn, before = [], 0
        for part in self.parts:
            if part.count > 0:
                x = round(before * 100 / self.total, 3)
                before += part.count
                drawn.append(DrawnPart(part, x, round(before * 100 / self.total - x, 3)))
        return drawn

    @property
    def summary(self) -> str:
        """The counts in one sentence."""
        return ", ".join(f"{part.count} {part.face.word}" for part in self.parts) or _("Chưa có số liệu.")
