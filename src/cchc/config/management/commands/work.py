"""Deliver what waits in the outbox, run the scheduled jobs, check and import long files.

Several may run; one that is killed loses nothing.
"""

import os
import signal
import time
from datetime import timedelta
from importlib.metadata import version
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from cchc.common import channels, jobs, outbox, workers
from cchc.dossiers.actions import work_on_files

MINUTE = timedelta(minutes=1)


class _Ticker:
    """Runs the scheduled jobs once a minute, unless the operator has `cchc tick` called for that."""

    def __init__(self) -> None:
        self.next_at = timezone.now()

    def tick(self) -> None:
        """Run what is due, when a minute has passed."""
        if settings.WORK_TICKS and timezone.now() >= self.next_at:
            self.next_at = timezone.now() + MINUTE
            jobs.tick(clock=timezone.now)


class _Stop:
    """Whether the worker was told to end. Not an Event: two signals close upon each other would lock one for ever."""

    def __init__(self) -> None:
        self.told = False

    def tell(self, _number: int, _frame: FrameType | None) -> None:
        """Answer a signal."""
        self.told = True

    def wait(self, seconds: float) -> None:
        """Sleep so long, or until a moment after it is told."""
        until = time.monotonic() + seconds
        while not self.told and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.2))


class Command(BaseCommand):
    """`cchc work`: runs until it is told to stop; with --once it does one round and ends."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--once", action="store_true", help="deliver what is due now and end")
        parser.add_argument("--pause", type=float, default=5.0, help="seconds between rounds when nothing waits")
        parser.add_argument("--beside", type=int, default=0, metavar="PID", help="end with this process, the parent")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work in rounds; a full round is followed by the next at once."""
        stop = _Stop()
        if not options["once"]:
            signal.signal(signal.SIGTERM, stop.tell)
            signal.signal(signal.SIGINT, stop.tell)
        life = workers.Life(version=version("cchc"), at=timezone.now())
        try:
            _work(life, stop, options)
        finally:
            life.end()


def _work(life: workers.Life, stop: _Stop, options: dict[str, Any]) -> None:
    ticker, starter = _Ticker(), options["beside"]

    def going_on() -> bool:
        return not stop.told and not (starter and os.getppid() != starter)

    def one_round() -> bool:
        """Tick and deliver; whether there may be more to deliver."""
        ticker.tick()
        done = outbox.deliver(channels.send, clock=timezone.now)
        life.count(done.sent, done.failed, at=timezone.now())
        return done.sent + done.failed > 0

    def between() -> bool:
        """What else waits is done between two parts of a long file."""
        one_round()
        return going_on()

    while going_on():
        if one_round() | work_on_files(clock=timezone.now, between=between):
            continue
        if options["once"]:
            return
        close_old_connections()
        stop.wait(min(options["pause"], workers.BEAT.total_seconds()))
