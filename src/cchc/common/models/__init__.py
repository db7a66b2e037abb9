"""The tables that every package rests on."""

from cchc.common.models.journal import JournalEntry, JournalHead
from cchc.common.models.outbox import Delivered, OutboxMessage, OutboxState

__all__ = [
    "Delivered",
    "JournalEntry",
    "JournalHead",
    "OutboxMessage",
    "OutboxState",
]
