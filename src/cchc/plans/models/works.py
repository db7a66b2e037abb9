"""Initiatives of reform, and what is done to tell people of it and to hear them."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models import Account, Agency, Unit

from .words import ContentName

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class StageName(models.TextChoices):
    """Where an initiative stands."""

    PROPOSED = "proposed", _("đề xuất")
    APPRAISED = "appraised", _("đã thẩm định, công nhận")
    PILOTED = "piloted", _("thí điểm")
    REPLICATED = "replicated", _("đã nhân rộng")
    REJECTED = "rejected", _("không công nhận")


class StepName(models.TextChoices):
    """What is done about an initiative."""

    APPRAISE = "appraise", _("thẩm định, công nhận")
    PILOT = "pilot", _("cho thí điểm")
    REPLICATE = "replicate", _("nhân rộng")
    REJECT = "reject", _("không công nhận")
    REOPEN = "reopen", _("xem lại")


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    """Initiatives as they are asked for."""

    def visible_to(self, account: Account) -> "InitiativeQuerySet":
        """Those of the account's department."""
        return self.filter(agency=account.agency_id)


class Initiative(models.Model):
    """A new way of working that somebody proposes. The days are those of the papers of its steps."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    content = models.CharField(max_length=20, choices=ContentName.choices)
    title = models.CharField(max_length=300)
    folded = models.CharField(max_length=600)
    authors = models.CharField(max_length=300)
    problem = models.TextField(blank=True)
    solution = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=StageName.choices, default=StageName.PROPOSED)
    proposed_on = models.DateField()
    appraised_on = models.DateField(null=True, blank=True)
    piloted_on = models.DateField(null=True, blank=True)
    replicated_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects: ClassVar["Manager[Initiative]"] = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class InitiativeStep(models.Model):
    """One step of an initiative with its paper. Never altered, never deleted."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=20, choices=StepName.choices)
    on = models.DateField()
    paper = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.on:%d/%m/%Y}"


class OutreachKind(models.TextChoices):
    """What was done to tell people or to hear them."""

    NEWS = "news", _("tin, bài, phóng sự")
    TALK = "talk", _("tọa đàm, hội nghị tuyên truyền")
    DIALOGUE = "dialogue", _("đối thoại với người dân, doanh nghiệp")
    CONTEST = "contest", _("cuộc thi tìm hiểu")
    PRINT = "print", _("tờ rơi, pa nô, ấn phẩm")
    OTHER = "other", _("hình thức khác")


class OutreachQuerySet(models.QuerySet["Outreach"]):
    """Such activities as they are asked for."""

    def visible_to(self, account: Account) -> "OutreachQuerySet":
        """Those of the account's department that were not withdrawn."""
        return self.filter(agency=account.agency_id, withdrawn_at=None)


class Outreach(models.Model):
    """One activity with its products: `products` pieces or sessions; of a dialogue what was raised and answered."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=OutreachKind.choices)
    title = models.CharField(max_length=300)
    folded = models.CharField(max_length=600)
    held_on = models.DateField()
    products = models.PositiveIntegerField(default=1)
    audience = models.CharField(max_length=200, blank=True)
    raised = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    proof = models.CharField(max_length=500, blank=True)  # where it can be seen: an address, the number of a paper
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    objects: ClassVar["Manager[Outreach]"] = OutreachQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(answered__lte=F("raised")), name="outreach_answers_what_was_raised"),
            models.CheckConstraint(condition=Q(products__gte=1), name="outreach_has_a_product"),
        ]

    def __str__(self) -> str:
        return self.title
