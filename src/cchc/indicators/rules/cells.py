"""What a table of figures says beside numbers: periods, estimates, and the headings of its columns."""

import re
from datetime import date

from cchc.common.periods import Kind, Period
from cchc.common.spreadsheets.cells import Cell, day_of, text_of, yes_of
from cchc.common.spreadsheets.headings import Headings
from cchc.common.text import fold

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?:nam )?(?P<year>\d{4})"
_JOIN = r"(?: ?/ ?| ?- ?| )"
_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.MONTH, re.compile(rf"(?:thang|t)? ?(?P<number>\d\d?){_JOIN}{_YEAR}")),
    (Kind.QUARTER, re.compile(rf"(?:quy|q) ?(?P<number>[1-4]|iv|i{{1,3}}){_JOIN}{_YEAR}")),
    (Kind.HALF, re.compile(rf"(?:6|sau) thang(?: (?P<half>dau|cuoi))?(?: nam)?{_JOIN}{_YEAR}")),
    (Kind.HALF, re.compile(rf"h(?P<number>[12]){_JOIN}{_YEAR}")),
    (Kind.NINE_MONTHS, re.compile(rf"(?:9|chin) thang(?: dau)?(?: nam)?{_JOIN}{_YEAR}")),
    (Kind.YEAR, re.compile(_YEAR)),
)
HEADINGS = Headings(
    {
        "indicator": ("ma chi so", "ma chi tieu", "chi so", "chi tieu thong ke", "ten chi so", "chi tieu", "noi dung"),
        "unit": ("don vi bao cao", "don vi thuc hien", "phong, don vi", "phong", "don vi"),
        "period": ("ky bao cao", "ky so lieu", "ky", "thang", "quy", "thoi gian"),
        "numerator": ("tu so",),
        "denominator": ("mau so",),
        "value": ("gia tri", "so lieu", "ket qua", "ty le (%)", "ty le"),
        "is_estimate": ("so uoc", "uoc", "uoc thuc hien"),
        "as_of": ("ngay chot so lieu", "ngay chot", "tinh den ngay", "ngay so lieu"),
        "note": ("can cu", "nguon so lieu", "ghi chu", "nguon"),
    },
    never=("don vi tinh", "dvt"),  # the unit of measurement is no reporting unit
)


def estimate_of(cell: Cell) -> bool:
    """Whether a cell says that a figure is an estimate: "ước", "có", "x". Raises ValueError for what says neither."""
    folded = fold(text_of(cell))
    return folded == "uoc" or (folded != "chinh thuc" and yes_of(cell))


def period_of(cell: Cell) -> Period:
    """The period a cell names: "09/2026", "quý III/2026", "6 tháng đầu năm 2026", "2026-Q3", a date (its month).

    Raises ValueError.
    """
    if isinstance(cell, date):
        return Period.of(Kind.MONTH, cell)
    text = text_of(cell)
    try:
        return Period.parse(text.upper())
    except ValueError:
        pass
    folded = re.sub(r"^ky ", "", fold(text)).replace(",", " ")
    folded = re.sub(r"\s+", " ", folded).strip()
    for kind, form in _FORMS:
        match = form.fullmatch(folded)
        if match:
            return _period(kind, match)
    return Period.of(Kind.MONTH, day_of(text))


def _period(kind: Kind, match: re.Match[str]) -> Period:
    groups = match.groupdict()
    year = int(groups["year"])
    number = groups.get("number")
    if kind is Kind.HALF and number is None:
        return Period(kind, year, 2 if groups.get("half") == "cuoi" else 1)
    return Period(kind, year, (_ROMAN.get(number) or int(number)) if number else 1)
