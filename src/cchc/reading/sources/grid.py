"""Cells with spans, as a format gives them, laid out as a rectangle."""

from cchc.reading.blocks import Table
from cchc.reading.errors import Unreadable
from cchc.reading.sources.limits import MAX_COLUMNS

_MAX_PLACES = 500_000


class Grid:
    """Add rows and cells in order, then ask for the table."""

    def __init__(self) -> None:
        self._rows: list[dict[int, str]] = []
        self._merged: set[tuple[int, int]] = set()
        self._beside: set[tuple[int, int]] = set()
        self._hanging: dict[int, int] = {}  # column → rows that a cell above still covers
        self._column = 0
        self._width = 0

    def row(self) -> None:
        """Begin a row."""
        self._hanging = {column: left - 1 for column, left in self._hanging.items() if left > 1}
        self._rows.append({})
        self._column = 0
        if len(self._rows) * max(1, self._width) > _MAX_PLACES:
            raise Unreadable("too_long", "Bảng trong tệp quá lớn.", "A table in the file is too large.")

    def skip(self, columns: int) -> None:
        """Leave places empty (Word's indented rows)."""
        self._column = min(self._column + columns, MAX_COLUMNS)

    def cell(self, text: str, across: int = 1, down: int = 1) -> None:
        """Add a cell at the next place that no cell above covers."""
        row = len(self._rows) - 1
        while self._column in self._hanging:
            self._merged.add((row, self._column))
            self._column += 1
        if self._column >= MAX_COLUMNS:
            return
        across = max(1, min(across, MAX_COLUMNS - self._column))
        self._rows[row][self._column] = text
        self._cover(row, self._column, across, max(1, down))

    def covered(self, across: int = 1) -> None:
        """Add a place that a cell above covers, as Word's vMerge says it."""
        row = len(self._rows) - 1
        across = max(1, min(across, MAX_COLUMNS - self._column))
        self._merged |= {(row, self._column + each) for each in range(across)}
        self._column += across
        self._width = max(self._width, self._column)

    def table(self, *, page: int | None = None, ruled: bool = True) -> Table:
        """The rectangle, without columns and rows that hold nothing of their own."""
        for row in range(len(self._rows)):
            for column in range(self._width):
                if column in self._rows[row]:
                    self._merged.discard((row, column))
        kept = [column for column in range(self._width) if any(row.get(column) for row in self._rows)]
        kept = kept or list(range(min(1, self._width)))
        own = [column for column in range(self._width) if any(column in row for row in self._rows)]
        kept = [column for column in own if column in kept or self._stands_empty(column)] or kept
        rows = tuple(tuple(row.get(column, "") for column in kept) for row in self._rows)
        places = {column: place for place, column in enumerate(kept)}
        merged = frozenset((row, places[column]) for row, column in self._merged if column in places)
        beside = frozenset((row, places[column]) for row, column in self._beside if column in places) & merged
        return Table(rows, page, merged, ruled, beside)

    def _cover(self, row: int, column: int, across: int, down: int) -> None:
        if across > 1:
            beside = {(row, column + each) for each in range(1, across)}
            self._merged |= beside
            self._beside |= beside
        if down > 1:
            self._hanging |= {column + each: down for each in range(across)}
        self._column = column + across
        self._width = max(self._width, self._column)

    def _stands_empty(self, column: int) -> bool:
        """Whether the column, though empty, is a column of its own in most rows (an empty 'remarks' column)."""
        return sum(column in row for row in self._rows) * 2 > len(self._rows)
