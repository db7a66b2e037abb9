"""Giving a file to a browser. Whoever calls has already asked whether the person may have it."""

from typing import IO, cast

from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from cchc.common.answers import seal

from . import blobs
from .models import StoredFile


def file_response(stored: StoredFile) -> FileResponse:
    """The kept file as a download. Raises Http404 with a sentence when its content is gone from the disk."""
    try:
        file = blobs.place(stored.sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404(_("Tệp này không còn trên máy chủ; hãy báo người quản trị chạy kiểm tra toàn vẹn.")) from error
    response = FileResponse(cast("IO[bytes]", file), content_type=stored.media_type)
    seal(response, stored.name)
    response["ETag"] = f'"{stored.sha256}"'
    return response
