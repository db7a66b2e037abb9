"""Tables of a DOCX as rectangles."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from cchc.reading.blocks import Paragraph, Table
from cchc.reading.sources.docx.silent import NAME, W
from cchc.reading.sources.docx.styles import Styles, has_rules, integer, value
from cchc.reading.sources.grid import Grid

Blocks = list[Paragraph | Table]
_WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_MAX_NESTED = 1000
_PROPERTIES, _SPAN, _BORDERS = W + "tcPr", W + "gridSpan", W + "tcBorders"
_DOWN, _ACROSS = W + "vMerge", W + "hMerge"


def unwrapped(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of a kind, also those inside content controls and accepted insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from unwrapped(child, tag)


def read_table(element: etree._Element, styles: Styles, read_cell: Callable[[etree._Element], Blocks | str]) -> Blocks:
    """The table, or what is in it where it is only a frame of one cell around another table."""
    grid = Grid()
    ruled = _ruled(element, styles)
    only: Blocks = []
    cells = 0
    known: dict[str, _Said] = {}
    for row in unwrapped(element, W + "tr"):
        properties = row.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            continue
        grid.row()
        if properties is not None:
            grid.skip(integer(value(properties.find(W + "gridBefore"))))
        for cell in unwrapped(row, W + "tc"):
            cells += 1
            said = _said(cell, known)
            only = _cell(cell, said, grid, read_cell)
            ruled = ruled or said.ruled
    if cells == 1 and any(isinstance(block, Table) for block in only):
        return only
    table = grid.table(ruled=ruled)
    return [table] if table.rows and any(map(any, table.rows)) else []


def text_of(blocks: Blocks) -> str:
    """What a cell holds as text: a line for each paragraph, a nested table row by row."""
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and not blocks[0].label:
        return blocks[0].text
    lines = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(f"{block.label} {block.text}".strip())
        else:
            lines += [" ".join(filter(None, row)) for row in block.rows[:_MAX_NESTED]]
    return "\n".join(line for line in lines if line)


@dataclass(slots=True)
class _Said:
    """What the properties of a cell say: how many columns it takes, whether another covers it, whether it has lines."""

    across: int = 1
    covered: bool = False
    ruled: bool = False


_PLAIN = _Said()


def _said(cell: etree._Element, known: dict[str, _Said]) -> _Said:
    """The properties of a cell, looked at once for each of their sets; of two of a kind the first counts."""
    properties = cell[0] if len(cell) and cell[0].tag == _PROPERTIES else cell.find(_PROPERTIES)
    if properties is None:
        return _PLAIN
    name = properties.get(NAME, "")
    found = known.get(name)
    if found is None:
        said = {each.tag: each for each in reversed(properties)}
        merges = [value(said[kind]) for kind in (_DOWN, _ACROSS) if kind in said]
        covered = any(each in (None, "continue") for each in merges)
        found = _Said(integer(value(said.get(_SPAN)), 1), covered, bool(has_rules(said.get(_BORDERS))))
        if name:
            known[name] = found
    return found


def _cell(cell: etree._Element, said: _Said, grid: Grid, read_cell: Callable[[etree._Element], Blocks | str]) -> Blocks:
    found = read_cell(cell)
    if said.covered:
        grid.covered(said.across)  # Word hides its words; numbers in it still count
        return []
    if isinstance(found, str):
        grid.cell(found, said.across)
        return []
    grid.cell(text_of(found), said.across)
    return found


def _ruled(element: etree._Element, styles: Styles) -> bool:
    properties = element.find(W + "tblPr")
    if properties is None:
        return False
    own = has_rules(properties.find(W + "tblBorders"))
    return bool(styles.get(value(properties.find(W + "tblStyle"))).ruled) if own is None else own
