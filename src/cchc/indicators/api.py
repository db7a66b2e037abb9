"""Indicators and their values for other software, and the one way in which it enters a figure."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db import IntegrityError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja import Path as PathParameter
from ninja import Query as QueryParameter
from pydantic import BeforeValidator, WithJsonSchema

from cchc.common.periods import Period
from cchc.documents.models import StoredFile
from cchc.indicators.actions import correct, observe, says_the_same
from cchc.indicators.given import Given, Slot, evidence_for
from cchc.indicators.models import Indicator, Observation
from cchc.indicators.rules import Content, Direction, Formula, Unit
from cchc.indicators.values import reading_for
from cchc.organisation.api import Conflict, Day, Paging, Word, account_of, cut, number, puts, reads
from cchc.organisation.models import Account
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


PERIOD = r"^[0-9]{4}-(M(0[1-9]|1[0-2])|Q[1-4]|H[12]|N|Y)$"
PeriodCode = Annotated[str, PathParameter(pattern=PERIOD, description="As in the query of the value.")]
_DECIMAL = r"^-?[0-9]{1,16}([.][0-9]{1,4})?$"


def _written(value: object) -> object:
    """A number as answers write it: text, with a point."""
    if not isinstance(value, str) or not re.fullmatch(_DECIMAL, value):
        raise ValueError("a number is written as text, with a point and at most four decimals")
    return value


Number = Annotated[
    Decimal,
    BeforeValidator(_written),
    WithJsonSchema({"type": "string", "pattern": _DECIMAL, "description": "A decimal as text, with a point."}),
]
Note = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")]
Digest = Annotated[
    str | None, QueryParameter(pattern=r"^[0-9a-f]{64}$", description="Only files of these contents: their SHA-256.")
]
Reason = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]


class OfUnit(Schema):
    """Whose value."""

    unit: int | None = Field(None, ge=1, le=2**63 - 1, description="A unit's key; none: the department.")


class Asked(Schema):
    """Which value."""

    period: str = Field(
        pattern=PERIOD,
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


class FileOut(Schema):
    """A kept file."""

    id: int
    name: str = Field(examples=["bao-cao-12.pdf"])
    media_type: str
    size: int = Field(description="Bytes.")
    sha256: str
    uploaded_at: datetime


class FilesOut(Schema):
    """A part of the files."""

    count: int
    items: list[FileOut]


@reads(router, "/evidence", "indicators.observe", FilesOut)
def evidence_list(request: HttpRequest, paging: Query[Paging], sha256: Digest = None) -> dict[str, Any]:
    """Files that a figure may rest on: given by the owner of the token, or evidence of a figure already"""
    rows = evidence_for(account_of(request)).order_by("-uploaded_at", "-pk")
    return cut(rows.filter(sha256=sha256) if sha256 else rows, paging, _file)


def _file(row: StoredFile) -> dict[str, Any]:
    names = ("name", "media_type", "size", "sha256", "uploaded_at")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


class Entering(Schema):
    """A figure as it is entered: the value, or numerator and denominator of a share."""

    value: Number | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    estimated: bool = Field(default=False, description="Not final yet.")
    as_of: Day | None = Field(None, description="The day it was true of; none: the period's end, or today.")
    note: Note = Field("", description="What it rests on: paper, system, file. Asked for where nothing can be counted.")
    evidence: int | None = Field(
        None, ge=1, le=2**63 - 1, description="The `id` of a kept file of `/evidence` that it rests on; none: no file."
    )
    replaces: int | None = Field(
        None, ge=1, le=2**63 - 1, description="The `id` of the figure that this one corrects, as it was read."
    )
    reason: Reason = Field("", description="Why the figure before was not right; only with `replaces`.")


class EnteredOut(Schema):
    """The figure that holds."""

    id: int
    period: str
    unit_id: int | None
    value: str | None
    numerator: str | None
    denominator: str | None
    estimated: bool
    as_of: date
    evidence: int | None = Field(description="The `id` of the file that it rests on.")
    changed: bool = Field(description="False where the same figure was there already.")


@puts(router, "/indicators/{key}/values/{period}", "indicators.observe", EnteredOut)
def indicator_enter(
    request: HttpRequest, key: Word, period: PeriodCode, given: Entering, unit: Query[OfUnit]
) -> dict[str, Any]:
    """Enter the figure of a period, or correct it"""
    indicator, by, at = _find(request, key), account_of(request), timezone.now()
    try:
        when = Period.parse(period)
    except ValueError as error:
        raise Http404 from error
    body = get_object_or_404(Body.objects.visible_to(by), pk=unit.unit) if unit.unit else None
    file = get_object_or_404(evidence_for(by), pk=given.evidence) if given.evidence else None
    wanted = Given(value=given.value, numerator=given.numerator, denominator=given.denominator,
                   is_estimate=given.estimated, as_of=given.as_of, note=given.note, evidence=file)  # fmt: skip
    try:
        return _enter(Slot(indicator, when, body), wanted, given, by, at)
    except IntegrityError as error:
        raise Conflict("somebody else entered this figure at the same moment") from error


def _enter(slot: Slot, wanted: Given, given: Entering, by: Account, at: datetime) -> dict[str, Any]:
    held = Observation.objects.filter(agency_id=by.agency_id, indicator=slot.indicator, unit=slot.unit)
    there = held.filter(period=slot.period.code).current().first()
    if there is not None and says_the_same(there, wanted):
        return _entered(there, changed=False)
    if there is None and given.replaces is None:
        new = observe(indicator=slot.indicator, period=slot.period, given=wanted, by=by, at=at, unit=slot.unit)
        return _entered(new, changed=True)
    if there is None or there.pk != given.replaces:
        said = f"the figure that holds is {there.pk}" if there else "no figure holds"
        raise Conflict(f"{said}; name it in `replaces` to correct it")
    return _entered(correct(observation=there, given=wanted, reason=given.reason, by=by, at=at), changed=True)


def _entered(row: Observation, *, changed: bool) -> dict[str, Any]:
    return {
        "id": row.pk, "period": row.period, "unit_id": row.unit_id, "value": number(row.value),
        "numerator": number(row.numerator), "denominator": number(row.denominator), "estimated": row.is_estimate,
        "as_of": row.as_of, "evidence": row.evidence_id, "changed": changed,
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
