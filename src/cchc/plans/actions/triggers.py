"""Events that deadlines count from are recorded, corrected, withdrawn; a changed calendar moves what they made due."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.almanac import almanac_of
from cchc.common.dues import Move
from cchc.common.errors import Refused
from cchc.common.journal import Actor
from cchc.common.text import squeeze
from cchc.common.worktime import BeyondCalendar
from cchc.documents.actions import store_file
from cchc.organisation.models import Account
from cchc.plans.actions.rows import due_from
from cchc.plans.actions.telling import tell_due, tell_recounted
from cchc.plans.actions.versions import require_unchanged
from cchc.plans.models import PlanState, Task, TaskEvent, Trigger
from cchc.plans.rights import require_part
from cchc.plans.rules.deadlines import Deadline, Event, after
from cchc.plans.rules.schedule import first_due
from cchc.plans.rules.tasks import OPEN, Part


def events_of(task: Task) -> dict[str, Event]:
    """What has happened that the task's deadlines count from, by the words of the deadline."""
    clock = almanac_of(task.agency_id).clock
    return {one.words: Event(one.happened_on, clock) for one in task.triggers.standing()}


@transaction.atomic
def record_trigger(
    *, task: Task, words: str, happened_on: date, basis: str, file: UploadedFile | None = None, reason: str = "",
    by: Account, at: datetime, seen: int | None = None,
) -> Trigger:  # fmt: skip
    """Say when the event happened that a deadline counts from, and on what evidence; the due date follows.

    A second record for the same deadline corrects the first and needs a reason. Refuses a day in the future, one that
    the working calendar does not reach, and a task that is not worked on.
    """
    task = _locked(task, by, seen)
    deadline = _awaited(task, words)
    if happened_on > timezone.localdate(at):
        raise Refused(_("Ngày xảy ra không thể ở tương lai; hãy ghi khi sự kiện đã xảy ra."), field="happened_on")
    if not squeeze(basis):
        raise Refused(_("Hãy ghi căn cứ: văn bản, biên bản hay việc gì cho thấy sự kiện đã xảy ra."), field="basis")
    derived, old = _derived(task), task.triggers.standing().filter(words=words).first()
    if old is not None:
        _end(old, squeeze(reason), at)
    made = _due(task, deadline, happened_on)
    stored = store_file(content=file, name=file.name or "", by=by, at=at) if file else old.file if old else None
    trigger = Trigger.objects.create(
        agency_id=task.agency_id, task=task, words=words, happened_on=happened_on, basis=squeeze(basis)[:500],
        file=stored, due_on=made, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    note = f"{words}: {happened_on:%d/%m/%Y}, {trigger.basis}" + (f" ({old.ended_reason})" if old else "")
    before = _settle(task, at, derived=derived, made=made)
    event = _event(task, "trigger", note, by, at)
    facts = {"happened_on": happened_on, "basis": trigger.basis, "reason": squeeze(reason), "due_on": task.due_on}
    earlier = {"happened_on": old.happened_on, "basis": old.basis} if old else {}
    journal.write(by=by, at=at, action="plans.task.trigger", record=task, before={**earlier, "due_on": before},
                  after={"deadline_text": words, **facts})  # fmt: skip
    tell_due(task, event, was=before, by=by, at=at)
    return trigger


@transaction.atomic
def withdraw_trigger(*, trigger: Trigger, reason: str, by: Account, at: datetime, seen: int | None = None) -> Task:
    """Take back an event that did not happen, with the reason; the due date that came of it goes with it."""
    task = _locked(trigger.task, by, seen)
    found = Trigger.objects.select_for_update().get(pk=trigger.pk)
    if found.ended_at is not None:
        raise Refused(_("Sự kiện này đã được đính chính hoặc rút."))
    derived = _derived(task)
    _end(found, squeeze(reason), at)
    before = _settle(task, at, derived=derived)
    event = _event(task, "untrigger", f"{found.words}: {found.ended_reason}", by, at)
    after_facts = {"reason": found.ended_reason, "due_on": task.due_on}
    was = {"happened_on": found.happened_on, "basis": found.basis, "due_on": before}
    journal.write(by=by, at=at, action="plans.task.untrigger", record=task, before=was, after=after_facts)
    tell_due(task, event, was=before, by=by, at=at)
    return task


def move_due_dates(moves: Sequence[Move], by: Actor, at: datetime, reason: str) -> None:
    """Hold tasks to the dates that a changed calendar gives them; a part of the action that changes it."""
    keys = [move.key for move in moves]
    tasks = Task.objects.select_for_update().in_bulk(keys)
    moved = []
    for move in moves:
        task = tasks[move.key]
        if move.becomes is None or task.due_on is None:
            continue
        Trigger.objects.standing().filter(task=task, due_on=task.due_on).update(due_on=move.becomes)
        was, note = task.due_on, f"{_said(task.due_on)} → {_said(move.becomes)}; {reason}"
        task.due_on, task.version = move.becomes, task.version + 1
        task.save(update_fields=["due_on", "version"])
        event = TaskEvent.objects.create(task=task, kind="recount", at=at, by_id=by.pk, note=note, state=task.state,
                                         progress=task.progress, due_on=task.due_on)  # fmt: skip
        moved.append((task, event, was))
    tell_recounted(moved, by=by, at=at)


def _said(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"


def _locked(task: Task, by: Account, seen: int | None) -> Task:
    found = Task.objects.select_for_update(of=("self",)).select_related("plan").get(pk=task.pk)
    if found.plan.state != PlanState.ADOPTED:
        raise Refused(_("Kế hoạch chưa ban hành hoặc đã được thay thế nên nhiệm vụ không cập nhật được."))
    require_part(by, found, Part.WORKER)
    require_unchanged(found, seen)
    if found.state not in OPEN:
        raise Refused(_("Nhiệm vụ đã kết thúc nên không ghi sự kiện tính hạn được."))
    return found


def _awaited(task: Task, words: str) -> Deadline:
    for deadline in task.awaited():
        if deadline.text == words:
            return deadline
    raise Refused(_("Nhiệm vụ không có thời hạn tính từ sự kiện này."))


def _due(task: Task, deadline: Deadline, happened_on: date) -> date:
    try:
        made = after(deadline, Event(happened_on, almanac_of(task.agency_id).clock))
    except BeyondCalendar as beyond:
        raise Refused(_("Lịch làm việc chưa có năm này nên chưa tính được hạn."), field="happened_on") from beyond
    if made is None:
        raise Refused(_("Thời hạn này không nói bao nhiêu ngày nên không tính được."), field="happened_on")
    return made


def _end(trigger: Trigger, reason: str, at: datetime) -> None:
    if not reason:
        raise Refused(_("Sự kiện đã được ghi: hãy ghi lý do đính chính hoặc rút."), field="reason")
    trigger.ended_at, trigger.ended_reason = at, reason[:500]
    trigger.save(update_fields=["ended_at", "ended_reason"])


def _settle(task: Task, at: datetime, *, derived: bool, made: date | None = None) -> date | None:
    """Give the task the due date that follows from what has happened; returns the one it had before.

    `derived`: the date it had came of an event. A date that a document fixed stays unless what was `made` comes first.
    """
    before = task.due_on
    days: list[date | None] = [before, made]
    if derived:
        stated = first_due(task.stated_deadlines(), due_from(task.plan, at), task.plan.last_year)
        days = [stated, *task.triggers.standing().values_list("due_on", flat=True)]
    task.due_on, task.version = min((day for day in days if day), default=None), task.version + 1
    task.save(update_fields=["due_on", "version"])
    return before


def _derived(task: Task) -> bool:
    return task.due_on is not None and task.triggers.standing().filter(due_on=task.due_on).exists()


def _event(task: Task, kind: str, note: str, by: Account, at: datetime) -> TaskEvent:
    return TaskEvent.objects.create(task=task, kind=kind, at=at, by=by, note=note, state=task.state,
                                    progress=task.progress, due_on=task.due_on)  # fmt: skip
