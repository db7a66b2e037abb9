"""The calendar of what has to be reported: the list, one report that is asked for, and the stream for calendars."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cchc.common.answers import act
from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.tables import Column, Filter, Listing
from cchc.organisation.access import account_of, may, needs
from cchc.organisation.models import Account
from cchc.plans.models.duty import Cadence

from ..actions import begin_asked, note_filing
from ..actions.obligations import MANAGE, waiting_duties
from ..forms import FilingForm
from ..locks import lock_of
from ..models import Obligation, Report
from ..obligations import Asked, Round, asked_of, units_of
from ..rights import may_for
from ..rules.feed import Entry, stream
from ..rules.schedule import Occurrence
from ..words import PROGRESS, occurrence_word, progress_of, times_of
from .finding import all_reports, report_url


def asked_url(row: Asked) -> str:
    """The page of one report that is asked for."""
    return row.url


def due_word(row: Asked) -> str:
    """The day it is due, with the hour where one is named."""
    hour = f" {row.obligation.hour:%H:%M}" if row.obligation.hour else ""
    return f"{row.occurrence.due:%d/%m/%Y}{hour}"


def _days_word(at: Occurrence) -> str:
    """The period, and from which day to which its figures are."""
    return f"{occurrence_word(at)}: {at.first:%d/%m/%Y} – {at.last:%d/%m/%Y}"


def _bodies(request: HttpRequest) -> list[tuple[str, str]]:
    found = {str(row.unit.pk) if row.unit else "so": row.body for row in _rows(request)}
    return list(found.items())


def _titles(request: HttpRequest) -> list[tuple[str, str]]:
    return list({str(row.obligation.pk): row.obligation.title for row in _rows(request)}.items())


CALENDAR = Listing(
    name="lich-bao-cao",
    title=gettext_lazy("Lịch báo cáo"),
    columns=[
        Column("title", gettext_lazy("Báo cáo"), value="obligation.title", sort="obligation__title"),
        Column("body", gettext_lazy("Ai báo cáo"), kind="short", value="short_body", sort="body"),
        Column("period", gettext_lazy("Kỳ, ngày của số liệu"), value=lambda row: _days_word(row.occurrence)),
        Column("due", gettext_lazy("Hạn gửi"), value=due_word, kind="short", sort="moment"),
        Column("state", gettext_lazy("Trạng thái"), kind="state", value=lambda row: progress_of(row.stage)),
        Column("sent", gettext_lazy("Gửi lúc"), value="sent_at", kind="moment"),
        Column("to", gettext_lazy("Gửi đến"), value="obligation.to"),
    ],
    filters=[
        Filter("trang-thai", gettext_lazy("Trạng thái"), field="stage__progress",
               choices=[(code.value, word) for code, (face_, word) in PROGRESS.items()]),
        Filter("dinh-ky", gettext_lazy("Định kỳ"), choices=Cadence.choices,
               apply=lambda rows, value: [row for row in rows if value in row.obligation.cadences]),
        Filter("cua", gettext_lazy("Ai báo cáo"), choices=_bodies,
               apply=lambda rows, value: [row for row in rows if (str(row.unit.pk) if row.unit else "so") == value]),
        Filter("viec", gettext_lazy("Báo cáo"), choices=_titles, apply=lambda rows, value: [
            row for row in rows if str(row.obligation.pk) == value]),
    ],
    search=["folded"],
    order=["settled", "moment"],
    row_url=asked_url,
    keep=["nam"],
    empty_title=gettext_lazy("Chưa có báo cáo nào phải gửi"),
    empty_text=gettext_lazy("Đưa chế độ báo cáo của kế hoạch vào lịch, hoặc nhập báo cáo phải gửi."),
)  # fmt: skip


def _year(request: HttpRequest) -> int:
    given, now = request.GET.get("nam", ""), timezone.localdate().year
    return int(given) if given.isdecimal() and abs(int(given) - now) <= 5 else now  # years around this


def _rows(request: HttpRequest) -> list[Asked]:
    """What is asked for in the year of the page; found once for a request."""
    if not hasattr(request, "asked_rows"):
        year = _year(request)
        found = asked_of(account_of(request), date(year, 1, 1), date(year, 12, 31), timezone.now())
        request.asked_rows = found  # type: ignore[attr-defined]  # for the choices of the filters
    rows: list[Asked] = request.asked_rows  # type: ignore[attr-defined]  # set above
    return rows


@needs("reports.view")
def calendar(request: HttpRequest) -> HttpResponseBase:
    """Everything that has to be reported in a year, with where it stands."""
    account, year = account_of(request), _year(request)
    page = CALENDAR.page(request, _rows(request))
    years = [{"label": str(one), "url": f"?nam={one}", "current": one == year} for one in (year - 1, year, year + 1)]
    manage = may(account, MANAGE)
    context = {"page": page, "years": years, "may_manage": manage, "year": year,
               "waiting": waiting_duties(account.agency) if manage else []}  # fmt: skip
    return page.download() or render(request, "reports/calendar.html", context)


@needs("reports.view")
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The due days from the year before on as an iCalendar file."""
    return feed_answer(account_of(request), timezone.now(), request.build_absolute_uri("/"))


