"""Obligations to report: taken up from plans, entered by hand, changed, ended; a report noted as sent."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.journal import Actor
from cchc.common.text import fold, squeeze
from cchc.organisation.access import Denied, require
from cchc.organisation.models import Account, Agency, Unit, UnitKind
from cchc.plans.models import PlanState, ReportingDuty
from cchc.plans.rules.reporting import stated
from cchc.reports.models import Filing, Obligation, Who
from cchc.reports.obligations import Asked
from cchc.reports.rights import require_for
from cchc.reports.rules.duties import schedules
from cchc.reports.rules.schedule import Cadence, Schedule

MANAGE = "reports.round"
LONGEST = 300


def waiting_duties(agency: Agency) -> list[ReportingDuty]:
    """The duties of living plans that nobody has taken up yet."""
    rows = ReportingDuty.objects.filter(agency=agency, plan__state=PlanState.ADOPTED)
    taken = Obligation.objects.filter(agency=agency, duty__isnull=False).values("duty")
    return list(rows.exclude(pk__in=taken).select_related("plan", "unit").order_by("plan_id", "sort", "pk"))


def take_up_all(*, at: datetime) -> int:
    """Take up the duties of every department's living plans; how many obligations were made. Run by the clock."""
    return sum(take_up_duties(agency=agency, by=None, at=at) for agency in Agency.objects.order_by("pk"))


@transaction.atomic
def take_up_duties(*, agency: Agency, by: Account | None, at: datetime) -> int:
    """Make obligations of the duties that were not taken up yet; how many. Who reports is told by the sentence."""
    if by is not None:
        require(by, MANAGE)
        if by.agency_id != agency.pk:
            raise Denied(MANAGE)
    Agency.objects.select_for_update().get(pk=agency.pk)
    made = 0
    for duty in waiting_duties(agency):
        first, last = date(duty.plan.first_year, 1, 1), date(duty.plan.last_year, 12, 31)
        deadlines = stated(duty.cadence, duty.day, duty.text, duty.plan.first_year)
        for times in schedules(duty.cadence, deadlines, duty.text, first, last):
            _insert(_of_duty(duty, times, at, by), by, at)
            made += 1
    return made


def _of_duty(duty: ReportingDuty, times: Schedule, at: datetime, by: Account | None) -> Obligation:
    who = who_reports(duty)
    in_system = who != Who.UNIT
    return Obligation(
        agency=duty.agency, title=duty.text[:LONGEST], who=who, unit=duty.unit if who == Who.UNIT else None,
        to=(duty.to or "Văn phòng Sở")[:LONGEST], in_system=in_system, locks=in_system and who == Who.UNITS, duty=duty,
        basis=duty.plan.reference[:LONGEST], created_by=by, created_at=at, **columns(times),
    )  # fmt: skip


def columns(times: Schedule) -> dict[str, Any]:
    """A schedule as the columns of an obligation."""
    names = ("day", "shift", "weekday", "hour", "window_day", "on", "starts_on", "ends_on")
    return {"cadences": sorted(one.value for one in times.cadences), **{name: getattr(times, name) for name in names}}


def who_reports(duty: ReportingDuty) -> Who:
    """Whose duty it is: a unit's that is named, unless it is the office, which reports for the department."""
    if duty.unit is not None:
        return Who.AGENCY if duty.unit.kind == UnitKind.OFFICE else Who.UNIT
    said = fold(duty.text)
    many = any(words in said for words in ("cac phong", "cac don vi", "phong, don vi", "moi don vi", "tung don vi"))
    return Who.UNITS if many else Who.AGENCY


def _insert(row: Obligation, by: Actor | None, at: datetime) -> Obligation:
    row.save(force_insert=True)
    journal.write(by=by, at=at, action="reports.obligation_add", record=row, after=facts(row))
    return row


def facts(row: Obligation) -> dict[str, object]:
    """What the journal keeps of an obligation."""
    names = ("title", "who", "to", "in_system", "locks", "cadences", "day", "shift", "weekday", "hour", "window_day",
             "on", "starts_on", "ends_on", "remind_days", "basis")  # fmt: skip
    return {name: getattr(row, name) for name in names} | {"unit": row.unit_id, "duty": row.duty_id}


