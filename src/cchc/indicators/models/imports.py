"""Imports of figures from a file: how its columns are read, and each run."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from cchc.organisation.models.imports import ColumnMapping, FileQuerySet

from .files import StoredRun

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class ImportMapping(ColumnMapping):
    """How the columns of a file of figures are read, and what holds for all of its rows."""

    fixed = models.JSONField(default=dict)  # field → value for every row
    fractions = models.BooleanField(default=False)  # 0,855 means 85,5 %

    objects: ClassVar["Manager[ImportMapping]"] = FileQuerySet.as_manager()

    class Meta(ColumnMapping.Meta):
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="import_mapping_name_once")]


class ImportRun(StoredRun):
    """One file of figures."""

    fixed = models.JSONField(default=dict)
    fractions = models.BooleanField(default=False)

    objects: ClassVar["Manager[ImportRun]"] = FileQuerySet.as_manager()
