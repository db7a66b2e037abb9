"""Files of dossiers on their way in, and how the columns of a kind of file are read."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cchc.documents.models import StoredFile
from cchc.organisation.models import Account, Agency

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class RegisterMappingQuerySet(models.QuerySet["RegisterMapping"]):
    """Mappings as they are asked for."""

    def visible_to(self, account: Account) -> "RegisterMappingQuerySet":
        """Those of the account's department."""
        return self.filter(agency_id=account.agency_id)


class RegisterMapping(models.Model):
    """How a kind of file is read: which heading is which fact, kept and offered for the same headings."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    headings = models.TextField()  # the folded headings of the file, one a line
    columns = models.JSONField(default=dict)  # fact → folded heading
    saved_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()

    objects: ClassVar["Manager[RegisterMapping]"] = RegisterMappingQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="register_mapping_name_once")]

    def __str__(self) -> str:
        return self.name


class RegisterImportQuerySet(models.QuerySet["RegisterImport"]):
    """Imports as they are asked for."""

    def visible_to(self, account: Account) -> "RegisterImportQuerySet":
        """Those of the account's department."""
        return self.filter(agency_id=account.agency_id)


class RegisterImport(models.Model):
    """One file of dossiers: given, checked without writing a dossier, then taken over whole or not at all."""

    class Stage(models.TextChoices):
        """Where it stands."""

        GIVEN = "given", _("chờ ghép cột")
        CHECKED = "checked", _("đã kiểm tra, chờ xác nhận")
        TAKEN = "taken", _("đã nhập")
        DROPPED = "dropped", _("đã bỏ")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.GIVEN)
    sheet = models.CharField(max_length=120, blank=True)
    header_row = models.PositiveIntegerField(default=1)  # counted from 1, as a spreadsheet shows it
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)  # fact → place of the column, from 0
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)  # [{"row", "column", "text"}], the first 200
    fault_count = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)  # of what the check found, so that nothing else is taken over
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    taken_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar["Manager[RegisterImport]"] = RegisterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_id} {self.stage}"
