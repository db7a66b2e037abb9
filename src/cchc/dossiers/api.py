"""The register of dossiers for other software. It holds nothing that names the applicant."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, FilterSchema, Query, Router, Schema

from cchc.dossiers.models import Dossier
from cchc.organisation.api import Day, Paging, UnitOut, Word, account_of, cut, number, reads, unit_out

router = Router(tags=["dossiers"])


class DossierOut(Schema):
    """A request for an administrative procedure."""

    code: str
    procedure: str
    unit: UnitOut | None
    applicant: str = Field(description="The kind of applicant.")
    channel: str
    state: int = Field(description="One of the ten states of the national portal.")
    received_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    late_on: date | None = Field(description="The first day past due, if it was not finished before.")
    fee: str = Field(description="Đồng.")
    paid_online: bool
    digitised: bool
    reused: bool
    supplements: int
    apologised: bool
    rating: int | None


class DossiersOut(Schema):
    """A part of the dossiers."""

    count: int
    items: list[DossierOut]


class DossierFilter(FilterSchema):
    """Which dossiers."""

    procedure: Word | None = None
    received_from: Day | None = None
    received_until: Day | None = None

    def filter_received_from(self, value: date | None) -> Q:
        """Received on the day or later."""
        return Q(received_on__gte=value) if value else Q()

    def filter_received_until(self, value: date | None) -> Q:
        """Received on the day or earlier."""
        return Q(received_on__lte=value) if value else Q()


@reads(router, "/dossiers", "dossiers.view", DossiersOut)
def dossier_list(request: HttpRequest, filters: Query[DossierFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Dossiers, the latest first"""
    rows = Dossier.objects.visible_to(account_of(request)).select_related("unit")
    return cut(filters.filter(rows), paging, _dossier)


@reads(router, "/dossiers/{code}", "dossiers.view", DossierOut)
def dossier_one(request: HttpRequest, code: Word) -> dict[str, Any]:
    """One dossier by its code"""
    rows = Dossier.objects.visible_to(account_of(request)).select_related("unit")
    return _dossier(get_object_or_404(rows, code=code))


def _dossier(row: Dossier) -> dict[str, Any]:
    plain = set(DossierOut.model_fields) - {"unit", "fee"}
    return {**{name: getattr(row, name) for name in plain}, "unit": unit_out(row.unit), "fee": number(row.fee) or "0"}
