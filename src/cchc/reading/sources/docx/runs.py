"""The words of one DOCX paragraph: pieces with their look, put together as they print."""

import re
from dataclasses import dataclass, field
from itertools import groupby

from cchc.reading.sources import legacy
from cchc.reading.sources.docx.styles import PLAIN, Look
from cchc.reading.sources.letters import one_line

BREAK = "\v"  # a line break inside a paragraph
_MARKED = re.compile(r"\s*(?:[-–•*+▪]\s|[-–+](?=[^\W\d])|(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])[.)]\s)")
_ENDED = re.compile(r"[.;:!?…][\"”')]*\s*$")


@dataclass(slots=True)
class Words:
    """What was collected of a paragraph so far: the text of each run that shows, with its look."""

    runs: list[tuple[str, Look]] = field(default_factory=list)
    page: int | None = None
    fonts: bool = False  # whether a run is in one of before Unicode

    def add(self, text: str, look: Look = PLAIN) -> None:
        """Add one run's text."""
        if not look.hidden:
            self.runs.append((text.upper() if look.caps else text, look))
            self.fonts = self.fonts or bool(look.font)

    def lines(self, *, centred: bool, in_cell: bool = False) -> list[str]:
        """The text, parted at line breaks that part sentences, titles or items, not at those inside a sentence.

        In a cell of a table a capital begins another name, unless the line before runs on.
        """
        text = self._text()
        if BREAK not in text:
            line = one_line(text)
            return [line] if line else []
        found: list[str] = []
        for part in text.split(BREAK):
            line = one_line(part)
            if not line:
                continue
            another = in_cell and line[0].isupper() and found and not found[-1].endswith((",", "-", "–"))
            if found and not (centred or another or _MARKED.match(f"{line} ") or _ENDED.search(found[-1])):
                found[-1] = f"{found[-1]} {line}"
            else:
                found.append(line)
        return found

    def bold_and_italic(self) -> tuple[bool, bool]:
        """Whether nearly all letters are bold, and whether they are italic."""
        if len(self.runs) == 1:
            text, look = self.runs[0]
            return (bool(look.bold), bool(look.italic)) if text.count(" ") < len(text) else (False, False)
        letters = bold = italic = 0
        for text, look in self.runs:
            count = len(text) - text.count(" ")
            letters += count
            if look.bold:
                bold += count
            if look.italic:
                italic += count
        most = letters * 0.8
        return bold >= most > 0, italic >= most > 0

    def _text(self) -> str:
        if not self.fonts:
            return self.runs[0][0] if len(self.runs) == 1 else "".join([text for text, _ in self.runs])
        parts = groupby(self.runs, key=lambda run: run[1].font or "")
        joined = (("".join(text for text, _ in runs), font) for font, runs in parts)
        return "".join(_from_old_font(text, font) if font else text for text, font in joined)


def _from_old_font(text: str, font: str) -> str:
    """Text in a pre-Unicode font as Unicode, unless it is Unicode already and only carries the font's name."""
    if any(char > "\xff" and char not in "‘’“”–—…•" for char in text):
        return text
    if font.startswith(".Vn"):
        return legacy.from_tcvn3(text, capitals=font.rstrip().endswith("H"))
    return legacy.from_vni(text)
