"""The columns of laid-out text: stretches of places with letters, parted by white."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cchc.reading.flat import flat
from cchc.reading.sources.laid_out.cells import Column, of_head
from cchc.reading.sources.laid_out.lines import LEAST_COLUMNS, NAMES, NUMBER_HEAD, Line, Word, is_section, sign

_SPREAD = 7  # places between the names that a wider name stands over


def best(head: Sequence[Line], body: Sequence[Line]) -> list[Column] | None:
    """The columns under which the most names of the head are known ones."""
    best: tuple[float, list[Column]] | None = None
    for doubt, columns in enumerate(_candidates(head, body)):
        if len(columns) < LEAST_COLUMNS:
            continue
        names = [flat(name) for name in of_head(head, columns)]
        score = sum(1.0 if NAMES.search(name) or NUMBER_HEAD.match(name) else -2.0 for name in names) - doubt * 0.01
        if best is None or score > best[0]:
            best = (score, columns)
    return best[1] if best else None


def of_page(page: Sequence[Line], head: Sequence[Line], before: list[Column]) -> list[Column]:
    """As many columns on a page that goes on with a table: by its own white, or those of the page before, moved."""
    found = next((one for one in _candidates(head, page) if len(one) == len(before)), None)
    if found is not None:
        return found
    left = min((line.words[0].start for line in page if not sign(line)), default=before[1].start)
    return [Column(max(0, one.start + left - before[1].start), one.end + left - before[1].start) for one in before]


def stretched(columns: Sequence[Column], lines: Sequence[Line]) -> list[Column]:
    """The columns as wide as what stands in them alone, with white before the next column."""
    ends = [column.end for column in columns]
    limits = [*(column.start - 1 for column in columns[1:]), 10_000]
    for line in lines:
        for group in [] if is_section(line) else line.groups():
            at = sum(column.start - 1 <= group[0].start for column in columns) - 1
            if at >= 0 and group[-1].end <= limits[at]:
                ends[at] = max(ends[at], group[-1].end)
    return [Column(column.start, end) for column, end in zip(columns, ends, strict=True)]


def _candidates(head: Sequence[Line], page: Sequence[Line]) -> Iterator[list[Column]]:
    """Columns that a page may have, the likeliest first: white in all lines, white below the head, white in most."""
    lines = [line for line in page if not is_section(line)]
    filled = _filled([*_unspanned(head), *lines])
    yield _runs(filled, 0)
    if head:
        yield _below(_runs(_filled(_unspanned(head)), 0), filled)
    for limit in range(1, len(lines) // 3 + 1):
        yield _runs(filled, limit)


def _below(names: Sequence[Column], filled: Sequence[int]) -> list[Column]:
    """The columns under the names of a head: between two names they meet where the fewest lines have letters."""
    ends: list[tuple[int, int]] = []
    for one, other in pairwise(names):
        window = filled[one.end : other.start]
        least = min(window, default=0)
        first = one.end + window.index(least) if window else one.end
        last = first
        while last < other.start and filled[last] == least:
            last += 1
        ends.append((first, last))
    starts = [0, *(last for _, last in ends)]
    return [Column(start, end) for start, end in zip(starts, [*(first for first, _ in ends), len(filled)], strict=True)]


def _unspanned(head: Sequence[Line]) -> list[Line]:
    """The head without names that stand over several others."""
    kept: list[Line] = []
    for place, line in enumerate(head):
        words: list[Word] = []
        for group in line.groups():
            below = [one for other in head[place + 1 :] for one in other.groups()]
            low, high = group[0].start - 2, group[-1].end + 2
            under = {one[0].start for one in below if one[0].start < high and one[-1].end > low}
            spread = under and max(under) - min(under) > _SPREAD
            if not spread:
                words += group
        kept.append(Line(line.number, line.page, words))
    return kept


def _filled(lines: Sequence[Line]) -> list[int]:
    """How many lines have letters at each place, single spaces counted with them."""
    width = max((line.words[-1].end for line in lines if line.words), default=0)
    filled = [0] * (width + 1)
    for line in lines:
        for group in line.groups():
            for place in range(group[0].start, group[-1].end):
                filled[place] += 1
    return filled


def _runs(filled: Sequence[int], limit: int) -> list[Column]:
    """The stretches of places where more than `limit` lines have letters."""
    runs: list[Column] = []
    start: int | None = None
    for place, count in enumerate(filled):
        if count > limit and start is None:
            start = place
        elif count <= limit and start is not None:
            runs.append(Column(start, place))
            start = None
    return runs
