"""Finding texts that are nearly the same among many, without comparing each with each."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

_RUN, _STEP = 5, 3  # texts that are nearly the same share at least so many words in a row
_NEAREST = 3  # of many texts with one run only the nearest are compared, or a form would cost the square of its lines
_WORD = re.compile(r"\w+")


def candidates(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places (earlier, later) whose flat texts share a run of words."""
    where: dict[tuple[str, ...], list[int]] = {}
    pairs: list[tuple[int, int]] = []
    for place, text in enumerate(texts):
        words = _WORD.findall(text)
        runs = list(zip(*(words[shift:] for shift in range(_RUN)), strict=False))
        near: set[int] = set()
        for run in runs:
            seen = where.get(run)
            if seen is not None:
                near.update(seen[-_NEAREST:])
        pairs += [(earlier, place) for earlier in near]
        for run in runs[::_STEP]:  # every run of a later text is looked up, so that one in three kept is enough
            where.setdefault(run, []).append(place)
    return sorted(pairs)


@lru_cache(maxsize=2048)
def neighbours(text: str) -> frozenset[tuple[str, str]]:
    """The neighbouring words of a flat text."""
    return frozenset(pairwise(_WORD.findall(text)))
