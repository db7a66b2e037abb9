"""What next year's plan is proposed to hold: the items of a plan, each as it would be a year later."""

from dataclasses import dataclass

from cchc.plans.models import Duty, Plan, ReportingDuty, Target, Task
from cchc.plans.rules.cascade import Comparison, compare
from cchc.plans.rules.derive import next_goal, next_words, reworded
from cchc.plans.rules.goals import Goal
from cchc.plans.rules.tasks import OPEN

FIRST_QUARTER = "Ngày 31/3/{year}"
"""When carried-over work is proposed to be finished."""


@dataclass(frozen=True)
class ProposedTarget:
    """A target a year later, with the one above that it would serve and how it would compare."""

    target: Target
    text: str
    goal: Goal
    above: Target | None
    comparison: Comparison | None
    raised: bool


@dataclass(frozen=True)
class ProposedTask:
    """A task a year later. `how`: it recurs, is unfinished and carried over, or was done and is offered again."""

    task: Task
    text: str
    deadline: str
    how: str

    @property
    def chosen(self) -> bool:
        """Whether it is ticked to begin with."""
        return self.how != "again"


@dataclass(frozen=True)
class Proposal:
    """All that is proposed for the year."""

    plan: Plan
    year: int
    title: str
    targets: list[ProposedTarget]
    tasks: list[ProposedTask]
    duties: list[tuple[Duty, str]]
    reporting: list[tuple[ReportingDuty, str]]


def propose(plan: Plan, parent: Plan | None) -> Proposal:
    """What a plan of the year after is proposed to hold, under the plan above it (None: the same, or none)."""
    year = plan.last_year
    rows = plan.targets.filter(withdrawn_at=None).select_related("indicator", "section")
    above = _above(parent)
    return Proposal(
        plan, year + 1, next_words(plan.title, year),
        [_target(one, year, above) for one in rows.prefetch_related("milestones")],
        [_task(one, year) for one in plan.tasks.exclude(state="cancelled").prefetch_related("supporters")],
        [(one, next_words(one.text, year)) for one in plan.duties.all()],
        [(one, next_words(one.text, year)) for one in plan.reporting.all()],
    )  # fmt: skip


def _above(parent: Plan | None) -> dict[object, Target]:
    """The targets of the plan above by their keys and by their indicators."""
    if parent is None:
        return {}
    above = Target.objects.filter(plan__in=[parent.pk, *(one.pk for one in parent.chain())], withdrawn_at=None)
    found: dict[object, Target] = {}
    for one in above.prefetch_related("milestones"):
        found[one.pk] = one
        if one.indicator_id and one.scope_id is None:
            found.setdefault(("indicator", one.indicator_id), one)
    return found


def _target(target: Target, year: int, above: dict[object, Target]) -> ProposedTarget:
    parent = above.get(target.serves_id) or above.get(("indicator", target.indicator_id))
    goal = target.goal()
    moved = next_goal(goal, year, parent.goal() if parent else None)
    text = reworded(next_words(target.text, year), goal, moved)
    found = compare(moved, parent.goal()) if parent else None
    return ProposedTarget(target, text, moved, parent, found, moved.value != goal.value)


def _task(task: Task, year: int) -> ProposedTask:
    stated = task.stated_deadlines()
    if any(one.recurring for one in stated):
        return ProposedTask(task, next_words(task.text, year), next_words(task.deadline_text, year), "recurs")
    if task.state in OPEN:
        return ProposedTask(task, task.text, FIRST_QUARTER.format(year=year + 1), "carried")
    return ProposedTask(task, next_words(task.text, year), next_words(task.deadline_text, year), "again")
