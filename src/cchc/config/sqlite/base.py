"""Whoever begins a transaction on SQLite queues for it first, so that nobody is shut out while others write.

SQLite lets those who wait look again after pauses that grow to a tenth of a second, while whoever has just committed
may begin anew within microseconds: under load one process can wait beyond every timeout. Here a transaction begins
with two locks of files beside the database: the line, held by the one who is next, and the turn, held by the one who
writes. Whoever ends a turn comes to the line behind the one who is next; those in the line look equally often. The
kernel gives both up when a process dies. They only order who comes when; the data are kept whole by SQLite's own lock.
"""

import fcntl
import os
import time

from django.db.backends.sqlite3 import base

STEP = 0.001  # seconds between two looks


def _held(path: str, until: float) -> int | None:
    """The open file once its lock is held, else None: the time is over, or there can be no such file."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError:  # the database itself will say what is wrong with its folder
        return None
    try:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    os.close(file)
                    return None
                time.sleep(STEP)
            else:
                return file
    except BaseException:
        os.close(file)
        raise


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that takes its turn before it begins a transaction and gives it up at the end."""

    _turn: int | None = None

    def _queue(self) -> None:
        """Wait for the turn, at most as long as SQLite would; after that SQLite decides."""
        name, options = self.settings_dict["NAME"], self.settings_dict["OPTIONS"]
        until = time.monotonic() + options.get("timeout", 5)
        line = _held(f"{name}-line", until)
        try:
            self._turn = _held(f"{name}-turn", until)
        finally:
            if line is not None:
                os.close(line)

    def _leave(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            os.close(turn)

    def _start_transaction_under_autocommit(self) -> None:
        self._leave()
        if not self.is_in_memory_db():
            self._queue()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # the stubs leave it out
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._leave()
