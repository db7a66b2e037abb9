"""The plan document goes in as an office brings it in, and becomes the living plan."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from cchc.documents.actions import store_file
from cchc.documents.layout import to_docx
from cchc.plans import actions
from cchc.plans.models import Plan
from cchc.plans.rules import confirmed as c
from cchc.plans.rules.contents import ORDER, Content
from cchc.plans.rules.deadline_text import parse_deadlines
from cchc.plans.rules.goals import Goal, GoalKind

from .department import Department
from .paper import NAMES, paper, prose, to_text, unit_names
from .script import Script, TargetLine, TaskLine
from .timeline import Timeline, workday


def adopt(department: Department, plan: Script, timeline: Timeline) -> None:
    """Bring the document in and adopt it, in the week after it was signed."""
    day = workday(date(plan.year - 1, 12, 29))
    timeline.on(day, lambda at: _adopt(department, plan, at), hour=14)


def _adopt(department: Department, plan: Script, at: datetime) -> Plan:
    office = department.accounts["vanphong"]
    document = paper(plan, signer=department.staff["LD"][0].full_name)
    text = to_text(document)
    source = store_file(content=to_docx(document), name=f"Ke hoach CCHC {plan.year} SCT.docx", by=office, at=at)
    draft = actions.create_plan(
        by=office, at=at, title=f"Kế hoạch {plan.facts['title'][0].lower()}{plan.facts['title'][1:]}",
        first_year=plan.year, last_year=plan.year, number=plan.facts["number"], issued_on=plan.issued_on,
        issuer=department.agency.name, source=source, source_text=text,
    )  # fmt: skip
    items = confirmed(department, plan, text)
    return actions.adopt_plan(plan=draft, by=department.accounts["giamdoc"], at=at, items=items)


def prepare(department: Department, year: int, timeline: Timeline) -> None:
    """A remedial plan that the office has begun by hand and nobody has adopted yet: what a draft looks like."""
    day = workday(timezone.localdate(timeline.until) - timedelta(days=3))
    timeline.on(day, lambda at: _prepare(department, year, at), hour=10)


def _prepare(department: Department, year: int, at: datetime) -> dict[str, int]:
    office = department.accounts["vanphong"]
    draft = actions.create_plan(
        by=office, at=at, title=f"Kế hoạch khắc phục các nội dung còn mất điểm về cải cách hành chính năm {year}",
        kind="remedial", first_year=year, last_year=year, issuer=department.agency.name,
    )  # fmt: skip
    due = f"Ngày 31/12/{year}"
    goal = Goal(GoalKind.JUDGED, date(year, 1, 1), date(year, 12, 31))
    target = c.ConfirmedTarget(Content.STEERING, "Người đứng đầu mỗi đơn vị trực tiếp chỉ đạo việc khắc phục", goal)
    tasks = [
        c.ConfirmedTask(Content.PROCEDURES, "Sắp xếp lại kho hồ sơ đã giải quyết để đối chiếu được ngày trả kết quả",
                        product="Biên bản sắp xếp kho hồ sơ", deadline_text=due, deadlines=parse_deadlines(due, year)),
        c.ConfirmedTask(Content.DIGITAL, "Bổ sung bản điện tử còn thiếu của kết quả đã trả", no_product=True,
                        deadline_text=due, deadlines=parse_deadlines(due, year)),
    ]  # fmt: skip
    items = c.Confirmed(targets=(target,), tasks=tuple(tasks))
    return actions.add_items(plan=draft, items=items, by=office, at=at)


def confirmed(department: Department, plan: Script, text: str) -> c.Confirmed:
    """Every item of the document as the office confirms it."""
    headings = {Content(code): heading for code, heading in plan.facts["headings"].items()}
    number = 0
    tasks = []
    for content in ORDER:
        for task in (one for one in plan.tasks if one.content is content):
            number += 1 if task.annex else 0
            tasks.append(_task(department, plan, task, text, str(number) if task.annex else ""))
    return c.Confirmed(
        targets=tuple(_target(department, line, text) for line in plan.targets),
        tasks=tuple(tasks),
        duties=tuple(
            c.ConfirmedDuty(one["text"], unit=department.unit(one["unit"]), unit_text=one.get("unit_text", ""),
                            place=_place(one["text"], text))
            for one in plan.facts["duties"]
        ),
        reporting=tuple(
            c.ConfirmedReporting(one["text"], cadence=tuple(one["cadence"]), day=one.get("day"), to=one["to"],
                                 unit=department.unit(one["unit"]), place=_place(one["text"], text))
            for one in plan.facts["reporting"]
        ),
        citations=tuple(
            c.ConfirmedCitation(one["number"], one["kind"], date.fromisoformat(one["dated"]))
            for one in plan.facts["citations"]
        ),
        headings=headings,
    )  # fmt: skip


def _place(quote: str, text: str) -> c.Place:
    start = text.index(quote)
    return c.Place(quote=quote, start=start, end=start + len(quote))


def _target(department: Department, line: TargetLine, text: str) -> c.ConfirmedTarget:
    return c.ConfirmedTarget(
        content=line.content, text=line.text, goal=line.goal, owner=department.unit(line.owner),
        indicator=line.indicator, place=_place(line.text, text),
    )  # fmt: skip


def _task(department: Department, plan: Script, task: TaskLine, text: str, annex_no: str) -> c.ConfirmedTask:
    person = department.officer(task.lead).person if len(task.text) % 2 else None
    return c.ConfirmedTask(
        content=task.content, text=task.text, lead=department.unit(task.lead), lead_text=NAMES[task.lead],
        supporters=tuple(department.units[code].pk for code in task.support if code != "ALL"),
        support_text=unit_names(task.support), monitor=department.unit(task.monitor),
        monitor_text=NAMES[task.monitor] if task.monitor else "", person=person.pk if person else None,
        product=task.product, no_product=task.no_product, deadline_text=task.deadline, annex_no=annex_no,
        deadlines=parse_deadlines(task.deadline, plan.year),
        place=_place(task.text if task.annex else prose(task), text),
    )  # fmt: skip
