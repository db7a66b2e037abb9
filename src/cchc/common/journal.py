"""The journal: who did what to which record and when, each entry sealed with the digest of the one before it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from .models import JournalEntry, JournalHead
from .text import fold

ORIGIN = "0" * 64
Facts = Mapping[str, object]


class Actor(Protocol):
    """What the journal needs to know of who acts."""

    pk: int

    @property
    def agency_id(self) -> int | None:
        """The department the actor belongs to."""

    def get_full_name(self) -> str:
        """The name that is written down."""


@dataclass(frozen=True)
class Verdict:
    """What a walk along the chain found: how many entries hold, and the first that does not, with why."""

    entries: int
    head: str
    broken: int | None = None
    reason: str = ""
    fault: str = ""  # missing, order, altered, cut, headless

    @property
    def whole(self) -> bool:
        """Whether nothing was altered, dropped or put in."""
        return self.broken is None


def _plain(facts: Facts | None) -> object:
    """The facts as JSON holds them, so that what is digested is what is read back."""
    return None if facts is None else json.loads(json.dumps(facts, cls=DjangoJSONEncoder))


def _digest(entry: JournalEntry) -> str:
    body = [
        entry.seq,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.agency_id,
        entry.actor_id,
        entry.actor_name,
        entry.action,
        entry.record_type,
        entry.record_id,
        entry.before,
        entry.after,
        entry.previous,
    ]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _words(facts: object) -> Iterator[str]:
    """Every text among the facts."""
    if isinstance(facts, str):
        yield facts
    elif isinstance(facts, dict):
        for value in facts.values():
            yield from _words(value)
    elif isinstance(facts, list):
        for value in facts:
            yield from _words(value)


def _folded(entry: JournalEntry) -> str:
    """What the entry is found by; a long text by its beginning."""
    texts = [entry.actor_name, entry.action, *_words(entry.before), *_words(entry.after)]
    return fold(" ".join(text[:300] for text in texts))[:2000]


def _agency(by: Actor | None, record: models.Model | None) -> int | None:
    if by is not None and by.agency_id is not None:
        return by.agency_id
    found = getattr(record, "agency_id", None)
    return found if isinstance(found, int) else None


def _in_place_of(by: Actor | None, after: Facts | None) -> Facts | None:
    absent = getattr(by, "on_behalf", "")
    return {**(after or {}), "on_behalf": absent} if absent else after


def write(
    *,
    by: Actor | None,
    at: datetime,
    action: str,
    record: models.Model | None,
    before: Facts | None = None,
    after: Facts | None = None,
) -> JournalEntry:
    """Append one entry in the caller's transaction. `by` None is the system itself.

    What somebody does in another's place says so among its facts, under `on_behalf`.

    Raises RuntimeError outside a transaction: an entry and what it tells of stand or fall together.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("the journal is written in the transaction of what it records")
    JournalHead.objects.get_or_create(pk=1, defaults={"digest": ORIGIN})
    head = JournalHead.objects.select_for_update().get(pk=1)
    entry = JournalEntry(
        seq=head.seq + 1,
        at=at,
        agency_id=_agency(by, record),
        actor_id=by.pk if by else None,
        actor_name=by.get_full_name() if by else "CCHC",
        action=action,
        record_type=record._meta.label_lower if record is not None else "",
        record_id=str(record.pk) if record is not None else "",
        before=_plain(before),
        after=_plain(_in_place_of(by, after)),
        previous=head.digest,
    )
    entry.digest = _digest(entry)
    entry.folded = _folded(entry)
    entry.save(force_insert=True)
    head.seq, head.digest = entry.seq, entry.digest
    head.save(update_fields=["seq", "digest"])
    return entry


_REASONS = {
    "missing": "entry {next} is missing",
    "order": "it does not name the entry before it",
    "altered": "its content was altered",
    "cut": "entries at the end are missing",
    "headless": "the note of where the chain ends is missing",
}


def _faults(seq: int, digest: str) -> Iterator[tuple[JournalEntry, str]]:
    """The entries after one (seq 0: every entry, whatever its number), each with what is wrong with it."""
    rows = JournalEntry.objects.filter(seq__gt=seq) if seq else JournalEntry.objects.all()
    for entry in rows.order_by("seq").iterator(chunk_size=5000):
        fault = ""
        if entry.seq != seq + 1:
            fault = "missing"
        elif entry.previous != digest:
            fault = "order"
        elif entry.digest != _digest(entry):
            fault = "altered"
        yield entry, fault
        seq, digest = entry.seq, entry.digest


def verify() -> Verdict:
    """Walk the whole chain and name the first link that does not hold."""
    count, last = 0, ORIGIN

    def broken(seq: int, fault: str) -> Verdict:
        return Verdict(entries=count, head=last, broken=seq, reason=_REASONS[fault].format(next=count + 1), fault=fault)

    has_grown = True
    while has_grown:  # what was done during the walk moves the end of the chain: those entries are walked too
        has_grown = False
        for entry, fault in _faults(count, last):
            if fault:
                return broken(entry.seq, fault)
            count, last, has_grown = count + 1, entry.digest, True
        head = JournalHead.objects.filter(pk=1).first()
        if head is None or (head.seq, head.digest) == (count, last):
            break
    if head and (head.seq, head.digest) != (count, last):
        return broken(count + 1, "cut")
    if head is None and count:
        return broken(count, "headless")
    return Verdict(entries=count, head=last)
