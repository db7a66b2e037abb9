"""Headcount: assigned against who is there, the path of reduction, and what was assigned when."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cchc.common.charts import LineChart, Point
from cchc.common.tables import Column, Filter, Listing

from .. import actions
from ..access import account_of, may, needs
from ..forms.headcount import QuotaForm, YearForm
from ..headcount import Course, Row, Step, courses, every_kind, sheet
from ..models import Quota, Unit
from ..rules.headcount import Mark
from .editing import FormPage, edit

_MARKS = {Mark.OVER: ("missed", gettext_lazy("vượt số được giao")), Mark.EVEN: ("reached", gettext_lazy("đủ")),
          Mark.UNDER: ("waiting", gettext_lazy("còn chỉ tiêu")),
          Mark.NOT_ASSIGNED: ("no_data", gettext_lazy("chưa ghi số được giao"))}  # fmt: skip
_PATH_MARKS = {Mark.OVER: ("missed", gettext_lazy("cao hơn lộ trình")),
               Mark.EVEN: ("reached", gettext_lazy("trong lộ trình")),
               Mark.NOT_ASSIGNED: ("no_data", gettext_lazy("chưa đến, chưa giao"))}  # fmt: skip


def state_of(row: Row) -> tuple[str, str]:
    """Code and word of how a row stands."""
    code, word = _MARKS[row.mark]
    return code, str(word)


def _units(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.name) for unit in Unit.objects.visible_to(account_of(request))]


HEADCOUNT = Listing(
    name="bien-che",
    title=gettext_lazy("Biên chế theo đơn vị"),
    columns=[
        Column("unit", gettext_lazy("Đơn vị"), value="unit.name", sort="unit__sort"),
        Column("what", gettext_lazy("Loại"), sort="kind__code"),
        Column("assigned", gettext_lazy("Được giao"), kind="number", decimals=0, sort="assigned"),
        Column("present", gettext_lazy("Có mặt"), kind="number", decimals=0, sort="present"),
        Column("difference", gettext_lazy("Chênh lệch"), kind="number", decimals=0, sort="difference"),
        Column("state", gettext_lazy("Đối chiếu"), value=state_of, kind="state"),
        Column("basis", gettext_lazy("Quyết định giao")),
    ],
    filters=[
        Filter("don-vi", gettext_lazy("Đơn vị"), choices=_units,
               apply=lambda rows, value: [row for row in rows if str(row.unit.pk) == value]),
        Filter("doi-chieu", gettext_lazy("Đối chiếu"), choices=[(mark.value, _MARKS[mark][1]) for mark in Mark],
               apply=lambda rows, value: [row for row in rows if row.mark == value]),
    ],
    search=["unit__folded"],
    keep=["nam"],
    row_url=lambda row: reverse("organisation:quota", args=[row.unit.pk]),
    empty_title=gettext_lazy("Chưa có số biên chế nào"),
    empty_text=gettext_lazy("Mở một đơn vị để ghi số được giao theo quyết định."),
)  # fmt: skip


def _year(request: HttpRequest) -> tuple[YearForm, int]:
    this = timezone.localdate().year
    form = YearForm(request.GET if request.GET.get("nam") else None, initial={"nam": this})
    year = form.cleaned_data["nam"] if form.is_bound and form.is_valid() else None
    return form, year or this


def _chart(course: Course) -> LineChart:
    return LineChart(
        title=course.kind.name(get_language() or "vi"), unit=_("người"), decimals=0,
        points=[Point(str(step.year), step.present, target=step.allowed) for step in course.steps],
        before=[step.assigned for step in course.steps], before_label=_("được giao"),
    )  # fmt: skip


def _told(step: Step) -> dict[str, Any]:
    code, word = _PATH_MARKS[step.mark]
    return {"step": step, "code": code, "word": word}


@needs("organisation.view")
def headcount(request: HttpRequest) -> HttpResponseBase:
    """A year: each unit and kind, totals, marks; and how far the reduction has come."""
    account, today = account_of(request), timezone.localdate()
    form, year = _year(request)
    found = sheet(account.agency, year, today)
    page = HEADCOUNT.page(request, found.rows)
    ways = [{"course": one, "chart": _chart(one), "steps": [_told(step) for step in one.steps]}
            for one in courses(account.agency, today)]  # fmt: skip
    totals = [{"row": row, "state": state_of(row)} for row in found.totals]
    context = {"page": page, "form": form, "year": year, "sheet": found, "totals": totals, "ways": ways,
               "may_manage": may(account, "organisation.manage"),
               "may_staff": may(account, "organisation.staffing"),
               "units": Unit.objects.visible_to(account).filter(closed_on=None)}  # fmt: skip
    return page.download() or render(request, "organisation/headcount.html", context)


@needs("organisation.view")
def quota(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was ever assigned to a unit, what was replaced too."""
    account = account_of(request)
    unit = get_object_or_404(Unit.objects.visible_to(account), pk=pk)
    names = {kind.code: kind.name(get_language() or "vi") for kind in every_kind()}
    rows = [{"quota": row, "what": names.get(row.kind, row.kind)} for row in unit.quotas.all()]
    home = reverse("organisation:headcount")
    context = {"unit": unit, "rows": rows, "this_year": timezone.localdate().year,
               "may_staff": may(account, "organisation.staffing", unit),
               "crumbs": [(_("Biên chế"), home), (unit.name, "")]}  # fmt: skip
    return render(request, "organisation/quota.html", context)


@needs("organisation.staffing")
def quota_assign(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Write down what a decision assigns to a unit for a year."""
    account = account_of(request)
    unit = get_object_or_404(Unit.objects.visible_to(account), pk=pk)
    back, home = reverse("organisation:quota", args=[unit.pk]), reverse("organisation:headcount")
    held = dict(Quota.objects.in_force().of_year(year).filter(unit=unit).values_list("kind", "number"))
    form = QuotaForm(request.POST or None, year=year, held=held)
    title = _("Ghi biên chế năm %(year)s") % {"year": year}
    page = FormPage(title, _("Ghi"), back, _("Đã ghi số được giao."),
                    ((_("Biên chế"), home), (unit.name, back), (title, "")),
                    _("Số ghi sau cùng của năm là số đang dùng; số trước đó vẫn được giữ. Để trống là giữ nguyên."),
                    )  # fmt: skip
    return edit(
        request,
        form,
        lambda _d: actions.assign_quota(by=account, at=timezone.now(), unit=unit, year=year, **form.terms),
        page,
    )
