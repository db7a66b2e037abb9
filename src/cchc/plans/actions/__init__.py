"""Everything that people do to plans, targets and tasks."""

from .cascade import serve_as_suggested, serve_target
from .decisions import decide_task
from .derive import Chosen, derive_plan
from .evidence import attach_evidence, withdraw_evidence
from .items import add_items, edit_target, edit_task, judge_target, withdraw_target
from .numbering import take_plan_number
from .outlook import warn_of_targets
from .parts import add_budget, add_part, finish_part, remove_budget
from .plans import adopt_plan, create_plan, discard_draft, edit_plan
from .reminders import remind_of_tasks
from .succession import Succession
from .tasks import add_note, move_task, report_progress
from .triggers import move_due_dates, record_trigger, withdraw_trigger
from .update import assign_task, update_task
from .verdicts import tell_of_verdicts
from .works import answer_outreach, move_initiative, propose_initiative, record_outreach, withdraw_outreach

__all__ = [
    "Chosen",
    "Succession",
    "add_budget",
    "add_items",
    "add_note",
    "add_part",
    "adopt_plan",
    "answer_outreach",
    "assign_task",
    "attach_evidence",
    "create_plan",
    "decide_task",
    "derive_plan",
    "discard_draft",
    "edit_plan",
    "edit_target",
    "edit_task",
    "finish_part",
    "judge_target",
    "move_due_dates",
    "move_initiative",
    "move_task",
    "propose_initiative",
    "record_outreach",
    "record_trigger",
    "remind_of_tasks",
    "remove_budget",
    "report_progress",
    "serve_as_suggested",
    "serve_target",
    "take_plan_number",
    "tell_of_verdicts",
    "update_task",
    "warn_of_targets",
    "withdraw_evidence",
    "withdraw_outreach",
    "withdraw_target",
    "withdraw_trigger",
]
