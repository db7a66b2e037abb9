"""What the cells of a table say: text, days, amounts, yes and no. Pure."""

import re
from datetime import date, datetime
from decimal import Decimal

from cchc.common.text import fold, parse_number, squeeze

Cell = str | float | int | bool | date | datetime | None
_YES = {"1", "co", "yes", "x", "true", "dung"}
_NO = {"0", "khong", "no", "false", "", "sai"}


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


def day_of(cell: Cell) -> date:
    """The day a cell names: a date, dd/mm/yyyy or yyyy-mm-dd. Raises ValueError."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _day(text_of(cell))
    if found is None:
        raise ValueError(text_of(cell))
    return found


def _day(text: str) -> date | None:
    match = re.fullmatch(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})", text)
    match = match or re.fullmatch(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)", text)
    if not match:
        return None
    day, month, year = (int(match[part]) for part in "dmy")
    try:
        return date(year, month, day)
    except ValueError:
        return None


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
    """Whether a cell says yes: "có", "x", 1; an empty one says no. Raises ValueError for what says neither."""
    folded = fold(text_of(cell))
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    raise ValueError(text_of(cell))
