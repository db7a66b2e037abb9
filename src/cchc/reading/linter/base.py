"""What the rules look at, and how a finding is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cchc.reading.citations import Mention
from cchc.reading.document import Regions
from cchc.reading.flat import letters
from cchc.reading.flow import Flow
from cchc.reading.items import Duty, Finding, Span
from cchc.reading.outline import Node
from cchc.reading.sources.letters import Mend

if TYPE_CHECKING:
    from cchc.reading.reader import Reading


@dataclass(frozen=True)
class Checked:
    """A reading with the parts it was made from; `duties` are all of them, of units named or not."""

    reading: "Reading"
    flow: Flow
    parts: Regions
    root: Node
    mentions: Sequence[Mention]
    duties: Sequence[Duty]
    mends: Sequence[Mend]

    @cached_property
    def lowered(self) -> str:
        """The text in small letters."""
        return self.reading.text.lower()

    @cached_property
    def words(self) -> list[str]:
        """The words in small letters, in their order; empty ones stand where there is more than a space between."""
        return letters(self.lowered).replace("\n", "  ").split(" ")


def finding(rule: str, severity: str, span: Span, vi_en: tuple[str, str], suggestion: str | None = None) -> Finding:
    """A finding; `vi_en` is the sentence in both languages."""
    return Finding(rule, severity, span, vi_en[0], vi_en[1], suggestion)
