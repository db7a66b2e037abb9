"""Periods as a paper prints them, in Vietnamese whatever the language of the page, and how they follow one another."""

import re
from datetime import date

from cchc.common.periods import Kind, Period

from .spans import Span, SpanKind, Told

_ROMAN = ("I", "II", "III", "IV")
_REPORT = re.compile(r"^báo cáo\s+(đột xuất\s+)?(về\s+)?(?=\S)", re.IGNORECASE)


def printed_period(period: Told) -> str:
    """ "quý III năm 2026", "9 tháng năm 2026", "tuần 48 năm 2026 (từ ngày … đến ngày …)", "từ ngày … đến ngày …"."""
    if isinstance(period, Span):
        return _printed_span(period)
    match period.kind:
        case Kind.MONTH:
            return f"tháng {period.number} năm {period.year}"
        case Kind.QUARTER:
            return f"quý {_ROMAN[period.number - 1]} năm {period.year}"
        case Kind.HALF:
            return f"6 tháng {'đầu' if period.number == 1 else 'cuối'} năm {period.year}"
        case Kind.NINE_MONTHS:
            return f"9 tháng năm {period.year}"
        case Kind.YEAR:
            return f"năm {period.year}"


def subject_of(period: Told, asked: str = "") -> str:
    """What a short report tells of, inside a sentence; `asked`: how the calendar names what is asked for once."""
    if asked and isinstance(period, Span) and period.kind is SpanKind.ONCE:
        named = _REPORT.sub("", asked.strip())
        return named if named[1:2].isupper() else named[:1].lower() + named[1:]
    return f"công tác cải cách hành chính {named_period(period)}"


def heading_of(period: Told, asked: str = "") -> str:
    """The same as the title of the paper, the days of a week or of what was asked for once in a line of their own."""
    subject = subject_of(period, asked)
    lines = [subject[:1].upper() + subject[1:]]
    if isinstance(period, Span) and _days(period) not in subject:
        lines.append(f"({_days(period)})")
    return "\n".join(lines)


def named_period(period: Told) -> str:
    """The period without the days of its week."""
    if isinstance(period, Span) and period.kind is SpanKind.WEEK:
        return f"tuần {int(period.code[6:])} năm {period.code[:4]}"
    return printed_period(period)


def _printed_span(span: Span) -> str:
    days = _days(span)
    return days if span.kind is SpanKind.ONCE else f"{named_period(span)} ({days})"


def _days(span: Span) -> str:
    return f"từ ngày {printed_day(span.first)} đến ngày {printed_day(span.last)}"


def printed_following(period: Told) -> str:
    """What a report calls the time whose tasks it announces."""
    if isinstance(period, Span):
        return "tuần tiếp theo" if period.kind is SpanKind.WEEK else "thời gian tới"
    return printed_period(following(period))


def following(period: Told) -> Told:
    """The period whose tasks a report announces: after nine months the fourth quarter, else the next of its kind."""
    if isinstance(period, Period) and period.kind is Kind.NINE_MONTHS:
        return Period(Kind.QUARTER, period.year, 4)
    return period.next()


def to_date(period: Period) -> Period:
    """From 1 January to the period's last day, as a period (lũy kế)."""
    month = period.last.month
    kinds = {3: (Kind.QUARTER, 1), 6: (Kind.HALF, 1), 9: (Kind.NINE_MONTHS, 1), 12: (Kind.YEAR, 1)}
    if month not in kinds:
        raise ValueError(f"no period of the year so far ends with {period}")
    kind, number = kinds[month]
    return Period(kind, period.year, number)


def ending_with(period: Told) -> list[str]:
    """The codes of every period that ends on the same day, itself included: the second quarter ends with six months.

    A month, a week or what was asked for once is told by itself, in an outline of its own.
    """
    if isinstance(period, Span) or period.kind is Kind.MONTH:
        return [period.code]
    kinds = (Kind.QUARTER, Kind.HALF, Kind.NINE_MONTHS, Kind.YEAR)
    found = [Period.of(kind, period.last) for kind in kinds]
    return [one.code for one in found if one.last == period.last]


def printed_day(day: date) -> str:
    """dd/mm/yyyy."""
    return f"{day:%d/%m/%Y}"
