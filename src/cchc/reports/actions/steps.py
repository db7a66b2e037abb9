"""The steps of a round: the office accepts a return, sends it back, unlocks; the head signs the report off."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from textwrap import shorten

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import squeeze
from cchc.organisation.access import Denied, may, require
from cchc.organisation.actions import tell
from cchc.organisation.models import Account
from cchc.organisation.notices import Event
from cchc.organisation.receivers import heads_of, holders
from cchc.reports.actions.begin import next_version
from cchc.reports.figures import values_of
from cchc.reports.locks import asked_of_department, lock_of
from cchc.reports.models import Report, ReportState, Step, StepKind, Unlock
from cchc.reports.notice_kinds import ACCEPTED, APPROVED, PRESENTED, RETURNED, UNLOCKED
from cchc.reports.obligations import Asked
from cchc.reports.outline import form_of
from cchc.reports.papers import texts_of
from cchc.reports.rights import require_on
from cchc.reports.rules.outline import ReportForm
from cchc.reports.rules.states import missing
from cchc.reports.rules.steps import Move, Place, Taken, leads, place
from cchc.reports.rules.values import Value
from cchc.reports.rules.wording import ending_with

MANAGE, SIGN = "reports.round", "reports.sign"
LONGEST_UNLOCK = timedelta(days=31)
SHOWN = 140


def place_of(report: Report) -> Place:
    """Where a version of a report is on its way."""
    taken = [Taken(*row) for row in Step.objects.filter(report=report).values_list("kind", "revision")]
    return place(is_draft=report.is_draft, revision=report.revision, taken=taken)


def _held(report: Report, move: Move) -> Report:
    """The report, kept from others until the action ends. Refuses where the step cannot be taken."""
    row = Report.objects.select_for_update(of=("self",)).select_related("agency", "unit").get(pk=report.pk)
    if leads(place_of(row), move, of_unit=row.unit_id is not None) is None:
        raise Refused(_("Báo cáo không còn ở bước này; hãy mở lại trang."))
    if Report.objects.filter(corrects=row).exists():
        raise Refused(_("Báo cáo này đã có bản sau; hãy mở bản đó."))
    return row


def _step(report: Report, kind: StepKind, by: Account, at: datetime, reason: str = "") -> Step:
    row = Step.objects.create(report=report, kind=kind, revision=report.revision, reason=reason, by=by, at=at)
    after = {"step": kind.value, **({"reason": reason} if reason else {})}
    journal.write(by=by, at=at, action=f"reports.{kind.value}", record=report, after=after)
    return row


def _office(by: Account, report: Report) -> None:
    if report.agency_id != by.agency_id:
        raise Denied(MANAGE)
    require(by, MANAGE)


@transaction.atomic
def accept_report(*, report: Report, by: Account, at: datetime) -> Step:
    """Take a unit's return in. Refuses one that was not sent, was returned, or has a later version."""
    _office(by, report)
    row = _held(report, Move.ACCEPT)
    step = _step(row, StepKind.ACCEPTED, by, at)
    said = gettext_noop("Báo cáo %(period)s của %(unit)s đã được nhận.")
    _tell_unit(row, ACCEPTED, f"{step.pk}", said, {}, by=by, at=at)
    return step


