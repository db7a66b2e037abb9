"""The record of readings: who looked at which sensitive records."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadingKind(models.TextChoices):
    """How much was looked at in one request."""

    RECORD = "record", _("một bản ghi")
    LIST = "list", _("danh sách trên màn hình")
    EXPORT = "export", _("tệp xuất ra")


class Reading(models.Model):
    """One request that showed sensitive data of one table in full. `keys` are the rows shown, the first thousand.

    No foreign keys: it outlives what was read. Not part of the journal's chain: it goes when its time is over.
    """

    at = models.DateTimeField(db_index=True)
    agency_id = models.BigIntegerField(null=True)
    reader_id = models.BigIntegerField()
    reader_name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, default="")
    record_type = models.CharField(max_length=100)
    fields = models.JSONField()
    kind = models.CharField(max_length=10, choices=ReadingKind.choices)
    count = models.PositiveIntegerField()
    keys = models.JSONField()
    page = models.CharField(max_length=100)  # the name of its address
    trace = models.CharField(max_length=64, blank=True, default="")  # the request

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["agency_id", "at"], name="reading_of_agency")]

    def __str__(self) -> str:
        return f"{self.reader_name} {self.record_type} {self.count}"
