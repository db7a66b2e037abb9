"""Objectives in words, and targets: typed promises about a measure."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from cchc.indicators.models import Indicator
from cchc.organisation.models import Account, Agency, Unit
from cchc.plans.rules.assess import Judgement, Verdict
from cchc.plans.rules.goals import ChangeBy, Comparator, Course, Direction, Goal, GoalKind
from cchc.plans.rules.goals import Milestone as Stone
from cchc.plans.rules.goals import Unit as GoalUnit

from .plan import FromDocument, Plan, PlanSection
from .words import (
    ChangeByName,
    ComparatorName,
    CourseName,
    DirectionName,
    GoalKindName,
    UnitName,
    VerdictName,
)

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class Objective(FromDocument):
    """What is to be reached, in words: the parent of targets and tasks where the plan states one."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="objectives")
    section = models.ForeignKey(PlanSection, on_delete=models.CASCADE, related_name="objectives")
    text = models.TextField()
    sort = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["sort", "pk"]

    def __str__(self) -> str:
        return self.text


class TargetQuerySet(models.QuerySet["Target"]):
    """Targets as they are asked for."""

    def visible_to(self, account: Account) -> "TargetQuerySet":
        """The targets of the account's department."""
        return self.filter(agency=account.agency_id)

    def live(self) -> "TargetQuerySet":
        """Those of plans that live, not withdrawn."""
        return self.filter(plan__state="adopted", withdrawn_at=None)

    def in_force(self, day: date) -> "TargetQuerySet":
        """Live targets whose time holds the day."""
        return self.live().filter(starts_on__lte=day, due_on__gte=day)

    def with_goal(self) -> "TargetQuerySet":
        """With all that an assessment reads, in a fixed number of further queries."""
        rows = self.select_related("indicator", "owner", "scope")
        return rows.prefetch_related("milestones", "indicator__versions")

    def for_unit(self, unit: Unit) -> "TargetQuerySet":
        """Those that the unit answers for or that are about it."""
        return self.filter(Q(owner=unit) | Q(scope=unit))

    def due_by(self, day: date) -> "TargetQuerySet":
        """Those due on the day or before."""
        return self.filter(due_on__lte=day)


class Target(FromDocument):
    """A promise about a measure.

    `text` is the sentence as people read it; `quote` what the document prints. `owner` answers for it; `scope` is the
    unit it is about, none for the whole department. The columns of the goal mean what `rules.goals.Goal` says.
    `serves` is the target of a plan above that it carries out, `weaker_reason` why it may ask for less than that;
    `replaced_by` the one that took its place when its plan was superseded.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="targets")
    section = models.ForeignKey(PlanSection, on_delete=models.CASCADE, related_name="targets")
    objective = models.ForeignKey(Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="targets")
    text = models.TextField()
    folded = models.TextField()
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    scope = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20, choices=GoalKindName.choices)
    comparator = models.CharField(max_length=4, choices=ComparatorName.choices, default=ComparatorName.GE)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=20, choices=UnitName.choices, default=UnitName.PERCENT)
    noun = models.CharField(max_length=80, blank=True)  # what is counted: "hồ sơ"
    direction = models.CharField(max_length=10, choices=DirectionName.choices, default=DirectionName.HIGHER)
    course = models.CharField(max_length=10, choices=CourseName.choices, default=CourseName.HOLD)
    change_by = models.CharField(max_length=10, choices=ChangeByName.choices, default=ChangeByName.PERCENT)
    baseline = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    baseline_label = models.CharField(max_length=60, blank=True)  # "2025", "2021-2025"
    even = models.BooleanField(default=False)  # the document says: the same step every year
    starts_on = models.DateField()
    due_on = models.DateField()
    serves = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="served_by")
    weaker_reason = models.TextField(blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces")
    judged_verdict = models.CharField(max_length=20, choices=VerdictName.choices, blank=True)
    judged_on = models.DateField(null=True, blank=True)
    judged_reason = models.TextField(blank=True)
    judged_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    sort = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(
        default=0
    )  # one more with every change: two people never overwrite each other

    objects: ClassVar["Manager[Target]"] = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "section__sort", "sort", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("starts_on")), name="target_is_due_after_it_starts"),
        ]
        indexes = [models.Index(fields=["agency", "due_on"])]

    def __str__(self) -> str:
        return self.text

    def goal(self, *, every_months: int = 3) -> Goal:
        """The promise as the rules compare it; `every_months` is how often its indicator gives a figure.

        Reads the milestones: prefetch them for many targets.
        """
        return Goal(
            kind=GoalKind(self.kind),
            starts=self.starts_on,
            due=self.due_on,
            value=self.value,
            comparator=Comparator(self.comparator),
            unit=GoalUnit(self.unit),
            direction=Direction(self.direction),
            course=Course(self.course),
            baseline=self.baseline,
            baseline_label=self.baseline_label,
            change_by=ChangeBy(self.change_by),
            milestones=tuple(Stone(stone.on, stone.value) for stone in self.milestones.all()),
            every_months=every_months,
            noun=self.noun,
            even=self.even,
        )

    @property
    def judgement(self) -> Judgement | None:
        """What a responsible person said, if anybody did."""
        if not self.judged_verdict or self.judged_on is None:
            return None
        return Judgement(Verdict(self.judged_verdict), self.judged_on, self.judged_reason)


class Milestone(models.Model):
    """What a target must have reached by a day before it is due, in the target's own terms."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="milestones")
    on = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=4)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["target", "on"], name="milestone_once_a_day")]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}: {self.value}"
