"""Parts of a task and the money set aside for it: added, done, taken away."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import squeeze
from cchc.organisation.models import Account, Person
from cchc.plans.actions.tasks import hold_task
from cchc.plans.actions.telling import tell_part
from cchc.plans.models import BudgetLine, MoneySource, SubTask, Task
from cchc.plans.rights import may_on_task, require_for_plan, require_part
from cchc.plans.rules.tasks import OPEN, Part

LARGEST = 10**15
"""No line of a department's budget is larger, in đồng."""


@transaction.atomic
def add_part(
    *, task: Task, text: str, person: Person | None = None, due_on: date | None = None, by: Account, at: datetime
) -> SubTask:
    """Split a step off a task; whoever works on the task or checks it may. Not later than the task itself."""
    task = hold_task(task)
    require_part(by, task, Part.WORKER)
    text = squeeze(text)
    if task.state not in OPEN:
        raise Refused(_("Nhiệm vụ đã kết thúc nên không thêm việc con được."))
    if not text:
        raise Refused(_("Hãy ghi việc con."), field="text")
    if person is not None and person.agency_id != task.agency_id:
        raise Refused(_("Có đơn vị hoặc người không thuộc Sở; hãy chọn lại."), field="person")
    if due_on and task.due_on and due_on > task.due_on:
        raise Refused(_("Hạn của việc con không được sau hạn của nhiệm vụ."), field="due_on")
    part = SubTask.objects.create(task=task, text=text[:500], person=person, due_on=due_on, added_by=by, added_at=at)
    after = {"task": task.pk, "text": text, "person": person.pk if person else None, "due_on": due_on}
    journal.write(by=by, at=at, action="plans.part.add", record=part, after=after)
    tell_part(part, by=by, at=at)
    return part


@transaction.atomic
def finish_part(*, part: SubTask, done: bool = True, by: Account, at: datetime) -> SubTask:
    """Say that a part is done, or that it is not after all; whoever is in charge of it or works on the task may."""
    part = SubTask.objects.select_for_update(of=("self",)).select_related("task__plan").get(pk=part.pk)
    hold_task(part.task)
    if part.person_id != by.person_id and not may_on_task(by, part.task, Part.WORKER):
        require_part(by, part.task, Part.WORKER)
    if done == (part.done_at is not None):
        raise Refused(_("Việc con đã ở trạng thái này."))
    part.done_by, part.done_at = (by, at) if done else (None, None)
    part.save(update_fields=["done_by", "done_at"])
    journal.write(by=by, at=at, action="plans.part.finish", record=part, after={"task": part.task_id, "done": done})
    return part


@transaction.atomic
def add_budget(*, task: Task, amount: int, source: str, note: str = "", by: Account, at: datetime) -> BudgetLine:
    """Record money for a task, in whole đồng."""
    require_for_plan(by, task.plan, "plans.edit")
    if not 0 < amount <= LARGEST:
        raise Refused(_("Số tiền là số đồng nguyên, lớn hơn 0."), field="amount")
    if source not in MoneySource.values:
        raise Refused(_("Hãy chọn nguồn kinh phí."), field="source")
    facts = {"amount": amount, "source": source, "note": squeeze(note)}
    line = BudgetLine.objects.create(task=task, added_by=by, added_at=at, **facts)
    journal.write(by=by, at=at, action="plans.budget.add", record=line, after={"task": task.pk, **facts})
    return line


@transaction.atomic
def remove_budget(*, line: BudgetLine, reason: str, by: Account, at: datetime) -> None:
    """Take a line of money away; the journal keeps what it was and why."""
    require_for_plan(by, line.task.plan, "plans.edit")
    if not squeeze(reason):
        raise Refused(_("Hãy ghi lý do."), field="reason")
    before = {"task": line.task_id, "amount": line.amount, "source": line.source, "note": line.note}
    journal.write(by=by, at=at, action="plans.budget.remove", record=line, before=before,
                  after={"reason": squeeze(reason)})  # fmt: skip
    line.delete()
