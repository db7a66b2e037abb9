"""One indicator: what it is, its values over time and by unit, who entered them, who reports it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cchc.common.periods import Kind, Period
from cchc.common.tables import Column, Listing
from cchc.indicators import actions
from cchc.indicators.forms import EndForm, ReporterForm
from cchc.indicators.models import Indicator, Observation, Reporter
from cchc.indicators.presenting import (
    chart_of,
    figure_text,
    rows_behind,
    short_label,
    unit_word,
    units_with_figures,
    value_text,
)
from cchc.indicators.rules import Definition
from cchc.indicators.values import readings, so_far
from cchc.indicators.words import CONTENTS, DIRECTIONS, FORMULAE, KINDS, OVER_TIME, REGISTERS, UNITS, ZERO_RULES
from cchc.organisation.access import account_of, may, needs, units_for
from cchc.organisation.models import Account, Unit

from .editing import FormPage, crumbs, edit, indicator_of, indicator_url

SHOWN = {Kind.MONTH: 12, Kind.QUARTER: 8, Kind.HALF: 6, Kind.NINE_MONTHS: 5, Kind.YEAR: 6}


def _state(row: Observation) -> tuple[str, str]:
    if row.is_withdrawal:
        return "stopped", _("rút số liệu")
    if row.superseded_at:
        return "stopped", _("đã thay bằng số khác")
    return ("due_soon", _("số ước")) if row.is_estimate else ("done", _("đang dùng"))


FIGURES = Listing(
    name="so-lieu",
    title=gettext_lazy("Số liệu đã nhập"),
    columns=[
        Column("period", gettext_lazy("Kỳ"), value=lambda row: row.when.label, sort="last"),
        Column("unit", gettext_lazy("Đơn vị"), value=lambda row: row.unit.short_name if row.unit else _("Toàn sở"),
               sort="unit__sort"),
        Column("value", gettext_lazy("Số liệu"), value=lambda row: "" if row.is_withdrawal else figure_text(row),
               kind="short", sort="value"),
        Column("state", gettext_lazy("Trạng thái"), value=_state, kind="state"),
        Column("as_of", gettext_lazy("Chốt ngày"), kind="date", sort="as_of"),
        Column("by", gettext_lazy("Người nhập"), value=lambda row: row.entered_by.get_full_name()
               if row.entered_by else "CCHC", sort="entered_by__person__folded"),
        Column("entered_at", gettext_lazy("Nhập lúc"), kind="moment", sort="entered_at"),
        Column("evidence", gettext_lazy("Minh chứng"), value=lambda row: row.evidence.name if row.evidence else "",
               template="indicators/evidence_cell.html"),
        Column("note", gettext_lazy("Căn cứ, lý do"), value=lambda row: row.reason or row.note, kind="long"),
    ],
    order=["-last", "-first", "-entered_at"],
    per_page=25,
    row_url=lambda row: reverse("indicators:figure", args=[row.pk]),
    keep=["ky", "don-vi"],
    empty_title=gettext_lazy("Chưa có số liệu nào"),
)  # fmt: skip


@needs("indicators.view")
def indicator(request: HttpRequest, key: str) -> HttpResponseBase:
    """The page of an indicator."""
    account, found = account_of(request), indicator_of(request, key)
    rows = Observation.objects.visible_to(account).filter(indicator=found)
    page = FIGURES.page(
        request, rows.select_related("unit", "evidence", "entered_by__person", "indicator").prefetch_related(
            "indicator__versions"), empty_action=_first_step(account, found),
    )  # fmt: skip
    units = units_with_figures(account.agency, found)
    kind, unit = _kind(request, account, found), _chosen(request, units)
    context = {
        "indicator": found, "page": page, "crumbs": (*crumbs(found)[:1], (str(found), "")),
        "says": found.definition.definition.in_language(get_language() or "vi"),
        "facts": _facts(found.definition), "versions": found.definitions[::-1],
        "kinds": _kind_tabs(kind, unit), "units": units, "unit": unit, "kind": kind,
        "reporters": Reporter.objects.visible_to(account).filter(indicator=found).select_related("unit"),
        **_values(account, found, kind, unit, units), **_rights(account, found),
    }  # fmt: skip
    return page.download() or render(request, "indicators/indicator.html", context)


def _rights(account: Account, found: Indicator) -> dict[str, bool]:
    may_manage = may(account, "indicators.manage")
    return {
        "may_observe": units_for(account, "indicators.observe") != set(),
        "may_manage": may_manage,
        "may_revise": may_manage and found.agency_id is not None,
    }


def _first_step(account: Account, found: Indicator) -> tuple[str, str] | None:
    if units_for(account, "indicators.observe") == set():
        return None
    return reverse("indicators:figure_new", args=[found.code]), _("Nhập số liệu đầu tiên")


def _kind(request: HttpRequest, account: Account, found: Indicator) -> Kind:
    """The kind of period asked for, else how often it is reported, else how it was last entered, else the quarter."""
    asked = request.GET.get("ky", "")
    if asked in KINDS:
        return Kind(asked)
    reporter = Reporter.objects.visible_to(account).filter(indicator=found, until=None).first()
    if reporter:
        return Kind(reporter.kind)
    last = Observation.objects.visible_to(account).filter(indicator=found).current().first()
    return last.when.kind if last else Kind.QUARTER


def _chosen(request: HttpRequest, units: list[Unit]) -> Unit | None:
    asked = request.GET.get("don-vi", "")
    return next((unit for unit in units if str(unit.pk) == asked), None)


def _kind_tabs(kind: Kind, unit: Unit | None) -> list[dict[str, Any]]:
    further = f"&don-vi={unit.pk}" if unit else ""
    return [
        {"label": word, "url": f"?ky={code}{further}", "current": code == kind.value} for code, word in KINDS.items()
    ]


def _values(account: Account, found: Indicator, kind: Kind, unit: Unit | None, units: list[Unit]) -> dict[str, Any]:
    """The chart, the newest figure with its comparisons, and the table of periods by unit: one reading."""
    periods = [Period.of(kind, timezone.localdate())]
    while len(periods) < SHOWN[kind]:
        periods.insert(0, periods[0].previous())
    longer = {so_far(period) for period in periods[-4:]}
    asked = {*periods, *longer, *(period.same_last_year() for period in periods)}
    values = readings(agency=account.agency, indicators=[found], periods=asked, units=[None, *units])
    key = unit.pk if unit else None
    now = [values[found.pk, period, key] for period in periods]
    before = [values[found.pk, period.same_last_year(), key] for period in periods]
    last = next((value for value in reversed(now) if value.has_data), None)
    shown = periods[-4:]
    return {
        "chart": chart_of(found, now, before),
        "last": last,
        "last_text": value_text(last) if last else "",
        "behind": rows_behind(last),
        "missing_units": ", ".join(u.short_name for u in units if last and u.pk in last.missing_units),
        "unit_word": unit_word(found),
        "comparisons": _comparisons(last, values, key) if last else [],
        "heads": [short_label(period) for period in shown],
        "table": [
            (name, [values[found.pk, period, of] for period in shown])
            for name, of in [(_("Toàn sở"), None), *((u.short_name, u.pk) for u in units)]
        ],
    }


def _comparisons(last: Any, values: dict[Any, Any], unit: int | None) -> list[tuple[str, str, str]]:
    """The newest figure beside the period before, the same one last year, and the year so far."""
    key = last.indicator.pk
    rows = []
    for label, period in (
        (_("Kỳ trước"), last.period.previous()),
        (_("Cùng kỳ năm trước"), last.period.same_last_year()),
        (_("Lũy kế từ đầu năm"), so_far(last.period)),
    ):
        value = values.get((key, period, unit))
        if value is not None and value.has_data and period != last.period:
            rows.append((label, f"{value_text(value)} ({period.label})", ""))
    return rows


def _facts(definition: Definition) -> list[tuple[str, Any]]:
    """The definition as a list of facts."""
    language = get_language() or "vi"
    rows: list[tuple[str, Any]] = [
        (_("Mã"), definition.code),
        (_("Nội dung CCHC"), CONTENTS[definition.content.value]),
        (_("Cách tính"), FORMULAE[definition.formula.value]),
        (_("Tử số"), definition.numerator.in_language(language)),
        (_("Mẫu số"), definition.denominator.in_language(language)),
        (_("Khi mẫu số bằng 0"), f"{ZERO_RULES[definition.zero.value]}. {definition.zero_reason}"),
        (_("Đơn vị tính"), definition.noun.in_language(language) or UNITS[definition.unit.value]),
        (_("Chiều tốt"), DIRECTIONS[definition.direction.value]),
        (_("Gộp các kỳ"), _over_time(definition)),
        (_("Cách có số liệu"), _source_of(definition)),
    ]
    skipped = set() if definition.has_parts else {_("Tử số"), _("Mẫu số"), _("Khi mẫu số bằng 0")}
    return [row for row in rows if row[0] not in skipped]


def _over_time(definition: Definition) -> str:
    text = str(OVER_TIME[definition.over_time.value])
    running = _("số mỗi kỳ đã lũy kế từ đầu năm")
    return f"{text}, {running}" if definition.cumulative else text


def _source_of(definition: Definition) -> str:
    if definition.manual:
        return _("nhập tay, kèm minh chứng")
    if definition.counts:
        return _("đếm từ sổ, từ tháng mà cơ quan đã chọn; trước đó là số đã nhập")
    return _("nhập; đếm được từ %(register)s") % {"register": REGISTERS.get(definition.register, "–")}


@needs("indicators.manage")
def reporter_new(request: HttpRequest, key: str) -> HttpResponse:
    """Say which unit reports the indicator."""
    by, found = account_of(request), indicator_of(request, key)
    initial = {"since": timezone.localdate().replace(month=1, day=1), "kind": Kind.MONTH.value}
    form = ReporterForm(request.POST or None, initial=initial, account=by)
    page = FormPage(
        _("Phân công báo cáo chỉ số"), _("Phân công"), indicator_url(found), _("Đã phân công."),
        crumbs=crumbs(found, (_("Phân công báo cáo"), "")),
        lede=_("Chỉ số hiện trong phiếu số liệu của đơn vị từ ngày này."),
    )  # fmt: skip
    return edit(
        request, form,
        lambda: actions.assign_reporter(indicator=found, by=by, at=timezone.now(), **form.cleaned_data), page,
    )  # fmt: skip


@needs("indicators.manage")
def reporter_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit reports the indicator no more."""
    by = account_of(request)
    held = Reporter.objects.visible_to(by).filter(until=None).select_related("indicator", "unit")
    reporter = get_object_or_404(held, pk=pk)
    form = EndForm(request.POST or None, initial={"until": timezone.localdate()})
    name = reporter.unit.name if reporter.unit else _("Toàn sở")
    page = FormPage(
        _("Kết thúc phân công báo cáo"), _("Kết thúc"), indicator_url(reporter.indicator), _("Đã kết thúc phân công."),
        crumbs=crumbs(reporter.indicator, (_("Kết thúc phân công"), "")),
        facts=((_("Đơn vị"), name), (_("Báo cáo theo"), str(reporter.get_kind_display()))),
    )  # fmt: skip
    return edit(
        request, form,
        lambda: actions.end_reporter(reporter=reporter, by=by, at=timezone.now(), **form.cleaned_data), page,
    )  # fmt: skip
