"""Correction notes: entered, listed, taken away as a paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common.answers import bytes_response
from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.media import DOCX, PDF
from cchc.documents.layout import to_docx, to_pdf
from cchc.organisation.access import account_of, needs

from ..actions import note_correction
from ..changes import changes_of, note_paper, note_rows
from ..forms import NoteForm
from ..models import CorrectionNote
from ..rights import may_on, require_on
from ..rules.marks import Since
from ..rules.values import Value, printed
from ..screen import Screen
from ..words import name_of
from .finding import crumbs, find

_WRITERS = {"docx": (to_docx, DOCX), "pdf": (to_pdf, PDF)}


@needs("reports.submit")
def note_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a figure of a sent report right; those that are another number now are offered."""
    report, by = find(request, pk), account_of(request)
    require_on(by, "reports.submit", report)
    screen = Screen(report)
    differing = _differing(screen)
    form = NoteForm(request.POST or None, choices=_choices(screen), initial=_asked(request, differing))
    if request.method == "POST" and form.is_valid():
        try:
            note_correction(report=report, **form.cleaned_data, by=by, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã lập phiếu đính chính; báo cáo đã gửi giữ nguyên."))
            return redirect("reports:notes", pk)
    context = {"report": report, "form": form, "name": name_of(report), "differing": differing,
               "crumbs": crumbs(report, _("Phiếu đính chính"))}  # fmt: skip
    return render(request, "reports/note_new.html", context)


def _differing(screen: Screen) -> list[dict[str, Any]]:
    """The figures of a sent report that are another number now."""
    if screen.report.is_draft:
        return []
    names = screen.names()
    found = changes_of(screen.report, screen.values)
    rows = []
    for spec in screen.form.figures:
        mark = next((one for one in found.get(spec.key, ()) if one.since is Since.SENT), None)
        if mark is not None:
            now = printed(spec, mark.now, sign=False, language=screen.language)
            rows.append({"key": spec.key, "figure": screen.figure_row(spec, names), "now": now})
    return rows


def _choices(screen: Screen) -> list[tuple[str, str]]:
    """Each figure of the report with what was reported."""
    rows = []
    for spec in screen.form.figures:
        said = printed(spec, screen.values.get(spec.key, Value()).value, language=screen.language) or _("chưa có số")
        rows.append((spec.key, _("%(name)s (%(unit)s); đã báo cáo: %(said)s")
                     % {"name": spec.name.in_language(screen.language), "unit": spec.unit, "said": said}))  # fmt: skip
    return rows


def _asked(request: HttpRequest, differing: list[dict[str, Any]]) -> dict[str, Any]:
    key = request.GET.get("so", "")
    return {"key": key, "value": next((row["now"] for row in differing if row["key"] == key), "")}


@needs("reports.view")
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """The correction notes of a report."""
    report, account = find(request, pk), account_of(request)
    context = {"report": report, "name": name_of(report), "rows": note_rows(report, Screen(report).language),
               "may_note": not report.is_draft and may_on(account, "reports.submit", report),
               "crumbs": crumbs(report, _("Phiếu đính chính"))}  # fmt: skip
    return render(request, "reports/notes.html", context)


@needs("reports.view")
def note_file(request: HttpRequest, pk: int, number: int, kind: str) -> HttpResponseBase:
    """One note as an official paper."""
    report = find(request, pk)
    note = get_object_or_404(CorrectionNote.objects.select_related("report__agency", "report__unit"), report=report,
                             number=number)  # fmt: skip
    if kind not in _WRITERS:
        raise Http404
    write, media_type = _WRITERS[kind]
    name = f"phieu-dinh-chinh-{report.period_code.lower()}-{number}.{kind}"
    return bytes_response(write(note_paper(note)), name=name, media_type=media_type)
