"""Tasks with one lead, a product and a deadline; what happened to them."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from cchc.organisation.models import Account, Agency, Person, Unit
from cchc.plans.rules.deadlines import Deadline, DeadlineKind
from cchc.plans.rules.schedule import from_plain
from cchc.plans.rules.tasks import OPEN, Lateness, State, end_of_week, lateness

from .plan import FromDocument, Plan, PlanSection
from .target import Objective
from .words import EventName, StateName

if TYPE_CHECKING:
    from django.db.models.manager import Manager


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks as they are asked for."""

    def visible_to(self, account: Account) -> "TaskQuerySet":
        """The tasks of the account's department."""
        return self.filter(agency=account.agency_id)

    def live(self) -> "TaskQuerySet":
        """Those of plans that live."""
        return self.filter(plan__state="adopted")

    def open(self) -> "TaskQuerySet":
        """Those with something left to do."""
        return self.filter(state__in=OPEN)

    def for_unit(self, unit: Unit | int) -> "TaskQuerySet":
        """Those that the unit leads."""
        return self.filter(lead=unit)

    def for_person(self, person: Person) -> "TaskQuerySet":
        """Those that the person is in charge of."""
        return self.filter(person=person)

    def touching(self, *units: Unit | int) -> "TaskQuerySet":
        """Those that one of the units leads, supports or monitors."""
        supported = Task.objects.filter(supporters__in=units).values("pk")
        return self.filter(Q(lead__in=units) | Q(monitor__in=units) | Q(pk__in=supported))

    def due_by(self, day: date) -> "TaskQuerySet":
        """Open tasks due on the day or before."""
        return self.open().filter(due_on__lte=day)

    def late_on(self, day: date) -> "TaskQuerySet":
        """Open tasks whose due date was before the day."""
        return self.open().filter(due_on__lt=day)

    def due_on_day(self, day: date) -> "TaskQuerySet":
        """Open tasks due on the very day."""
        return self.open().filter(due_on=day)

    def due_later_in_week(self, day: date) -> "TaskQuerySet":
        """Open tasks due after the day but by the Sunday of its week."""
        return self.open().filter(due_on__gt=day, due_on__lte=end_of_week(day))


class Task(FromDocument):
    """Something to be done. One unit leads; others support; one monitors.

    `lead_text`, `support_text`, `monitor_text` keep the names as printed, for units that are not of the department.
    `deadlines` are the stated ones (`rules.schedule.to_plain`), `deadline_text` their words, `due_on` the day that
    counts now: of a recurring task, that of its present occurrence. A cancelled task with `replaced_by` goes on in
    that one.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tasks")
    section = models.ForeignKey(PlanSection, on_delete=models.CASCADE, related_name="tasks")
    objective = models.ForeignKey(Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks")
    text = models.TextField()
    folded = models.TextField()
    annex_no = models.CharField(max_length=20, blank=True)
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lead_text = models.CharField(max_length=300, blank=True)
    supporters = models.ManyToManyField(Unit, blank=True, related_name="+")
    support_text = models.CharField(max_length=500, blank=True)
    monitor = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    monitor_text = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    product = models.TextField(blank=True)
    no_product = models.BooleanField(default=False)  # declared to have no product to show
    deadline_text = models.TextField(blank=True)
    deadlines = models.JSONField(default=list, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=StateName.choices, default=StateName.NOT_STARTED)
    progress = models.PositiveIntegerField(default=0)  # percent, as the unit reports it
    latest_note = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaces")
    sort = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(
        default=0
    )  # one more with every change: two people never overwrite each other

    objects: ClassVar["Manager[Task]"] = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["plan_id", "section__sort", "sort", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="task_progress_is_a_share"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(finished_at__isnull=False), name="task_done_has_its_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "due_on"]),
            models.Index(fields=["lead", "state", "due_on"]),
            models.Index(fields=["person", "state", "due_on"]),
        ]

    def __str__(self) -> str:
        return self.text

    def stated_deadlines(self) -> tuple[Deadline, ...]:
        """The deadlines as the rules know them."""
        return tuple(from_plain(facts) for facts in self.deadlines)

    def awaited(self) -> tuple[Deadline, ...]:
        """The deadlines that count from an event."""
        return tuple(one for one in self.stated_deadlines() if one.kind is DeadlineKind.RELATIVE)

    @property
    def recurring(self) -> bool:
        """Whether it falls due more than once."""
        stated = self.stated_deadlines()
        return len(stated) > 1 or any(one.recurring for one in stated)

    def lateness(self, today: date) -> Lateness:
        """How late it is on a day."""
        return lateness(self.due_on, State(self.state), today)

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self.state in OPEN

    @property
    def moved_on(self) -> bool:
        """Whether it was ended because it goes on in another task."""
        return self.replaced_by_id is not None and self.state == State.CANCELLED

    @property
    def takes_progress(self) -> bool:
        """Whether progress can be reported: it is open and does not wait for whoever checks it."""
        return self.state in OPEN - {State.SUBMITTED}

    @property
    def product_shown(self) -> bool:
        """Whether the product of the present occurrence is proved, or the task was declared to have none."""
        if self.no_product:
            return True
        return self.evidence.filter(due_on=self.due_on, withdrawn_at=None).exists()

    @property
    def lead_name(self) -> str:
        """Who leads, as it is shown: our unit, or the name that the plan prints."""
        return self.lead.short_name if self.lead else self.lead_text


class TaskEvent(models.Model):
    """One thing that happened to a task: a move, a note, a change of progress. Never altered, never deleted."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=EventName.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=StateName.choices)  # after it
    progress = models.PositiveIntegerField(default=0)  # after it
    due_on = models.DateField(null=True, blank=True)  # the occurrence it belongs to

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y}"
