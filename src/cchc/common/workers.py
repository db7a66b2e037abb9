"""Workers tell that they live; whoever looks after the system sees those that do and those that fell silent."""

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta

from .models import Worker

QUIET = timedelta(seconds=90)
"""After so long without a sign a worker counts as lost."""
BEAT = timedelta(seconds=10)
"""How often a worker says that it lives."""


@dataclass(frozen=True)
class Standing:
    """The workers that live and those that fell silent without saying good-bye."""

    alive: tuple[Worker, ...]
    lost: tuple[Worker, ...]


def standing(now: datetime) -> Standing:
    """How the workers stand."""
    rows = list(Worker.objects.order_by("name"))
    alive = tuple(row for row in rows if row.beat_at > now - QUIET)
    return Standing(alive, tuple(row for row in rows if row not in alive))


class Life:
    """One worker's signs of life, from its start to its end."""

    def __init__(self, *, version: str, at: datetime) -> None:
        self.machine = socket.gethostname()[:100]
        self.name = f"{self.machine}:{os.getpid()}"
        self.last = at
        lost = Worker.objects.filter(name__startswith=f"{self.machine}:", beat_at__lte=at - QUIET)
        lost.delete()  # this one takes their place
        facts = {"version": version, "started_at": at, "beat_at": at, "done": 0, "failed": 0}
        Worker.objects.update_or_create(name=self.name, defaults=facts)
        self.done = self.failed = 0

    def count(self, done: int, failed: int, *, at: datetime) -> None:
        """Note what was done, and tell it when it is time."""
        self.done, self.failed = self.done + done, self.failed + failed
        if at - self.last >= BEAT:
            self.beat(at=at)

    def beat(self, *, at: datetime) -> None:
        """Say that the worker lives, and what it has done."""
        self.last = at
        Worker.objects.filter(name=self.name).update(beat_at=at, done=self.done, failed=self.failed)

    def end(self) -> None:
        """Leave in good order: nobody waits for this worker any more."""
        Worker.objects.filter(name=self.name).delete()
