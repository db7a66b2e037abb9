"""What the rules look at, and the order they run in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc.reading.citations import Mention
from cchc.reading.document import Regions
from cchc.reading.flow import Flow
from cchc.reading.items import Finding
from cchc.reading.outline import Node
from cchc.reading.sources.letters import Mend

if TYPE_CHECKING:
    from cchc.reading.reader import Reading


@dataclass(frozen=True)
class Checked:
    """A reading with the parts it was made from."""

    reading: "Reading"
    flow: Flow
    parts: Regions
    root: Node
    mentions: Sequence[Mention]
    mends: Sequence[Mend]


def check(checked: Checked) -> list[Finding]:
    """All findings, in reading order."""
    return []
