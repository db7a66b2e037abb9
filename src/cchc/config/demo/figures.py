"""Two years of figures: the year before whole, the plan's year up to last month, with estimates and one correction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from cchc.common.periods import Kind, Period
from cchc.documents.actions import store_file
from cchc.documents.layout import Paper, Paragraph, Signature, runs, to_pdf
from cchc.documents.models import StoredFile
from cchc.indicators import actions
from cchc.indicators.given import Given
from cchc.indicators.models import Indicator, Observation
from cchc.organisation.models import Unit

from .department import Department
from .script import Script, TargetLine
from .timeline import Timeline, moment, workday

# How busy the months of a year are.
SEASON = (0.9, 0.6, 1.1, 1.05, 1.0, 1.1, 1.0, 0.95, 1.05, 1.1, 1.05, 1.1)
ESTIMATED = ("work_files", "signed", "disbursement")
CORRECTED = "work_files"


@dataclass(frozen=True)
class Series:
    """The figures of one target's indicator."""

    department: Department
    plan: Script
    line: TargetLine
    indicator: Indicator

    @property
    def shape(self) -> dict[str, Any]:
        """How they run."""
        return self.line.figures

    def chance(self, period: Period, unit: str = "") -> Random:
        """Chance that is always the same for a period."""
        return Random(f"{self.line.key}-{period.code}-{unit}")  # noqa: S311  # figures of a demo, not secrets

    def rates(self, year: int) -> list[float]:
        """The twelve values of a year; none where the script has none."""
        return list(self.shape.get("rate" if year == self.plan.year else "last", ()))


@dataclass(frozen=True)
class Desk:
    """Where figures are entered: the department, its plan, the timeline and the catalogue once it is looked up."""

    department: Department
    plan: Script
    timeline: Timeline
    known: dict[str, Indicator] = field(default_factory=dict)
    papers: dict[str, StoredFile] = field(default_factory=dict)

    def look_up(self, _at: datetime) -> None:
        """Read the catalogue."""
        self.known.update({one.code: one for one in Indicator.objects.filter(agency=None).with_versions()})


def measure(department: Department, plan: Script, timeline: Timeline) -> None:
    """Put every figure into the timeline, some days after its period."""
    desk = Desk(department, plan, timeline)
    timeline.on(workday(date(plan.year - 1, 1, 5)), desk.look_up, hour=7)
    for place, line in enumerate(plan.targets):
        for period in _periods(plan, line):
            _enter(desk, line, period, place)
    _correct(desk)


def _periods(plan: Script, line: TargetLine) -> Iterator[Period]:
    form = line.figures["form"]
    if form == "register":  # counted
        return
    if form == "yearly":
        yield Period(Kind.YEAR, plan.year - 1)
        return
    if form == "existence":
        yield Period(Kind.MONTH, plan.year, line.figures["month"])
        return
    kind = Kind.QUARTER if line.figures.get("every") == "quarter" else Kind.MONTH
    years = {"last": plan.year - 1, "rate": plan.year}
    for year in (year for name, year in years.items() if name in line.figures):
        for number in range(1, 5 if kind is Kind.QUARTER else 13):
            yield Period(kind, year, number)


def _enter(desk: Desk, line: TargetLine, period: Period, place: int) -> None:
    late = 18 if line.figures["form"] == "yearly" else 3 + place % 3
    day = workday(period.last + timedelta(days=late))
    at = moment(day if day > period.last else period.last + timedelta(days=3), 10, place)

    def enter(now: datetime) -> None:
        series = Series(desk.department, desk.plan, line, desk.known[line.indicator])
        _observe(series, period, now, unit=None, evidence=_paper(desk, period, now))
        if period.year == desk.plan.year:
            for code in line.by_unit:
                _observe(series, period, now, unit=code, evidence=None)

    desk.timeline.add(at, enter)


def _paper(desk: Desk, period: Period, at: datetime) -> StoredFile:
    """The sheet of figures that the office keeps of a period, as the evidence of each of them."""
    if period.code not in desk.papers:
        document = Paper(
            parent="Ủy ban nhân dân\ntỉnh Minh Giang", issuer="Sở Công Thương", symbol="BTH-SCT",
            number=str(len(desk.papers) + 1), place="Minh Giang", year=at.year, day=at.date(), kind="Bảng tổng hợp",
            title=f"Số liệu cải cách hành chính {period.label}", mark="Dữ liệu trình diễn",
            blocks=(Paragraph(runs("Số liệu do các phòng, đơn vị gửi và trích từ hệ thống của tỉnh.")),),
            signature=Signature("Người lập", desk.department.officer("VP").person.full_name),
        )  # fmt: skip
        name, office = f"Bang tong hop {period.code}.pdf", desk.department.accounts["vanphong"]
        desk.papers[period.code] = store_file(content=to_pdf(document), name=name, by=office, at=at)
    return desk.papers[period.code]


