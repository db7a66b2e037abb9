"""What the calendar is made of: the obligations, entered and changed; those of plans taken up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cchc.common.answers import act
from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.tables import Column, Filter, Listing
from cchc.organisation.access import account_of, needs

from ..actions import add_obligation, change_obligation, take_up_duties
from ..forms import ObligationForm
from ..models import Obligation, Who
from ..words import times_of

OBLIGATIONS = Listing(
    name="che-do-bao-cao",
    title=gettext_lazy("Chế độ báo cáo"),
    columns=[
        Column("title", gettext_lazy("Báo cáo"), sort="title"),
        Column("who", gettext_lazy("Ai báo cáo"), sort="who",
               value=lambda row: row.unit.name if row.unit else row.get_who_display()),
        Column("to", gettext_lazy("Gửi đến"), sort="to"),
        Column("times", gettext_lazy("Định kỳ và hạn"), value=times_of),
        Column("starts", gettext_lazy("Từ ngày"), value="starts_on", kind="date", sort="starts_on"),
        Column("ends", gettext_lazy("Đến ngày"), value="ends_on", kind="date", sort="ends_on"),
        Column("basis", gettext_lazy("Căn cứ"), sort="basis"),
    ],
    filters=[Filter("ai", gettext_lazy("Ai báo cáo"), choices=Who.choices, field="who")],
    order=["starts_on"],
    row_url=lambda row: reverse("reports:obligation", args=[row.pk]),
    empty_title=gettext_lazy("Chưa có chế độ báo cáo nào"),
    empty_text=gettext_lazy("Đưa chế độ báo cáo của kế hoạch vào lịch, hoặc nhập báo cáo phải gửi."),
)  # fmt: skip


def _crumbs(here: str = "") -> list[tuple[str, str]]:
    rows = [(_("Lịch báo cáo"), reverse("reports:calendar")),
            (_("Chế độ báo cáo"), reverse("reports:obligation_list"))]  # fmt: skip
    return [*rows, (here, "")] if here else [rows[0], (rows[1][0], "")]


@needs("reports.round")
def obligation_list(request: HttpRequest) -> HttpResponseBase:
    """Every obligation of the department."""
    rows = Obligation.objects.visible_to(account_of(request)).select_related("unit", "duty__plan")
    page = OBLIGATIONS.page(request, rows)
    return page.download() or render(request, "reports/obligations.html", {"page": page, "crumbs": _crumbs()})


@needs("reports.round")
def obligation_new(request: HttpRequest) -> HttpResponse:
    """Enter an obligation by hand."""
    account = account_of(request)
    form = ObligationForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        try:
            add_obligation(given=form.cleaned_data, by=account, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã đưa vào lịch báo cáo."))
            return redirect("reports:calendar")
    context = {"form": form, "title": _("Nhập báo cáo phải gửi"), "crumbs": _crumbs(_("Nhập báo cáo phải gửi"))}
    return render(request, "reports/obligation.html", context)


@needs("reports.round")
def obligation(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an obligation, or end it by its last day."""
    account = account_of(request)
    found = get_object_or_404(Obligation.objects.visible_to(account).select_related("duty__plan"), pk=pk)
    form = ObligationForm(request.POST or None, account=account, obligation=found)
    if request.method == "POST" and form.is_valid():
        try:
            change_obligation(obligation=found, given=form.cleaned_data, by=account, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã lưu; lịch đã tính lại."))
            return redirect("reports:obligation_list")
    context = {"form": form, "title": found.title, "found": found, "crumbs": _crumbs(found.title[:60])}
    return render(request, "reports/obligation.html", context)


@needs("reports.round")
@require_POST
def obligations_take_up(request: HttpRequest) -> HttpResponse:
    """Take up the duties of living plans."""
    by = account_of(request)
    return act(
        request, lambda: take_up_duties(agency=by.agency, by=by, at=timezone.now()),
        lambda made: _("Đã đưa %(count)s chế độ báo cáo vào lịch; hãy xem lại hạn của từng báo cáo.") % {"count": made},
        "reports:obligation_list",
    )  # fmt: skip
