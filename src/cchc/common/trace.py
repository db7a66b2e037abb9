"""The code by which one request is followed: through the log, into the outbox and its worker, to whoever quotes it."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LONGEST = 64
_FORM = re.compile(rf"[A-Za-z0-9_-]{{8,{LONGEST}}}")
_current: ContextVar[str] = ContextVar("cchc_trace", default="")


def make() -> str:
    """A new code: sixteen hexadecimal digits."""
    return secrets.token_hex(8)


def well_formed(code: str) -> bool:
    """Whether a code from outside may be taken over: 8–64 letters of ASCII, digits, dashes, underscores."""
    return _FORM.fullmatch(code) is not None


def current() -> str:
    """The code of what is being done in this thread; empty outside any request."""
    return _current.get()


@contextmanager
def following(code: str) -> Iterator[None]:
    """Whatever is logged or posted inside carries the code."""
    token = _current.set(code)
    try:
        yield
    finally:
        _current.reset(token)
