"""Tokens by which other software reads in somebody's name."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models.accounts import Account


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens as they are asked for."""

    def alive(self, at: datetime) -> "ApiTokenQuerySet":
        """Those that still open something: not revoked, not run out, their account in use."""
        return self.filter(revoked_at=None, expires_at__gt=at, account__is_active=True)

    def visible_to(self, account: Account) -> "ApiTokenQuerySet":
        """Those of the department's accounts."""
        return self.filter(account__person__agency_id=account.agency_id)


class Opens(models.TextChoices):
    """What a token opens, and nothing else."""

    API = "api", _("đọc số liệu qua API")
    WRITE = "write", _("đọc và nhập số liệu qua API")
    CALENDAR = "calendar", _("đăng ký lịch (iCalendar)")


class ApiToken(models.Model):
    """A secret that other software shows in the place of its owner, and never may more than he does.

    Only the digest of the secret is kept; `head`, its first letters, tells tokens apart on a page.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    opens = models.CharField(max_length=10, choices=Opens.choices, default=Opens.API)
    head = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256, in hexadecimal
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)  # to the hour
    revoked_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="token_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def agency_id(self) -> int:
        """The department of the account."""
        return self.account.agency_id
