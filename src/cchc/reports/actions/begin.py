"""Begin a report, begin its correction, discard a draft."""

from datetime import date, datetime
from textwrap import shorten

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import squeeze
from cchc.organisation.actions import tell
from cchc.organisation.models import Account, Unit
from cchc.organisation.notices import Event
from cchc.reports.actions.numbering import give_up_number
from cchc.reports.locks import refuse_locked
from cchc.reports.models import Obligation, Report, ReportState, Section
from cchc.reports.notice_kinds import CORRECTED
from cchc.reports.obligations import Asked
from cchc.reports.outline import PERIODIC, SHORT, form_of, form_on
from cchc.reports.rights import require_for, require_on
from cchc.reports.rules.outline import ReportForm
from cchc.reports.rules.spans import Span, Told, is_short, told_by


@transaction.atomic
def create_report(
    *, period: Told, as_of: date, by: Account, at: datetime, unit: Unit | None = None, since: date | None = None,
    answers: Obligation | None = None,
) -> Report:  # fmt: skip
    """Begin the report of the department, or of a unit, for a period; its sections start with the form's own text.

    Who signed the last report of the same place that was sent is proposed as its signer.
    `since` is the first day of its figures where that is not the period's; `answers` the obligation that a report of a
    month, a week or once stands for, which has the shorter outline.

    Refuses a period the form does not know or that has not begun, a day outside it or still to come, and a report that
    is there already.
    """
    require_for(by, "reports.write", unit)
    if unit is not None and unit.agency_id != by.agency_id:
        raise Refused(_("Đơn vị này không thuộc Sở."), field="unit")
    refuse_locked(unit, period.code, at)
    form = form_on(SHORT if answers else PERIODIC, as_of)
    _check_days(form, (since or period.first, period), as_of, timezone.localdate(at))
    addressees, recipients = form.addressees, form.recipients
    if unit is not None:
        addressees, recipients = form.unit_addressees, form.unit_recipients
    report = Report(
        agency=by.agency, unit=unit, form_code=form.code, form_version=form.version, period_code=period.code,
        first_day=period.first, since=since, obligation=answers, as_of=as_of,
        addressees="\n".join(addressees), recipients="\n".join(recipients),
        created_by=by, created_at=at, **_last_signer(by.agency_id, unit),
    )  # fmt: skip
    _insert(report)
    Section.objects.bulk_create(Section(report=report, key=section.key, text=section.draft) for section in form.texts)
    facts = {"period": period.code, "unit": unit.pk if unit else None, "as_of": as_of, "form": form.code}
    journal.write(by=by, at=at, action="reports.create", record=report, after=facts)
    return report


@transaction.atomic
def begin_asked(*, asked: Asked, by: Account, at: datetime) -> Report:
    """Begin the report that the calendar asks for, with the days that its obligation says: of a month, a week or once
    in the shorter outline. Refuses what `create_report` refuses."""
    occurrence, one = asked.occurrence, asked.obligation
    short = is_short(occurrence.code)
    period = told_by(occurrence.code, occurrence.first)
    since = occurrence.first if isinstance(period, Span) or occurrence.first != period.first else None
    as_of = min(timezone.localdate(at), occurrence.last)
    return create_report(period=period, as_of=as_of, unit=asked.unit, since=since, answers=one if short else None,
                         by=by, at=at)  # fmt: skip


def _last_signer(agency_id: int, unit: Unit | None) -> dict[str, str]:
    sent = Report.objects.filter(agency_id=agency_id, unit=unit, state=ReportState.SUBMITTED).exclude(signer_name="")
    names = ("signer_authority", "signer_title", "signer_name")
    return sent.order_by("-submitted_at").values(*names).first() or {}


