"""A plan as a tree: contents, objectives, targets and tasks, each with figure, promise, state, owner and due date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.common.text import fold
from cchc.common.verdicts import verdict
from cchc.plans import dues, faces
from cchc.plans.models import Objective, Plan, PlanSection, Target, Task
from cchc.plans.rules.assess import Verdict
from cchc.plans.rules.sentences import Sentence
from cchc.plans.rules.tasks import OPEN, Lateness, end_of_week
from cchc.plans.rules.wording import promise
from cchc.plans.standing import Standing, standings


@dataclass(frozen=True)
class Item:
    """One line of the tree. `face`: code and word of its state; `why`: the reason of a target's verdict."""

    target: Target | None
    task: Task | None
    face: tuple[str, str]
    figure: str = ""
    promise: Sentence | None = None
    why: Sentence | None = None

    @property
    def row(self) -> Target | Task:
        """The target or the task."""
        row = self.target or self.task
        if row is None:
            raise ValueError("a line of the tree is a target or a task")
        return row

    @property
    def tells_why(self) -> bool:
        """Whether the reason is worth reading in the list: where something is wrong or asked for."""
        return self.why is not None and self.face[0] in {Verdict.AT_RISK, Verdict.MISSED, Verdict.NEEDS_PERSON}

    @property
    def owner(self) -> str:
        """Who answers for it, as it is shown."""
        if self.task:
            return self.task.lead_name
        return self.target.owner.short_name if self.target and self.target.owner else ""

    @property
    def source(self) -> str:
        """The kind of due date, for its certificate."""
        return dues.TASK if self.task else dues.TARGET

    @property
    def due(self) -> date | None:
        """The day it is due."""
        return self.row.due_on


@dataclass
class Branch:
    """An objective with what hangs on it; without one, what hangs on the content itself."""

    objective: Objective | None
    items: list[Item] = field(default_factory=list)


@dataclass
class Content:
    """One content with its branches."""

    section: PlanSection
    branches: list[Branch] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        """Every line of the content."""
        return [item for branch in self.branches for item in branch.items]

    @property
    def tally(self) -> list[tuple[str, str, int]]:
        """How many lines are in each state that needs eyes: code, word, number."""
        return tally(self.items, of=_NEED_EYES)

    @property
    def finished(self) -> int:
        """How many lines are reached or done."""
        return sum(item.face[0] in _FINISHED for item in self.items)

    @property
    def count_words(self) -> str:
        """How many targets and tasks it has, in words."""
        targets = sum(item.target is not None for item in self.items)
        tasks = len(self.items) - targets
        words = (
            ngettext("%(n)s chỉ tiêu", "%(n)s chỉ tiêu", targets) % {"n": targets} if targets else "",
            ngettext("%(n)s nhiệm vụ", "%(n)s nhiệm vụ", tasks) % {"n": tasks} if tasks else "",
        )
        return ", ".join(word for word in words if word)


@dataclass(frozen=True)
class Choice:
    """What of the tree is to be seen: by unit, state, due date, kind, words."""

    unit: int | None = None
    state: str = ""
    due: str = ""
    kind: str = ""
    words: str = ""

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return self != Choice()


_NEED_EYES = ("missed", "late", "at_risk", "needs_person", "no_data")
_FINISHED = ("reached", "done")
_TALLIED = (*_NEED_EYES, "due_soon", "waiting", "not_started", "doing", "on_track", *_FINISHED, "stopped")
STATES = ("late", "missed", "at_risk", "no_data", "needs_person", "due_soon", "waiting", "not_started", "doing",
          "on_track", "reached", "open", "done")  # fmt: skip
DUES = ("late", "week", "month", "quarter")
KINDS = ("target", "task")


def build(plan: Plan, choice: Choice, today: date) -> list[Content]:
    """The contents of a plan with the lines that the choice leaves. The number of queries is the same for any plan."""
    targets = list(plan.targets.with_goal().filter(withdrawn_at=None))
    tasks = list(plan.tasks.select_related("lead", "person"))
    found = standings(targets, today, agency=plan.agency)
    items = [*(_of_target(row, found[row.pk]) for row in targets), *(_of_task(row, today) for row in tasks)]
    items = [item for item in items if _fits(item, choice, today)]
    return _grow(plan.sections.all(), plan.objectives.all(), items, keep_empty=not choice.narrow)


