"""The rows behind a figure: tasks, targets or observations, by the keys that the figure was frozen with."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from cchc.indicators.models import Indicator, Observation
from cchc.indicators.presenting import rows_behind as counted_rows
from cchc.indicators.values_in_days import readings_in
from cchc.organisation.models import Unit
from cchc.plans import dues
from cchc.plans.models import Target, Task

from .figures import Scope, days_of
from .models import Report
from .rules.outline import FigureSpec, SourceKind
from .rules.values import Value

MOST = 500
"""Rows shown on one page; no department has a plan or a period with more."""


@dataclass(frozen=True)
class Row:
    """A task or target as the page lists it."""

    text: str
    unit: str
    due: date | None
    plan: str
    url: str
    source: str  # its kind of due date, for the certificate
    key: int


def rows_behind(report: Report, spec: FigureSpec, value: Value) -> dict[str, Any]:
    """The kind of rows and the rows; a figure worked out of others has none of its own."""
    keys = value.rows[:MOST]
    if value.counted:
        return {"kind": "counted", "rows": _registers(report, spec)}
    if spec.kind is SourceKind.INDICATOR:
        observed = Observation.objects.filter(agency_id=report.agency_id, pk__in=keys)
        return {"kind": "observations", "rows": observed.select_related("unit", "evidence", "entered_by__person")}
    if spec.kind is not SourceKind.PLAN:
        return {"kind": "parts", "rows": ()}
    if spec.of[0].startswith("targets"):
        targets = Target.objects.filter(agency_id=report.agency_id, pk__in=keys).select_related("owner", "plan")
        found = [
            Row(
                row.text,
                _name(row.owner),
                row.due_on,
                row.plan.title,
                reverse("plans:target", args=[row.pk]),
                dues.TARGET,
                row.pk,
            )
            for row in targets
        ]
        return {"kind": "targets", "rows": found}
    tasks = Task.objects.filter(agency_id=report.agency_id, pk__in=keys).select_related("lead", "plan")
    rows = [
        Row(
            row.text, row.lead_name, row.due_on, row.plan.title, reverse("plans:task", args=[row.pk]), dues.TASK, row.pk
        )
        for row in tasks
    ]
    return {"kind": "tasks", "rows": rows}


def _registers(report: Report, spec: FigureSpec) -> list[tuple[str, str]]:
    """What is counted, and the page of the register's rows: as the register is now, for whoever may see it."""
    found = Indicator.objects.with_versions().filter(agency=None, code=spec.of[0]).first()
    if found is None:
        return []
    days, unit = days_of(spec, Scope.of(report)), report.unit_id
    read = readings_in(agency=report.agency, indicators=[found], stretches=[days], units=[unit])
    return counted_rows(read[found.pk, days, unit])


def _name(unit: Unit | None) -> str:
    return unit.short_name if unit else ""


def indicator_pages(report: Report, spec: FigureSpec) -> dict[str, str]:
    """The pages of the indicator behind a figure: what it is, and where that of the report's period is entered."""
    if spec.kind is not SourceKind.INDICATOR:
        return {}
    found = Indicator.objects.filter(agency=None, code=spec.of[0]).first()
    if found is None:
        return {}
    asked = {"ky": report.period_code} | ({"don-vi": report.unit_id} if report.unit_id else {})
    return {
        "indicator_url": reverse("indicators:indicator", args=[found.code]),
        "entry_url": f"{reverse('indicators:figure_new', args=[found.code])}?{urlencode(asked)}",
    }