def _check_days(form: ReportForm, span: tuple[date, Told], as_of: date, today: date) -> None:
    first, period = span
    if period.kind.value not in form.kinds:
        raise Refused(_("Báo cáo này không lập cho kỳ loại đó."), field="period")
    if first > today:
        raise Refused(_("Kỳ báo cáo chưa bắt đầu."), field="period")
    if not first <= as_of <= period.last:
        said = _("Ngày chốt số liệu phải nằm trong kỳ, từ %(first)s đến %(last)s.")
        raise Refused(said % {"first": f"{first:%d/%m/%Y}", "last": f"{period.last:%d/%m/%Y}"}, field="as_of")
    if as_of > today:
        raise Refused(_("Ngày chốt số liệu không được ở sau hôm nay."), field="as_of")


def _insert(report: Report) -> None:
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            _("Đã có báo cáo của kỳ này; hãy mở báo cáo đó để làm tiếp hoặc đính chính."), field="period"
        ) from error


@transaction.atomic
def correct_report(*, report: Report, reason: str, by: Account, at: datetime) -> Report:
    """Begin the next version of a sent report with its text; what was sent stays as it was sent.

    Refuses a draft, a report that has a later version, and a missing reason.
    """
    old = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    require_on(by, "reports.submit", old)
    if old.is_draft:
        raise Refused(_("Báo cáo chưa gửi thì sửa trực tiếp, không cần đính chính."))
    if not squeeze(reason):
        raise Refused(_("Hãy ghi lý do đính chính."), field="reason")
    if Report.objects.filter(corrects=old).exists():
        raise Refused(_("Báo cáo này đã có bản đính chính; hãy mở bản đó."))
    refuse_locked(old.unit, old.period_code, at)
    new = next_version(old, squeeze(reason), by, at)
    facts = {"corrects": old.pk, "version": new.version, "reason": new.reason}
    journal.write(by=by, at=at, action="reports.correct", record=new, after=facts)
    said = gettext_noop("%(who)s lập bản đính chính báo cáo %(period)s của %(whose)s: %(reason)s")
    words = {"who": by.get_full_name(), "period": {"period": new.period_code}, "whose": new.whose,
             "reason": shorten(new.reason, 140, placeholder=" …")}  # fmt: skip
    to = [old.submitted_by_id] if old.submitted_by_id else []
    tell(Event(CORRECTED, f"{new.pk}", to, said, words, new, new.unit_id), at=at, by=by)
    return new


def next_version(old: Report, reason: str, by: Account, at: datetime) -> Report:
    """A draft with the text of a sent version, and why it was begun."""
    new = Report(
        agency=old.agency, unit=old.unit, form_code=old.form_code, form_version=old.form_version,
        period_code=old.period_code, first_day=old.first_day, since=old.since, obligation=old.obligation,
        as_of=old.as_of, version=old.version + 1, corrects=old, reason=reason, addressees=old.addressees,
        recipients=old.recipients, signer_authority=old.signer_authority, signer_title=old.signer_title,
        signer_name=old.signer_name, created_by=by, created_at=at,
    )  # fmt: skip
    _insert(new)
    texts = Section.objects.filter(report=old)
    Section.objects.bulk_create(Section(report=new, key=section.key, text=section.text) for section in texts)
    return new


@transaction.atomic
def discard_report(*, report: Report, by: Account, at: datetime) -> None:
    """Throw a draft away; the journal keeps its text. Refuses a sent report."""
    draft = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    require_on(by, "reports.write", draft)
    if draft.state != ReportState.DRAFT:
        raise Refused(_("Báo cáo đã gửi thì không xóa được; nếu sai hãy đính chính."))
    refuse_locked(draft.unit, draft.period_code, at)
    form = form_of(draft.form_code, draft.form_version)
    order = [section.key for section in form.texts]
    texts = {section.key: section.text for section in draft.sections.all()}
    before = {"period": draft.period_code, "unit": draft.unit_id, "texts": {key: texts.get(key, "") for key in order}}
    journal.write(by=by, at=at, action="reports.discard", record=draft, before=before)
    give_up_number(draft, by, at)
    draft.delete()
