"""Correction notes (phiếu đính chính): a figure of a sent report was wrong, what it is, why, who says so."""

from django.db import models
from django.db.models import F, Q

from cchc.organisation.models import Account

from .report import Report


class CorrectionNote(models.Model):
    """One figure of a sent report put right, beside what was sent. Never changed; `number` counts within the report.

    `old_value` is what the report says, or the note before this one. None is no figure.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="notes")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    old_value = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    old_estimate = models.BooleanField(default=False)
    new_value = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["report_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="note_numbered_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="note_has_a_reason"),
            models.CheckConstraint(
                condition=Q(old_value=None) | Q(new_value=None) | ~Q(old_value=F("new_value")) | Q(old_estimate=True),
                name="note_changes_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.key} ({self.number})"
