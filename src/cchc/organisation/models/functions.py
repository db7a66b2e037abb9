"""What a department is there for, and which unit leads and which support each function, from when to when."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models.units import Agency, Unit

if TYPE_CHECKING:
    from cchc.organisation.models.accounts import Account


class FunctionQuerySet(models.QuerySet["Function"]):
    """Functions as they are asked for."""

    def visible_to(self, account: "Account") -> "FunctionQuerySet":
        """Those of the account's department."""
        return self.filter(agency=account.agency)

    def in_force_on(self, day: date) -> "FunctionQuerySet":
        """Those that the department had on the day."""
        return self.filter(started_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))


class Function(models.Model):
    """A function or task (chức năng, nhiệm vụ) that a document gives the department."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    folded = models.CharField(max_length=500)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # the first day without it
    basis = models.CharField(max_length=300)  # the document that gives it to the department

    objects = FunctionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gt=F("started_on")), name="function_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class FunctionPart(models.TextChoices):
    """The part of a unit in a function."""

    LEAD = "lead", _("chủ trì")
    SUPPORT = "support", _("phối hợp")


class FunctionShare(models.Model):
    """A unit leads or supports a function, by which document, from when to when."""

    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="shares")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="shares")
    part = models.CharField(max_length=10, choices=FunctionPart.choices)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # the first day without it
    basis = models.CharField(max_length=300)  # the document that assigns it

    class Meta:
        ordering = ["part", "started_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="share_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_part_display()} {self.function}"
