"""The steps of a round: accept, return, unlock, present, sign off, gather; and who gathers which content."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.common.answers import act
from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.organisation.access import account_of, may, needs
from cchc.plans.contents import title_on
from cchc.plans.rules.contents import ORDER, Content

from ..actions import (
    accept_report,
    approve_report,
    consolidate,
    hand_back_report,
    name_focal,
    present_report,
    return_report,
    unlock_return,
)
from ..actions.steps import MANAGE
from ..forms import FocalForm, HandBackForm, ReturnForm, UnlockForm
from ..locks import lock_of
from ..models import Focal
from ..words import name_of
from .calendar import asked_url, find_asked
from .finding import all_reports, crumbs, find


def _page(pk: int) -> str:
    return reverse("reports:report", args=[pk])


def until_of(form_data: dict[str, object]) -> datetime | None:
    """The moment that a day and an hour of a form name; None where no day is given."""
    day, hour = form_data.get("until_day"), form_data.get("until_hour")
    return timezone.make_aware(datetime.combine(day, hour)) if day and hour else None  # type: ignore[arg-type]  # cleaned


@needs("reports.round")
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a unit's return in."""
    report, by = find(request, pk), account_of(request)
    done = _("Đã nhận báo cáo của %(unit)s.") % {"unit": report.whose}
    return act(request, lambda: accept_report(report=report, by=by, at=timezone.now()), done, _page(pk))


@needs("reports.round")
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a unit's return back with the reason; after the cut-off also until when it is open."""
    report, by, now = find(request, pk), account_of(request), timezone.now()
    lock = lock_of(report.unit, report.period_code, now)
    form = ReturnForm(request.POST or None, locked=bool(lock and lock.holds(now)))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            new = return_report(report=report, reason=facts["reason"], until=until_of(facts), by=by, at=now)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã trả lại; đơn vị được báo và có bản mới để sửa."))
            return redirect("reports:report", new.pk)
    context = {"form": form, "title": _("Trả lại báo cáo"), "name": name_of(report), "button": _("Trả lại"),
               "back": _page(pk), "lede": _("Bản đã gửi giữ nguyên; đơn vị sửa trên bản mới có sẵn nội dung."),
               "crumbs": crumbs(report, _("Trả lại"))}  # fmt: skip
    return render(request, "reports/step.html", context)


@needs("reports.write")
@require_POST
def present(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the department's draft before its head."""
    report, by = find(request, pk), account_of(request)
    done = _("Đã trình lãnh đạo Sở duyệt.")
    return act(request, lambda: present_report(report=report, by=by, at=timezone.now()), done, _page(pk))


@needs("reports.sign")
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the department's report off."""
    report, by = find(request, pk), account_of(request)
    done = _("Đã duyệt; Văn phòng gửi được báo cáo này.")
    return act(request, lambda: approve_report(report=report, by=by, at=timezone.now()), done, _page(pk))


@needs("reports.sign")
def hand_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the department's report back to the office with what has to be changed."""
    report, by = find(request, pk), account_of(request)
    form = HandBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hand_back_report(report=report, reason=form.cleaned_data["reason"], by=by, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã chuyển lại Văn phòng kèm điều cần sửa."))
            return redirect("reports:report", pk)
    context = {"form": form, "title": _("Yêu cầu sửa báo cáo"), "name": name_of(report), "button": _("Yêu cầu sửa"),
               "back": _page(pk), "crumbs": crumbs(report, _("Yêu cầu sửa"))}  # fmt: skip
    return render(request, "reports/step.html", context)


@needs("reports.write")
@require_POST
def gather(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what accepted returns say to the sections of the department's draft."""
    report, by = find(request, pk), account_of(request)
    return act(
        request, lambda: consolidate(report=report, by=by, at=timezone.now()),
        lambda count: _("Đã tổng hợp vào %(count)s mục; hãy đọc lại và sửa cho gọn.") % {"count": count}, _page(pk),
    )  # fmt: skip


@needs("reports.round")
def unlock(request: HttpRequest, pk: int, code: str, unit: int) -> HttpResponse:
    """Open a return that the cut-off has closed, for a reason and until a moment."""
    row, by = find_asked(request, pk, code, unit), account_of(request)
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts, until = form.cleaned_data, until_of(form.cleaned_data)
        try:
            if until is not None:
                unlock_return(asked=row, until=until, reason=facts["reason"], by=by, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã mở khóa; hết thời hạn thì tự khóa lại."))
            return redirect(asked_url(row))
    context = {"form": form, "title": _("Mở khóa báo cáo"), "name": f"{row.obligation.title} · {row.body}",
               "button": _("Mở khóa"), "back": asked_url(row),
               "crumbs": [(_("Lịch báo cáo"), reverse("reports:calendar")), (row.body, asked_url(row)),
                          (_("Mở khóa"), "")]}  # fmt: skip
    return render(request, "reports/step.html", context)


@needs("reports.view")
def focal_units(request: HttpRequest) -> HttpResponse:
    """Who gathers which content of the department's report; the office changes it."""
    account, today = account_of(request), timezone.localdate()
    form = FocalForm(request.POST or None, account=account, today=today) if may(account, MANAGE) else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            name_focal(**form.cleaned_data, by=account, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã ghi đơn vị đầu mối."))
            return redirect("reports:focal_units")
    held: dict[str, list[Focal]] = {}
    for one in Focal.objects.filter(agency=account.agency).select_related("unit").order_by("-since"):
        held.setdefault(one.content, []).append(one)
    rows = [(_title(content), held.get(content.value, [])) for content in ORDER]
    context = {"rows": rows, "form": form, "crumbs": [all_reports(),
                                                      (_("Đơn vị đầu mối"), "")]}  # fmt: skip
    return render(request, "reports/focal.html", context)


def _title(content: Content) -> str:
    title = title_on(content, timezone.localdate())
    return title.en if (get_language() or "vi").startswith("en") else title.vi
