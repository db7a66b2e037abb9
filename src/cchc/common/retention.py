"""How long personal data are kept: limits as dated data, and what each package does when one is over.

A limit is read from `data/personal_data.yaml`; its days come from a setting. A package whose data go by themselves
registers a `Duty`: the rows whose time is over, and the action that lets them go.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language

from .personal import Grade, Words

_DATA = Path(__file__).parent / "data" / "personal_data.yaml"


@dataclass(frozen=True)
class Said:
    """A text in both languages; as text it is that of the page."""

    vi: str
    en: str

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.vi


@dataclass(frozen=True)
class GradeName:
    """What a grade is called, and where the law says so."""

    since: date
    grade: Grade
    name: Said
    basis: str


@dataclass(frozen=True)
class Limit:
    """How long from which event, and what then happens: delete, anonymise or keep.

    `days` is None where the data go on no day; `until` says what they stay for. `setting` is the environment's name of
    the days. `decided` says whether a provision fixes the time, or only our setting.
    """

    code: str
    since: date
    start: Said
    until: Said
    then: str
    basis: str
    decided: bool
    setting: str
    days: int | None

    def over(self, at: datetime) -> datetime:
        """What the time of began before this is over at the moment. Raises ValueError for a limit without days."""
        if self.days is None:
            raise ValueError(f"limit {self.code} has no days")
        return at - timedelta(days=self.days)


def _said(both: dict[str, str] | None) -> Said:
    return Said(both["vi"], both["en"]) if both else Said("", "")


@cache
def _data() -> dict[str, Any]:
    return dict(yaml.safe_load(_DATA.read_text(encoding="utf-8")))


def grade_names(on: date) -> dict[Grade, GradeName]:
    """The grades as the law in force on a day names them."""
    held = max((row for row in _data()["grades"] if row["since"] <= on), key=lambda row: row["since"])
    return {
        grade: GradeName(held["since"], grade, _said(held[grade.value]), held[grade.value]["basis"]) for grade in Grade
    }


def limits(on: date) -> dict[str, Limit]:
    """The limits in force on a day, by code."""
    found: dict[str, Limit] = {}
    for row in sorted(_data()["limits"], key=lambda row: row["since"]):
        if row["since"] <= on:
            name = row.get("days", "")
            found[row["code"]] = Limit(
                row["code"], row["since"], _said(row["from"]), _said(row.get("until")), row["then"], row["basis"],
                row["decided"], f"CCHC_{name}" if name else "", getattr(settings, name) if name else None,
            )  # fmt: skip
    return found


Rows = QuerySet[Any]


@dataclass(frozen=True)
class Duty:
    """What a package lets go when a limit is over.

    `over(before, at)` gives the rows whose time began before the moment; `agency` is the path from a row to the key of
    its department, "" where rows belong to none; `forget(rows)` deletes or anonymises them in the caller's transaction.
    """

    code: str
    limit: str
    label: Words
    over: Callable[[datetime, datetime], Rows]
    forget: Callable[[Rows], None]
    agency: str = ""


_duties: dict[str, Duty] = {}


def register(duty: Duty) -> None:
    """Make known what goes when its time is over; a second one under the same code replaces the first."""
    _duties[duty.code] = duty


def duties() -> Sequence[Duty]:
    """Everything that goes by itself."""
    return list(_duties.values())
