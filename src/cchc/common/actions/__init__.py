"""What people do to what every package rests on."""

from .calendar import Change, Preview, Proposal, change_calendar, preview, recount

__all__ = ["Change", "Preview", "Proposal", "change_calendar", "preview", "recount"]
