"""Indicators and their values for other software."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from cchc.common.periods import Period
from cchc.indicators.models import Indicator
from cchc.indicators.rules import Content, Direction, Formula, Unit
from cchc.indicators.values import reading_for
from cchc.organisation.api import Paging, Word, account_of, cut, number, reads
from cchc.organisation.models import Unit as Body

router = Router(tags=["indicators"])


class IndicatorOut(Schema):
    """An indicator as it is defined today."""

    code: str = Field(examples=["dossier_on_time"])
    version: int
    name_vi: str
    name_en: str
    content: Content
    formula: Formula
    unit: Unit
    direction: Direction
    numerator: str
    denominator: str
    counted: bool = Field(description="Counted from registers, where the department says they are whole.")
    sources: list[str]


class IndicatorsOut(Schema):
    """A part of the indicators."""

    count: int
    items: list[IndicatorOut]


class ValueOut(Schema):
    """The value of an indicator for a period, as known now."""

    indicator: str
    definition_version: int
    period: str
    unit_id: int | None
    value: str | None
    numerator: str | None
    denominator: str | None
    estimated: bool
    counted: bool
    as_of: date | None
    missing: list[str] = Field(description="Months of the period that are over and that nobody reported.")


class Asked(Schema):
    """Which value."""

    period: str = Field(
        pattern=r"^[0-9]{4}-(M(0[1-9]|1[0-2])|Q[1-4]|H[12]|N|Y)$",
        examples=["2026-Q3"],
        description="Month M01…M12, quarter Q1…Q4, half year H1, H2, nine months N, year Y.",
    )
    unit: int | None = Field(None, ge=1, le=2**63 - 1, description="A unit's key; none: the department.")


@reads(router, "/indicators", "indicators.view", IndicatorsOut)
def indicator_list(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Indicators, by their codes"""
    rows = Indicator.objects.visible_to(account_of(request)).with_versions().order_by("code", "pk")
    return cut(rows, paging, _indicator)


@reads(router, "/indicators/{key}", "indicators.view", IndicatorOut)
def indicator_one(request: HttpRequest, key: Word) -> dict[str, Any]:
    """One indicator"""
    return _indicator(_find(request, key))


@reads(router, "/indicators/{key}/value", "indicators.view", ValueOut)
def indicator_value(request: HttpRequest, key: Word, asked: Query[Asked]) -> dict[str, Any]:
    """The value of an indicator"""
    indicator, account = _find(request, key), account_of(request)
    try:
        period = Period.parse(asked.period)
    except ValueError as error:
        raise Http404 from error
    unit = get_object_or_404(Body.objects.visible_to(account), pk=asked.unit) if asked.unit else None
    value = reading_for(agency=account.agency, indicator=indicator, period=period, unit=unit)
    return {
        "indicator": indicator.code, "definition_version": value.definition.version, "period": period.code,
        "unit_id": value.unit_id, "value": number(value.value), "numerator": number(value.numerator),
        "denominator": number(value.denominator), "estimated": value.is_estimate, "counted": value.counted,
        "as_of": value.as_of, "missing": [month.code for month in value.missing],
    }  # fmt: skip


def _find(request: HttpRequest, code: str) -> Indicator:
    """The indicator of a code, the department's own before the common one. Raises Http404."""
    rows = Indicator.objects.visible_to(account_of(request)).with_versions().filter(code=code)
    found = sorted(rows, key=lambda one: one.agency_id is None)
    if not found:
        raise Http404
    return found[0]


def _indicator(row: Indicator) -> dict[str, Any]:
    said = row.definition_on(timezone.localdate())
    return {
        "code": row.code, "version": said.version, "name_vi": said.name.vi, "name_en": said.name.en,
        "content": said.content, "formula": said.formula, "unit": said.unit, "direction": said.direction,
        "numerator": said.numerator.vi, "denominator": said.denominator.vi, "counted": bool(said.counts),
        "sources": [source.title for source in said.sources],
    }  # fmt: skip
