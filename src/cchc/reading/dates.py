"""Days and years as documents write them."""

import re
from datetime import date

# On the flat copy: "15/7/2021", "15-7-2021", "ngay 24 thang 01 nam 2025".
DAY = (
    r"(?:(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>(?:19|20)\d\d)"
    r"|(?P<d2>\d{1,2})\s*thang\s*(?P<m2>\d{1,2})\s*,?\s*n\w{1,3}\s*(?P<y2>(?:19|20)\d\d))"
)
DAY_RE = re.compile(DAY)
_DIGITS = re.compile(r"[0-9]+")
PERIOD = re.compile(
    r"(?:giai doan|nhiem ky|thoi ky|tu nam|nam|cac nam)\s*(?:nam )?(20\d\d)\s*(?:-|den(?: nam)?)\s*(?:nam )?(20\d\d)"
)
YEAR = re.compile(r"\bn[ad]?[ad]m\s+(20\d\d)\b(?!\s*[-/]\s*\d)")


_MUNG = re.compile(r"\bm[uo]ng(?= \d)")


def with_days(flat_text: str) -> str:
    """The flat text with "ngày 7" for "mùng 7" (of the first ten days of a month); as long as it was."""
    return _MUNG.sub("ngay", flat_text) if "mung " in flat_text or "mong " in flat_text else flat_text


def day_of(match: re.Match[str]) -> date | None:
    """The date of a `DAY` match; None for one that the calendar does not have."""
    year, month, day = (int(match[a] or match[b]) for a, b in (("y", "y2"), ("m", "m2"), ("d", "d2")))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_day(flat_text: str, start: int = 0, end: int | None = None) -> tuple[date, int, int] | None:
    """The first date in a stretch of flat text, with its place."""
    end = len(flat_text) if end is None else end
    for digits in _DIGITS.finditer(flat_text, start, end):
        match = DAY_RE.match(flat_text, max(digits.start(), digits.end() - 2), end)
        found = day_of(match) if match is not None else None
        if match is not None and found is not None:
            return found, match.start(), match.end()
    return None
