"""The plan document goes in as an office brings it in: read, settled item by item, adopted; then put right."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from cchc import reading
from cchc.common.text import squeeze
from cchc.documents.layout import to_docx
from cchc.organisation.models import Account
from cchc.plans import actions
from cchc.plans.actions import intake
from cchc.plans.models import Draft, DraftItem, Target, Task
from cchc.plans.rules import confirmed as c
from cchc.plans.rules.deadline_text import parse_deadlines
from cchc.plans.rules.intake.facts import Facts, How, ItemKind

from .department import Department
from .paper import NAMES, paper, prose, unit_names
from .script import Script, TargetLine, TaskLine
from .timeline import Timeline, workday

Meaning = tuple[str, Callable[[Facts], Facts]]
"""The sentence that the office keeps of an item, and what it makes of the reader's facts."""


@dataclass
class Intake:
    """The document on its way in."""

    department: Department
    plan: Script
    key: int = 0

    @property
    def office(self) -> Account:
        """Who brings it in and reviews it."""
        return self.department.accounts["vanphong"]

    @property
    def draft(self) -> Draft:
        """The draft as it is now."""
        return Draft.objects.get(pk=self.key)


def adopt(department: Department, plan: Script, timeline: Timeline) -> None:
    """Bring the document in in the week after it was signed, review it, and have it adopted before the year begins."""
    work = Intake(department, plan)
    day = workday(date(plan.year - 1, 12, 29))
    timeline.on(day, lambda at: _open(work, at), hour=14)
    timeline.on(day, lambda at: _review(work, at), hour=15)
    timeline.on(day, lambda at: _adopt(work, at), hour=16, minute=30)
    timeline.on(day, lambda at: _put_right(work, at), hour=17)


def _open(work: Intake, at: datetime) -> None:
    document = paper(work.plan, signer=work.department.staff["LD"][0].full_name)
    data, name = to_docx(document), f"Ke hoach CCHC {work.plan.year} SCT.docx"
    read = reading.read(data, name).as_json()
    work.key = intake.open_draft(content=data, name=name, reading=read, by=work.office, at=at).pk


def _plain(text: str) -> str:
    return squeeze(text).rstrip(".")


def _meanings(work: Intake) -> dict[tuple[ItemKind, str], Meaning]:
    """Every item that the document holds: by its kind and words, what the office makes of it."""
    found: dict[tuple[ItemKind, str], Meaning] = {}
    for line in work.plan.targets:
        found[ItemKind.MEASURE, _plain(line.text)] = (line.text, _target_facts(work, line))
    for number, task in enumerate(work.plan.tasks):
        kind, words = (ItemKind.ROW, task.text) if task.annex else (ItemKind.TASK, prose(task))
        found[kind, _plain(words)] = (task.text, _task_facts(work, task, number))
    for kind, rows in ((ItemKind.DUTY, work.plan.facts["duties"]), (ItemKind.REPORTING, work.plan.facts["reporting"])):
        for row in rows:
            found[kind, _plain(row["text"])] = (row["text"], _duty_facts(work, row))
    for row in work.plan.facts["citations"]:
        found[ItemKind.CITATION, row["number"]] = (row["number"], _as_read)
    return found


def _as_read(facts: Facts) -> Facts:
    return facts


def _target_facts(work: Intake, line: TargetLine) -> Callable[[Facts], Facts]:
    owner, goal = work.department.units[line.owner].pk, line.goal
    return lambda read: replace(
        read, content=line.content, goal=goal.kind, comparator=goal.comparator, value=goal.value, unit=goal.unit,
        change_by=goal.change_by, direction=goal.direction, course=goal.course, baseline=goal.baseline,
        baseline_label=goal.baseline_label, due_on=goal.due, noun=goal.noun, indicator=line.indicator, lead=(owner,),
        lead_text=NAMES[line.owner], lead_how=How.EXACT, doubts=(),
    )  # fmt: skip


