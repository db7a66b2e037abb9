"""Reports that fell due, as rows: what the discipline of reporting is counted from."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from cchc.organisation.access import may, units_for
from cchc.organisation.models import Account, Agency, Unit

from .round import Obligation

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class DueReportQuerySet(models.QuerySet["DueReport"]):
    """Reports that fell due as they are asked for."""

    def visible_to(self, account: Account) -> "DueReportQuerySet":
        """The department's own, and those of the units whose returns the person may see."""
        if not may(account, "reports.view"):
            return self.none()
        rows, units = self.filter(agency=account.agency_id), units_for(account, "reports.returns")
        return rows if units is None else rows.filter(Q(body=None) | Q(body__in=units) | Q(unit__in=units))


class DueReport(models.Model):
    """A report whose cut-off has passed: the obligation at one of its times, of one body, and what came of it.

    `body` is whose report it is (None: the department's), `unit` the unit it counts to: the same, or the office for the
    department's. `moment` is the cut-off, `due_on` its day, `sent_at` the first sending, `returned` whether the office
    ever sent it back. The rows follow the calendar of reports (`actions.dues`) and are written by nobody else.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="+")
    period_code = models.CharField(max_length=10)
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    moment = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    returned = models.BooleanField(default=False)

    objects: ClassVar["Manager[DueReport]"] = DueReportQuerySet.as_manager()

    class Meta:
        ordering = ["-moment", "unit__sort", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "period_code"], condition=Q(body=None), name="due_report_once_of_the_department"
            ),
            models.UniqueConstraint(
                fields=["obligation", "period_code", "body"],
                condition=Q(body__isnull=False),
                name="due_report_once_of_unit",
            ),
        ]
        indexes = [models.Index(fields=["agency", "due_on"])]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.period_code} {self.body_id or ''}"
