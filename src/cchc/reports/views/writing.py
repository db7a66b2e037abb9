"""Writing a draft: a section, an offered text, a question to a unit, and the frame of the paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cchc.common.answers import act
from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.models import NumberBook
from cchc.organisation.access import account_of, may, needs
from cchc.organisation.models import Unit

from ..actions import Overtaken, ask_unit, edit_frame, save_section, say_nothing, take_over, take_report_number
from ..actions.numbering import book_of
from ..annexes import standings_of
from ..forms import FrameForm, SectionForm
from ..locks import lock_of
from ..models import Report
from ..offers import Offer, offers_for
from ..rights import may_write_section
from ..rules import text
from ..rules.outline import SectionSpec
from ..screen import Screen
from ..words import name_of
from .finding import crumbs, find, report_url


def _spec(screen: Screen, key: str) -> SectionSpec:
    found = next((section for section in screen.form.texts if section.key == key), None)
    if found is None:
        raise Http404(_("Báo cáo không có mục này."))
    return found


@needs("reports.view")
def section(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A section: as it is printed, its figures, what is offered; and, in a draft, the text to write."""
    report = find(request, pk)
    spec = _spec(Screen(report), key)
    row = report.sections.get(key=key)
    form = SectionForm(request.POST or None, initial={"text": row.text, "version": row.version})
    theirs = ""
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            save_section(report=report, key=key, **facts, by=account_of(request), at=timezone.now())
        except Overtaken as overtaken:
            refuse(form, overtaken)
            theirs = overtaken.theirs.text
            form.data = {**form.data.dict(), "version": overtaken.theirs.version}  # type: ignore[attr-defined]  # a QueryDict
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã lưu mục này."))
            return redirect("reports:section", pk, _next(report, key) if "next" in request.POST else key)
    return _section_page(request, report, spec, form, theirs)


def _next(report: Report, key: str) -> str:
    """The section after this one, the last being its own."""
    order = [one.key for one in Screen(report).form.texts]
    return order[min(order.index(key) + 1, len(order) - 1)]


def _section_page(
    request: HttpRequest, report: Report, spec: SectionSpec, form: SectionForm, theirs: str
) -> HttpResponse:
    screen = Screen(report)
    now, account = timezone.now(), account_of(request)
    lock = lock_of(report.unit, report.period_code, now) if report.is_draft else None
    may_write = report.is_draft and may_write_section(account, report, spec.key, timezone.localdate(now))
    may_write = may_write and not (lock and lock.holds(now))
    context = {
        **_around(screen, spec), "form": form, "theirs": theirs, "may_write": may_write,
        "offers": offers_for(report, spec, standings_of(report)) if may_write else [],
    }  # fmt: skip
    return render(request, "reports/section.html", context, status=409 if theirs else 200)


def _around(screen: Screen, spec: SectionSpec) -> dict[str, Any]:
    """What the page of a section shows beside the form."""
    report, order = screen.report, [one.key for one in screen.form.texts]
    at = order.index(spec.key)
    title = f"{spec.label} {spec.title.in_language(screen.language)}"
    names = screen.names()
    lacks = screen.lacks() if report.is_draft else []
    return {
        "report": report, "name": name_of(report), "crumbs": crumbs(report, title), "title": title, "spec": spec,
        "ask": spec.ask.in_language(screen.language) if spec.ask else "",
        "outline": screen.outline(spec.key), "blocks": screen.printed_section(spec),
        "figures": [screen.figure_row(screen.form.figure(key), names) for key in _figure_keys(screen, spec)],
        "lack": next((lack for lack in lacks if lack["key"] == spec.key), None),
        "nothing": screen.form.nothing, "row": report.sections.select_related("updated_by__person").get(key=spec.key),
        "before": screen.section_url(order[at - 1]) if at else "",
        "after": screen.section_url(order[at + 1]) if at + 1 < len(order) else "",
    }  # fmt: skip


