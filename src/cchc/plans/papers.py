"""A plan as an official paper: its targets and tasks by content, its annex of tasks; what an office goes on writing."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from django.utils import timezone, translation

from cchc.documents.layout import (
    Annex,
    Block,
    Bullet,
    Cell,
    Column,
    Heading,
    Paper,
    Paragraph,
    Run,
    Table,
    attached_to,
    cells,
    runs,
)  # fmt: skip
from cchc.organisation.naming import DEMO_MARK, without_place
from cchc.plans.models import Plan, PlanKind, PlanSection, PlanState, Target, Task

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def plan_paper(plan: Plan) -> Paper:
    """The paper of a plan by the layout of Nghị định 30/2020/NĐ-CP, in Vietnamese; a draft is marked as one."""
    agency = plan.agency
    symbol = {PlanKind.PROGRAMME: "CTr"}.get(PlanKind(plan.kind), "KH")
    number, _slash, _rest = plan.number.partition("/")
    marks = ("Dự thảo" if plan.state == PlanState.DRAFT else "", DEMO_MARK if agency.is_demo else "")
    with translation.override("vi"):
        kind = str(PlanKind(plan.kind).label)
    symbol, year = f"{symbol}-{agency.symbol}", (plan.issued_on or timezone.localdate()).year
    issuer = without_place(plan.issuer or agency.name, agency.parent_body)
    note = attached_to(kind, number=number, symbol=symbol, day=plan.issued_on, year=year, issuer=issuer)
    return Paper(
        parent=agency.parent_body, issuer=issuer, symbol=symbol, number=number, place=agency.place, year=year,
        day=plan.issued_on, kind=kind, title=plan.title, blocks=tuple(_blocks(plan)), annexes=(_annex(plan, note),),
        mark=". ".join(filter(None, marks)),
    )  # fmt: skip


def _blocks(plan: Plan) -> Iterator[Block]:
    sections = list(plan.sections.all())
    targets = list(plan.targets.filter(withdrawn_at=None))
    yield Heading(1, "I.", "Mục tiêu, chỉ tiêu")
    numbers = count(1)
    for section in sections:
        mine = [one for one in targets if one.section_id == section.pk]
        if mine:
            yield Heading(2, f"{next(numbers)}.", section.heading)
            yield from (Bullet(runs(_ended(one))) for one in mine)
    yield Heading(1, "II.", "Nhiệm vụ, giải pháp")
    yield Paragraph(runs("Nhiệm vụ, sản phẩm, đơn vị thực hiện và thời hạn nêu tại Phụ lục kèm theo Kế hoạch này."))
    duties = [one.text for one in plan.duties.all()] + [one.text for one in plan.reporting.all()]
    if duties:
        yield Heading(1, "III.", "Tổ chức thực hiện")
        yield from (Paragraph((Run(f"{number}. {text}"),)) for number, text in enumerate(duties, 1))


def _ended(target: Target) -> str:
    return target.text if target.text.endswith(".") else f"{target.text}."


def _annex(plan: Plan, note: str) -> Annex:
    rows: list[tuple[Cell, ...]] = []
    numbers, tasks = count(1), list(plan.tasks.select_related("lead", "monitor").prefetch_related("supporters"))
    for roman, section in zip(ROMAN, _with_tasks(plan, tasks), strict=False):
        rows.append((*cells(roman, bold=True), Cell((Run(section.heading.upper(), bold=True),), span=6)))
        rows += [cells(str(next(numbers)), *_cells(one)) for one in tasks if one.section_id == section.pk]
    header = cells("STT", "Nội dung nhiệm vụ", "Sản phẩm", "Đơn vị chủ trì", "Đơn vị phối hợp", "Đơn vị theo dõi",
                   "Thời hạn hoàn thành")  # fmt: skip
    widths = (Column(1, "center"), Column(7), Column(4), Column(3.4), Column(4), Column(2.6), Column(3))
    return Annex("Phụ lục", f"Nhiệm vụ năm {plan.years}", (Table(widths, (header,), tuple(rows)),), note=note,
                 landscape=True)  # fmt: skip


def _with_tasks(plan: Plan, tasks: list[Task]) -> list[PlanSection]:
    used = {one.section_id for one in tasks}
    return [section for section in plan.sections.all() if section.pk in used]


def _cells(task: Task) -> tuple[str, ...]:
    lead = task.lead.name if task.lead else task.lead_text
    monitor = task.monitor.name if task.monitor else task.monitor_text
    support = "; ".join(unit.name for unit in task.supporters.all()) or task.support_text
    deadline = task.deadline_text or _day(task.due_on)
    return task.text, task.product, lead, support, monitor, deadline


def _day(on: date | None) -> str:
    return f"Ngày {on:%d/%m/%Y}" if on else ""
