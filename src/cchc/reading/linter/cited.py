"""Documents cited: year, dates, spellings."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from cchc.reading.citations import Mention, key
from cchc.reading.items import Citation, Finding, Span
from cchc.reading.linter.base import Checked, finding

_KNOWN = Path(__file__).parent.parent / "data" / "known_documents.tsv"
# Normative documents carry their year in the number (Nghị định 30/2020/NĐ-CP, annex I).
_NEEDS_YEAR = re.compile(r"^\d+[a-z]?/(?:NĐ-CP|ND-CP|TT-[\w&]+|TTLT-[\w&-]+)$")
_YEAR = re.compile(r"/((?:19|20)\d\d)/")


@cache
def known() -> dict[str, tuple[str, date]]:
    """Well-known documents by the key of their number: number and true date."""
    rows = (line.split("\t") for line in _KNOWN.read_text(encoding="utf-8").splitlines() if line.strip())
    return {key(number): (number, date.fromisoformat(day)) for number, day in rows}


def findings(checked: Checked) -> Iterator[Finding]:
    """All rules on citations."""
    spelt: dict[str, Mention] = {}
    for citation in checked.reading.citations:
        yield from _of_one(citation)
    for mention in checked.mentions:
        yield from _spelling(mention, spelt)
    yield from _with_and_without_year(checked.reading.citations)


def _of_one(citation: Citation) -> Iterator[Finding]:
    number = citation.number
    if _NEEDS_YEAR.search(number):
        yield _year_missing(citation)
    if len(citation.dates) > 1:
        days = ", ".join(day.strftime("%d/%m/%Y") for day in citation.dates)
        vi, en = f"{number} được ghi với nhiều ngày: {days}.", f"{number} is given several dates: {days}."
        yield finding("citation.two-dates", "error", citation.spans[-1], (vi, en), _true_day(number))
    year = _YEAR.search(number)
    for day in citation.dates:
        if year and day.year != int(year[1]):
            vi = f"{number} mang năm {year[1]} nhưng ghi ngày {day:%d/%m/%Y}."
            en = f"{number} is of {year[1]} but dated {day:%d/%m/%Y}."
            yield finding("citation.date-against-number", "error", citation.span, (vi, en))
    truth = known().get(key(number))
    for day in citation.dates:
        if truth and day != truth[1]:
            right = truth[1].strftime("%d/%m/%Y")
            vi = f"{number} ghi ngày {day:%d/%m/%Y}; văn bản này ban hành ngày {right}."
            en = f"{number} is dated {day:%d/%m/%Y} here; it was issued on {right}."
            yield finding("citation.wrong-date", "error", citation.span, (vi, en), right)


def _true_day(number: str) -> str | None:
    truth = known().get(key(number))
    return truth[1].strftime("%d/%m/%Y") if truth else None


def _year_missing(citation: Citation) -> Finding:
    serial, rest = citation.number.split("/", 1)
    year = citation.date.year if citation.date else None
    right = f"{serial}/{year}/{rest}" if year else None
    vi = f"{citation.number} thiếu năm ban hành trong số hiệu."
    en = f"The number {citation.number} lacks its year."
    return finding("citation.year-missing", "warning", citation.span, (vi, en), right)


def _spelling(mention: Mention, spelt: dict[str, Mention]) -> Iterator[Finding]:
    """citation.two-spellings: one number in two forms, as 45-NQ/TW and 45/NQ-TW, QĐ and QD."""
    form = re.sub(r"[-/]", "", key(mention.number))
    first = spelt.setdefault(form, mention)
    if first.number != mention.number:
        right = known().get(key(first.number)) or known().get(key(mention.number))
        vi = f"Một văn bản viết hai cách: {first.number} và {mention.number}."
        en = f"One document is written in two ways: {first.number} and {mention.number}."
        suggestion = right[0] if right else first.number
        yield finding("citation.two-spellings", "warning", Span(mention.start, mention.end), (vi, en), suggestion)


def _with_and_without_year(citations: tuple[Citation, ...]) -> Iterator[Finding]:
    """118/NĐ-CP beside 118/2025/NĐ-CP of the same day is one document written in two ways."""
    full = {_YEAR.sub("/", one.number): one for one in citations if _YEAR.search(one.number)}
    for one in citations:
        other = full.get(one.number)
        if other is not None and (one.date is None or one.date == other.date):
            vi = f"Một văn bản viết hai cách: {other.number} và {one.number}."
            en = f"One document is written in two ways: {other.number} and {one.number}."
            yield finding("citation.two-spellings", "warning", one.span, (vi, en), other.number)
