"""The words of one DOCX paragraph: pieces with their look, put together as they print."""

import re
from dataclasses import dataclass, field

from cchc.reading.sources import legacy
from cchc.reading.sources.docx.styles import PLAIN, Look
from cchc.reading.sources.letters import one_line

BREAK = "\v"  # a line break inside a paragraph
_MARKED = re.compile(r"\s*(?:[-–•*+▪]\s|[-–+](?=[^\W\d])|(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])[.)]\s)")
_ENDED = re.compile(r"[.;:!?…][\"”')]*\s*$")


@dataclass(slots=True)
class Words:
    """What was collected of a paragraph so far."""

    pieces: list[tuple[str, str | None]] = field(default_factory=list)  # text and, for old fonts, the font
    letters: int = 0
    bold: int = 0
    italic: int = 0
    page: int | None = None

    def add(self, text: str, look: Look = PLAIN) -> None:
        """Add one run's text."""
        if look.hidden:
            return
        if look.caps:
            text = text.upper()
        count = len(text) - text.count(" ")
        self.letters += count
        if look.bold:
            self.bold += count
        if look.italic:
            self.italic += count
        font = look.font or None
        if font is None:
            self.pieces.append((text, None))
        elif self.pieces and self.pieces[-1][1] == font:
            self.pieces[-1] = (self.pieces[-1][0] + text, font)
        else:
            self.pieces.append((text, font))

    def line(self) -> str:
        """All of it as one line."""
        return one_line(self._text().replace(BREAK, " "))

    def lines(self, *, centred: bool) -> list[str]:
        """As `line`, but parted at line breaks that part sentences, titles or items, not at those inside a sentence."""
        text = self._text()
        if BREAK not in text:
            line = one_line(text)
            return [line] if line else []
        found: list[str] = []
        for part in text.split(BREAK):
            line = one_line(part)
            if not line:
                continue
            if found and not (centred or _MARKED.match(f"{line} ") or _ENDED.search(found[-1])):
                found[-1] = f"{found[-1]} {line}"
            else:
                found.append(line)
        return found

    def mostly(self, count: int) -> bool:
        """Whether `count` is nearly all letters."""
        return self.letters > 0 and count >= self.letters * 0.8

    def _text(self) -> str:
        return "".join(text if font is None else _from_old_font(text, font) for text, font in self.pieces)


def _from_old_font(text: str, font: str) -> str:
    """Text in a pre-Unicode font as Unicode, unless it is Unicode already and only carries the font's name."""
    if any(char > "\xff" and char not in "‘’“”–—…•" for char in text):
        return text
    if font.startswith(".Vn"):
        return legacy.from_tcvn3(text, capitals=font.rstrip().endswith("H"))
    return legacy.from_vni(text)
