"""Plans with their sections, objectives, targets, tasks, duties and citations."""

from .duty import Citation, Duty, ReportingDuty
from .evidence import Evidence
from .intake import Draft, DraftItem, DraftState
from .plan import Level, Plan, PlanKind, PlanSection, PlanState
from .target import Milestone, Objective, Target
from .task import Task, TaskEvent
from .trigger import Trigger

__all__ = [
    "Citation",
    "Draft",
    "DraftItem",
    "DraftState",
    "Duty",
    "Evidence",
    "Level",
    "Milestone",
    "Objective",
    "Plan",
    "PlanKind",
    "PlanSection",
    "PlanState",
    "ReportingDuty",
    "Target",
    "Task",
    "TaskEvent",
    "Trigger",
]
