"""Who may do what to which report: the one place that actions and pages ask."""

from cchc.organisation.access import Denied, may_for_unit, require_for_unit
from cchc.organisation.models import Account, Unit

from .models import Report


def may_for(account: Account, permission: str, unit: Unit | int | None) -> bool:
    """Whether the account may do the thing for a unit's report; for the department's, only who may for all of it."""
    return may_for_unit(account, permission, unit)


def may_on(account: Account, permission: str, report: Report) -> bool:
    """Whether the account may do the thing to the report."""
    return report.agency_id == account.agency_id and may_for(account, permission, report.unit_id)


def require_for(account: Account, permission: str, unit: Unit | int | None) -> None:
    """Raise Denied unless the account may do the thing for a unit's report, or the department's."""
    require_for_unit(account, permission, unit)


def require_on(account: Account, permission: str, report: Report) -> None:
    """Raise Denied unless the account may do the thing to the report."""
    if report.agency_id != account.agency_id:
        raise Denied(permission)
    require_for(account, permission, report.unit_id)
