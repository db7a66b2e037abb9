"""The figures that were observed, with their history."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from cchc.common.periods import Period
from cchc.documents.models import StoredFile
from cchc.indicators.rules import Entry
from cchc.organisation.models import Account, Agency, Unit

from .imports import ImportRun
from .indicator import Indicator

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Figures as they are asked for."""

    def visible_to(self, account: Account) -> "ObservationQuerySet":
        """Those of the account's department."""
        return self.filter(agency_id=account.agency_id)

    def current(self) -> "ObservationQuerySet":
        """Those that hold: neither corrected nor withdrawn."""
        return self.filter(superseded_at=None, is_withdrawal=False)

    def known_at(self, moment: datetime | None) -> "ObservationQuerySet":
        """Those that held at the moment, whatever was corrected later; None is now."""
        if moment is None:
            return self.current()
        known = self.filter(entered_at__lte=moment, is_withdrawal=False)
        return known.filter(Q(superseded_at=None) | Q(superseded_at__gt=moment))


class Observation(models.Model):
    """One figure of an indicator for a period, of a unit or (unit None) of the department.

    It is never changed: a correction is a new row that supersedes it and says why. A ratio keeps its numerator and
    denominator, a change what it is now and what it was at the base; the value beside them is what they come to.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    period = models.CharField(max_length=8)
    first = models.DateField()
    last = models.DateField()
    value = models.DecimalField(max_digits=22, decimal_places=6, null=True, blank=True)
    numerator = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    is_estimate = models.BooleanField(default=False)  # "ước"
    as_of = models.DateField()  # the day the figure was true of
    note = models.CharField(max_length=1000, blank=True)  # where it comes from
    evidence = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, null=True, blank=True, related_name="observations")
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)
    is_withdrawal = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)  # of the correction

    objects: ClassVar["Manager[Observation]"] = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["-last", "-first", "-entered_at", "-pk"]
        indexes = [models.Index(fields=["agency", "indicator", "last"], name="observation_by_indicator")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "indicator", "unit", "period"],
                condition=Q(superseded_at=None),
                name="observation_one_holds_for_unit",
            ),
            models.UniqueConstraint(
                fields=["agency", "indicator", "period"],
                condition=Q(superseded_at=None, unit=None),
                name="observation_one_holds_for_agency",
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="observation_period_runs_forward"),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(reason=""), name="observation_correction_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period} {self.unit_id or '*'}"

    @property
    def when(self) -> Period:
        """The period."""
        return Period.parse(self.period)

    @property
    def entry(self) -> Entry:
        """The figure as the rules work with it."""
        return Entry(self.when, self.value, self.numerator, self.denominator, self.is_estimate, self.as_of, key=self.pk)
