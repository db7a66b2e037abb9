"""Patterns that are tried only where they can match.

A rule is a pattern of a dozen phrases, and nearly every sentence holds none of them. To look for a word in a sentence
costs a hundredth of trying a pattern at each of its letters, so each pattern has keys: words of which every match holds
one. Where one of them stands, and every match begins with one of a few words, it is tried only where those stand. Both
are taken from the pattern by the parser of `re` itself, and so are right whatever the rule is changed to.
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
_MOST_STARTS = 24
_NO_WIDTH = frozenset((code.AT, code.ASSERT, code.ASSERT_NOT))
_REPEATS = frozenset((code.MAX_REPEAT, code.MIN_REPEAT))


class Keyed:
    """A pattern without flags, with its keys. Its methods are those of a compiled pattern."""

    __slots__ = ("keys", "pattern", "starts")

    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern)
        parsed = _parser.parse(pattern)
        self.starts = _starts(parsed)
        found = _keys(parsed) or frozenset()
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
        if not self.starts:
            return self.pattern.search(text, start, end)
        match = self.pattern.match
        return next(filter(None, (match(text, at, end) for at in self._places(text, start, end))), None)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All matches between two places."""
        part = text[start:end]
        known = not self.keys or any(map(part.__contains__, self.keys))
        if known and self.starts:
            return self._matches(text, start, end)
        return self.pattern.finditer(text, start, end) if known else iter(())

    def _matches(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        for at in self._places(text, start, end):
            match = self.pattern.match(text, at, end) if at >= start else None
            if match is not None:
                start = match.end()
                yield match

    def _places(self, text: str, start: int, end: int) -> list[int]:
        """Where a match may begin."""
        found: list[int] = []
        for word in self.starts:
            at = text.find(word, start, end)
            while at >= 0:
                found.append(at)
                at = text.find(word, at + 1, end)
        found.sort()
        return found


def _starts(parsed: Iterable[tuple[Any, Any]]) -> tuple[str, ...]:
    """Texts of which each match begins with one, none of them with another; none where nothing is sure, or too many."""
    heads = _head(parsed)
    least = {head for head in heads if not any(head.startswith(other) for other in heads - {head})}
    sure = len(least) <= _MOST_STARTS and all(len(head) >= _LEAST for head in least)
    return tuple(sorted(least)) if sure else ()


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
    run, rest = "", list(parsed)
    while rest:
        kind, what = rest.pop(0)
        if kind in _NO_WIDTH:
            continue  # what is only looked at takes no place
        if kind is code.LITERAL:
            run += chr(what)
            continue
        if kind in _REPEATS:
            heads = _head(what[2]) if what[0] else _head(what[2]) | _head(rest)
        else:
            heads = _heads(kind, what)
        return frozenset(run + head for head in heads) if len(heads) <= _MOST else frozenset((run,))
    return frozenset((run,))


def _inner(kind: Any, what: Any) -> frozenset[str] | None:
    """The keys of a group, a choice or a repetition."""
    if kind is code.SUBPATTERN:
        return _keys(what[-1])
    if kind is code.BRANCH:
        each = [_keys(branch) for branch in what[1]]
        return None if None in each else frozenset().union(*filter(None, each))
    if kind in _REPEATS and what[0] > 0:
        return _keys(what[2])
    return None
