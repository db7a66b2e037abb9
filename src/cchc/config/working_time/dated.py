"""Office hours and rules of counting, each from a day on: shown with the one in force, added, taken out."""

from datetime import date, time
from itertools import pairwise
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.actions import Change, Proposal
from cchc.common.almanac import BEGINNING, USUAL_RULE, Rule, almanac_of
from cchc.common.forms import DayField
from cchc.common.models import CountingRule, DayOffRule, OfficeHours
from cchc.common.worktime import USUAL, Hours
from cchc.organisation.access import account_of, may, needs, signed_in
from cchc.organisation.models import Account

from .days import scope_word, scopes
from .proposing import OWN, FormPage, ReasonForm, propose, rule_words, sessions_words

_TIME_FORMATS = ["%H:%M", "%Hh%M", "%H.%M", "%Hh"]


class HourField(forms.TimeField):
    """An hour as 07:30 or 7h30."""

    default_error_messages = {"invalid": gettext_lazy("Ghi giờ theo dạng giờ:phút, ví dụ 07:30.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"size": 6, "autocomplete": "off"}))
        super().__init__(input_formats=_TIME_FORMATS, **kwargs)


class DatedForm(ReasonForm):
    """What hours and rules have in common: from when, for whom, on whose word, and why."""

    since = DayField(label=gettext_lazy("Áp dụng từ ngày"))
    source = forms.CharField(label=gettext_lazy("Căn cứ"), max_length=300)
    scope = forms.ChoiceField(label=gettext_lazy("Áp dụng cho"), required=False)

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes(account)  # type: ignore[attr-defined]  # it is a choice

    def clean_since(self) -> date:
        """Never before the beginning of the settings."""
        since: date = self.cleaned_data["since"]
        if since <= BEGINNING:
            raise forms.ValidationError(_("Ngày áp dụng quá xa trong quá khứ."))
        return since


class HoursForm(DatedForm):
    """The sessions of the office day; an office that works in one go leaves the afternoon empty."""

    morning_opens = HourField(label=gettext_lazy("Sáng: từ"), initial=time(7))
    morning_closes = HourField(label=gettext_lazy("Sáng: đến"), initial=time(11, 30))
    afternoon_opens = HourField(label=gettext_lazy("Chiều: từ"), initial=time(13, 30), required=False)
    afternoon_closes = HourField(label=gettext_lazy("Chiều: đến"), initial=time(17), required=False)
    field_order = ["since", "morning_opens", "morning_closes", "afternoon_opens", "afternoon_closes", "source",
                   "scope", "reason"]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Sessions follow one another and do not meet."""
        data = super().clean() or {}
        hours = [data.get(name) for name in self.field_order[1:5]]
        if (hours[2] is None) != (hours[3] is None):
            self.add_error("afternoon_opens", _("Buổi chiều cần cả giờ bắt đầu và giờ kết thúc."))
        said = [hour for hour in hours if hour is not None]
        if any(a >= b for a, b in pairwise(said)):
            self.add_error("morning_opens", _("Các giờ phải tăng dần trong ngày và không chồng nhau."))
        return data

    @property
    def sessions(self) -> list[list[str]]:
        """The sessions as the table keeps them."""
        hours = [self.cleaned_data[name] for name in self.field_order[1:5]]
        pairs = [hours[:2], hours[2:]]
        return [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in pairs if opens is not None]


class RuleForm(DatedForm):
    """How time is counted: lateness in the day, what comes in outside hours, reporting days on days off."""

    late_minutes = forms.IntegerField(
        label=gettext_lazy("Số phút cuối giờ tính sang ngày sau"), min_value=0, max_value=240, initial=60,
        help_text=gettext_lazy("0 là tính ngay; mặc định 60 theo Nghị định 297/2025/NĐ-CP, Điều 6 khoản 3"),
    )  # fmt: skip
    cutoff = HourField(
        label=gettext_lazy("Hoặc: từ mấy giờ thì tính sang ngày sau"), required=False,
        help_text=gettext_lazy("Có giờ này thì không dùng số phút ở trên, ví dụ 15:00"),
    )  # fmt: skip
    resumes = HourField(
        label=gettext_lazy("Tiếp nhận ngoài giờ: tính từ mấy giờ"), required=False,
        help_text=gettext_lazy("Để trống là từ giờ mở cửa; một số văn bản ghi 08:00"),
    )  # fmt: skip
    day_off = forms.ChoiceField(
        label=gettext_lazy("Ngày báo cáo trùng ngày nghỉ"), choices=DayOffRule.choices, initial=DayOffRule.KEEP
    )
    field_order = ["since", "late_minutes", "cutoff", "resumes", "day_off", "source", "scope", "reason"]


def _rows(model: type[OfficeHours] | type[CountingRule], account: Account) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.filter(Q(agency_id=None) | Q(agency_id=account.agency_id))
    return found.order_by("-since", "agency_id")


@signed_in
def settings_page(request: HttpRequest) -> HttpResponse:
    """Hours and rules with what is in force today."""
    account, today = account_of(request), timezone.localdate()
    almanac = almanac_of(account.agency_id)
    hours_now = max((one for one in almanac.hours if one.since <= today), key=lambda one: one.since)
    rule_now = almanac.rule_on(today)
    hours = [(row.pk, row.since, sessions_words(row.sessions), row.source, scope_word(row.agency_id),
              _may_remove(account, row)) for row in _rows(OfficeHours, account)]  # fmt: skip
    rules = [(row.pk, row.since, rule_words(vars(row)), scope_word(row.agency_id), _may_remove(account, row))
             for row in _rows(CountingRule, account)]  # fmt: skip
    context = {
        "hours": hours, "rules": rules, "hours_now": _hours_words(hours_now), "rule_now": _rule_words(rule_now),
        "hours_usual": _hours_words(USUAL), "rule_usual": _rule_words(USUAL_RULE),
        "manages": may(account, "calendar.manage"),
    }  # fmt: skip
    return render(request, "config/calendar/settings.html", context)


def _may_remove(account: Account, row: OfficeHours | CountingRule) -> bool:
    return may(account, "calendar.common" if row.agency_id is None else "calendar.manage")


def _hours_words(hours: Hours) -> str:
    return sessions_words([(f"{one.opens:%H:%M}", f"{one.closes:%H:%M}") for one in hours.sessions])


def _rule_words(rule: Rule) -> str:
    start = rule.start
    minutes = round(start.late.total_seconds()) // 60
    return rule_words({"late_minutes": minutes, "cutoff": start.cutoff, "resumes": start.resumes,
                       "day_off": rule.day_off, "source": start.version})  # fmt: skip


@needs("calendar.manage")
def hours_new(request: HttpRequest) -> HttpResponse:
    """Other office hours from a day on."""
    account = account_of(request)
    form = HoursForm(request.POST or None, account=account)

    def proposal(data: dict[str, Any]) -> Proposal:
        values = {"sessions": form.sessions, "source": data["source"]}
        what = _("giờ làm việc từ %(day)s: %(hours)s") % {
            "day": f"{data['since']:%d/%m/%Y}", "hours": sessions_words(form.sessions)}  # fmt: skip
        return Proposal(_scope(account, data), what, (Change("hours", data["since"], values),))

    return propose(request, form, proposal, FormPage(_("Giờ làm việc mới"), reverse("calendar_settings")))


@needs("calendar.manage")
def rule_new(request: HttpRequest) -> HttpResponse:
    """Another rule of counting from a day on."""
    account = account_of(request)
    form = RuleForm(request.POST or None, account=account)

    def proposal(data: dict[str, Any]) -> Proposal:
        values = {name: data[name] for name in ("late_minutes", "cutoff", "resumes", "day_off", "source")}
        what = _("quy tắc tính hạn từ %(day)s") % {"day": f"{data['since']:%d/%m/%Y}"}
        return Proposal(_scope(account, data), what, (Change("rule", data["since"], values),))

    return propose(request, form, proposal, FormPage(_("Quy tắc tính hạn mới"), reverse("calendar_settings")))


def _scope(account: Account, data: dict[str, Any]) -> int | None:
    return account.agency_id if data["scope"] == OWN else None


@needs("calendar.manage")
def hours_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take office hours out, so that those before them go on."""
    return _remove(request, OfficeHours, pk, "hours", _("bỏ giờ làm việc từ %(day)s"))


@needs("calendar.manage")
def rule_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a rule out, so that the one before it goes on."""
    return _remove(request, CountingRule, pk, "rule", _("bỏ quy tắc tính hạn từ %(day)s"))


def _remove(
    request: HttpRequest, model: type[OfficeHours] | type[CountingRule], pk: int, table: str, words: str
) -> HttpResponse:
    row = _rows(model, account_of(request)).filter(pk=pk).first()
    if row is None or not _may_remove(account_of(request), row):
        raise Http404
    what = words % {"day": f"{row.since:%d/%m/%Y}"}
    page = FormPage(what[:1].upper() + what[1:], reverse("calendar_settings"), scope_word(row.agency_id))
    proposal = Proposal(row.agency_id, what, (Change(table, row.since, None),))
    return propose(request, ReasonForm(request.POST or None), lambda _data: proposal, page)
