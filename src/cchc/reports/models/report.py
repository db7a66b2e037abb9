"""Periodic reports: their sections while they are written, their figures once they are frozen."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.documents.models import StoredFile
from cchc.organisation.access import may, units_for
from cchc.organisation.models import Account, Agency, Unit, UnitEvent, UnitEventKind
from cchc.reports.rules.spans import Told, told_by

from .round import Obligation

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class ReportState(models.TextChoices):
    """Whether a report is being written or was sent and is frozen."""

    DRAFT = "draft", _("dự thảo")
    SUBMITTED = "submitted", _("đã gửi, đã khóa")


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports as they are asked for."""

    def visible_to(self, account: Account) -> "ReportQuerySet":
        """The department's reports, and the returns of those units whose returns the person may see."""
        if not may(account, "reports.view"):
            return self.none()
        units = units_for(account, "reports.returns")
        rows = self.filter(agency_id=account.agency_id)
        if units is None:
            return rows
        merged = UnitEvent.objects.filter(kind=UnitEventKind.MERGED, into__in=units).values("unit")
        return rows.filter(Q(unit=None) | Q(unit__in=units) | Q(unit__in=merged))

    def uncorrected(self) -> "ReportQuerySet":
        """Without those that a later version has corrected."""
        return self.exclude(pk__in=Report.objects.exclude(corrects=None).values("corrects_id"))


class Report(models.Model):
    """One periodic report of the department (`unit` empty) or of one of its units.

    `as_of` is the last day its figures may tell of, `since` the first where that is not the first of its period: from
    the 15th to the 14th, a week, what was asked for once. A report of a month, a week or once names the obligation it
    answers. A sent report is never changed: a correction is the next `version`.
    `revision` grows with every change of the draft but its number and day, so that nobody sends what somebody else has
    just altered and an approval holds for what was read; the number is given after it.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    form_code = models.CharField(max_length=40)
    form_version = models.PositiveIntegerField()
    period_code = models.CharField(max_length=10)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first_day = models.DateField()  # of the period, to sort by
    since = models.DateField(null=True, blank=True)
    as_of = models.DateField()
    version = models.PositiveIntegerField(default=1)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    reason = models.TextField(blank=True)  # why a correction was begun
    state = models.CharField(max_length=20, choices=ReportState.choices, default=ReportState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    number = models.CharField(max_length=20, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    addressees = models.TextField(blank=True)  # one a line
    recipients = models.TextField(blank=True)  # one a line
    signer_authority = models.CharField(max_length=60, blank=True)
    signer_title = models.CharField(max_length=60, blank=True)
    signer_name = models.CharField(max_length=100, blank=True)
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of everything that was frozen
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    xlsx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    pack = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")  # evidence, sealed

    objects: ClassVar["Manager[Report]"] = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "unit__sort", "-version", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "form_code", "period_code", "version"],
                condition=Q(unit=None, obligation=None),
                name="department_report_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "unit", "form_code", "period_code", "version"],
                condition=Q(unit__isnull=False, obligation=None),
                name="unit_report_once",
            ),
            models.UniqueConstraint(
                fields=["obligation", "period_code", "version"], condition=Q(unit=None), name="department_answer_once"
            ),
            models.UniqueConstraint(
                fields=["obligation", "unit", "period_code", "version"],
                condition=Q(unit__isnull=False),
                name="unit_answer_once",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None, digest="") | (Q(state="submitted") & ~Q(digest="")),
                name="report_sent_is_sealed",
            ),
        ]
        indexes = [models.Index(fields=["agency", "period_code"])]

    def __str__(self) -> str:
        return f"{self.form_code} {self.period_code} ({self.version})"

    @property
    def period(self) -> Told:
        """The period it tells of, or the week, or the days asked for once."""
        return told_by(self.period_code, self.since)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day that its figures may tell of."""
        return self.since or self.period.first, self.period.last

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.state == ReportState.DRAFT

    @property
    def whose(self) -> str:
        """The body that reports."""
        return self.unit.name if self.unit else self.agency.name


class Section(models.Model):
    """The text of one section. `version` grows with every change, so that nobody overwrites what he has not read."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="report_section_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.key}"


class Figure(models.Model):
    """One figure of a sent report, as it was on the day of sending, with where it came from.

    `value` is None when there was none; `gap` then says why. `source` names the measure or the indicator, `rows` the
    keys of the rows behind it.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="figures")
    key = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    as_of = models.DateField(null=True)
    estimate = models.BooleanField(default=False)
    source = models.CharField(max_length=100)
    rows = models.JSONField(default=list)
    gap = models.CharField(max_length=30, blank=True)
    previous = models.DecimalField(max_digits=24, decimal_places=8, null=True)
    last_year = models.DecimalField(max_digits=24, decimal_places=8, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="report_figure_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.key}: {self.value}"


class Standing(models.Model):
    """Where a target or task stood when the report was sent: a row of the report's second annex."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="standings")
    kind = models.CharField(max_length=10, choices=[("target", _("chỉ tiêu")), ("task", _("nhiệm vụ"))])
    record = models.BigIntegerField()  # the target or task
    text = models.TextField()
    owner = models.CharField(max_length=300, blank=True)
    promised = models.CharField(max_length=200, blank=True)
    result = models.TextField(blank=True)
    verdict = models.CharField(max_length=20)
    sort = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-kind", "sort"]

    def __str__(self) -> str:
        return self.text


class Ask(models.Model):
    """A unit was asked for what a section lacks."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="asks")
    key = models.CharField(max_length=40)  # of the section
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.key} {self.unit_id}"
