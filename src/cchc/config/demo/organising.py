"""What an office of personnel keeps in the demo: codes, headcount, functions, positions, and who stands in for whom."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from cchc.organisation import actions
from cchc.organisation.models import Function, FunctionPart, Role, UnitKind

from .department import Department, unit_rows
from .timeline import Timeline, workday


def organise(department: Department, timeline: Timeline) -> None:
    """What an office of personnel does beside appointing people."""
    timeline.on(date(department.year - 1, 1, 6), lambda at: _codes(department, at))
    timeline.on(date(department.year - 1, 1, 8), lambda at: _quotas(department, at, fewer=0))
    timeline.on(date(department.year - 1, 1, 9), lambda at: _functions(department, at))
    timeline.on(date(department.year - 1, 10, 6), lambda at: _positions(department, at))
    timeline.on(date(department.year, 2, 2), lambda at: _beside(department, at))
    timeline.on(date(department.year, 1, 8), lambda at: _quotas(department, at, fewer=1))
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


def _quotas(department: Department, at: datetime, *, fewer: int) -> None:
    """What the province assigns for the year; the next year the market branch and the centre get one fewer."""
    basis = f"Quyết định số {3120 + fewer}/QĐ-UBND ngày 15/12/{at.year - 1}"
    for row in unit_rows():
        unit, posts = department.units[row["code"]], sum(row["posts"].values())
        if fewer and row["code"] == "XNK":  # merged by then
            continue
        contracts = row["posts"].get("Văn thư", 0)
        numbers: dict[str, int | None] = {"civil": posts - contracts, "contract_111": contracts or None}
        if row["kind"] == UnitKind.CENTRE:
            numbers = {"service_state": posts - 2 - fewer, "service_own": 2}
        elif row["code"] == "QLTT":
            numbers = {"civil": posts - fewer}
        elif row["code"] == "QLTM" and fewer:
            numbers = {"civil": posts + 3}
        actions.assign_quota(
            by=department.accounts["vanphong"], at=at, unit=unit, year=at.year, numbers=numbers, basis=basis
        )


def _functions(department: Department, at: datetime) -> None:
    """What the department is there for; one function has two leads and one none, so that the check finds something."""
    basis = f"Quyết định số 41/{at.year - 1}/QĐ-UBND quy định chức năng, nhiệm vụ của Sở"
    staffing: dict[str, Any] = {"by": department.accounts["vanphong"], "at": at, "on": date(at.year, 1, 1)}
    units = department.units
    for row in organising_rows()["functions"]:
        actions.add_function(
            **staffing, agency=department.agency, text=row["text"], basis=basis, lead=units.get(row.get("lead", "")),
            supports=[units[code] for code in row.get("supports", [])],
        )  # fmt: skip
        if "second" in row:
            function = Function.objects.get(agency=department.agency, text=row["text"])
            document = f"Quyết định số 12/QĐ-SCT ngày 02/01/{at.year} của Sở"
            actions.share_function(
                **staffing, function=function, unit=units[row["second"]], part=FunctionPart.LEAD, basis=document
            )


def organising_rows() -> dict[str, Any]:
    """Functions and positions as `data/organising.yaml` has them."""
    text = (Path(__file__).parent / "data" / "organising.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def _positions(department: Department, at: datetime) -> None:
    """The positions of two rooms and the centre, with their frames; some people were rated."""
    office = department.accounts["vanphong"]
    basis = f"Quyết định số 2210/QĐ-UBND ngày 22/9/{at.year} phê duyệt vị trí việc làm"
    by: dict[str, Any] = {"by": office, "at": at}
    for row in organising_rows()["positions"]:
        position = actions.add_position(
            **by, unit=department.units[row["unit"]], name=row["name"], kind=row["kind"], quota=row["quota"],
            on=at.date(), basis=basis,
        )  # fmt: skip
        for name, (group, level) in row["frame"].items():
            actions.require_competency(**by, position=position, competency=name, group=group, level=level)
        people = [person for person in department.staff[row["unit"]] if person.status == row["kind"]]
        for number, person in enumerate(people[row["first"] : row["first"] + row["placed"]]):
            tenure = person.tenure
            if tenure:
                actions.place(**by, tenure=tenure, position=position)
            for name, (group, level) in row["frame"].items():
                actions.rate(
                    **by, person=person, competency=name, group=group, level=max(level - number % 2, 1), on=at.date(),
                    basis=f"Phiếu đánh giá năng lực năm {at.year}",
                )  # fmt: skip


def _beside(department: Department, at: datetime) -> None:
    """The head of one room looks after another unit beside it."""
    actions.appoint(
        by=department.admin, at=at, person=department.accounts["truongphong.khth"].person,
        unit=department.units["TTKC"], post="Kế toán trưởng", on=at.date(), concurrent=True,
        role=Role.objects.get(code="officer"), basis=f"Quyết định số 19/QĐ-SCT ngày 30/01/{at.year}",
    )  # fmt: skip
