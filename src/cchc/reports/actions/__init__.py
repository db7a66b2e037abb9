"""What people do with reports: begin, write, send, correct."""

from .ask import ask_unit
from .begin import begin_asked, correct_report, create_report, discard_report
from .dues import keep_all_dues, keep_dues
from .gather import consolidate, name_focal
from .note import note_correction
from .nudges import remind_of_obligations
from .numbering import take_report_number
from .obligations import add_obligation, change_obligation, note_filing, take_up_all, take_up_duties
from .pack import open_pack, seal_pack
from .send import submit_report
from .steps import accept_report, approve_report, hand_back_report, present_report, return_report, unlock_return
from .write import Overtaken, edit_frame, save_section, say_nothing, take_over

__all__ = [
    "Overtaken",
    "accept_report",
    "add_obligation",
    "approve_report",
    "ask_unit",
    "begin_asked",
    "change_obligation",
    "consolidate",
    "correct_report",
    "create_report",
    "discard_report",
    "edit_frame",
    "hand_back_report",
    "keep_all_dues",
    "keep_dues",
    "name_focal",
    "note_correction",
    "note_filing",
    "open_pack",
    "present_report",
    "remind_of_obligations",
    "return_report",
    "save_section",
    "say_nothing",
    "seal_pack",
    "submit_report",
    "take_over",
    "take_report_number",
    "take_up_all",
    "take_up_duties",
    "unlock_return",
]
