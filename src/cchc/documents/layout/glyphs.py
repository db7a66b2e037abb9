"""Which characters the typeface of the PDF can print, read from the font file's own table."""

import struct
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parents[1] / "fonts"


def has_glyph(character: str) -> bool:
    """True when the regular face has a sign for the character."""
    return character in _characters()


def without_gaps(text: str) -> str:
    """The text with an empty box for each character that the regular face has no sign for."""
    known = _characters()
    return text if known.issuperset(text) else "".join(c if c in known else "□" for c in text)


@cache
def _characters() -> frozenset[str]:
    data = (FONTS / "Tinos-Regular.ttf").read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sLLL", data, 12 + 16 * at) for at in range(count))
    table = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", data, table + 2)
    found: set[int] = set()
    for at in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", data, table + 4 + 8 * at)
        (kind,) = struct.unpack_from(">H", data, table + offset)
        if (platform, encoding, kind) == (3, 1, 4):  # Windows, Unicode, segments
            found |= _segments(data, table + offset)
    return frozenset(map(chr, found))


def _segments(data: bytes, start: int) -> set[int]:
    """The characters of a subtable of format 4 that have a glyph."""
    (doubled,) = struct.unpack_from(">H", data, start + 6)
    ends, starts, deltas, offsets = (start + 14 + part * doubled + (2 if part else 0) for part in range(4))
    found = set()
    for at in range(0, doubled, 2):
        (last,) = struct.unpack_from(">H", data, ends + at)
        (first,) = struct.unpack_from(">H", data, starts + at)
        (delta,) = struct.unpack_from(">H", data, deltas + at)
        (offset,) = struct.unpack_from(">H", data, offsets + at)
        for code in range(first, last + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", data, offsets + at + offset + 2 * (code - first))
            if glyph and (glyph + delta) & 0xFFFF:
                found.add(code)
    return found - {0xFFFF}
