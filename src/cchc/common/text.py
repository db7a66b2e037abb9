"""Vietnamese text: one composed form, folding for search, dictionary order, number and date forms."""

import re
import unicodedata
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_SPACE = re.compile(r"\s+")
MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
"""The marks of Vietnamese letters and tones, as they stand apart from their letter."""
_MARKS = {ord(mark): None for mark in MARKS}
# Dictionary order of letters; each tone in the order ngang, huyền, hỏi, ngã, sắc, nặng.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"


def nfc(text: str) -> str:
    """The composed Unicode form, in which every text is kept."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """Composed, with every run of white space made one space and none at the ends."""
    return _SPACE.sub(" ", nfc(text)).strip()


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """For search: lower case, no marks, đ as d, white space squeezed."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d")).translate(_MARKS)
    return _SPACE.sub(" ", plain.lower()).strip()


@lru_cache(maxsize=8192)
def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """The place of a text in a Vietnamese dictionary: letters first, then tones, then capitals after small letters."""
    letters: list[int] = []
    tones: list[int] = []
    for char in nfc(text).lower():
        parts = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in parts[1:] if mark in _TONES), "")
        letter = unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts)
        place = _LETTERS.find(letter) if len(letter) == 1 else -1
        letters.append(place + 0x1000 if place >= 0 else ord(letter[0]))
        tones.append(_TONES.index(tone) + 1 if tone else 0)
    return tuple(letters), tuple(tones), text.swapcase()


_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_COMMA = re.compile(r"[+-]?\d+(,\d+)?")
_POINT = re.compile(r"[+-]?\d+\.\d+")


_VIETNAMESE_POINTS = str.maketrans(",.", ".,")


def parse_number(text: str) -> Decimal:
    """A number as Vietnamese offices write it: "1.234,5", "98,5", "1 234"; also "98.5", where the point cannot group.

    Raises ValueError when the text is no number.
    """
    bare = _SPACE.sub("", text.strip().replace("\u2212", "-").replace("\u00a0", ""))
    if _GROUPED.fullmatch(bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    if _COMMA.fullmatch(bare):
        return Decimal(bare.replace(",", "."))
    if _POINT.fullmatch(bare):
        return Decimal(bare)
    raise ValueError(text)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Rounded as a person rounds: a half goes away from zero."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def format_number(value: Decimal | int, decimals: int | None = None, language: str = "vi") -> str:
    """A number as the language writes it: 1.234,5 in Vietnamese, 1,234.5 in English.

    `decimals` None keeps what is there, bare of zeros. Vietnamese unless another language is named: papers, files and
    what is typed are Vietnamese whatever the language of the page (`common.shown.number`).
    """
    number = Decimal(value)
    if decimals is not None:
        text = f"{round_half_up(number, decimals):,f}"
    else:
        text = f"{number:,f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    return text if language.startswith("en") else text.translate(_VIETNAMESE_POINTS)


def format_date(day: date | datetime | None) -> str:
    """dd/mm/yyyy; nothing for no date."""
    return day.strftime("%d/%m/%Y") if day else ""
