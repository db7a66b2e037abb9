"""The way of a report in its round, as its page shows it: where it is, what was decided, what may be done next."""

from collections.abc import Sequence
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
from .rules.steps import Move, Place, Taken, leads, place

PLACES: dict[Place, tuple[str, str | Promise]] = {
    Place.DRAFT: ("doing", gettext_lazy("đang lập")),
    Place.PRESENTED: ("waiting", gettext_lazy("chờ lãnh đạo duyệt")),
    Place.APPROVED: ("done", gettext_lazy("lãnh đạo đã duyệt")),
    Place.SENT: ("done", gettext_lazy("đã gửi")),
    Place.ACCEPTED: ("done", gettext_lazy("đã nhận")),
    Place.RETURNED: ("due_soon", gettext_lazy("đã trả lại")),
}


State = tuple[str, str | Promise]
"""Code of a face of `common.verdicts`, word."""


def states_of(reports: Sequence[Report]) -> dict[int, State]:
    """Report → where it is on its way, for the reports of one page, in one query."""
    asked = {row.pk for row in reports} | {row.corrects_id for row in reports if row.corrects_id}
    taken: dict[int, list[Taken]] = {}
    for report, kind, revision in Step.objects.filter(report__in=asked).values_list("report", "kind", "revision"):
        taken.setdefault(report, []).append(Taken(kind, revision))
    return {row.pk: _state(row, taken) for row in reports}


def _state(report: Report, taken: dict[int, list[Taken]]) -> State:
    before = taken.get(report.corrects_id or 0)
    if report.is_draft and before and before[-1].kind == StepKind.RETURNED:
        return "due_soon", _("bị trả lại, đang sửa")
    return PLACES[place(is_draft=report.is_draft, revision=report.revision, taken=taken.get(report.pk, ()))]


@dataclass(frozen=True)
class Returns:
    """The returns of units for the period of the department's report, in numbers."""

    sent: int
    accepted: int
    url: str


@dataclass(frozen=True)
class Way:
    """Where a report is, and what this person may do with it now.

    `returned`: the step by which the office sent this version back; `mends`: that by which it sent the one before it.
    """

    state: State
    steps: list[dict[str, Any]]
    may: dict[str, bool]
    lock: Lock | None
    locked: bool
    returns: Returns | None
    returned: Step | None
    mends: Step | None


def way_of(report: Report, account: Account, now: datetime) -> Way:
    """The way of a report for a person."""
    at, of_unit = place_of(report), report.unit_id is not None
    last = not Report.objects.filter(corrects=report).exists()
    lock = lock_of(report.unit, report.period_code, now)
    locked = lock is not None and lock.holds(now)

    def can(move: Move, permission: str) -> bool:
        return last and leads(at, move, of_unit=of_unit) is not None and may(account, permission)

    in_round = not of_unit and report.is_draft and asked_of_department(report)
    signed = not in_round or at is Place.APPROVED or may(account, SIGN)
    allowed = {
        "accept": can(Move.ACCEPT, MANAGE), "return": can(Move.RETURN, MANAGE),
        "present": in_round and can(Move.PRESENT, "reports.write") and may_on(account, "reports.write", report),
        "send": report.is_draft and signed and not locked and may_on(account, "reports.submit", report),
        "approve": can(Move.APPROVE, SIGN), "hand_back": can(Move.HAND_BACK, SIGN) and report.is_draft,
        "gather": not of_unit and report.is_draft and may_write_any_section(account, report, timezone.localdate(now)),
    }  # fmt: skip
    state = states_of([report])[report.pk]
    returns = None if of_unit else _returns(report)
    back, before = _sent_back(report.pk), _sent_back(report.corrects_id)
    return Way(state, _steps(report), allowed, lock, locked, returns, back, before)


def _sent_back(version: int | None) -> Step | None:
    """The step by which a version was returned, where that is the last that happened to it."""
    last = Step.objects.filter(report=version).select_related("by__person").last() if version else None
    return last if last is not None and last.kind == StepKind.RETURNED else None


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
