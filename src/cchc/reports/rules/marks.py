"""What has changed about a figure since it was last told: marks beside it, pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Since(StrEnum):
    """Against what a figure differs."""

    VERSION = "version"  # the version that this one follows said another number
    PERIOD = "period"  # the report of the period before told another number of that period than is known now
    SENT = "sent"  # what is known now is another number than this sent report says
    NOTE = "note"  # a correction note puts it right


@dataclass(frozen=True)
class Mark:
    """One difference: the number told then, and the number that holds instead."""

    since: Since
    then: Decimal | None
    now: Decimal | None


Numbers = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Told:
    """What is known about the figures of a report beside the figures themselves; each by key, None where there is none.

    `version`: as the version before said. `before`: as the report of the period before was sent. `today`: as they are
    now, of a sent report. `notes`: (key, number then, number instead) in the order of the correction notes.
    """

    version: Numbers | None = None
    before: Numbers | None = None
    today: Numbers | None = None
    notes: Sequence[tuple[str, Decimal | None, Decimal | None]] = ()


def marks(now: Numbers, previous: Numbers, told: Told) -> dict[str, list[Mark]]:
    """Key → what has changed about it. `previous` is what is known now of the period before.

    What a correction note has put right is not said to differ from what is known now, where the note says the same.
    """
    found: dict[str, list[Mark]] = {}
    noted = {key: new for key, _old, new in told.notes}
    for key, value in now.items():
        rows = []
        if told.version is not None and key in told.version and told.version[key] != value:
            rows.append(Mark(Since.VERSION, told.version[key], value))
        if told.before is not None and key in told.before and told.before[key] != previous.get(key):
            rows.append(Mark(Since.PERIOD, told.before[key], previous.get(key)))
        rows += [Mark(Since.NOTE, old, new) for one, old, new in told.notes if one == key]
        holds = noted.get(key, value)
        if told.today is not None and key in told.today and told.today[key] != holds:
            rows.append(Mark(Since.SENT, holds, told.today[key]))
        if rows:
            found[key] = rows
    return found
