"""Word's automatic numbers, counted as Word counts them.

Paragraphs of lists that share an abstract definition share its counters. A `num` with a start override begins anew at
its first paragraph. A level restarts when a higher level moves on, unless `lvlRestart` says otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from lxml import etree

from cchc.reading.sources.docx.silent import W
from cchc.reading.sources.docx.styles import Styles, integer, value

_LEVELS = 9
_MAX_LABEL = 60
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf076": "❖", "\uf0fc": "✓", "\uf02d": "-", "\uf0a8": "□",
            "\uf06f": "□", "\uf0e0": "→", "\uf0e8": "➔", "\uf02b": "+", "\uf02a": "*", "\uf0fe": "☑", "\uf0b0": "°",
            "\uf0b3": "≥", "\uf0a3": "≤"}  # fmt: skip


@dataclass(frozen=True)
class Level:
    """One level of a list definition. `restart_after` is the level (from 1) whose step restarts this; 0 never."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart_after: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]  # start overrides that wait for the first use
    begun: bool = False


@dataclass
class Numbering:
    """The counters of one document. `part` gives the numbering part, None where there is none; it is asked for only
    when a paragraph has a number: many documents define lists by the dozen and use none."""

    part: Callable[[], etree._Element | None]
    styles: Styles
    lists: dict[str, _List | None] = field(default_factory=dict)
    counters: dict[str, list[int | None]] = field(default_factory=dict)

    @cached_property
    def root(self) -> etree._Element:
        """The numbering part; an empty one where there is none."""
        part = self.part()
        return etree.Element(W + "numbering") if part is None else part

    @cached_property
    def abstracts(self) -> dict[str, etree._Element]:
        """The abstract definitions by their id."""
        return {str(each.get(W + "abstractNumId")): each for each in self.root.iterchildren(W + "abstractNum")}

    @cached_property
    def numbers(self) -> dict[str, etree._Element]:
        """The lists by their id."""
        return {str(each.get(W + "numId")): each for each in self.root.iterchildren(W + "num")}

    def _list(self, number: str) -> _List | None:
        """A list by its number, understood when it is first used: documents define hundreds and use a few."""
        if number not in self.lists:
            element = self.numbers.get(number)
            self.lists[number] = None
            if element is not None:
                abstract = _abstract(element, self.abstracts, self.numbers, self.styles)
                levels = _levels(self.abstracts[abstract]) if abstract in self.abstracts else {}
                starts = _override(element, levels)
                self.lists[number] = _List(abstract or number, levels, starts)
        return self.lists[number]

    def level_of_style(self, number: str, style: str) -> int | None:
        """The level of a list that is tied to a paragraph style."""
        found = self._list(number)
        if found is None:
            return None
        return next((depth for depth, level in found.levels.items() if level.style == style), None)

    def next(self, number: str, depth: int) -> str:
        """Count one paragraph and give its label, "" for a list that does not exist or shows nothing."""
        found = self._list(number)
        if found is None or depth not in found.levels:
            return ""
        counters = self.counters.setdefault(found.abstract, [None] * _LEVELS)
        if not found.begun:
            found.begun = True
            for each, start in found.starts.items():
                counters[each] = start - 1
        current = counters[depth]
        counters[depth] = found.levels[depth].start if current is None else current + 1
        for deeper in range(depth + 1, _LEVELS):
            after = found.levels[deeper].restart_after if deeper in found.levels else None
            if after is None or depth < after:
                counters[deeper] = None
        return _label(found.levels, counters, depth)


def symbols(text: str) -> str:
    """Characters of Word's symbol fonts as Unicode; unknown ones become a round bullet."""
    return "".join(_SYMBOLS.get(char, "•" if "\ue000" <= char <= "\uf8ff" else char) for char in text)


def format_number(number: int, form: str) -> str:
    """A number as Word prints it: `lowerLetter` runs a…z, aa, bb (Word knows no đ)."""
    if form in ("upperRoman", "lowerRoman"):
        text = roman(number)
        return text.upper() if form == "upperRoman" else text
    if form in ("upperLetter", "lowerLetter"):
        text = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 5) if number > 0 else ""
        return text.upper() if form == "upperLetter" else text
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "decimalEnclosedParen":
        return f"({number})"
    return "" if form == "none" else str(number)


def roman(number: int) -> str:
    """Small Roman figures; decimal beyond what they are made for."""
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for amount, sign in _ROMAN:
        text += sign * (number // amount)
        number %= amount
    return text


def _label(levels: dict[int, Level], counters: list[int | None], depth: int) -> str:
    level = levels[depth]
    if level.form == "bullet":
        return symbols(level.text)[:_MAX_LABEL].strip()
    text = level.text
    for each in range(depth + 1):
        place = f"%{each + 1}"
        if place not in text:
            continue
        upper = levels.get(each, Level())
        counted = counters[each]
        form = "decimal" if level.legal and upper.form != "none" else upper.form
        text = text.replace(place, format_number(upper.start if counted is None else counted, form))
    return text[:_MAX_LABEL].strip()


def _abstract(element: etree._Element, abstracts: dict[str, etree._Element], numbers: dict[str, etree._Element],
              styles: Styles) -> str:  # fmt: skip
    """The abstract definition of a `num`, through at most one link by style."""
    name = value(element.find(W + "abstractNumId")) or ""
    link = value(abstracts[name].find(W + "numStyleLink")) if name in abstracts else None
    if link is None:
        return name
    linked = numbers.get(styles.get(link).num_id or "")
    target = value(linked.find(W + "abstractNumId")) if linked is not None else None
    return target or name


def _levels(abstract: etree._Element) -> dict[int, Level]:
    found = {}
    for element in abstract.iterchildren(W + "lvl"):
        depth = integer(element.get(W + "ilvl"), _LEVELS)
        if 0 <= depth < _LEVELS:
            found[depth] = _level(element)
    return found


def _level(element: etree._Element) -> Level:
    restart = value(element.find(W + "lvlRestart"))
    form = element.find(W + "numFmt")
    if form is None:  # newer Word wraps special forms and gives the usual one as fallback
        form = next(element.iter(W + "numFmt"), None)
    legal = element.find(W + "isLgl")
    return Level(
        start=integer(value(element.find(W + "start")), 1),
        form=value(form) or "decimal",
        text=value(element.find(W + "lvlText")) or "",
        restart_after=None if restart is None else integer(restart),
        legal=legal is not None and value(legal) not in ("0", "false"),
        style=value(element.find(W + "pStyle")),
    )


def _override(element: etree._Element, levels: dict[int, Level]) -> dict[int, int]:
    """Put a `num`'s own levels over the abstract ones, and collect where it starts anew."""
    starts = {}
    for override in element.iterchildren(W + "lvlOverride"):
        depth = integer(override.get(W + "ilvl"), _LEVELS)
        if not 0 <= depth < _LEVELS:
            continue
        own = override.find(W + "lvl")
        if own is not None:
            levels[depth] = _level(own)
        start = value(override.find(W + "startOverride"))
        if start is not None:
            starts[depth] = integer(start, 1)
            levels[depth] = replace(levels.get(depth, Level()), start=starts[depth])
    return starts
