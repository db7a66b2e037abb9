"""The organisation chart laid out on paper: boxes and lines from a tree of names. Pure; numbers are pixels.

The top box stands in the middle; the units right beneath it stand side by side, in as many rows as make the picture
largest on a sheet of A4 lying down; whatever stands beneath a unit is stacked under it, a step further in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SHEET = (1047, 718)  # A4 lying down, less 10 mm at each side, at 96 pixels to the inch
WIDTH, STEP, GAP, MARGIN = 172, 14, 16, 20
LINE, PADDING, DROP = 17, 9, 26
LETTERS = 23  # as many as a line of a box has room for
TOP_WIDTH = 340


@dataclass(frozen=True)
class Node:
    """What is to be drawn: its key, the one above it (None: right beneath the top), and its texts, the name first."""

    key: int
    parent: int | None
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Box:
    """A drawn unit. `name` are the lines of the name, `notes` those beneath it."""

    key: int | None
    x: float
    y: float
    width: float
    height: float
    name: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def lines(self) -> list[tuple[str, float, bool]]:
        """Each line of text with its baseline, and whether it belongs to the name."""
        texts = [(text, True) for text in self.name] + [(text, False) for text in self.notes]
        first = self.y + PADDING + LINE - 5
        return [(text, first + LINE * place, named) for place, (text, named) in enumerate(texts)]

    @property
    def middle(self) -> float:
        """The x of its middle."""
        return self.x + self.width / 2


@dataclass(frozen=True)
class Line:
    """A connection, along one axis."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Drawing:
    """The whole picture."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]

    @property
    def scale(self) -> float:
        """How large it comes out on the sheet, 1 at most."""
        return min(SHEET[0] / self.width, SHEET[1] / self.height, 1.0)


def wrapped(text: str, letters: int) -> tuple[str, ...]:
    """A text in lines of so many letters; a word that is longer is cut."""
    lines: list[str] = [""]
    for word in text.split():
        for piece in [word[at : at + letters] for at in range(0, len(word), letters)]:
            joined = f"{lines[-1]} {piece}".strip()
            if len(joined) <= letters:
                lines[-1] = joined
            else:
                lines.append(piece)
    return tuple(line for line in lines if line)


def _box(node: Node, x: float, y: float, width: float, letters: int) -> Box:
    name = wrapped(node.texts[0], letters)
    notes = tuple(line for text in node.texts[1:] for line in wrapped(text, letters))
    return Box(node.key, x, y, width, 2 * PADDING + LINE * (len(name) + len(notes)), name, notes)


def _column(nodes: Sequence[Node], key: int, x: float, y: float) -> tuple[list[Box], list[Line]]:
    """A unit with everything beneath it, stacked."""
    children: dict[int | None, list[Node]] = {}
    for node in nodes:
        children.setdefault(node.parent, []).append(node)
    boxes: list[Box] = []
    lines: list[Line] = []

    def put(node: Node, level: int, above: Box | None) -> None:
        place = boxes[-1].y + boxes[-1].height + GAP / 2 if boxes else y
        inset = min(STEP * level, WIDTH // 2)
        box = _box(node, x + inset, place, WIDTH - inset, max(LETTERS - 2 * level, 8))
        boxes.append(box)
        if above is not None:
            spine, middle = above.x + STEP / 2, box.y + box.height / 2
            lines.extend([Line(spine, above.y + above.height, spine, middle), Line(spine, middle, box.x, middle)])
        for child in children.get(node.key, []):
            put(child, level + 1, box)

    put(next(node for node in nodes if node.key == key), 0, None)
    return boxes, lines


def _drawn(top: Sequence[str], nodes: Sequence[Node], columns: int) -> Drawing:
    first = [node.key for node in nodes if node.parent is None]
    width = 2 * MARGIN + max(columns * WIDTH + (columns - 1) * GAP, TOP_WIDTH)
    head = _box(Node(0, None, tuple(top)), (width - TOP_WIDTH) / 2, MARGIN, TOP_WIDTH, 2 * LETTERS)
    head = Box(None, head.x, head.y, head.width, head.height, head.name, head.notes)
    boxes, lines = [head], []
    bottom, trunk = head.y + head.height, head.y + head.height + DROP / 2
    for at in range(0, len(first), columns):
        row = first[at : at + columns]
        bus, y = bottom + DROP / 2, bottom + DROP
        left = (width - len(row) * WIDTH - (len(row) - 1) * GAP) / 2
        middles = []
        for place, key in enumerate(row):
            drawn, joined = _column(nodes, key, left + place * (WIDTH + GAP), y)
            boxes += drawn
            lines += joined
            middles.append(drawn[0].middle)
            lines.append(Line(drawn[0].middle, bus, drawn[0].middle, y))
            bottom = max(bottom, drawn[-1].y + drawn[-1].height)
        ends = [*middles, head.middle] if at == 0 else [*middles, MARGIN / 2]
        lines.append(Line(min(ends), bus, max(ends), bus))
        if at:  # a further row hangs on a line at the left edge
            lines.append(Line(MARGIN / 2, trunk, MARGIN / 2, bus))
    if first:
        lines.append(Line(head.middle, head.y + head.height, head.middle, trunk))
    if len(first) > columns:
        lines.append(Line(MARGIN / 2, trunk, head.middle, trunk))
    return Drawing(width, bottom + MARGIN, tuple(boxes), tuple(lines))


def chart(top: Sequence[str], nodes: Sequence[Node]) -> Drawing:
    """The picture of a tree under a top box, with as many units a row as make it largest on the sheet.

    `nodes` stand in the order of the tree; one whose parent is not among them stands right beneath the top.
    """
    known = {node.key for node in nodes}
    placed = [
        node if node.parent in known else Node(node.key, None, node.texts) for node in nodes
    ]  # fmt: skip
    most = max(sum(node.parent is None for node in placed), 1)
    drawings = [_drawn(top, placed, columns) for columns in range(1, most + 1)]
    return max(drawings, key=lambda drawing: drawing.scale)
