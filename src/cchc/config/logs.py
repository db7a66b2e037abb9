"""How the log is written: one line an event, with the code of its request, and without personal data.

Texts of errors can hold what people typed (a database names the row that clashed), so an error is told by its kind and
its places in the code; `CCHC_LOG_DETAILS` adds the texts. Lines of libraries are told by their template, without what
was put into it.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from cchc.common import trace

_ROOT = Path(__file__).parents[2]


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    inside = path.is_relative_to(_ROOT)
    name = path.relative_to(_ROOT).as_posix() if inside else "/".join(path.parts[-3:])
    return f"{name}:{frame.lineno} {frame.name}"


def fault(error: BaseException) -> list[dict[str, Any]]:
    """An error and what caused it, the first cause last: kind, database's code, places; the text only by setting."""
    chain: list[dict[str, Any]] = []
    at: BaseException | None = error
    while at is not None and len(chain) < 5:
        one: dict[str, Any] = {"kind": f"{type(at).__module__}.{type(at).__qualname__}"}
        if code := getattr(at, "sqlstate", None):
            one["sqlstate"] = code
        if settings.LOG_DETAILS:
            one["text"] = str(at)
        one["at"] = [_place(frame) for frame in traceback.extract_tb(at.__traceback__)[-12:]]
        chain.append(one)
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return chain


def said(record: logging.LogRecord) -> str:
    """What a record says: our own lines as they are, those of libraries by their template."""
    if record.name.split(".")[0] == "cchc" or settings.LOG_DETAILS:
        return record.getMessage()
    if hasattr(record, "request"):  # Django's lines about a request hold its address
        return f"answered {getattr(record, 'status_code', '')}".strip()
    return str(record.msg)


def facts(record: logging.LogRecord) -> dict[str, Any]:
    """A record as an object: moment in UTC, level, who says what, the code of the request, and the facts given."""
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    found: dict[str, Any] = {"time": moment, "level": record.levelname, "logger": record.name, "message": said(record)}
    if code := trace.current():
        found["request"] = code
    found |= getattr(record, "facts", {})
    if record.exc_info and record.exc_info[1]:
        found["error"] = fault(record.exc_info[1])
    return found


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return json.dumps(facts(record), ensure_ascii=False, default=str)


class Text(logging.Formatter):
    """The same for a terminal: one line, the places of an error beneath it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        found = facts(record)
        errors = found.pop("error", [])
        moment, level, name, message = (found.pop(key) for key in ("time", "level", "logger", "message"))
        rest = " ".join(f"{key}={value}" for key, value in found.items())
        lines = [f"{moment[11:23]} {level} {name}: {message} {rest}".rstrip()]
        for one in errors:
            lines += [f"  {one['kind']} {one.get('text', '')}".rstrip(), *(f"    {place}" for place in one["at"])]
        return "\n".join(lines)
