"""The index of service quality (766) of a department: its dated data, and its points in a period from the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cchc.common.periods import Period
from cchc.indicators.models import Indicator
from cchc.indicators.presenting import rows_behind
from cchc.indicators.rules.text import Text
from cchc.indicators.values import Value, readings
from cchc.organisation.models import Agency, Unit

from .rules.index766 import Grade, Group, Index, Item, total

_FILE = Path(__file__).parent / "data" / "index_766.yaml"


@cache
def versions() -> tuple[Index, ...]:
    """Every version of the index, the oldest first."""
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(sorted((_index(row) for row in data["versions"]), key=lambda index: index.since))


def index_on(day: date) -> Index:
    """The index that holds on a day; before the first version, the first."""
    held = [index for index in versions() if index.since <= day]
    return held[-1] if held else versions()[0]


def _index(row: dict[str, Any]) -> Index:
    groups = (
        Group(group["code"], _text(group["name"]), tuple(_item(item) for item in group["items"]))
        for group in row["groups"]
    )
    grades = (Grade(_text(grade["name"]), Decimal(grade["from"])) for grade in row["grades"])
    return Index(row["since"], row["source"], tuple(groups), tuple(grades))


def _item(row: dict[str, Any]) -> Item:
    points, full_at = Decimal(row["points"]), Decimal(row["full_at"])
    return Item(str(row["code"]), _text(row["name"]), points, full_at, row.get("indicator", ""))


def _text(raw: str) -> Text:
    vi, _bar, en = raw.partition(" | ")
    return Text(vi, en)


class Way(StrEnum):
    """How a department comes by the figure of an item."""

    COUNTED = "counted"  # from the register of dossiers
    ENTERED = "entered"  # only the portal knows it: entered with what it rests on
    NONE = "none"  # not measured at a department


@dataclass(frozen=True)
class Scored:
    """One item in a period: the figure it rests on (None where the index has none for a department) and its points."""

    group: Group
    item: Item
    value: Value | None

    @property
    def points(self) -> Decimal | None:
        """The points, not rounded; None without a figure."""
        return self.item.earned(self.value.value if self.value else None)

    @property
    def way(self) -> Way:
        """How a department comes by the figure."""
        if not self.item.indicator:
            return Way.NONE
        return Way.COUNTED if self.value is None or self.value.definition.counts else Way.ENTERED

    @property
    def behind(self) -> list[tuple[str, str]]:
        """What its figure counts, and the pages of the rows behind it."""
        return rows_behind(self.value)


def scored(agency: Agency, period: Period, unit: Unit | None = None) -> list[Scored]:
    """Every item of the index that holds on the period's last day, from the figures of the department or a unit."""
    index = index_on(period.last)
    codes = {item.indicator for group in index.groups for item in group.items if item.indicator}
    known = list(Indicator.objects.filter(agency=None, code__in=codes).with_versions())
    found = readings(agency=agency, indicators=known, periods=[period], units=[unit])
    by_code = {value.indicator.code: value for value in found.values()}
    return [Scored(group, item, by_code.get(item.indicator)) for group in index.groups for item in group.items]


@dataclass(frozen=True)
class Sum:
    """What items come to: the points there are, of how many that could be had from those that have a figure."""

    points: Decimal
    known: Decimal
    most: Decimal

    @property
    def reckoned(self) -> Decimal | None:
        """The points as a share of those that have a figure, in percent; None where none has."""
        return self.points / self.known * 100 if self.known else None


def added_up(rows: Sequence[Scored]) -> Sum:
    """The sum of some items."""
    known = total(row.item.points for row in rows if row.points is not None)
    return Sum(total(row.points for row in rows), known, total(row.item.points for row in rows))