def _observe(series: Series, period: Period, at: datetime, *, unit: str | None, evidence: StoredFile | None) -> None:
    department = series.department
    where: Unit | None = department.units[unit] if unit else None
    by = department.officer(unit) if unit else department.accounts["vanphong"]
    given = replace(_given(series, period, unit or ""), evidence=evidence)
    actions.observe(indicator=series.indicator, period=period, given=given, by=by, at=at, unit=where)


def _given(series: Series, period: Period, unit: str) -> Given:
    last_month = series.department.today.replace(day=1) - timedelta(days=1)
    estimated = series.line.key in ESTIMATED and period.last == last_month and not unit
    note = "Tổng hợp từ hệ thống thông tin giải quyết thủ tục hành chính và báo cáo của các phòng"
    figure = _FORMS[series.shape["form"]](series, period, unit)
    return replace(figure, is_estimate=estimated, note=f"Ước: {note}" if estimated else note, as_of=period.last)


def _flow(series: Series, period: Period, unit: str) -> Given:
    """So many cases a month, of which a share; each month rolls a little."""
    above = below = 0
    for month in period.months():
        chance = series.chance(month, unit)
        volume = series.shape["volume"] * SEASON[month.number - 1] * chance.uniform(0.94, 1.06)
        if unit:
            volume *= {"QLTM": 0.46, "QLCN": 0.26, "KTAT": 0.16}.get(unit, 0.12)
        cases = max(1, round(volume))
        rate = series.rates(month.year)[month.number - 1] + (chance.uniform(-1.2, 0.8) if unit else 0)
        above += min(cases, round(cases * rate / 100))
        below += cases
    return Given(numerator=Decimal(above), denominator=Decimal(below))


def _state(series: Series, period: Period, _unit: str) -> Given:
    total = Decimal(series.shape["total"])
    rate = Decimal(str(series.rates(period.year)[period.last.month - 1]))
    return Given(numerator=Decimal(round(total * rate / 100)), denominator=total)


def _count(series: Series, period: Period, _unit: str) -> Given:
    rates = series.rates(period.year)
    if series.indicator.definition.over_time == "last":
        return Given(value=Decimal(str(rates[period.last.month - 1])))
    return Given(value=Decimal(str(sum(rates[month.number - 1] for month in period.months()))))


def _change(series: Series, period: Period, _unit: str) -> Given:
    base = Decimal(series.shape["base"])
    cut = Decimal(str(series.rates(period.year)[period.last.month - 1]))
    return Given(numerator=(base * (100 - cut) / 100).quantize(Decimal(1)), denominator=base)


def _yearly(series: Series, _period: Period, _unit: str) -> Given:
    if "total" in series.shape:
        total = Decimal(series.shape["total"])
        return Given(numerator=Decimal(round(total * Decimal(str(series.shape["last"])) / 100)), denominator=total)
    return Given(value=Decimal(series.shape["last"]))


def _exists(_series: Series, _period: Period, _unit: str) -> Given:
    return Given(value=Decimal(1))


_FORMS: dict[str, Callable[[Series, Period, str], Given]] = {
    "flow": _flow,
    "state": _state,
    "count": _count,
    "change": _change,
    "yearly": _yearly,
    "existence": _exists,
}


def _correct(desk: Desk) -> None:
    """A figure of two months ago was wrong: three files on paper had been left out."""
    line = next(one for one in desk.plan.targets if one.key == CORRECTED)
    period = Period.of(Kind.MONTH, desk.department.today.replace(day=1) - timedelta(days=40))
    if period.year != desk.plan.year:
        return

    def put_right(at: datetime) -> None:
        held = Observation.objects.get(
            agency=desk.department.agency, indicator=desk.known[line.indicator], unit=None, period=period.code,
            superseded_at=None,
        )  # fmt: skip
        numerator = (held.numerator or Decimal(0)) - 3
        given = Given(
            numerator=numerator, denominator=held.denominator, as_of=period.last, note=held.note,
            evidence=held.evidence,
        )  # fmt: skip
        reason = "Đối chiếu lại với văn thư: 03 hồ sơ công việc lập trên giấy chưa được tính."
        office = desk.department.accounts["vanphong"]
        actions.correct(observation=held, given=given, reason=reason, by=office, at=at)

    desk.timeline.on(workday(period.last + timedelta(days=17)), put_right, hour=14)
