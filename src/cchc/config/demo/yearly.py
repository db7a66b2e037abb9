"""The yearly report of the year before, played whole: asked for, returned by every unit, gathered, signed, sent."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import yaml

from cchc.common.periods import Kind, Period
from cchc.documents.actions import store_file
from cchc.indicators.actions import observe
from cchc.indicators.given import Given
from cchc.indicators.models import Indicator
from cchc.organisation.models import UnitKind
from cchc.reports import actions
from cchc.reports.models import Report, Who
from cchc.reports.outline import form_of

from .department import Department, unit_rows
from .returns import department_report, frame, texts, write
from .timeline import Timeline, workday

NUMBER = "09"
MERGED = "XNK"
SAID = {
    "plan_progress": "Đơn vị đã hoàn thành các nhiệm vụ được giao chủ trì; không có việc quá hạn chuyển sang năm sau.",
    "one_stop": "Hồ sơ thuộc lĩnh vực được tiếp nhận, giải quyết trên hệ thống; hồ sơ trễ hạn đều có văn bản xin lỗi.",
}
"""What each unit's return says of its own, where it handles dossiers; in the other sections nothing happened."""
ONE_STOP = ("QLCN", "QLNL", "QLTM", "KTAT")


def report(department: Department, timeline: Timeline) -> None:
    """Put the round of the year before into the timeline: the first three weeks of January."""
    period = Period(Kind.YEAR, department.year - 1)
    january = partial(date, department.year, 1)
    timeline.on(workday(date(period.year, 12, 1)), lambda at: _ask(department, period, at), hour=8, minute=20)
    codes = [row["code"] for row in unit_rows() if row["kind"] != UnitKind.LEADERSHIP and not row.get("parent")]
    for minute, code in enumerate(code for code in codes if code != MERGED):
        day = workday(january(12 + minute % 2))
        timeline.on(day, partial(_return, department, period, code), hour=10, minute=minute)
    taken, gathered, signed = (workday(january(day)) for day in (14, 17, 20))  # never two of them the same Friday
    timeline.on(taken, lambda at: _accept(department, period, at), hour=16)
    timeline.on(taken, lambda at: _enter(department, period, at), hour=16, minute=30)
    timeline.on(gathered, lambda at: _gather(department, period, at), hour=14)
    timeline.on(signed, lambda at: _sign(department, period, at), hour=9, minute=30)
    timeline.on(signed, lambda at: _send(department, period, at), hour=15)


@lru_cache(maxsize=1)
def _told() -> dict[str, Any]:
    text = (Path(__file__).parent / "data" / "yearly.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def _ask(department: Department, period: Period, at: datetime) -> None:
    """Units report to the office by 15 January, the department to the body above it by the 25th."""
    rest = {
        "cadences": ["yearly"], "shift": 1, "in_system": True, "starts_on": at.date(),
        "ends_on": date(period.year + 1, 1, 31), "unit": None, "basis": "Công văn 4625/BNV-CCHC ngày 02/7/2025",
    }  # fmt: skip
    office = department.accounts["vanphong"]
    asked = (
        ("Báo cáo CCHC năm của phòng, đơn vị", Who.UNITS, "Văn phòng Sở", 15, True),
        ("Báo cáo công tác CCHC năm của Sở", Who.AGENCY, "Sở Nội vụ", 25, False),
    )
    for title, who, to, day, locks in asked:
        given = {**rest, "title": title, "who": who, "to": to, "day": day, "locks": locks}
        actions.add_obligation(given=given, by=office, at=at)


def _enter(department: Department, period: Period, at: datetime) -> None:
    """The figures of the annex that no target of the plan asks for, each of the whole year, with their evidence."""
    office = department.accounts["vanphong"]
    sheet = f"Tổng hợp báo cáo năm {period.year} của các phòng, đơn vị thuộc Sở.\n".encode()
    kept = store_file(content=sheet, name=f"Tong hop {period.code}.txt", by=office, at=at)
    known = {one.code: one for one in Indicator.objects.filter(agency=None).with_versions()}
    for code, figure in _told()["figures"].items():
        above, under = figure if isinstance(figure, list) else (None, None)
        given = Given(
            value=None if above is not None else Decimal(figure), numerator=None if above is None else Decimal(above),
            denominator=None if under is None else Decimal(under), as_of=period.last, evidence=kept,
            note="Tổng hợp báo cáo năm của các phòng, đơn vị",
        )  # fmt: skip
        observe(indicator=known[code], period=period, given=given, by=office, at=at)


def _return(department: Department, period: Period, code: str, at: datetime) -> None:
    by, unit = department.officer(code), department.units[code]
    kept = actions.create_report(period=period, as_of=period.last, unit=unit, by=by, at=at)
    form = form_of(kept.form_code, kept.form_version)
    for section in form.texts:
        text = SAID.get(section.key, form.nothing) if code in ONE_STOP else form.nothing
        actions.save_section(report=kept, key=section.key, text=text, version=0, by=by, at=at)
    kept.refresh_from_db()
    actions.submit_report(report=kept, revision=kept.revision, by=department.head(code), at=at)


def _accept(department: Department, period: Period, at: datetime) -> None:
    for kept in Report.objects.filter(unit__isnull=False, period_code=period.code).order_by("pk"):
        actions.accept_report(report=kept, by=department.accounts["vanphong"], at=at)


def _gather(department: Department, period: Period, at: datetime) -> None:
    """The office writes the department's report, puts in what the units wrote, and lays it before the director."""
    office = department.accounts["vanphong"]
    kept = actions.create_report(period=period, as_of=period.last, by=office, at=at)
    write(department, period, texts() | _told()["texts"], at)
    actions.consolidate(report=kept, by=office, at=at)
    kept.refresh_from_db()
    kept = frame(department, kept, "", at)
    actions.present_report(report=kept, by=office, at=at)


def _sign(department: Department, period: Period, at: datetime) -> None:
    actions.approve_report(report=department_report(department, period), by=department.accounts["giamdoc"], at=at)


def _send(department: Department, period: Period, at: datetime) -> None:
    kept = frame(department, department_report(department, period), NUMBER, at)
    actions.submit_report(report=kept, revision=kept.revision, by=department.accounts["vanphong"], at=at)
