"""Where targets stood when they were last looked at, so that a change can be told."""

from django.db import models

from .target import Target


class LastStanding(models.Model):
    """The verdict of a target, and whether its forecast warned, when it was last looked at."""

    target = models.OneToOneField(Target, on_delete=models.CASCADE, primary_key=True, related_name="+")
    verdict = models.CharField(max_length=20)
    warns = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.target_id} {self.verdict}"
