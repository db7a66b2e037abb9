"""Reminders of the department's report of a quarter; run by a scheduled job, each told once."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from cchc.common.almanac import almanac_of
from cchc.common.periods import Kind, Period
from cchc.common.text import format_date
from cchc.organisation.actions import tell
from cchc.organisation.models import Agency
from cchc.organisation.notices import Event
from cchc.organisation.receivers import holders
from cchc.plans.models import Plan
from cchc.reports.cutoffs import Cutoffs
from cchc.reports.models import Obligation, Report, ReportState, Who
from cchc.reports.notice_kinds import DUE
from cchc.reports.rules.wording import to_date

BACK = timedelta(days=31)
"""How late a report may be and still be told of."""


def remind_of_reports(*, at: datetime) -> int:
    """Tell the office, on working days, of a quarter's report that is due soon or late and was not sent; how many."""
    living = Plan.objects.in_force(timezone.localdate(at)).values("agency")
    asked = Obligation.objects.living().filter(who=Who.AGENCY, in_system=True).values("agency")  # told of by nudges.py
    return sum(
        _remind(agency, at) for agency in Agency.objects.filter(pk__in=living).exclude(pk__in=asked).order_by("pk")
    )


@transaction.atomic
def _remind(agency: Agency, at: datetime) -> int:
    today, calendar, cutoffs = timezone.localdate(at), almanac_of(agency.pk).calendar, Cutoffs(agency)
    if not calendar.is_working(today):
        return 0
    quarter, last = Period.of(Kind.QUARTER, today), calendar.add(today, settings.DUE_SOON_DAYS)
    soon = gettext_noop("Báo cáo cải cách hành chính %(period)s đến hạn gửi ngày %(due)s, chưa gửi.")
    late = gettext_noop("Báo cáo cải cách hành chính %(period)s quá hạn gửi từ ngày %(due)s, chưa gửi.")
    events = []
    for period in (quarter.previous(), quarter):
        due = cutoffs.due(period)
        codes = {period.code, to_date(period).code}  # what ends with the quarter tells of it: six months, the year
        begun = list(Report.objects.filter(agency=agency, unit=None, period_code__in=codes).order_by("-version", "pk"))
        if any(one.state == ReportState.SUBMITTED for one in begun) or not today - BACK <= due <= last:
            continue
        said, key = (late, f"{period.code}:late") if due < today else (soon, f"{period.code}:{due}")
        words = {"period": {"period": period.code}, "due": format_date(due)}
        to = holders("reports.write", agency.pk, today)
        events.append(Event(DUE, key, to, said, words, begun[0] if begun else agency))
    return tell(*events, at=at)
