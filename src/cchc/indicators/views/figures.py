"""One figure: entered, opened down to who, when and on what evidence, corrected, withdrawn."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cchc.common.periods import Kind, Period
from cchc.common.text import format_date
from cchc.documents.answers import file_response
from cchc.indicators import actions
from cchc.indicators.forms import CorrectForm, ObserveForm, WithdrawForm
from cchc.indicators.models import Observation
from cchc.indicators.presenting import figure_text
from cchc.organisation.access import account_of, may, needs, units_for
from cchc.organisation.models import Account

from .editing import FormPage, crumbs, edit, indicator_of, indicator_url, observation_of


def _may_change(account: Account, row: Observation) -> bool:
    if row.superseded_at or row.is_withdrawal:
        return False
    if row.unit is None:
        return units_for(account, "indicators.observe") is None
    return may(account, "indicators.observe", row.unit)


def _chain(row: Observation) -> list[Observation]:
    """The figure with all that came before and after it, the newest first."""
    first = row
    while first.supersedes:
        first = first.supersedes
    chain = [first]
    while after := getattr(chain[-1], "superseded_by", None):
        chain.append(after)
    return chain[::-1]


def _events(chain: list[Observation]) -> list[dict[str, Any]]:
    return [
        {
            "title": _("Rút số liệu") if row.is_withdrawal else figure_text(row),
            "text": row.reason or row.note,
            "who": row.entered_by.get_full_name() if row.entered_by else "CCHC",
            "at": row.entered_at,
            "url": reverse("indicators:figure", args=[row.pk]),
        }
        for row in chain
    ]


@needs("indicators.view")
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """What a figure is, where it comes from, and what was there before."""
    account, row = account_of(request), observation_of(request, pk)
    definition = row.indicator.definition_on(row.last)
    title = f"{row.when.label}, {_unit(row)}"
    context = {
        "row": row, "title": title[:1].upper() + title[1:], "text": figure_text(row),
        "events": _events(_chain(row)), "may_change": _may_change(account, row),
        "crumbs": crumbs(row.indicator, (row.when.label, "")), "unit": _unit(row),
        "version": definition.version, "over": definition.numerator.in_language(_language()),
        "under": definition.denominator.in_language(_language()),
    }  # fmt: skip
    return render(request, "indicators/figure.html", context)


def _unit(row: Observation) -> str:
    return row.unit.name if row.unit else _("Toàn sở")


def _language() -> str:
    return get_language() or "vi"


def _first_period(request: HttpRequest) -> Period:
    """The period asked for in the address, else the month before today's."""
    try:
        return Period.parse(request.GET.get("ky", ""))
    except ValueError:
        return Period.of(Kind.MONTH, timezone.localdate()).previous()


@needs("indicators.observe")
def figure_new(request: HttpRequest, key: str) -> HttpResponse:
    """Enter a figure."""
    by, found = account_of(request), indicator_of(request, key)
    initial = {"period": _first_period(request), "unit": request.GET.get("don-vi")}
    form = ObserveForm(
        request.POST or None, request.FILES or None, initial=initial, account=by, definition=found.definition,
        language=_language(),
    )  # fmt: skip
    page = FormPage(
        _("Nhập số liệu"), _("Ghi số liệu"), indicator_url(found), _("Đã ghi số liệu."),
        crumbs=crumbs(found, (_("Nhập số liệu"), "")), draft=f"so-lieu-{found.pk}",
        lede=found.definition.definition.in_language(_language()),
    )  # fmt: skip

    def act() -> None:
        data = form.cleaned_data
        actions.observe(indicator=found, period=data["period"], unit=data["unit"], given=form.given,
                        upload=data["evidence"], by=by, at=timezone.now())  # fmt: skip

    return edit(request, form, act, page)


def _refusal(account: Account, row: Observation) -> str:
    """Why the person may not change the figure, where that is for its unit; nothing where they may."""
    allowed = units_for(account, "indicators.observe")
    if allowed is None or row.unit_id in allowed:
        return ""
    said = _("Bạn nhập số liệu của đơn vị mình; số liệu này của %(unit)s. Văn phòng Sở sửa được.")
    return said % {"unit": _unit(row)}


@needs("indicators.observe")
def figure_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put another figure in the place of this one."""
    by, row = account_of(request), observation_of(request, pk)
    form = CorrectForm(
        request.POST or None, request.FILES or None, initial=CorrectForm.initial_of(row),
        definition=row.indicator.definition_on(row.last), language=_language(),
    )  # fmt: skip
    page = _about(by, row, _("Đính chính số liệu"), _("Ghi đính chính"), _("Đã đính chính; số cũ còn trong lịch sử."))

    def act() -> None:
        actions.correct(observation=row, given=form.given, reason=form.cleaned_data["reason"],
                        upload=form.cleaned_data["evidence"], by=by, at=timezone.now())  # fmt: skip

    return edit(request, form, act, page)


@needs("indicators.observe")
def figure_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take this figure back."""
    by, row = account_of(request), observation_of(request, pk)
    form = WithdrawForm(request.POST or None)
    page = _about(by, row, _("Rút số liệu"), _("Rút số liệu"), _("Đã rút số liệu."))
    act = actions.withdraw
    return edit(request, form, lambda: act(observation=row, by=by, at=timezone.now(), **form.cleaned_data), page)


def _about(by: Account, row: Observation, title: str, submit: str, done: str) -> FormPage:
    """The page of a form about one figure."""
    facts = (
        (_("Chỉ số"), str(row.indicator)), (_("Kỳ"), row.when.label), (_("Đơn vị"), _unit(row)),
        (_("Số đang có"), figure_text(row)), (_("Chốt ngày"), format_date(row.as_of)),
    )  # fmt: skip
    here = (title, "")
    return FormPage(title, submit, indicator_url(row.indicator), done, crumbs=crumbs(row.indicator, here), facts=facts,
                    refusal=_refusal(by, row))  # fmt: skip


@needs("indicators.view")
def figure_evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file a figure rests on."""
    row = observation_of(request, pk)
    if row.evidence is None:
        raise Http404(_("Số liệu này không kèm tệp minh chứng."))
    return file_response(row.evidence)
