"""What hangs on a task: decisions about it, its parts, the money set aside for it."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models import Account, Person

from .task import Task

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class DecisionKind(models.TextChoices):
    """What is decided about a task."""

    EXTEND = "extend", _("gia hạn")
    MERGE = "merge", _("nhập vào nhiệm vụ khác")
    CANCEL = "cancel", _("hủy")


class Decision(models.Model):
    """A decision about a task: what, by whom, on which paper, why. Never altered, never deleted."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=20, choices=DecisionKind.choices)
    decided_by = models.CharField(max_length=200)
    paper = models.CharField(max_length=300)
    reason = models.TextField()
    due_before = models.DateField(null=True, blank=True)
    due_after = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.paper}"


class SubTaskQuerySet(models.QuerySet["SubTask"]):
    """Parts of tasks as they are asked for."""

    def visible_to(self, account: Account) -> "SubTaskQuerySet":
        """Those of the account's department."""
        return self.filter(task__agency=account.agency_id)

    def open(self) -> "SubTaskQuerySet":
        """Those still to be done."""
        return self.filter(done_at=None)


class SubTask(models.Model):
    """A part of a task, one level deep: a step with somebody in charge and a day. It is not counted as a task."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="parts")
    text = models.CharField(max_length=500)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    done_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar["Manager[SubTask]"] = SubTaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(done_at=None) | Q(done_by__isnull=False), name="part_done_by_somebody"),
        ]

    def __str__(self) -> str:
        return self.text


class MoneySource(models.TextChoices):
    """Where the money comes from."""

    BUDGET = "budget", _("ngân sách nhà nước")
    REVENUE = "revenue", _("nguồn thu sự nghiệp")
    AID = "aid", _("viện trợ, tài trợ")
    SOCIAL = "social", _("xã hội hóa")
    OTHER = "other", _("nguồn khác")


class BudgetLineQuerySet(models.QuerySet["BudgetLine"]):
    """Lines of money as they are asked for."""

    def visible_to(self, account: Account) -> "BudgetLineQuerySet":
        """Those of the account's department."""
        return self.filter(task__agency=account.agency_id)


class BudgetLine(models.Model):
    """Money for a task, in whole đồng, from one source."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="budget")
    amount = models.BigIntegerField()
    source = models.CharField(max_length=20, choices=MoneySource.choices, default=MoneySource.BUDGET)
    note = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects: ClassVar["Manager[BudgetLine]"] = BudgetLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="budget_line_is_some_money")]

    def __str__(self) -> str:
        return f"{self.amount} {self.get_source_display()}"
