"""Reading a document: at once where it is short, beside the request where it is long.

The reader works in a process of its own. A short document is read before anything is kept. A reading that takes
longer than `PATIENCE` seconds goes on beside, watched by a thread of the server, which tells its draft how far it is;
when the server stops meanwhile, the draft has no sign of life any more and its page offers to read again.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import connection
from django.utils import timezone

from cchc.plans.actions import intake as actions
from cchc.reading import apart
from cchc.reading.errors import Unreadable

PATIENCE = 4.0
BEAT = 3.0
AT_ONCE = threading.BoundedSemaphore(2)
"""So many documents are read by one server process at the same time; others wait for their turn."""

logger = logging.getLogger(__name__)


@dataclass
class Job:
    """One reading under way. `result` and `error` are set before `over`."""

    data: bytes
    name: str
    done: int = 0
    total: int = 0
    result: Mapping[str, Any] | None = None
    error: Exception | None = None
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Read; never raises."""
        try:
            with AT_ONCE:
                self.result = apart.read(self.data, self.name, progress=self.tell)
        except Exception as error:  # whatever it is must reach the person who waits
            self.error = error
        finally:
            self.over.set()

    def tell(self, done: int, total: int) -> None:
        """How far it is, in pages."""
        self.done, self.total = done, total


def start(data: bytes, name: str, *, patience: float | None = None) -> Job:
    """Begin to read, and wait as long as a person would: the job is over, or goes on."""
    job = Job(data, name)
    threading.Thread(target=copy_context().run, args=(job.run,), name="cchc-reading", daemon=True).start()
    job.over.wait(PATIENCE if patience is None else patience)
    return job


def follow(job: Job, draft: int) -> None:
    """Go on with a reading beside the request, for a draft that waits for it."""
    follower = partial(copy_context().run, _followed, job, draft)  # its log carries the code of the request
    threading.Thread(target=follower, name="cchc-following", daemon=True).start()


def _followed(job: Job, draft: int) -> None:
    try:
        attend(job, draft)
    except Exception:
        logger.exception("the reading of draft %s was lost", draft)
    finally:
        connection.close()


def attend(job: Job, draft: int, wait: Callable[[float], object] | None = None) -> None:
    """Tell the draft how far its reading is until it ends, and then what came of it."""
    pause = wait or job.over.wait
    while not job.over.is_set():
        if not actions.beat(draft=draft, done=job.done, total=job.total, at=timezone.now()):
            return
        pause(BEAT)
    conclude(job, draft)


def conclude(job: Job, draft: int) -> None:
    """Hand the end of a reading to its draft."""
    at = timezone.now()
    if job.result is not None:
        actions.finish_reading(draft=draft, reading=job.result, at=at)
        return
    vi, en = sentences(job.error)
    actions.fail_reading(draft=draft, why_vi=vi, why_en=en, at=at)


def sentences(error: Exception | None) -> tuple[str, str]:
    """Why a document was not read, in both languages."""
    if isinstance(error, Unreadable):
        return error.message_vi, error.message_en
    logger.error("a document could not be read", exc_info=error)
    kind = type(error).__name__
    return (
        f"Chương trình đọc gặp lỗi chưa lường trước ({kind}). Hãy báo người quản trị.",
        f"The reader met an unforeseen fault ({kind}). Please tell the administrator.",
    )
