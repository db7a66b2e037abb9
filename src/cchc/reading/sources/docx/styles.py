"""Styles of a DOCX: what a paragraph or a run inherits."""

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from cchc.reading.sources.docx.silent import W

_CONTENTS = re.compile(r"toc \d", re.IGNORECASE)
_OFF = ("0", "false", "off", "none")
VALUE = W + "val"
_TOGGLES = {W + "b": "bold", W + "i": "italic", W + "caps": "caps", W + "vanish": "hidden"}
_FONTS = W + "rFonts"
_OLD_FONTS = (".Vn", "VNI")
_ASCII, _OTHER = W + "ascii", W + "hAnsi"


@dataclass(frozen=True, eq=False)
class Look:
    """How a run looks, as far as reading cares. None: not said here. `font`: the name of one of before Unicode, ""
    for any other."""

    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    font: str | None = None

    def over(self, below: "Look") -> "Look":
        """This look where it says something, and `below` where it does not."""
        if self is PLAIN:
            return below
        return Look(
            below.bold if self.bold is None else self.bold,
            below.italic if self.italic is None else self.italic,
            below.caps if self.caps is None else self.caps,
            below.hidden if self.hidden is None else self.hidden,
            below.font if self.font is None else self.font,
        )


PLAIN = Look()


@dataclass(frozen=True)
class Style:
    """A paragraph, character or table style with everything it inherits. `level` is the outline level from 0."""

    name: str = ""
    look: Look = PLAIN
    level: int | None = None
    centred: bool | None = None
    num_id: str | None = None
    ilvl: int | None = None
    ruled: bool | None = None
    contents: bool = False  # a line of the table of contents


@dataclass
class Styles:
    """All styles by id."""

    elements: dict[str, etree._Element] = field(default_factory=dict)
    defaults: Look = PLAIN
    default_paragraph: str | None = None
    _known: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> "Styles":
        """The styles part; without it nothing is inherited."""
        styles = cls()
        if root is None:
            return styles
        for element in root.iterchildren(W + "style"):
            name = str(element.get(W + "styleId", ""))
            styles.elements[name] = element
            if element.get(W + "type") == "paragraph" and element.get(W + "default", "0") not in _OFF:
                styles.default_paragraph = name
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        styles.defaults = look_of(defaults)
        return styles

    def get(self, name: str | None) -> Style:
        """A style by id, resolved; an unknown one says nothing."""
        if name is None:
            return Style()
        if name not in self._known:
            self._known[name] = Style()  # ends a style that is based on itself
            self._known[name] = self._resolve(self.elements.get(name))
        return self._known[name]

    def _resolve(self, element: etree._Element | None) -> Style:
        if element is None:
            return Style()
        base = self.get(value(element.find(W + "basedOn")))
        style = replace(
            base, name=value(element.find(W + "name")) or "", look=look_of(element.find(W + "rPr")).over(base.look)
        )
        properties = element.find(W + "pPr")
        if properties is not None:
            style = _with_paragraph(style, properties)
        ruled = has_rules(element.find(f"{W}tblPr/{W}tblBorders"))
        return style if ruled is None else replace(style, ruled=ruled)


def value(element: etree._Element | None) -> str | None:
    """The `w:val` of an element."""
    if element is None:
        return None
    found = element.get(VALUE)
    return None if found is None else str(found)


def integer(text: str | None, default: int = 0) -> int:
    """A number written in an attribute; `default` where it is missing or nonsense."""
    try:
        return int(text) if text is not None and len(text) < 10 else default
    except ValueError:
        return default


def look_of(properties: etree._Element | None) -> Look:
    """What an `rPr` says."""
    if properties is None or not len(properties):
        return PLAIN
    said: dict[str, bool] = {}
    font = None
    for element in properties:
        tag = element.tag
        name = _TOGGLES.get(tag)
        if name:
            said[name] = element.get(VALUE, "1") not in _OFF
        elif tag == _FONTS:
            font = _old_font(element)
    if not said and font is None:
        return PLAIN
    return Look(said.get("bold"), said.get("italic"), said.get("caps"), said.get("hidden"), font)


def _old_font(fonts: etree._Element) -> str | None:
    """The font that an `rFonts` names if it is of before Unicode; "" for another, None where it names none."""
    name = fonts.get(_ASCII) or fonts.get(_OTHER)
    if not name:
        return None
    return str(name) if name.startswith(_OLD_FONTS) else ""


def has_rules(borders: etree._Element | None) -> bool | None:
    """Whether a set of borders draws any line; None where nothing is said."""
    if borders is None or not len(borders):
        return None
    return any(element.get(VALUE) not in (None, "nil", "none") for element in borders)


def _with_paragraph(style: Style, properties: etree._Element) -> Style:
    level = value(properties.find(W + "outlineLvl"))
    if level is not None:
        style = replace(style, level=integer(level, 9))
    align = value(properties.find(W + "jc"))
    if align is not None:
        style = replace(style, centred=align == "center")
    numbering = properties.find(W + "numPr")
    if numbering is not None:
        number, depth = value(numbering.find(W + "numId")), value(numbering.find(W + "ilvl"))
        style = replace(style, num_id=number or style.num_id, ilvl=style.ilvl if depth is None else integer(depth))
    return style
