"""What people do to what every package rests on."""

from .calendar import Change, Preview, Proposal, change_calendar, preview, recount
from .numbering import begin_at, change_form, close_book, issue_number, open_book, take_number, void_number

__all__ = [
    "Change",
    "Preview",
    "Proposal",
    "begin_at",
    "change_calendar",
    "change_form",
    "close_book",
    "issue_number",
    "open_book",
    "preview",
    "recount",
    "take_number",
    "void_number",
]
