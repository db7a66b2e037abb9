"""What is decided about reports in a round: accepted, returned, presented, approved; unlocked; who gathers what."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models import Account, Agency, Unit

from .report import Report
from .round import Obligation

if TYPE_CHECKING:
    from datetime import date

    from django.db.models.manager import Manager


class StepKind(models.TextChoices):
    """What was decided."""

    ACCEPTED = "accepted", _("đã nhận")
    RETURNED = "returned", _("trả lại")
    PRESENTED = "presented", _("trình duyệt")
    APPROVED = "approved", _("đã duyệt")
    HANDED_BACK = "handed_back", _("yêu cầu sửa")


class Step(models.Model):
    """A decision about a report; `revision` is that of the draft it was made about. Never changed."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    revision = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind}"


class Unlock(models.Model):
    """A return that the cut-off closed is open again until a moment, and why."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="unlocks")
    period_code = models.CharField(max_length=10)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=models.F("at")), name="unlock_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(reason=""), name="unlock_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.period_code} {self.unit_id}"


class FocalQuerySet(models.QuerySet["Focal"]):
    """Focal units as they are asked for."""

    def on(self, day: "date") -> "FocalQuerySet":
        """Those in force on a day."""
        return self.filter(since__lte=day).exclude(until__lt=day)


class Focal(models.Model):
    """The unit that gathers one content of the department's report (đơn vị đầu mối), from a day to a day."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    content = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    named_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    objects: ClassVar["Manager[Focal]"] = FocalQuerySet.as_manager()

    class Meta:
        ordering = ["content", "since"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "content"], condition=Q(until=None), name="focal_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="focal_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content} {self.unit_id}"
