"""Which accounts need a second step of signing in, and from when."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from ..models import Account, Passkey, SecondFactor


def is_required(account: Account, on: date) -> bool:
    """Whether a role that the account holds asks for a second step, by its own data or by CCHC_SECOND_FACTOR_ROLES."""
    held = account.assignments.filter(started_on__lte=on).exclude(ended_on__lte=on).select_related("role")
    return any(row.role.second_factor or row.role.code in settings.SECOND_FACTOR_ROLES for row in held)


def has_second_step(account: Account) -> bool:
    """Whether signing in takes more than the first step: an authenticator, or a passkey, be it a suspect one."""
    return any(kind.objects.filter(account=account).exists() for kind in (SecondFactor, Passkey))


def note_duty(account: Account, at: datetime) -> date | None:
    """Until when the account must have a second step: days of grace from the first sign-in at which one was due."""
    today = timezone.localdate(at)
    if has_second_step(account) or not is_required(account, today):
        due = None
    else:
        due = account.second_factor_due_on or today + timedelta(days=settings.SECOND_FACTOR_GRACE_DAYS)
    if due != account.second_factor_due_on:
        account.second_factor_due_on = due
        account.save(update_fields=["second_factor_due_on"])
    return due
