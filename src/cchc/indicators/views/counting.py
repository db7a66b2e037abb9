"""The registers that indicators are counted from: which are in use, since when, and what each can count."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cchc.common.periods import Kind, Period
from cchc.indicators import actions
from cchc.indicators.facts import FactSource, sources
from cchc.indicators.models import CountedFrom, Indicator, Tally
from cchc.indicators.rules.cells import period_of
from cchc.organisation.access import account_of, may, needs
from cchc.organisation.models import Account

from .editing import FormPage, edit


@dataclass(frozen=True)
class Row:
    """A source as the page tells it."""

    source: FactSource
    since: str
    measures: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    rows: int

    @property
    def name(self) -> str:
        """Its name in the language of the page."""
        return self.source.name.in_language(get_language() or "vi")


class MonthForm(forms.Form):
    """A month."""

    month = forms.CharField(
        label=gettext_lazy("Đếm từ tháng"),
        max_length=20,
        help_text=gettext_lazy("Tháng đầu tiên mà sổ có đủ hồ sơ, như 01/2026"),
    )

    def clean_month(self) -> date:
        """The first day of the month."""
        try:
            period = period_of(str(self.cleaned_data["month"]))
        except ValueError:
            period = None
        if period is None or period.kind is not Kind.MONTH:
            raise forms.ValidationError(_("Ghi tháng và năm, như 01/2026."))
        return period.first


@needs("indicators.view")
def source_list(request: HttpRequest) -> HttpResponse:
    """Every source, with what it counts."""
    by = account_of(request)
    return render(request, "indicators/sources.html", {"rows": _rows(by), "may_manage": may(by, "indicators.manage")})


def _rows(by: Account) -> list[Row]:
    since = dict(CountedFrom.objects.visible_to(by).values_list("source", "month"))
    counted = [i for i in Indicator.objects.visible_to(by).with_versions() if i.definition.counts]
    language = get_language() or "vi"
    return [
        Row(
            source,
            _label(since.get(code)),
            tuple(name.in_language(language) for name in source.names),
            tuple(i for i in counted if any(t.startswith(f"{code}.") for t in i.definition.counts.terms)),
            Tally.objects.filter(source=code, agency_id=by.agency_id).count(),
        )
        for code, source in sources().items()
    ]


def _label(month: int | None) -> str:
    return Period(Kind.MONTH, month // 100, month % 100).label if month else ""


def _source(code: str) -> FactSource:
    if code not in sources():
        raise Http404(_("Không có nguồn này."))
    return sources()[code]


def _page(source: FactSource, title: str, submit: str, **more: Any) -> FormPage:
    name = source.name.in_language(get_language() or "vi")
    back = reverse("indicators:source_list")
    return FormPage(title, submit, back, _("Đã ghi."), crumbs=((_("Nguồn đếm"), back), (name, "")), **more)


@needs("indicators.manage")
def source_use(request: HttpRequest, code: str) -> HttpResponse:
    """Say from which month a source is counted."""
    by, source = account_of(request), _source(code)
    form = MonthForm(request.POST or None, initial={"month": f"01/{timezone.localdate().year}"})
    page = _page(
        source, _("Dùng nguồn để đếm chỉ số"), _("Bắt đầu đếm"),
        lede=_("Từ tháng này, các chỉ số của nguồn được đếm từ sổ thay cho số nhập tay; số đã nhập vẫn được giữ."),
    )  # fmt: skip
    return edit(
        request, form,
        lambda: actions.count_from(source=source, month=form.cleaned_data["month"], by=by, at=timezone.now()), page,
    )  # fmt: skip


@needs("indicators.manage")
def source_stop(request: HttpRequest, code: str) -> HttpResponse:
    """Read a source's indicators as entered again."""
    by, source = account_of(request), _source(code)
    page = _page(source, _("Thôi đếm từ nguồn"), _("Thôi đếm"), lede=_("Các chỉ số trở lại số nhập tay."))
    form = forms.Form(request.POST if request.method == "POST" else None)
    return edit(request, form, lambda: actions.stop_counting(source=source, by=by, at=timezone.now()), page)
