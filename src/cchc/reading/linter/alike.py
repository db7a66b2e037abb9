"""Finding texts that are nearly the same among many, without comparing each with each.

Runs of words and pairs of neighbouring words are kept as their hashes: numbers are quicker to compare than words.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import chain, compress, pairwise

_RUN = 5  # texts that are nearly the same share at least so many words in a row
# Letters of the words that begin the runs looked at, besides the first: a third of all, the same in each text.
_STARTS = frozenset((3, 6))
# Of many texts with one run only the nearest are compared, and of those the ones that share most runs: what all items
# of a plan say ("theo quy định của pháp luật hiện hành") makes none of them like another.
_NEAREST = 3
_FIRST = 50  # words of a text that tell whether it may be like another
_PART = 25  # words of a text for each run that it shares with one nearly the same


def candidates(texts: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Pairs of places (earlier, later) whose texts, given as their words, share a run of words."""
    where: dict[int, tuple[int, ...]] = {}
    pairs: list[tuple[int, int]] = []
    for place, text in enumerate(texts):
        words = text[:_FIRST]
        after = (words[shift:] for shift in range(1, _RUN))
        starts = chain((True,), map(_STARTS.__contains__, map(len, words[1:])))
        runs = dict.fromkeys(map(hash, compress(zip(words, *after, strict=False), starts)), (place,))
        known = [(run, where[run]) for run in where.keys() & runs.keys()]
        where.update(runs)
        if not known:
            continue
        near = Counter(chain.from_iterable(places for _, places in known))
        long = len(words) // _PART  # what two long texts share by chance is one run or two
        like = [one for one, shared in near.items() if shared > min(long, len(texts[one]) // _PART)]
        likest = sorted(like, key=near.__getitem__, reverse=True)[:_NEAREST] if len(like) > _NEAREST else like
        pairs += [(earlier, place) for earlier in likest]
        where.update((run, (*places, place)[-_NEAREST:]) for run, places in known)
    return sorted(pairs)


def neighbours(words: Sequence[str]) -> frozenset[int]:
    """The pairs of neighbouring words of a text."""
    return frozenset(map(hash, pairwise(words)))