def tally(items: Iterable[Item], of: Sequence[str] = _TALLIED) -> list[tuple[str, str, int]]:
    """How many lines are in each of some states, what needs eyes first: code, word, number."""
    codes = [item.face[0] for item in items]
    return [(code, _word(code), codes.count(code)) for code in of if code in codes]


def _word(code: str) -> str:
    """The word of a state; a task with the face of what is due soon is one that was handed back."""
    return _("bị trả lại") if code == "due_soon" else str(verdict(code).word)


def _of_target(target: Target, standing: Standing) -> Item:
    found = standing.assessment
    return Item(target, None, (found.verdict.value, ""), standing.figure, promise(standing.goal), found.reason)


def _of_task(task: Task, today: date) -> Item:
    return Item(None, task, faces.of_task(task, today), figure=f"{task.progress}%" if task.progress else "")


def _grow(
    sections: Iterable[PlanSection], objectives: Iterable[Objective], items: Sequence[Item], *, keep_empty: bool
) -> list[Content]:
    grown = {section.pk: Content(section, [Branch(None)]) for section in sections}
    branches = {}
    for objective in objectives:
        branch = branches[objective.pk] = Branch(objective)
        grown[objective.section_id].branches.append(branch)
    for item in items:
        key = item.row.objective_id
        branch = branches[key] if key in branches else grown[item.row.section_id].branches[0]
        branch.items.append(item)
    for content in grown.values():
        content.branches = [one for one in content.branches if one.items or (keep_empty and one.objective)]
    return [content for content in grown.values() if content.branches]


def _fits(item: Item, choice: Choice, today: date) -> bool:
    row = item.row
    if choice.kind and choice.kind != ("target" if item.target else "task"):
        return False
    if choice.unit is not None and choice.unit not in _units(item):
        return False
    if choice.words and not all(word in row.folded for word in fold(choice.words).split()):
        return False
    return _state_fits(item, choice.state) and _due_fits(item, choice.due, today)


def _units(item: Item) -> set[int | None]:
    if item.task:
        return {item.task.lead_id, item.task.monitor_id}
    return {item.target.owner_id, item.target.scope_id} if item.target else set()


def _state_fits(item: Item, state: str) -> bool:
    if state == "open":
        return item.task is not None and item.task.state in OPEN
    if state == "done":
        return item.face[0] in _FINISHED
    return not state or item.face[0] == state


def _due_fits(item: Item, due: str, today: date) -> bool:
    if not due:
        return True
    day, lasting = item.due, item.target is not None or (item.task is not None and item.task.state in OPEN)
    if day is None or not lasting:
        return False
    if due == "late":
        return item.task is not None and item.task.lateness(today) is Lateness.LATE
    ends = {"week": end_of_week(today), "month": _end_of_months(today, 1), "quarter": _end_of_months(today, 3)}
    return today <= day <= ends[due]


def _end_of_months(today: date, step: int) -> date:
    """The last day of the month or the quarter that holds a day."""
    month = (today.month - 1) // step * step + step
    following = date(today.year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def state_words() -> list[tuple[str, str]]:
    """The states to choose from, with their words."""
    extra = {"open": _("nhiệm vụ chưa xong"), "done": _("đã xong, đã đạt")}
    return [(code, extra.get(code) or _word(code)) for code in STATES]


def due_choices() -> list[tuple[str, str]]:
    """The spans of due dates to choose from."""
    words = (_("đã quá hạn"), _("trong tuần này"), _("trong tháng này"), _("trong quý này"))
    return list(zip(DUES, words, strict=True))


def kind_choices() -> list[tuple[str, str]]:
    """Targets or tasks."""
    return list(zip(KINDS, (_("chỉ tiêu"), _("nhiệm vụ")), strict=True))
