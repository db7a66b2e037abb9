"""Who read sensitive records: searched by whoever watches over it."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common import personal
from cchc.common.models import Reading, ReadingKind
from cchc.common.tables import Column, Filter, Listing
from cchc.organisation.access import account_of, needs
from cchc.organisation.models import Person

SPANS = {
    "hom-nay": (0, gettext_lazy("Hôm nay")),
    "7-ngay": (6, gettext_lazy("7 ngày qua")),
    "30-ngay": (29, gettext_lazy("30 ngày qua")),
    "1-nam": (364, gettext_lazy("1 năm qua")),
}
BY_ACCOUNT = "organisation.accountsession"


def _table(row: Reading) -> str:
    holding = personal.holding_of(row.record_type)
    return str(holding.label) if holding else row.record_type


def _fields(row: Reading) -> str:
    holding = personal.holding_of(row.record_type)
    known = holding.by_field if holding else {}
    return ", ".join(str(known[name].what) if name in known else name for name in row.fields)


def _own(request: HttpRequest) -> QuerySet[Reading]:
    return Reading.objects.filter(agency_id=account_of(request).agency_id)


def _tables(_request: HttpRequest) -> list[tuple[str, Any]]:
    recorded = [one for one in personal.holdings() if any(datum.is_recorded for datum in one.data)]
    return [(one.model, one.label) for one in recorded]


def _since(rows: QuerySet[Reading], value: str) -> QuerySet[Reading]:
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=SPANS[value][0])
    return rows.filter(at__gte=start)


READINGS = Listing(
    name="da-xem",
    title=gettext_lazy("Nhật ký xem dữ liệu nhạy cảm"),
    columns=[
        Column("reader", gettext_lazy("Người xem"), value="reader_name", sort="reader_name"),
        Column("at", gettext_lazy("Lúc"), kind="moment", sort="at"),
        Column("table", gettext_lazy("Xem gì"), value=_table, sort="record_type"),
        Column("fields", gettext_lazy("Dữ liệu"), value=_fields),
        Column("kind", gettext_lazy("Cách xem"), value="get_kind_display", kind="short", sort="kind"),
        Column("count", gettext_lazy("Số bản ghi"), kind="number", decimals=0, sort="count"),
    ],
    filters=[
        Filter("xem-gi", gettext_lazy("Xem gì"), choices=_tables, field="record_type"),
        Filter("cach", gettext_lazy("Cách xem"), choices=ReadingKind.choices, field="kind"),
        Filter("thoi-gian", gettext_lazy("Thời gian"), apply=_since,
               choices=[(code, label) for code, (_days, label) in SPANS.items()]),
    ],
    search=["folded"],
    order=["-at"],
    row_url=lambda row: reverse("personal_reading", args=[row.pk]),
    search_hint=gettext_lazy("Tên người xem"),
    empty_title=gettext_lazy("Chưa ai xem dữ liệu nhạy cảm"),
    empty_text=gettext_lazy("Mỗi lần một trang hay một tệp xuất ra cho thấy đầy đủ dữ liệu nhạy cảm của người khác, "
                            "một dòng được ghi ở đây."),
)  # fmt: skip


@needs("personal.audit")
def reading_list(request: HttpRequest) -> HttpResponseBase:
    """Who read what, the latest first."""
    page = READINGS.page(request, _own(request))
    return page.download() or render(request, "config/personal/readings.html", {"page": page, "may_audit": True,
                                                                                "here": "readings"})  # fmt: skip


@needs("personal.audit")
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """One reading: which records were shown."""
    row = get_object_or_404(_own(request), pk=pk)
    people = []
    if row.record_type == BY_ACCOUNT:
        visible = Person.objects.visible_to(account_of(request))
        people = list(visible.filter(account__in=[int(key) for key in row.keys if key.isdigit()]))
    facts = [(_("Người xem"), row.reader_name), (_("Xem gì"), _table(row)), (_("Dữ liệu"), _fields(row)),
             (_("Cách xem"), row.get_kind_display()), (_("Số bản ghi"), row.count),
             (_("Mã yêu cầu"), row.trace)]  # fmt: skip
    crumbs = [(_("Dữ liệu cá nhân"), reverse("personal")), (_("Nhật ký xem"), reverse("personal_readings")), ("…", "")]
    context = {"row": row, "facts": facts, "people": people, "keys": ", ".join(row.keys), "crumbs": crumbs}
    return render(request, "config/personal/reading.html", context)
