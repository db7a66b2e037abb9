"""How tasks and due dates look: the face of a state, and days left in words."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.common.calendar import WorkingCalendar
from cchc.plans.models import Task
from cchc.plans.models.words import StateName
from cchc.plans.rules.tasks import Lateness, State

_FACES = {
    State.NOT_STARTED: "not_started",
    State.IN_PROGRESS: "doing",
    State.WAITING: "waiting",
    State.SUBMITTED: "waiting",
    State.RETURNED: "due_soon",
    State.DONE: "done",
    State.CANCELLED: "stopped",
}


def of_task(task: Task, today: date | None = None) -> tuple[str, str]:
    """The code of a face of `common.verdicts` with the word for this task, as of today: late before everything else."""
    today = today or timezone.localdate()
    state = State(task.state)
    word = _("đã chuyển sang việc khác") if task.moved_on else str(StateName(task.state).label)
    if task.lateness(today) is Lateness.LATE:
        return "late", _("quá hạn, %(state)s") % {"state": word}
    return _FACES[state], word


def due_words(due: date | None, today: date, worked: WorkingCalendar) -> str:
    """Working days until a date or since, in words; nothing without a date."""
    if due is None:
        return ""
    if due == today:
        return _("hôm nay")
    if due < today:
        days = worked.working_days(due, today)
        said = ngettext("quá hạn %(n)s ngày làm việc", "quá hạn %(n)s ngày làm việc", days)
        return said % {"n": days} if days else _("quá hạn")
    days = worked.working_days(today, due)
    said = ngettext("còn %(n)s ngày làm việc", "còn %(n)s ngày làm việc", days)
    return said % {"n": days} if days else _("hết hạn trước ngày làm việc tới")
