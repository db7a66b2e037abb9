"""The evidence pack of a sent report: made once and sealed by the journal; whoever opens it is written down."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.documents.actions import keep_file
from cchc.documents.models import StoredFile
from cchc.organisation.models import Account
from cchc.reports.models import Report
from cchc.reports.packing.archive import pack_of
from cchc.reports.papers import file_name
from cchc.reports.rights import require_on, require_pack

ZIP = "application/zip"


@transaction.atomic
def seal_pack(*, report: Report, by: Account, at: datetime) -> Report:
    """Make the evidence pack of a sent report as things are now; it is made with the sending, once.

    A report that was sent before there were packs gets one later: what has changed since then is named by its script.
    Refuses a draft, a report that has its pack, and one whose kept files are gone.
    """
    kept = Report.objects.select_for_update(of=("self",)).select_related("agency", "unit", "docx", "pdf", "xlsx")
    sent = kept.get(pk=report.pk)
    require_on(by, "reports.submit", sent)
    if sent.is_draft:
        raise Refused(_("Báo cáo chưa gửi thì chưa có bộ chứng cứ; số liệu còn thay đổi."))
    if sent.pack_id is not None:
        raise Refused(_("Báo cáo này đã có bộ chứng cứ."))
    try:
        packed = pack_of(sent, at)
    except FileNotFoundError as error:
        raise Refused(_("Một tệp của báo cáo không còn trên máy chủ; hãy báo người quản trị.")) from error
    name = file_name(sent, "zip").replace("bao-cao", "chung-cu", 1)
    sent.pack = keep_file(data=packed.data, name=name, media_type=ZIP, by=by, at=at, agency=sent.agency)
    sent.save(update_fields=["pack"])
    facts = {"sha256": sent.pack.sha256, "seal": packed.seal, "files": packed.files, "rows": packed.rows}
    journal.write(by=by, at=at, action="reports.pack", record=sent, after=facts)
    return sent


@transaction.atomic
def open_pack(*, report: Report, by: Account, at: datetime) -> StoredFile:
    """The pack for whoever may see every row in it; that it was opened is an entry of the journal.

    Raises Denied for others; refuses where there is no pack.
    """
    require_pack(by, report)
    if report.pack is None:
        raise Refused(_("Báo cáo này chưa có bộ chứng cứ."))
    journal.write(by=by, at=at, action="reports.pack_open", record=report, after={"sha256": report.pack.sha256})
    return report.pack
