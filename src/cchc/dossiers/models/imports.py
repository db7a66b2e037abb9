"""Files of dossiers on their way in, and how the columns of a kind of file are read."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.indicators.models.files import StoredRun
from cchc.organisation.models import Account
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
    sample = models.JSONField(default=list)  # the headings and the rows below them, as texts; [] once it is over
    ground = models.CharField(max_length=64, blank=True)  # which names meant which units when it was checked

    objects: ClassVar["Manager[RegisterImport]"] = FileQuerySet.as_manager()


class RegisterWork(models.Model):
    """What a worker was asked to do with a file that is too long for a request, and how far it is.

    Whoever claims it does it; a claim that runs out is taken over. `attempts` tells one claim from the next.
    """

    class Kind(models.TextChoices):
        """What is asked for."""

        CHECK = "check", _("kiểm tra")
        TAKE = "take", _("nhập")

    class State(models.TextChoices):
        """How it stands."""

        WAITING = "waiting", _("chờ đến lượt")
        RUNNING = "running", _("đang làm")
        DONE = "done", _("xong")
        FAILED = "failed", _("không xong")
        CANCELLED = "cancelled", _("đã dừng")

    OPEN = (State.WAITING, State.RUNNING)

    run = models.ForeignKey(RegisterImport, on_delete=models.PROTECT, related_name="works")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    next_at = models.DateTimeField()  # not before
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)  # rows read by the present attempt, of `total`
    total = models.PositiveIntegerField()
    faults = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)  # dossiers written by all attempts
    changed = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)  # why it failed: a message, told in the reader's language
    error_facts = models.JSONField(default=dict)  # what stands in the message

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run"], condition=Q(state__in=["waiting", "running"]), name="register_work_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["state", "next_at"], name="register_work_due")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.kind} {self.state}"

    @property
    def why(self) -> str:
        """Why it failed, in the language of the page."""
        said = gettext(self.error) if self.error else ""
        return said % self.error_facts if self.error_facts else said

    @property
    def is_open(self) -> bool:
        """Whether it waits or is being done."""
        return self.state in self.OPEN

    @property
    def percent(self) -> int:
        """How much of the file the present attempt has read, in percent."""
        return 100 * self.done // max(1, self.total)

    @property
    def may_stop(self) -> bool:
        """Whether it can be stopped and leave nothing behind: always, until the first row is written."""
        return self.is_open and (self.kind == self.Kind.CHECK or self.attempts == 0)
