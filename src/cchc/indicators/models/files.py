"""A file on its way in that is kept as it was given."""

from django.db import models

from cchc.documents.models import StoredFile
from cchc.organisation.models.imports import FileRun


class StoredRun(FileRun):
    """A file on its way in, kept for good: it is the evidence of what was taken from it."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(FileRun.Meta):
        abstract = True
