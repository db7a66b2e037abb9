"""Decisions about a task: more time, merged into another, cancelled; each with who decided, on which paper, and why."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import squeeze
from cchc.organisation.models import Account
from cchc.plans.actions.succession import close_into
from cchc.plans.actions.tasks import hold_task, move_task
from cchc.plans.actions.telling import tell_due, tell_merged
from cchc.plans.actions.versions import require_unchanged
from cchc.plans.models import Decision, DecisionKind, PlanState, Task, TaskEvent
from cchc.plans.rights import require_part
from cchc.plans.rules.tasks import OPEN, Move, Part


@transaction.atomic
def decide_task(
    *, task: Task, kind: DecisionKind, decided_by: str, paper: str, reason: str, due: date | None = None,
    into: Task | None = None, by: Account, at: datetime, seen: int | None = None,
) -> Decision:  # fmt: skip
    """Carry a decision out and keep it: `due` is the new day of an extension, `into` the task that another goes on in.

    Refused for a task that is closed, a day that is not later than the present one, a task merged into itself or into
    one that is closed, and without who decided, the paper or the reason.
    """
    task = hold_task(task)
    require_part(by, task, Part.PLANNER)
    require_unchanged(task, seen)
    told = {"decided_by": squeeze(decided_by), "paper": squeeze(paper), "reason": squeeze(reason)}
    _check_told(task, told)
    before = task.due_on
    if kind is DecisionKind.EXTEND:
        _extend(task, due, told["reason"], by, at)
    elif kind is DecisionKind.MERGE:
        _merge(task, into, told["reason"], by, at)
    else:
        task = move_task(task=task, move=Move.CANCEL, reason=told["reason"], by=by, at=at)
    decision = Decision.objects.create(
        task=task, kind=kind, due_before=before, due_after=task.due_on if kind is DecisionKind.EXTEND else None,
        at=at, by=by, **told,
    )  # fmt: skip
    after = {**told, "kind": kind.value, "due_on": task.due_on, "into": into.pk if into else None}
    journal.write(by=by, at=at, action="plans.task.decide", record=task, before={"due_on": before}, after=after)
    return decision


def _check_told(task: Task, told: dict[str, str]) -> None:
    if task.state not in OPEN:
        raise Refused(_("Nhiệm vụ đã kết thúc nên không quyết định thêm được."))
    for name, said in (("decided_by", _("Hãy ghi ai quyết định.")), ("paper", _("Hãy ghi văn bản quyết định.")),
                       ("reason", _("Hãy ghi lý do."))):  # fmt: skip
        if not told[name]:
            raise Refused(said, field=name)


def _extend(task: Task, due: date | None, reason: str, by: Account, at: datetime) -> None:
    if due is None or (task.due_on is not None and due <= task.due_on):
        raise Refused(_("Hạn mới phải sau hạn hiện nay."), field="due")
    was, task.due_on, task.version = task.due_on, due, task.version + 1
    task.save(update_fields=["due_on", "version"])
    event = _event(task, "extend", reason, by, at)
    tell_due(task, event, was=was, by=by, at=at)


def _merge(task: Task, into: Task | None, reason: str, by: Account, at: datetime) -> None:
    into = (
        Task.objects.select_for_update(of=("self",)).select_related("plan").filter(pk=into.pk).first() if into else None
    )
    if into is None or into.agency_id != task.agency_id or into.pk == task.pk:
        raise Refused(_("Hãy chọn nhiệm vụ khác để nhập vào."), field="into")
    if into.state not in OPEN or into.plan.state != PlanState.ADOPTED:
        raise Refused(_("Chỉ nhập được vào nhiệm vụ đang mở của kế hoạch đang có hiệu lực."), field="into")
    close_into(task, into)
    event = _event(task, "merge", f"{reason} → {into.text}", by, at)
    _event(into, "merged", f"{task.text}: {reason}", by, at)
    tell_merged(task, into, event, by=by, at=at)


def _event(task: Task, kind: str, note: str, by: Account, at: datetime) -> TaskEvent:
    return TaskEvent.objects.create(
        task=task, kind=kind, at=at, by=by, note=note, state=task.state, progress=task.progress, due_on=task.due_on
    )
