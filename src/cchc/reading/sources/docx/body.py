"""The body of a DOCX, walked once in reading order: paragraphs with their numbers, tables, text boxes, notes.

Insertions are kept and deletions dropped, as if every change had been accepted. Headers and footers are other parts and
never come in.
"""

from dataclasses import dataclass, replace

from lxml import etree

from cchc.reading.blocks import Note, Paragraph, Table
from cchc.reading.sources.docx.numbering import Numbering, symbols
from cchc.reading.sources.docx.runs import BREAK, Words
from cchc.reading.sources.docx.silent import NAME, W
from cchc.reading.sources.docx.styles import Look, Style, Styles, integer, look_of, value
from cchc.reading.sources.docx.tables import Blocks, read_table, text_of
from cchc.reading.sources.limits import MAX_DEPTH, Clock, check_text

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_ALTERNATE = _MC + "AlternateContent"
_BOX = W + "txbxContent"
_BLOCK_WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_DROPPED = frozenset(
    W + name for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText")
)
_SIGNS = {W + "tab": " ", W + "ptab": " ", W + "noBreakHyphen": "-", W + "cr": BREAK}
_PROPERTIES, _RUN, _TEXT, _LOOK = W + "pPr", W + "r", W + "t", W + "rPr"
_PARAGRAPH, _TABLE, _CELL = W + "p", W + "tbl", W + "tcPr"
_STYLE, _NUMBERED, _ALIGNED, _LEVEL = W + "pStyle", W + "numPr", W + "jc", W + "outlineLvl"
_CHARACTER = W + "rStyle"
_REMOVED, _ADDED = frozenset((W + "del", W + "moveFrom")), W + "ins"


@dataclass(slots=True)
class _Kind:
    """What a paragraph's properties say, with its style: how its runs look, its list and level there, its place."""

    look: Look
    number: str | None
    depth: int
    centred: bool
    heading: int | None
    contents: bool  # a line of the table of contents
    joined: bool  # its end was deleted: it goes on with the next one


