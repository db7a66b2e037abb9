"""Who may do what to which report: the one place that actions and pages ask."""

from cchc.organisation.access import Denied, may_for_unit, require_for_unit
from cchc.organisation.history import mergers_of
from cchc.organisation.models import Account, Unit

from .models import Report
from .rules.bodies import heir


def may_for(account: Account, permission: str, unit: Unit | int | None) -> bool:
    """Whether the account may do the thing for a unit's report; for the department's, only who may for all of it.

    What a unit that was merged still owes, its successor's people do.
    """
    return may_for_unit(account, permission, _standing(unit))


def _standing(unit: Unit | int | None) -> Unit | int | None:
    """The unit that answers now: the unit itself, or the one it went into."""
    row = Unit.objects.filter(pk=unit, closed_on__isnull=False).first() if isinstance(unit, int) else unit
    if row is None or row.closed_on is None:
        return unit
    return heir(row.pk, mergers_of(row.agency))


def may_on(account: Account, permission: str, report: Report) -> bool:
    """Whether the account may do the thing to the report."""
    return report.agency_id == account.agency_id and may_for(account, permission, report.unit_id)


def require_for(account: Account, permission: str, unit: Unit | int | None) -> None:
    """Raise Denied unless the account may do the thing for a unit's report, or the department's."""
    require_for_unit(account, permission, _standing(unit))


def require_on(account: Account, permission: str, report: Report) -> None:
    """Raise Denied unless the account may do the thing to the report."""
    if report.agency_id != account.agency_id:
        raise Denied(permission)
    require_for(account, permission, report.unit_id)
