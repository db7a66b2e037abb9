"""What the demo's units do to tell people and to hear them, and the initiatives that they propose."""

from datetime import date, datetime

from cchc.plans import actions
from cchc.plans.rules.initiatives import Step

from .department import Department
from .timeline import Timeline, workday

DONE = (
    (3, 18, "QLTM", "dialogue", "Đối thoại với doanh nghiệp xuất nhập khẩu quý I", 1, 14, 14),
    (4, 9, "VP", "news", "Chuyên mục cải cách hành chính trên trang thông tin của Sở", 4, 0, 0),
    (6, 17, "QLTM", "dialogue", "Đối thoại với hộ kinh doanh, chợ truyền thống", 1, 21, 19),
    (8, 12, "QLNL", "talk", "Tọa đàm dịch vụ công trực tuyến ngành năng lượng", 1, 0, 0),
    (9, 16, "VP", "news", "Phóng sự nộp hồ sơ trực tuyến tại nhà", 2, 0, 0),
)
"""Month, day, unit, kind, title, products, proposals raised and answered."""


def hear(department: Department, timeline: Timeline) -> None:
    """The year's communication, and two initiatives."""
    for row in DONE:
        day = workday(date(department.year, row[0], row[1]))
        timeline.on(day, lambda at, row=row: _record(department, row, at), hour=16)  # type: ignore[misc]  # the row of this turn
    timeline.on(workday(date(department.year, 2, 11)), lambda at: _initiatives(department, at), hour=15)


def _record(department: Department, row: tuple[int, int, str, str, str, int, int, int], at: datetime) -> None:
    _month, _day, code, kind, title, products, raised, answered = row
    actions.record_outreach(
        unit=department.units[code], kind=kind, title=title, held_on=at.date(), products=products, raised=raised,
        answered=answered, by=department.accounts["vanphong"], at=at,
    )  # fmt: skip


def _initiatives(department: Department, at: datetime) -> None:
    office = department.accounts["vanphong"]
    first = actions.propose_initiative(
        unit=department.units["VP"], title="Nhắn kết quả hồ sơ cho người dân ngay khi ký", authors="Văn phòng Sở",
        content="procedures", proposed_on=at.date(), problem="Người dân phải đi lại hỏi kết quả.",
        solution="Hệ thống nhắn tin tự động ngay sau khi văn bản được ký số.", by=office, at=at,
    )  # fmt: skip
    actions.move_initiative(initiative=first, step=Step.APPRAISE, on=at.date(), by=office, at=at,
                            paper="Biên bản họp Hội đồng sáng kiến số 03/BB-SCT")  # fmt: skip
    actions.propose_initiative(
        unit=department.units["QLNL"], title="Kiểm tra hồ sơ điện mặt trời bằng danh mục tự rà soát",
        authors="Phòng Quản lý Năng lượng", content="procedures", proposed_on=at.date(), by=office, at=at,
    )  # fmt: skip
