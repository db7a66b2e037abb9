"""The reports that wait for a person, as "my work" lists them: to mend, to sign off, to send, to take in, to write."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from textwrap import shorten

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from cchc.organisation.access import may
from cchc.organisation.models import Account
from cchc.plans.waiting import Waiting

from .actions.steps import MANAGE, SHOWN, SIGN
from .models import Report, ReportState, Step, StepKind
from .obligations import Asked, asked_of
from .rights import is_of, may_for, may_on
from .rules.steps import Place, Taken, place
from .words import name_of, occurrence_word, progress_of

LATE, AHEAD, SOON = timedelta(days=183), timedelta(days=31), timedelta(days=7)
"""How late a report may be and still be told of; how far ahead its day is looked for, and from when it waits."""

_RETURNED = ("due_soon", gettext_lazy("bị trả lại, cần sửa"))
_HANDED_BACK = ("due_soon", gettext_lazy("lãnh đạo yêu cầu sửa"))
_TO_SIGN = ("needs_person", gettext_lazy("chờ duyệt"))
_TO_SEND = ("doing", gettext_lazy("đã duyệt, chờ gửi"))
_TO_TAKE_IN = ("needs_person", gettext_lazy("đã gửi, chờ nhận"))


def waiting_reports(account: Account, now: datetime) -> Iterator[Waiting]:
    """What of the reports the person has to do now, and what has to be written within the week."""
    if not may(account, "reports.view"):
        return
    today = timezone.localdate(now)
    asked = to_write(account, today - LATE, today + AHEAD, now) if may(account, "reports.write") else []
    due = {row.report.pk: row.occurrence.due for row in asked if row.report}
    told: set[int] = set()
    for report, state, why in _in_hand(account):
        told.add(report.pk)
        url = reverse("reports:report", args=[report.pk])
        yield Waiting(name_of(report), url, state, due.get(report.pk), shorten(why, SHOWN, placeholder=" …"))
    for row in asked:
        if row.occurrence.due <= today + SOON and (row.report is None or row.report.pk not in told):
            url = reverse("reports:report", args=[row.report.pk]) if row.report else row.url
            what = f"{row.obligation.title}: {row.short_body}, {occurrence_word(row.occurrence)}"
            yield Waiting(what, url, progress_of(row.stage), row.occurrence.due)


def to_write(account: Account, first: date, last: date, now: datetime) -> list[Asked]:
    """The reports due between two days that the person has to write, the earliest first.

    Whoever may write for the whole department is told of its reports and of those of the own unit.
    """
    whole, own = may_for(account, "reports.write", None), account.unit
    return [row for row in asked_of(account, first, last, now)
            if row.stage.progress.is_open and may_for(account, "reports.write", row.unit)
            and not (whole and row.writer and row.writer != own)]  # fmt: skip


def _in_hand(account: Account) -> Iterator[tuple[Report, tuple[str, str | Promise], str]]:
    """The reports whose next step is the person's, with how they stand and what was said."""
    sent_for = Report.objects.filter(agency=account.agency_id, unit=None, state=ReportState.SUBMITTED)
    fresh = Q(state=ReportState.SUBMITTED, unit__isnull=False, steps=None)
    fresh &= ~Q(period_code__in=sent_for.values("period_code"))
    moved = Q(steps__isnull=False) | Q(corrects__steps__kind=StepKind.RETURNED)
    rows = Report.objects.visible_to(account).uncorrected()
    rows = rows.filter(fresh | Q(moved, state=ReportState.DRAFT)).distinct()
    reports = list(rows.select_related("agency", "unit", "obligation"))
    steps: dict[int, list[Step]] = {}
    for step in Step.objects.filter(report__in=[key for row in reports for key in (row.pk, row.corrects_id) if key]):
        steps.setdefault(step.report_id, []).append(step)
    for report in reports:
        found = _of_unit(report, account, steps) if report.unit_id else _of_department(report, account, steps)
        if found is not None:
            yield report, *found


def _of_unit(
    report: Report, account: Account, steps: dict[int, list[Step]]
) -> tuple[tuple[str, str | Promise], str] | None:
    """A unit's return: sent back to those who write it, sent to the office."""
    if not report.is_draft:
        return (_TO_TAKE_IN, "") if may(account, MANAGE) else None
    before = steps.get(report.corrects_id or 0)
    if not before or before[-1].kind != StepKind.RETURNED:
        return None
    mine = is_of(account, report.unit) and may_on(account, "reports.write", report)
    return (_RETURNED, before[-1].reason) if mine else None


def _of_department(
    report: Report, account: Account, steps: dict[int, list[Step]]
) -> tuple[tuple[str, str | Promise], str] | None:
    """The department's report: presented to its head, approved or handed back to the office."""
    taken: Sequence[Step] = steps.get(report.pk, ())
    at = place(is_draft=True, revision=report.revision, taken=[Taken(one.kind, one.revision) for one in taken])
    if at is Place.PRESENTED:
        return (_TO_SIGN, "") if may(account, SIGN) else None
    if at is Place.APPROVED:
        return (_TO_SEND, "") if may_on(account, "reports.submit", report) and not may(account, SIGN) else None
    if taken and taken[-1].kind == StepKind.HANDED_BACK and may_on(account, "reports.write", report):
        return _HANDED_BACK, taken[-1].reason
    return None
