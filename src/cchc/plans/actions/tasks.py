"""Work on a task: the moves from state to state, progress, notes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import squeeze
from cchc.organisation.models import Account
from cchc.plans.actions.telling import tell_mentioned, tell_moved
from cchc.plans.actions.versions import require_unchanged
from cchc.plans.models import PlanState, Task, TaskEvent
from cchc.plans.models.words import EventName, StateName
from cchc.plans.rights import require_note, require_part
from cchc.plans.rules.schedule import next_due
from cchc.plans.rules.tasks import MOVES, Move, Obstacle, Part, State, obstacle


@transaction.atomic
def move_task(*, task: Task, move: Move, by: Account, at: datetime, reason: str = "", seen: int | None = None) -> Task:
    """Make a move of the transition table.

    Accepting an occurrence of a recurring task sets it to its next one; after the last the task is done.
    Refuses a move that the state, a missing reason or a missing product does not allow, and that is not the person's.
    """
    task = hold_task(task)
    way = MOVES[move]
    require_part(by, task, way.part)
    require_unchanged(task, seen)
    if task.moved_on:
        raise Refused(_("Nhiệm vụ này đã chuyển sang một nhiệm vụ khác; hãy làm tiếp ở đó."))
    if move is Move.SUBMIT and (left := task.parts.open().count()):
        raise Refused(_("Còn %(n)s việc con chưa xong; hãy xong việc con trước khi báo cáo hoàn thành.") % {"n": left})
    against = obstacle(State(task.state), move, reason=reason, product_shown=task.product_shown)
    if against is not None:
        raise Refused(_refusal(against, task, move), field="reason" if against is Obstacle.REASON else None)
    before = {"state": task.state, "due_on": task.due_on, "progress": task.progress}
    occurrence = task.due_on
    _apply(task, move, at)
    note = squeeze(reason)
    task.latest_note, task.version = note or task.latest_note, task.version + 1
    task.save(update_fields=["state", "due_on", "progress", "finished_at", "latest_note", "version"])
    event = TaskEvent.objects.create(
        task=task, kind=move.value, at=at, by=by, note=note, state=task.state, progress=task.progress, due_on=occurrence
    )
    after = {"state": task.state, "due_on": task.due_on, "progress": task.progress, "reason": note}
    journal.write(by=by, at=at, action=f"plans.task.{move.value}", record=task, before=before, after=after)
    tell_moved(task, move, event, by=by, at=at)
    return task


@transaction.atomic
def report_progress(
    *, task: Task, progress: int, note: str = "", by: Account, at: datetime, seen: int | None = None
) -> Task:
    """Say how far the work is, in percent, with a note. Work that had not started, or waited, is then in progress."""
    task = hold_task(task)
    require_part(by, task, Part.WORKER)
    require_unchanged(task, seen)
    if not task.takes_progress:
        raise Refused(_("Nhiệm vụ %(state)s nên không cập nhật tiến độ được.") % {"state": _state(task)})
    if not 0 <= progress <= 100:
        raise Refused(_("Tiến độ là một số từ 0 đến 100."), field="progress")
    note = squeeze(note)
    if progress == task.progress and not note:
        raise Refused(_("Tiến độ chưa thay đổi; hãy ghi chú nếu có việc mới."), field="note")
    before = {"state": task.state, "progress": task.progress}
    task.progress, task.latest_note = progress, note or task.latest_note
    if progress and task.state in {State.NOT_STARTED, State.WAITING}:
        task.state = State.IN_PROGRESS.value
    task.version += 1
    task.save(update_fields=["state", "progress", "latest_note", "version"])
    _event(task, "progress", note, by, at)
    after = {"state": task.state, "progress": progress, "note": note}
    journal.write(by=by, at=at, action="plans.task.progress", record=task, before=before, after=after)
    return task


@transaction.atomic
def add_note(*, task: Task, note: str, by: Account, at: datetime) -> Task:
    """Write a note on a task; who leads, supports or monitors it, or answers for the plan, may.

    Whoever is named in it ("@Nguyễn Văn An") is told.
    """
    task = hold_task(task)
    require_note(by, task)
    if not squeeze(note):
        raise Refused(_("Hãy viết ghi chú."), field="note")
    task.latest_note = squeeze(note)
    task.save(update_fields=["latest_note"])
    event = _event(task, "note", task.latest_note, by, at)
    tell_mentioned(task, event, by=by, at=at)
    journal.write(by=by, at=at, action="plans.task.note", record=task, after={"note": task.latest_note})
    return task


def hold_task(task: Task) -> Task:
    """The task as it is now, kept from others until the action ends; only a living plan's tasks are worked on."""
    found = Task.objects.select_for_update(of=("self",)).select_related("plan").get(pk=task.pk)
    if found.plan.state != PlanState.ADOPTED:
        raise Refused(_("Kế hoạch chưa ban hành hoặc đã được thay thế nên nhiệm vụ không cập nhật được."))
    return found


def _apply(task: Task, move: Move, at: datetime) -> None:
    task.state = MOVES[move].target.value
    if move is Move.SUBMIT:
        task.progress = 100
    if move is Move.REOPEN:
        task.finished_at, task.progress = None, min(task.progress, 99)
    if move is not Move.FINISH:
        return
    following = next_due(task.stated_deadlines(), task.due_on, task.plan.last_year) if task.due_on else None
    task.progress, task.finished_at = (0, None) if following else (100, at)
    if following:
        task.state, task.due_on = State.NOT_STARTED.value, following


def _event(task: Task, kind: str, note: str, by: Account, at: datetime) -> TaskEvent:
    return TaskEvent.objects.create(
        task=task, kind=kind, at=at, by=by, note=note, state=task.state, progress=task.progress, due_on=task.due_on
    )


def _state(task: Task) -> str:
    return str(StateName(task.state).label)


def _refusal(against: Obstacle, task: Task, move: Move) -> str:
    if against is Obstacle.REASON:
        return _("Hãy ghi lý do.")
    if against is Obstacle.PRODUCT:
        return _(
            "Chưa có tài liệu kiểm chứng cho sản phẩm của kỳ này; hãy nộp tài liệu, hoặc đề nghị Văn phòng Sở ghi "
            "nhiệm vụ không có sản phẩm."
        )
    return _("Nhiệm vụ %(state)s nên không thể: %(move)s.") % {
        "state": _state(task),
        "move": EventName(move.value).label,
    }
