"""Reminders of reports that are due soon or late; run by a scheduled job, each told once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from cchc.common.text import format_date
from cchc.organisation.actions import tell
from cchc.organisation.models import Agency
from cchc.organisation.notices import Event
from cchc.organisation.receivers import heads_of, holders
from cchc.reports.models import Obligation
from cchc.reports.notice_kinds import DUE
from cchc.reports.obligations import Asked, Round
from cchc.reports.rules.progress import Nudge, nudge

BACK, AHEAD = timedelta(days=31), timedelta(days=45)
"""How late a report may be and still be told of, and how far ahead it is looked for."""

SENTENCES = {
    Nudge.SOON: gettext_noop("Báo cáo “%(title)s” (%(whose)s) đến hạn ngày %(due)s, chưa gửi."),
    Nudge.TODAY: gettext_noop("Báo cáo “%(title)s” (%(whose)s) đến hạn hôm nay, %(due)s, chưa gửi."),
    Nudge.LATE: gettext_noop("Báo cáo “%(title)s” (%(whose)s) quá hạn từ ngày %(due)s, chưa gửi."),
    Nudge.STILL_LATE: gettext_noop("Báo cáo “%(title)s” (%(whose)s) vẫn chưa gửi, quá hạn từ ngày %(due)s."),
}


def remind_of_obligations(*, at: datetime) -> int:
    """Tell, on working days, whoever writes a report that is due soon, today or late and was not sent; how many.

    A unit's return is told to its head, the department's to the office; what is late is told to the office as well.
    """
    agencies = Obligation.objects.living().order_by().values("agency").distinct()
    return sum(_remind(agency, at) for agency in Agency.objects.filter(pk__in=agencies).order_by("pk"))


@transaction.atomic
def _remind(agency: Agency, at: datetime) -> int:
    today, asked = timezone.localdate(at), Round(agency, at)
    calendar = asked.almanac.calendar
    if not calendar.is_working(today):
        return 0
    rows = [row for row in asked.between(today - BACK, today + AHEAD) if row.stage.progress.is_open]
    heads = heads_of({row.writer.pk for row in rows if row.writer}, today)
    office = holders("reports.write", agency.pk, today)
    events = []
    for row in rows:
        due = row.occurrence.due
        said = nudge(due, today, row.obligation.remind_days, calendar.working_days)
        if said is None or (row.report is not None and row.sent_at is not None):
            continue
        to = heads.get(row.writer.pk, []) if row.writer else office
        if said in (Nudge.LATE, Nudge.STILL_LATE):
            to = [*to, *office]
        events.append(_event(row, said, list(dict.fromkeys(to))))
    return tell(*events, at=at)


def _event(row: Asked, said: Nudge, to: list[int]) -> Event:
    words = {"title": row.obligation.title[:120], "whose": row.unit.short_name if row.unit else "Sở",
             "due": format_date(row.occurrence.due)}  # fmt: skip
    record = row.report or row.obligation
    return Event(
        DUE, f"{row.key}:{said.value}", to, SENTENCES[said], words, record, row.writer.pk if row.writer else None
    )
