"""The due dates of dossiers: what is open, what a change of the calendar would move, and how each date came."""

from collections.abc import Iterator
from datetime import date, datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.common.almanac import Almanac, almanac_of, local
from cchc.common.dues import DuePaper, OpenDue, Source, register
from cchc.common.worktime import BeyondCalendar, Certificate, Terms
from cchc.dossiers.actions.dues import move_due_dates
from cchc.dossiers.models import Dossier
from cchc.dossiers.rules.days import terms_of
from cchc.organisation.access import account_of, require

DOSSIER = "ho-so"


def declare() -> None:
    """Make the due dates of dossiers known."""
    register(Source(DOSSIER, gettext_lazy("Hồ sơ"), open_dossiers, dossier_paper, move_due_dates))


def _asked(row: Dossier, almanac: Almanac) -> tuple[datetime, Terms] | None:
    """When the clock was set and for how long; None for a date that no calendar counted."""
    if row.received_at is None or row.promised_seconds is None:
        return None
    received = local(row.received_at)
    return received, terms_of(row.promised_seconds, almanac.rule_on(received.date()).start)


def _certificate(row: Dossier, almanac: Almanac) -> Certificate | None:
    """The proof of a promise by a calendar that has its years."""
    asked = _asked(row, almanac)
    try:
        return almanac.clock.certificate(*asked) if asked else None
    except BeyondCalendar:
        return None


def _due(row: Dossier, almanac: Almanac) -> date | None:
    """The day that a calendar gives; the one that is held where it lacks the years."""
    asked = _asked(row, almanac)
    try:
        due = almanac.clock.due(*asked) if asked else None
    except BeyondCalendar:
        return row.due_on
    return due.date() if due else row.due_on


def open_dossiers(agency_id: int, almanac: Almanac) -> Iterator[OpenDue]:
    """Dossiers being settled whose promised date was counted in working time."""
    rows = Dossier.objects.filter(agency_id=agency_id).with_counted_promise().select_related("unit")
    for row in rows.order_by("due_on", "pk").iterator(chunk_size=1000):
        title, url = f"{row.code} {row.procedure_name}".strip(), reverse("dossiers:dossier", args=[row.pk])
        yield OpenDue(row.pk, title, url, _due(row, almanac), row.unit.short_name, row.due_on)


def dossier_paper(request: HttpRequest, key: int) -> DuePaper | None:
    """How the date promised to an applicant came."""
    account = account_of(request)
    require(account, "dossiers.view")
    row = Dossier.objects.visible_to(account).select_related("unit").filter(pk=key).first()
    if row is None:
        return None
    almanac = almanac_of(row.agency_id)
    proof, is_open = _certificate(row, almanac), row.finished_on is None and row.received_on is not None
    facts: list[tuple[object, ...]] = [
        (_("Thủ tục"), f"{row.procedure} {row.procedure_name}".strip()),
        (_("Đơn vị xử lý"), row.unit.name),
        (_("Tiếp nhận"), f"{local(row.received_at):%H:%M %d/%m/%Y}" if row.received_at else "–"),
        (_("Ngày hẹn lại"), f"{local(row.extended_to):%d/%m/%Y}" if row.extended_to else ""),
    ]
    if proof is None:
        how = _("Ngày hẹn trả do hệ thống một cửa ghi.")
        notes = [_("Không tính ra ngày này bằng giờ làm việc, nên hạn không dời khi lịch làm việc thay đổi.")]
    else:
        how = _("Ngày hẹn trả do hệ thống một cửa ghi; thời hạn là số giờ làm việc từ lúc tiếp nhận đến lúc hẹn trả.")
        notes = []
        if is_open and (proof.due is None or proof.due.date() != row.due_on):
            notes = [_("Theo lịch đang dùng thì hạn là ngày khác; hạn đang giữ chỉ đổi khi có người xác nhận.")]
    return DuePaper(row.code, reverse("dossiers:dossier", args=[key]), row.due_on, how, almanac,
                    [fact for fact in facts if fact[1]], proof=proof, notes=notes, is_open=is_open)  # fmt: skip
