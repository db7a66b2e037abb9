"""Rows of the reports that fell due, kept as the calendar of reports has them.

They hold nothing that the journal does not tell already (obligations, reports sent and returned, notes of sending), so
that writing them is no entry of it: like tallies they can be made again at any time.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from cchc.organisation.models import Agency, Unit, UnitKind
from cchc.reports.models import DueReport, Obligation, Step, StepKind
from cchc.reports.obligations import Asked, Round, answering

_KEPT = ("unit_id", "due_on", "moment", "sent_at", "returned")


def keep_all_dues(*, at: datetime) -> int:
    """The rows of every department; how many changed. Run by the clock."""
    return sum(keep_dues(agency=agency, at=at) for agency in Agency.objects.order_by("pk"))


@transaction.atomic
def keep_dues(*, agency: Agency, at: datetime) -> int:
    """Make the rows of a department what its calendar says of everything whose cut-off has passed; how many changed."""
    Agency.objects.select_for_update().get(pk=agency.pk)
    held = {_key(row): row for row in DueReport.objects.filter(agency=agency)}
    wanted = {_key(row): row for row in _wanted(agency, at)}
    made = [row for key, row in wanted.items() if key not in held]
    gone = [row.pk for key, row in held.items() if key not in wanted]
    changed = []
    for key in held.keys() & wanted.keys():
        if any(getattr(held[key], name) != getattr(wanted[key], name) for name in _KEPT):
            wanted[key].pk = held[key].pk
            changed.append(wanted[key])
    DueReport.objects.filter(pk__in=gone).delete()
    DueReport.objects.bulk_create(made)
    DueReport.objects.bulk_update(changed, [name.removesuffix("_id") for name in _KEPT])
    return len(made) + len(gone) + len(changed)


def _key(row: DueReport) -> tuple[int, str, int | None]:
    return row.obligation_id, row.period_code, row.body_id


def _wanted(agency: Agency, at: datetime) -> list[DueReport]:
    """Every report whose cut-off has passed, from the first day anything was asked for."""
    first = Obligation.objects.filter(agency=agency).living().aggregate(first=Min("starts_on"))["first"]
    office = _office(agency)
    if first is None or office is None:
        return []
    # a rule for days off may put the due day before the stated one
    asked = Round(agency, at).between(first - timedelta(days=15), timezone.localdate(at))
    returned = _returned(agency)
    return [
        DueReport(
            agency=agency, obligation=row.obligation, period_code=row.occurrence.code, body=row.unit,
            unit=row.unit or office, due_on=row.occurrence.due, moment=row.moment, sent_at=row.sent_at,
            returned=_was_returned(row, returned),
        )
        for row in asked if row.moment <= at
    ]  # fmt: skip


def _office(agency: Agency) -> Unit | None:
    """Who answers for the department's own reports: its office, or the first of its units where it has none."""
    units = Unit.objects.filter(agency=agency, closed_on=None).order_by("sort", "pk")
    return units.filter(kind=UnitKind.OFFICE).first() or units.first() or Unit.objects.filter(agency=agency).first()


Returned = set[tuple[int | None, str, int | None]]  # the unit, the code of the period, the obligation if one is named


def _returned(agency: Agency) -> Returned:
    steps = Step.objects.filter(report__agency=agency, kind=StepKind.RETURNED).order_by()
    return set(steps.values_list("report__unit", "report__period_code", "report__obligation").distinct())


def _was_returned(row: Asked, returned: Returned) -> bool:
    unit = row.unit.pk if row.unit else None
    codes = answering(row.occurrence.code) if row.obligation.in_system else ()
    return any((unit, code, one) in returned for code in codes for one in (None, row.obligation.pk))
