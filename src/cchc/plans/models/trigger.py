"""Events that deadlines count from: what happened when, on what evidence, and the day it makes due."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from cchc.documents.models import StoredFile
from cchc.organisation.models import Account, Agency

from .task import Task

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class TriggerQuerySet(models.QuerySet["Trigger"]):
    """Events as they are asked for."""

    def visible_to(self, account: Account) -> "TriggerQuerySet":
        """Those of the account's department."""
        return self.filter(agency=account.agency_id)

    def standing(self) -> "TriggerQuerySet":
        """Those that were neither corrected nor withdrawn."""
        return self.filter(ended_at=None)


class Trigger(models.Model):
    """The event that one of a task's deadlines counts from ("trong 10 ngày làm việc kể từ ngày …").

    `words` is that deadline's text. `basis` says what shows that it happened, `file` is that paper. `due_on` is the day
    it makes due by the working calendar. A corrected or withdrawn one stays, with the reason.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="triggers")
    words = models.CharField(max_length=500)
    happened_on = models.DateField()
    basis = models.CharField(max_length=500)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=500, blank=True)

    objects: ClassVar["Manager[Trigger]"] = TriggerQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["task", "words"], condition=Q(ended_at=None), name="trigger_stands_once")
        ]

    def __str__(self) -> str:
        return f"{self.happened_on:%d/%m/%Y} {self.words}"
