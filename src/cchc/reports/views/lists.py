"""The list of reports, and the beginning of a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.periods import label_of
from cchc.common.tables import Column, Filter, Listing
from cchc.organisation.access import account_of, may, needs
from cchc.organisation.models import Unit

from ..actions import create_report
from ..forms import NewReportForm
from ..models import Report, ReportState
from ..outline import PERIODIC, form_on
from .finding import name_of, visible


def _state(report: Report) -> tuple[str, object]:
    return ("done" if report.state == ReportState.SUBMITTED else "doing"), report.get_state_display()


def _periods(request: HttpRequest) -> list[tuple[str, str]]:
    codes = visible(request).order_by("-first_day").values_list("period_code", flat=True)
    return [(code, label_of(code)) for code in dict.fromkeys(codes)]


def _units(request: HttpRequest) -> list[tuple[str, str]]:
    rows = Unit.objects.visible_to(account_of(request)).filter(pk__in=visible(request).order_by().values("unit_id"))
    return [("so", _("Toàn Sở")), *((str(unit.pk), unit.name) for unit in rows)]


def _of_unit(rows: Any, value: str) -> Any:
    if value == "so":
        return rows.filter(unit=None)
    return rows.filter(unit_id=int(value)) if value.isdigit() else rows.none()


REPORTS = Listing(
    name="bao-cao",
    title=gettext_lazy("Báo cáo định kỳ"),
    columns=[
        Column("name", gettext_lazy("Báo cáo"), value=name_of, sort="first_day"),
        Column("whose", gettext_lazy("Của"), sort="unit__sort"),
        Column("version", gettext_lazy("Lần"), kind="number", sort="version"),
        Column("as_of", gettext_lazy("Chốt đến"), kind="date", sort="as_of"),
        Column("state", gettext_lazy("Trạng thái"), kind="state", value=_state, sort="state"),
        Column("sent", gettext_lazy("Gửi lúc"), value="submitted_at", kind="moment", sort="submitted_at"),
    ],
    filters=[
        Filter("ky", gettext_lazy("Kỳ"), choices=_periods, field="period_code"),
        Filter("cua", gettext_lazy("Của"), choices=_units, apply=_of_unit),
        Filter("trang-thai", gettext_lazy("Trạng thái"), choices=ReportState.choices, field="state"),
    ],
    order=["-first_day", "unit__sort", "-version"],
    row_url=lambda report: reverse("reports:report", args=[report.pk]),
    empty_title=gettext_lazy("Chưa có báo cáo nào"),
    empty_text=gettext_lazy("Lập báo cáo của kỳ này: số liệu được điền sẵn từ kế hoạch và chỉ số."),
)


@needs("reports.view")
def report_list(request: HttpRequest) -> HttpResponseBase:
    """Every report the person may see."""
    page = REPORTS.page(request, visible(request))
    context = {"page": page, "may_write": may(request.user, "reports.write"), "unit": account_of(request).unit,
               "may_see_books": may(request.user, "numbers.view")}  # fmt: skip
    return page.download() or render(request, "reports/report_list.html", context)


@needs("reports.write")
def report_new(request: HttpRequest) -> HttpResponseBase:
    """Begin a report."""
    account, today = account_of(request), timezone.localdate()
    kinds = form_on(PERIODIC, today).kinds
    form = NewReportForm(request.POST or None, account=account, today=today, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        try:
            report = create_report(**form.cleaned_data, by=account, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã lập dự thảo; số liệu đã được điền sẵn."))
            return redirect("reports:report", report.pk)
    return render(request, "reports/report_new.html", {"form": form})
