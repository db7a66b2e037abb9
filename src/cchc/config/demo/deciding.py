"""What is decided about tasks beside their work: money in January, parts of a large one, more time for another."""

from datetime import date, datetime, timedelta

from cchc.plans import actions
from cchc.plans.models import DecisionKind, Task

from .department import Department
from .timeline import Timeline, workday

MONEY = (35_000_000, 120_000_000, 18_500_000)


def decide(department: Department, timeline: Timeline) -> None:
    """The office's part of it."""
    timeline.on(workday(date(department.year, 1, 15)), lambda at: _money(department, at))
    timeline.on(workday(department.today - timedelta(days=6)), lambda at: _split(department, at))
    timeline.on(workday(department.today - timedelta(days=5)), lambda at: _more_time(department, at))


def _open(department: Department, at: datetime) -> list[Task]:
    rows = Task.objects.filter(agency=department.agency, due_on__gt=at.date() + timedelta(days=10)).live().open()
    return [row for row in rows.order_by("due_on", "pk") if not row.recurring]


def _money(department: Department, at: datetime) -> None:
    for task, amount in zip(_open(department, at), MONEY, strict=False):
        actions.add_budget(task=task, amount=amount, source="budget", note="dự toán chi thường xuyên",
                           by=department.accounts["vanphong"], at=at)  # fmt: skip


def _split(department: Department, at: datetime) -> None:
    for task in _open(department, at)[:1]:
        person = department.accounts["chuyenvien.vp"].person
        for text in ("Lập đề cương, phân công", "Lấy ý kiến các phòng, đơn vị", "Hoàn thiện, trình lãnh đạo Sở"):
            part = actions.add_part(task=task, text=text, person=person, due_on=task.due_on, at=at,
                                    by=department.accounts["vanphong"])  # fmt: skip
            if text.startswith("Lập"):
                actions.finish_part(part=part, by=department.accounts["vanphong"], at=at)


def _more_time(department: Department, at: datetime) -> None:
    for task in _open(department, at)[1:2]:
        due = workday((task.due_on or at.date()) + timedelta(days=30))
        actions.decide_task(
            task=task, kind=DecisionKind.EXTEND, due=due, decided_by="Giám đốc Sở", by=department.accounts["vanphong"],
            at=at, paper="Thông báo kết luận giao ban số 48/TB-SCT", reason="Chờ văn bản hướng dẫn của bộ chuyên ngành",
        )  # fmt: skip
