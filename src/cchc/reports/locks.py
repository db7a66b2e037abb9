"""What the cut-off has closed: returns of units, and the figures that they used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common.almanac import almanac_of
from cchc.common.errors import Refused
from cchc.indicators.models import Observation
from cchc.organisation.models import Unit

from .models import Figure, Obligation, ObligationQuerySet, Report, ReportState, Unlock, Who
from .obligations import answering
from .rules.schedule import Occurrence, occurrences
from .rules.spans import told_by

AFTER = timedelta(days=100)
"""How long after the end of its period a report may be due."""


@dataclass(frozen=True)
class Lock:
    """The cut-off of a return: `moment` is when it closes, `open_until` the end of an unlocking, if one is in force."""

    obligation: Obligation
    occurrence: Occurrence
    moment: datetime
    open_until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether the return is closed now."""
        return now > self.moment and not (self.open_until and now < self.open_until)


def lock_of(unit: Unit | None, period_code: str, now: datetime) -> Lock | None:
    """The cut-off that closes a unit's return of a period; None where none does."""
    if unit is None:
        return None
    rows = Obligation.objects.filter(agency_id=unit.agency_id, in_system=True, locks=True).living()
    for one, at in _matching(rows.filter(Q(who=Who.UNITS) | Q(unit=unit)), period_code):
        opened = Unlock.objects.filter(obligation=one, period_code=at.code, unit=unit, until__gt=now)
        last = opened.order_by("-until").first()
        return Lock(one, at, timezone.make_aware(at.moment), last.until if last else None)
    return None


def _matching(rows: ObligationQuerySet, period_code: str) -> Iterator[tuple[Obligation, Occurrence]]:
    """The times of obligations that a report of the period answers."""
    period = told_by(period_code)
    for one in rows:
        settled = almanac_of(one.agency_id).settled
        for at in occurrences(one.schedule, period.first, period.last + AFTER, settled):
            if period_code in answering(at.code):
                yield one, at


def asked_of_department(report: Report) -> bool:
    """Whether the calendar asks for this report of the department."""
    rows = Obligation.objects.filter(agency_id=report.agency_id, in_system=True, who=Who.AGENCY).living()
    return any(True for _found in _matching(rows, report.period_code))


def refuse_locked(unit: Unit | None, period_code: str, at: datetime) -> None:
    """Raise Refused where the cut-off has closed a unit's return of a period."""
    lock = lock_of(unit, period_code, at)
    if lock is not None and lock.holds(at):
        when = f"{timezone.localtime(lock.moment):%H:%M %d/%m/%Y}"
        said = _("Báo cáo của đơn vị đã khóa từ %(when)s; muốn sửa, gửi thì Văn phòng Sở mở khóa có lý do, thời hạn.")
        raise Refused(said % {"when": when})


def closed_figure(observation: Observation, at: datetime) -> str:
    """Why a figure may not be changed: a return that is closed used it; "" where none did. For `indicators.closed`."""
    used = Figure.objects.filter(
        report__agency_id=observation.agency_id, report__unit__isnull=False, report__state=ReportState.SUBMITTED,
        report__first_day__year=observation.last.year, source__startswith=f"indicator:{observation.indicator.code}:",
    )  # fmt: skip
    reports = {row.report_id for row in used if observation.pk in row.rows}
    for report in Report.objects.filter(pk__in=reports).select_related("unit"):
        lock = lock_of(report.unit, report.period_code, at)
        if lock is not None and lock.holds(at):
            said = _("Số liệu này đã dùng trong báo cáo %(period)s của %(unit)s, đã khóa khi đến hạn; cần Văn phòng Sở "
                     "mở khóa báo cáo trước khi sửa.")  # fmt: skip
            return said % {"period": report.period.label, "unit": report.whose}
    return ""
