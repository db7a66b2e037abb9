"""Counting the tasks of plans as they stood on a day: one query for the tasks, one for what happened to them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cchc.organisation.models import Agency
from cchc.plans.models import PlanState, Task, TaskEvent
from cchc.plans.rules.tasks import State

from .rules.past import Event, Stand, of_year, stand_on, tally


@dataclass(frozen=True)
class TaskRow:
    """What counting needs to know of a task."""

    pk: int
    lead: int | None
    content: str
    due: date | None
    first_year: int  # of its plan
    last_year: int


class TaskBook:
    """The tasks of a department's living plans with all that happened to them, read once and asked for any day."""

    def __init__(self, agency: Agency, first_year: int, last_year: int) -> None:
        living = Task.objects.filter(agency=agency, plan__state=PlanState.ADOPTED)
        rows = living.filter(plan__first_year__lte=last_year, plan__last_year__gte=first_year)
        wanted = ("pk", "lead_id", "section__content", "due_on", "plan__first_year", "plan__last_year")
        ordered = rows.order_by("plan_id", "section__sort", "sort", "pk")
        self.rows = ordered.values_list(*wanted)
        self.tasks = [TaskRow(*facts) for facts in self.rows]
        self.events: dict[int, list[Event]] = defaultdict(list)
        happened = TaskEvent.objects.filter(task__in=rows.order_by().values("pk")).order_by("at", "pk")
        self.happened = happened.values_list("task_id", "at", "state", "due_on")
        for task, at, state, due in self.happened:
            self.events[task].append(Event(timezone.localdate(at), State(state), due))

    def stands(self, day: date, units: frozenset[int] | None = None) -> list[tuple[TaskRow, Stand]]:
        """The tasks that were work of the day's year, with how they stood; of some units only where `units`."""
        found = []
        for task in self.tasks:
            if not task.first_year <= day.year <= task.last_year or (units is not None and task.lead not in units):
                continue
            stand = stand_on(task.pk, self.events[task.pk], task.due, day)
            if stand and of_year(stand, day.year, one_year_plan=task.first_year == task.last_year):
                found.append((task, stand))
        return found

    def tally(self, day: date, units: frozenset[int] | None = None) -> dict[str, tuple[int, ...]]:
        """Measure → tasks, see `rules.past.tally`."""
        return tally((stand for _task, stand in self.stands(day, units)), day)
