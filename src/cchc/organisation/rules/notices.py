"""Which way a notice goes to a person, and when a digest may leave: pure."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """How somebody wants to be told of a kind of thing; each but `OFF` also puts it into the notices centre."""

    OFF = "off"
    PAGE = "page"
    DIGEST = "digest"
    MAIL = "mail"


class Weight(StrEnum):
    """How much a kind matters: `URGENT` and `SECURITY` go out on days off too, `SECURITY` cannot be turned off."""

    NORMAL = "normal"
    URGENT = "urgent"
    SECURITY = "security"


def allowed(weight: Weight, offered: Collection[Channel] = tuple(Channel)) -> tuple[Channel, ...]:
    """The channels that a person may choose for a kind, in the order of `Channel`."""
    barred = {Channel.OFF} if weight is Weight.SECURITY else set()
    return tuple(channel for channel in Channel if channel in offered and channel not in barred)


def channel_for(chosen: str | None, usual: Channel, may_be: Collection[Channel]) -> Channel:
    """The channel in force: the chosen one where it still may be, else the usual one."""
    return next((channel for channel in may_be if channel.value == chosen), usual)


def digest_due(now: datetime, hour: int) -> bool:
    """Whether the hour of a digest has come, by the local time of `now`."""
    return now.hour >= hour


def goes_today(weight: Weight, *, working: bool) -> bool:
    """Whether a digest of the day may tell of the kind: on a day off only of what cannot wait."""
    return working or weight is not Weight.NORMAL
