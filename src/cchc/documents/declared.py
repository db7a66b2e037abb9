"""What the tables of this package keep of people."""

from django.utils.translation import gettext_lazy as _

from cchc.common import personal
from cchc.common.declared import ANYBODY
from cchc.common.personal import declare, doers


def declare_all() -> None:
    """Declare every table of the package. The contents of files are not read: they are kept as the papers they are."""
    declare(
        "documents.storedfile",
        label=_("Tệp"),
        whose=ANYBODY,
        purpose=_("giữ văn bản, tài liệu kiểm chứng nguyên như lúc được nộp"),
        keeps="work",
        data=[*personal.free("name"), *doers("uploaded_by")],
        clean="sha256 media_type",
    )
