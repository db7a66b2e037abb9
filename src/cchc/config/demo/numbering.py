"""The books of numbers of the demo: opened in the middle of the year, after the books on paper."""

from datetime import datetime, timedelta

from cchc.common import actions
from cchc.common.number_forms import NumberForm, known_forms

from .department import Department
from .timeline import Timeline, workday

BOOKS = (("Sổ đăng ký kế hoạch, chương trình", ("KH", "CTr"), 62), ("Sổ đăng ký báo cáo", ("BC",), 320))
"""Each with the kinds of papers it numbers, and the first number that was not given out on paper."""


def open_books(department: Department, timeline: Timeline) -> None:
    """Two books of the last days; one number was taken for a paper made elsewhere, one was voided."""
    day = workday(department.today - timedelta(days=5))
    timeline.on(day, lambda at: _open(department, at), hour=8, minute=15)


def _open(department: Department, at: datetime) -> None:
    office, agency, on = department.accounts["vanphong"], department.agency, at.date()
    known = known_forms()[0]
    form = NumberForm(known.since, known.filled(agency.symbol, agency.code), known.digits, known.source)
    for name, kinds, first in BOOKS:
        book = actions.open_book(
            agency_id=agency.pk, name=name, kinds=kinds, every=known.every, form=form, by=office, at=at
        )
        reason = f"Số 1 đến {first - 1} đã cấp trong sổ giấy"
        actions.begin_at(book=book, on=on, first=first, reason=reason, by=office, at=at)
        if "KH" in kinds:
            for subject in ("Kế hoạch kiểm tra công tác văn thư, lưu trữ", "Kế hoạch tập huấn soạn thảo văn bản"):
                taken = actions.take_number(book=book, on=on, kind="KH", subject=subject, by=office, at=at)
            actions.void_number(taken=taken, reason="Lấy nhầm sổ: văn bản là công văn", by=office, at=at)
