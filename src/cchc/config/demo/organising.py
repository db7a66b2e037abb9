"""Who stands in for whom in the demo."""

from datetime import datetime, timedelta

from cchc.organisation import actions

from .department import Department
from .timeline import Timeline, workday


def organise(department: Department, timeline: Timeline) -> None:
    """What an office of personnel does beside appointing people."""
    last = workday(timeline.until.date())
    timeline.on(last - timedelta(days=70), lambda at: _stand_in(department, at, "qltm", days=5), hour=7, minute=45)
    timeline.on(last, lambda at: _stand_in(department, at, "qlcn", days=9), hour=7, minute=45)


def _stand_in(department: Department, at: datetime, room: str, *, days: int) -> None:
    """The head of a room is away; an officer of the room does the daily part of the head's work."""
    absent, stand_in = department.accounts[f"truongphong.{room}"], department.accounts[f"chuyenvien.{room}"]
    actions.delegate(
        by=absent, at=at, absent=absent, stand_in=stand_in, kind="absence",
        permissions=["plans.task.check", "reports.submit"], started_on=at.date(),
        ended_on=at.date() + timedelta(days=days), basis="Đơn nghỉ phép năm đã được Lãnh đạo Sở đồng ý",
    )  # fmt: skip
