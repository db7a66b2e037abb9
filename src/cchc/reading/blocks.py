"""What every source format is turned into before anything is understood: paragraphs and tables, in reading order.

A format that knows its paragraphs (DOCX, HTML, Markdown) yields `Paragraph` and `Table` at once. A format that knows
only printed lines (TXT with hard line ends, PDF) yields `Line`s first; `paragraphs.join` makes paragraphs of them.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """One printed line. `gap` counts the empty lines (or line heights) above it; `x` is the left edge in points."""

    text: str
    page: int | None = None
    gap: int = 0
    x: float | None = None
    size: float | None = None
    bold: bool = False


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, NFC, white space normalised.

    `label` is the automatic number as Word prints it ("1.", "a)", "-") and is not part of `text`; a number that was
    typed stays in `text`. `heading` is Word's outline level, 1 the highest.
    """

    text: str
    page: int | None = None
    label: str = ""
    heading: int | None = None
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True)
class Table:
    """A rectangular grid: a merged cell's text stands in its first place, and `merged` names the covered places."""

    rows: tuple[tuple[str, ...], ...]
    page: int | None = None
    merged: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Source:
    """A document before understanding. `marks` is the share of Vietnamese letters that carry their marks, per page."""

    format: str
    blocks: tuple[Paragraph | Table, ...]
    pages: int | None = None
    warnings: tuple[str, ...] = field(default=())
