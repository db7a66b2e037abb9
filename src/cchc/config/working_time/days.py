"""The days of the table: listed, added, changed, taken out."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.actions import Change, Proposal
from cchc.common.almanac import almanac_of
from cchc.common.calendar import SATURDAY
from cchc.common.forms import DayField
from cchc.common.models import CalendarDay, DayKindName, DayStatus
from cchc.common.tables import Column, Filter, Listing
from cchc.organisation.access import account_of, may, needs, signed_in
from cchc.organisation.models import Account

from .proposing import OWN, FormPage, ReasonForm, propose

CLOSURES = (DayKindName.CLOSURE, DayKindName.MORNING_ONLY, DayKindName.AFTERNOON_ONLY)
"""What the office of a department may enter by itself."""


def visible_days(account: Account) -> QuerySet[CalendarDay]:
    """The days that hold for everybody, and the department's own."""
    return CalendarDay.objects.filter(Q(agency_id=None) | Q(agency_id=account.agency_id))


def _years(request: HttpRequest) -> list[tuple[str, str]]:
    years = visible_days(account_of(request)).order_by("-day__year").values_list("day__year", flat=True).distinct()
    return [(str(year), str(year)) for year in years]


def _scope_filter(rows: QuerySet[CalendarDay], value: str) -> QuerySet[CalendarDay]:
    return rows.filter(agency_id__isnull=value != OWN)


def _status(row: CalendarDay) -> tuple[str, str]:
    return ("done" if row.status == DayStatus.DECIDED else "waiting"), str(DayStatus(row.status).label)


def scope_word(agency_id: int | None) -> str:
    """Whom a row is for."""
    return _("mọi cơ quan") if agency_id is None else _("riêng Sở")


DAYS = Listing(
    name="ngay-lich",
    title=gettext_lazy("Ngày nghỉ, ngày làm bù"),
    columns=[
        Column("day", gettext_lazy("Ngày"), kind="date", sort="day"),
        Column("weekday", gettext_lazy("Thứ"), value=lambda row: date_format(row.day, "l"), kind="short"),
        Column("kind", gettext_lazy("Loại"), value=lambda row: row.get_kind_display(), sort="kind", kind="short"),
        Column("name", gettext_lazy("Tên"), sort="name"),
        Column("source", gettext_lazy("Căn cứ"), kind="long"),
        Column("status", gettext_lazy("Tình trạng"), value=lambda row: row.get_status_display(), sort="status",
               kind="short"),
        Column("scope", gettext_lazy("Phạm vi"), value=lambda row: scope_word(row.agency_id), kind="short"),
    ],
    filters=[
        Filter("nam", gettext_lazy("Năm"), choices=_years, field="day__year"),
        Filter("loai", gettext_lazy("Loại"), choices=DayKindName.choices, field="kind"),
        Filter("tinh-trang", gettext_lazy("Tình trạng"), choices=DayStatus.choices, field="status"),
        Filter("pham-vi", gettext_lazy("Phạm vi"), apply=_scope_filter,
               choices=[("chung", gettext_lazy("mọi cơ quan")), (OWN, gettext_lazy("riêng Sở"))]),
    ],
    search=["name__folded", "source__folded"],
    order=["-day"],
    row_url=lambda row: reverse("calendar_day", args=[row.pk]),
    empty_title=gettext_lazy("Chưa có ngày nào"),
    empty_text=gettext_lazy("Mỗi ngày nghỉ, ngày làm bù, ngày làm nửa buổi là một dòng, có căn cứ và tình trạng."),
)  # fmt: skip


def scopes(account: Account) -> list[tuple[str, str]]:
    """Whom the account may enter a day for."""
    everybody = [("", _("mọi cơ quan"))] if may(account, "calendar.common") else []
    return [*everybody, (OWN, _("riêng Sở"))]


def kinds(account: Account) -> list[tuple[str, str]]:
    """What the account may enter."""
    wide = may(account, "calendar.manage")
    return [(str(kind.value), str(kind.label)) for kind in DayKindName if wide or kind in CLOSURES]


