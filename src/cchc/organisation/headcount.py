"""The headcount of a department: kinds and paths as the data has them, and what was assigned against who is there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path as File

import yaml
from django.utils.translation import get_language

from .history import mergers_of
from .models import Agency, Quota, Tenure, Unit
from .rules.headcount import Kind, Mark, Path, heir, mark

DATA = File(__file__).parent / "data" / "headcount.yaml"


@lru_cache
def _data() -> tuple[tuple[Kind, ...], tuple[Path, ...]]:
    found = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    kinds = tuple(
        Kind(row["code"], row["vi"], row["en"], row["status"], row.get("pay", ""), row["from"], row.get("until"),
             row["source"])
        for row in found["kinds"]
    )  # fmt: skip
    return kinds, tuple(Path(**row) for row in found["paths"])


def every_kind() -> tuple[Kind, ...]:
    """Every kind of headcount that there is or was."""
    return _data()[0]


def kinds_of(year: int) -> list[Kind]:
    """The kinds of headcount that can be assigned for a year, in the order of the data."""
    return [kind for kind in every_kind() if kind.in_force(year)]


@dataclass(frozen=True)
class Row:
    """One kind of one unit (of the whole department: no unit): assigned, and who is there."""

    unit: Unit | None
    kind: Kind
    assigned: int | None
    present: int
    basis: str = ""

    @property
    def what(self) -> str:
        """The kind in the language of the page."""
        return self.kind.name(get_language() or "vi")

    @property
    def difference(self) -> int | None:
        """How many more are there than were assigned; fewer below nought."""
        return None if self.assigned is None else self.present - self.assigned

    @property
    def mark(self) -> Mark:
        """Over, under, even, or nothing assigned."""
        return mark(self.assigned, self.present)


@dataclass(frozen=True)
class Sheet:
    """The headcount of a year: rows by unit and kind, totals by kind, and how many have no source of pay stated."""

    year: int
    day: date  # the day on which people are counted
    rows: list[Row]
    totals: list[Row]
    unstated: int


@dataclass(frozen=True)
class Held:
    """A post as it is counted: whose, where, from when to when, and what says which kind it uses."""

    person: int
    unit: int
    first: date
    end: date | None
    status: str
    pay: str


def _held(agency: Agency) -> list[Held]:
    """Every main post, the latest begun last: one query."""
    rows = Tenure.objects.filter(unit__agency=agency, concurrent=False).order_by("started_on", "pk")
    found = rows.values_list("person_id", "unit_id", "started_on", "ended_on", "status_then", "pay_then",
                             "person__status", "person__pay_source")  # fmt: skip
    return [
        Held(person, unit, first, end, then or now, pay_then if then else pay_now)
        for person, unit, first, end, then, pay_then, now, pay_now in found
    ]


def _there(held: Iterable[Held], day: date) -> list[Held]:
    """Who is there on a day, each person once, in the post that began last."""
    return list({one.person: one for one in held if one.first <= day and (one.end is None or day < one.end)}.values())


def day_of(year: int, today: date) -> date:
    """The day on which the people of a year are counted: today, or the last day of a year that is over."""
    return min(today, date(year, 12, 31))


def sheet(agency: Agency, year: int, today: date) -> Sheet:
    """What was assigned for a year against who is there. What a merged unit was assigned its successor holds."""
    day, kinds, mergers = day_of(year, today), kinds_of(year), mergers_of(agency)
    assigned: dict[tuple[int, str], int] = Counter()
    basis: dict[tuple[int, str], str] = {}
    for quota in Quota.objects.filter(unit__agency=agency).of_year(year).in_force():
        key = heir(quota.unit_id, day, mergers), quota.kind
        assigned[key] += quota.number
        basis[key] = quota.basis
    there = _there(_held(agency), day)
    present = Counter((one.unit, kind.code) for one in there for kind in kinds if kind.takes(one.status, one.pay))
    rows = [
        Row(unit, kind, assigned.get(key), present[key], basis.get(key, ""))
        for unit in Unit.objects.filter(agency=agency)
        for kind in kinds
        for key in [(unit.pk, kind.code)]
        if key in assigned or present[key]
    ]
    unstated = sum(1 for one in there if not any(kind.takes(one.status, one.pay) for kind in kinds))
    return Sheet(year, day, rows, [_total(kind, rows) for kind in kinds], unstated)


def _total(kind: Kind, rows: list[Row]) -> Row:
    of_kind = [row for row in rows if row.kind == kind]
    known = [row.assigned for row in of_kind if row.assigned is not None]
    return Row(None, kind, sum(known) if known else None, sum(row.present for row in of_kind))


@dataclass(frozen=True)
class Step:
    """A year of the path: what it leaves, what was assigned, who is there (None: not assigned, not yet come)."""

    year: int
    allowed: int
    assigned: int | None
    present: int | None

    @property
    def mark(self) -> Mark:
        """How those who are there (or, before they are counted, who was assigned) compare with the path."""
        known = self.assigned if self.present is None else self.present
        if known is None:
            return Mark.NOT_ASSIGNED
        return Mark.OVER if known > self.allowed else Mark.EVEN


@dataclass(frozen=True)
class Course:
    """A path of reduction with its years; no steps where nothing was assigned for the base year."""

    path: Path
    kind: Kind
    base: int | None
    steps: list[Step]


def courses(agency: Agency, today: date) -> list[Course]:
    """Every path of reduction of the data, as far as the department has come."""
    held, found = _held(agency), []
    for path in _data()[1]:
        kind = next(kind for kind in every_kind() if kind.code == path.kind)
        quotas = Quota.objects.filter(unit__agency=agency, kind=kind.code).in_force()
        assigned: dict[int, int] = {}
        for quota in quotas:
            assigned[quota.year] = assigned.get(quota.year, 0) + quota.number
        base = assigned.get(path.base_year)
        present = {
            year: sum(kind.takes(one.status, one.pay) for one in _there(held, day_of(year, today)))
            for year in path.years if date(year, 1, 1) <= today
        }  # fmt: skip
        steps = [
            Step(year, path.allowed(base, year), assigned.get(year), present.get(year))
            for year in path.years
            if base is not None
        ]
        found.append(Course(path, kind, base, steps))
    return found
