"""Sessions: whose browser is signed in, from where, since when."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from cchc.organisation.models.accounts import Account


class AccountSessionQuerySet(models.QuerySet["AccountSession"]):
    """Sessions as they are asked for."""

    def alive(self, at: datetime) -> "AccountSessionQuerySet":
        """Those that still let in: not ended, not left idle, not too old (CCHC_IDLE_MINUTES, CCHC_SESSION_HOURS)."""
        idle = at - timedelta(minutes=settings.IDLE_MINUTES)
        return self.filter(ended_at=None, expire_date__gt=at, seen_at__gt=idle)

    def visible_to(self, account: Account) -> "AccountSessionQuerySet":
        """Those of the department's accounts."""
        return self.filter(account__person__agency_id=account.agency_id)


class AccountSession(AbstractBaseSession):
    """One browser's session. The key never leaves this table and the cookie; pages name a session by `handle`."""

    handle = models.UUIDField(default=uuid.uuid4, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sessions")
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # by its person, an administrator or signing out

    objects = AccountSessionQuerySet.as_manager()  # type: ignore[assignment, misc]  # the base has a manager for all projects

    class Meta:
        indexes = [models.Index(fields=["account", "ended_at"], name="session_of_account")]

    def __str__(self) -> str:
        return str(self.handle)

    @property
    def agency_id(self) -> int | None:
        """The department of the account."""
        return self.account.agency_id if self.account else None
