"""Send a report: one action that freezes text, figures and papers, and seals them with a digest."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cchc.common import journal
from cchc.common.actions import issue_number
from cchc.common.errors import Refused
from cchc.documents.actions import store_file
from cchc.documents.layout import Paper, to_docx, to_pdf, to_xlsx
from cchc.documents.models import StoredFile
from cchc.organisation.actions import tell
from cchc.organisation.models import Account
from cchc.organisation.notices import Event
from cchc.organisation.receivers import holders
from cchc.reports.actions.numbering import check_number, refuse_unnumbered
from cchc.reports.actions.pack import seal_pack
from cchc.reports.actions.steps import refuse_gaps, refuse_nameless, refuse_unsigned
from cchc.reports.annexes import standings_of
from cchc.reports.figures import COUNTED, values_of
from cchc.reports.locks import refuse_locked
from cchc.reports.models import Figure, Report, ReportState, Standing
from cchc.reports.notice_kinds import SENT
from cchc.reports.outline import form_of
from cchc.reports.papers import file_name, paper_of, texts_of
from cchc.reports.rights import require_on
from cchc.reports.rules.outline import FigureSpec
from cchc.reports.rules.values import Value
from cchc.reports.seal import digest_of


@transaction.atomic
def submit_report(*, report: Report, revision: int, by: Account, at: datetime) -> Report:
    """Send the report: everything in it is written down as it is now, and never changed again.

    `revision` is the one the sender saw. Refuses when the draft was changed since, or when something is missing.
    """
    draft = Report.objects.select_for_update(of=("self",)).select_related("agency", "unit").get(pk=report.pk)
    require_on(by, "reports.submit", draft)
    if draft.state != ReportState.DRAFT:
        raise Refused(_("Báo cáo này đã được gửi rồi."))
    if draft.revision != revision:
        raise Refused(_("Báo cáo vừa được sửa sau khi bạn mở trang này; hãy xem lại rồi gửi."))
    refuse_locked(draft.unit, draft.period_code, at)
    refuse_unsigned(draft, by)
    form = form_of(draft.form_code, draft.form_version)
    values, texts = values_of(draft), texts_of(draft)
    refuse_gaps(form, texts, values)
    refuse_nameless(draft)
    refuse_unnumbered(draft)
    check_number(draft, draft.number, draft.signed_on, at)
    Figure.objects.bulk_create(_figure(draft, spec, values[spec.key]) for spec in form.figures)
    Standing.objects.bulk_create(standings_of(draft))
    draft.state, draft.submitted_by, draft.submitted_at = ReportState.SUBMITTED, by, at
    paper = paper_of(draft, form, texts, values)
    draft.docx, draft.pdf, draft.xlsx = (_keep(draft, paper, kind, by, at) for kind in ("docx", "pdf", "xlsx"))
    draft.digest = digest_of(draft)
    draft.save(update_fields=["state", "submitted_by", "submitted_at", "docx", "pdf", "xlsx", "digest"])
    issue_number(record=draft, at=at)
    facts = {"period": draft.period_code, "version": draft.version, "digest": draft.digest, "as_of": draft.as_of}
    journal.write(by=by, at=at, action="reports.submit", record=draft, after=facts)
    draft.pack = seal_pack(report=draft, by=by, at=at).pack
    if draft.unit:
        words = {"unit": draft.unit.short_name, "period": {"period": draft.period_code}}
        to = holders("reports.write", draft.agency_id, timezone.localdate(at))
        said = gettext_noop("%(unit)s đã gửi báo cáo %(period)s.")
        tell(Event(SENT, f"{draft.pk}", to, said, words, draft), at=at, by=by)
    return draft


def _figure(report: Report, spec: FigureSpec, value: Value) -> Figure:
    return Figure(
        report=report,
        key=spec.key,
        value=value.value,
        as_of=value.as_of,
        estimate=value.estimate,
        source=f"{COUNTED if value.counted else spec.kind.value}:{','.join(spec.of)}:{spec.part}",
        rows=list(value.rows),
        gap=value.gap.value if value.gap else "",
        previous=value.previous,
        last_year=value.last_year,
    )


def _keep(report: Report, paper: Paper, kind: str, by: Account, at: datetime) -> StoredFile:
    data = {"docx": to_docx, "pdf": to_pdf, "xlsx": to_xlsx}[kind](paper)
    return store_file(content=data, name=file_name(report, kind), by=by, at=at)
