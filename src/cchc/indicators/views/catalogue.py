"""The catalogue: searched and filtered, how far it is served, and indicators of the department's own."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.tables import Column, Filter, Listing
from cchc.indicators import actions
from cchc.indicators.forms import IndicatorForm
from cchc.indicators.models import Indicator, Observation, Reporter, Version
from cchc.indicators.presenting import COVERAGE, HOW, Covered, Newest, how_of, newest, unit_word, value_text
from cchc.indicators.presenting import coverage as coverage_of
from cchc.indicators.words import CONTENTS, UNITS
from cchc.organisation.access import account_of, may, needs
from cchc.organisation.models import Account, Agency, Unit

from .editing import FormPage, crumbs, edit, indicator_of, indicator_url


@dataclass(frozen=True)
class Row:
    """An indicator with the figure last reported."""

    indicator: Indicator
    newest: Newest | None

    @property
    def pk(self) -> int:
        """The indicator's key."""
        return self.indicator.pk

    @property
    def value(self) -> str:
        """The figure as printed."""
        return value_text(self.newest.value) if self.newest else ""

    @property
    def period(self) -> str:
        """Of which period."""
        return self.newest.period.label if self.newest else ""


def _how(row: Row) -> str:
    return str(HOW[how_of(row.indicator)])


def _by_how(rows: "QuerySet[Indicator]", value: str) -> "QuerySet[Indicator]":
    counted = Version.objects.filter(valid_to=None).exclude(counts={}).values("indicator")
    if value == "counted":
        return rows.filter(pk__in=counted)
    return rows.exclude(pk__in=counted).filter(manual=value == "manual")


LISTING = Listing(
    name="chi-so",
    title=gettext_lazy("Danh mục chỉ số"),
    columns=[
        Column("name", gettext_lazy("Chỉ số"), value=lambda row: str(row.indicator), sort="name_vi"),
        Column("content", gettext_lazy("Nội dung"), value=lambda row: row.indicator.get_content_display(),
               sort="content"),
        Column("unit", gettext_lazy("Đơn vị tính"), value=lambda row: unit_word(row.indicator) or
               row.indicator.get_unit_display(), kind="short", sort="unit"),
        Column("value", gettext_lazy("Số gần nhất"), kind="short"),
        Column("period", gettext_lazy("Kỳ"), kind="short"),
        Column("how", gettext_lazy("Cách có số liệu"), value=_how),
        Column("code", gettext_lazy("Mã"), value=lambda row: row.indicator.code, sort="code"),
    ],
    search=["folded"],
    order=["agency", "sort", "code"],
    row_url=lambda row: indicator_url(row.indicator),
    empty_title=gettext_lazy("Danh mục chỉ số chưa được nạp"),
    empty_text=gettext_lazy("Người quản trị chạy lệnh nạp dữ liệu gốc."),
)  # fmt: skip


def _with_figures(agency: Agency, rows: list[Any]) -> list[Row]:
    found = newest(agency, rows)
    return [Row(indicator, found.get(indicator.pk)) for indicator in rows]


def _served(account: Account, rows: "QuerySet[Indicator]", value: str) -> "QuerySet[Indicator]":
    there = Observation.objects.visible_to(account).current().filter(last__year=timezone.localdate().year)
    keys = there.values("indicator")
    return rows.filter(pk__in=keys) if value == "co" else rows.exclude(pk__in=keys)


def _reported_by(account: Account, rows: "QuerySet[Indicator]", value: str) -> "QuerySet[Indicator]":
    held = Reporter.objects.visible_to(account).on(timezone.localdate())
    return rows.filter(pk__in=held.filter(unit_id=int(value)).values("indicator"))


def _units(request: HttpRequest) -> list[tuple[str, str]]:
    units = Unit.objects.visible_to(account_of(request)).filter(closed_on=None)
    return [(str(unit.pk), unit.short_name) for unit in units]


def _listing(account: Account) -> Listing:
    """The list for an account: the newest figures and some filters are those of its department."""
    filters = [
        Filter("noi-dung", gettext_lazy("Nội dung"), list(CONTENTS.items()), field="content"),
        Filter("don-vi-tinh", gettext_lazy("Đơn vị tính"), list(UNITS.items()), field="unit"),
        Filter("cach", gettext_lazy("Cách có số liệu"), list(HOW.items()), apply=_by_how),
        Filter("so-lieu", gettext_lazy("Số liệu năm nay"), apply=partial(_served, account), choices=[
            ("co", gettext_lazy("đã có")), ("chua", gettext_lazy("chưa có"))]),
        Filter("don-vi", gettext_lazy("Đơn vị báo cáo"), _units, apply=partial(_reported_by, account)),
    ]  # fmt: skip
    return replace(LISTING, filters=filters, prepare=partial(_with_figures, account.agency))


