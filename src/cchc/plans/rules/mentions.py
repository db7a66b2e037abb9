"""Who is named in a note: "@" followed by a full name, with accents or without, or by a name of signing in."""

import re
from collections.abc import Mapping

from cchc.common.text import fold

_AT = re.compile(r"(?<!\w)@(?=\w)")
LONGEST = 80
"""No name is longer."""


def mentioned(text: str, names: Mapping[str, int]) -> list[int]:
    """The keys of those named, in the order of the note, each once. `names`: folded name → key; the longest that fits
    is meant ("@Nguyễn Văn An" is not "Nguyễn Văn")."""
    found: dict[int, None] = {}
    for match in _AT.finditer(text):
        rest = fold(text[match.end() : match.end() + LONGEST])
        fitting = [name for name in names if rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum()]
        if fitting:
            found[names[max(fitting, key=len)]] = None
    return list(found)
