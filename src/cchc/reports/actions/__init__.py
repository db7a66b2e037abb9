"""What people do with reports: begin, write, send, correct."""

from .ask import ask_unit
from .begin import correct_report, create_report, discard_report
from .numbering import take_report_number
from .reminders import remind_of_reports
from .send import submit_report
from .write import Overtaken, edit_frame, save_section, take_over

__all__ = [
    "Overtaken",
    "ask_unit",
    "correct_report",
    "create_report",
    "discard_report",
    "edit_frame",
    "remind_of_reports",
    "save_section",
    "submit_report",
    "take_over",
    "take_report_number",
]
