"""The headings of a table: which column is which field, and in which row they stand. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cchc.common.text import fold

from .cells import Cell, text_of


@dataclass(frozen=True)
class Headings:
    """The headings that each field goes under, folded; the first that fits wins. `never` begin one of no field."""

    words: Mapping[str, tuple[str, ...]]
    never: tuple[str, ...] = ()

    def field_of(self, text: str) -> str | None:
        """The field a heading speaks of, one that it names exactly before one that it begins with; None for none."""
        folded = _bare(text)
        if not folded or folded.startswith(self.never):
            return None
        exact = next((field for field, words in self.words.items() if folded in words), None)
        if exact:
            return exact
        return next(
            (f for f, words in self.words.items() if any(folded.startswith(f"{word} ") for word in words)), None
        )

    def match(self, headings: Sequence[str]) -> dict[str, int]:
        """Field → the place of its column, each field and each column once, exact headings first."""
        found: dict[str, int] = {}
        for exact in (True, False):
            for place, text in enumerate(headings):
                field = self.field_of(text)
                if field is None or field in found or place in found.values():
                    continue
                if not exact or _bare(text) in self.words[field]:
                    found[field] = place
        return found

    def row_in(self, rows: Sequence[Sequence[Cell]], *, within: int = 20) -> int:
        """The place of the row of headings: the one with most known headings, else the first that is not empty."""
        scores = [len(self.match([text_of(cell) for cell in row])) for row in rows[:within]]
        if scores and max(scores) >= 2:
            return scores.index(max(scores))
        return next((place for place, row in enumerate(rows) if any(text_of(cell) for cell in row)), 0)


def _bare(heading: str) -> str:
    return fold(heading).strip(" :.*")