def feed_answer(account: Account, now: datetime, base: str) -> HttpResponse:
    """The stream of what the account may see, of the year before, this and the next."""
    name = _("Lịch báo cáo · %(agency)s") % {"agency": account.agency.short_name}
    text = stream(name, report_entries(account, now, base.rstrip("/")), now)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="lich-bao-cao.ics"'
    return answer


def report_entries(account: Account, now: datetime, base: str) -> Iterable[Entry]:
    """What is to be reported as entries of a calendar: what the account may see, the year before, this and the next."""
    host, year = base.partition("://")[2], timezone.localdate(now).year
    for row in asked_of(account, date(year - 1, 1, 1), date(year + 1, 12, 31), now):
        title = f"{row.obligation.title} · {occurrence_word(row.occurrence)}"
        said = [f"{row.body} → {row.obligation.to}", str(progress_of(row.stage)[1])]
        done = not row.stage.progress.is_open
        yield Entry(f"{row.key}@{host}", row.moment, title, "\n".join(said), base + asked_url(row), done)


def find_asked(request: HttpRequest, pk: int, code: str, unit: int) -> Asked:
    """One report that is asked for; 404 where the person may not see it, or where there is none."""
    account = account_of(request)
    rows = Obligation.objects.visible_to(account).living().filter(pk=pk)
    year = int(code[:4]) if code[:4].isdecimal() else 0
    if not 2000 <= year <= 8000:  # years that dates can be counted in
        raise Http404
    found = Round(account.agency, timezone.now(), rows).between(
        date(year, 1, 1), date(year + 1, 12, 31), units_of(account)
    )
    for row in found:
        if row.occurrence.code == code and (row.unit.pk if row.unit else 0) == unit:
            return row
    raise Http404(_("Lịch không có báo cáo này."))


@needs("reports.view")
def asked(request: HttpRequest, pk: int, code: str, unit: int) -> HttpResponse:
    """One report that is asked for: how its day came, where it stands, and the next step."""
    row, account = find_asked(request, pk, code, unit), account_of(request)
    form = FilingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        sent = timezone.make_aware(datetime.combine(facts["sent_on"], facts["hour"]))
        try:
            note_filing(asked=row, sent_at=sent, reference=facts["reference"], by=account, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã ghi nhận báo cáo đã gửi."))
            return redirect(asked_url(row))
    return render(request, "reports/asked.html", _asked_context(row, account, form))


def _asked_context(row: Asked, account: Account, form: FilingForm) -> dict[str, Any]:
    at, one = row.occurrence, row.obligation
    facts: list[tuple[object, ...]] = [
        (_("Ai báo cáo"), row.body), (_("Gửi đến"), one.to),
        (_("Số liệu"), _("từ ngày %(first)s đến ngày %(last)s")
         % {"first": f"{at.first:%d/%m/%Y}", "last": f"{at.last:%d/%m/%Y}"}),
        (_("Định kỳ"), times_of(one)), (_("Căn cứ"), one.basis or "–"),
    ]  # fmt: skip
    if row.writer and row.unit and row.writer.pk != row.unit.pk:
        facts.insert(1, (_("Đơn vị kế thừa lập báo cáo"), row.writer.name))
    now = timezone.now()
    lock = lock_of(row.unit, at.code, now) if one.locks else None
    shut = lock is not None and lock.holds(now)
    begun = row.stage.progress.is_open and row.report is None
    return {
        "row": row, "facts": facts, "state": progress_of(row.stage), "due": due_word(row),
        "period": occurrence_word(at), "form": form,
        "report": row.report if row.report and Report.objects.visible_to(account).filter(pk=row.report.pk) else None,
        "lock": lock, "may_unlock": shut and may(account, MANAGE),
        "may_begin": begun and one.in_system and not shut and may_for(account, "reports.write", row.unit),
        "may_file": begun and not one.in_system and not row.filing and may_for(account, "reports.submit", row.writer),
        "crumbs": [all_reports(), (_("Lịch báo cáo"), reverse("reports:calendar")),
                   (f"{one.title[:60]} · {occurrence_word(at)}", "")],
    }  # fmt: skip


@needs("reports.write")
@require_POST
def asked_begin(request: HttpRequest, pk: int, code: str, unit: int) -> HttpResponse:
    """Begin the report that is asked for, as of the last day of its figures or today."""
    row, by = find_asked(request, pk, code, unit), account_of(request)
    if not row.obligation.in_system:
        raise Http404(_("Báo cáo này không lập trong hệ thống."))
    return act(
        request, lambda: begin_asked(asked=row, by=by, at=timezone.now()),
        _("Đã lập dự thảo; số liệu đã được điền sẵn."), asked_url(row), report_url,
    )  # fmt: skip
