"""A report as a whole, its figures, and one figure with all that stands behind it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cchc.organisation.access import Denied, account_of, needs
from cchc.organisation.models import Account

from ..annex_shown import feed_tabs, forms_shown
from ..changes import note_rows
from ..coverage import FEEDS, Feed
from ..models import Report
from ..packing.sealed import sealed_pack
from ..rights import may_on, may_open_pack
from ..rows import indicator_pages, rows_behind
from ..rules.values import Value
from ..screen import Screen
from ..way import way_of
from ..words import name_of
from .finding import crumbs, find


@needs("reports.view")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole report as it is printed, its outline, and what is missing."""
    found = find(request, pk)
    screen, account = Screen(found), account_of(request)
    way = way_of(found, account, timezone.now())
    context = {
        "report": found, "name": name_of(found), "crumbs": crumbs(found), "screen": screen,
        "outline": screen.outline(), "blocks": screen.sheet(), "paper": screen.paper, "facts": _facts(found),
        "lacks": screen.lacks() if found.is_draft else [], "way": way,
        "notes": note_rows(found, screen.language),
        "may_write": found.is_draft and not way.locked and may_on(account, "reports.write", found),
        "may_correct": not found.is_draft and not way.locked and may_on(account, "reports.submit", found),
        "pack": sealed_pack(found), "may_open_pack": may_open_pack(account, found),
        "senders": _senders(found, account),
        "correction": Report.objects.filter(corrects=found).first(),
    }  # fmt: skip
    return render(request, "reports/report.html", context)


def _senders(found: Report, account: Account) -> str:
    """Who may send a draft, in words, for whoever writes it and may not."""
    if not found.is_draft or may_on(account, "reports.submit", found) or not may_on(account, "reports.write", found):
        return ""
    return ", ".join(Denied("reports.submit").who_can)


def _facts(found: Report) -> list[tuple[object, ...]]:
    """The frame of the paper in words."""
    return [
        (_("Số"), found.number or "–"),
        (_("Ngày ký"), f"{found.signed_on:%d/%m/%Y}" if found.signed_on else "–"),
        (_("Người ký"), " ".join(filter(None, (found.signer_authority, found.signer_title, found.signer_name))) or "–"),
        (_("Người lập"), found.created_by.get_full_name()),
    ]


@needs("reports.view")
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """The statistics annex on the screen, with the period before and the same period last year beside it."""
    found = find(request, pk)
    screen = Screen(found, marked=True)
    asked = request.GET.get("nguon", "")
    feed = Feed(asked) if asked in FEEDS else None
    context = {"report": found, "crumbs": crumbs(found, pgettext("many", "Số liệu")), "name": name_of(found),
               "forms": forms_shown(screen, feed), "tabs": feed_tabs(screen, feed),
               "coverage": screen.coverage}  # fmt: skip
    return render(request, "reports/figures.html", context)


@needs("reports.view")
def figure(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One figure: where it comes from, the rows behind it, and how it compares."""
    found = find(request, pk)
    screen = Screen(found, marked=True)
    if key not in screen.form.keys:
        raise Http404(_("Biểu mẫu không có số liệu này."))
    spec, names = screen.form.figure(key), screen.names()
    value = screen.values.get(key, Value())
    row = screen.figure_row(spec, names)
    context = {
        "report": found, "name": name_of(found), "figure": row,
        "behind": rows_behind(found, spec, value), "crumbs": crumbs(found, row["name"]), **indicator_pages(found, spec),
        "parts": [screen.figure_row(screen.form.figure(part), names) for part in spec.of if part in screen.form.keys],
    }  # fmt: skip
    return render(request, "reports/figure.html", context)
