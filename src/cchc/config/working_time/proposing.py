"""Shown first, then done: a change of the calendar goes through a page that lists every due date it moves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cchc.common import dues
from cchc.common.actions import Change, Preview, Proposal, change_calendar, preview
from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.models import DayKindName, DayOffRule, DayStatus
from cchc.organisation.access import account_of, require
from cchc.organisation.models import Agency

OWN = "so"
"""The choice of one's own department; the empty choice is everybody."""


@dataclass(frozen=True)
class FormPage:
    """What stands around a form of the calendar."""

    title: str | Promise
    back: str
    lede: str | Promise = ""
    remove: str = ""  # the page that takes out what the form changes


class ReasonForm(forms.Form):
    """Why, and on whose word."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Lý do thay đổi")


def propose(
    request: HttpRequest, form: forms.Form, proposal_of: Callable[[dict[str, Any]], Proposal], page: FormPage
) -> HttpResponse:
    """Form, then preview, then the change itself; "back" in what was sent leads from the preview to the form."""
    if request.method == "POST" and "sua-lai" not in request.POST and form.is_valid():
        try:
            return _answer(request, proposal_of(form.cleaned_data), form.cleaned_data["reason"], page)
        except Refused as refused:
            refuse(form, refused)
    return render(request, "config/calendar/form.html", {"form": form, "page": page})


def _answer(request: HttpRequest, proposal: Proposal, reason: str, page: FormPage) -> HttpResponse:
    account = account_of(request)
    require(account, "calendar.common" if proposal.agency_id is None else "calendar.close")
    if mark := request.POST.get("mark", ""):
        change_calendar(
            proposal=proposal, reason=reason, mark=mark, agency_id=account.agency_id, by=account, at=timezone.now()
        )
        messages.success(request, _("Đã ghi thay đổi lịch: %(what)s.") % {"what": proposal.what})
        return redirect(page.back)
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name not in _OURS]
    return show(request, preview(proposal, account.agency_id), proposal, page, [*kept])


_OURS = ("csrfmiddlewaretoken", "mark", "sua-lai")


def show(
    request: HttpRequest, found: Preview, proposal: Proposal, page: FormPage, kept: Sequence[tuple[str, str]]
) -> HttpResponse:
    """The preview: rows before and after, due dates before and after, and the button that does it."""
    rows = [(_place(change), said(change, old), said(change, change.values)) for change, old in found.rows
            if old != change.values]  # fmt: skip
    if not rows:
        raise Refused(_("Không có gì thay đổi so với lịch đang dùng."))
    others = Agency.objects.exclude(pk=account_of(request).agency_id).exists() if proposal.agency_id is None else False
    context = {"page": page, "proposal": proposal, "rows": rows, "moves": moves_shown(found.moves), "mark": found.mark,
               "kept": kept, "others": others, "reason": request.POST.get("reason", "")}  # fmt: skip
    return render(request, "config/calendar/preview.html", context)


def moves_shown(moves: Sequence[dues.Move]) -> list[dict[str, Any]]:
    """Moves as the pages list them, each with whether it is late before and after."""
    today = timezone.localdate()
    return [
        {"move": move, "source": _label(move.source), "was_late": _late(move.was, today),
         "is_late": _late(move.becomes, today)}
        for move in moves
    ]  # fmt: skip


def _label(code: str) -> str:
    source = dues.source_of(code)
    return str(source.label) if source else code


def _late(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _place(change: Change) -> str:
    day = f"{change.on:%d/%m/%Y}"
    return day if change.table == "day" else _("từ %(day)s") % {"day": day}


def said(change: Change, values: Any) -> str:
    """A row of the calendar in words."""
    if values is None:
        return _("không ghi riêng")
    if change.table == "hours":
        return sessions_words(values["sessions"])
    if change.table == "rule":
        return rule_words(values)
    status = f" ({DayStatus(values['status']).label})" if values["status"] != DayStatus.DECIDED else ""
    return f"{DayKindName(values['kind']).label}: {values['name']}{status}; {values['source']}"


def sessions_words(sessions: Sequence[Sequence[str]]) -> str:
    """Office hours in words."""
    return ", ".join(f"{opens}–{closes}" for opens, closes in sessions)


def rule_words(values: dict[str, Any]) -> str:
    """A rule of counting in words."""
    cutoff, resumes = values["cutoff"], values["resumes"]
    late = _("tiếp nhận trong %(n)s phút cuối giờ thì tính từ ngày làm việc tiếp theo") % {"n": values["late_minutes"]}
    if cutoff:
        late = _("tiếp nhận từ %(hour)s thì tính từ ngày làm việc tiếp theo") % {"hour": f"{cutoff:%H:%M}"}
    elif not values["late_minutes"]:
        late = _("tiếp nhận trong giờ thì tính ngay")
    outside = _("ngoài giờ tính từ giờ mở cửa")
    if resumes:
        outside = _("ngoài giờ tính từ %(hour)s") % {"hour": f"{resumes:%H:%M}"}
    day_off = _("ngày báo cáo trùng ngày nghỉ: %(rule)s") % {"rule": DayOffRule(values["day_off"]).label}
    return "; ".join((late, outside, day_off, values["source"]))
