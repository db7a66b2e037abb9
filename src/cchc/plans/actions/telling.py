"""Whom the actions on plans tell of what, as parts of these actions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from textwrap import shorten

from django.utils import timezone
from django.utils.translation import gettext_noop

from cchc.common.journal import Actor
from cchc.common.text import fold, format_date
from cchc.organisation.actions import tell
from cchc.organisation.models import Account
from cchc.organisation.notices import Event
from cchc.organisation.receivers import accounts_of, heads_of, holders
from cchc.plans.models import Draft, DraftState, Plan, PlanState, SubTask, Target, Task, TaskEvent
from cchc.plans.notice_kinds import ASSIGNED, DEADLINE, INTAKE, MENTIONED, OUTCOME, RECOUNT, RETURNED, SUBMITTED
from cchc.plans.rules.mentions import mentioned
from cchc.plans.rules.tasks import Move


def brief(text: str) -> str:
    """A long text as a sentence quotes it."""
    return shorten(text, 140, placeholder=" …")


def day(on: date | None) -> str:
    """A day as a sentence says it."""
    return format_date(on) if on else "–"


def workers_of(tasks: Iterable[Task], on: date) -> dict[int, list[int]]:
    """Task → whose work it is: the person in charge, else whoever heads the leading unit."""
    listed = list(tasks)
    people = accounts_of({one.person_id for one in listed if one.person_id})
    heads = heads_of({one.lead_id for one in listed if one.lead_id}, on)
    return {one.pk: [people[one.person_id]] if one.person_id in people else heads.get(one.lead_id or 0, [])
            for one in listed}  # fmt: skip


def _words(task: Task, **more: str) -> dict[str, str]:
    return {"task": brief(task.text), "due": day(task.due_on), **more}


def tell_given(plan: Plan, *, by: Account, at: datetime, key: str, latest: int | None = None) -> None:
    """Tell everybody how many tasks and targets a living plan gives him; `latest`: of the last so many tasks only."""
    if plan.state != PlanState.ADOPTED:
        return
    today = timezone.localdate(at)
    tasks = list(plan.tasks.order_by("-sort", "-pk")[:latest])
    work = workers_of(tasks, today)
    given = Counter(account for one in tasks for account in work[one.pk])
    owners = [] if latest is not None else list(Target.objects.filter(plan=plan).exclude(owner=None))
    heads = heads_of({one.owner_id for one in owners if one.owner_id}, today)
    promised = Counter(account for one in owners for account in heads.get(one.owner_id or 0, []))
    sentence = gettext_noop("%(plan)s: có %(tasks)s nhiệm vụ và %(targets)s chỉ tiêu giao cho bạn hoặc đơn vị bạn.")
    name = brief(plan.title)
    tell(
        *(Event(ASSIGNED, key, [one], sentence, {"plan": name, "tasks": given[one], "targets": promised[one]}, plan)
          for one in sorted({*given, *promised})), at=at, by=by,
    )  # fmt: skip


def tell_assigned(task: Task, event: TaskEvent, *, was: int | None, by: Account, at: datetime) -> None:
    """Tell who is in charge now, and who was before (`was`, a person)."""
    people = accounts_of({key for key in (task.person_id, was) if key})
    now = gettext_noop("Bạn được giao phụ trách nhiệm vụ “%(task)s”, hạn %(due)s.")
    before = gettext_noop("Nhiệm vụ “%(task)s” không còn do bạn phụ trách.")
    sides = ((task.person_id, now), (was, before))
    tell(*(Event(ASSIGNED, f"{event.pk}", [people[person]], said, _words(task), task, task.lead_id)
           for person, said in sides if person in people), at=at, by=by)  # fmt: skip


def tell_edited(
    task: Task, event: TaskEvent, *, lead: int | None, person: int | None, due: date | None, by: Account, at: datetime
) -> None:
    """Tell whom a changed task now falls to, and of a due date that is another; what was before is given."""
    if task.plan.state != PlanState.ADOPTED:
        return
    if task.person_id != person:
        tell_assigned(task, event, was=person, by=by, at=at)
    elif task.lead_id and task.lead_id != lead:
        heads = heads_of([task.lead_id], timezone.localdate(at))[task.lead_id]
        said = gettext_noop("Đơn vị bạn được giao chủ trì nhiệm vụ “%(task)s”, hạn %(due)s.")
        tell(Event(ASSIGNED, f"{event.pk}", heads, said, _words(task), task, task.lead_id), at=at, by=by)
    else:
        tell_due(task, event, was=due, by=by, at=at)


def tell_due(task: Task, event: TaskEvent, *, was: date | None, by: Account, at: datetime) -> None:
    """Tell whose work it is that its due date is another."""
    if task.due_on == was:
        return
    to = workers_of([task], timezone.localdate(at))[task.pk]
    said = gettext_noop("Hạn của nhiệm vụ “%(task)s” đổi từ %(was)s thành %(due)s.")
    tell(Event(DEADLINE, f"{event.pk}", to, said, _words(task, was=day(was)), task, task.lead_id), at=at, by=by)


def tell_recounted(moved: Sequence[tuple[Task, TaskEvent, date]], *, by: Actor, at: datetime) -> None:
    """Tell of due dates that a changed calendar moved, each with the date it had."""
    work = workers_of([task for task, _event, _was in moved], timezone.localdate(at))
    said = gettext_noop("Lịch làm việc thay đổi: hạn của nhiệm vụ “%(task)s” dời từ %(was)s sang %(due)s.")
    tell(*(Event(RECOUNT, f"{event.pk}", work[task.pk], said, _words(task, was=day(was)), task, task.lead_id)
           for task, event, was in moved), at=at, by=by)  # fmt: skip


_OUTCOMES = {
    Move.RETURN: (RETURNED, gettext_noop("Nhiệm vụ “%(task)s” bị trả lại: %(reason)s")),
    Move.FINISH: (OUTCOME, gettext_noop("Nhiệm vụ “%(task)s” được chấp nhận hoàn thành.")),
    Move.CANCEL: (OUTCOME, gettext_noop("Nhiệm vụ “%(task)s” đã hủy: %(reason)s")),
    Move.REOPEN: (OUTCOME, gettext_noop("Nhiệm vụ “%(task)s” được mở lại: %(reason)s")),
}


def tell_moved(task: Task, move: Move, event: TaskEvent, *, by: Account, at: datetime) -> None:
    """Tell who checks of what was handed in, and whose work it is of what became of it."""
    today = timezone.localdate(at)
    if move is Move.SUBMIT and task.lead_id:
        to = heads_of([task.lead_id], today)[task.lead_id]
        said = gettext_noop("%(who)s báo cáo hoàn thành nhiệm vụ “%(task)s”, chờ duyệt.")
        words = _words(task, who=by.get_full_name())
        tell(Event(SUBMITTED, f"{event.pk}", to, said, words, task, task.lead_id), at=at, by=by)
    if move not in _OUTCOMES:
        return
    kind, said = _OUTCOMES[move]
    sender = task.events.filter(kind=Move.SUBMIT.value).values_list("by", flat=True)[:1]
    to = [*workers_of([task], today)[task.pk], *(sender if move in (Move.RETURN, Move.FINISH) else ())]
    words = _words(task, reason=brief(event.note))
    tell(Event(kind, f"{event.pk}", to, said, words, task, task.lead_id), at=at, by=by)


def tell_mentioned(task: Task, event: TaskEvent, *, by: Account, at: datetime) -> None:
    """Tell those of the department whom a note names by "@"."""
    if "@" not in event.note:
        return
    rows = Account.objects.filter(person__agency=task.agency_id, is_active=True).select_related("person")
    names = {fold(one.get_full_name()): one.pk for one in rows} | {fold(one.username): one.pk for one in rows}
    to = [key for key in mentioned(event.note, names) if key != by.pk]
    said = gettext_noop("%(who)s nhắc đến bạn ở nhiệm vụ “%(task)s”: %(note)s")
    words = _words(task, who=by.get_full_name(), note=brief(event.note))
    if to:
        tell(Event(MENTIONED, f"{event.pk}", to, said, words, task), at=at, by=by)


def tell_part(part: SubTask, *, by: Account, at: datetime) -> None:
    """Tell who is in charge of a part of a task."""
    people = accounts_of([part.person_id]) if part.person_id else {}
    if part.person_id not in people:
        return
    said = gettext_noop("Bạn được giao việc con “%(part)s” của nhiệm vụ “%(task)s”, hạn %(due)s.")
    words = {"part": brief(part.text), "task": brief(part.task.text), "due": day(part.due_on or part.task.due_on)}
    tell(Event(ASSIGNED, f"part:{part.pk}", [people[part.person_id]], said, words, part.task), at=at, by=by)


def tell_merged(task: Task, into: Task, event: TaskEvent, *, by: Account, at: datetime) -> None:
    """Tell whose work a task was, and whose it now is, that it goes on in another."""
    work = workers_of([task, into], timezone.localdate(at))
    said = gettext_noop("Nhiệm vụ “%(task)s” được nhập vào “%(into)s”.")
    to = list(dict.fromkeys([*work[task.pk], *work[into.pk]]))
    tell(Event(OUTCOME, f"{event.pk}", to, said, _words(task, into=brief(into.text)), into, into.lead_id), at=at, by=by)


def tell_intake(draft: Draft, *, at: datetime, by: Account | None = None) -> None:
    """Tell the office that a document waits to be reviewed, or who brought it in that it could not be read."""
    words = {"title": brief(str(draft))}
    if draft.state == DraftState.REVIEW:
        to = holders("plans.import", draft.agency_id, timezone.localdate(at))
        said = gettext_noop("Văn bản “%(title)s” đã đọc xong, chờ rà soát.")
    elif draft.state in (DraftState.FAILED, DraftState.UNREADABLE):
        to, said = [draft.created_by_id], gettext_noop("Văn bản “%(title)s” không đọc được; hãy xem vì sao.")
    else:
        return
    tell(Event(INTAKE, f"{draft.pk}:{draft.version}", to, said, words, draft), at=at, by=by)