@transaction.atomic
def add_obligation(*, given: Mapping[str, Any], by: Account, at: datetime) -> Obligation:
    """Enter an obligation by hand; `given` holds its columns. Refuses times that never fall due, a foreign unit."""
    require(by, MANAGE)
    row = Obligation(agency=by.agency, created_by=by, created_at=at, **given)
    _check(row)
    return _insert(row, by, at)


@transaction.atomic
def change_obligation(*, obligation: Obligation, given: Mapping[str, Any], by: Account, at: datetime) -> Obligation:
    """Change an obligation from now on; what was reported under it stays. Refuses what `add_obligation` refuses."""
    require(by, MANAGE)
    row = Obligation.objects.select_for_update(of=("self",)).get(pk=obligation.pk)
    if row.agency_id != by.agency_id:
        raise Denied(MANAGE)
    before = facts(row)
    for name, value in given.items():
        setattr(row, name, value)
    _check(row)
    after = facts(row)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        raise Refused(_("Chưa có gì thay đổi."))
    row.save()
    was, now = ({name: facts_of[name] for name in changed} for facts_of in (before, after))
    journal.write(by=by, at=at, action="reports.obligation_change", record=row, before=was, after=now)
    return row


def _check(row: Obligation) -> None:
    """Raise Refused for an obligation that says nothing, or that cannot be."""
    row.title, row.to, row.basis = squeeze(row.title), squeeze(row.to), squeeze(row.basis)
    cadences = {Cadence(code) for code in row.cadences}
    if not cadences:
        raise Refused(_("Chọn ít nhất một định kỳ."), field="cadences")
    if len(cadences) > 1 and cadences & {Cadence.WEEKLY, Cadence.AD_HOC}:
        raise Refused(_("Báo cáo tuần và báo cáo đột xuất được nhập riêng, không chung với định kỳ khác."),
                      field="cadences")  # fmt: skip
    if (Cadence.AD_HOC in cadences) != (row.on is not None):
        raise Refused(_("Báo cáo đột xuất phải có ngày hạn; định kỳ khác thì không ghi ngày này."), field="on")
    if row.locks and not (row.in_system and row.who != Who.AGENCY):
        raise Refused(_("Chỉ khóa được báo cáo của đơn vị lập trong hệ thống."), field="locks")
    if row.ends_on is not None and row.ends_on < row.starts_on:
        raise Refused(_("Ngày hết áp dụng phải từ ngày bắt đầu trở đi."), field="ends_on")
    if (row.who == Who.UNIT) != (row.unit_id is not None) or (row.unit and row.unit.agency_id != row.agency_id):
        raise Refused(_("Chọn đơn vị phải báo cáo, hoặc để trống nếu không phải một đơn vị."), field="unit")


@transaction.atomic
def note_filing(*, asked: Asked, sent_at: datetime, reference: str, by: Account, at: datetime) -> Filing:
    """Note that a report which is not written here was sent. Refuses a moment to come, no reference, a second note."""
    unit: Unit | None = asked.unit
    if by.agency_id != asked.obligation.agency_id:
        raise Denied("reports.submit")
    require_for(by, "reports.submit", asked.writer)
    if asked.obligation.in_system:
        raise Refused(_("Báo cáo này lập và gửi trong hệ thống, không ghi nhận bằng tay."))
    if sent_at > at:
        raise Refused(_("Thời điểm gửi không được ở sau bây giờ."), field="sent_on")
    if not squeeze(reference):
        raise Refused(_("Ghi số, ký hiệu văn bản hoặc cách gửi."), field="reference")
    row = Filing(obligation=asked.obligation, period_code=asked.occurrence.code, unit=unit, sent_at=sent_at,
                 reference=squeeze(reference), noted_by=by, noted_at=at)  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("Báo cáo của kỳ này đã được ghi nhận là đã gửi.")) from error
    after = {"period": row.period_code, "unit": row.unit_id, "sent_at": timezone.localtime(sent_at),
             "reference": row.reference}  # fmt: skip
    journal.write(by=by, at=at, action="reports.file", record=asked.obligation, after=after)
    return row
