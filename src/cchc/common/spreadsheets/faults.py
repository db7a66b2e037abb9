"""What is wrong in a file, said to whoever mends it: in which row and column, and how."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from cchc.common.errors import Refused

from .reading import NOT_COUNTED, column_letter

MOST_KEPT = 200
"""How many faults of a file are kept and shown; more are only counted."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in the file: the row as the spreadsheet counts it (0: the file itself), the column's letter."""

    row: int
    column: str
    text: str


def fault_at(place: int, field: str, text: str, columns: Mapping[str, int]) -> Fault:
    """A fault in the row at a place counted from 0, in the column that a field is read from."""
    return Fault(place + 1, column_letter(columns[field]) if field in columns else "", text)


def kept(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    """The first faults, as a row of the database keeps them."""
    return [asdict(fault) for fault in faults[:MOST_KEPT]]


def of_formula(text: str) -> str:
    """What is wrong with a cell that stands among the broken ones of its table."""
    if text == NOT_COUNTED:
        return _("Ô công thức chưa có kết quả. Mở bằng Excel, để tính xong, rồi lưu lại.")
    return _("Ô công thức báo lỗi %(error)s.") % {"error": text}


def require_distinct(columns: Mapping[str, int], field: str) -> None:
    """Raise Refused, at the form's field, where one column is to be read as two things."""
    if len(set(columns.values())) != len(columns):
        raise Refused(_("Một cột đang được chọn cho hai mục. Mỗi cột chỉ dùng một lần."), field=field)
