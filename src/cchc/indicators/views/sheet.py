"""A unit's sheet: all its figures of one period on one page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common.periods import Kind, Period
from cchc.indicators.actions import SheetFaults, fill_sheet
from cchc.indicators.sheets import SheetForm, kinds_of, rows_of
from cchc.indicators.words import KINDS
from cchc.organisation.access import account_of, needs, units_for
from cchc.organisation.models import Account, Unit


def _units(account: Account) -> list[Unit | None]:
    """The units the person fills sheets for; None, the department itself, for those who enter for the whole."""
    units = Unit.objects.visible_to(account).filter(closed_on=None)
    allowed = units_for(account, "indicators.observe")
    return [None, *units] if allowed is None else list(units.filter(pk__in=allowed))


def _chosen(request: HttpRequest, units: list[Unit | None], account: Account) -> Unit | None:
    """The unit asked for, else the person's own. Raises Http404 for one that is not the person's to fill."""
    asked = request.GET.get("don-vi")
    if asked is None:
        own = account.unit
        return own if own in units else units[0]
    for unit in units:
        if asked == (str(unit.pk) if unit else ""):
            return unit
    raise Http404(_("Không có phiếu của đơn vị này."))


def _period(request: HttpRequest, kinds: list[Kind]) -> Period:
    """The period asked for, else the one before today's of the shortest kind the unit reports by."""
    try:
        return Period.parse(request.GET.get("ky", ""))
    except ValueError:
        return Period.of(kinds[0] if kinds else Kind.MONTH, timezone.localdate()).previous()


def _url(unit: Unit | None, period: Period) -> str:
    return f"{reverse('indicators:sheet')}?don-vi={unit.pk if unit else ''}&ky={period.code}"


@needs("indicators.observe")
def sheet(request: HttpRequest) -> HttpResponse:
    """Fill the sheet of a unit for a period."""
    by = account_of(request)
    units = _units(by)
    if not units:
        return render(request, "indicators/sheet.html", {"nobody": True})
    unit = _chosen(request, units, by)
    kinds = kinds_of(by.agency, unit)
    period = _period(request, kinds)
    form = SheetForm(request.POST or None, rows=rows_of(by.agency, unit, period))
    if request.method == "POST" and form.is_valid() and _take(request, form, unit, period):
        return redirect(_url(unit, period))
    return render(request, "indicators/sheet.html", {"form": form, **_frame(units, unit, kinds, period)})


def _take(request: HttpRequest, form: SheetForm, unit: Unit | None, period: Period) -> bool:
    """Write the sheet; whether it was taken."""
    by, at, reason = account_of(request), timezone.now(), form.cleaned_data["reason"]
    try:
        entered, corrected = fill_sheet(lines=form.lines, period=period, unit=unit, reason=reason, by=by, at=at)
    except SheetFaults as faults:
        form.refuse(faults.lines)
        return False
    said = _("Đã ghi phiếu: %(entered)s số mới, %(corrected)s số đính chính.")
    messages.success(request, said % {"entered": entered, "corrected": corrected})
    return True


def _frame(units: list[Unit | None], unit: Unit | None, kinds: list[Kind], period: Period) -> dict[str, Any]:
    """What stands around the table: the choice of unit and of period."""
    today = timezone.localdate()
    tabs = [
        {"label": KINDS[kind.value], "url": _url(unit, Period.of(kind, today).previous()),
         "current": kind is period.kind}
        for kind in kinds
    ]  # fmt: skip
    return {
        "units": [(str(u.pk) if u else "", u.name if u else _("Toàn sở"), u == unit) for u in units],
        "unit": unit,
        "unit_name": unit.name if unit else _("Toàn sở"),
        "period": period,
        "kinds": tabs,
        "earlier": _url(unit, period.previous()),
        "later": _url(unit, period.next()) if period.next().first <= today else "",
    }
