"""Copies of a text, character for character, so that offsets are those of the text.

`flat` is lower case, without marks, đ as d: patterns are written against it; where the marks matter (giảm, giám) the
text itself is asked at the same offsets. `bare` has spaces for all that is no letter and no figure: its words are
those of the text.

Vietnamese documents are written with fewer than 256 characters. They are numbered here, as in a code page, so that
Python's own codec makes a copy of a whole document at once; a line that holds any other character is done character by
character, and comes out the same.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable


def _table() -> dict[int, str]:
    table = {ord("đ"): "d", ord("Đ"): "d"}
    for first, last in ((0xC0, 0x180), (0x1A0, 0x1B1), (0x1EA0, 0x1EFA)):
        for code in range(first, last):
            base = unicodedata.normalize("NFD", chr(code))[0]
            if base.isascii() and base.isalpha():
                table[code] = base.lower()
    table |= {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    table |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")
    return table


_TABLE = _table()
_VOWELS = [vowel + tone for vowel in "aăâeêioôơuưy" for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")]
_MARKED = "".join(filter(lambda char: not char.isascii(), unicodedata.normalize("NFC", "".join(_VOWELS)))) + "đ"
# Filled up with what no text has.
_ASCII = "\0\n\t" + "".join(map(chr, range(32, 127)))
_PAGE = (_ASCII + _MARKED + _MARKED.upper() + "–—‘’“”…≥≤•°²³§€×÷").ljust(256, "\ufffe")
_CODES = codecs.charmap_build(_PAGE)
_CAPITALS = bytes(code for code, char in enumerate(_PAGE) if char.isupper())
_SMALL = bytes(code for code, char in enumerate(_PAGE) if char.islower())
_NO_WORD = re.compile(r"[^\w\n]")
# What no other Latin alphabet on a Vietnamese desk has: a text that lost its marks has none of them.
_OWN = re.compile(r"[ăđơưĂĐƠƯẠ-ỹ]")
_OTHERS = re.compile(r"[^ăđơưĂĐƠƯẠ-ỹ \n]")
_NO_LETTER = re.compile(r"(?:[^\w\n]|[\d_])")


def is_plain(text: str) -> bool:
    """Whether a text has no character but those of Vietnamese documents: composed, of no other alphabet, visible."""
    known = _codes(text)
    return known is not None and 0 not in known


def _codes(text: str) -> bytes | None:
    """The numbers of a text's characters in the page; None where it holds one that is not there."""
    try:
        return codecs.charmap_encode(text, "strict", _CODES)[0]
    except UnicodeEncodeError:
        return None


def flat(text: str) -> str:
    """The flat copy of a composed (NFC) text; always as long as the text."""
    return _copy(text, _FLAT, _flat)


def bare(text: str) -> str:
    """The flat copy with a space for every character that is no letter and no figure; line ends stay."""
    return _copy(text, _BARE, _bare)


def letters(text: str) -> str:
    """The text with a space for every character that is no letter; line ends may stay."""
    return _copy(text, _LETTERS, _letters)


def shape(text: str) -> bytes:
    """The text with x for each letter that only Vietnamese has, a for any other letter, a space for all else."""
    known = _codes(text)
    if known is not None:
        return known.translate(_SHAPE)
    return b"\n".join(map(shape, text.split("\n"))) if "\n" in text else _shape(text)


def is_upper(text: str) -> bool:
    """Whether the letters are capitals, a stray small one forgiven, as in a heading."""
    known = _codes(text)
    if known is None:
        capitals = sum(1 for char in text if char.isupper())
        small = sum(1 for char in text if char.islower())
    else:
        capitals = len(known) - len(known.translate(None, _CAPITALS))
        small = len(known) - len(known.translate(None, _SMALL))
    return capitals >= 3 and capitals >= 9 * small


def _copy(text: str, page: str, slow: Callable[[str], str]) -> str:
    """A copy with the characters of another page, or as `slow` makes it where the text goes beyond the page."""
    known = _codes(text)
    if known is not None:
        return codecs.charmap_decode(known, "strict", page)[0]  # type: ignore[arg-type]  # a string is a page too
    return "\n".join(_copy(line, page, slow) for line in text.split("\n")) if "\n" in text else slow(text)


def _flat(text: str) -> str:
    return text.translate(_TABLE)


def _bare(text: str) -> str:
    return _NO_WORD.sub(" ", text.translate(_TABLE))


def _letters(text: str) -> str:
    return _NO_LETTER.sub(" ", text)


def _shape(text: str) -> bytes:
    return _OWN.sub("x", _OTHERS.sub("a", _letters(text))).encode()


_FLAT, _BARE, _SHAPE = _flat(_PAGE), _bare(_PAGE), _shape(_PAGE)
_LETTERS = "".join(char if char.isalpha() else " " for char in _PAGE)
