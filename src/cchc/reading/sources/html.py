"""HTML: paragraphs, lists with their numbers, tables with merged cells. Nothing is fetched, no script is looked at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from cchc.reading.blocks import Paragraph, Source, Table
from cchc.reading.sources import legacy
from cchc.reading.sources.detect import damaged
from cchc.reading.sources.grid import Grid
from cchc.reading.sources.letters import clean, one_line
from cchc.reading.sources.limits import MAX_DEPTH, Clock, check_text
from cchc.reading.sources.plain import decode

_SKIPPED = {
    "script",
    "style",
    "head",
    "template",
    "noscript",
    "svg",
    "math",
    "iframe",
    "object",
    "nav",
    "select",
    "textarea",
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {"p", "div", "section", "article", "main", "header", "footer", "blockquote", "pre", "center", "body", "html",
           "ul", "ol", "dl", "dt", "dd", "form", "fieldset", "figure", "figcaption", "aside", "address",
           "li", *_HEADINGS}  # fmt: skip
_BOLD = {"b", "strong"}
_ITALIC = {"i", "em"}
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass
class _Open:
    """The paragraph that is being collected."""

    parts: list[str] = field(default_factory=list)
    bold: int = 0
    italic: int = 0
    letters: int = 0
    label: str = ""
    heading: int | None = None
    centred: bool = False


def read(data: bytes, clock: Clock) -> Source:
    """The blocks of an HTML document."""
    text, warnings = _characters(data)
    check_text(len(text))
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", text), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise damaged("HTML") from error
    walker = _Walker(clock)
    walker.walk(root, 0)
    walker.close()
    return Source("html", tuple(walker.blocks), warnings=warnings)


def _characters(data: bytes) -> tuple[str, tuple[str, ...]]:
    said = _CHARSET.search(data[:4096])
    if said and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode(said[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError, ValueError):
            return decode(data)
        if legacy.detect(text) is None:
            return text, ()
    return decode(data)


class _Walker:
    """Goes through the tree once, in reading order."""

    def __init__(self, clock: Clock) -> None:
        self.blocks: list[Paragraph | Table] = []
        self.open = _Open()
        self.clock = clock

    def walk(self, element: lxml_html.HtmlElement, depth: int, *, bold: bool = False, italic: bool = False) -> None:
        """Add what is inside `element`."""
        self.clock.check()
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED or depth > MAX_DEPTH or _is_hidden(element):
            return
        bold, italic = bold or tag in _BOLD, italic or tag in _ITALIC
        if tag == "table":
            self.close()
            found = _table(element, self.clock, depth)
            self.blocks += [found] if found.rows else []
            return
        if tag == "br":
            self.close()
            return
        if tag in _BLOCKS:
            self.close()
            self._begin(element, tag)
        self._content(element, depth, bold=bold, italic=italic)
        if tag in _BLOCKS:
            self.close()
        if tag == "li" or tag in _HEADINGS:  # what they gave ends with them
            self.open.label, self.open.heading = "", None

    def inside(self, element: lxml_html.HtmlElement, depth: int) -> None:
        """Add what is inside a cell."""
        self._content(element, depth, bold=False, italic=False)
        self.close()

    def _content(self, element: lxml_html.HtmlElement, depth: int, *, bold: bool, italic: bool) -> None:
        self._add(element.text, bold=bold, italic=italic)
        for child in element:
            self.walk(child, depth + 1, bold=bold, italic=italic)
            self._add(child.tail, bold=bold, italic=italic)

    def close(self) -> None:
        """End the paragraph that is open."""
        was, self.open = self.open, _Open()
        text = one_line("".join(was.parts))
        if not text:
            self.open.label, self.open.heading = was.label, was.heading
            return
        letters = max(1, was.letters)
        self.blocks.append(
            Paragraph(
                text, None, was.label, was.heading, was.bold > letters * 0.8, was.centred, was.italic > letters * 0.8
            )
        )

    def _begin(self, element: lxml_html.HtmlElement, tag: str) -> None:
        if tag in _HEADINGS:
            self.open.heading = _HEADINGS[tag]
        elif tag == "li":
            self.open.label = _label(element)
        style = element.get("style", "").replace(" ", "")
        self.open.centred = tag == "center" or element.get("align") == "center" or "text-align:center" in style

    def _add(self, text: str | None, *, bold: bool, italic: bool) -> None:
        if not text:
            return
        self.open.parts.append(text)
        count = len(text.strip())
        self.open.letters += count
        self.open.bold += count if bold else 0
        self.open.italic += count if italic else 0


def _is_hidden(element: lxml_html.HtmlElement) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))


def _label(item: lxml_html.HtmlElement) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "-"
    siblings = [each for each in parent if each.tag == "li"]
    number = siblings.index(item) + _integer(parent.get("start"), 1) if len(siblings) < 2000 else 0
    kind = parent.get("type", "1")
    if kind in "aA" and 1 <= number <= 26:
        return f"{chr(ord(kind) + number - 1)})"
    return f"{number}."


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 5 else default


def _table(table: lxml_html.HtmlElement, clock: Clock, depth: int) -> Table:
    grid = Grid()
    for row in _rows(table):
        clock.check()
        grid.row()
        for cell in row:
            if cell.tag in ("td", "th"):
                grid.cell(
                    _cell_text(cell, clock, depth + 1),
                    _integer(cell.get("colspan"), 1),
                    _integer(cell.get("rowspan"), 1),
                )
    return grid.table(ruled=table.get("border") not in (None, "0") or "border" in table.get("style", ""))


def _rows(table: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _cell_text(cell: lxml_html.HtmlElement, clock: Clock, depth: int) -> str:
    walker = _Walker(clock)
    walker.inside(cell, depth)
    return "\n".join(
        f"{each.label} {each.text}".strip() if isinstance(each, Paragraph) else flat(each) for each in walker.blocks
    )


def flat(table: Table) -> str:
    """A table inside a cell as lines of text."""
    lines = (" ".join(clean(cell) for cell in row if cell) for row in table.rows)
    return "\n".join(line for line in lines if line)
