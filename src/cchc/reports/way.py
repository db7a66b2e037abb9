"""The way of a report in its round, as its page shows it: where it is, what was decided, what may be done next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cchc.organisation.access import may
from cchc.organisation.models import Account

from .actions.steps import MANAGE, SIGN, place_of
from .locks import Lock, asked_of_department, lock_of
from .models import Report, ReportState, Section, Step, StepKind
from .offers import returns_for
from .rights import may_on, may_write_any_section
from .rules.steps import Move, Place, leads

PLACES: dict[Place, tuple[str, str | Promise]] = {
    Place.DRAFT: ("doing", gettext_lazy("đang lập")),
    Place.PRESENTED: ("waiting", gettext_lazy("chờ lãnh đạo duyệt")),
    Place.APPROVED: ("done", gettext_lazy("lãnh đạo đã duyệt")),
    Place.SENT: ("done", gettext_lazy("đã gửi")),
    Place.ACCEPTED: ("done", gettext_lazy("đã nhận")),
    Place.RETURNED: ("due_soon", gettext_lazy("đã trả lại")),
}


@dataclass(frozen=True)
class Returns:
    """The returns of units for the period of the department's report, in numbers."""

    sent: int
    accepted: int
    url: str


@dataclass(frozen=True)
class Way:
    """Where a report is, and what this person may do with it now."""

    state: tuple[str, str | Promise]
    steps: list[dict[str, Any]]
    may: dict[str, bool]
    lock: Lock | None
    locked: bool
    returns: Returns | None


def way_of(report: Report, account: Account, now: datetime) -> Way:
    """The way of a report for a person."""
    at, of_unit = place_of(report), report.unit_id is not None
    last = not Report.objects.filter(corrects=report).exists()
    lock = lock_of(report.unit, report.period_code, now)
    locked = lock is not None and lock.holds(now)

    def can(move: Move, permission: str) -> bool:
        return last and leads(at, move, of_unit=of_unit) is not None and may(account, permission)

    in_round = not of_unit and report.is_draft and asked_of_department(report)
    allowed = {
        "accept": can(Move.ACCEPT, MANAGE), "return": can(Move.RETURN, MANAGE),
        "present": in_round and can(Move.PRESENT, "reports.write") and may_on(account, "reports.write", report),
        "approve": can(Move.APPROVE, SIGN), "hand_back": can(Move.HAND_BACK, SIGN) and report.is_draft,
        "gather": not of_unit and report.is_draft and may_write_any_section(account, report, timezone.localdate(now)),
    }  # fmt: skip
    state = PLACES[at]
    if report.is_draft and of_unit and report.corrects_id and _was_returned(report):
        state = ("due_soon", _("bị trả lại, đang sửa"))
    return Way(state, _steps(report), allowed, lock, locked, None if of_unit else _returns(report))


def _was_returned(report: Report) -> bool:
    last = Step.objects.filter(report=report.corrects_id).last()
    return last is not None and last.kind == StepKind.RETURNED


def _steps(report: Report) -> list[dict[str, Any]]:
    """The decisions about this version and about the one before it."""
    rows = Step.objects.filter(report__in=[report.pk, report.corrects_id or report.pk])
    return [
        {"title": row.get_kind_display(), "text": row.reason, "who": row.by.get_full_name(), "at": row.at}
        for row in rows.select_related("by__person")
    ]


def _returns(report: Report) -> Returns:
    sections = Section.objects.filter(report__unit__isnull=False, **returns_for(report)).values("report")
    rows = Report.objects.filter(agency=report.agency_id, state=ReportState.SUBMITTED, pk__in=sections).uncorrected()
    kinds = dict(Step.objects.filter(report__in=rows).order_by("pk").values_list("report", "kind"))
    accepted = sum(kind == StepKind.ACCEPTED for kind in kinds.values())
    return Returns(rows.count(), accepted, f"{reverse('reports:calendar')}?nam={report.period.year}")
