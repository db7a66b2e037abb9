"""The evidence pack of a sent report: made for one that has none yet, and taken away by whoever may see all of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.common.errors import Refused
from cchc.documents.answers import file_response
from cchc.organisation.access import account_of, needs

from ..actions import open_pack, seal_pack
from .finding import find


@needs("reports.submit")
@require_POST
def pack_seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the pack of a report that was sent before there were packs."""
    try:
        seal_pack(report=find(request, pk), by=account_of(request), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Đã lập bộ chứng cứ; mã niêm phong đã ghi vào nhật ký."))
    return redirect("reports:report", pk)


@needs("journal.view")
@require_POST
def pack_open(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The pack as a download; that it was opened is written down."""
    try:
        return file_response(open_pack(report=find(request, pk), by=account_of(request), at=timezone.now()))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("reports:report", pk)