def _figure_keys(screen: Screen, spec: SectionSpec) -> list[str]:
    """The figures of the section: those of its text first, then those the form meant for it."""
    named = [*text.tokens(screen.texts.get(spec.key, "")), *text.tokens(spec.draft)]
    return [key for key in dict.fromkeys(named) if key in screen.form.keys]


@needs("reports.write")
@require_POST
def section_take(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Add an offered text to the section."""
    report = find(request, pk)
    spec = _spec(Screen(report), key)
    nothing = Offer("nothing", "", Screen(report).form.nothing)
    offers = [nothing, *offers_for(report, spec, standings_of(report))]
    offer = next((one for one in offers if one.code == request.POST.get("offer")), None)
    version = request.POST.get("version", "")
    if offer is None or not version.isdigit():
        raise Http404(_("Không còn đoạn được gợi ý này."))
    by, at = account_of(request), timezone.now()
    if offer == nothing and report.sections.get(key=key).text in ("", spec.draft):
        return act(
            request, lambda: say_nothing(report=report, key=key, by=by, at=at), _("Đã ghi mục này không phát sinh."),
            reverse("reports:section", args=[pk, key]),
        )  # fmt: skip
    return act(
        request,
        lambda: take_over(report=report, key=key, text=offer.text, version=int(version), source=offer.code, by=by,
                          at=at),
        _("Đã thêm vào cuối mục; hãy đọc lại và sửa cho gọn."), reverse("reports:section", args=[pk, key]),
    )  # fmt: skip


@needs("reports.write")
@require_POST
def sections_nothing(request: HttpRequest, pk: int) -> HttpResponse:
    """Write that nothing happened into every section of a unit's return that lacks something and nobody has written."""
    report, by = find(request, pk), account_of(request)
    return act(
        request, lambda: say_nothing(report=report, by=by, at=timezone.now()),
        lambda count: ngettext("Đã ghi %(n)s mục không phát sinh; mục đã viết giữ nguyên.",
                               "Đã ghi %(n)s mục không phát sinh; mục đã viết giữ nguyên.", count) % {"n": count},
        report_url(report),
    )  # fmt: skip


@needs("reports.write")
@require_POST
def section_ask(request: HttpRequest, pk: int, key: str, unit: int) -> HttpResponse:
    """Ask a unit for what the section lacks."""
    report, account = find(request, pk), account_of(request)
    _spec(Screen(report), key)
    asked = get_object_or_404(Unit.objects.visible_to(account), pk=unit)
    url = request.build_absolute_uri(report_url(report))
    return act(
        request, lambda: ask_unit(report=report, key=key, unit=asked, url=url, by=account, at=timezone.now()),
        _("Đã gửi đề nghị tới %(unit)s.") % {"unit": asked.name}, reverse("reports:report", args=[pk]),
    )  # fmt: skip


@needs("reports.write")
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    """Number, date, to whom, who signs, and the last day of the figures."""
    report = find(request, pk)
    form = FrameForm(request.POST or None, initial=FrameForm.of(report))
    if request.method == "POST" and form.is_valid():
        try:
            edit_frame(report=report, **form.cleaned_data, by=account_of(request), at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã lưu thể thức văn bản."))
            return redirect("reports:report", pk)
    context = {"report": report, "form": form, "name": name_of(report), "crumbs": crumbs(report, _("Thể thức văn bản")),
               "book": _book(request, report)}  # fmt: skip
    return render(request, "reports/frame.html", context)


def _book(request: HttpRequest, report: Report) -> NumberBook | None:
    """The book that the report may take its number from, for whoever may do so."""
    return book_of(report) if report.is_draft and not report.number and may(request.user, "numbers.take") else None


@needs("numbers.take")
@require_POST
def take_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the report the next number of its book."""
    report = find(request, pk)
    return act(
        request, lambda: take_report_number(report=report, by=account_of(request), at=timezone.now()),
        lambda taken: _("Đã lấy số %(number)s.") % {"number": taken.text}, reverse("reports:report", args=[pk]),
    )  # fmt: skip
