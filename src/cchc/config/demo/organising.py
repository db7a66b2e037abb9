"""What an office of personnel keeps in the demo: codes of bodies, and who stands in for whom."""

from datetime import date, datetime, timedelta
from typing import Any

from cchc.organisation import actions
from cchc.organisation.models import UnitKind

from .department import Department
from .timeline import Timeline, workday


def organise(department: Department, timeline: Timeline) -> None:
    """What an office of personnel does beside appointing people."""
    timeline.on(date(department.year - 1, 1, 6), lambda at: _codes(department, at))
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


def _codes(department: Department, at: datetime) -> None:
    """The codes that the province gave the department and its units; they came into force in the year before."""
    basis = f"Quyết định số 2955/QĐ-UBND ngày 12/12/{at.year - 1}"
    given: dict[str, Any] = {
        "by": department.admin,
        "at": at,
        "agency": department.agency,
        "on": date(at.year, 1, 1),
        "basis": basis,
    }
    actions.give_identifier(**given, unit=None, code=department.agency.code)
    for number, unit in enumerate(department.units.values(), 1):
        if unit.kind != UnitKind.LEADERSHIP:
            actions.give_identifier(**given, unit=unit, code=f"{department.agency.code}.{number:02}")
