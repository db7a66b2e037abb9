"""What was done by the clock."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobOutcome(models.TextChoices):
    """How a run of a scheduled job stands."""

    RUNNING = "running", _("đang chạy")
    DONE = "done", _("xong")
    FAILED = "failed", _("hỏng")


class JobRun(models.Model):
    """A scheduled job in one of its periods: the row is the claim, so that no period is run twice."""

    job = models.CharField(max_length=60)
    period = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)  # from then on whoever runs it counts as dead
    attempts = models.PositiveIntegerField(default=1)
    next_at = models.DateTimeField(null=True)  # of a failed run: when it is tried again; none: a person must look
    outcome = models.CharField(max_length=10, choices=JobOutcome.choices, default=JobOutcome.RUNNING)
    did = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    by_name = models.CharField(max_length=200, blank=True)  # who had it run; empty: the clock

    class Meta:
        ordering = ["-due_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["job", "period"], name="job_once_in_a_period")]
        indexes = [models.Index(fields=["job", "outcome", "due_at"])]

    def __str__(self) -> str:
        return f"{self.job} {self.period} {self.outcome}"
