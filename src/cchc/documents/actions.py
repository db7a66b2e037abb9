"""What a person does with files: give one to keep."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal, media
from cchc.common.errors import Refused
from cchc.common.uploads import Upload, read_upload
from cchc.organisation.models import Account, Agency

from . import blobs
from .models import StoredFile


@transaction.atomic
def store_file(
    *,
    content: Upload,
    name: str,
    by: Account | None,
    at: datetime,
    agency: Agency | None = None,
    field: str = "file",
) -> StoredFile:
    """Keep a file: on the disk first, then the row that names it, then the journal.

    `agency` is needed only when the system itself stores (`by` None). Raises Refused, naming the form field `field`,
    for an empty file, one above the limit, one of a kind CCHC does not take, or a disk that does not take it.
    """
    owner = by.agency if by is not None else agency
    if owner is None:
        raise ValueError("a file belongs to a department")
    shown = media.clean_name(name)
    data = read_upload(content, shown, field)
    kind = media.media_type(data, shown)
    if kind not in media.KINDS:
        raise Refused(_not_taken(shown), field=field)
    return keep_file(data=data, name=shown, media_type=kind, by=by, at=at, agency=owner, field=field)


@transaction.atomic
def keep_file(
    *, data: bytes, name: str, media_type: str, by: Account | None, at: datetime, agency: Agency, field: str = ""
) -> StoredFile:
    """Keep a file that CCHC itself has made or examined, of whatever kind. Raises Refused when the disk is full."""
    try:
        digest = blobs.keep(data)
    except OSError as error:
        raise Refused(_not_written(name, error), field=field) from error
    facts = {"name": name, "sha256": digest, "size": len(data), "media_type": media_type}
    stored = StoredFile.objects.create(agency=agency, uploaded_by=by, uploaded_at=at, **facts)
    journal.write(by=by, at=at, action="documents.store", record=stored, after=facts)
    return stored


def _not_taken(name: str) -> str:
    said = _("Tệp “%(name)s” không thuộc loại được nhận, đã hỏng hoặc bị khóa bằng mật khẩu. Nhận các loại: %(kinds)s.")
    return said % {"name": name, "kinds": ", ".join(media.KINDS.values())}


def _not_written(name: str, error: OSError) -> str:
    said = _("Máy chủ không ghi được tệp “%(name)s” (%(why)s); chưa có gì được lưu. Hãy báo người quản trị.")
    return said % {"name": name, "why": error.strerror or error}
