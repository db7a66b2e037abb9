"""Sending a report, correcting one that was sent, discarding a draft, and the papers to take away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.common.answers import bytes_response
from cchc.common.errors import Refused
from cchc.common.forms import refuse
from cchc.common.media import DOCX, PDF, XLSX
from cchc.documents.answers import file_response
from cchc.documents.layout import to_docx, to_pdf, to_xlsx
from cchc.organisation.access import account_of, needs

from ..actions import correct_report, discard_report, submit_report
from ..actions.numbering import lacks_number
from ..actions.steps import lacks_signer
from ..forms import CorrectForm, RevisionForm
from ..papers import file_name, paper_of
from ..rights import require_on
from ..screen import Screen
from ..words import name_of
from .finding import crumbs, find

_WRITERS = {"docx": (to_docx, DOCX), "pdf": (to_pdf, PDF), "xlsx": (to_xlsx, XLSX)}


@needs("reports.submit")
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """What will be frozen, what is missing, and the one button that sends."""
    report, account = find(request, pk), account_of(request)
    require_on(account, "reports.submit", report)
    form = RevisionForm(request.POST or None, initial={"revision": report.revision})
    if request.method == "POST" and form.is_valid():
        try:
            submit_report(report=report, **form.cleaned_data, by=account, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã gửi. Báo cáo đã khóa cùng toàn bộ số liệu."))
            return redirect("reports:report", pk)
    screen = Screen(report)
    context = {"report": report, "name": name_of(report), "crumbs": crumbs(report, _("Gửi")), "form": form,
               "nameless": report.is_draft and lacks_signer(report),
               "unnumbered": report.is_draft and lacks_number(report),
               "lacks": screen.lacks() if report.is_draft else [], "count": len(screen.form.figures)}  # fmt: skip
    return render(request, "reports/send.html", context)


@needs("reports.submit")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a correction, with its reason."""
    report, account = find(request, pk), account_of(request)
    require_on(account, "reports.submit", report)
    form = CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            new = correct_report(report=report, **form.cleaned_data, by=account, at=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Đã lập bản đính chính; bản đã gửi vẫn giữ nguyên."))
            return redirect("reports:report", new.pk)
    context = {"report": report, "name": name_of(report), "crumbs": crumbs(report, _("Đính chính")), "form": form}
    return render(request, "reports/correct.html", context)


@needs("reports.write")
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    report = find(request, pk)
    try:
        discard_report(report=report, by=account_of(request), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("reports:report", pk)
    messages.success(request, _("Đã xóa dự thảo; nhật ký còn giữ nội dung."))
    return redirect("reports:report_list")


@needs("reports.view")
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """The paper: of a sent report the very file that was frozen, of a draft one made now."""
    report = find(request, pk)
    if kind not in _WRITERS:
        raise Http404(_("Báo cáo có ở dạng DOCX, PDF và XLSX."))
    if not report.is_draft:
        return file_response(getattr(report, kind))
    write, media_type = _WRITERS[kind]
    screen = Screen(report)
    data = write(paper_of(report, screen.form, screen.texts, screen.values))
    return bytes_response(data, name=file_name(report, kind), media_type=media_type)
