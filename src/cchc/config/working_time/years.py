"""A year at a glance, its days checked against a second opinion, the versions of the calendar, recounting."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common import dues
from cchc.common.actions import recount
from cchc.common.almanac import Almanac, almanac_of
from cchc.common.answers import act
from cchc.common.crosscheck import differences, release
from cchc.common.models import CalendarVersion
from cchc.common.months import KIND_NAMES, month_of
from cchc.common.tables import Column, Listing
from cchc.organisation.access import account_of, may, needs, signed_in
from cchc.organisation.models import Account

from .days import scope_word, visible_days
from .proposing import moves_shown

VERSIONS = Listing(
    name="phien-ban-lich",
    title=gettext_lazy("Các lần thay đổi lịch"),
    columns=[
        Column("pk", gettext_lazy("Phiên bản"), kind="number", sort="pk"),
        Column("what", gettext_lazy("Thay đổi")),
        Column("reason", gettext_lazy("Lý do"), kind="long"),
        Column("scope", gettext_lazy("Phạm vi"), value=lambda row: scope_word(row.agency_id), kind="short"),
        Column("moved", gettext_lazy("Số hạn đã dời"), kind="number", sort="moved"),
        Column("by_name", gettext_lazy("Người ghi")),
        Column("at", gettext_lazy("Lúc"), kind="moment", sort="at"),
    ],
    search=["what__folded", "reason__folded", "by_name__folded"],
    order=["-pk"],
    empty_title=gettext_lazy("Lịch chưa thay đổi lần nào"),
)


def _shown_year(year: int | None, almanac: Almanac) -> int:
    first, last = almanac.calendar.span
    if year is None:
        return min(max(timezone.localdate().year, first.year), last.year)
    if not first.year <= year <= last.year:
        raise Http404
    return year


@signed_in
def year_page(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """A year of the table; the current one when none is asked for."""
    account = account_of(request)
    almanac = almanac_of(account.agency_id)
    first, last = almanac.calendar.span
    asked = _shown_year(year, almanac)
    months = [month_of(number, asked, almanac.calendar) for number in range(1, 13)]
    specials = [(one, KIND_NAMES[one.kind]) for one in almanac.days if one.day.year == asked]
    rows = {row.day: row for row in visible_days(account).filter(day__year=asked).order_by("agency_id")}
    today = timezone.localdate()
    context = {
        "this_month": today.month if today.year == asked else None,
        "year": asked, "years": range(first.year, last.year + 1), "months": months,
        "specials": [(one, kind, rows.get(one.day)) for one, kind in specials],
        "decided": all(one.decided for one, _kind in specials), "working": sum(one.working for one in months),
        "version": almanac.version, "closes": may(account, "calendar.close"), "drifted": _drifted(account, almanac),
    }  # fmt: skip
    return render(request, "config/calendar/year.html", context)


def _drifted(account: Account, almanac: Almanac) -> int:
    """How many due dates are held to another day than the calendar gives; only asked for those who can settle it."""
    return len(dues.movements(account.agency_id, almanac, almanac)) if may(account, "calendar.close") else 0


@signed_in
def cross_check(request: HttpRequest, year: int) -> HttpResponse:
    """Where the table and the second opinion do not agree."""
    almanac = almanac_of(None)
    first, last = almanac.calendar.span
    context = {"year": _shown_year(year, almanac), "years": range(first.year, last.year + 1), "release": release(),
               "found": differences(almanac.calendar, year),
               "closes": may(account_of(request), "calendar.common")}  # fmt: skip
    return render(request, "config/calendar/check.html", context)


@signed_in
def version_list(request: HttpRequest) -> HttpResponseBase:
    """What was changed in the calendar, by whom and why."""
    own = Q(agency_id=None) | Q(agency_id=account_of(request).agency_id)
    page = VERSIONS.page(request, CalendarVersion.objects.filter(own))
    return page.download() or render(request, "config/calendar/versions.html", {"page": page})


@needs("calendar.close")
def recount_page(request: HttpRequest) -> HttpResponse:
    """Open due dates that are held to another day than the calendar gives now; confirmed here."""
    account = account_of(request)
    almanac = almanac_of(account.agency_id)
    if request.method == "POST":
        mark, at = request.POST.get("mark", ""), timezone.now()
        return act(
            request, lambda: recount(mark=mark, agency_id=account.agency_id, by=account, at=at),
            lambda count: _("Đã tính lại %(count)s hạn.") % {"count": count}, "calendar_recount",
        )  # fmt: skip
    moves = dues.movements(account.agency_id, almanac, almanac)
    context = {"moves": moves_shown(moves), "mark": dues.fingerprint(almanac.version, moves)}
    return render(request, "config/calendar/recount.html", context)