@transaction.atomic
def return_report(
    *, report: Report, reason: str, by: Account, at: datetime, until: datetime | None = None
) -> Report:  # fmt: skip
    """Send a unit's return back with the reason: what was sent stays, its next version begins. Gives that version.

    After the cut-off `until` says how long the unit may still change it. Refuses a missing reason, and a return whose
    period the department has reported already.
    """
    _office(by, report)
    row, said = _held(report, Move.RETURN), squeeze(reason)
    if not said:
        raise Refused(_("Ghi lý do trả lại để đơn vị biết phải sửa gì."), field="reason")
    codes = ending_with(row.period)
    if Report.objects.filter(agency=row.agency, unit=None, period_code__in=codes, state=ReportState.SUBMITTED).exists():
        raise Refused(_("Báo cáo của Sở cho kỳ này đã gửi; sai sót được sửa bằng phiếu đính chính."))
    lock = lock_of(row.unit, row.period_code, at)
    if lock is not None and lock.holds(at):
        _unlock(lock.obligation.pk, lock.occurrence.code, row.unit_id, until=until, reason=said, by=by, at=at)
    _step(row, StepKind.RETURNED, by, at, said)
    new = next_version(row, said, row.created_by, at)  # who wrote the return goes on with it
    told = gettext_noop("Báo cáo %(period)s của %(unit)s bị trả lại: %(reason)s")
    _tell_unit(new, RETURNED, f"{new.pk}", told, {"reason": shorten(said, SHOWN, placeholder=" …")}, by=by, at=at)
    return new


def _tell_unit(
    report: Report, kind: str, key: str, said: str, words: Mapping[str, str], *, by: Account, at: datetime
) -> None:  # fmt: skip
    """Tell whoever wrote the return and sent it, or its earlier version, and the head of the unit."""
    sender = report.submitted_by_id or (report.corrects.submitted_by_id if report.corrects else None)
    unit = report.unit_id or 0
    to = [*([sender] if sender else []), report.created_by_id, *heads_of([unit], timezone.localdate(at))[unit]]
    facts = {"period": {"period": report.period_code}, "unit": report.whose, **words}
    tell(Event(kind, key, list(dict.fromkeys(to)), said, facts, report, report.unit_id), at=at, by=by)


@transaction.atomic
def unlock_return(*, asked: Asked, until: datetime, reason: str, by: Account, at: datetime) -> Unlock:
    """Open a return that the cut-off has closed, until a moment and for a reason; refuses one that is not closed."""
    if asked.obligation.agency_id != by.agency_id:
        raise Denied(MANAGE)
    require(by, MANAGE)
    lock = lock_of(asked.unit, asked.occurrence.code, at)
    if asked.unit is None or lock is None or not lock.holds(at):
        raise Refused(_("Báo cáo này đang không khóa."))
    row = _unlock(
        asked.obligation.pk, asked.occurrence.code, asked.unit.pk, until=until, reason=squeeze(reason), by=by, at=at
    )
    said = gettext_noop("Báo cáo “%(title)s” của %(unit)s được mở khóa đến %(until)s: %(reason)s")
    words = {"title": asked.obligation.title[:120], "unit": asked.unit.short_name, "until": _when(until),
             "reason": shorten(row.reason, SHOWN, placeholder=" …")}  # fmt: skip
    writer = asked.writer.pk if asked.writer else asked.unit.pk
    to = heads_of([writer], timezone.localdate(at))[writer]
    tell(Event(UNLOCKED, f"{row.pk}", to, said, words, asked.report or asked.obligation, writer), at=at, by=by)
    return row


def _when(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M %d/%m/%Y}"


def _unlock(
    obligation: int, code: str, unit: int | None, *, until: datetime | None, reason: str, by: Account, at: datetime
) -> Unlock:  # fmt: skip
    if unit is None or until is None or not at < until <= at + LONGEST_UNLOCK:
        raise Refused(_("Đã quá hạn nên báo cáo đang khóa: ghi mở khóa đến khi nào, sau bây giờ và trong 31 ngày tới."),
                      field="until")  # fmt: skip
    if not reason:
        raise Refused(_("Ghi lý do mở khóa."), field="reason")
    row = Unlock.objects.create(obligation_id=obligation, period_code=code, unit_id=unit, until=until, reason=reason,
                                by=by, at=at)  # fmt: skip
    after = {"period": code, "unit": unit, "until": timezone.localtime(until), "reason": reason}
    journal.write(by=by, at=at, action="reports.unlock", record=row.obligation, after=after)
    return row


