"""Files that prove a finished task or the state of a target."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from cchc.documents.models import StoredFile
from cchc.organisation.models import Account, Agency

from .target import Target
from .task import Task

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence as it is asked for."""

    def visible_to(self, account: Account) -> "EvidenceQuerySet":
        """The evidence of the account's department."""
        return self.filter(agency=account.agency_id)

    def standing(self) -> "EvidenceQuerySet":
        """What was not withdrawn."""
        return self.filter(withdrawn_at=None)


class Evidence(models.Model):
    """One file handed in for a task or a target. `due_on` is the occurrence of a recurring task that it proves.

    A withdrawn piece stays, with the reason: what once proved something is never made to vanish.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence")
    target = models.ForeignKey(Target, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects: ClassVar["Manager[Evidence]"] = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(task=None, target__isnull=False) | Q(target=None, task__isnull=False),
                name="evidence_proves_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.title
