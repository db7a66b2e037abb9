"""Delegations: what one account may do, another does in its place, for a while and within a scope."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models.accounts import Account
from cchc.organisation.models.units import Agency, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence


class DelegationKind(models.TextChoices):
    """Why somebody acts in another's place."""

    ABSENCE = "absence", _("thay khi nghỉ")
    MANDATE = "mandate", _("ủy quyền")


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Delegations as they are asked for."""

    def visible_to(self, account: Account) -> "DelegationQuerySet":
        """Those of the account's department."""
        return self.filter(agency=account.agency)

    def in_force_on(self, day: date) -> "DelegationQuerySet":
        """Those that hold on the day."""
        return self.filter(started_on__lte=day, ended_on__gt=day)


class Delegation(models.Model):
    """Who acts in whose place, from when to when, with which permissions, for all units or one with those below it.

    It lends only what the absent account holds itself on the day: nothing lent is lent on, and what is lost is lost
    to both.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    absent = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lent")
    stand_in = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="borrowed")
    kind = models.CharField(max_length=20, choices=DelegationKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    permissions = models.JSONField(default=list)  # codes of permissions
    started_on = models.DateField()
    ended_on = models.DateField()  # the first day on which it holds no more
    basis = models.CharField(max_length=300, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(absent=F("stand_in")), name="delegation_between_two"),
            models.CheckConstraint(condition=Q(ended_on__gte=F("started_on")), name="delegation_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.stand_in_id} {self.get_kind_display()} {self.absent_id}"

    @property
    def codes(self) -> "Sequence[str]":
        """The codes of what is lent."""
        return list(self.permissions)

    def state_on(self, day: date) -> str:
        """not_started, doing (in force), done (over) or stopped (revoked): codes of `common.verdicts`."""
        if self.revoked_at and day >= self.ended_on:
            return "stopped"
        if day < self.started_on:
            return "not_started"
        return "doing" if day < self.ended_on else "done"
