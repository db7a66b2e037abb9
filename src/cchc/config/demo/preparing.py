"""What the office has begun and not finished: a remedial plan entered by hand, a document half reviewed."""

from datetime import date, datetime, timedelta
from pathlib import Path

from cchc import reading
from cchc.common.text import fold
from cchc.plans import actions
from cchc.plans.actions import intake
from cchc.plans.models import Draft
from cchc.plans.rules import confirmed as c
from cchc.plans.rules.contents import Content
from cchc.plans.rules.deadline_text import parse_deadlines
from cchc.plans.rules.goals import Goal, GoalKind

from .department import Department
from .script import with_years
from .timeline import Timeline, workday

REVIEWED = 4
"""So many items of the document are settled; the rest waits for whoever tries the review out."""


def prepare(department: Department, timeline: Timeline) -> None:
    """A remedial plan begun by hand and a document under review, both of the last days."""
    day, year = workday(department.today - timedelta(days=4)), department.year
    timeline.on(day, lambda at: _prepare(department, year, at), hour=10)
    timeline.on(day, lambda at: _open(department, year, at), hour=14)
    timeline.on(day, lambda at: _review(department, at), hour=15)
    timeline.on(day, lambda at: _unreadable(department, year, at), hour=16)


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


def _text(year: int, at: datetime) -> str:
    text = (Path(__file__).parent / "data" / "communication.txt").read_text(encoding="utf-8")
    signed = at.date() - timedelta(days=3)
    text = text.replace("{date}", f"ngày {signed.day:02} tháng {signed.month:02} năm {signed.year}")
    return with_years(text, year)


def _open(department: Department, year: int, at: datetime) -> None:
    _bring_in(department, _text(year, at), f"Ke hoach tuyen truyen CCHC {year}.txt", at)


def _unreadable(department: Department, year: int, at: datetime) -> None:
    """The same document as a bad scan gives it: without the marks of its letters. It can only be entered by hand."""
    lines = _text(year, at).splitlines()
    _bring_in(department, "\n".join(fold(line) for line in lines), f"Ban quet ke hoach tuyen truyen {year}.txt", at)


def _bring_in(department: Department, text: str, name: str, at: datetime) -> None:
    data, office = text.encode(), department.accounts["vanphong"]
    intake.open_draft(content=data, name=name, reading=reading.read(data, name).as_json(), by=office, at=at)


def _review(department: Department, at: datetime) -> None:
    """Accept the first items that need nothing more."""
    draft = Draft.objects.get(agency=department.agency, state="review")
    seen = {item.pk: item.version for item in draft.items.order_by("sort", "pk")[:REVIEWED]}
    intake.accept_many(draft=draft.pk, seen=seen, by=department.accounts["vanphong"], at=at)
