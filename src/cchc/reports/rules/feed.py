"""Due days as an iCalendar stream. Source: RFC 5545, 3.1 (lines of 75 octets), 3.3.11 (escapes), 3.6.1 (events)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LINE = 75
"""Octets of a line without its end."""


@dataclass(frozen=True)
class Entry:
    """One moment by which something is due. `uid` is the same in every stream; `at` and `stamp` know their zone."""

    uid: str
    at: datetime
    title: str
    text: str
    url: str
    done: bool = False


def stream(name: str, entries: Iterable[Entry], stamp: datetime) -> str:
    """The whole stream; every entry ends at its moment and lasts half an hour, with a reminder a day before."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//CCHC//lich bao cao//VI", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}"]  # fmt: skip
    for one in entries:
        lines += _event(one, stamp)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(one: Entry, stamp: datetime) -> list[str]:
    alarm = [] if one.done else ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(one.title)}",
                                 "TRIGGER:-P1D", "END:VALARM"]  # fmt: skip
    return [
        "BEGIN:VEVENT", f"UID:{one.uid}", f"DTSTAMP:{_utc(stamp)}", f"DTSTART:{_utc(one.at - timedelta(minutes=30))}",
        f"DTEND:{_utc(one.at)}", f"SUMMARY:{escaped(one.title)}", f"DESCRIPTION:{escaped(one.text)}", f"URL:{one.url}",
        "TRANSP:TRANSPARENT", *alarm, "END:VEVENT",
    ]  # fmt: skip


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """A text as a value: backslash, semicolon, comma and line ends escaped, other control characters left out."""
    whole = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    whole = whole.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in whole if sign >= " ")


def folded(line: str) -> str:
    """A line cut into pieces of at most 75 octets, never within a character; each further piece begins with a space."""
    pieces, now, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LINE:
            pieces.append(now)
            now, size = " ", 1
        now, size = now + sign, size + width
    return "\r\n".join([*pieces, now])
