"""The files that are kept: one row for each time a file was given; equal contents lie on the disk once."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from cchc.common import media
from cchc.organisation.models import Account, Agency

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Files as they are asked for."""

    def visible_to(self, account: Account) -> "StoredFileQuerySet":
        """The files of the account's department. Which of them it may open is for the package that keeps the file."""
        return self.filter(agency_id=account.agency_id)


class StoredFile(models.Model):
    """A file as it was given: its name then, its digest and size, what it is by its content, by whom and when."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()  # bytes
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    uploaded_at = models.DateTimeField()

    objects: ClassVar["Manager[StoredFile]"] = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """What it is, in the word an office has for it."""
        return media.KINDS.get(self.media_type, self.media_type)
