"""Correction notes: a figure of a sent report is put right beside what was sent, never in it."""

from datetime import datetime
from decimal import Decimal
from textwrap import shorten

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import squeeze
from cchc.organisation.actions import tell
from cchc.organisation.models import Account
from cchc.organisation.notices import Event
from cchc.organisation.receivers import holders
from cchc.reports.models import CorrectionNote, Figure, Report
from cchc.reports.notice_kinds import CORRECTED
from cchc.reports.outline import form_of
from cchc.reports.rights import require_on
from cchc.reports.rules.values import printed


@transaction.atomic
def note_correction(
    *, report: Report, key: str, value: Decimal | None, reason: str, by: Account, at: datetime
) -> CorrectionNote:  # fmt: skip
    """Say that a figure of a sent report is another one, from now on and for a reason; what was sent stays sealed.

    A note after a note starts from what that one said. Refuses a draft, a report with a later version, a figure that
    the report does not have, the same number, and a missing reason.
    """
    sent = Report.objects.select_for_update(of=("self",)).select_related("agency", "unit").get(pk=report.pk)
    require_on(by, "reports.submit", sent)
    if sent.is_draft:
        raise Refused(_("Báo cáo chưa gửi thì sửa trực tiếp, không cần đính chính."))
    if Report.objects.filter(corrects=sent).exists():
        raise Refused(_("Báo cáo này đã có bản sau; hãy mở bản đó."))
    frozen = Figure.objects.filter(report=sent, key=key).first()
    if frozen is None:
        raise Refused(_("Báo cáo không có số liệu này."), field="key")
    if not squeeze(reason):
        raise Refused(_("Hãy ghi lý do đính chính."), field="reason")
    notes = list(CorrectionNote.objects.filter(report=sent))
    last = next((row for row in reversed(notes) if row.key == key), None)
    old, estimate = (last.new_value, False) if last else (frozen.value, frozen.estimate)
    if value == old and not estimate:
        raise Refused(_("Số đính chính giống số đã báo cáo; chưa có gì để đính chính."), field="value")
    note = CorrectionNote.objects.create(report=sent, number=len(notes) + 1, key=key, old_value=old, new_value=value,
                                         old_estimate=estimate, reason=squeeze(reason), by=by, at=at)  # fmt: skip
    facts = {"key": key, "reason": note.reason, "number": note.number}
    journal.write(
        by=by, at=at, action="reports.note", record=sent, before={"value": old}, after={**facts, "value": value}
    )
    _tell(note, by, at)
    return note


def _tell(note: CorrectionNote, by: Account, at: datetime) -> None:
    """Tell whoever sent the report; of a unit's the office, of the department's its head."""
    report = note.report
    spec = form_of(report.form_code, report.form_version).figure(note.key)
    permission = "reports.round" if report.unit_id else "reports.sign"
    to = [*holders(permission, report.agency_id, timezone.localdate(at)), report.submitted_by_id or 0]
    said = gettext_noop("%(who)s đính chính “%(name)s” trong báo cáo %(period)s của %(whose)s: %(old)s → %(new)s.")
    words = {
        "who": by.get_full_name(), "name": shorten(spec.name.vi, 100, placeholder=" …"), "whose": report.whose,
        "period": {"period": report.period_code}, "old": printed(spec, note.old_value) or "–",
        "new": printed(spec, note.new_value) or "–",
    }  # fmt: skip
    tell(Event(CORRECTED, f"note-{note.pk}", to, said, words, report, report.unit_id), at=at, by=by)
