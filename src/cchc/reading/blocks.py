"""What every source format is turned into before anything is understood: paragraphs and tables, in reading order.

A format that knows its paragraphs (DOCX, HTML, ODT by way of a converter) yields a `Source` at once. A format that
knows only printed lines (TXT, Markdown with hard line ends, PDF, a scan) yields `PrintedLines`; `paragraphs.join` makes
paragraphs of them. All text is NFC, without control characters, soft hyphens and zero-width characters.
"""

from dataclasses import dataclass
from typing import Literal

Layer = Literal["typed", "text", "ocr"]  # typed in an editor; a PDF's own text layer; recognised from an image


@dataclass(frozen=True)
class Line:
    """One printed line. `gap` counts the empty lines (or line heights) above it; `x`, `right`, `size` are in points.

    `heading` is the level a Markdown `#` gave. `confidences` (OCR only) has one figure from 0 to 1 for each word of
    `text`. A word that the page broke is left broken: joining is not the format's affair. `whole` says that
    its paragraph ends with it.
    """

    text: str
    page: int | None = None
    gap: int = 0
    x: float | None = None
    size: float | None = None
    bold: bool = False
    right: float | None = None
    italic: bool = False
    centred: bool = False
    heading: int | None = None
    confidences: tuple[float, ...] = ()
    whole: bool = False


@dataclass(slots=True)
class Paragraph:
    """One paragraph, NFC, white space normalised. `label` is the automatic number as Word prints it ("1.", "a)", "-").

    The label is not part of `text`; a number that was typed stays in `text`. `heading` is the outline level, 1 highest.
    """

    text: str
    page: int | None = None
    label: str = ""
    heading: int | None = None
    bold: bool = False
    centred: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Table:
    """A rectangular grid: a merged cell's text stands in its first place, and `merged` names the covered places.

    `beside` are those of them that the cell on their left covers, in the same row.
    A cell of several paragraphs has them joined by "\\n". `ruled` is false for a table without lines: layout, such as
    the block of issuer and motto at the top and of recipients and signature at the end.
    """

    rows: tuple[tuple[str, ...], ...]
    page: int | None = None
    merged: frozenset[tuple[int, int]] = frozenset()
    ruled: bool = True
    beside: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Note:
    """A footnote or endnote, kept out of the sentences. `label` is its mark as printed."""

    label: str
    text: str
    page: int | None = None


@dataclass(frozen=True)
class Source:
    """A document before understanding. `warnings` are Vietnamese sentences about what the format could not give.

    `confidence` is the mean over all recognised words (OCR only, 0 to 1).
    """

    format: str
    blocks: tuple[Paragraph | Table, ...]
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    layer: Layer = "typed"
    confidence: float | None = None


@dataclass(frozen=True)
class PrintedLines:
    """A document whose format knows lines only; tables that could be told by their rules stand in their place."""

    format: str
    lines: tuple[Line | Table, ...]
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    layer: Layer = "typed"
    confidence: float | None = None
