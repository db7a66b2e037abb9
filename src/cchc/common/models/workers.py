"""The processes that work beside the web server."""

from django.db import models


class Worker(models.Model):
    """A process that delivers and does what is due; it says every few seconds that it lives."""

    name = models.CharField(max_length=120, unique=True)  # machine:process
    version = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    done = models.PositiveBigIntegerField(default=0)
    failed = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
