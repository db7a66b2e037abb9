"""The units beside each other by a share, as far as their numbers of cases allow."""

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cchc.common import shown
from cchc.common.charts import Bar, BarChart
from cchc.common.periods import Period
from cchc.common.tables import Column, Listing
from cchc.indicators.models import Indicator
from cchc.indicators.rules.league import SMALL
from cchc.organisation.access import account_of, needs

from ..league import League, Leagues, Standing, periods


def _interval(row: Standing) -> str:
    return f"{shown.number(row.place.low, 1)} – {shown.number(row.place.high, 1)}"


UNITS = Listing(
    name="so-sanh-don-vi",
    title=_("So sánh các đơn vị"),
    columns=[
        Column("unit", _("Đơn vị"), value="unit.name"),
        Column("rank", _("Thứ hạng"), value=lambda row: row.rank or _("ít trường hợp"), kind="short",
               help=_("Khoảng thứ hạng mà số trường hợp cho phép nói chắc")),
        Column("share", _("Tỷ lệ (%)"), value="place.share", kind="number", decimals=1),
        Column("interval", _("Khoảng tin cậy (%)"), value=_interval, kind="short",
               help=_("Bốn lần trong năm, tỷ lệ thật nằm trong khoảng này (khoảng Wilson 80%)")),
        Column("cases", _("Trường hợp"), value="place.cases", kind="number", decimals=0),
        Column("of", _("Trên tổng số"), value="place.of", kind="number", decimals=0),
    ],
    per_page=100,
    keep=["chi-so", "ky"],
    row_url=lambda row: reverse("reports:unit_board", args=[row.unit.pk]),
    empty_title=_("Chưa có đơn vị nào có số liệu"),
    empty_text=_("Chọn kỳ khác; chỉ so sánh được những tỷ lệ mà ít nhất hai đơn vị có số liệu, nhập hoặc đếm từ sổ."),
)  # fmt: skip


class LeagueForm(forms.Form):
    """By which share, in which period."""

    def __init__(self, data: object, indicators: list[Indicator], chosen: list[Period]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict
        language, today = get_language() or "vi", timezone.localdate()
        named = [(one.code, one.definition_on(today).name.in_language(language)) for one in indicators]
        self.fields["chi-so"] = forms.ChoiceField(label=_("Chỉ số"), choices=named)
        self.fields["ky"] = forms.ChoiceField(label=_("Kỳ"), choices=[(one.code, one.label) for one in chosen])


@needs("reports.board")
def league(request: HttpRequest) -> HttpResponseBase:
    """The units in the order of a share, with the ranks that the numbers of cases allow."""
    today = timezone.localdate()
    spans, asked, code = periods(today), request.GET.get("chi-so", ""), request.GET.get("ky", "")
    period = next((one for one in spans if one.code == code), spans[0])
    leagues = Leagues(account_of(request).agency, period, today)
    first = leagues.indicators[0] if leagues.indicators else None
    indicator = next((one for one in leagues.indicators if one.code == asked), first)
    found = leagues.by(indicator) if indicator else League([], leagues.units)
    data = {"chi-so": indicator.code if indicator else "", "ky": period.code}
    page = UNITS.page(request, found.standings)
    context = {"page": page, "form": LeagueForm(data, leagues.indicators, spans), "found": found, "small": SMALL,
               "chart": _chart(found, indicator), "indicator": indicator}  # fmt: skip
    return page.download() or render(request, "reports/league.html", context)


def _chart(found: League, indicator: Indicator | None) -> BarChart | None:
    if indicator is None or len(found.standings) < 2:
        return None
    bars = [Bar(one.unit.short_name or one.unit.name, one.place.share) for one in found.standings]
    return BarChart(str(indicator), unit="%", decimals=1, bars=bars)
