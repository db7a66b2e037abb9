"""Who reports which figures; an indicator of the department's own with its paper; a file that waits to be confirmed."""

import io
from datetime import date, datetime, timedelta
from decimal import Decimal

import xlsxwriter
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from cchc.common.periods import Kind, Period
from cchc.indicators import actions
from cchc.indicators.given import Given
from cchc.indicators.models import Indicator
from cchc.indicators.rules import (
    Content,
    Definition,
    Direction,
    Formula,
    OverTime,
    Source,
    Text,
    Unit,
    ZeroRule,
)

from .department import Department
from .script import Script
from .timeline import Act, Timeline, workday

OWN = "promotion_clients_count"
FILE = "so-lieu-khuyen-cong.xlsx"


def assign(department: Department, plan: Script, timeline: Timeline) -> None:
    """Put the duties to report, the own indicator and the waiting file into the timeline."""
    start = workday(date(plan.year, 1, 6))
    timeline.on(start, lambda at: _assign(department, plan, at), hour=14)
    timeline.on(start, lambda at: _own(department, plan, at), hour=15)
    for month in range(1, 13):
        period = Period(Kind.MONTH, plan.year, month)
        day = workday(period.last + timedelta(days=5))
        if day > period.last:
            timeline.on(day, _entry(department, period), hour=16)
    yesterday = workday(department.today - timedelta(days=1))
    if yesterday > start:
        timeline.on(yesterday, lambda at: _bring_in(department, plan, at), hour=11)


def _assign(department: Department, plan: Script, at: datetime) -> None:
    """Each unit of a target reports its indicator; the department itself where no unit is named."""
    office = department.accounts["vanphong"]
    known = {one.code: one for one in Indicator.objects.filter(agency=None)}
    seen: set[tuple[str, str]] = set()
    for line in plan.targets:
        if line.figures["form"] in ("yearly", "existence", "register"):
            continue
        kind = Kind.QUARTER if line.figures.get("every") == "quarter" else Kind.MONTH
        for code in line.by_unit or ("",):
            if (line.indicator, code) not in seen:
                seen.add((line.indicator, code))
                unit = department.units[code] if code else None
                actions.assign_reporter(
                    indicator=known[line.indicator], unit=unit, kind=kind, since=date(plan.year, 1, 1), by=office, at=at
                )


def _own(department: Department, plan: Script, at: datetime) -> None:
    """An indicator that the common catalogue does not have."""
    office = department.accounts["vanphong"]
    nothing = Text("", "")
    definition = Definition(
        code=OWN, version=1, valid_from=date(plan.year, 1, 1), valid_to=None, content=Content.PROCEDURES,
        name=Text("Số cơ sở công nghiệp nông thôn được tư vấn thủ tục", "Rural workshops advised on procedures"),
        definition=Text("Số cơ sở được Trung tâm tư vấn, hướng dẫn thủ tục hành chính trong kỳ.",
                        "Workshops that the centre advised on procedures in the period."),
        numerator=nothing, denominator=nothing, formula=Formula.COUNT, unit=Unit.COUNT, noun=Text("cơ sở", "workshops"),
        direction=Direction.HIGHER, decimals=0, zero=ZeroRule.NO_DATA, zero_reason="", over_time=OverTime.SUM,
        cumulative=False, may_exceed=False, phrases=("cơ sở công nghiệp nông thôn được tư vấn thủ tục",),
        sources=(Source("Kế hoạch công tác của Trung tâm", date(plan.year, 1, 5), checked=True),), register="",
        manual=True,
    )  # fmt: skip
    own = actions.add_indicator(definition=definition, by=office, at=at)
    actions.assign_reporter(indicator=own, unit=None, kind=Kind.MONTH, since=date(plan.year, 1, 1), by=office, at=at)


def _entry(department: Department, period: Period) -> Act:
    """The figure of a month, with the paper it rests on."""

    def enter(at: datetime) -> None:
        own = Indicator.objects.with_versions().get(agency=department.agency, code=OWN)
        count = 6 + period.number * 5 % 7
        paper = f"{period.label}: Trung tâm đã tư vấn {count} cơ sở.\n"
        upload = SimpleUploadedFile(f"so-tu-van-{period.code}.txt", paper.encode())
        actions.observe(
            indicator=own, period=period, given=Given(value=Decimal(count), note="Sổ tư vấn của Trung tâm"),
            upload=upload, by=department.accounts["vanphong"], at=at,
        )  # fmt: skip

    return enter


def _bring_in(department: Department, plan: Script, at: datetime) -> None:
    """A file with figures of the year before, checked and not yet confirmed."""
    office = department.accounts["vanphong"]
    file = ContentFile(_workbook(plan.year - 1, at), name=FILE)
    run = actions.start_import(content=file, name=FILE, by=office, at=at)
    actions.check_import(
        run=run, sheet=run.sheet, header=run.header_row, columns=run.columns, fixed=run.fixed, fractions=False,
        by=office, at=at,
    )  # fmt: skip


def _workbook(year: int, at: datetime) -> bytes:
    """The file, the same for the same day."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": at.replace(tzinfo=None)})
        sheet = book.add_worksheet("Số liệu")
        sheet.write_row(0, 0, ["Mã chỉ số", "Kỳ báo cáo", "Giá trị", "Căn cứ"])
        for month in range(1, 13):
            sheet.write_row(month, 0, [OWN, f"{month:02d}/{year}", 4 + month * 3 % 5, "Sổ tư vấn của Trung tâm"])
    return file.getvalue()
