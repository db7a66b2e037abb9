"""What somebody uploads, read whole but no further than is allowed."""

from typing import Protocol

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from . import shown
from .errors import Refused

MEGABYTE = 1024 * 1024


class _Readable(Protocol):
    """Anything that gives bytes."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes."""


Upload = bytes | UploadedFile | _Readable


def read_upload(content: Upload, name: str, field: str) -> bytes:
    """The whole content, read no further than one byte above the limit.

    Raises Refused, naming the form field, for an empty file and for one above the limit of `UPLOAD_LIMIT`.
    """
    limit = int(settings.UPLOAD_LIMIT)
    data = content if isinstance(content, bytes) else content.read(limit + 1)
    if not data:
        raise Refused(_("Tệp “%(name)s” rỗng, không có nội dung.") % {"name": name}, field=field)
    size = max(len(data), content.size or 0 if isinstance(content, UploadedFile) else 0)
    if size > limit:
        raise Refused(
            _("Tệp “%(name)s” lớn hơn %(limit)s MB, mức lớn nhất được nhận. Hãy chia nhỏ hoặc nén ảnh trong tệp.")
            % {"name": name, "limit": shown.number(limit // MEGABYTE)},
            field=field,
        )
    return data
