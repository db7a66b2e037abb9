"""The sign a paragraph starts with: Phần I, A., I., 1., 1.1, a), (1), -, +, •; and where it stands among the others."""

import re
from dataclasses import dataclass

# Rank says which sign stands above which: a smaller rank is nearer to the top of the outline.
PART, UPPER, ROMAN, ARTICLE, DECIMAL, LETTER, PAREN, DASH, BULLET, PLUS, PLAIN = (
    0,
    10,
    20,
    25,
    30,
    70,
    80,
    90,
    95,
    100,
    200,
)
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_ORDINALS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7}

_MARKER = re.compile(
    r"""\s*(?:
      (?P<part>(?:PHẦN|Phần|CHƯƠNG|Chương)\s+(?:(?:thứ|THỨ)\s+(?P<ordinal>\w+)|(?P<part_number>[IVX]+|\d{1,2}|[A-E])))\b\s*[.:\-–]?
    | (?:Điều|ĐIỀU)\s+(?P<article>\d{1,3})\s*[.:]
    | (?P<roman>[IVX][IVX1l]{0,4})\s*(?:[.)](?=\s*[^\W\d])|/(?=\s)|\s?[-–](?=\s)|:(?=\s*[^\W\d]))
    | (?P<upper>[A-HĐ])\s*(?:[.)/](?=\s+\S)|[-–—](?=\s+[^\W\d_a-z]{2}))
    | (?P<decimal>\d{1,2}(?:\.\d{1,2}){1,3})(?!\d)(?:\s*[.):](?=\s*[^\W\d]|\s+\S)|/(?=\s)|(?=\s+[^\W\d_]))
    | (?P<single>\d{1,2})\s*(?:[.)](?=\s*[^\W\d_]|\s+["“(\d])|/(?=\s)|\.(?=\d{2,3}(?:,\d+)?\s?%))
    | (?P<letter>[a-zđ])\s*(?:\)(?=\s*\S)|/(?=\s))
    | (?P<dotted>[a-zđ])\s*\.(?=\s+\S|[A-ZĐÀ-Ỹ][^\W\d_])
    | \((?P<paren>\d{1,2}|[a-zđ]|[ivx]{2,4})\)(?=\s*\S)
    | (?P<plus>\+)(?=\s*[^\W\d]|\s+\S)
    | (?P<dash>[-–—−‐‑])(?=\s*[^\W\d_]|\s+\S|\d)
    | (?P<bullet>[•●○▪■◦❖✓✔➢►*·])(?=\s*\S)
    | (?P<circle>o)(?=\s+[A-ZĐÀ-Ỹ])
    )\s*""",
    re.VERBOSE,
)
_FIRST = frozenset("PCĐIVXABDEFGHabcdđeghiklmnopqrstuvxyfjwz0123456789(+-–—−‐‑•●○▪■◦❖✓✔➢►*· ")


@dataclass(frozen=True)
class Marker:
    """A paragraph's sign. `label` as printed; `number` counts from 1 in its series (None for dashes); `end`: where the
    words begin."""

    kind: str
    rank: int
    label: str
    number: int | None
    end: int
    path: tuple[int, ...] = ()


def parse(text: str) -> Marker | None:
    """The sign at the start of a paragraph; of two in a row ("- + …", "- a) …") the inner one."""
    marker = _one(text, 0)
    if marker is not None and marker.kind in ("dash", "bullet"):
        inner = _one(text, marker.end)
        if inner is not None and inner.kind in ("plus", "letter", "single", "paren"):
            return inner
    return marker


def _one(text: str, start: int) -> Marker | None:
    if start >= len(text) or text[start] not in _FIRST:
        return None
    match = _MARKER.match(text, start)
    if match is None or (match.end() >= len(text) and not match["part"]):
        return None
    kind = match.lastgroup or ""
    if kind in ("ordinal", "part_number"):
        kind = "part"
    label = match.group().strip()
    value = match[kind]
    if kind == "decimal":
        path = tuple(int(part) for part in value.split("."))
        return Marker(kind, DECIMAL + len(path), label, path[-1], match.end(), path)
    return Marker(kind, _RANKS[kind], label, _number(kind, value, match["ordinal"]), match.end())


_RANKS = {
    "part": PART,
    "upper": UPPER,
    "roman": ROMAN,
    "article": ARTICLE,
    "single": DECIMAL + 1,
    "letter": LETTER,
    "dotted": LETTER,
    "paren": PAREN,
    "dash": DASH,
    "bullet": BULLET,
    "circle": BULLET,
    "plus": PLUS,
}


def _number(kind: str, value: str, ordinal: str | None) -> int | None:
    if kind == "roman":
        return roman(value)
    if kind in ("letter", "dotted"):
        return _LETTERS.find(value) + 1 or None
    if kind == "upper":
        return "ABCDEFGH".find(value) + 1 or None
    if kind in ("single", "article") or value.isdigit():
        return int(value)
    if kind == "part":
        return _ORDINALS.get((ordinal or "").lower()) or roman(value.rsplit(maxsplit=1)[-1])
    return None


def roman(text: str) -> int | None:
    """The value of a Roman numeral of I, V and X (1 and l read as I, as scans give them); None for anything else."""
    total = 0
    values = [_ROMAN_VALUES.get(char, 0) for char in text.replace("1", "I").replace("l", "I")]
    if not values or 0 in values:
        return None
    for here, after in zip(values, [*values[1:], 0], strict=True):
        total += -here if here < after else here
    return total


def letter(number: int) -> str:
    """The small letter that stands at a place in a series: a, b, c, d, đ, e, g …"""
    return _LETTERS[number - 1] if 0 < number <= len(_LETTERS) else "?"


def to_roman(number: int) -> str:
    """A number from 1 to 39 in Roman numerals."""
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