class Body:
    """Reads blocks and keeps what runs through the document: counters, pages, notes."""

    def __init__(
        self, styles: Styles, numbering: Numbering, notes: dict[str, dict[str, etree._Element]], clock: Clock
    ) -> None:
        self.styles = styles
        self.numbering = numbering
        self.clock = clock
        self.page = 1
        self.paged = False
        self.notes: list[Note] = []
        self.warnings: list[str] = []
        self._notes_xml = notes
        self._fields: list[bool] = []  # open fields; True while still in the instruction
        self._boxes: Blocks = []
        self._carried: Words | None = None
        self._kinds: dict[str | None, _Kind] = {}  # by the name of what a paragraph says
        self._looks: dict[tuple[Look, str], Look] = {}  # by what is below and the name of what the run says
        self._length = 0
        self._paragraphs = 0
        self._depth = 0
        self._cells = 0  # how many cells are open, one in another

    def blocks(self, parent: etree._Element) -> Blocks:
        """What is inside a body, cell, text box or note."""
        found: Blocks = []
        self._depth += 1
        if self._depth <= MAX_DEPTH:
            for element in parent:
                tag = element.tag
                if tag == _PARAGRAPH:
                    found += self._paragraph(element)
                elif tag == _TABLE:
                    found += self._table(element)
                else:
                    found += self._other(element)
        self._depth -= 1
        return found

    def _other(self, element: etree._Element) -> Blocks:
        if element.tag == _CELL:
            return []
        if element.tag in _BLOCK_WRAPPERS and not _is_contents(element):
            return self.blocks(element)
        if element.tag == _ALTERNATE:
            return self.blocks(_chosen(element))
        if element.tag == W + "altChunk":
            self._warn("Tệp nhúng một tài liệu khác mà không chứa nội dung của nó; phần đó không đọc được.")
        return []

    def _table(self, element: etree._Element) -> Blocks:
        self.clock.check()
        start, row_page, row = self.page, self.page, None

        def read_cell(cell: etree._Element) -> Blocks | str:
            nonlocal row, row_page
            if cell.getparent() is not row:  # every cell of a row that runs over a page tells of the same break
                row, row_page = cell.getparent(), self.page
            reached, self.page = self.page, row_page
            self._cells += 1
            alone = _only_paragraph(cell)
            blocks = self.blocks(cell) if alone is None else self._cell_text(cell, alone)
            self._cells -= 1
            self.page = max(self.page, reached)
            return blocks

        blocks = read_table(element, self.styles, read_cell)
        return [
            replace(each, page=start if self.paged else None) if isinstance(each, Table) else each for each in blocks
        ]

    def _paragraph(self, element: etree._Element) -> Blocks:
        self._paragraphs += 1
        if self._paragraphs % 100 == 0:
            self.clock.check()
        kind = self._kind(element)
        if kind.contents:
            return []
        words, self._carried = self._carried or Words(), None
        boxes, self._boxes = self._boxes, []
        self._inline(element, words, kind.look)
        boxes, self._boxes = self._boxes, boxes
        if kind.joined:
            self._warn_changes()
            self._carried = words
            return boxes
        found = self._finish(words, kind)
        return [*found, *boxes] if boxes else found

    def _cell_text(self, cell: etree._Element, paragraph: etree._Element) -> Blocks | str:
        """What `text_of` says of a cell's only paragraph, without making one of it: most cells of a plan are such."""
        kind = self._kind(paragraph)
        if kind.contents or kind.joined or self._carried is not None or self._depth >= MAX_DEPTH:
            return self.blocks(cell)
        self._depth += 1
        words = Words()
        boxes, self._boxes = self._boxes, []
        self._inline(paragraph, words, kind.look)
        boxes, self._boxes = self._boxes, boxes
        label = self.numbering.next(kind.number, kind.depth) if kind.number is not None else ""
        lines = words.lines(centred=kind.centred, in_cell=True)
        self._depth -= 1
        if label:
            lines = [f"{label} {lines[0]}", *lines[1:]] if lines else [label]
        text = lines[0] if len(lines) == 1 and not boxes else "\n".join(filter(None, [*lines, text_of(boxes)]))
        self._length += len(text)
        check_text(self._length)
        return text

    def _kind(self, paragraph: etree._Element) -> _Kind:
        first = paragraph[0] if len(paragraph) else None
        properties = first if first is not None and first.tag == _PROPERTIES else None
        name = None if properties is None else properties.get(NAME, "")
        known = self._kinds.get(name)
        if known is None:
            known = self._kind_of({} if properties is None else {each.tag: each for each in properties})
            if name != "":
                self._kinds[name] = known
        return known

    def _kind_of(self, said: dict[str, etree._Element]) -> _Kind:
        name = value(said.get(_STYLE))
        style = self.styles.get(name or self.styles.default_paragraph)
        align, level, mark = value(said.get(_ALIGNED)), value(said.get(_LEVEL)), said.get(_LOOK)
        outline = style.level if level is None else integer(level, 9)
        number, depth = self._listed(said.get(_NUMBERED), style, name)
        return _Kind(
            look=style.look.over(self.styles.defaults),
            number=number,
            depth=depth,
            centred=bool(style.centred) if align is None else align == "center",
            heading=outline + 1 if outline is not None and 0 <= outline < 9 else None,
            contents=style.contents,
            joined=mark is not None and mark.find(W + "del") is not None,
        )

    def _finish(self, words: Words, kind: _Kind) -> Blocks:
        label = self.numbering.next(kind.number, kind.depth) if kind.number is not None else ""
        lines = words.lines(centred=kind.centred, in_cell=self._cells > 0)
        if not lines and (not label or self._depth == 1):
            return []
        bold, italic = words.bold_and_italic()
        first = Paragraph(
            text=lines[0] if lines else "",
            page=(words.page or self.page) if self.paged else None,
            label=label,
            heading=kind.heading,
            bold=bold,
            centred=kind.centred,
            italic=italic,
        )
        self._length += sum(map(len, lines)) if len(lines) > 1 else len(first.text)
        check_text(self._length)
        return [first, *(replace(first, text=line, label="") for line in lines[1:])] if len(lines) > 1 else [first]

    def _listed(self, direct: etree._Element | None, style: Style, name: str | None) -> tuple[str | None, int]:
        """The list that a paragraph stands in, None for none, and its level there."""
        number, depth = style.num_id, style.ilvl
        if number is not None and name is not None:
            tied = self.numbering.level_of_style(number, name)
            depth = depth if tied is None else tied
        if direct is not None:
            number = value(direct.find(W + "numId")) or number
            own = value(direct.find(W + "ilvl"))
            depth = depth if own is None else integer(own)
        return None if number == "0" else number, depth or 0

    def _inline(self, parent: etree._Element, words: Words, look: Look) -> None:
        for element in parent:
            tag = element.tag
            if tag == _RUN:
                self._run(element, words, look)
            elif tag in _DROPPED:
                if tag in _REMOVED:
                    self._warn_changes()
            elif tag == _MATH_TEXT:
                words.add(element.text or "", look)
            elif tag == _ALTERNATE:
                self._inline(_chosen(element), words, look)
            elif len(element):
                if tag == _ADDED:
                    self._warn_changes()
                self._inline(element, words, look)

    def _run(self, run: etree._Element, words: Words, look: Look) -> None:
        for element in run:
            tag = element.tag
            if tag == _TEXT:
                text = element.text
                if text and not (self._fields and any(self._fields)):
                    words.add(text, look)
                    words.page = words.page or self.page
            elif tag == _LOOK:
                look = self._look(element, look)
            elif tag in _SIGNS:
                words.add(_SIGNS[tag], look)
            elif tag not in _DROPPED:
                self._special(element, words, look)

    def _look(self, properties: etree._Element, look: Look) -> Look:
        """How a run looks with what it says itself."""
        name = properties.get(NAME)
        if name is None:
            return self._made(properties, look)
        known = self._looks.get((look, name))
        if known is None:
            known = self._looks[look, name] = self._made(properties, look)
        return known

    def _made(self, properties: etree._Element, look: Look) -> Look:
        character = next((value(each) for each in properties if each.tag == _CHARACTER), None)
        if character is not None:
            look = self.styles.get(character).look.over(look)
        return look_of(properties).over(look)

    def _special(self, element: etree._Element, words: Words, look: Look) -> None:
        tag = element.tag
        if tag == W + "lastRenderedPageBreak":
            self.page += 1
            self.paged = True
        elif tag == W + "br":
            if element.get(W + "type") not in ("page", "column"):
                words.add(BREAK, look)
        elif tag == W + "sym":
            words.add(_symbol(element), look)
        elif tag == W + "fldChar":
            self._field(str(element.get(W + "fldCharType")))
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            self._note("footnotes" if tag == W + "footnoteReference" else "endnotes", element)
        elif tag == _ALTERNATE:
            self._boxes_in(_chosen(element))
        elif tag in (W + "drawing", W + "pict", W + "object"):
            self._boxes_in(element)

    def _field(self, kind: str) -> None:
        if kind == "begin" and len(self._fields) < MAX_DEPTH:
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _boxes_in(self, element: etree._Element) -> None:
        fields, self._fields = self._fields, []
        for box in _outermost(element, _BOX):
            carried, self._carried = self._carried, None
            blocks = self.blocks(box)
            self._carried = carried
            self._boxes += blocks
        self._fields = fields

    def _note(self, kind: str, reference: etree._Element) -> None:
        note = self._notes_xml.get(kind, {}).pop(str(reference.get(W + "id")), None)
        if note is None:
            return
        label = str(len(self.notes) + 1)
        fields, self._fields, carried, self._carried = self._fields, [], self._carried, None
        self.notes.append(Note(label, "", self.page if self.paged else None))
        place = len(self.notes) - 1
        text = text_of(self.blocks(note))
        self.notes[place] = replace(self.notes[place], text=text)
        self._fields, self._carried = fields, carried

    def _warn_changes(self) -> None:
        self._warn("Tệp còn dấu vết sửa đổi (track changes): đã đọc như khi chấp nhận mọi sửa đổi.")

    def _warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)


