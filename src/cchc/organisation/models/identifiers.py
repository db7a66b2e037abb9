"""Electronic identifiers of a department and its units, each with the days for which it holds."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from cchc.organisation.models.units import Agency, Unit

if TYPE_CHECKING:
    from cchc.organisation.models.accounts import Account


class IdentifierQuerySet(models.QuerySet["Identifier"]):
    """Identifiers as they are asked for."""

    def visible_to(self, account: "Account") -> "IdentifierQuerySet":
        """Those of the account's department and its units."""
        return self.filter(agency=account.agency)

    def in_force(self) -> "IdentifierQuerySet":
        """Those that hold now."""
        return self.filter(ended_on=None)


class Identifier(models.Model):
    """A code of a department (no unit) or of a unit, in both writings, from when to when and what came after it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="identifiers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="identifiers")
    code = models.CharField(max_length=35, unique=True)  # the writing in force: H19.12
    old_code = models.CharField(max_length=35, blank=True)  # the older writing: 000.00.12.H19; "" where it has none
    folded = models.CharField(max_length=80)  # both writings, for the search
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # the first day on which it holds no more
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    basis = models.CharField(max_length=300)  # the decision that gave it

    objects = IdentifierQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(unit=None, ended_on=None), name="identifier_one_of_agency"
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(unit__isnull=False, ended_on=None), name="identifier_one_of_unit"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="identifier_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def owner(self) -> Agency | Unit:
        """Whose code it is."""
        return self.unit or self.agency
