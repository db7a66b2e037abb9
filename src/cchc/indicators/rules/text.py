"""A text in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A text in Vietnamese and English."""

    vi: str
    en: str

    def __bool__(self) -> bool:
        return bool(self.vi)

    def in_language(self, language: str) -> str:
        """The text in the language of the page; Vietnamese where there is no other."""
        return self.en if language.startswith("en") and self.en else self.vi


NO_TEXT = Text("", "")
