"""The journal: who did what to which record and when, each entry sealed with the digest of the one before it."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from typing import Any, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from .models import JournalEntry, JournalHead
from .personal import mask_mail, mask_network
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


SEALED = ("seq", "at", "agency_id", "actor_id", "actor_name", "action", "record_type", "record_id", "before", "after",
          "previous")  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One place where the chain does not hold: the entries concerned, from `seq` to `last`, and how (see `KINDS`)."""

    seq: int
    last: int
    kind: str

    def __str__(self) -> str:
        return KINDS[self.kind].format(seq=self.seq, last=self.last, before=self.seq - 1)


KINDS = {
    "missing": "entries {seq} to {last} are missing",
    "cut": "entries {seq} to {last} are missing at the end",
    "altered": "entry {seq}: its content was altered",
    "order": "entry {seq} does not name entry {before}: one of the two was altered and sealed anew",
    "outside": "entry {seq} has a number that the chain never gives",
    "beyond": "entries {seq} to {last} stand behind the end of the chain",
    "end": "entry {seq} is not what the note of the chain's end says: one of the two was altered",
    "headless": "the note of where the chain ends is missing, after entry {seq}",
    "known": "entry {seq} is not the one whose digest was noted elsewhere",
}


@dataclass(frozen=True)
class Verdict:
    """What a walk along the chain found: how many entries, the last digest, and every place that does not hold."""

    entries: int
    seq: int
    head: str
    faults: tuple[Fault, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing was altered, dropped or put in."""
        return not self.faults


def _steady(value: object) -> object:
    """The value as both databases give it back: a whole float as an integer, what is no number of JSON as its name."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value if isfinite(value) else str(value)
    if isinstance(value, dict):
        return {key: _steady(item) for key, item in value.items()}
    return [_steady(item) for item in value] if isinstance(value, list) else value


_SPARED = {"email": mask_mail, "to": mask_mail, "address": mask_network}


def spared(key: str, value: object) -> object:
    """A fact as entries hold it: no more of a mail or network address than tells what happened.

    Entries are never deleted. Those of earlier releases hold addresses in full: whoever shows them asks here too.
    """
    return _SPARED[key](value) if key in _SPARED and isinstance(value, str) else value


def _plain(facts: Facts | None) -> object:
    """The facts as JSON holds them, so that what is digested is what is read back."""
    if facts is None:
        return None
    kept = {key: spared(key, value) for key, value in facts.items()}
    return _steady(json.loads(json.dumps(kept, cls=DjangoJSONEncoder)))


_write_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def seal(values: Sequence[Any]) -> str:
    """The digest over an entry's values, in the order of `SEALED`."""
    body = [values[0], values[1].astimezone(UTC).isoformat(timespec="microseconds"), *values[2:]]
    return hashlib.sha256(_write_json(body).encode()).hexdigest()


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
    if (gathered := _gathered.get()) and gathered.is_trial:
        return JournalEntry(at=at, action=action)
    head = gathered.head if gathered else _end_of_chain()
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
    entry.digest = seal([getattr(entry, name) for name in SEALED])
    entry.folded = _folded(entry)
    head.seq, head.digest = entry.seq, entry.digest
    if gathered:
        gathered.entries.append(entry)
        return entry
    _store(entry, head)
    return entry


def _store(entry: JournalEntry, head: JournalHead) -> None:
    entry.save(force_insert=True)
    head.save(update_fields=["seq", "digest"])
    _hear([entry])


Hear = Callable[[Sequence[JournalEntry]], None]
_hearers: list[Hear] = []


def listen(hear: Hear) -> None:
    """Have a function called with the entries that were written, in their transaction: what it writes stands or falls
    with them, and what it raises undoes them. Entries that are written together come together."""
    _hearers.append(hear)


def _hear(entries: Sequence[JournalEntry]) -> None:
    for hear in _hearers:
        hear(entries)


def _end_of_chain() -> JournalHead:
    """The note of where the chain ends, locked for the transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("the journal is written in the transaction of what it records")
    JournalHead.objects.get_or_create(pk=1, defaults={"digest": ORIGIN})
    return JournalHead.objects.select_for_update().get(pk=1)


@dataclass
class _Gathered:
    """The end of the chain while entries are gathered, and the entries."""

    head: JournalHead
    is_trial: bool = False
    entries: list[JournalEntry] = field(default_factory=list)


_gathered: ContextVar[_Gathered | None] = ContextVar("gathered", default=None)


@contextmanager
def together(*, trial: bool = False) -> Iterator[None]:
    """Entries written within it are sealed as they come and stored at its end, all at once: for thousands in a row.

    An exception that leaves it leaves no entry. One that is caught within it must undo all that was done in it, or the
    chain would tell of what never was. In a `trial`, all of which is going to be undone, no entry is made at all.

    Raises RuntimeError outside a transaction.
    """
    if _gathered.get():
        yield  # the one around it stores them
        return
    gathered = _Gathered(_end_of_chain(), trial)
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    if gathered.entries:
        JournalEntry.objects.bulk_create(gathered.entries, batch_size=500)
        gathered.head.save(update_fields=["seq", "digest"])
        _hear(gathered.entries)


class _Walk:
    """One walk along the chain: where it is, and what it found."""

    def __init__(self, known: Mapping[int, str]) -> None:
        self.count, self.seq, self.digest = 0, 0, ORIGIN
        self.known = dict(known)
        self.faults: list[Fault] = []

    def outside(self) -> None:
        """What has a number below the first."""
        for seq in JournalEntry.objects.filter(seq__lt=1).order_by("seq").values_list("seq", flat=True):
            self._fault("outside", seq)

    def on(self, end: int | None) -> bool:
        """Walk what comes next, up to a number; whether there was anything."""
        rows = JournalEntry.objects.filter(seq__gt=self.seq)
        rows = rows if end is None else rows.filter(seq__lte=end)
        before = self.count
        for row in rows.order_by("seq").values_list(*SEALED, "digest").iterator(chunk_size=5000):
            self._step(row)
        return self.count > before

    def _step(self, row: Sequence[Any]) -> None:
        seq, previous, digest = row[0], row[-2], row[-1]
        if seq != self.seq + 1:
            self._fault("missing", self.seq + 1, seq - 1)
        elif previous != self.digest:
            self._fault("order", seq)
        if seal(row[:-1]) != digest:
            self._fault("altered", seq)
        noted = self.known.pop(seq, "")
        if not digest.startswith(noted):
            self._fault("known", seq)
        self.count, self.seq, self.digest = self.count + 1, seq, digest

    def close(self, head: JournalHead | None) -> None:
        """Hold the end against the note of it."""
        if head is None:
            if self.count:
                self._fault("headless", self.seq)
        elif head.seq > self.seq:
            self._fault("cut", self.seq + 1, head.seq)
        elif head.digest != self.digest:
            self._fault("end", head.seq)
        last = JournalEntry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
        now = JournalHead.objects.filter(pk=1).first()  # asked last: an entry and its note come together
        if now is not None and last > now.seq:
            self._fault("beyond", now.seq + 1, last)
        for seq in self.known:
            self._fault("known", seq)

    def _fault(self, kind: str, seq: int, last: int | None = None) -> None:
        self.faults.append(Fault(seq, seq if last is None else last, kind))


def verify(known: Mapping[int, str] | None = None) -> Verdict:
    """Walk the whole chain and name every place that does not hold.

    `known` gives digests (or their beginnings) of entries as somebody noted them elsewhere, on paper or in a backup: a
    chain sealed anew from an altered entry to its end holds in itself, and only such a note shows it.
    """
    walk = _Walk(known or {})
    walk.outside()
    while True:  # what is done during the walk moves the end of the chain: those entries are walked too
        head = JournalHead.objects.filter(pk=1).first()
        if not walk.on(head.seq if head else None):
            break
    walk.close(head)
    return Verdict(entries=walk.count, seq=walk.seq, head=walk.digest, faults=tuple(walk.faults))
