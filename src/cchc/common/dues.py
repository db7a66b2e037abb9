"""Due dates, whoever has them: packages declare what is open and how each date came; this one lists, moves and proves.

A package calls `register` when it is ready. What it declares is asked with a calendar, so that a change of the calendar
can say beforehand which dates it would move.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import HttpRequest
from django.utils.functional import Promise

from .almanac import Almanac
from .journal import Actor
from .worktime import Certificate

Words = str | Promise


@dataclass(frozen=True)
class OpenDue:
    """Something open with the date that a calendar gives it; `stored` is the date it is held to now, where one is."""

    key: int
    title: str
    url: str
    due: date | None
    owner: str = ""
    stored: date | None = None


@dataclass(frozen=True)
class Move:
    """A due date that is, or would be, another one."""

    source: str
    key: int
    title: str
    url: str
    owner: str
    was: date | None
    becomes: date | None


@dataclass(frozen=True)
class DuePaper:
    """How a due date came: what its page and its print show.

    `how` says it in a sentence. `facts` are (label, value[, url]). `quote` holds the words of the document. `proof` is
    the certificate of a date that was counted; a date that a document or a person fixed has none.
    """

    title: str
    back: str
    due: date | None
    how: str
    almanac: Almanac
    facts: Sequence[tuple[object, ...]] = ()
    quote: str = ""
    proof: Certificate | None = None
    notes: Sequence[str] = field(default=())
    is_open: bool = True


Shift = Callable[[Sequence[Move], Actor, datetime, str], None]


@dataclass(frozen=True)
class Source:
    """One kind of thing that falls due.

    `code` stands in the addresses of certificates. `open_dues(agency, almanac)` gives what is open with the dates that
    the calendar gives. `paper(request, key)` proves one date: None for what the person may not see. `move(moves, by,
    at, reason)` writes new dates; a source without it keeps none, its dates are worked out whenever they are shown.
    """

    code: str
    label: Words
    open_dues: Callable[[int, Almanac], Iterable[OpenDue]]
    paper: Callable[[HttpRequest, int], DuePaper | None]
    move: Shift | None = None


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a kind of due date known; a second one under the same code replaces the first."""
    _sources[source.code] = source


def source_of(code: str) -> Source | None:
    """The source of a code."""
    return _sources.get(code)


def movements(agency_id: int, before: Almanac, after: Almanac) -> list[Move]:
    """What is open and would fall due on another day by the second calendar than it does now, by new date."""
    found: list[Move] = []
    for source in _sources.values():
        now = {} if source.move else {one.key: one.due for one in source.open_dues(agency_id, before)}
        for one in source.open_dues(agency_id, after):
            was = one.stored if source.move else now.get(one.key)
            if was != one.due:
                found.append(Move(source.code, one.key, one.title, one.url, one.owner, was, one.due))
    return sorted(found, key=lambda move: (move.becomes or date.max, move.source, move.key))


def shift(moves: Iterable[Move], by: Actor, at: datetime, reason: str) -> None:
    """Hold to their new dates what keeps one."""
    listed = list(moves)
    for source in _sources.values():
        mine = [move for move in listed if move.source == source.code]
        if mine and source.move:
            source.move(mine, by, at, reason)


def fingerprint(version: int, moves: Iterable[Move]) -> str:
    """A mark of what somebody was shown: the same only for the same calendar and the same list."""
    shown = [f"{version}", *(f"{move.source} {move.key} {move.was} {move.becomes}" for move in moves)]
    return hashlib.sha256("\n".join(shown).encode()).hexdigest()[:32]
