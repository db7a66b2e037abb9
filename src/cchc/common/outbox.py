"""What leaves the system: written with the action that sends it, delivered by a worker, seen and sent again by people.

A message is claimed for a while before it is sent. A worker that dies leaves the claim to run out; the message then
goes out once more, marked as possibly repeated, since nobody can know whether the server had taken it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from . import trace
from .models import OutboxMessage, OutboxState

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)
"""How long a worker may take for one message before others count it as lost."""
ATTEMPTS = 8
"""Attempts before a message is put aside for a person; with the delays below that is about nine hours."""

Send = Callable[[OutboxMessage], None]


class Undeliverable(Exception):  # noqa: N818  # it says what happened, as a sentence does
    """A message did not go through the channel.

    `final`: trying again is of no use (no such address). `maybe_taken`: the answer was lost, so that the server may
    have the message all the same; it goes again with its mark.
    """

    def __init__(self, reason: str, *, final: bool = False, maybe_taken: bool = False) -> None:
        super().__init__(reason)
        self.final = final
        self.maybe_taken = maybe_taken


@dataclass(frozen=True)
class Round:
    """What one round of the worker did."""

    sent: int = 0
    failed: int = 0


def delay(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: a minute, doubling, at most four hours."""
    return min(timedelta(minutes=1 << max(attempts - 1, 0)), timedelta(hours=4))


def post(
    *, channel: str, recipient: str, subject: str = "", body: str, at: datetime, agency_id: int | None = None
) -> OutboxMessage:
    """Put a message into the outbox, in the caller's transaction: it leaves only if what it tells of is kept.

    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a message is written in the transaction of what it tells of")
    return OutboxMessage.objects.create(
        channel=channel,
        recipient=recipient,
        subject=subject,
        body=body,
        created_at=at,
        next_at=at,
        agency_id=agency_id,
        trace=trace.current(),
    )


def _claim(now: datetime) -> OutboxMessage | None:
    """Take the message that has been due for longest, so that no other worker takes it, for the length of a claim."""
    with transaction.atomic():
        due = Q(state=OutboxState.WAITING, next_at__lte=now) | Q(state=OutboxState.SENDING, claimed_until__lte=now)
        rows = OutboxMessage.objects.filter(due).order_by("next_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        message = rows.first()
        if message is not None:
            message.repeated = message.repeated or message.state == OutboxState.SENDING
            message.state = OutboxState.SENDING
            message.claimed_until = now + CLAIM
            message.save(update_fields=["repeated", "state", "claimed_until"])
    return message


def _settle(message: OutboxMessage, now: datetime, failure: Undeliverable | None) -> None:
    """Write down how it went; a message that another worker took over meanwhile is left to that worker."""
    mine = OutboxMessage.objects.filter(pk=message.pk, state=OutboxState.SENDING, claimed_until=message.claimed_until)
    attempts = message.attempts + 1
    if failure is None:
        mine.update(state=OutboxState.SENT, sent_at=now, attempts=attempts, last_error="", claimed_until=None)
        return
    dead = failure.final or attempts >= ATTEMPTS
    mine.update(
        state=OutboxState.DEAD if dead else OutboxState.WAITING,
        attempts=attempts,
        next_at=now + delay(attempts),
        last_error=str(failure)[:500],
        claimed_until=None,
        repeated=message.repeated or failure.maybe_taken,
    )


def _tell(message: OutboxMessage, failure: Undeliverable | None) -> None:
    """One line of the log, under the code of the request that wrote the message; no name, no address, no text."""
    with trace.following(message.trace):
        if failure is None:
            log.info("message %d (%s) sent", message.pk, message.channel)
        else:
            word = "will not be tried again" if failure.final else "failed"
            log.warning("message %d (%s) %s, attempt %d", message.pk, message.channel, word, message.attempts + 1)


def _try(send: Send, message: OutboxMessage) -> Undeliverable | None:
    """Send one message; what went wrong, whatever it was: one bad message must not stop the worker."""
    try:
        send(message)
    except Undeliverable as error:
        return error
    except OSError as error:
        return Undeliverable(f"{type(error).__name__}: {error}")
    except Exception as error:  # a message that cannot be written is put aside for a person at once
        log.exception("message %d (%s) cannot be sent", message.pk, message.channel)
        return Undeliverable(type(error).__name__, final=True)
    return None


def deliver(send: Send, *, clock: Callable[[], datetime], size: int = 20) -> Round:
    """Deliver up to `size` messages that are due, one after the other; what goes wrong with one stops no other."""
    sent = failed = 0
    while sent + failed < size and (message := _claim(clock())) is not None:
        failure = _try(send, message)
        _settle(message, clock(), failure)
        _tell(message, failure)
        sent, failed = sent + (failure is None), failed + (failure is not None)
    return Round(sent, failed)


def hold(*, channel: str, recipient: str, until: datetime) -> None:
    """Have what waits for one recipient wait until a moment, later or earlier: one that is down is not asked message by
    message, and one that is back gets at once what waited."""
    waiting = OutboxMessage.objects.filter(channel=channel, recipient=recipient, state=OutboxState.WAITING)
    waiting.update(next_at=until)


def resend(message: OutboxMessage, *, at: datetime) -> None:
    """Have a dead message tried again, from the beginning; the caller journals it."""
    OutboxMessage.objects.filter(pk=message.pk, state=OutboxState.DEAD).update(
        state=OutboxState.WAITING, attempts=0, next_at=at, last_error=""
    )
