"""The index of service quality (766) by month, counted from the register, with the rows behind each share."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cchc.common import shown
from cchc.common.periods import Kind, Period
from cchc.common.tables import Column, Listing
from cchc.dossiers.index766 import Scored, Way, added_up, index_on, scored
from cchc.dossiers.measures import SOURCE
from cchc.indicators.models import CountedFrom
from cchc.organisation.access import account_of, needs, units_for
from cchc.organisation.models import Account, Unit


def _points(number: Decimal | None) -> str:
    return "—" if number is None else shown.number(number, 2)


def _name(text: Any) -> str:
    return str(text.in_language(get_language() or "vi"))


def _share(row: Scored) -> str:
    if not row.item.indicator:
        return _("không đo ở cấp sở")
    return row.value.full_text if row.value and row.value.has_data else _("chưa có số liệu")


def _how(row: Scored) -> str:
    if row.way is Way.NONE:
        return ""
    if row.value is not None and row.value.has_data:
        return _("đếm từ sổ") if row.value.counted else _("số nhập")
    return _("đếm từ sổ, khi sổ được dùng để đếm") if row.way is Way.COUNTED else _("nhập tay có minh chứng")


LISTING = Listing(
    name="bo-chi-so-766",
    title=gettext_lazy("Bộ chỉ số 766"),
    columns=[
        Column("code", gettext_lazy("Mã"), value="item.code", kind="short"),
        Column("name", gettext_lazy("Chỉ số"), value=lambda row: _name(row.item.name)),
        Column("share", gettext_lazy("Tỷ lệ"), value=_share, template="dossiers/cells/share.html"),
        Column("points", gettext_lazy("Điểm"), kind="number", decimals=2),
        Column("most", gettext_lazy("Điểm tối đa"), value="item.points", kind="number", decimals=0),
        Column("full", gettext_lazy("Đủ điểm từ"), value=lambda row: f"{row.item.full_at}%", kind="short"),
        Column("group", gettext_lazy("Nhóm"), value=lambda row: _name(row.group.name)),
        Column("how", gettext_lazy("Cách có số liệu"), value=_how, template="dossiers/cells/how.html"),
    ],
    keep=["ky", "don-vi"],
    per_page=40,
)


def _month(request: HttpRequest, today: date) -> Period:
    """The month asked for; else the last one that is over."""
    try:
        asked = Period.parse(request.GET.get("ky", ""))
    except ValueError:
        asked = None
    if asked is None or asked.kind is not Kind.MONTH or asked.first > today:
        return Period.of(Kind.MONTH, today).previous()
    return asked


def _unit(request: HttpRequest, account: Account) -> Unit | None:
    key = request.GET.get("don-vi", "")
    return Unit.objects.visible_to(account).filter(pk=int(key)).first() if key.isdigit() else None


@needs("dossiers.view")
def index766(request: HttpRequest) -> HttpResponseBase:
    """The items of the index in a month with their points, for the department or a unit."""
    account, today = account_of(request), timezone.localdate()
    period, unit = _month(request, today), _unit(request, account)
    rows = scored(account.agency, period, unit)
    page = LISTING.page(request, rows)
    whole, index = added_up(rows), index_on(period.last)
    groups = [(_name(group.name), added_up([row for row in rows if row.group is group])) for group in index.groups]
    context = {
        "page": page, "period": period, "unit": unit, "units": Unit.objects.visible_to(account).filter(closed_on=None),
        "before": period.previous(), "after": period.next() if period.next().first <= today else None,
        "whole": whole, "groups": [(name, _points(one.points), one) for name, one in groups],
        "points": _points(whole.points), "index": index, "since": _since(account),
        "ways": {way.value: sum(row.way is way for row in rows) for way in Way},
        "may_enter": units_for(account, "indicators.observe") != set(),
        "reckoned": _points(whole.reckoned),
        "grade": "" if whole.reckoned is None else _name(index.grade(whole.reckoned).name),
    }  # fmt: skip
    return page.download() or render(request, "dossiers/index766.html", context)


def _since(account: Account) -> Period | None:
    """From which month the register is counted."""
    found = CountedFrom.objects.visible_to(account).filter(source=SOURCE.code).values_list("month", flat=True).first()
    return Period(Kind.MONTH, found // 100, found % 100) if found else None
