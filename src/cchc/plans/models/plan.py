"""A plan document as the department keeps it, and its parts by content."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.db import models
from django.db.models import Count, F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cchc.documents.models import StoredFile
from cchc.organisation.models import Account, Agency, Unit
from cchc.plans.rules.tasks import OPEN

from .words import ContentName

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class PlanKind(models.TextChoices):
    """What kind of document it is."""

    PROGRAMME = "programme", _("Chương trình")
    PLAN = "plan", _("Kế hoạch")
    REMEDIAL = "remedial", _("Kế hoạch khắc phục")


class Level(models.TextChoices):
    """Where a plan stands between a programme and the plan of a unit."""

    PROGRAMME = "programme", _("Chương trình")
    PERIOD = "period", _("Kế hoạch giai đoạn")
    YEAR = "year", _("Kế hoạch năm")
    UNIT = "unit", _("Kế hoạch của đơn vị")


class PlanState(models.TextChoices):
    """Whether a plan is being prepared, lives, has given way to another, or is a superior body's, kept to go by."""

    DRAFT = "draft", _("đang chuẩn bị")
    ADOPTED = "adopted", _("đang có hiệu lực")
    REFERENCE = "reference", _("của cấp trên, để tham chiếu")
    SUPERSEDED = "superseded", _("đã được thay thế")


class FirstOfYear(Func):
    """The first day of a year, which a generated column can keep."""

    output_field = models.DateField()
    function = "make_date"
    template = "%(function)s(%(expressions)s, 1, 1)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps a day as text."""
        return self.as_sql(compiler, connection, template="printf('%%%%04d-01-01', %(expressions)s)", **context)


def _count(model: str, which: Q) -> Coalesce:
    """How many rows of a model of this package a plan has, as a subquery."""
    rows = apps.get_model("plans", model).objects.filter(which, plan=OuterRef("pk")).order_by()
    counted = rows.values("plan").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans as they are asked for."""

    def visible_to(self, account: Account) -> "PlanQuerySet":
        """The plans of the account's department."""
        return self.filter(agency=account.agency_id)

    def adopted(self) -> "PlanQuerySet":
        """Those that live."""
        return self.filter(state=PlanState.ADOPTED)

    def above(self) -> "PlanQuerySet":
        """Those that others may carry out: living ones and those of superior bodies."""
        return self.filter(state__in=[PlanState.ADOPTED, PlanState.REFERENCE])

    def in_force(self, day: date) -> "PlanQuerySet":
        """Those that live and whose years hold the day."""
        return self.adopted().filter(first_year__lte=day.year, last_year__gte=day.year)

    def with_counts(self, day: date) -> "PlanQuerySet":
        """With how many targets and tasks they have, and how many tasks are late on the day."""
        targets = _count("Target", Q(withdrawn_at=None))
        tasks, late = _count("Task", Q()), _count("Task", Q(due_on__lt=day, state__in=OPEN))
        return self.annotate(target_count=targets, task_count=tasks, late_count=late)


class Plan(models.Model):
    """A programme, plan or remedial plan. `source_text` is the whole text that the spans of its items point into.

    `parent` is the plan that it carries out; `unit` the unit whose own plan it is. From `superseded_on` its successor
    holds instead, for `superseded_reason`.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=PlanKind.choices, default=PlanKind.PLAN)
    state = models.CharField(max_length=20, choices=PlanState.choices, default=PlanState.DRAFT)
    title = models.CharField(max_length=500)
    folded = models.CharField(max_length=600)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    first_year = models.PositiveIntegerField()
    last_year = models.PositiveIntegerField()
    first_day = models.GeneratedField(
        expression=FirstOfYear("first_year"), output_field=models.DateField(), db_persist=True
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    superseded_on = models.DateField(null=True, blank=True)
    superseded_reason = models.TextField(blank=True)
    source = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source_name = models.CharField(max_length=255, blank=True)
    source_text = models.TextField(blank=True)
    created_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    adopted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar["Manager[Plan]"] = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-last_year", "-first_year", "-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="plan_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(adopted_at__isnull=False), name="plan_adopted_has_its_moment"
            ),
            models.UniqueConstraint(
                fields=["agency", "number", "issued_on"],
                condition=Q(state="adopted") & ~Q(number=""),
                name="plan_number_lives_once",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "last_year"])]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> str:
        """ "2026" or "2026-2030"."""
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}-{self.last_year}"

    @property
    def level(self) -> Level:
        """Where it stands between a programme and the plan of a unit."""
        if self.kind == PlanKind.PROGRAMME:
            return Level.PROGRAMME
        if self.unit_id:
            return Level.UNIT
        return Level.YEAR if self.first_year == self.last_year else Level.PERIOD

    def chain(self) -> "list[Plan]":
        """The plans above it, the nearest first."""
        found: list[Plan] = []
        above = self.parent
        while above is not None:
            found.append(above)
            above = above.parent
        return found

    @property
    def reference(self) -> str:
        """The number and date it is cited by, or its title."""
        if not self.number:
            return self.title
        return f"{self.number}, {self.issued_on:%d/%m/%Y}" if self.issued_on else self.number


class PlanSection(models.Model):
    """One content of a plan, under the heading that the plan prints."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sections")
    content = models.CharField(max_length=20, choices=ContentName.choices)
    heading = models.CharField(max_length=300)
    sort = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["sort", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "content"], name="plan_section_once")]

    def __str__(self) -> str:
        return self.heading


class FromDocument(models.Model):
    """What an item of a plan keeps of the document: its words, and where they stand in the plan's `source_text`."""

    quote = models.TextField(blank=True)
    span_start = models.PositiveIntegerField(null=True, blank=True)
    span_end = models.PositiveIntegerField(null=True, blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    path = models.JSONField(default=list, blank=True)  # the headings above it, outermost first

    class Meta:
        abstract = True

    def place(self, text: str, around: int = 400) -> tuple[str, str, str] | None:
        """What stands before the quote, the quote and what follows it in the document; None without a span."""
        if self.span_start is None or self.span_end is None or self.span_end > len(text):
            return None
        start, end = self.span_start, self.span_end
        return text[max(start - around, 0) : start], text[start:end], text[end : end + around]


def path_text(path: Iterable[str]) -> str:
    """The headings above an item as one line."""
    return " › ".join(path)
