"""Plans with their sections, objectives, targets, tasks, duties and citations."""

from .duty import Citation, Duty, ReportingDuty
from .evidence import Evidence
from .intake import Draft, DraftItem, DraftState
from .last_standing import LastStanding
from .plan import Level, Plan, PlanKind, PlanSection, PlanState
from .target import Milestone, Objective, Target
from .task import Task, TaskEvent
from .task_more import BudgetLine, Decision, DecisionKind, MoneySource, SubTask
from .trigger import Trigger
from .works import Initiative, InitiativeStep, Outreach

__all__ = [
    "BudgetLine",
    "Citation",
    "Decision",
    "DecisionKind",
    "Draft",
    "DraftItem",
    "DraftState",
    "Duty",
    "Evidence",
    "Initiative",
    "InitiativeStep",
    "LastStanding",
    "Level",
    "Milestone",
    "MoneySource",
    "Objective",
    "Outreach",
    "Plan",
    "PlanKind",
    "PlanSection",
    "PlanState",
    "ReportingDuty",
    "SubTask",
    "Target",
    "Task",
    "TaskEvent",
    "Trigger",
]
