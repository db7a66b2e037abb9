"""What the page of a task shows beside its course: decisions, parts, occurrences, money."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.plans.models import BudgetLine, Decision, SubTask, Task
from cchc.plans.rules.recurrence import Occurrence, occurrences_of
from cchc.plans.rules.tasks import Move


@dataclass(frozen=True)
class Shown:
    """One occurrence with the face of its state."""

    on: date
    code: str
    word: str
    done_on: date | None


@dataclass(frozen=True)
class More:
    """All of it."""

    decisions: list[Decision]
    parts: list[SubTask]
    occurrences: list[Shown]
    budget: list[BudgetLine]

    @property
    def near(self) -> list[Shown]:
        """The occurrences of now, the last first: the next two, the present one, and those just passed."""
        ahead = [one for one in self.occurrences if one.code == "not_started"]
        return [*ahead[-2:], *self.occurrences[len(ahead) :][:6]]

    @property
    def far(self) -> list[Shown]:
        """The other occurrences of the plan's years, the last first."""
        near = {one.on for one in self.near}
        return [one for one in self.occurrences if one.on not in near]

    @property
    def done(self) -> int:
        """How many parts are done."""
        return sum(part.done_at is not None for part in self.parts)

    @property
    def total(self) -> int:
        """The money of all lines, in đồng."""
        return sum(line.amount for line in self.budget)

    @property
    def extensions(self) -> int:
        """How often the task got more time."""
        return sum(one.kind == "extend" for one in self.decisions)

    @property
    def original(self) -> date | None:
        """The day it was due before it first got more time."""
        return next((one.due_before for one in self.decisions if one.kind == "extend"), None)


def more_of(task: Task, today: date) -> More:
    """What hangs on a task."""
    return More(
        list(task.decisions.select_related("by__person")), list(task.parts.select_related("person")),
        _occurrences(task, today), list(task.budget.all()),
    )  # fmt: skip


def _occurrences(task: Task, today: date) -> list[Shown]:
    if not task.recurring:
        return []
    done = task.events.filter(kind=Move.FINISH.value).exclude(due_on=None).values_list("due_on", "at")
    finished = {due: timezone.localdate(at) for due, at in done if due is not None}
    plan = task.plan
    last = date(plan.last_year, 12, 31) + timedelta(days=31)
    found = occurrences_of(
        task.stated_deadlines(), date(plan.first_year, 1, 1), last,
        finished=finished, present=task.due_on, today=today,
    )  # fmt: skip
    return [_shown(one) for one in sorted(found, key=lambda one: one.on, reverse=True)]


def _shown(one: Occurrence) -> Shown:
    code, word = {
        "done": ("done", _("đã xong")), "done_late": ("done", _("xong muộn")), "late": ("late", _("quá hạn")),
        "current": ("doing", _("kỳ này")), "ahead": ("not_started", _("chưa đến")), "passed": ("stopped", _("bỏ qua")),
    }[one.state]  # fmt: skip
    return Shown(one.on, code, word, one.done_on)
