"""Periodic reports and their figures for other software."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, FilterSchema, Query, Router, Schema

from cchc.organisation.api import Paging, Row, UnitOut, Word, account_of, cut, number, reads, unit_out

from .figures import values_of
from .models import Report, ReportState
from .outline import form_of

router = Router(tags=["reports"])


class ReportOut(Schema):
    """A periodic report."""

    id: int
    period: str = Field(examples=["2026-Q3"])
    unit: UnitOut | None = Field(description="Whose report; none: the department's.")
    version: int
    corrects_id: int | None = Field(description="The earlier version that this one corrects.")
    state: ReportState
    number: str
    as_of: date
    submitted_at: datetime | None
    digest: str = Field(description="SHA-256 of everything that was frozen when it was sent.")


class ReportsOut(Schema):
    """A part of the reports."""

    count: int
    items: list[ReportOut]


class FigureOut(Schema):
    """A figure of a report: as it was frozen, or as it stands while the report is a draft."""

    key: str
    value: str | None
    as_of: date | None
    estimated: bool
    counted: bool
    previous: str | None = Field(description="The period before.")
    last_year: str | None = Field(description="The same period last year.")
    rows: int = Field(description="How many rows are behind it.")


class FiguresOut(Schema):
    """The figures of a report."""

    report_id: int
    form: str
    items: list[FigureOut]


class ReportFilter(FilterSchema):
    """Which reports."""

    period_code: Word | None = Field(None, alias="period")
    state: ReportState | None = None


def _rows(request: HttpRequest) -> Any:
    return Report.objects.visible_to(account_of(request)).select_related("unit")


@reads(router, "/reports", "reports.view", ReportsOut)
def report_list(request: HttpRequest, filters: Query[ReportFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Reports, the latest first"""
    return cut(filters.filter(_rows(request)), paging, _report)


@reads(router, "/reports/{key}", "reports.view", ReportOut)
def report_one(request: HttpRequest, key: Row) -> dict[str, Any]:
    """One report"""
    return _report(get_object_or_404(_rows(request), pk=key))


@reads(router, "/reports/{key}/figures", "reports.view", FiguresOut)
def report_figures(request: HttpRequest, key: Row) -> dict[str, Any]:
    """The figures of a report"""
    report = get_object_or_404(_rows(request).select_related("agency"), pk=key)
    form = form_of(report.form_code, report.form_version)
    items = [
        {"key": name, "value": number(value.value), "as_of": value.as_of, "estimated": value.estimate,
         "counted": value.counted, "previous": number(value.previous), "last_year": number(value.last_year),
         "rows": len(value.rows)}
        for name, value in values_of(report).items()
    ]  # fmt: skip
    return {"report_id": report.pk, "form": f"{form.code} {form.version}", "items": items}


def _report(row: Report) -> dict[str, Any]:
    return {
        "id": row.pk, "period": row.period_code, "unit": unit_out(row.unit), "version": row.version,
        "corrects_id": row.corrects_id, "state": row.state, "number": row.number, "as_of": row.as_of,
        "submitted_at": row.submitted_at, "digest": row.digest,
    }  # fmt: skip
