"""The figures of a report: one function that finds them all, each with its source, its day and its comparisons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cchc.common.periods import Period
from cchc.indicators.models import Indicator
from cchc.indicators.tree import children_in, with_below
from cchc.indicators.values import Value as Measured
from cchc.indicators.values import readings
from cchc.organisation.models import Agency, Unit

from .models import Figure, Report
from .outline import form_of
from .rules.outline import Basis, FigureSpec, ReportForm, SourceKind
from .rules.values import Gap, Value, compared, work_out
from .rules.wording import to_date
from .standing import TargetBook
from .tallies import TaskBook

COUNTED = "counted"
"""What stands before the source of a frozen figure that was counted from the rows of a register."""


@dataclass(frozen=True)
class Scope:
    """What figures are asked of: a department or one of its units, a period, and the last day that counts."""

    agency: Agency
    unit: Unit | None
    period: Period
    as_of: date

    def compared(self) -> tuple["Scope", "Scope", "Scope"]:
        """This one, the period before and the same period last year, the last two whole."""
        return self, self.moved(self.period.previous()), self.moved(self.period.same_last_year())

    def moved(self, period: Period) -> "Scope":
        """The same for another, earlier period, whole."""
        return Scope(self.agency, self.unit, period, period.last)


def values_of(report: Report) -> dict[str, Value]:
    """The figures of a report: those it was frozen with, or those of now while it is a draft."""
    form = form_of(report.form_code, report.form_version)
    if not report.is_draft:
        return {row.key: _frozen(row) for row in Figure.objects.filter(report=report)}
    return collect(form, Scope(report.agency, report.unit, report.period, report.as_of))


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
        return self.measured[spec.of[0], period_of(spec, scope)]


def _count(counts: Mapping[str, tuple[int, ...]], spec: FigureSpec, as_of: date) -> Value:
    rows = counts[spec.of[0]]
    whole = counts["targets" if spec.of[0].startswith("targets") else "tasks"]
    if not whole:
        return Value(gap=Gap.NO_PLAN)
    return Value(value=Decimal(len(rows)), as_of=as_of, rows=rows)


def period_of(spec: FigureSpec, scope: Scope) -> Period:
    """The period that a figure tells of: that of the report, or from January to its end."""
    return to_date(scope.period) if spec.basis is Basis.YEAR else scope.period


Found = dict[tuple[str, Period], Measured | None]


def _measured(form: ReportForm, scopes: tuple[Scope, ...]) -> Found:
    """(indicator's code, period) → what was observed; None where the catalogue has no such indicator."""
    agency, unit = scopes[0].agency, scopes[0].unit
    specs = [spec for spec in form.figures if spec.kind is SourceKind.INDICATOR]
    periods = {period_of(spec, scope) for spec in specs for scope in scopes}
    codes = {spec.of[0] for spec in specs}
    known = Indicator.objects.with_versions().filter(agency=None, code__in=codes)
    indicators = {indicator.code: indicator for indicator in known}
    unit_key = unit.pk if unit else None
    read = readings(agency=agency, indicators=list(indicators.values()), periods=periods, units=[unit_key])
    return {
        (code, period): read[indicators[code].pk, period, unit_key] if code in indicators else None
        for code in codes
        for period in periods
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
