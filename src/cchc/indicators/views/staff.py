"""The posts and the quotas behind figures of headcount."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from cchc.common.tables import Column, Filter, Listing
from cchc.indicators.behind import KEPT, in_unit, rows_asked_for
from cchc.indicators.staff import QUOTAS, STAFF
from cchc.organisation.access import account_of, needs
from cchc.organisation.headcount import every_kind
from cchc.organisation.models import Quota, Tenure, Unit


def _units(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.short_name) for unit in Unit.objects.visible_to(account_of(request))]


def _kind(quota: Quota) -> str:
    names = {kind.code: kind.name(get_language() or "vi") for kind in every_kind()}
    return names.get(quota.kind, quota.kind)


_UNIT = Filter("don-vi", gettext_lazy("Đơn vị"), _units, apply=in_unit)
POSTS = Listing(
    name="chuc-vu",
    title=gettext_lazy("Chức vụ của người trong Sở"),
    columns=[
        Column("person", gettext_lazy("Họ và tên"), value="person.full_name", sort="person__folded"),
        Column("post", gettext_lazy("Chức vụ"), sort="post"),
        Column("unit", gettext_lazy("Đơn vị"), value="unit.name", sort="unit__sort"),
        Column("status", gettext_lazy("Chế độ làm việc"), value="status_word", kind="short"),
        Column("pay", gettext_lazy("Nguồn lương"), value="pay_word", kind="short"),
        Column("started", gettext_lazy("Từ ngày"), value="started_on", kind="date", sort="started_on"),
        Column("ended", gettext_lazy("Thôi từ ngày"), value="ended_on", kind="date", sort="ended_on"),
    ],
    filters=[_UNIT],
    search=["person__folded"],
    order=["unit__sort", "person__folded"],
    keep=KEPT,
    row_url=lambda row: reverse("organisation:person_detail", args=[row.person_id]),
    empty_title=gettext_lazy("Không có chức vụ nào"),
)
ASSIGNED = Listing(
    name="bien-che-duoc-giao",
    title=gettext_lazy("Biên chế được giao"),
    columns=[
        Column("unit", gettext_lazy("Đơn vị"), value="unit.name", sort="unit__sort"),
        Column("kind", gettext_lazy("Loại"), value=_kind, sort="kind"),
        Column("year", gettext_lazy("Năm"), value=lambda row: str(row.year), kind="short", sort="started_on"),
        Column("number", gettext_lazy("Được giao"), kind="number", decimals=0, sort="number", total="number"),
        Column("basis", gettext_lazy("Quyết định giao"), sort="basis"),
    ],
    filters=[_UNIT],
    search=["unit__folded"],
    order=["unit__sort", "kind"],
    keep=KEPT,
    row_url=lambda row: reverse("organisation:quota", args=[row.unit_id]),
    empty_title=gettext_lazy("Không có số được giao nào"),
)


def _shown(request: HttpRequest, listing: Listing, found: tuple[Any, str]) -> HttpResponseBase:
    page = listing.page(request, found[0])
    context = {"page": page, "behind": found[1], "title": listing.title}
    return page.download() or render(request, "indicators/rows_behind.html", context)


@needs("organisation.view")
def staff_rows(request: HttpRequest) -> HttpResponseBase:
    """Posts of people, or those behind a figure."""
    rows = Tenure.objects.filter(unit__agency=account_of(request).agency).select_related("person", "unit")
    return _shown(request, POSTS, rows_asked_for(request, STAFF, rows))


@needs("organisation.view")
def quota_rows(request: HttpRequest) -> HttpResponseBase:
    """What is assigned to units, or what stands behind a figure."""
    rows = Quota.objects.visible_to(account_of(request)).in_force().select_related("unit")
    return _shown(request, ASSIGNED, rows_asked_for(request, QUOTAS, rows))