class DayForm(ReasonForm):
    """A day of the calendar; of one that is there the day and its scope stay."""

    day = DayField(label=gettext_lazy("Ngày"))
    kind = forms.ChoiceField(label=gettext_lazy("Loại"))
    name = forms.CharField(label=gettext_lazy("Tên"), max_length=200)
    source = forms.CharField(
        label=gettext_lazy("Căn cứ"), max_length=300,
        help_text=gettext_lazy("Số, ngày của văn bản; chưa có văn bản thì ghi cách tính và chọn “dự kiến”"),
    )  # fmt: skip
    status = forms.ChoiceField(label=gettext_lazy("Tình trạng"), choices=DayStatus.choices)
    scope = forms.ChoiceField(label=gettext_lazy("Áp dụng cho"), required=False)
    field_order = ["day", "kind", "name", "source", "status", "scope", "reason"]

    def __init__(self, *args: Any, account: Account, row: CalendarDay | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account, self.row = account, row
        self.fields["kind"].choices = kinds(account)  # type: ignore[attr-defined]  # it is a choice
        self.fields["scope"].choices = scopes(account)  # type: ignore[attr-defined]  # the same
        if row is not None:
            del self.fields["day"], self.fields["scope"]

    def clean(self) -> dict[str, Any]:
        """A day must fit its kind and lie in the years of the table."""
        data = super().clean() or {}
        day = self.row.day if self.row else data.get("day")
        own = self.row.agency_id is not None if self.row else data.get("scope") == OWN
        if day and data.get("kind") and (fault := fault_of(day, data["kind"], own=own)):
            self.add_error("day" if "day" in self.fields else "kind", fault)
        return data


def fault_of(day: date, kind: str, *, own: bool) -> str:
    """What is wrong with a day of this kind; nothing where nothing is."""
    first, last = almanac_of(None).calendar.span
    if own and not first <= day <= last:
        return _("Lịch chung chưa có năm này; hãy đề nghị quản trị nhập lịch chung trước.")
    if not first.year - 1 <= day.year <= last.year + 1:
        return _("Chỉ nhập được các năm liền kề với lịch đang có (%(first)s–%(last)s).") % {
            "first": first.year, "last": last.year}  # fmt: skip
    weekend = day.weekday() >= SATURDAY
    if kind == DayKindName.MAKE_UP and not weekend:
        return _("Ngày làm bù phải rơi vào thứ Bảy hoặc Chủ nhật.")
    if kind in (DayKindName.COMPENSATORY, DayKindName.SWAPPED) and weekend:
        return _("Ngày nghỉ bù, nghỉ hoán đổi không thể rơi vào ngày nghỉ hằng tuần.")
    return ""


@signed_in
def day_list(request: HttpRequest) -> HttpResponseBase:
    """The days of every year, as a list that can be taken along."""
    account = account_of(request)
    page = DAYS.page(request, visible_days(account))
    context = {"page": page, "closes": may(account, "calendar.close")}
    return page.download() or render(request, "config/calendar/days.html", context)


@needs("calendar.close")
def day_new(request: HttpRequest) -> HttpResponse:
    """Add a day, once everything it moves was seen."""
    account = account_of(request)
    initial = {"day": request.GET.get("ngay", ""), "status": DayStatus.DECIDED.value}
    form = DayForm(request.POST or None, account=account, initial=initial)

    def proposal(data: dict[str, Any]) -> Proposal:
        values = {name: data[name] for name in ("kind", "name", "source", "status")}
        what = _("thêm ngày %(day)s (%(name)s)") % {"day": f"{data['day']:%d/%m/%Y}", "name": data["name"]}
        agency = account.agency_id if data["scope"] == OWN else None
        return Proposal(agency, what, (Change("day", data["day"], values),))

    return propose(request, form, proposal, FormPage(_("Thêm ngày vào lịch"), reverse("calendar_days")))


def _find(account: Account, pk: int) -> CalendarDay:
    row = visible_days(account).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _may_change(account: Account, row: CalendarDay) -> bool:
    if row.agency_id is None:
        return may(account, "calendar.common")
    return may(account, "calendar.manage") or (row.kind in CLOSURES and may(account, "calendar.close"))


@signed_in
def day_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A day: what it is and on whose word; changed by those who may."""
    account = account_of(request)
    row = _find(account, pk)
    if not _may_change(account, row):
        context = {"row": row, "scope": scope_word(row.agency_id), "status": _status(row)}
        return render(request, "config/calendar/day.html", context)
    names = ("kind", "name", "source", "status")
    form = DayForm(request.POST or None, account=account, row=row, initial={n: getattr(row, n) for n in names})

    def proposal(data: dict[str, Any]) -> Proposal:
        what = _("sửa ngày %(day)s (%(name)s)") % {"day": f"{row.day:%d/%m/%Y}", "name": data["name"]}
        return Proposal(row.agency_id, what, (Change("day", row.day, {name: data[name] for name in names}),))

    title = _("Sửa ngày %(day)s") % {"day": f"{row.day:%d/%m/%Y}"}
    remove = reverse("calendar_day_remove", args=[row.pk])
    page = FormPage(title, reverse("calendar_days"), scope_word(row.agency_id), remove)
    return propose(request, form, proposal, page)


@needs("calendar.close")
def day_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a day out of the table, so that it is again what its weekday says."""
    account = account_of(request)
    row = _find(account, pk)
    if not _may_change(account, row):
        raise Http404

    def proposal(_data: dict[str, Any]) -> Proposal:
        what = _("bỏ ngày %(day)s (%(name)s)") % {"day": f"{row.day:%d/%m/%Y}", "name": row.name}
        return Proposal(row.agency_id, what, (Change("day", row.day, None),))

    title = _("Bỏ ngày %(day)s khỏi lịch") % {"day": f"{row.day:%d/%m/%Y}"}
    page = FormPage(title, reverse("calendar_days"), f"{row.get_kind_display()}: {row.name}")
    return propose(request, ReasonForm(request.POST or None), proposal, page)
