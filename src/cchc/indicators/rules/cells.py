"""What the cells of a table of figures say: periods, amounts, yes and no, headings."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from cchc.common.periods import Kind, Period
from cchc.common.text import fold, parse_number, squeeze

Cell = str | float | int | bool | date | datetime | None
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
_TRUE = {"1", "co", "yes", "x", "true", "uoc", "dung"}
_FALSE = {"0", "khong", "no", "false", "", "chinh thuc", "sai"}

# Field → the headings it goes under, folded; the first that fits wins.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "indicator": ("ma chi so", "ma chi tieu", "chi so", "chi tieu thong ke", "ten chi so", "chi tieu", "noi dung"),
    "unit": ("don vi bao cao", "don vi thuc hien", "phong, don vi", "phong", "don vi"),
    "period": ("ky bao cao", "ky so lieu", "ky", "thang", "quy", "thoi gian"),
    "numerator": ("tu so",),
    "denominator": ("mau so",),
    "value": ("gia tri", "so lieu", "ket qua", "ty le (%)", "ty le"),
    "is_estimate": ("so uoc", "uoc", "uoc thuc hien"),
    "as_of": ("ngay chot so lieu", "ngay chot", "tinh den ngay", "ngay so lieu"),
    "note": ("can cu", "nguon so lieu", "ghi chu", "nguon"),
}
_NOT = ("don vi tinh", "dvt")


def heading_of(text: str) -> str | None:
    """The field a heading speaks of; None for none. "Đơn vị tính" is no reporting unit."""
    folded = fold(text).strip(" :.*")
    if not folded or folded.startswith(_NOT):
        return None
    exact = next((field for field, words in HEADINGS.items() if folded in words), None)
    if exact:
        return exact
    return next((f for f, words in HEADINGS.items() if any(folded.startswith(f"{word} ") for word in words)), None)


def match_headings(headings: Sequence[str]) -> dict[str, int]:
    """Field → the place of its column, each field and each column once, exact headings first."""
    found: dict[str, int] = {}
    for exact in (True, False):
        for place, text in enumerate(headings):
            field = heading_of(text)
            if field is None or field in found or place in found.values():
                continue
            if not exact or fold(text).strip(" :.*") in HEADINGS[field]:
                found[field] = place
    return found


def header_row(rows: Sequence[Sequence[Cell]], *, within: int = 20) -> int:
    """The place of the row of headings: the one with most known headings, else the first that is not empty."""
    scores = [len(match_headings([text_of(cell) for cell in row])) for row in rows[:within]]
    if scores and max(scores) >= 2:
        return scores.index(max(scores))
    return next((place for place, row in enumerate(rows) if any(text_of(cell) for cell in row)), 0)


def text_of(cell: Cell) -> str:
    """A cell as text; a whole number without ".0"."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return squeeze(str(cell))


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
    day = _day(text)
    if day is None:
        raise ValueError(text)
    return Period.of(Kind.MONTH, day)


def _period(kind: Kind, match: re.Match[str]) -> Period:
    groups = match.groupdict()
    year = int(groups["year"])
    number = groups.get("number")
    if kind is Kind.HALF and number is None:
        return Period(kind, year, 2 if groups.get("half") == "cuoi" else 1)
    return Period(kind, year, (_ROMAN.get(number) or int(number)) if number else 1)


def _day(text: str) -> date | None:
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    if not match:
        return None
    day, month, year = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_of(cell: Cell) -> date:
    """The day a cell names: a date or dd/mm/yyyy. Raises ValueError."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _day(text_of(cell))
    if found is None:
        raise ValueError(text_of(cell))
    return found


def amount_of(cell: Cell, *, fraction: bool = False) -> Decimal:
    """The number in a cell: 85.5, "85,5", "85,5%", "1.234". With `fraction` a bare 0.855 means 85.5.

    Raises ValueError for what is no number, a date included.
    """
    if isinstance(cell, bool | date) or cell is None:
        raise ValueError(text_of(cell))
    if isinstance(cell, float | int):
        number = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
        return number * 100 if fraction else number
    text = text_of(cell)
    if text.endswith("%"):
        return parse_number(text[:-1])
    number = parse_number(text)
    return number * 100 if fraction else number


def yes_of(cell: Cell) -> bool:
    """Whether a cell says yes: "có", "x", 1, "ước". Raises ValueError for what says neither."""
    folded = fold(text_of(cell))
    if folded in _TRUE:
        return True
    if folded in _FALSE:
        return False
    raise ValueError(text_of(cell))
