"""The sheet for the weekly meeting, from the living tasks: by head and by unit, on the page and as a paper."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cchc.common.almanac import almanac_of
from cchc.common.text import format_date
from cchc.documents.layout import Block, Column, Heading, Paper, Paragraph, Table, cells, runs
from cchc.organisation.models import Account, Agency
from cchc.organisation.naming import DEMO_MARK, without_place
from cchc.plans import faces
from cchc.plans.models import Task
from cchc.plans.rules.briefing import Head, fit, head_of
from cchc.plans.rules.tasks import State

ROOM = 26
"""So many lines of tasks fit on one A4."""

SPANS = (3, 7, 14, 30)
"""How many days ahead one may look."""


@dataclass(frozen=True)
class Line:
    """One task as it is read out. `when`: its due date against today, in words."""

    task: Task
    when: str
    note: str

    @property
    def unit(self) -> str:
        """Who leads."""
        return self.task.lead_name or "–"


@dataclass(frozen=True)
class Group:
    """One head with its lines; `left` more do not fit on the page."""

    head: Head
    title: str
    tone: str
    lines: list[Line]
    total: int

    @property
    def left(self) -> int:
        """How many are not shown."""
        return self.total - len(self.lines)


def titles(days: int) -> dict[Head, tuple[str, str]]:
    """The words and the tone of each head."""
    return {
        Head.LATE: (_("Quá hạn"), "bad"),
        Head.DECIDE: (_("Cần quyết định: chờ duyệt hoặc chưa có đơn vị chủ trì"), "ask"),
        Head.BLOCKED: (_("Vướng: chờ người khác hoặc bị trả lại"), "risk"),
        Head.DUE: (_("Đến hạn trong %(days)s ngày tới") % {"days": days}, "none"),
    }


def sheet(account: Account, today: date, *, days: int, unit: int | None = None, whole: bool = False) -> list[Group]:
    """The heads with their lines, the most pressing first; by unit, then by due date. `whole`: all lines, else so
    many as fit on one page. Three queries."""
    rows = Task.objects.visible_to(account).live().open().select_related("lead", "person", "plan")
    rows = rows.filter(lead=unit) if unit else rows
    found: dict[Head, list[Line]] = {head: [] for head in Head}
    calendar = almanac_of(account.agency_id).calendar
    for task in rows.order_by("due_on", "lead__sort", "pk"):
        led = bool(task.lead_id or task.lead_text)
        head = head_of(State(task.state), task.due_on, today, days, led=led)
        if head is not None:
            found[head].append(Line(task, faces.due_words(task.due_on, today, calendar), task.latest_note))
    kept = found if whole else fit(found, ROOM)
    return [Group(head, *titles(days)[head], list(kept[head]), len(found[head])) for head in Head if found[head]]


def _due(one: Line) -> str:
    """The due date with the working days left or passed."""
    return ", ".join(filter(None, (format_date(one.task.due_on), one.when)))


def sheet_paper(groups: list[Group], agency: Agency, today: date) -> Paper:
    """The sheet as a paper of one page."""
    blocks: list[Block] = []
    widths = (Column(1.6, "center"), Column(8.4), Column(2.8), Column(4), Column(5.2))
    header = cells("STT", "Nhiệm vụ", "Chủ trì", "Hạn", "Vướng mắc, ghi chú")
    for number, group in enumerate(groups, 1):
        blocks.append(Heading(2, f"{number}.", f"{group.title} ({group.total})"))
        rows = tuple(
            cells(str(place), one.task.text, one.unit, _due(one), one.note)
            for place, one in enumerate(group.lines, 1)
        )  # fmt: skip
        blocks.append(Table(widths, (header,), rows))
        if group.left:
            blocks.append(Paragraph(runs(f"Còn {group.left} nhiệm vụ khác.")))
    if not groups:
        blocks.append(Paragraph(runs("Không có việc quá hạn, vướng mắc, chờ quyết định hay sắp đến hạn.")))
    return Paper(
        parent=agency.parent_body, issuer=without_place(agency.name, agency.parent_body),
        symbol=f"PGB-{agency.symbol}", place=agency.place, mark=DEMO_MARK if agency.is_demo else "",
        year=today.year, day=today, kind="Phiếu giao ban", blocks=tuple(blocks),
        title=f"Tình hình nhiệm vụ đến ngày {today:%d/%m/%Y}",
    )  # fmt: skip
