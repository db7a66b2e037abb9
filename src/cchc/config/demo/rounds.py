"""The round of reporting of the demo: the calendar, a weekly report noted as sent, returns of this quarter."""

from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from cchc.common.errors import Refused
from cchc.common.periods import Kind, Period
from cchc.plans.rules.contents import Content
from cchc.reports import actions
from cchc.reports.models import Obligation, Report, Who
from cchc.reports.obligations import Round
from cchc.reports.outline import form_of

from .department import Department
from .returns import department_report, frame, texts, write
from .timeline import Act, Timeline, workday

WEEKS = 5
"""How many weeks the weekly report has been sent for."""


def go_round(department: Department, timeline: Timeline) -> None:
    """Put the calendar and what was sent by it into the timeline."""
    _monthly(department, timeline)
    quarter = Period.of(Kind.QUARTER, department.today)
    start = max(workday(quarter.first), date(department.year, 2, 2))
    timeline.on(start, lambda at: _take_up(department, quarter.first, at), hour=8, minute=10)
    _returns(department, quarter, timeline)
    timeline.add(timeline.until, lambda at: actions.keep_dues(agency=department.agency, at=at))
    first = department.today - timedelta(days=department.today.weekday() + 7 * WEEKS)
    timeline.on(first, lambda at: _weekly(department, first, at), hour=8, minute=20)
    for week in range(WEEKS):
        friday = first + timedelta(days=7 * week + 4)
        late = week == 1
        timeline.on(friday, lambda at: _file(department, at), hour=16 if late else 15, minute=20)


def _take_up(department: Department, first: date, at: datetime) -> None:
    """The duties of the plan; units report here from this quarter on, their figures from the 15th to the 14th."""
    office = department.accounts["vanphong"]
    actions.take_up_all(at=at)
    for row in Obligation.objects.filter(agency=department.agency, duty__isnull=False):
        given: dict[str, object] = {"starts_on": first}
        if row.who == Who.UNITS:
            given |= {"window_day": 10, "hour": time(16)}
        if any(getattr(row, name) != value for name, value in given.items()):
            actions.change_obligation(obligation=row, given=given, by=office, at=at)


def _monthly(department: Department, timeline: Timeline) -> None:
    """The latest monthly report, of the days from the 15th to the 14th: begun, signed and sent on the 17th."""
    month = Period.of(Kind.MONTH, department.today - timedelta(days=18))
    day = workday(month.first.replace(day=17))
    office, said = "vanphong", texts()

    def begin(at: datetime) -> None:
        given = {
            "title": "Báo cáo tháng về cải cách hành chính", "who": Who.AGENCY, "unit": None, "cadences": ["monthly"],
            "to": "Văn phòng Ủy ban nhân dân tỉnh", "day": 18, "window_day": 15, "in_system": True,
            "starts_on": day, "basis": "Quy chế làm việc của Ủy ban nhân dân tỉnh",
        }  # fmt: skip
        one = actions.add_obligation(given=given, by=department.accounts[office], at=at)
        rows = Round(department.agency, at).between(month.first, month.last + timedelta(days=10))
        [asked] = [row for row in rows if row.obligation == one]
        actions.begin_asked(asked=asked, by=department.accounts[office], at=at)

    def present(at: datetime) -> None:
        write(department, month, said, at)
        kept = frame(department, department_report(department, month), "", at)
        actions.present_report(report=kept, by=department.accounts[office], at=at)

    def send(at: datetime) -> None:
        kept = department_report(department, month)
        actions.approve_report(report=kept, by=department.accounts["giamdoc"], at=at)
        kept = frame(department, kept, str(_given_out(at)), at)
        actions.submit_report(report=kept, revision=kept.revision, by=department.accounts[office], at=at)

    for hour, act in ((9, begin), (10, present), (15, send)):
        timeline.on(day, act, hour=hour, minute=40)


