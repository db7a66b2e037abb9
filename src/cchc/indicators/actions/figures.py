"""Figures: entered, corrected, withdrawn. None is ever changed in place."""

from dataclasses import replace
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.periods import Period
from cchc.common.text import format_date, squeeze
from cchc.documents.actions import store_file
from cchc.indicators.closed import refuse_closed
from cchc.indicators.given import Given, Slot, check_figure, check_when, worked_out
from cchc.indicators.models import ImportRun, Indicator, Observation
from cchc.organisation.access import Denied, require_for_unit
from cchc.organisation.models import Account, Unit

PERMISSION = "indicators.observe"


@transaction.atomic
def observe(
    *,
    indicator: Indicator,
    period: Period,
    given: Given,
    by: Account,
    at: datetime,
    unit: Unit | None = None,
    upload: UploadedFile | None = None,
    run: ImportRun | None = None,
) -> Observation:
    """Enter the figure of a period. `unit` None is the department as a whole; `upload` is kept as its evidence.

    Raises Refused, naming the field, for a figure that cannot be, a period that has not begun, a definition that does
    not hold then, a manual indicator without evidence or note, and a figure that is already there.
    """
    slot = Slot(indicator, period, unit)
    _may(by, slot)
    _own(given, by)
    given = _with_evidence(given, upload, by, at)
    _check(slot, given, at)
    held = Observation.objects.filter(agency_id=by.agency_id, superseded_at=None)
    there = held.filter(indicator=indicator, unit=unit, period=period.code).first()
    if there and not there.is_withdrawal:
        said = _("Kỳ này (%(period)s) đã có số liệu, nhập ngày %(day)s. Muốn sửa thì đính chính số liệu đó.")
        day = format_date(timezone.localtime(there.entered_at))
        raise Refused(said % {"period": period.label, "day": day}, field="period")
    new = _row(slot, given, by, at, run)
    if there:
        _put_in_place_of(there, new, _("Nhập lại sau khi rút số liệu"), at)
    else:
        new.save(force_insert=True)
    journal.write(by=by, at=at, action="indicators.observe", record=new, after=facts(new))
    return new


@transaction.atomic
def correct(
    *,
    observation: Observation,
    given: Given,
    reason: str,
    by: Account,
    at: datetime,
    upload: UploadedFile | None = None,
    run: ImportRun | None = None,
) -> Observation:
    """Put another figure in the place of one, and say why; the old one stays in the history.

    Raises Refused without a reason, when nothing differs, and when somebody else corrected it meanwhile.
    """
    old = _held(observation, by, at)
    slot = Slot(old.indicator, old.when, old.unit)
    if not squeeze(reason):
        raise Refused(_("Ghi lý do đính chính: vì sao số liệu cũ không đúng."), field="reason")
    _own(given, by)
    given = _with_evidence(given, upload, by, at)
    _check(slot, given, at)
    if says_the_same(old, given):
        raise Refused(_("Số liệu đính chính giống hệt số liệu đang có; chưa có gì để sửa."), field="value")
    new = _row(slot, given, by, at, run)
    _put_in_place_of(old, new, squeeze(reason), at)
    journal.write(by=by, at=at, action="indicators.correct", record=new, before=facts(old), after=facts(new))
    return new


@transaction.atomic
def withdraw(*, observation: Observation, reason: str, by: Account, at: datetime) -> Observation:
    """Take a figure back without another in its place: the period has no data again."""
    old = _held(observation, by, at)
    if not squeeze(reason):
        raise Refused(_("Ghi lý do rút số liệu."), field="reason")
    gone = _row(Slot(old.indicator, old.when, old.unit), Given(as_of=old.as_of), by, at, None)
    gone.is_withdrawal = True
    _put_in_place_of(old, gone, squeeze(reason), at)
    journal.write(by=by, at=at, action="indicators.withdraw", record=gone, before=facts(old), after=facts(gone))
    return gone


def _with_evidence(given: Given, upload: UploadedFile | None, by: Account, at: datetime) -> Given:
    """The figure with the uploaded file kept as its evidence."""
    if upload is None:
        return given
    return replace(given, evidence=store_file(content=upload, name=upload.name or "", by=by, at=at, field="evidence"))


def _held(observation: Observation, by: Account, at: datetime) -> Observation:
    """The row, locked, if it still holds and the person may change it."""
    _may(by, Slot(observation.indicator, observation.when, observation.unit))
    old = Observation.objects.select_for_update().get(pk=observation.pk)
    if old.superseded_at is not None or old.is_withdrawal:
        raise Refused(_("Số liệu này vừa được người khác đính chính hoặc rút. Mở lại trang để xem số mới nhất."))
    refuse_closed(old, at)
    return old


def _may(by: Account, slot: Slot) -> None:
    """Raise Denied unless the person enters figures for the unit; those of the whole department need the whole."""
    require_for_unit(by, PERMISSION, slot.unit)
    foreign = slot.unit is not None and slot.unit.agency_id != by.agency_id
    if foreign or slot.indicator.agency_id not in (None, by.agency_id):
        raise Denied(PERMISSION)


def _own(given: Given, by: Account) -> None:
    """Raise Denied for evidence of another department."""
    if given.evidence is not None and given.evidence.agency_id != by.agency_id:
        raise Denied(PERMISSION)


def _check(slot: Slot, given: Given, at: datetime) -> None:
    check_when(slot, given.as_of, timezone.localtime(at).date())
    check_figure(slot.definition, given)


def says_the_same(old: Observation, given: Given) -> bool:
    """Whether a figure says what the row already says."""
    mine = (old.value, old.numerator, old.denominator, old.is_estimate, old.note)
    value = worked_out(Slot(old.indicator, old.when, old.unit).definition, given)
    theirs = (value, given.numerator, given.denominator, given.is_estimate, squeeze(given.note))
    return mine == theirs and given.as_of in (None, old.as_of) and given.evidence in (None, old.evidence)


def _row(slot: Slot, given: Given, by: Account, at: datetime, run: ImportRun | None) -> Observation:
    today = timezone.localtime(at).date()
    return Observation(
        agency=by.agency,
        indicator=slot.indicator,
        unit=slot.unit,
        period=slot.period.code,
        first=slot.period.first,
        last=slot.period.last,
        value=worked_out(slot.definition, given),
        numerator=given.numerator,
        denominator=given.denominator,
        is_estimate=given.is_estimate,
        as_of=given.as_of or min(slot.period.last, today),
        note=squeeze(given.note),
        evidence=given.evidence,
        run=run,
        entered_by=by,
        entered_at=at,
    )


def _put_in_place_of(old: Observation, new: Observation, reason: str, at: datetime) -> None:
    old.superseded_at = at
    old.save(update_fields=["superseded_at"])
    new.supersedes, new.reason = old, reason
    new.save(force_insert=True)


def facts(row: Observation) -> dict[str, object]:
    """What the journal keeps of a figure."""
    return {
        "indicator": row.indicator.code,
        "unit": row.unit.code if row.unit else None,
        "period": row.period,
        "value": row.value,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "is_estimate": row.is_estimate,
        "as_of": row.as_of,
        "note": row.note,
        "evidence": row.evidence.sha256 if row.evidence else None,
        "reason": row.reason,
    }
