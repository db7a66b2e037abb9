"""People, and the posts they hold."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models.units import Agency, Unit

if TYPE_CHECKING:
    from cchc.organisation.models.accounts import Account


class PersonStatus(models.TextChoices):
    """How somebody is employed (Luật Cán bộ, công chức; Luật Viên chức; Nghị định 111/2022/NĐ-CP)."""

    CIVIL_SERVANT = "civil_servant", _("công chức")
    PUBLIC_EMPLOYEE = "public_employee", _("viên chức")
    CONTRACT = "contract", _("người lao động hợp đồng")


class PaySource(models.TextChoices):
    """What somebody is paid from (Nghị định 60/2021/NĐ-CP); nothing stated is possible, and is shown as such."""

    STATE = "state", _("ngân sách nhà nước")
    OWN = "own", _("nguồn thu sự nghiệp")


class PersonQuerySet(models.QuerySet["Person"]):
    """People as they are asked for."""

    def visible_to(self, account: "Account") -> "PersonQuerySet":
        """The people of the account's department."""
        return self.filter(agency=account.agency)

    def with_post(self) -> "PersonQuerySet":
        """Each with the main post held now and its unit, in the same query."""
        return self.annotate(
            held=FilteredRelation("tenures", condition=Q(tenures__ended_on=None, tenures__concurrent=False)),
            post=F("held__post"),
            heads=F("held__heads"),
            unit_name=F("held__unit__name"),
            unit_sort=F("held__unit__sort"),
        )


class Person(models.Model):
    """Somebody who works, or worked, in a department."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    full_name = models.CharField(max_length=120)
    folded = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    status = models.CharField(max_length=20, choices=PersonStatus.choices)
    pay_source = models.CharField(max_length=10, choices=PaySource.choices, blank=True)  # "" not stated

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["folded", "pk"]
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="person_code_once_in_agency")]
        indexes = [models.Index(fields=["agency", "folded"], name="people_of_agency_by_name")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def tenure(self) -> "Tenure | None":
        """The main post held now: not a concurrent one, and the one that began last."""
        held = self.tenures.filter(ended_on=None).order_by("concurrent", "-started_on", "-pk")
        return held.select_related("unit").first()

    @property
    def unit(self) -> Unit | None:
        """The unit of the main post."""
        tenure = self.tenure
        return tenure.unit if tenure else None


class TenureQuerySet(models.QuerySet["Tenure"]):
    """Posts as they are asked for."""

    def main(self) -> "TenureQuerySet":
        """The main posts held now: at most one a person."""
        return self.filter(ended_on=None, concurrent=False)

    def unplaced(self) -> "TenureQuerySet":
        """Posts held now, concurrent ones too, that stand in no job position."""
        return self.filter(ended_on=None, position=None)


class Tenure(models.Model):
    """Who held which post, where, from when to when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tenures")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tenures")
    post = models.CharField(max_length=120)  # the title as appointed, e.g. Trưởng phòng
    heads = models.BooleanField(default=False)  # whether the post heads the unit
    concurrent = models.BooleanField(default=False)  # kiêm nhiệm: held beside the main post
    position = models.ForeignKey("Position", on_delete=models.PROTECT, null=True, related_name="tenures")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)  # the first day without the post
    basis = models.CharField(max_length=300, blank=True)
    # How the holder was employed and paid while holding it, once that changed; no status: as the person is now.
    status_then = models.CharField(max_length=20, choices=PersonStatus.choices, blank=True)
    pay_then = models.CharField(max_length=10, choices=PaySource.choices, blank=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gt=F("started_on")), name="tenure_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}, {self.unit}"

    @property
    def status_word(self) -> str:
        """How the holder is, or was, employed in it."""
        return str(PersonStatus(self.status_then or self.person.status).label)

    @property
    def pay_word(self) -> str:
        """What the holder is, or was, paid from; nothing where it is not stated."""
        pay = self.pay_then if self.status_then else self.person.pay_source
        return str(PaySource(pay).label) if pay else ""