@transaction.atomic
def present_report(*, report: Report, by: Account, at: datetime) -> Step:
    """Put the department's draft before its head. Refuses while something is missing, also who signs."""
    require_on(by, "reports.write", report)
    row = _held(report, Move.PRESENT)
    refuse_gaps(form_of(row.form_code, row.form_version), texts_of(row), values_of(row))
    refuse_nameless(row)
    step = _step(row, StepKind.PRESENTED, by, at)
    to = holders(SIGN, row.agency_id, timezone.localdate(at))
    said = gettext_noop("%(who)s trình duyệt báo cáo %(period)s của Sở.")
    words = {"who": by.get_full_name(), "period": {"period": row.period_code}}
    tell(Event(PRESENTED, f"{step.pk}", to, said, words, row), at=at, by=by)
    return step


@transaction.atomic
def approve_report(*, report: Report, by: Account, at: datetime) -> Step:
    """Sign the presented report off: the office may send it as it is."""
    return _sign(report, Move.APPROVE, StepKind.APPROVED, "", by=by, at=at)


@transaction.atomic
def hand_back_report(*, report: Report, reason: str, by: Account, at: datetime) -> Step:
    """Give a presented or approved report back to the office with what has to be changed."""
    if not squeeze(reason):
        raise Refused(_("Ghi điều cần sửa."), field="reason")
    return _sign(report, Move.HAND_BACK, StepKind.HANDED_BACK, squeeze(reason), by=by, at=at)


def _sign(report: Report, move: Move, kind: StepKind, reason: str, *, by: Account, at: datetime) -> Step:
    if report.agency_id != by.agency_id:
        raise Denied(SIGN)
    require(by, SIGN)
    row = _held(report, move)
    before = Step.objects.filter(report=row, kind=StepKind.PRESENTED).last()
    step = _step(row, kind, by, at, reason)
    said = {
        StepKind.APPROVED: gettext_noop("%(who)s đã duyệt báo cáo %(period)s của Sở."),
        StepKind.HANDED_BACK: gettext_noop("%(who)s yêu cầu sửa báo cáo %(period)s của Sở: %(reason)s"),
    }[kind]
    words = {"who": by.get_full_name(), "period": {"period": row.period_code},
             "reason": shorten(reason, SHOWN, placeholder=" …")}  # fmt: skip
    tell(Event(APPROVED, f"{step.pk}", [before.by_id] if before else [], said, words, row), at=at, by=by)
    return step


def refuse_unsigned(report: Report, by: Account) -> None:
    """Raise Refused for the department's report of a round that its head has not approved as it stands."""
    if report.unit_id is not None or may(by, SIGN) or not asked_of_department(report):
        return
    if place_of(report) is not Place.APPROVED:
        raise Refused(_("Báo cáo của Sở phải được lãnh đạo Sở duyệt đúng bản này trước khi gửi; hãy trình duyệt."),
                      who_can=", ".join(Denied(SIGN).who_can))  # fmt: skip


def lacks_signer(report: Report) -> bool:
    """Whether it is the department's own and names nobody who signs."""
    return report.unit_id is None and not report.signer_name


def refuse_nameless(report: Report) -> None:
    """Raise Refused where the department's paper names nobody who signs: the head approves what he signs."""
    if lacks_signer(report):
        raise Refused(_("Báo cáo chưa có người ký: ghi chức vụ và họ tên ở trang Thể thức văn bản."))


def refuse_gaps(form: ReportForm, texts: Mapping[str, str], values: Mapping[str, Value]) -> None:
    """Raise Refused, naming the first sections, where texts or figures are missing."""
    lacks = missing(form, texts, values)
    if not lacks:
        return
    named = "; ".join(f"{one.section.label} {one.section.title.vi}".strip() for one in lacks[:5])
    said = _("Chưa gửi được: còn %(count)s mục thiếu nội dung hoặc số liệu (%(named)s).")
    raise Refused(said % {"count": len(lacks), "named": named + ("; …" if len(lacks) > 5 else "")})
