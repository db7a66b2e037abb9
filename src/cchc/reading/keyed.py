"""Patterns that are tried only where they can match.

A rule is a pattern of a dozen phrases, and nearly every sentence holds none of them. To look for a word in a sentence
costs a hundredth of trying a pattern at each of its letters, so each pattern has keys: words of which every match holds
one. They are taken from the pattern by the parser of `re` itself, and so are right whatever the rule is changed to.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from re import _constants as code  # type: ignore[attr-defined]  # what the parser of `re` says has no other name
from re import _parser  # type: ignore[attr-defined]  # the same
from typing import Any

_LEAST = 2  # letters of a key: one alone is in every sentence
_NO_HEAD = frozenset(("",))
_MOST = 40  # keys of a pattern; more cost as much as the pattern


class Keyed:
    """A pattern without flags, with its keys. Its methods are those of a compiled pattern."""

    __slots__ = ("keys", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern)
        found = _keys(_parser.parse(pattern)) or frozenset()
        common = any(len(key) < _LEAST and key.isalnum() for key in found) or len(found) > _MOST
        least = {key for key in found if not any(other in key for other in found - {key})}
        self.keys = () if common or " " in found else tuple(sorted(least))

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match between two places."""
        if self.keys:
            part = text[start:end]
            for key in self.keys:
                if key in part:
                    break
            else:
                return None
        return self.pattern.search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All matches between two places."""
        part = text[start:end]
        known = not self.keys or any(map(part.__contains__, self.keys))
        return self.pattern.finditer(text, start, end) if known else iter(())


def _keys(parsed: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """Texts of which each match of a parsed pattern holds one; None where nothing is sure. The longest are chosen."""
    found: list[frozenset[str]] = []
    run = ""
    for kind, what in (*parsed, (None, None)):
        if kind is code.LITERAL:
            run += chr(what)
            continue
        if run:
            found.append(frozenset(run + head for head in _heads(kind, what)))
        run = ""
        inner = _inner(kind, what)
        if inner:
            found.append(inner)
    return max(found, key=lambda keys: min(map(_worth, keys)), default=None)


def _worth(key: str) -> int:
    """How much a key tells: a long one more than a short one, one with a figure more than one of letters."""
    return len(key) + (3 if any(map(str.isdigit, key)) else 0)


def _heads(kind: Any, what: Any) -> frozenset[str]:
    """Texts of which each match of a group or a choice begins with one; the empty text where nothing is sure.

    The parser takes what all branches begin with out of a choice: "quý (i|ii|iv)" is told by more than "quý".
    """
    if kind is code.BRANCH:
        heads = frozenset().union(*map(_head, what[1]))
        return heads if len(heads) <= _MOST else _NO_HEAD
    return _head(what[-1]) if kind is code.SUBPATTERN else _NO_HEAD


def _head(parsed: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """The same of a sequence."""
    run = ""
    for kind, what in parsed:
        if kind is not code.LITERAL:
            return frozenset(run + head for head in _heads(kind, what))
        run += chr(what)
    return frozenset((run,))


def _inner(kind: Any, what: Any) -> frozenset[str] | None:
    """The keys of a group, a choice or a repetition."""
    if kind is code.SUBPATTERN:
        return _keys(what[-1])
    if kind is code.BRANCH:
        each = [_keys(branch) for branch in what[1]]
        return None if None in each else frozenset().union(*filter(None, each))
    if kind in (code.MAX_REPEAT, code.MIN_REPEAT) and what[0] > 0:
        return _keys(what[2])
    return None
