"""Finding texts that are nearly the same among many, without comparing each with each.

Runs of words and pairs of neighbouring words are kept as their hashes: numbers are quicker to compare than words.
"""

from collections.abc import Sequence
from itertools import chain, pairwise

_RUN, _STEP = 5, 3  # texts that are nearly the same share at least so many words in a row
_NEAREST = 3  # of many texts with one run only the nearest are compared, or a form would cost the square of its lines


def candidates(texts: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Pairs of places (earlier, later) whose texts, given as their words, share a run of words."""
    where: dict[int, tuple[int, ...]] = {}
    pairs: list[tuple[int, int]] = []
    for place, words in enumerate(texts):
        runs = list(map(hash, zip(*(words[shift:] for shift in range(_RUN)), strict=False)))
        if not where.keys().isdisjoint(runs):
            near = set(chain.from_iterable(filter(None, map(where.get, runs))))
            pairs += [(earlier, place) for earlier in near]
        kept = runs[::_STEP]  # every run of a later text is looked up, so that one in three kept is enough
        if where.keys().isdisjoint(kept) and len(set(kept)) == len(kept):
            where.update(dict.fromkeys(kept, (place,)))
            continue
        for run in kept:
            where[run] = (*where.get(run, ()), place)[-_NEAREST:]
    return sorted(pairs)


def neighbours(words: Sequence[str]) -> frozenset[int]:
    """The pairs of neighbouring words of a text."""
    return frozenset(map(hash, pairwise(words)))
