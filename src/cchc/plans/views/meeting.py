"""The sheet for the weekly meeting, and the review of a plan year by year."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cchc.common.answers import bytes_response
from cchc.common.media import DOCX
from cchc.common.tables import Column, Listing
from cchc.common.verdicts import verdict
from cchc.documents.layout import to_docx
from cchc.organisation.access import account_of, needs
from cchc.organisation.models import Unit
from cchc.plans import briefing
from cchc.plans.review import Row, review
from cchc.plans.templatetags.plans import say
from cchc.plans.views.plans import find


@needs("plans.view")
def meeting(request: HttpRequest) -> HttpResponse:
    """What is late, to be decided, blocked, due within some days; `?xuat=docx` as a paper of one page."""
    account, today, asked = account_of(request), timezone.localdate(), request.GET
    days = int(asked["ngay"]) if asked.get("ngay") in {str(span) for span in briefing.SPANS} else 7
    units = Unit.objects.visible_to(account).filter(closed_on=None)
    unit = next((one for one in units if str(one.pk) == asked.get("don-vi")), None)
    whole = asked.get("day-du") == "1"
    on_paper = asked.get("xuat") == "docx"
    with translation.override("vi" if on_paper else get_language()):  # papers are Vietnamese, whoever takes them away
        groups = briefing.sheet(account, today, days=days, unit=unit.pk if unit else None, whole=whole)
    if on_paper:
        paper = briefing.sheet_paper(groups, account.agency, today)
        return bytes_response(to_docx(paper), name=f"phieu-giao-ban-{today:%Y%m%d}.docx", media_type=DOCX)
    context = {"groups": groups, "days": days, "spans": briefing.SPANS, "units": units, "unit": unit, "today": today,
               "left": sum(group.left for group in groups), "asked": request.GET, "whole": whole}  # fmt: skip
    return render(request, "plans/meeting.html", context)


def _year_column(place: int, year: int) -> Column:
    def told(row: Row) -> str:
        found = row.years[place]
        word = str(verdict(found.verdict.value).word) if found.verdict else ""
        asked = _("đòi %(level)s") % {"level": say(found.asked)} if found.asked else ""
        return "; ".join(part for part in (found.figure, word, asked) if part)

    return Column(f"nam-{year}", str(year), value=told)


@needs("plans.view")
def plan_review(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Each target of a plan year by year; `?xuat=xlsx` as a file."""
    plan = find(account_of(request), pk)
    rows = review(plan, timezone.localdate())
    span = range(plan.first_year, plan.last_year + 1)
    listing = Listing(
        name="so-ket-tong-ket",
        title=gettext_lazy("Sơ kết, tổng kết"),
        columns=[
            Column("text", gettext_lazy("Chỉ tiêu"), value="target.text"),
            Column("promise", gettext_lazy("Mức phải đạt"), value=lambda row: say(row.promise)),
            *(_year_column(place, year) for place, year in enumerate(span)),
        ],
    )
    export = listing.page(request, rows)
    context = {"plan": plan, "rows": rows, "span": span, "export": export, "title": _("Sơ kết, tổng kết")}
    return export.download() or render(request, "plans/review.html", context)
