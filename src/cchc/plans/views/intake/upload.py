"""A plan document comes in: upload, a long reading, one that failed, one that goes on by hand."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.common.errors import Refused
from cchc.documents import blobs
from cchc.documents.answers import file_response
from cchc.organisation.access import account_of, needs
from cchc.organisation.models import Account
from cchc.plans import reading_jobs
from cchc.plans.actions import intake as actions
from cchc.plans.forms.intake import UploadForm
from cchc.plans.models import Draft

from .finding import draft_or_404, refused


@needs("plans.import")
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; a short one is read at once, a long one beside."""
    form = UploadForm(request.POST or None, request.FILES or None)
    twin = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            data = _whole(file)
            twin = None if form.cleaned_data["again"] else _twin(data, account_of(request))
            if twin is None:
                return redirect("plans:intake_review", _opened(data, file.name, account_of(request)).pk)
            form.add_error("file", _("Tệp này đã được nạp trước đây."))
        except Refused as why:
            form.add_error("file", str(why))
    drafts = Draft.objects.visible_to(account_of(request)).living().light().select_related("source")[:5]
    limit = settings.UPLOAD_LIMIT // (1024 * 1024)
    page = {"form": form, "twin": twin, "limit": limit, "drafts": drafts}
    return render(request, "plans/intake/upload.html", page, status=422 if form.errors else 200)


def _whole(file: object) -> bytes:
    """The posted bytes, where they are not more than may be kept."""
    size = int(getattr(file, "size", 0) or 0)
    if size > settings.UPLOAD_LIMIT:
        said = _(
            "Tệp “%(name)s” có %(size)s MB, lớn hơn mức %(limit)s MB được nhận. Hãy chia nhỏ hoặc giảm độ nét bản quét."
        )
        megabyte = 1024 * 1024
        facts = {
            "name": getattr(file, "name", ""),
            "size": size // megabyte,
            "limit": settings.UPLOAD_LIMIT // megabyte,
        }
        raise Refused(said % facts, field="file")
    return bytes(file.read())  # type: ignore[attr-defined]  # an uploaded file


def _twin(data: bytes, account: Account) -> Draft | None:
    drafts = Draft.objects.visible_to(account).living().light()
    return drafts.with_file(blobs.digest_of(data)).select_related("created_by__person", "plan").first()


def _opened(data: bytes, name: str, account: Account) -> Draft:
    """Read, and keep only what could be read or is still being read."""
    job = reading_jobs.start(data, name)
    if job.over.is_set() and job.result is None:
        vi, en = reading_jobs.sentences(job.error)
        raise Refused(en if get_language() == "en" else vi, field="file")
    result = job.result if job.over.is_set() else None
    draft = actions.open_draft(content=data, name=name, reading=result, by=account, at=timezone.now())
    if result is None:
        reading_jobs.follow(job, draft.pk)
    return draft


@needs("plans.import")
@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a document again whose reading was broken off."""
    draft = draft_or_404(request, pk)
    try:
        data = blobs.read(draft.source.sha256)
        actions.read_again(draft=draft.pk, by=account_of(request), at=timezone.now())
    except FileNotFoundError:
        messages.error(request, _("Tệp gốc không còn trên máy chủ; hãy báo người quản trị."))
        return redirect("plans:intake_review", draft.pk)
    except Refused as why:
        return refused(request, why, draft.get_absolute_url())
    job = reading_jobs.start(data, draft.source.name)
    if job.over.is_set():
        reading_jobs.conclude(job, draft.pk)
    else:
        reading_jobs.follow(job, draft.pk)
    return redirect("plans:intake_review", draft.pk)


@needs("plans.import")
@require_POST
def by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on by hand with a document that cannot be read; its file stays."""
    draft = draft_or_404(request, pk)
    try:
        actions.begin_by_hand(draft=draft.pk, by=account_of(request), at=timezone.now())
    except Refused as why:
        return refused(request, why, draft.get_absolute_url())
    messages.success(request, _("Đã mở bản nhập tay; tệp gốc được giữ. Hãy ghi thông tin văn bản rồi thêm từng mục."))
    return redirect("plans:intake_review", draft.pk)


@needs("plans.draft.view")
def source(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it was uploaded."""
    return file_response(draft_or_404(request, pk).source)
