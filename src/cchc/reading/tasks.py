"""Things to do: the lowest items of the parts on tasks and solutions."""

import re

from cchc.reading import areas, deadlines, units
from cchc.reading.flow import Grid, Para
from cchc.reading.items import Span, Task
from cchc.reading.keyed import Keyed
from cchc.reading.outline import TOP, Node

_KINDS = frozenset(("task", "solution", "mixed"))
_TARGET = re.compile(
    r"^(?:phan dau |den nam \d{4},? |co )?(?:tren |toi thi.u |it nhat |tu )?\d+(?:,\d+)?\s*%|^(?:t[yi] le"
    r"|muc do|chi so|so luong|diem) .{5,160}?(?:dat|tren|toi thi.u|it nhat)\b"
)
_POINTER = re.compile(
    r"^\(.*\)\.?$|^(?:chi tiet|cu the)?\s*(?:theo|tai|xem)?\s*(?:cac )?phu luc\b.{0,60}$"
    r"|^\(?(?:co )?(?:chi tiet|danh muc|phu luc|bieu)\b.{0,80}(?:kem theo|dinh kem)\)?\.?$"
)
# "Quy mô: 40 gian hàng": what an event is like, nothing to do.
_NO_ACTION = re.compile(
    r"^(?:thoi gian|dia diem|quy mo|thanh phan|doi tuong|so luong|chu de|khau hieu|don vi to chuc|ban to chuc"
    r"|co cau giai(?: thuong)?)(?:(?:,| va)? [^:.;]{0,40})?:"
)
_AT_ANNEX = Keyed(r"\b(?:neu|theo|tai) (?:tai )?phu luc (?:\w+ )?(?:dinh kem|kem theo)")
_FIRST_WORDS = 45  # characters that tell what an item is about
_OF_WORK = frozenset(("procedures", "digital", "steering"))
_LEAD = Keyed(r"\b(?:giao\s+)?(?P<unit>[^.;:]{4,120}?)\s+chu tri\b")

_BEHIND = re.compile(r"\((?P<unit>[A-ZĐÀ-Ỹ][^();:,]{3,80})(?:,[^()]*)?\)[.;]?$")
_NO_ONE = ("Mỗi", "Từng", "Thuê")  # each of a class; "thuê" (to rent) is "thuế" (the tax office) without marks
_LEAD_LABEL = Keyed(
    r"\b(?:(?:don vi|co quan|phong|bo phan|to chuc) )?chu tri(?: thuc hien)?\s*:"
    r"\s*(?P<unit>[^.;:()]{3,120}?)\s*(?=[.;()]|$)"
)


def find(root: Node, year: int | None, *, doubtful: bool = False, reform: bool = True) -> list[Task]:
    """All tasks of a tree, in reading order; `year` is the plan's first, `reform`: whether it is one of reform."""
    found: list[Task] = []
    parted = any(node.heading and node.area for node in root.walk())
    told = any(node.own for node in root.walk())
    for node in root.walk():
        if not told and isinstance(node.part, Para) and node.part.marker is None:
            continue  # prose that no heading calls tasks, as in what a newspaper says of a plan
        if node.kind in _KINDS and isinstance(node.part, Para) and is_item(node) and not _is_target(node):
            area = node.area or area_of(node, reform=reform, parted=parted)
            found.append(_task(node, node.part, (f"t{len(found) + 1}", area), year, doubtful=doubtful))
    return found


def is_item(node: Node) -> bool:
    """Whether a paragraph is an item of its own: no heading, no lead-in to its items, no prose that goes on."""
    words = node.words
    if len(words) < 12 or _POINTER.match(node.flat) or node.own is not None:
        return False
    if node.parent is not None and node.parent.rank <= TOP and _NO_ACTION.match(node.flat):
        return False
    if _inner(node):
        return not node.heading and not node.introduces and not _is_handed_out(node)
    part = node.part
    if isinstance(part, Para) and part.marker is None:
        return _is_plain_item(node)
    return node.rank > 21 or not node.heading


