"""Files of dossiers on their way in, and how the columns of a kind of file are read."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from cchc.indicators.models.files import StoredRun
from cchc.organisation.models.imports import ColumnMapping, FileQuerySet

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class RegisterMapping(ColumnMapping):
    """How the columns of a register are read."""

    objects: ClassVar["Manager[RegisterMapping]"] = FileQuerySet.as_manager()

    class Meta(ColumnMapping.Meta):
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="register_mapping_name_once")]


class RegisterImport(StoredRun):
    """One file of dossiers."""

    headings = models.JSONField(default=list)

    objects: ClassVar["Manager[RegisterImport]"] = FileQuerySet.as_manager()
