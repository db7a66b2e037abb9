"""The text of a section: a line is a paragraph, "- " and "+ " begin items, {key} is a figure, [[…]] a footnote."""

import re
from dataclasses import dataclass

WORDS = frozenset(
    {"body", "department", "heading", "named", "subject", "period", "next_period", "year", "since", "as_of"}
)
"""Names in braces that stand for words of the report, not for figures."""

_TOKEN = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_PIECE = re.compile(r"\{([a-z][a-z0-9_]*)\}|\[\[(.+?)\]\]")
_DASHES = {"- ": 1, "– ": 1, "+ ": 2}


@dataclass(frozen=True)
class Piece:
    """A stretch of text, a figure or word by its key, or a footnote; only one of the three."""

    text: str = ""
    key: str = ""
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A paragraph (level 0) or an item of a list (1 after a dash, 2 after a plus sign)."""

    pieces: tuple[Piece, ...]
    level: int = 0


def tokens(text: str) -> tuple[str, ...]:
    """The keys in braces, in order, each once."""
    return tuple(dict.fromkeys(_TOKEN.findall(text)))


def parse(text: str) -> tuple[Line, ...]:
    """The lines of a text; empty ones are dropped."""
    return tuple(_line(raw.strip()) for raw in text.splitlines() if raw.strip())


def _line(raw: str) -> Line:
    level = _DASHES.get(raw[:2], 0)
    rest, pieces, at = raw[2:].lstrip() if level else raw, [], 0
    for match in _PIECE.finditer(rest):
        if match.start() > at:
            pieces.append(Piece(text=rest[at : match.start()]))
        pieces.append(Piece(key=match[1] or "", note=(match[2] or "").strip()))
        at = match.end()
    if at < len(rest):
        pieces.append(Piece(text=rest[at:]))
    return Line(tuple(pieces), level)
