"""The events that other software can be told of: packages declare them, each from entries of the journal.

What happened is an entry of the journal; an event names the actions that it tells of, and where the interface for other
software shows the record. The body says what, when and where, and nothing of the record itself: who wants to know reads
it with a token, under rights that hold then.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.functional import Promise

from cchc.common.models import JournalEntry

from .models import Account

CHANNEL = "webhook"
PING = "ping"
"""The event of a trial, which everybody may have sent."""
Addresses = Callable[[Account, Collection[int]], Mapping[int, str]]
KeyOf = Callable[[JournalEntry], object]


def _record(entry: JournalEntry) -> object:
    return entry.record_id


@dataclass(frozen=True)
class Told:
    """One event.

    `actions`: the entries of the journal that are told as this event; none for one that is published by hand.
    `permission`: the right without which nobody is told. `addresses(account, keys)`: where the interface shows the
    records, of those that the account may see. `key_of`: the key of the record that an entry tells of. `summary`: in
    English, for the description of the interface.
    """

    code: str
    label: str | Promise
    group: str | Promise
    summary: str
    permission: str
    addresses: Addresses
    actions: Collection[str] = ()
    key_of: KeyOf = _record


_told: dict[str, Told] = {}


def register(*events: Told) -> None:
    """Make events known; a second one under the same code replaces the first."""
    _told.update({one.code: one for one in events})


def events() -> list[Told]:
    """Every event, in the order of the ladder."""
    return list(_told.values())


def event_of(code: str) -> Told | None:
    """The event of a code; None for one that this version does not know."""
    return _told.get(code)


@dataclass(frozen=True)
class Happening:
    """Something that happened: which event, the same name for every webhook, the key of its record, when, where."""

    code: str
    name: str
    key: int
    at: datetime
    agency_id: int | None


def happenings(entry: JournalEntry) -> list[Happening]:
    """What an entry of the journal is told as."""
    found = []
    for one in _told.values():
        key = str(one.key_of(entry)) if entry.action in one.actions else ""
        if key.isdecimal():
            found.append(Happening(one.code, f"{one.code}-{entry.seq}", int(key), entry.at, entry.agency_id))
    return found


def body_of(code: str, *, name: str, at: datetime, data: Mapping[str, Any]) -> str:
    """What a webhook is told, as JSON."""
    moment = at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return json.dumps({"type": code, "id": name, "timestamp": moment, "data": data})


def absolute(path: str) -> str:
    """An address within this installation, in full."""
    return f"{settings.ADDRESS}{path}"
