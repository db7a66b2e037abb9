"""A plan as a person has confirmed it, before it is written: what adoption takes in, whoever made it.

The review of a read document makes one, and so does the form where an item is entered by hand. Units and people are
given by their keys; a unit that is not of the department by the name printed.
"""

from dataclasses import dataclass, field
from datetime import date

from cchc.plans.rules.contents import Content
from cchc.plans.rules.deadlines import Deadline
from cchc.plans.rules.goals import Goal


@dataclass(frozen=True)
class Place:
    """Where an item stands in the document: its printed words, their span in the plan's text, page, headings above."""

    quote: str = ""
    start: int | None = None
    end: int | None = None
    page: int | None = None
    path: tuple[str, ...] = ()


NOWHERE = Place()


@dataclass(frozen=True)
class ConfirmedObjective:
    """An objective in words; `key` is what targets and tasks name it by within one confirmed plan."""

    key: str
    content: Content
    text: str
    place: Place = NOWHERE


@dataclass(frozen=True)
class ConfirmedTarget:
    """A target: its sentence, its goal, who answers for it (`owner`), whom it is about (`scope`), its indicator."""

    content: Content
    text: str
    goal: Goal
    owner: int | None = None
    scope: int | None = None
    indicator: str = ""
    objective: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class ConfirmedTask:
    """A task with its lead, supporters, monitor, person in charge, product and deadlines."""

    content: Content
    text: str
    lead: int | None = None
    lead_text: str = ""
    supporters: tuple[int, ...] = ()
    support_text: str = ""
    monitor: int | None = None
    monitor_text: str = ""
    person: int | None = None
    product: str = ""
    no_product: bool = False
    deadlines: tuple[Deadline, ...] = ()
    deadline_text: str = ""
    annex_no: str = ""
    objective: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class ConfirmedDuty:
    """Something put on a unit, or on a kind of unit by its printed name."""

    text: str
    unit: int | None = None
    unit_text: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True)
class ConfirmedReporting:
    """A duty to report on a schedule; `cadence` by the codes of the plan reader."""

    text: str
    cadence: tuple[str, ...] = ()
    day: int | None = None
    to: str = ""
    unit: int | None = None
    place: Place = NOWHERE


@dataclass(frozen=True)
class ConfirmedCitation:
    """A document that the plan rests on."""

    number: str
    kind: str = ""
    dated: date | None = None


@dataclass(frozen=True)
class Confirmed:
    """All items of a plan. `headings` gives the printed heading of a content where the plan has one."""

    objectives: tuple[ConfirmedObjective, ...] = ()
    targets: tuple[ConfirmedTarget, ...] = ()
    tasks: tuple[ConfirmedTask, ...] = ()
    duties: tuple[ConfirmedDuty, ...] = ()
    reporting: tuple[ConfirmedReporting, ...] = ()
    citations: tuple[ConfirmedCitation, ...] = ()
    headings: dict[Content, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to carry out."""
        return not (self.targets or self.tasks or self.duties or self.reporting)

    def contents(self) -> set[Content]:
        """The contents that its items belong to."""
        found = {one.content for one in self.objectives} | {one.content for one in self.targets}
        return found | {one.content for one in self.tasks}

    def units(self) -> set[int]:
        """Every unit named by its key."""
        single = [key for one in self.targets for key in (one.owner, one.scope)]
        single += [key for one in self.tasks for key in (one.lead, one.monitor, *one.supporters)]
        single += [one.unit for one in self.duties]
        single += [one.unit for one in self.reporting]
        return {key for key in single if key is not None}

    def people(self) -> set[int]:
        """Every person named by the key."""
        return {one.person for one in self.tasks if one.person is not None}
