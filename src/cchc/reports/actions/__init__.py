"""What people do with reports: begin, write, send, correct."""

from .ask import ask_unit
from .begin import correct_report, create_report, discard_report
from .nudges import remind_of_obligations
from .numbering import take_report_number
from .obligations import add_obligation, change_obligation, note_filing, take_up_all, take_up_duties
from .reminders import remind_of_reports
from .send import submit_report
from .write import Overtaken, edit_frame, save_section, take_over

__all__ = [
    "Overtaken",
    "add_obligation",
    "ask_unit",
    "change_obligation",
    "correct_report",
    "create_report",
    "discard_report",
    "edit_frame",
    "note_filing",
    "remind_of_obligations",
    "remind_of_reports",
    "save_section",
    "submit_report",
    "take_over",
    "take_report_number",
    "take_up_all",
    "take_up_duties",
]
