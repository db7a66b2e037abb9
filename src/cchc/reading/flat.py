"""A flat copy of a text: lower case, no marks, đ as d, character for character, so that offsets are those of the text.

Patterns are written against it; where the marks matter (giảm, giám) the text itself is asked at the same offsets.
"""

import unicodedata


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


def flat(text: str) -> str:
    """The flat copy of a composed (NFC) text; always as long as the text."""
    return text.translate(_TABLE)


def is_upper(text: str) -> bool:
    """Whether the letters are capitals, a stray small one forgiven, as in a heading."""
    capitals = sum(1 for char in text if char.isupper())
    small = sum(1 for char in text if char.islower())
    return capitals >= 3 and capitals >= 9 * small
