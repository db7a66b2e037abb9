"""What a plan's closing part puts on units, what is to be reported when, and which documents the plan rests on."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models import Account, Agency, Unit

from .plan import FromDocument, Plan

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class DutyQuerySet(models.QuerySet["Duty"]):
    """Duties as they are asked for."""

    def visible_to(self, account: Account) -> "DutyQuerySet":
        """The duties of the account's department."""
        return self.filter(agency=account.agency_id)


class Duty(FromDocument):
    """Something put on a unit or a kind of unit ("các phòng, đơn vị") for as long as the plan lives."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="duties")
    text = models.TextField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit_text = models.CharField(max_length=300, blank=True)
    sort = models.PositiveIntegerField(default=0)

    objects: ClassVar["Manager[Duty]"] = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "sort", "pk"]
        verbose_name_plural = "duties"

    def __str__(self) -> str:
        return self.text


class Cadence(models.TextChoices):
    """How often something is reported."""

    WEEKLY = "weekly", _("hằng tuần")
    MONTHLY = "monthly", _("hằng tháng")
    QUARTERLY = "quarterly", _("hằng quý")
    HALF_YEARLY = "half_yearly", _("6 tháng")
    NINE_MONTHLY = "nine_monthly", _("9 tháng")
    YEARLY = "yearly", _("hằng năm")
    AD_HOC = "ad_hoc", _("đột xuất")


class ReportingDutyQuerySet(models.QuerySet["ReportingDuty"]):
    """Reporting duties as they are asked for."""

    def visible_to(self, account: Account) -> "ReportingDutyQuerySet":
        """Those of the account's department."""
        return self.filter(agency=account.agency_id)


class ReportingDuty(FromDocument):
    """A duty to report on a schedule. `cadence` holds codes of `Cadence`; `day` is the day of the month, if any."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reporting")
    text = models.TextField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cadence = models.JSONField(default=list, blank=True)
    day = models.PositiveIntegerField(null=True, blank=True)
    to = models.CharField(max_length=300, blank=True)
    sort = models.PositiveIntegerField(default=0)

    objects: ClassVar["Manager[ReportingDuty]"] = ReportingDutyQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "sort", "pk"]
        verbose_name_plural = "reporting duties"

    def __str__(self) -> str:
        return self.text

    @property
    def cadence_words(self) -> str:
        """How often, in words."""
        words = dict(Cadence.choices)
        return ", ".join(str(words[code]) for code in self.cadence if code in words)


class Citation(models.Model):
    """A document that the plan rests on, by its number."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="citations")
    number = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, blank=True)
    dated = models.DateField(null=True, blank=True)
    sort = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["sort", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="citation_once_in_plan")]

    def __str__(self) -> str:
        return self.number