def _weekly(department: Department, first: date, at: datetime) -> None:
    given = {
        "title": "Báo cáo kết quả công tác tuần, nhiệm vụ trọng tâm tuần tới", "who": Who.AGENCY, "unit": None,
        "to": "Văn phòng Ủy ban nhân dân tỉnh", "cadences": ["weekly"], "weekday": 4, "hour": time(16),
        "window_day": 6, "starts_on": first, "basis": "Quy chế làm việc của Ủy ban nhân dân tỉnh",
    }  # fmt: skip
    actions.add_obligation(given=given, by=department.accounts["vanphong"], at=at)


def _given_out(at: datetime) -> int:
    """The number that a report of the day bore in the book on paper: one each week, one for each month's report."""
    day = timezone.localdate(at)
    return 258 + day.isocalendar().week + day.month + (day.day > 17)


def _file(department: Department, at: datetime) -> None:
    day = timezone.localdate(at)
    rows = Round(department.agency, at).between(day - timedelta(days=1), day + timedelta(days=1))
    asked = next((row for row in rows if "weekly" in row.obligation.cadences), None)
    if asked is not None:
        number, office = f"{_given_out(at)}/BC-SCT", department.accounts["vanphong"]
        actions.note_filing(asked=asked, sent_at=at, reference=number, by=office, at=at)


SAID = {
    "steering_highlights": "Trưởng đơn vị chủ trì họp giao ban hằng tuần, kiểm điểm từng nhiệm vụ cải cách hành chính.",
    "plan_progress": "Các nhiệm vụ được giao chủ trì thực hiện đúng tiến độ; việc đến hạn trong quý đã có sản phẩm.",
    "one_stop": "Hồ sơ thuộc lĩnh vực được giải quyết trên hệ thống, không yêu cầu thêm giấy tờ ngoài quy định.",
    "budget": "Giải ngân theo dự toán được giao; không phát sinh công nợ.",
}
"""What a unit's return says of its own; the other sections say that nothing happened."""


def _returns(department: Department, period: Period, timeline: Timeline) -> None:
    """The returns of this quarter that are there already: accepted, returned, only sent, in work."""
    day = workday(department.today - timedelta(days=4))
    if day <= period.first + timedelta(days=7):
        return
    for hour, code in enumerate(("QLCN", "QLNL", "KTAT", "TTKC"), 9):
        timeline.on(day, _begin(department, period, code), hour=hour, minute=5)
        if code != "TTKC":
            timeline.on(day, partial(_send, department, period, code), hour=hour, minute=45)
    timeline.on(day, lambda at: _answer(department, period, at), hour=16, minute=40)


def _begin(department: Department, period: Period, code: str) -> Act:
    def begin(at: datetime) -> None:
        by, unit = department.officer(code), department.units[code]
        try:
            report = actions.create_report(period=period, as_of=at.date(), unit=unit, by=by, at=at)
        except Refused:  # the cut-off of the quarter has passed
            return
        form = form_of(report.form_code, report.form_version)
        for section in form.texts:
            text = SAID.get(section.key, form.nothing)
            actions.save_section(report=report, key=section.key, text=text, version=0, by=by, at=at)

    return begin


def _send(department: Department, period: Period, code: str, at: datetime) -> None:
    report = Report.objects.filter(unit=department.units[code], period_code=period.code).first()
    if report is not None:
        actions.submit_report(report=report, revision=report.revision, by=department.head(code), at=at)


def _answer(department: Department, period: Period, at: datetime) -> None:
    """The office takes the first return in and sends the second back; a room gathers the finances."""
    office = department.accounts["vanphong"]
    actions.name_focal(content=Content.FINANCE, unit=department.units["KHTH"], since=at.date(), by=office, at=at)
    found = {row.unit_id: row for row in Report.objects.filter(unit__isnull=False, period_code=period.code)}
    taken, back = (found.get(department.units[code].pk) for code in ("QLCN", "QLNL"))
    if taken is not None and back is not None:
        actions.accept_report(report=taken, by=office, at=at)
        actions.return_report(
            report=back, reason="Bổ sung kết quả xử lý phản ánh, kiến nghị trong kỳ.", by=office, at=at
        )
