"""Imports of figures from a file: how its columns are read, and each run."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cchc.documents.models import StoredFile
from cchc.organisation.models import Account, Agency

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class ImportMappingQuerySet(models.QuerySet["ImportMapping"]):
    """Mappings as they are asked for."""

    def visible_to(self, account: Account) -> "ImportMappingQuerySet":
        """Those of the account's department."""
        return self.filter(agency_id=account.agency_id)


class ImportMapping(models.Model):
    """How the columns of a kind of file are read, kept under a name and offered again for the same headings."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    headings = models.TextField()  # the folded headings of the file, one a line
    columns = models.JSONField(default=dict)  # field → heading
    fixed = models.JSONField(default=dict)  # field → value for every row
    fractions = models.BooleanField(default=False)  # 0,855 means 85,5 %
    saved_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()

    objects: ClassVar["Manager[ImportMapping]"] = ImportMappingQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="import_mapping_name_once")]

    def __str__(self) -> str:
        return self.name


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Runs as they are asked for."""

    def visible_to(self, account: Account) -> "ImportRunQuerySet":
        """Those of the account's department."""
        return self.filter(agency_id=account.agency_id)


class ImportRun(models.Model):
    """One file on its way in: given, checked without writing a figure, then taken over whole or not at all."""

    class State(models.TextChoices):
        """Where the run stands."""

        GIVEN = "given", _("chờ ghép cột")
        CHECKED = "checked", _("đã kiểm tra, chờ xác nhận")
        TAKEN = "taken", _("đã nhập")
        DROPPED = "dropped", _("đã bỏ")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.GIVEN)
    sheet = models.CharField(max_length=120, blank=True)
    header_row = models.PositiveIntegerField(default=1)  # counted from 1, as the spreadsheet shows it
    columns = models.JSONField(default=dict)  # field → place of the column, from 0
    fixed = models.JSONField(default=dict)
    fractions = models.BooleanField(default=False)
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

    objects: ClassVar["Manager[ImportRun]"] = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_id} {self.state}"
