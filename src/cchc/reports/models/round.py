"""The round of reporting: what has to be reported, by whom, to whom, how often and by when."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.organisation.access import may, units_for
from cchc.organisation.models import Account, Agency, Unit
from cchc.plans.models import PlanState, ReportingDuty
from cchc.reports.rules.schedule import Cadence, Schedule

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class Who(models.TextChoices):
    """Who has to report."""

    AGENCY = "agency", _("Sở")
    UNITS = "units", _("mỗi phòng, đơn vị thuộc Sở")
    UNIT = "unit", _("một đơn vị")


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Obligations as they are asked for."""

    def visible_to(self, account: Account) -> "ObligationQuerySet":
        """Those of the department that concern the person: of the whole department, of every unit, of its own unit."""
        rows = self.filter(agency=account.agency_id)
        if not may(account, "reports.view"):
            return rows.none()
        units = units_for(account, "reports.returns")
        return rows if units is None else rows.filter(Q(unit=None) | Q(unit__in=units))

    def living(self) -> "ObligationQuerySet":
        """Without those whose plan does not hold any more."""
        return self.filter(Q(duty=None) | Q(duty__plan__state=PlanState.ADOPTED))


class Obligation(models.Model):
    """Something that is reported again and again, or once on a day. The times are those of `rules.schedule.Schedule`.

    `in_system`: the report is written here in the standard outline; any other is only noted as sent (`Filing`).
    `locks`: with the cut-off the returns of the units, and the figures they use, are closed.
    `duty` is the plan's sentence it comes from, `basis` the document where it was entered by hand.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    who = models.CharField(max_length=10, choices=Who.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to = models.CharField(max_length=300)
    in_system = models.BooleanField(default=False)
    locks = models.BooleanField(default=False)
    cadences = models.JSONField(default=list)
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    shift = models.SmallIntegerField(default=0)
    weekday = models.PositiveSmallIntegerField(default=4)
    hour = models.TimeField(null=True, blank=True)
    window_day = models.PositiveSmallIntegerField(null=True, blank=True)
    on = models.DateField(null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    remind_days = models.PositiveSmallIntegerField(default=3)  # working days before
    basis = models.CharField(max_length=300, blank=True)
    duty = models.ForeignKey(ReportingDuty, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects: ClassVar["Manager[Obligation]"] = ObligationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(who=Who.UNIT, unit__isnull=False) | (~Q(who=Who.UNIT) & Q(unit=None)),
                name="obligation_names_a_unit_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def schedule(self) -> Schedule:
        """Its times, as the rules work with them."""
        return Schedule(
            frozenset(Cadence(code) for code in self.cadences), self.starts_on, self.ends_on, day=self.day,
            shift=self.shift, weekday=self.weekday, hour=self.hour, window_day=self.window_day, on=self.on,
        )  # fmt: skip


class Filing(models.Model):
    """A report that is not written in this system was sent: when, and under what number or by what way."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="filings")
    period_code = models.CharField(max_length=10)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    reference = models.CharField(max_length=300)
    noted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "period_code"], condition=Q(unit=None), name="filing_once_of_the_department"
            ),
            models.UniqueConstraint(
                fields=["obligation", "period_code", "unit"],
                condition=Q(unit__isnull=False),
                name="filing_once_of_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.period_code}"
