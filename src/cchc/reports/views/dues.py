"""The reports that fell due, or those behind a counted figure."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.periods import label_of
from cchc.common.tables import Column, Filter, Listing
from cchc.indicators.behind import KEPT, in_unit, rows_asked_for
from cchc.organisation.access import account_of, needs
from cchc.organisation.models import Unit

from ..measures import DUES
from ..models import DueReport, DueReportQuerySet, Obligation
from .finding import all_reports

_CAME = {
    "in_time": ("done", gettext_lazy("gửi đúng hạn")),
    "late": ("late", gettext_lazy("gửi sau hạn")),
    "missing": ("late", gettext_lazy("chưa gửi")),
}


def _units(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.short_name) for unit in Unit.objects.visible_to(account_of(request))]


def _titles(request: HttpRequest) -> list[tuple[str, str]]:
    rows = Obligation.objects.visible_to(account_of(request)).values_list("pk", "title")
    return [(str(key), title[:60]) for key, title in rows]


def _came(rows: DueReportQuerySet, value: str) -> DueReportQuerySet:
    """Those that came so: on time, late, not at all."""
    if value == "missing":
        return rows.filter(sent_at=None)
    return rows.filter(DUES.flags[value])


def _state(row: DueReport) -> tuple[str, object]:
    if row.sent_at is None:
        return _CAME["missing"]
    return _CAME["in_time" if row.sent_at <= row.moment else "late"]


LIST = Listing(
    name="bao-cao-den-han",
    title=gettext_lazy("Báo cáo đã đến hạn"),
    columns=[
        Column("title", gettext_lazy("Báo cáo"), value="obligation.title", sort="obligation__title"),
        Column("body", gettext_lazy("Ai báo cáo"), kind="short", sort="unit__sort",
               value=lambda row: row.body.short_name if row.body else row.agency.short_name),
        Column("period", gettext_lazy("Kỳ"), value=lambda row: label_of(row.period_code), kind="short"),
        Column("due", gettext_lazy("Hạn gửi"), value="due_on", kind="date", sort="moment"),
        Column("sent", gettext_lazy("Gửi lúc"), value="sent_at", kind="moment", sort="sent_at"),
        Column("came", gettext_lazy("Kết quả"), kind="state", value=_state),
        Column("returned", gettext_lazy("Bị trả lại"), kind="short", sort="returned",
               value=lambda row: gettext_lazy("có") if row.returned else ""),
    ],
    filters=[
        Filter("bao-cao", gettext_lazy("Báo cáo"), _titles, field="obligation"),
        Filter("ket-qua", gettext_lazy("Kết quả"), [(code, word) for code, (_face, word) in _CAME.items()],
               apply=_came),
        Filter("don-vi", gettext_lazy("Đơn vị"), _units, apply=in_unit),
    ],
    order=["-moment", "unit__sort", "pk"],
    keep=KEPT,
    row_url=lambda row: reverse("reports:asked", args=[row.obligation_id, row.period_code, row.body_id or 0]),
    empty_title=gettext_lazy("Chưa có báo cáo nào đến hạn"),
    empty_text=gettext_lazy("Báo cáo trong lịch có ở đây khi hạn gửi đã qua."),
)  # fmt: skip


@needs("reports.view")
def due_list(request: HttpRequest) -> HttpResponseBase:
    """Reports that fell due, the newest first, or those behind a figure."""
    rows = DueReport.objects.visible_to(account_of(request)).select_related("obligation", "agency", "body", "unit")
    found, behind = rows_asked_for(request, DUES, rows)
    page = LIST.page(request, found)
    crumbs = [all_reports(), (_("Lịch báo cáo"), reverse("reports:calendar")),
              (_("Báo cáo đã đến hạn"), "")]  # fmt: skip
    context = {"page": page, "behind": behind, "crumbs": crumbs}
    return page.download() or render(request, "reports/dues.html", context)
