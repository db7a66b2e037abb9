"""A plan takes the place of another: what is open in the old one goes on in the new one, and nothing is lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from cchc.common.errors import Refused
from cchc.common.text import squeeze
from cchc.organisation.models import Account
from cchc.plans.models import Milestone, Plan, PlanSection, PlanState, Target, Task, TaskEvent
from cchc.plans.rights import require_for_plan
from cchc.plans.rules.tasks import OPEN, State

T = TypeVar("T", Target, Task)


@dataclass(frozen=True)
class Succession:
    """Which plan is replaced, from which day, and why."""

    old: Plan
    on: date | None
    reason: str


def supersede(succession: Succession, new: Plan, *, by: Account, at: datetime) -> dict[str, int]:
    """End a plan in favour of a new one, within the caller's transaction; returns what was carried over.

    An open task or target goes on as what the new plan has of the same words (a target also: of the same indicator,
    unit and due date), else as a copy that keeps state, progress, people and due date. Both sides name each other.
    """
    old, reason = succession.old, squeeze(succession.reason)
    require_for_plan(by, old, "plans.adopt")
    if succession.on is None:
        raise Refused(_("Hãy ghi ngày kế hoạch cũ được thay thế."), field="superseded_on")
    if not reason:
        raise Refused(_("Hãy ghi lý do thay thế kế hoạch cũ."), field="reason")
    living = Plan.objects.filter(pk=old.pk, state=new.state).exclude(pk=new.pk)
    if not living.update(state=PlanState.SUPERSEDED, superseded_by=new, superseded_on=succession.on,
                         superseded_reason=reason):  # fmt: skip
        raise Refused(_("Chỉ thay thế được kế hoạch đang có hiệu lực."))
    if new.state != PlanState.ADOPTED:
        return {}
    return {"carried_tasks": _carry_tasks(old, new, by, at), "carried_targets": _carry_targets(old, new, succession.on)}


def _carry_tasks(old: Plan, new: Plan, by: Account, at: datetime) -> int:
    known = {one.folded: one for one in new.tasks.all()}
    rows = list(old.tasks.filter(state__in=OPEN).select_related("section").prefetch_related("supporters"))
    homes = sections_in(new, (row.section for row in rows))
    for row in rows:
        follower = known.get(row.folded)
        if follower is None:
            follower = copy_of(
                row, plan=new, section=homes[row.section.content], objective=None, sort=new.tasks.count()
            )
            follower.save()
            follower.supporters.set(row.supporters.all())
        _tell_both(row, follower, by, at)
        close_into(row, follower)
    return len(rows)


def take_over(new: Plan, by: Account, at: datetime) -> int:
    """The unfinished tasks that a derived plan goes on with end in their old plan, within the caller's transaction."""
    rows = list(Task.objects.filter(replaced_by__plan=new, state__in=OPEN).select_related("plan", "replaced_by__plan"))
    for row in rows:
        if row.replaced_by is not None:
            _tell_both(row, row.replaced_by, by, at)
            close_into(row, row.replaced_by)
    return len(rows)


def close_into(task: Task, follower: Task) -> None:
    """End a task that goes on in another, within the caller's transaction."""
    task.state, task.replaced_by, task.version = State.CANCELLED.value, follower, task.version + 1
    task.save(update_fields=["state", "replaced_by", "version"])


def _tell_both(row: Task, follower: Task, by: Account, at: datetime) -> None:
    sides = ((row, "carry", follower.plan.reference, State.CANCELLED.value),
             (follower, "carried", row.plan.reference, follower.state))  # fmt: skip
    TaskEvent.objects.bulk_create(
        TaskEvent(task=task, kind=kind, at=at, by=by, note=note, state=state, progress=task.progress,
                  due_on=task.due_on) for task, kind, note, state in sides
    )  # fmt: skip


def _carry_targets(old: Plan, new: Plan, on: date) -> int:
    mine = list(new.targets.filter(withdrawn_at=None))
    words = {one.folded: one for one in mine}
    measured = {_measure(one): one for one in mine if one.indicator_id}
    rows = list(old.targets.filter(withdrawn_at=None, due_on__gte=on).select_related("section")
                .prefetch_related("milestones"))  # fmt: skip
    homes = sections_in(new, (row.section for row in rows))
    for row in rows:
        follower = words.get(row.folded) or measured.get(_measure(row))
        if follower is None:
            follower = copy_of(row, plan=new, section=homes[row.section.content], objective=None,
                               sort=new.targets.count())  # fmt: skip
            follower.save()
            Milestone.objects.bulk_create(
                Milestone(target=follower, on=one.on, value=one.value) for one in row.milestones.all()
            )
        row.replaced_by = follower
        row.save(update_fields=["replaced_by"])
        Target.objects.filter(serves=row).exclude(plan__state=PlanState.SUPERSEDED).update(serves=follower)
    return len(rows)


def _measure(target: Target) -> tuple[int | None, int | None, date]:
    return target.indicator_id, target.scope_id, target.due_on


_NOT_COPIED = {"id", "span_start", "span_end", "page", "replaced_by", "version"}


def copy_of(row: T, **changes: object) -> T:
    """An unsaved copy of an item, without its place in the old document and its key."""
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields
            if field.name not in _NOT_COPIED | set(changes)}  # fmt: skip
    return type(row)(**kept, **changes)


def sections_in(plan: Plan, wanted: Iterable[PlanSection]) -> dict[str, PlanSection]:
    """The sections of a plan by content; those of others that it lacks are added under the same heading."""
    found = {one.content: one for one in plan.sections.all()}
    for section in wanted:
        if section.content not in found:
            found[section.content] = PlanSection.objects.create(
                plan=plan, content=section.content, heading=section.heading, sort=section.sort
            )
    return found
