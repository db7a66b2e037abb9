"""Numbers of papers and records: the forms they are written in, as dated data, and the period each begins anew with.

Source: Nghị định 30/2020/NĐ-CP, Điều 15 (a series runs from 1 January to 31 December, each number once), Phụ lục I
(two digits at least, groups joined by a dash) and Phụ lục III (abbreviations of kinds of papers).
"""

import string
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).parent / "data" / "numbers.yaml"
YEAR, DAY = "year", "day"
WORDS = ("number", "kind", "year", "day")


@dataclass(frozen=True)
class NumberForm:
    """How numbers of a book are written from a day on.

    `template` holds {number} once, and may hold {kind} (BC, KH …), {year} and {day} (yymmdd); `digits` is the least
    number of digits. `source` says which rule sets it.
    """

    since: date
    template: str
    digits: int
    source: str

    def text(self, number: int, on: date, kind: str = "") -> str:
        """The number as it is written on a paper of the day."""
        values = {"number": f"{number:0{self.digits}}", "kind": kind, "year": on.year, "day": f"{on:%y%m%d}"}
        return self.template.format(**values)


def fault_of(template: str) -> str:
    """What is wrong with a template: "form" (not one), "word" (a name it may not use), "number" (not once), or ""."""
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        return "form"
    names = [name for _text, name, _spec, _turn in parts if name is not None]
    if any(name not in WORDS or spec or turn for _text, name, spec, turn in parts if name is not None):
        return "word"
    return "" if names.count("number") == 1 else "number"


def period_of(every: str, on: date) -> str:
    """The period of a day: a series of a year "2026", of a day "2026-03-02"."""
    return on.isoformat() if every == DAY else str(on.year)


@dataclass(frozen=True)
class KindOfPaper:
    """A kind of paper and its abbreviation."""

    code: str
    name: str


@dataclass(frozen=True)
class KnownForm:
    """A form that the software offers for a new book: its series, how it is written, and what kinds it numbers."""

    code: str
    name: str
    every: str
    template: str
    digits: int
    since: date
    source: str
    kinds: tuple[str, ...] = ()

    def filled(self, symbol: str, agency: str) -> str:
        """The template of a department: its symbol in document numbers and its identifier put in."""
        return self.template.replace("SYMBOL", symbol).replace("AGENCY", agency)


@cache
def kinds_of_papers() -> tuple[KindOfPaper, ...]:
    """The kinds of administrative papers that bear a number, in the order of the decree."""
    return tuple(KindOfPaper(code, name) for code, name in _read()["kinds"].items())


@cache
def known_forms() -> tuple[KnownForm, ...]:
    """The forms that the software carries, with their sources."""
    return tuple(KnownForm(**row) for row in _read()["forms"])


@cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return found
