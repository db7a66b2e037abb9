"""Next year's plan is drafted from this year's: what the person ticked, as edited, in one action."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from cchc.common import journal
from cchc.common.errors import Refused
from cchc.organisation.models import Account
from cchc.plans.actions.plans import create_plan
from cchc.plans.actions.rows import write_items
from cchc.plans.deriving import Proposal, ProposedTarget, ProposedTask
from cchc.plans.models import Duty, Plan, PlanState, ReportingDuty, Target, Task
from cchc.plans.rights import require_for_plan
from cchc.plans.rules import confirmed as c
from cchc.plans.rules.contents import Content
from cchc.plans.rules.deadline_text import parse_deadlines


@dataclass(frozen=True)
class Chosen:
    """What was ticked, by the keys of the old items, with what was edited: target → text and value, task → text and
    deadline."""

    targets: Mapping[int, tuple[str, Decimal | None]] = field(default_factory=dict)
    tasks: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    duties: frozenset[int] = frozenset()
    reporting: frozenset[int] = frozenset()


@transaction.atomic
def derive_plan(
    *, proposal: Proposal, parent: Plan | None, title: str, chosen: Chosen, by: Account, at: datetime
) -> Plan:
    """Write the draft of next year's plan. Unfinished tasks go on in it once it is adopted; until then they stay.

    Refuses for a plan that is no living one, and when nothing was ticked.
    """
    old = proposal.plan
    require_for_plan(by, old, "plans.import")
    if old.state != PlanState.ADOPTED:
        raise Refused(_("Chỉ lập kế hoạch năm sau từ kế hoạch đang có hiệu lực."))
    targets = [one for one in proposal.targets if one.target.pk in chosen.targets]
    tasks = [one for one in proposal.tasks if one.task.pk in chosen.tasks]
    if not (targets or tasks):
        raise Refused(_("Hãy chọn ít nhất một chỉ tiêu hoặc nhiệm vụ."))
    new = create_plan(by=by, at=at, title=title, first_year=proposal.year, last_year=proposal.year, kind=old.kind,
                      issuer=old.issuer, parent=parent, unit=old.unit)  # fmt: skip
    items = c.Confirmed(
        targets=tuple(_target(one, *chosen.targets[one.target.pk]) for one in targets),
        tasks=tuple(_task(one, *chosen.tasks[one.task.pk], proposal.year) for one in tasks),
        duties=tuple(_duty(one, text) for one, text in proposal.duties if one.pk in chosen.duties),
        reporting=tuple(_reporting(one, text) for one, text in proposal.reporting if one.pk in chosen.reporting),
        headings={Content(one.content): one.heading for one in old.sections.all()},
    )  # fmt: skip
    counts = write_items(new, items, by=by, at=at)
    _tie(new, targets, tasks)
    journal.write(by=by, at=at, action="plans.derive", record=new, after={**counts, "plan": old.pk})
    return new


def _tie(new: Plan, targets: list[ProposedTarget], tasks: list[ProposedTask]) -> None:
    """The new items name what they serve and whose work goes on in them; rows were written in the order given."""
    for row, one in zip(new.targets.order_by("sort"), targets, strict=True):
        if one.above is not None:
            row.serves = one.above
            row.save(update_fields=["serves"])
    for follower, told in zip(new.tasks.order_by("sort"), tasks, strict=True):
        if told.how == "carried":
            Task.objects.filter(pk=told.task.pk).update(replaced_by=follower)


def _target(one: ProposedTarget, text: str, value: Decimal | None) -> c.ConfirmedTarget:
    row: Target = one.target
    return c.ConfirmedTarget(
        Content(row.section.content), text, replace(one.goal, value=value), owner=row.owner_id, scope=row.scope_id,
        indicator=row.indicator.code if row.indicator else "",
    )  # fmt: skip


def _task(one: ProposedTask, text: str, deadline: str, year: int) -> c.ConfirmedTask:
    row = one.task
    return c.ConfirmedTask(
        Content(row.section.content), text, lead=row.lead_id, lead_text=row.lead_text,
        supporters=tuple(unit.pk for unit in row.supporters.all()), support_text=row.support_text,
        monitor=row.monitor_id, monitor_text=row.monitor_text, person=row.person_id, product=row.product,
        no_product=row.no_product, deadline_text=deadline, deadlines=parse_deadlines(deadline, year),
        annex_no=row.annex_no,
    )  # fmt: skip


def _duty(row: Duty, text: str) -> c.ConfirmedDuty:
    return c.ConfirmedDuty(text, row.unit_id, row.unit_text)


def _reporting(row: ReportingDuty, text: str) -> c.ConfirmedReporting:
    return c.ConfirmedReporting(text, tuple(row.cadence), row.day, row.to, row.unit_id)
