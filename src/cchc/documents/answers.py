"""Giving a file to a browser. Whoever calls has already asked whether the person may have it."""

from typing import IO, cast

from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from . import blobs
from .models import StoredFile

_SANDBOX = "default-src 'none'; sandbox"


def file_response(stored: StoredFile) -> FileResponse:
    """The kept file as a download. Raises Http404 with a sentence when its content is gone from the disk."""
    try:
        file = blobs.place(stored.sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404(_("Tệp này không còn trên máy chủ; hãy báo người quản trị chạy kiểm tra toàn vẹn.")) from error
    response = FileResponse(cast("IO[bytes]", file), content_type=stored.media_type)
    _seal(response, stored.name)
    response["ETag"] = f'"{stored.sha256}"'
    return response


def bytes_response(data: bytes, *, name: str, media_type: str) -> HttpResponse:
    """A file made just now (a report as DOCX, a list as XLSX) as a download."""
    response = HttpResponse(data, content_type=media_type)
    _seal(response, name)
    return response


def _seal(response: FileResponse | HttpResponse, name: str) -> None:
    """Saved, never shown or run; of no other type than we say; kept in no shared cache."""
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _SANDBOX
    response["Cache-Control"] = "private, no-store"