def _inner(node: Node) -> bool:
    """Whether items stand below; prose that goes on and tables are none."""
    if any(isinstance(one.part, Para) and (one.part.marker or one.own or one.children) for one in node.children):
        return True
    plain = [child for child in node.children if isinstance(child.part, Para) and len(child.words) >= 12]
    return bool(plain) and not goes_on(node)


def goes_on(node: Node) -> bool:
    """Whether plain paragraphs below a numbered sentence are its continuation, no items of their own."""
    if _is_handed_out(node):
        return False
    return not node.heading and node.words.rstrip().endswith((".", ";", ".”")) and not node.introduces


def _is_handed_out(node: Node) -> bool:
    """Whether the plain paragraph below a sentence puts a unit to work: it is the item, what stands above its title."""
    first = node.children[0] if node.children else None
    if first is None or not isinstance(first.part, Para) or first.part.marker is not None:
        return False
    return units.of_subject(first.words, first.flat) is not None


def _is_plain_item(node: Node) -> bool:
    parent = node.parent
    if parent is None or _AT_ANNEX.search(node.flat):
        return False
    if goes_on(parent) and parent.parent is not None:
        return False
    if node.words.rstrip().endswith(":"):
        return _last_before_table(node)
    marked = [child for child in parent.children if isinstance(child.part, Para) and child.part.marker is not None]
    return not marked or (parent.introduces and node.part.index > marked[-1].part.index)


def _last_before_table(node: Node) -> bool:
    siblings = node.parent.children if node.parent else []
    place = siblings.index(node)
    return place + 1 < len(siblings) and isinstance(siblings[place + 1].part, Grid)


def _is_target(node: Node) -> bool:
    return node.kind == "mixed" and bool(_TARGET.match(node.flat))


def _task(node: Node, part: Para, name: tuple[str, str], year: int | None, *, doubtful: bool) -> Task:
    return Task(
        id=name[0],
        quote=part.words,
        area=name[1],
        kind="solution" if node.kind == "solution" else "task",
        lead=_lead(part),
        deadline=deadlines.in_words(part.words, part.flat, year),
        span=Span(part.begin, part.end),
        page=part.page,
        path=node.path(),
        needs_person=doubtful,
    )


def area_of(node: Node, *, reform: bool, parted: bool) -> str:
    """The content of an item whose section names none.

    An item that stands directly under the part on tasks is a heading of its own and is told by its first words; one
    under a heading of no content is general, in a plan of reform that is `parted` by its contents; where no heading of
    it names one, every word of the item tells. In any other plan, whose headings are its subject's, what an item says
    of procedures, digital work or checking tells, and below a heading on reform every word does.
    """
    parent = node.parent
    named = None
    if parent is not None and (parent.parent is None or parent.rank <= TOP):
        named = areas.of_item(node.flat)
    if named is not None or (reform and parted):
        return named or "general"
    if node.of_reform or reform:
        return areas.of_sentence(node.flat[:300])
    said = areas.of_sentence(node.flat[:_FIRST_WORDS], reform=False)
    return said if said in _OF_WORK else "general"


def _in_brackets(part: Para) -> str | None:
    """The unit in brackets behind an item ("… tại cổng chợ (Phòng Thương mại, quý II).")."""
    match = _BEHIND.search(part.words)
    return units.of_heading(match["unit"]) if match is not None else None


def _lead(part: Para) -> str | None:
    if "chu tri" not in part.flat:
        return _in_brackets(part) or (
            None if part.words.startswith(_NO_ONE) else units.of_subject(part.words, part.flat)
        )
    labelled = _LEAD_LABEL.search(part.flat)
    if labelled is not None:
        return part.words[labelled.start("unit") : labelled.end("unit")].strip(" ,") or None
    match = _LEAD.search(part.flat)
    if match is None:
        return None
    words = part.words[match.start("unit") : match.end("unit")]
    for start in (0, max(words.rfind(","), 0), words.rfind("(") + 1):
        name = words[start:].strip(" ,")
        name = re.sub(r"^(?:Giao|giao)\s+", "", name)
        if units.of_heading(name):
            return name
    return None
