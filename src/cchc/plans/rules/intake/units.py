"""Which units of the department a plan means by a name, and why."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from cchc.common.text import fold
from cchc.plans.rules.intake.facts import How

CLOSE_ENOUGH = 0.86
"""How alike two folded names must be (0 to 1) to be taken for the same with a slip of the pen."""


@dataclass(frozen=True)
class NamedUnit:
    """A unit as it can be named."""

    id: int
    name: str
    short_name: str
    kind: str


@dataclass(frozen=True)
class Match:
    """The units meant, and why."""

    units: tuple[int, ...] = ()
    how: How = How.NONE


_LEADING = re.compile(
    r"^(?:(?:giao|de nghi|yeu cau) )?(?:(?:thu truong|truong|lanh dao|chanh|nguoi dung dau|chi cuc truong|giam doc"
    r"|cong chuc|vien chuc)(?: (?:cua|cac))* )?(?=(?:phong|chi cuc|trung tam|van phong|thanh tra|doi|ban|cac)\b)"
)
_TRAILING = re.compile(r"(?:,? (?:truc thuoc|thuoc) (?:so|co quan)\b.*| so cong thuong\b.*| cua so\b.*)$")
_GROUPS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (
        re.compile(
            r"^(?:truong )?(?:cac|tat ca cac|toan the cac)? ?(?:phong(?: chuyen mon)?|co quan|don vi),?"
            r"(?: (?:va|ban|chi cuc|trung tam))*,? (?:cac )?don vi\b"
        ),
        frozenset({"room", "branch", "centre", "office"}),
    ),
    (re.compile(r"^(?:cac |tung )(?:don vi su nghiep|don vi truc thuoc)\b"), frozenset({"centre", "branch"})),
    (re.compile(r"^(?:cac |tung )phong\b"), frozenset({"room", "office"})),
    (re.compile(r"^(?:cac |tung )(?:don vi|co quan)\b"), frozenset({"room", "branch", "centre", "office"})),
    (re.compile(r"^(?:ban giam doc|lanh dao so|giam doc so|giam doc)\b"), frozenset({"leadership"})),
)
_TAKES = r"(?:chu tri|chiu trach nhiem|co trach nhiem|la dau moi|lam dau moi)\b"
_BODIES = re.compile(
    r"\b(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|bo|so|cuc|tong cuc|chinh phu|tinh uy|thanh uy|cong an|thue|bao"
    r"|dai)\b"
)


class Directory:
    """The units of a department made ready for being named; build it once for many names."""

    def __init__(self, units: Iterable[NamedUnit], agency: str = "") -> None:
        self._units = tuple(units)
        self._agency = fold(agency)
        named = [(_bare(name), unit) for unit in self._units for name in dict.fromkeys((unit.name, unit.short_name))]
        self._names = sorted(((name, unit) for name, unit in named if name), key=lambda pair: -len(pair[0]))

    def match(self, text: str) -> Match:
        """The units that a name of the document means; one name may mean several ("các phòng, đơn vị")."""
        name = _bare(text)
        if not name:
            return Match()
        known = self._same(name) or self._inside(name) or _group(name, self._units) or self._close(name)
        return known or (Match((), How.AGENCY) if self._is_us(name) else _other(name))

    def _is_us(self, name: str) -> bool:
        """Whether the name is of the department itself, with or without its province."""
        return bool(self._agency) and len(name) > 4 and (name == self._agency or self._agency.startswith(f"{name} "))

    def charged_in(self, sentence: str) -> Match:
        """The one unit that a sentence itself gives the work to: "giao Phòng A …", "Phòng A chủ trì"."""
        words = fold(sentence)
        found = {
            unit.id
            for name, unit in self._names
            if re.search(rf"\bgiao {re.escape(name)}\b|(?<!voi )\b{re.escape(name)}(?: so)? {_TAKES}", words)
        }
        return Match(tuple(found), How.NAMED) if len(found) == 1 else Match()

    def _same(self, name: str) -> Match | None:
        for unit in self._units:
            if name == _bare(unit.name):
                return Match((unit.id,), How.EXACT)
        short = [unit.id for unit in self._units if name == _bare(unit.short_name)]
        return Match(tuple(short), How.SHORT) if len(short) == 1 else None

    def _inside(self, name: str) -> Match | None:
        rest, found = name, []
        for known, unit in self._names:
            pattern = rf"(?<!\w){re.escape(known)}(?!\w)"
            if re.search(pattern, rest):
                rest = re.sub(pattern, "|", rest)
                found.append((name.find(known), unit.id))
        units = tuple(dict.fromkeys(unit for _at, unit in sorted(found)))
        return Match(units, How.NAMED) if units else None

    def _close(self, name: str) -> Match | None:
        if len(name) < 6:
            return None
        ranked = sorted(
            ((SequenceMatcher(None, name, known).ratio(), unit.id) for known, unit in self._names if len(known) > 5),
            reverse=True,
        )
        best = [pair for pair in ranked if pair[0] >= CLOSE_ENOUGH]
        if not best or any(unit != best[0][1] for ratio, unit in best if ratio > best[0][0] - 0.03):
            return None
        return Match((best[0][1],), How.CLOSE)


def _bare(text: str) -> str:
    """A name without the head of the unit before it and the department behind it."""
    name = fold(text).strip(" .,;:-–")
    return _TRAILING.sub("", _LEADING.sub("", name)).strip(" .,;:-–") or name


def _group(name: str, units: Sequence[NamedUnit]) -> Match | None:
    for pattern, kinds in _GROUPS:
        if pattern.search(name):
            members = tuple(unit.id for unit in units if unit.kind in kinds)
            return Match(members, How.GROUP) if members else None
    return None


def _other(name: str) -> Match:
    return Match((), How.OUTSIDE) if _BODIES.search(name) else Match()
