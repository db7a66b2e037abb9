"""What is wrong or missing in a plan: findings with stable rule names, each tied to its place.

The rules and their names are listed in `docs/algorithms/reading.md`.
"""

from cchc.reading.items import Finding
from cchc.reading.linter import cited, layout, promises, structure, wording, work
from cchc.reading.linter.base import Checked

__all__ = ["Checked", "check"]

# A text without marks is told so and no more: what its words are is not known well enough to find fault with them.
_ALWAYS = (wording.marks, layout.annexes)
_RULES = (
    wording.marks,
    wording.look_alikes,
    wording.spelling,
    wording.repeated,
    structure.numbers,
    structure.years,
    cited.findings,
    promises.findings,
    work.findings,
    layout.annexes,
    layout.head_and_end,
    layout.preamble,
)


def check(checked: Checked) -> list[Finding]:
    """All findings, in reading order."""
    rules = _RULES if checked.reading.quality.readable else _ALWAYS
    found = [one for rule in rules for one in rule(checked)]
    return sorted(found, key=lambda one: (one.span.start, one.rule))
