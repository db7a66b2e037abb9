"""The list of reports, and the beginning of a new one."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.periods import label_of
from cchc.common.tables import Column, Filter, Listing
from cchc.organisation.access import account_of, may, needs
from cchc.organisation.models import Account, Unit

from ..actions import create_report
from ..forms import NewReportForm
from ..models import Report, ReportState
from ..outline import PERIODIC, form_on
from ..waiting import LATE, to_write
from ..way import State, states_of
from ..words import name_of, occurrence_word, progress_of
from .calendar import asked_url, due_word
from .finding import report_url, visible


@dataclass(frozen=True)
class _Row:
    """A report with where it is on its way."""

    report: Report
    name: str
    state: State


def _placed(reports: list[Report]) -> list[_Row]:
    states = states_of(reports)
    return [_Row(report, name_of(report), states[report.pk]) for report in reports]


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
        Column("name", gettext_lazy("Báo cáo"), sort="first_day"),
        Column("state", gettext_lazy("Trạng thái"), kind="state", sort="state"),
        Column("whose", gettext_lazy("Của"), value="report.whose", sort="unit__sort"),
        Column("version", gettext_lazy("Lần"), value="report.version", kind="number", sort="version"),
        Column("as_of", gettext_lazy("Chốt đến"), value="report.as_of", kind="date", sort="as_of"),
        Column("sent", gettext_lazy("Gửi lúc"), value="report.submitted_at", kind="moment", sort="submitted_at"),
    ],
    filters=[
        Filter("ky", gettext_lazy("Kỳ"), choices=_periods, field="period_code"),
        Filter("cua", gettext_lazy("Của"), choices=_units, apply=_of_unit),
        Filter("trang-thai", gettext_lazy("Trạng thái"), choices=ReportState.choices, field="state"),
    ],
    order=["-first_day", "unit__sort", "-version"],
    row_url=lambda row: report_url(row.report),
    prepare=_placed,
    empty_title=gettext_lazy("Chưa có báo cáo nào"),
    empty_text=gettext_lazy("Lập báo cáo của kỳ này: số liệu được điền sẵn từ kế hoạch và chỉ số."),
)


NEAR = timedelta(days=31)
"""How far ahead the list of reports tells what has to be sent."""


def _open_near(account: Account, today: date) -> list[dict[str, Any]]:
    """The reports that the person has to write: late ones of half a year, and those due in a month, the first first."""
    mine = to_write(account, today - LATE, today + NEAR, timezone.now())
    return [{"row": row, "url": report_url(row.report) if row.report else asked_url(row), "due": due_word(row),
             "period": occurrence_word(row.occurrence), "state": progress_of(row.stage)} for row in mine]  # fmt: skip


@needs("reports.view")
def report_list(request: HttpRequest) -> HttpResponseBase:
    """Every report the person may see, and above them those that the person has to write next."""
    page, account = REPORTS.page(request, visible(request)), account_of(request)
    answer = page.download()
    if answer:
        return answer
    writes = may(account, "reports.write")
    context = {"page": page, "may_write": writes, "unit": account.unit,
               "near": _open_near(account, timezone.localdate()) if writes else [],
               "may_see_books": may(request.user, "numbers.view")}  # fmt: skip
    return render(request, "reports/report_list.html", context)


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
