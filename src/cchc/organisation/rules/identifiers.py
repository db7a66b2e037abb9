"""Electronic identifiers of bodies (mã định danh điện tử) in both writings: their shape and nothing else, pure.

Source: Quyết định 20/2020/QĐ-TTg as amended by Quyết định 09/2025/QĐ-TTg (groups from left to right, H19.12), and
QCVN 102:2016/BTTTT, by which the older papers write (four groups from right to left, 000.00.12.H19). Whether a code
was given out, and to whom, only the decision says.
"""

import re
from dataclasses import dataclass

LONGEST = 35  # characters, dots included
_NEW = re.compile(r"[A-Y]\d{2}(\.[A-Z0-9]+){0,4}")
_OLD = re.compile(r"(\d{3})\.(\d{2})\.(\d{2})\.([A-Y]\d{2})")
# How many digits the old writing has for the levels below the first; a level that is not there is written as zeros.
_DIGITS = (2, 2, 3)


@dataclass(frozen=True)
class Code:
    """An identifier: its groups, the highest level first."""

    groups: tuple[str, ...]

    @property
    def new(self) -> str:
        """The writing in force: H19.12."""
        return ".".join(self.groups)

    @property
    def old(self) -> str:
        """The older writing, 000.00.12.H19; nothing where it has no room for the code, as for three digits."""
        first, *below = self.groups
        if len(below) > len(_DIGITS):
            return ""
        written = []
        for digits, group in zip(_DIGITS, below, strict=False):
            if not re.fullmatch(rf"\d{{{digits}}}", group) or not group.strip("0"):
                return ""
            written.append(group)
        written += ["0" * digits for digits in _DIGITS[len(written) :]]
        return ".".join([*reversed(written), first])

    def within(self, above: "Code") -> bool:
        """Whether the other code is the same or a level above it."""
        return self.groups[: len(above.groups)] == above.groups


def read(text: str) -> Code | None:
    """The code that a text in either writing means; nothing where it has the shape of neither."""
    bare = text.strip().upper()
    old = _OLD.fullmatch(bare)
    if old:
        *below, first = old.groups()
        levels = list(reversed(below))
        while levels and not levels[-1].strip("0"):
            levels.pop()
        return Code((first, *levels)) if all(level.strip("0") for level in levels) else None
    return Code(tuple(bare.split("."))) if len(bare) <= LONGEST and _NEW.fullmatch(bare) else None
