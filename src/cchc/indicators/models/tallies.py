"""What was counted, month by month, and from when a department's register is complete enough to count from."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from cchc.organisation.models import Account, Agency

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class Tally(models.Model):
    """One cell: every measure of a source, of one unit in one month.

    The keys are numbers, not foreign keys: a cell is a count of rows that have those, and is made anew from them.
    """

    source = models.CharField(max_length=40)
    agency_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    month = models.PositiveIntegerField()  # year × 100 + month
    content = models.JSONField(default=dict)  # measure → number
    spreads = models.JSONField(default=dict)  # measure → member → number, apart since it is long and seldom read
    version = models.PositiveIntegerField()  # of the source when it was counted
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ["source", "agency_id", "month", "unit_id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "agency_id", "month", "unit_id"], name="tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.agency_id} {self.unit_id} {self.month}"


class CountedFromQuerySet(models.QuerySet["CountedFrom"]):
    """Sources in use, as they are asked for."""

    def visible_to(self, account: Account) -> "CountedFromQuerySet":
        """Those of the account's department."""
        return self.filter(agency_id=account.agency_id)


class CountedFrom(models.Model):
    """From this month on the department counts a source's indicators from its rows; before it, as they were entered.

    An empty register is not a nought: only the department can say from when its register is whole.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=40)
    month = models.PositiveIntegerField()  # year × 100 + month
    said_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField()

    objects: ClassVar["Manager[CountedFrom]"] = CountedFromQuerySet.as_manager()

    class Meta:
        ordering = ["source"]
        constraints = [models.UniqueConstraint(fields=["agency", "source"], name="counted_from_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.month}"
