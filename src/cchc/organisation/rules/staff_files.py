"""Tables of units, job positions and people: headings, words and cells as facts, read without a database. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cchc.common.spreadsheets.cells import Cell, amount_of, day_of, text_of, yes_of
from cchc.common.spreadsheets.headings import Headings
from cchc.common.text import fold


class FileKind(StrEnum):
    """What the rows of a file are."""

    UNITS = "units"
    POSITIONS = "positions"
    PEOPLE = "people"


# Field → the headings it goes under, folded; the first of each field is the one that files of CCHC have.
HEADINGS: Mapping[str, Headings] = {
    FileKind.UNITS: Headings(
        {
            "code": ("ma don vi", "ma"),
            "name": ("ten don vi", "ten"),
            "short_name": ("ten gon", "ten viet tat", "ten tat"),
            "kind": ("loai don vi", "loai"),
            "parent": ("truc thuoc", "don vi cap tren", "cap tren", "ma don vi cap tren"),
            "opened_on": ("thanh lap tu ngay", "ngay thanh lap", "tu ngay"),
            "closed_on": ("giai the tu ngay", "ngay giai the", "thoi hoat dong tu ngay", "den ngay"),
            "identifier": ("ma dinh danh", "ma dinh danh dien tu"),
            "identifier_on": ("ma dinh danh tu ngay", "ngay cap ma dinh danh"),
            "changed_on": ("thay doi tu ngay", "ngay thay doi"),
            "basis": ("can cu", "quyet dinh", "so quyet dinh"),
        },
        never=("ma so thue",),
    ),
    FileKind.POSITIONS: Headings(
        {
            "unit": ("don vi", "phong, don vi", "ma don vi", "phong"),
            "name": ("vi tri viec lam", "ten vi tri viec lam", "ten vi tri"),
            "kind": ("danh cho", "che do lam viec", "doi tuong"),
            "quota": ("so nguoi duoc duyet", "duoc duyet", "so luong", "so nguoi"),
            "started_on": ("tu ngay", "ngay bat dau"),
            "ended_on": ("thoi tu ngay", "den ngay"),
            "basis": ("quyet dinh phe duyet", "can cu", "quyet dinh", "so quyet dinh"),
        }
    ),
    FileKind.PEOPLE: Headings(
        {
            "code": ("ma cong chuc, vien chuc", "ma can bo", "ma nhan vien", "ma nhan su", "ma"),
            "full_name": ("ho va ten", "ho ten", "ho va ten khai sinh"),
            "status": ("che do lam viec", "doi tuong"),
            "pay_source": ("nguon luong",),
            "email": ("thu cong vu", "email", "e-mail", "thu dien tu"),
            "unit": ("don vi", "don vi cong tac", "phong, don vi", "phong"),
            "post": ("chuc vu", "chuc danh", "chuc vu, chuc danh", "chuc vu chuc danh"),
            "heads": ("dung dau don vi", "nguoi dung dau", "la nguoi dung dau don vi", "dung dau"),
            "concurrent": ("kiem nhiem",),
            "started_on": ("giu chuc vu tu ngay", "tu ngay", "ngay bo nhiem"),
            "position": ("vi tri viec lam",),
            "basis": ("can cu", "quyet dinh", "so quyet dinh"),
        },
        never=("ma so thue",),
    ),
}
# The columns without which no row could be told from another.
NEEDED: Mapping[str, tuple[str, ...]] = {
    FileKind.UNITS: ("code",),
    FileKind.POSITIONS: ("unit", "name"),
    FileKind.PEOPLE: ("code",),
}
_STATUS = {
    "cong chuc": "civil_servant", "vien chuc": "public_employee",
    "nguoi lao dong hop dong": "contract", "lao dong hop dong": "contract", "hop dong lao dong": "contract",
    "hop dong": "contract", "nguoi lao dong": "contract",
}  # fmt: skip
_PAY = {
    "ngan sach nha nuoc": "state", "ngan sach": "state", "nha nuoc": "state",
    "nguon thu su nghiep": "own", "thu su nghiep": "own", "su nghiep": "own",
    "chua neu": "",
}  # fmt: skip
_UNIT_KINDS = {
    "lanh dao so": "leadership", "lanh dao": "leadership", "ban giam doc": "leadership",
    "van phong so": "office", "van phong": "office",
    "phong chuyen mon": "room", "phong": "room", "phong chuyen mon, nghiep vu": "room",
    "chi cuc": "branch",
    "don vi su nghiep cong lap": "centre", "don vi su nghiep": "centre", "trung tam": "centre",
    "doi": "team",
}  # fmt: skip
_WORDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    (FileKind.UNITS, "kind"): _UNIT_KINDS,
    (FileKind.POSITIONS, "kind"): _STATUS,
    (FileKind.PEOPLE, "status"): _STATUS,
    (FileKind.PEOPLE, "pay_source"): _PAY,
}
_LENGTHS = {
    (FileKind.UNITS, "code"): 40, (FileKind.UNITS, "name"): 200, (FileKind.UNITS, "short_name"): 60,
    (FileKind.POSITIONS, "name"): 200, (FileKind.PEOPLE, "code"): 40, (FileKind.PEOPLE, "full_name"): 120,
    (FileKind.PEOPLE, "post"): 120, (FileKind.PEOPLE, "email"): 254,
}  # fmt: skip
LONGEST_BASIS = 300
MOST_QUOTA = 10_000
_MAIL = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True)
class Slip:
    """What is wrong with a cell: the field, a code for the sentence, what stands there, and how much would be right."""

    field: str
    what: str  # missing, unknown, day, number, flag, mail, long
    text: str = ""
    most: int = 0


def read_row(kind: FileKind, cells: Mapping[str, Cell]) -> tuple[dict[str, Any], list[Slip]]:
    """The facts of a row under every field of the kind, and everything that is wrong with its cells.

    An empty cell is "" for a text or word, None for a day, a number or a flag: it leaves what is there as it is.
    """
    facts: dict[str, Any] = {}
    slips = [Slip(field, "missing") for field in NEEDED[kind] if not text_of(cells.get(field))]
    for field in HEADINGS[kind].words:
        facts[field], slip = _read(kind, field, cells.get(field))
        if slip:
            slips.append(slip)
    return facts, slips


def _read(kind: FileKind, field: str, cell: Cell) -> tuple[Any, Slip | None]:
    text = text_of(cell)
    reader = _READERS.get(field)
    if reader is not None:
        what, read = reader
        try:
            return (read(cell) if text else None), None
        except ValueError:
            return None, Slip(field, what, text)
    words = _WORDS.get((kind, field))
    if words is not None:
        return _word(field, text, words)
    most = LONGEST_BASIS if field == "basis" else _LENGTHS.get((kind, field), 200)
    if len(text) > most:
        return text, Slip(field, "long", most=most)
    return text, Slip(field, "mail", text) if field == "email" and text and not _MAIL.fullmatch(text) else None


def _count(cell: Cell) -> int:
    """A number of people. Raises ValueError."""
    number = amount_of(cell)
    if number != number.to_integral_value() or not 0 <= number <= MOST_QUOTA:
        raise ValueError(text_of(cell))
    return int(number)


_DAYS = ("opened_on", "closed_on", "identifier_on", "changed_on", "started_on", "ended_on")
# Field → what an unreadable cell of it is called, and how it is read.
_READERS: Mapping[str, tuple[str, Callable[[Cell], Any]]] = {
    **dict.fromkeys(_DAYS, ("day", day_of)),
    "heads": ("flag", yes_of),
    "concurrent": ("flag", yes_of),
    "quota": ("number", _count),
}


def _word(field: str, text: str, words: Mapping[str, str]) -> tuple[str, Slip | None]:
    if not text:
        return "", None
    folded = fold(text)
    found = words.get(folded, folded if folded in words.values() else None)
    return ("", Slip(field, "unknown", text)) if found is None else (found, None)