@needs("indicators.view")
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """Every indicator with its newest figure."""
    account = account_of(request)
    page = _listing(account).page(request, Indicator.objects.visible_to(account).with_versions())
    context = {"page": page, "may_manage": may(account, "indicators.manage")}
    return page.download() or render(request, "indicators/catalogue.html", context)


COVERAGE_LISTING = Listing(
    name="do-phu",
    title=gettext_lazy("Độ phủ số liệu"),
    columns=[
        Column("name", gettext_lazy("Chỉ số"), value=lambda row: str(row.indicator)),
        Column("content", gettext_lazy("Nội dung"), value=lambda row: row.indicator.get_content_display()),
        Column("state", gettext_lazy("Trạng thái"), value=lambda row: COVERAGE[row.code], kind="state", sort="code"),
        Column("figures", gettext_lazy("Số liệu trong năm"), kind="number", sort="figures", total="figures"),
        Column("files", gettext_lazy("Có tệp minh chứng"), kind="number", sort="files", total="files"),
        Column("reporters", gettext_lazy("Đơn vị báo cáo"), value=lambda row: ", ".join(row.reporters)),
        Column("how", gettext_lazy("Cách có số liệu"), value=lambda row: HOW[row.how]),
    ],
    filters=[
        Filter("noi-dung", gettext_lazy("Nội dung"), list(CONTENTS.items()), field="content"),
        Filter("trang-thai", gettext_lazy("Trạng thái"), [(c, word) for c, (_s, word) in COVERAGE.items()],
               field="code"),
        Filter("cach", gettext_lazy("Cách có số liệu"), list(HOW.items()), field="how"),
    ],
    search=["folded"],
    row_url=lambda row: indicator_url(row.indicator),
)  # fmt: skip


@needs("indicators.view")
def coverage(request: HttpRequest) -> HttpResponseBase:
    """How far the catalogue is served this year: what has figures, what rests on evidence, what nobody reports."""
    account, year = account_of(request), timezone.localdate().year
    rows = coverage_of(account.agency, Indicator.objects.visible_to(account).with_versions(), year)
    page = COVERAGE_LISTING.page(request, rows)
    context = {"page": page, "year": year, "summary": _summary(rows), "total": len(rows), "ways": _ways(rows)}
    return page.download() or render(request, "indicators/coverage.html", context)


def _summary(rows: list[Covered]) -> list[dict[str, Any]]:
    """How many indicators of each state."""
    return [
        {"code": state, "word": word, "count": sum(row.code == code for row in rows), "url": f"?trang-thai={code}"}
        for code, (state, word) in COVERAGE.items()
    ]


def _ways(rows: list[Covered]) -> list[dict[str, Any]]:
    """How many indicators come about in each way."""
    return [{"word": word, "count": sum(row.how == code for row in rows), "url": f"?cach={code}"}
            for code, word in HOW.items()]  # fmt: skip


@needs("indicators.manage")
def indicator_new(request: HttpRequest) -> HttpResponse:
    """Add an indicator of the department's own."""
    by, form = account_of(request), IndicatorForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    back = reverse("indicators:catalogue")
    page = FormPage(
        _("Thêm chỉ số của Sở"), _("Thêm chỉ số"), back, _("Đã thêm chỉ số."), draft="chi-so-moi",
        crumbs=((_("Chỉ số"), back), (_("Thêm chỉ số của Sở"), "")),
        lede=_("Tìm trong danh mục chung trước: chỉ số chung được nhận ra trong kế hoạch và so sánh được."),
    )  # fmt: skip
    return edit(
        request, form, lambda: actions.add_indicator(definition=form.definition, by=by, at=timezone.now()), page
    )


@needs("indicators.manage")
def indicator_revise(request: HttpRequest, key: str) -> HttpResponse:
    """A new version of the definition of an indicator of the department's own."""
    by, found = account_of(request), indicator_of(request, key)
    initial = IndicatorForm.initial_of(found, timezone.localdate())
    form = IndicatorForm(request.POST or None, initial=initial, code=found.code)
    page = FormPage(
        _("Định nghĩa mới của chỉ số"), _("Ghi phiên bản mới"), indicator_url(found), _("Đã ghi phiên bản mới."),
        crumbs=crumbs(found, (_("Định nghĩa mới"), "")),
        lede=_("Số liệu của các kỳ trước ngày áp dụng vẫn theo định nghĩa cũ."),
    )  # fmt: skip
    act = actions.revise_indicator
    return edit(request, form, lambda: act(indicator=found, definition=form.definition, by=by, at=timezone.now()), page)