def _only_paragraph(cell: etree._Element) -> etree._Element | None:
    """The paragraph of a cell that holds nothing else beside its properties."""
    count = len(cell)
    if count == 2 and cell[0].tag == _CELL and cell[1].tag == _PARAGRAPH:
        return cell[1]
    return cell[0] if count == 1 and cell[0].tag == _PARAGRAPH else None


def _chosen(alternate: etree._Element) -> etree._Element:
    """One of two tellings of the same thing: the newer, or the older where the newer has no words."""
    choice, fallback = alternate.find(_MC + "Choice"), alternate.find(_MC + "Fallback")
    if choice is None:
        return alternate if fallback is None else fallback
    worded = next(choice.iter(_BOX, W + "t"), None) is not None
    return choice if worded or fallback is None else fallback


def _outermost(element: etree._Element, tag: str) -> list[etree._Element]:
    """Elements of a kind that stand in no other of their kind and in no older telling of the same."""
    found = []
    for child in element:
        if child.tag == tag:
            found.append(child)
        elif child.tag == _ALTERNATE:
            found += _outermost(_chosen(child), tag)
        elif len(child):
            found += _outermost(child, tag)
    return found


def _is_contents(element: etree._Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return value(gallery) == "Table of Contents"


def _symbol(element: etree._Element) -> str:
    try:
        code = int(str(element.get(W + "char", "")), 16)
    except ValueError:
        return ""
    if code < 0x100:  # the font's own place
        code += 0xF000
    return symbols(chr(code)) if code < 0xD800 or 0xE000 <= code <= 0xFFFD else ""
