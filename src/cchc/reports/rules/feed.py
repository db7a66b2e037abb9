"""Due days as an iCalendar stream. Source: RFC 5545, 3.1 (lines of 75 octets), 3.3.11 (escapes), 3.6.1 (events);
RFC 7986, 5.7 (REFRESH-INTERVAL)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE = 75
"""Octets of a line without its end."""


@dataclass(frozen=True)
class Entry:
    """A moment or a whole day by which something is due. `uid` is the same in every stream; a moment knows its zone."""

    uid: str
    at: datetime | date
    title: str
    text: str
    url: str
    done: bool = False


def stream(name: str, entries: Iterable[Entry], stamp: datetime, *, alarms: bool = True) -> str:
    """The whole stream, to be asked for again every hour; an entry of a moment ends there and lasts half an hour. With
    `alarms` what is not done is reminded of a day before."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//CCHC//lich bao cao//VI", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
             "X-PUBLISHED-TTL:PT1H"]  # fmt: skip
    for one in entries:
        lines += _event(one, stamp, alarms=alarms)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(one: Entry, stamp: datetime, *, alarms: bool) -> list[str]:
    alarm = [] if one.done or not alarms else ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(one.title)}",
                                 "TRIGGER:-P1D", "END:VALARM"]  # fmt: skip
    return [
        "BEGIN:VEVENT", f"UID:{one.uid}", f"DTSTAMP:{_utc(stamp)}", *_span(one.at),
        f"SUMMARY:{escaped(one.title)}", f"DESCRIPTION:{escaped(one.text)}", f"URL:{one.url}",
        "TRANSP:TRANSPARENT", *alarm, "END:VEVENT",
    ]  # fmt: skip


def _span(at: datetime | date) -> list[str]:
    """When an entry begins and ends; a whole day ends where the next begins."""
    if isinstance(at, datetime):
        return [f"DTSTART:{_utc(at - timedelta(minutes=30))}", f"DTEND:{_utc(at)}"]
    return [f"DTSTART;VALUE=DATE:{at:%Y%m%d}", f"DTEND;VALUE=DATE:{at + timedelta(days=1):%Y%m%d}"]


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
