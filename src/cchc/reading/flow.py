"""Paragraphs and tables laid out as one plain text: the text that every span of the reading points into."""

from collections.abc import Sequence
from dataclasses import dataclass

from cchc.reading import markers
from cchc.reading.blocks import Note, Paragraph, Table
from cchc.reading.flat import bare, flat
from cchc.reading.markers import Marker


@dataclass(slots=True)
class Para:
    """A paragraph in its place. `words` are the text behind the sign; `flat` their flat copy; `begin` where they start
    in the whole text."""

    index: int
    start: int
    text: str
    marker: Marker | None
    words: str
    flat: str
    page: int | None
    heading: int | None
    bold: bool
    centred: bool

    @property
    def begin(self) -> int:
        """Where the words start in the whole text."""
        return self.start + len(self.text) - len(self.words)

    @property
    def end(self) -> int:
        """Where the paragraph ends in the whole text."""
        return self.start + len(self.text)


@dataclass(slots=True)
class Grid:
    """A table in its place; `cells` gives the span of each cell that is not covered by a merged one."""

    index: int
    start: int
    end: int
    table: Table
    cells: dict[tuple[int, int], tuple[int, int]]

    @property
    def page(self) -> int | None:
        """The page the table starts on."""
        return self.table.page


@dataclass(slots=True)
class Flow:
    """The plain text with its parts in reading order; `places` maps a block's number to the offset of its text.

    `flat` and `bare` are copies of the whole: every part is a stretch of them at the same offsets.
    """

    text: str
    flat: str
    bare: str
    parts: list[Para | Grid]
    places: list[int]
    notes: list[Para]  # footnotes, behind everything else: no sentence runs through them

    @property
    def paras(self) -> list[Para]:
        """The paragraphs without the tables."""
        return [part for part in self.parts if isinstance(part, Para)]


def lay_out(blocks: Sequence[Paragraph | Table], notes: Sequence[Note] = ()) -> Flow:
    """One text of all blocks, then the notes: a paragraph a line, automatic numbers printed, a row a line with tabs."""
    pieces: list[str] = []
    parts: list[Para | Grid] = []
    places: list[int] = []
    offset = 0
    for block in blocks:
        if isinstance(block, Table):
            grid, text = _grid(block, len(parts), offset)
            parts.append(grid)
            places.append(offset)
        else:
            para = _para(block, len(parts), offset)
            text = para.text
            places.append(offset + len(text) - len(block.text))
            parts.append(para)
        pieces.append(text)
        offset += len(text) + 1
    behind: list[Para] = []
    for note in notes:
        text = f"{note.label} {note.text}".strip()
        behind.append(Para(-1, offset, text, None, text, "", note.page, None, bold=False, centred=False))
        pieces.append(text)
        offset += len(text) + 1
    whole = "\n".join(pieces)
    folded = flat(whole)
    for part in (*parts, *behind):
        if isinstance(part, Para):
            part.flat = folded[part.begin : part.end]
    return Flow(whole, folded, bare(whole), parts, places, behind)


def _para(block: Paragraph, index: int, offset: int) -> Para:
    text = f"{block.label} {block.text}" if block.label else block.text
    marker = markers.parse(text)
    words = text[marker.end :] if marker else text
    return Para(index, offset, text, marker, words, "", block.page, block.heading, block.bold, block.centred)


def _grid(table: Table, index: int, offset: int) -> tuple[Grid, str]:
    rows: list[str] = []
    cells: dict[tuple[int, int], tuple[int, int]] = {}
    place = offset
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row):
            if (r, c) not in table.merged:
                cells[r, c] = (place, place + len(cell))
            place += len(cell) + 1
        rows.append("\t".join(row))
    text = "\n".join(rows)
    return Grid(index, offset, offset + len(text), table, cells), text
