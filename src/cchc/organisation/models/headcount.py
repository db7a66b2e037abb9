"""Headcount as decisions assign it; what was assigned before stays beside it."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from cchc.organisation.models.units import Unit

if TYPE_CHECKING:
    from cchc.organisation.models.accounts import Account


class QuotaQuerySet(models.QuerySet["Quota"]):
    """Quotas as they are asked for."""

    def visible_to(self, account: "Account") -> "QuotaQuerySet":
        """Those of the units of the account's department."""
        return self.filter(unit__agency=account.agency)

    def of_year(self, year: int) -> "QuotaQuerySet":
        """Those of a year."""
        return self.filter(started_on=date(year, 1, 1))

    def in_force(self) -> "QuotaQuerySet":
        """Those that no later decision took the place of."""
        return self.filter(superseded_at=None)


class Quota(models.Model):
    """How many of a kind a decision assigns to a unit for a year. The last one written down for a year counts."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="quotas")
    kind = models.CharField(max_length=40)  # a code of data/headcount.yaml
    number = models.PositiveIntegerField()
    started_on = models.DateField()  # the first day of the year
    ended_on = models.DateField()  # the first day of the next
    basis = models.CharField(max_length=300)  # the decision
    entered_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "kind", "-entered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "started_on"], condition=Q(superseded_at=None), name="quota_one_in_force"
            ),
            models.CheckConstraint(condition=Q(ended_on__gt=F("started_on")), name="quota_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.year}: {self.number}"

    @property
    def year(self) -> int:
        """The year it is for."""
        return self.started_on.year
