"""Job positions with their competency frames, and what people are rated at."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models.people import Person, PersonStatus
from cchc.organisation.models.units import Agency, Unit

if TYPE_CHECKING:
    from cchc.organisation.models.accounts import Account


class CompetencyGroup(models.TextChoices):
    """The groups of a competency frame, as Thông tư 12/2022/TT-BNV has them (its text was not at hand)."""

    COMMON = "common", _("Năng lực chung")
    PROFESSIONAL = "professional", _("Năng lực chuyên môn")
    MANAGEMENT = "management", _("Năng lực quản lý")


class Competency(models.Model):
    """Something that positions ask for and people are rated at, as the department names it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    group = models.CharField(max_length=20, choices=CompetencyGroup.choices)

    class Meta:
        ordering = ["group", "name"]
        constraints = [models.UniqueConstraint(fields=["agency", "folded"], name="competency_once_in_agency")]

    def __str__(self) -> str:
        return self.name


class PositionQuerySet(models.QuerySet["Position"]):
    """Positions as they are asked for."""

    def visible_to(self, account: "Account") -> "PositionQuerySet":
        """Those of the account's department."""
        return self.filter(unit__agency=account.agency)


class Position(models.Model):
    """A job position (vị trí việc làm) of a unit: for which kind of staff, how many, from when, by which decision."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions")
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=PersonStatus.choices)
    quota = models.PositiveIntegerField()  # how many people it is approved for
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # the first day without it
    basis = models.CharField(max_length=300)  # the decision that approved it

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["unit__sort", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="position_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Requirement(models.Model):
    """The level of a competency that a position asks for."""

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="requirements")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["competency__group", "competency__name"]
        constraints = [models.UniqueConstraint(fields=["position", "competency"], name="requirement_once")]

    def __str__(self) -> str:
        return f"{self.competency} {self.level}"


class Rating(models.Model):
    """The level that somebody was found at on a day; the latest counts, the earlier ones stay."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ratings")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()  # 0: looked at and not there
    rated_on = models.DateField()
    basis = models.CharField(max_length=300)

    class Meta:
        ordering = ["competency__group", "competency__name", "-rated_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.competency} {self.level}"
