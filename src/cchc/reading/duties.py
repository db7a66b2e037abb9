"""What the part on carrying out puts on a unit."""

import re
from collections.abc import Sequence

from cchc.reading import deadlines, tasks, units
from cchc.reading.flow import Para
from cchc.reading.items import Duty, Span, changed
from cchc.reading.outline import Node

_IN_COURSE = re.compile(r"^trong qua trinh (?:\w+ ){0,3}thuc hien")
_IF_NEEDED = re.compile(r"^trong qua trinh [^.;]{0,60}?,? ?neu (?:co|thay|phat sinh|gap|can|con)\b")
_CLOSES = re.compile(r"^(?:ke hoach|chuong trinh) nay\b|(?:ke hoach|chuong trinh) nay\s*\./\.$")
_NO_DUTY = re.compile(r"^(?:kinh phi|nguon kinh phi|tren day la|can cu phap ly)\b")

_LABEL = re.compile(r"(?:ve )?(?:che do|cong tac|noi dung|thoi gian|thong tin|bao cao|kiem tra)\b[^:;,.]{0,40}: ")
_UNIT_SIGNS, _UNIT_WORDS = frozenset(("single", "decimal", "letter", "dotted")), 16
_NO_UNIT = re.compile(
    r"(?:ve|cong tac|che do|thoi gian|tien do|kinh phi|nguon|noi dung|giai phap|nhiem vu|to chuc|thuc hien|trien khai"
    r"|kiem tra|giam sat|so ket|tong ket|thong tin|tuyen truyen|giai doan|lo trinh|phuong thuc|hinh thuc"
    r"|phan cong|trach nhiem|hieu luc|cac buoc|bao cao|khen thuong|thi dua|dieu khoan|quy trinh|huong dan|chuan bi"
    r"|dia diem|doi tuong|thanh phan)\b"
)
_SENTENCE = 7  # spaces of a short sentence


def find(root: Node, year: int | None, *, doubtful: bool = False) -> list[Duty]:
    """All duties of a tree, in reading order."""
    found: list[Duty] = []
    last: str | None = None
    for node in root.walk():
        part = node.part
        if not isinstance(part, Para) or not _is_organising(node) or not _is_duty(node):
            continue
        unit, stated = _unit(node, last)
        if unit is None:
            continue
        last = unit
        found.append(
            Duty(
                id=f"d{len(found) + 1}",
                quote=part.words,
                unit=unit,
                stated=stated,
                deadline=deadlines.in_words(part.words, part.flat, year),
                span=Span(part.begin, part.end),
                page=part.page,
                path=node.path(),
                needs_person=doubtful,
            )
        )
    return found


def owned(found: Sequence[Duty]) -> tuple[Duty, ...]:
    """The duties whose unit is named; what names none is put on nobody (the linter says so)."""
    return tuple(changed(duty, id=f"d{place}") for place, duty in enumerate((one for one in found if one.stated), 1))


def _is_organising(node: Node) -> bool:
    if node.kind == "organisation":
        return True
    above = next((one for one in node.ancestors() if one.kind == "organisation"), None)
    return above is not None and node.kind in ("reporting", "funding")


def _is_duty(node: Node) -> bool:
    if len(node.words) < 12 or _NO_DUTY.match(node.flat) or _IF_NEEDED.match(node.flat):
        return False
    if node.own is not None and (node.children or len(node.words) < 80 or not node.words.endswith((".", ";"))):
        return False
    part = node.part
    if isinstance(part, Para) and part.marker is None:
        return _plain(node) and not (node.heading and node.children)
    if any(child.words for child in node.children if isinstance(child.part, Para)):
        if tasks.goes_on(node):
            return True
        return not node.heading and not node.introduces and units.of_heading(node.words) is None
    return units.of_heading(node.words) is None or _is_sentence(node)


def _is_sentence(node: Node) -> bool:
    """Whether words that begin with a unit and hold no known verb are a whole sentence, not the unit's long name."""
    ended = node.words.rstrip().endswith((".", ";")) and node.words.count(" ") >= _SENTENCE
    return ended and not node.children and units.at_start(node.words, node.flat) is not None


def _plain(node: Node) -> bool:
    parent = node.parent
    if parent is None or node.introduces:
        return False
    if _IN_COURSE.match(node.flat) or _CLOSES.search(node.flat):
        return False
    return parent.own is not None or parent.heading or parent.introduces


def _unit(node: Node, last: str | None) -> tuple[str | None, bool]:
    """Who has to do it: the words themselves, the heading above, a clause further on, else the unit before."""
    own = units.of_subject(node.words, node.flat)
    label = _LABEL.match(node.flat) if own is None else None
    if label is not None:  # "Chế độ thông tin: các đơn vị báo cáo …"
        own = units.of_subject(node.words[label.end() :], node.flat[label.end() :])
    if own is not None:
        return own, True
    for above in _above(node):
        named = units.of_heading(above.words) or (
            units.of_subject(above.words, above.flat) if above.introduces else None
        )
        if named is not None:
            return named, True
    later = _titled(node) or units.inside(node.words, node.flat)
    if later is not None:
        return later, True
    begins = units.at_start(node.words, node.flat) if node.part.marker is not None else None  # type: ignore[union-attr]
    if begins is not None:
        return begins, True
    if node.kind == "funding":
        return None, False
    return last, False


def _titled(node: Node) -> str | None:
    """The numbered heading over an item's bullets: in this part it is a unit, whatever it is called."""
    parent = node.parent
    part = parent.part if parent is not None else None
    if parent is None or not isinstance(part, Para) or part.marker is None or part.marker.kind not in _UNIT_SIGNS:
        return None
    bare = parent.words.strip(" :.")
    short = bare[:1].isupper() and bare.count(" ") < _UNIT_WORDS
    return bare if short and parent.own is None and not _NO_UNIT.match(parent.flat) else None


def _above(node: Node) -> list[Node]:
    """The headings above, nearest first, and a plain lead-in ("… có trách nhiệm:") before a list."""
    found: list[Node] = []
    here: Node | None = node
    while here is not None and here.parent is not None:
        siblings = here.parent.children
        before = [one for one in siblings[: siblings.index(here)] if isinstance(one.part, Para)]
        plain = [one for one in reversed(before) if one.part.marker is None]  # type: ignore[union-attr]
        listed = here.part.marker is not None  # type: ignore[union-attr]
        lead = next((one for one in plain if listed or one.introduces), None)
        if lead is not None and lead.introduces:
            found.append(lead)
        here = here.parent
        if here.parent is not None and isinstance(here.part, Para):
            found.append(here)
        if here.own == "organisation":
            break
    return found
