"""Items are added, corrected, judged and withdrawn after their plan was brought in."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.common.text import fold, squeeze
from cchc.organisation.models import Account
from cchc.plans.actions.cascade import keep_cascade
from cchc.plans.actions.rows import check_people, due_from, goal_columns, indicator_keys, write_items
from cchc.plans.actions.telling import tell_edited, tell_given
from cchc.plans.actions.triggers import events_of
from cchc.plans.actions.versions import require_unchanged
from cchc.plans.models import Milestone, Plan, PlanState, Target, Task, TaskEvent
from cchc.plans.rights import require_for_plan, require_on_target
from cchc.plans.rules.assess import Verdict
from cchc.plans.rules.confirmed import Confirmed, ConfirmedTarget, ConfirmedTask
from cchc.plans.rules.deadlines import Deadline
from cchc.plans.rules.schedule import first_due, to_plain
from cchc.plans.rules.tasks import OPEN


@transaction.atomic
def add_items(*, plan: Plan, items: Confirmed, by: Account, at: datetime) -> dict[str, int]:
    """Add items to a draft or a living plan; returns how many of each kind."""
    require_for_plan(by, plan, "plans.edit")
    if Plan.objects.select_for_update().get(pk=plan.pk).state == PlanState.SUPERSEDED:
        raise Refused(_("Kế hoạch đã được thay thế nên không thêm được mục."))
    if items.empty and not items.objectives:
        raise Refused(_("Chưa có mục nào để thêm."))
    counts = write_items(plan, items, by=by, at=at)
    entry = journal.write(by=by, at=at, action="plans.add_items", record=plan, after=counts)
    tell_given(plan, by=by, at=at, key=f"{plan.pk}:{entry.seq}", latest=counts["tasks"])
    return counts


@transaction.atomic
def edit_target(
    *, target: Target, wanted: ConfirmedTarget, by: Account, at: datetime, reason: str = "", seen: int | None = None
) -> Target:
    """Correct a target: its sentence, its goal with milestones, its indicator, who answers for it, whom it is about.

    A target of a living plan changes only with a reason. Content, objective and place in the document stay. `seen` is
    the version that the person saw: Refused where somebody changed it since.
    """
    require_for_plan(by, target.plan, "plans.edit")
    target = Target.objects.select_for_update(of=("self",)).select_related("plan").get(pk=target.pk)
    require_unchanged(target, seen)
    _check_change(target.plan, reason, Confirmed(targets=(wanted,)))
    if wanted.goal.due < wanted.goal.starts:
        raise Refused(_("Hạn đứng trước ngày bắt đầu."), field="due_on")
    before = _plain(target, _TARGET)
    stones = [(stone.on, stone.value.normalize()) for stone in target.milestones.all()]
    target.text = squeeze(wanted.text) or target.text
    target.folded, target.owner_id, target.scope_id = fold(target.text), wanted.owner, wanted.scope
    keys = indicator_keys(target.plan, Confirmed(targets=(wanted,)))
    target.indicator_id = keys[wanted.indicator] if wanted.indicator else None
    for name, value in goal_columns(wanted.goal).items():
        setattr(target, name, value)
    promised = sorted((stone.on, stone.value.normalize()) for stone in wanted.goal.milestones)
    after = _plain(target, _TARGET)
    if before == after and stones == promised:
        return target
    target.version += 1
    target.save()
    target.milestones.all().delete()
    Milestone.objects.bulk_create(Milestone(target=target, on=on, value=value) for on, value in promised)
    keep_cascade(target, reason)
    target.save(update_fields=["weaker_reason"])
    before, after = {**before, "milestones": stones}, {**after, "milestones": promised, "reason": squeeze(reason)}
    journal.write(by=by, at=at, action="plans.edit_target", record=target, before=before, after=after)
    return target


@transaction.atomic
def judge_target(
    *, target: Target, verdict: str, reason: str, on: date, by: Account, at: datetime, seen: int | None = None
) -> Target:
    """Say where a target stands that numbers cannot decide, with the reason."""
    require_on_target(by, target, "plans.judge")
    if verdict not in {Verdict.REACHED, Verdict.ON_TRACK, Verdict.AT_RISK, Verdict.MISSED}:
        raise Refused(_("Hãy chọn một kết quả."), field="verdict")
    if not reason.strip():
        raise Refused(_("Hãy ghi căn cứ của kết quả."), field="reason")
    target = Target.objects.select_for_update().get(pk=target.pk)
    require_unchanged(target, seen)
    before = {"verdict": target.judged_verdict, "on": target.judged_on, "reason": target.judged_reason}
    target.judged_verdict, target.judged_on, target.judged_reason = verdict, on, squeeze(reason)
    target.judged_by, target.version = by, target.version + 1
    target.save(update_fields=["judged_verdict", "judged_on", "judged_reason", "judged_by", "version"])
    after = {"verdict": verdict, "on": on, "reason": target.judged_reason}
    journal.write(by=by, at=at, action="plans.judge", record=target, before=before, after=after)
    return target


@transaction.atomic
def withdraw_target(*, target: Target, reason: str, by: Account, at: datetime, seen: int | None = None) -> Target:
    """Take a target out of the living plan; it stays readable with the reason."""
    require_for_plan(by, target.plan, "plans.edit")
    if not reason.strip():
        raise Refused(_("Hãy ghi lý do rút chỉ tiêu."), field="reason")
    target = Target.objects.select_for_update().get(pk=target.pk)
    if target.withdrawn_at is not None:
        raise Refused(_("Chỉ tiêu đã được rút."))
    require_unchanged(target, seen)
    target.withdrawn_at, target.withdrawn_reason, target.version = at, squeeze(reason), target.version + 1
    target.save(update_fields=["withdrawn_at", "withdrawn_reason", "version"])
    journal.write(by=by, at=at, action="plans.withdraw_target", record=target, after={"reason": squeeze(reason)})
    return target


@transaction.atomic
def edit_task(
    *, task: Task, wanted: ConfirmedTask, by: Account, at: datetime, reason: str = "", seen: int | None = None
) -> Task:
    """Correct a task or assign it anew. A task of a living plan changes only with a reason.

    New deadlines give a new due date; unchanged ones leave it where the work stands. Content, objective and place in
    the document stay.
    """
    require_for_plan(by, task.plan, "plans.edit")
    task = Task.objects.select_for_update(of=("self",)).select_related("plan").get(pk=task.pk)
    require_unchanged(task, seen)
    _check_change(task.plan, reason, Confirmed(tasks=(wanted,)))
    helpers = sorted(set(wanted.supporters))
    before = {**_plain(task, _TASK), "supporters": sorted(task.supporters.values_list("pk", flat=True))}
    task.text = squeeze(wanted.text) or task.text
    task.lead_id, task.monitor_id, task.person_id = wanted.lead, wanted.monitor, wanted.person
    for name in ("lead_text", "support_text", "monitor_text", "product", "deadline_text", "annex_no"):
        setattr(task, name, squeeze(getattr(wanted, name)))
    task.no_product, task.folded = wanted.no_product, fold(f"{task.text} {task.product}")
    _set_deadlines(task, wanted.deadlines, at)
    after = {**_plain(task, _TASK), "supporters": helpers}
    if before == after:
        return task
    task.version += 1
    task.save()
    task.supporters.set(helpers)
    note = squeeze(reason)
    event = TaskEvent.objects.create(task=task, kind="edit", at=at, by=by, note=note, state=task.state,
                                     progress=task.progress, due_on=task.due_on)  # fmt: skip
    journal.write(by=by, at=at, action="plans.edit_task", record=task, before=before, after={**after, "reason": note})
    tell_edited(task, event, lead=before["lead_id"], person=before["person_id"], due=before["due_on"], by=by, at=at)
    return task


_TARGET = ("text", "owner_id", "scope_id", "indicator_id", "kind", "comparator", "value", "unit", "noun",
           "direction", "course", "change_by", "baseline", "baseline_label", "even", "starts_on", "due_on")  # fmt: skip
_TASK = ("text", "lead_id", "lead_text", "support_text", "monitor_id", "monitor_text", "person_id", "product",
         "no_product", "deadline_text", "deadlines", "due_on", "annex_no")  # fmt: skip


def _plain(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """The columns as the journal keeps them; decimals bare of trailing zeros, so that 98 and 98.0000 are the same."""
    facts: Mapping[str, Any] = {name: getattr(row, name) for name in names}
    return {name: f"{value.normalize():f}" if isinstance(value, Decimal) else value for name, value in facts.items()}


def _check_change(plan: Plan, reason: str, items: Confirmed) -> None:
    if plan.state == PlanState.SUPERSEDED:
        raise Refused(_("Kế hoạch đã được thay thế nên không sửa được."))
    if plan.state != PlanState.DRAFT and not reason.strip():
        raise Refused(_("Kế hoạch đang có hiệu lực: hãy ghi lý do sửa."), field="reason")
    check_people(plan, items)


def _set_deadlines(task: Task, deadlines: tuple[Deadline, ...], at: datetime) -> None:
    plain = [to_plain(deadline) for deadline in deadlines]
    if plain == task.deadlines:
        return
    task.deadlines = plain
    if task.state in OPEN:
        task.due_on = first_due(deadlines, due_from(task.plan, at), task.plan.last_year, events_of(task))
