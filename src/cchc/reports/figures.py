"""The figures of a report: one function that finds them all, each with its source, its day and its comparisons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cchc.common.periods import Days
from cchc.indicators.models import Indicator
from cchc.indicators.tree import children_in, with_below
from cchc.indicators.values import Value as Measured
from cchc.indicators.values_in_days import readings_in
from cchc.organisation.models import Agency, Unit

from .models import Figure, Report
from .outline import form_of
from .rules.outline import Basis, FigureSpec, ReportForm, SourceKind
from .rules.schedule import window_of
from .rules.spans import Span, Told
from .rules.values import Gap, Value, compared, work_out
from .rules.wording import to_date
from .standing import TargetBook
from .tallies import TaskBook

COUNTED = "counted"
"""What stands before the source of a frozen figure that was counted from the rows of a register."""


@dataclass(frozen=True)
class Scope:
    """What figures are asked of: a department or one of its units, a period, and the days that count.

    `since` is the first of them where it is not the period's.
    """

    agency: Agency
    unit: Unit | None
    period: Told
    as_of: date
    since: date | None = None

    @classmethod
    def of(cls, report: Report) -> "Scope":
        """What the figures of a report are asked of."""
        return cls(report.agency, report.unit, report.period, report.as_of, report.since)

    def compared(self) -> tuple["Scope", "Scope", "Scope"]:
        """This one, the period before and the same period last year, the last two whole."""
        return self, self.moved(self.period.previous()), self.moved(self.period.same_last_year())

    def moved(self, period: Told) -> "Scope":
        """The same for another, earlier period, whole, from the same day of the month where figures begin in one."""
        if self.since is None or isinstance(period, Span):
            return Scope(self.agency, self.unit, period, period.last)
        first, last = window_of(period, self.since.day)
        return Scope(self.agency, self.unit, period, last, first)


def values_of(report: Report) -> dict[str, Value]:
    """The figures of a report: those it was frozen with, or those of now while it is a draft."""
    form = form_of(report.form_code, report.form_version)
    if not report.is_draft:
        return {row.key: _frozen(row) for row in Figure.objects.filter(report=report)}
    return collect(form, Scope.of(report))


def _frozen(row: Figure) -> Value:
    return Value(
        value=row.value,
        as_of=row.as_of,
        estimate=row.estimate,
        rows=tuple(row.rows),
        gap=Gap(row.gap) if row.gap else None,
        previous=row.previous,
        last_year=row.last_year,
        counted=row.source.startswith(f"{COUNTED}:"),
    )


def collect(form: ReportForm, scope: Scope) -> dict[str, Value]:
    """Every figure of the form, beside that of the period before and of the same period last year."""
    scopes = scope.compared()
    find = Finder(form, scopes)
    now, then, year_ago = (find(one) for one in scopes)
    found = {key: compared(value, then.get(key), year_ago.get(key)) for key, value in now.items()}
    return work_out(form.figures, found)


class Finder:
    """Reads what the figures of a few scopes rest on in a handful of queries, then answers for each scope."""

    def __init__(self, form: ReportForm, scopes: tuple[Scope, ...]) -> None:
        first = scopes[0]
        self.form = form
        self.units = with_below(first.unit.pk, children_in(first.agency)) if first.unit else None
        years = [scope.as_of.year for scope in scopes]
        self.tasks = TaskBook(first.agency, min(years), max(years))
        self.targets = TargetBook(first.agency, min(years), max(years))
        self.measured = _measured(form, scopes)

    def __call__(self, scope: Scope) -> dict[str, Value]:
        """The values that are found, not worked out, for one of the scopes."""
        counts = {**self.tasks.tally(scope.as_of, self.units), **self.targets.tally(scope.as_of, self.units)}
        by_kind: dict[SourceKind, Callable[[FigureSpec], Value]] = {
            SourceKind.PLAN: lambda spec: _count(counts, spec, scope.as_of),
            SourceKind.INDICATOR: lambda spec: _part(self.behind(spec, scope), spec),
        }
        return {spec.key: by_kind[spec.kind](spec) for spec in self.form.figures if spec.kind in by_kind}

    def behind(self, spec: FigureSpec, scope: Scope) -> Measured | None:
        """What an indicator's figure is a part of; None where the catalogue has no such indicator."""
        return self.measured[spec.of[0], days_of(spec, scope)]


def _count(counts: Mapping[str, tuple[int, ...]], spec: FigureSpec, as_of: date) -> Value:
    rows = counts[spec.of[0]]
    whole = counts["targets" if spec.of[0].startswith("targets") else "tasks"]
    if not whole:
        return Value(gap=Gap.NO_PLAN)
    return Value(value=Decimal(len(rows)), as_of=as_of, rows=rows)


def days_of(spec: FigureSpec, scope: Scope) -> Days:
    """The days that a figure tells of: those of the report, or from January to its last, with their period if any."""
    period = scope.period
    if isinstance(period, Span):
        first = date(period.year, 1, 1) if spec.basis is Basis.YEAR else scope.since or period.first
        return Days(first, scope.as_of)
    if spec.basis is Basis.YEAR:
        return Days(date(period.year, 1, 1), scope.as_of, to_date(period) if period.last.month % 3 == 0 else None)
    return Days(scope.since or period.first, scope.as_of, period)


Found = dict[tuple[str, Days], Measured | None]


def _measured(form: ReportForm, scopes: tuple[Scope, ...]) -> Found:
    """(indicator's code, period) → what was observed; None where the catalogue has no such indicator."""
    agency, unit = scopes[0].agency, scopes[0].unit
    specs = [spec for spec in form.figures if spec.kind is SourceKind.INDICATOR]
    stretches = list(dict.fromkeys(days_of(spec, scope) for spec in specs for scope in scopes))
    codes = {spec.of[0] for spec in specs}
    known = Indicator.objects.with_versions().filter(agency=None, code__in=codes)
    indicators = {indicator.code: indicator for indicator in known}
    unit_key = unit.pk if unit else None
    read = readings_in(agency=agency, indicators=list(indicators.values()), stretches=stretches, units=[unit_key])
    return {
        (code, days): read[indicators[code].pk, days, unit_key] if code in indicators else None
        for code in codes
        for days in stretches
    }


def _part(measured: Measured | None, spec: FigureSpec) -> Value:
    """The part of an observation that the figure is, with the day it was true of."""
    if measured is None or measured.reading is None:
        return Value(gap=Gap.NO_OBSERVATION)
    value: Decimal | None = getattr(measured, spec.part)
    rows = tuple(entry.key for entry in measured.reading.entries if entry.key is not None)
    gap = None
    if value is None:
        gap = Gap.NOTHING_TO_DIVIDE if spec.part == "value" and measured.denominator == 0 else Gap.PARTS_MISSING
    return Value(
        value=value, as_of=measured.as_of, estimate=measured.is_estimate, rows=rows, gap=gap, counted=measured.counted
    )
