"""The journal's tables."""

from django.db import models


class JournalEntry(models.Model):
    """One thing that was done. No foreign keys: an entry outlives whatever it tells of."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    agency_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    action = models.CharField(max_length=100, db_index=True)
    record_type = models.CharField(max_length=100)
    record_id = models.CharField(max_length=64)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    folded = models.TextField(default="", blank=True)  # for search only: not part of what is sealed

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["agency_id", "seq"]), models.Index(fields=["record_type", "record_id"])]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class JournalHead(models.Model):
    """Where the chain ends: one row, locked by whoever writes, so that entries follow one another and none is lost."""

    seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.seq} {self.digest}"
