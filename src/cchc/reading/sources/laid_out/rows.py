"""The rows of a table in laid-out text: numbers stand in their first lines, or in the middle of them."""

from collections.abc import Sequence
from itertools import pairwise

from cchc.reading.sources.laid_out.cells import Layout, split
from cchc.reading.sources.laid_out.lines import Line, is_section, sign

_MOST_LINES = 40  # of a row, below its number


def find(lines: Sequence[Line], layout: Layout) -> list[Sequence[Line]]:
    """The lines of each row: a row begins at its number, or around it where the numbers stand in the middle."""
    numbers = [place for place, line in enumerate(lines) if sign(line)]
    first = [0, *numbers[1:]] if numbers[0] else numbers
    cells = _Cells(lines, [split([line], layout)[0] for line in lines], layout.small)
    top = sum(cells.begun_small(start, end) for start, end in pairwise([*first, len(lines)]))
    middle, starts = _middles(cells, numbers) if top else (1.0, first)
    return [lines[start:end] for start, end in pairwise([*(starts if middle < top else first), len(lines)])]


class _Cells:
    """The cells of the lines, with the next line for each place where its column has words."""

    def __init__(self, lines: Sequence[Line], cells: Sequence[list[str]], small: frozenset[int]) -> None:
        self.lines = lines
        self._kept = [at for at in range(1, len(cells[0])) if at not in small]
        self._cells = cells
        self._next: list[list[int]] = [[len(lines)] * len(cells[0])]
        for place in range(len(lines) - 1, -1, -1):
            below = self._next[-1]
            self._next.append([place if cell else below[at] for at, cell in enumerate(cells[place])])
        self._next.reverse()

    def begun_small(self, start: int, end: int) -> float:
        """What it costs that cells of a row begin in mid sentence."""
        first = [(at, self._next[start][at]) for at in self._kept]
        return sum(2.0 for at, line in first if line < end and self._cells[line][at][0].islower())

    def uneven(self, start: int, number: int, end: int) -> float:
        """What it costs that a number does not stand in the middle of its row; less where a page cuts the row."""
        cut = self.lines[start].page != self.lines[end - 1].page
        return abs((number - start) - (end - 1 - number)) * (0.1 if cut else 0.7)


def _middles(cells: _Cells, numbers: Sequence[int]) -> tuple[float, list[int]]:
    """Where rows begin whose numbers stand in their middle: the way through the lines that costs least."""
    total = len(cells.lines)
    ways: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
    for count, number in enumerate(numbers):
        last = count + 1 == len(numbers)
        limit = total if last else numbers[count + 1]
        section = is_section(cells.lines[number])
        ends = [total] if last else range(number + 1, min(limit, number + 2 if section else number + _MOST_LINES) + 1)
        further: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, before) in ways.items():
            for end in ends:
                more = cost + cells.begun_small(start, end) + cells.uneven(start, number, end)
                if end not in further or more < further[end][0]:
                    further[end] = (more, before if last else [*before, end])
        ways = further
    return ways.get(total, (float("inf"), []))
