"""Reminders of tasks that fall due or are late; run by a scheduled job, each told once."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from cchc.common.almanac import almanac_of
from cchc.organisation.actions import tell
from cchc.organisation.models import Agency
from cchc.organisation.notices import Event
from cchc.organisation.receivers import heads_of
from cchc.plans.models import Task
from cchc.plans.notice_kinds import DUE_SOON, OVERDUE
from cchc.plans.rules.tasks import State

from .telling import brief, day, workers_of

BACK = timedelta(days=31)
"""How late a task may be and still be told of: what was late long before is seen on the worklist."""


def remind_of_tasks(*, at: datetime) -> int:
    """Tell of tasks due within CCHC_DUE_SOON_DAYS working days and of late ones, on working days; how many notices.

    Once for each due date. A task that waits to be accepted is only told of when it is late, and to who accepts it.
    """
    return sum(_remind(agency, at) for agency in Agency.objects.order_by("pk"))


@transaction.atomic
def _remind(agency: Agency, at: datetime) -> int:
    today, calendar = timezone.localdate(at), almanac_of(agency.pk).calendar
    if not calendar.is_working(today):
        return 0
    tasks = list(
        Task.objects.filter(agency=agency).live().due_by(calendar.add(today, settings.DUE_SOON_DAYS))
        .filter(due_on__gte=today - BACK).order_by("due_on", "pk")
    )  # fmt: skip
    work = workers_of(tasks, today)
    heads = heads_of({one.lead_id for one in tasks if one.lead_id}, today)
    soon = gettext_noop("Nhiệm vụ “%(task)s” đến hạn ngày %(due)s.")
    late = gettext_noop("Nhiệm vụ “%(task)s” quá hạn từ ngày %(due)s.")
    events = []
    for task in tasks:
        is_late, waits = bool(task.due_on and task.due_on < today), task.state == State.SUBMITTED
        if waits and not is_late:
            continue
        kind, said = (OVERDUE, late) if is_late else (DUE_SOON, soon)
        to = heads.get(task.lead_id or 0, []) if waits else work[task.pk]
        words = {"task": brief(task.text), "due": day(task.due_on)}
        events.append(Event(kind, f"{task.pk}:{task.due_on}", to, said, words, task, task.lead_id))
    return tell(*events, at=at)
