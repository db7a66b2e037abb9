"""What every import from files is made of: kept ways to read columns, and files on their way in."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from cchc.organisation.models.accounts import Account
from cchc.organisation.models.units import Agency
from cchc.organisation.rules.staff_files import FileKind

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class FileQuerySet(models.QuerySet[Any]):
    """Mappings and files as they are asked for."""

    def visible_to(self, account: Account) -> Self:
        """Those of the account's department."""
        return self.filter(agency_id=account.agency_id)


class ColumnMapping(models.Model):
    """How the columns of a kind of file are read, kept under a name and offered again for the same headings."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    headings = models.TextField()  # the folded headings of the file, one a line
    columns = models.JSONField(default=dict)  # field → folded heading
    saved_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class FileRun(models.Model):
    """One file on its way in: given, checked without writing a row, then taken over whole or not at all."""

    class State(models.TextChoices):
        """Where the file stands."""

        GIVEN = "given", _("chờ ghép cột")
        CHECKED = "checked", _("đã kiểm tra, chờ xác nhận")
        TAKEN = "taken", _("đã nhập")
        DROPPED = "dropped", _("đã bỏ")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.GIVEN)
    sheet = models.CharField(max_length=120, blank=True)
    header_row = models.PositiveIntegerField(default=1)  # counted from 1, as the spreadsheet shows it
    columns = models.JSONField(default=dict)  # field → place of the column, from 0
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

    class Meta:
        abstract = True
        ordering = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


_KINDS = [
    (FileKind.UNITS.value, _("đơn vị")),
    (FileKind.POSITIONS.value, _("vị trí việc làm")),
    (FileKind.PEOPLE.value, _("người")),
]


class StaffMapping(ColumnMapping):
    """How the columns of a file of units, positions or people are read."""

    kind = models.CharField(max_length=10, choices=_KINDS)

    objects: ClassVar["Manager[StaffMapping]"] = FileQuerySet.as_manager()

    class Meta(ColumnMapping.Meta):
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "name"], name="staff_mapping_name_once")]


class StaffFile(FileRun):
    """A file of units, positions or people. What it says goes once it is taken or dropped: the journal has it."""

    kind = models.CharField(max_length=10, choices=_KINDS)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    headings = models.JSONField(default=list)
    table = models.JSONField(default=dict)  # {"rows": texts, "broken": [[row, column, what]]}; {} once gone
    lines = models.JSONField(default=list)  # the first that would change anything, as the check found them

    objects: ClassVar["Manager[StaffFile]"] = FileQuerySet.as_manager()
