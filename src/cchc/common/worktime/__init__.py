"""Working time to the second: due moments with the certificate that proves them, and the time between two moments.

Moments are local (Asia/Ho_Chi_Minh) and naive. Pure: the days, hours and rules come from outside (`common.almanac`).
"""

from .clock import Clock
from .terms import (
    DAY_SECONDS,
    FROM_EVENT,
    USUAL,
    BeyondCalendar,
    Cause,
    Certificate,
    Extension,
    Hours,
    Limit,
    Pause,
    Session,
    StartRule,
    Stretch,
    Terms,
    Unit,
)

__all__ = [
    "DAY_SECONDS",
    "FROM_EVENT",
    "USUAL",
    "BeyondCalendar",
    "Cause",
    "Certificate",
    "Clock",
    "Extension",
    "Hours",
    "Limit",
    "Pause",
    "Session",
    "StartRule",
    "Stretch",
    "Terms",
    "Unit",
]