def _task_facts(work: Intake, task: TaskLine, number: int) -> Callable[[Facts], Facts]:
    units = work.department.units
    person = work.department.officer(task.lead).person_id if number % 2 else None
    return lambda read: replace(
        read, content=task.content, lead=(units[task.lead].pk,), lead_text=NAMES[task.lead], lead_how=How.EXACT,
        support=tuple(units[code].pk for code in task.support if code != "ALL"), support_text=unit_names(task.support),
        monitor=(units[task.monitor].pk,) if task.monitor else (),
        monitor_text=NAMES[task.monitor] if task.monitor else "", person=person, product=task.product,
        deadline_text=task.deadline, doubts=(),
    )  # fmt: skip


def _duty_facts(work: Intake, row: dict[str, object]) -> Callable[[Facts], Facts]:
    code = str(row["unit"])
    known = (work.department.units[code].pk,) if code else ()
    words = NAMES[code] if code else str(row.get("unit_text", ""))
    how = How.EXACT if code else How.GROUP
    return lambda read: replace(read, lead=known, lead_text=words, lead_how=how, doubts=())


def _review(work: Intake, at: datetime) -> None:
    """Settle every item: kept as read or put right, dropped where it is none, added where the reader saw none."""
    draft, by = work.draft, work.office
    title = f"Kế hoạch {work.plan.facts['title'][0].lower()}{work.plan.facts['title'][1:]}"
    facts = {"title": title, "issuer": work.department.agency.name}
    intake.set_facts(draft=draft.pk, version=draft.version, facts=facts, by=by, at=at)
    meanings = _meanings(work)
    for item in draft.items.all():
        words = item.says.number if item.item_kind is ItemKind.CITATION else _plain(item.quote)
        meaning = meanings.pop((item.item_kind, words), None)
        if meaning is None:
            intake.drop_item(draft=draft.pk, item=item.pk, version=item.version, by=by, at=at)
        else:
            _settle(work, item, meaning, at)
    for (kind, _words), (sentence, put_right) in meanings.items():
        added = intake.add_item(
            draft=draft.pk, kind=kind, sentence=sentence, start=None, end=None, facts=put_right(Facts()), by=by, at=at
        )
        _settle(work, added, (sentence, put_right), at)


def _settle(work: Intake, item: DraftItem, meaning: Meaning, at: datetime) -> None:
    sentence, put_right = meaning
    change = intake.Change(item.item_kind, _plain(sentence), put_right(item.says))
    intake.settle_item(
        draft=item.draft_id, item=item.pk, version=item.version, change=change, accept=True, by=work.office, at=at
    )


def _adopt(work: Intake, at: datetime) -> None:
    intake.adopt_draft(draft=work.draft.pk, by=work.department.accounts["giamdoc"], at=at)


def _put_right(work: Intake, at: datetime) -> None:
    """What a review has no field for: tasks without a product, milestones of a target."""
    for line in (line for line in work.plan.tasks if line.no_product):
        task = Task.objects.live().get(agency=work.department.agency, text=line.text)
        reason = "Việc thường xuyên, không có sản phẩm phải nộp"
        actions.edit_task(task=task, wanted=_task(work, task, line), by=work.office, at=at, reason=reason)
    for promise in (line for line in work.plan.targets if line.goal.milestones):
        target = Target.objects.live().get(agency=work.department.agency, indicator__code=promise.indicator)
        wanted = c.ConfirmedTarget(
            content=promise.content, text=target.text, goal=promise.goal, owner=target.owner_id,
            indicator=promise.indicator,
        )  # fmt: skip
        reason = "Bổ sung mốc giữa năm theo chỉ đạo của Ủy ban nhân dân tỉnh"
        actions.edit_target(target=target, wanted=wanted, by=work.office, at=at, reason=reason)


def _task(work: Intake, task: Task, line: TaskLine) -> c.ConfirmedTask:
    return c.ConfirmedTask(
        content=line.content, text=task.text, lead=task.lead_id, lead_text=task.lead_text,
        supporters=tuple(task.supporters.values_list("pk", flat=True)), support_text=task.support_text,
        monitor=task.monitor_id, monitor_text=task.monitor_text, person=task.person_id, product=task.product,
        no_product=True, deadline_text=task.deadline_text, annex_no=task.annex_no,
        deadlines=parse_deadlines(line.deadline, work.plan.year),
    )  # fmt: skip
