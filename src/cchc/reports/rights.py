"""Who may do what to which report: the one place that actions and pages ask."""

from datetime import date

from cchc.organisation.access import Denied, may_for_unit, require_for_unit
from cchc.organisation.history import mergers_of
from cchc.organisation.models import Account, Unit

from .models import Focal, Report
from .outline import form_of
from .rules.bodies import heir

PACKED = ("reports.view", "plans.view", "indicators.view", "dossiers.view", "organisation.view", "journal.view")
"""The rights to everything that lies in an evidence pack: the report, its rows from each register, the journal."""


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


def is_of(account: Account, unit: Unit | None) -> bool:
    """Whether a unit, or the one it went into, is one in which the person holds a post."""
    answers = _standing(unit)
    key = answers.pk if isinstance(answers, Unit) else answers
    return key in {one.pk for one in account.units}


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


def may_write_section(account: Account, report: Report, key: str, on: date) -> bool:
    """Whether the account may write a section: whoever may write the report, and in the department's report the people
    of the unit that gathers the section's content (đơn vị đầu mối)."""
    return may_on(account, "reports.write", report) or bool(key and _as_focal(account, report, key, on))


def may_write_any_section(account: Account, report: Report, on: date) -> bool:
    """Whether there is a section of the report that the account may write."""
    form = form_of(report.form_code, report.form_version)
    contents = {section.content: section.key for section in form.texts}
    return any(may_write_section(account, report, key, on) for key in contents.values())


def require_section(account: Account, report: Report, key: str, on: date) -> None:
    """Raise Denied unless the account may write the section; without `key`, unless it may write the whole report."""
    focal = None if not key or may_on(account, "reports.write", report) else _as_focal(account, report, key, on)
    if focal is not None:
        require_for_unit(account, "reports.write", focal)
    else:
        require_on(account, "reports.write", report)


def _as_focal(account: Account, report: Report, key: str, on: date) -> int | None:
    """The unit for which the account may write the section as its gatherer."""
    if report.unit_id is not None or report.agency_id != account.agency_id:
        return None
    content = _content_of(report, key)
    focal = Focal.objects.on(on).filter(agency_id=report.agency_id, content=content).first() if content else None
    if focal is None or not may_for_unit(account, "reports.write", focal.unit_id):
        return None
    return focal.unit_id


def _content_of(report: Report, key: str) -> str:
    form = form_of(report.form_code, report.form_version)
    return next((section.content for section in form.sections if section.key == key), "")


def may_open_pack(account: Account, report: Report) -> bool:
    """Whether the account may see every row in the evidence pack of the report."""
    return all(may_on(account, permission, report) for permission in PACKED)


def require_pack(account: Account, report: Report) -> None:
    """Raise Denied unless the account may see every row in the evidence pack of the report."""
    for permission in PACKED:
        require_on(account, permission, report)
