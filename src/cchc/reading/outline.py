"""The tree of a document: what stands under what, of what kind it is, which content and which year it is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from cchc.reading import areas, units
from cchc.reading.flat import is_upper
from cchc.reading.flow import Grid, Para
from cchc.reading.markers import ARTICLE, DASH, DECIMAL, PART, PLAIN, ROMAN, Marker

_BRACKET = re.compile(r"\s*\([^()]{0,60}\)$")  # behind a title
_NESTING = frozenset(("upper", "dash", "bullet", "plus"))
_HEADED = frozenset(("task", "solution", "mixed", "target", "objective", "organisation"))
_STOPS = (".", ";")
_NUMBERED = frozenset(("single", "decimal", "letter", "dotted"))
_DASHES = ("-", "–", "—")
_TITLED = frozenset(("single", "decimal"))
_LONGEST = 60  # words of the title of a part
_FEW = 5  # words of a title that ends in a stop
_AIM = 14  # words of a line that sets the year of what it introduces
_SENTENCE = 60  # characters of what is no title
_TITLE = 80  # characters that a title ending in a stop may have
BARE = 66  # an unmarked line that heads the paragraphs below it by what it names
HEADING, TOP = 65, 21  # rank of an unmarked heading below numbers; ranks up to this are sections of the document

KINDS = (
    "purpose",
    "requirement",
    "objective",
    "target",
    "mixed",
    "task",
    "solution",
    "funding",
    "organisation",
    "reporting",
    "context",
    "other",
    "annex",
)

_COMBINED = re.compile(
    r"(?:muc tieu|chi tieu)\b.*\b(?<!doi voi )(?<!ve )(?:nhiem vu|noi dung|giai phap)"
    r"|(?:nhiem vu|noi dung)\b.*\b(?:muc|chi) tieu"
)
_KINDS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("annex", r"^phu luc"),
        (
            "reporting",
            r"^(?:ve )?(?:che do|cong tac|thong tin)?[ ,]*(?:thong tin,? ?)?bao cao\b(?! ket qua thuc hien nam)",
        ),
        (
            "organisation",
            r"to chuc (?:thuc hien|trien khai)|trien khai thuc hien$|phan cong (?:trach nhiem|thuc hien|nhiem vu"
            r"|to chuc)"
            r"|trach nhiem (?:thuc hien|thi hanh|cua)|^(?:phan cong|trach nhiem)\b|to chuc thi hanh",
        ),
        (
            "funding",
            r"^(?:ve |nguon |du toan |bao dam |dam bao |bo tri )*(?:kinh phi|nguon luc)|kinh phi (?:thuc hien|bao dam)",
        ),
        (
            "target",
            r"^lo trinh\b(?!.*(?:nhiem vu|to chuc))|^(?:cac |nhung |mot so |he thong )*chi tieu\b"
            r"(?!.*(?:nhiem vu|giai phap))",
        ),
        ("purpose", r"^muc dich"),
        ("requirement", r"^(?:cac |nhung )?yeu cau\b"),
        ("solution", r"giai phap"),
        (
            "task",
            r"nhiem vu|hoat dong trong tam|cong viec|phuong huong|^(?:cac |nhung )?viec (?:can|phai) (?:lam|thuc hien)"
            r"|^(?:cac |nhung )?cach (?:lam|thuc)\b",
        ),
        ("target", r"chi tieu"),
        ("objective", r"muc tieu|quan diem"),
        (
            "context",
            r"^(?:dac diem|thuc trang|tinh hinh|ket qua|danh gia|can cu|su can thiet|co so|khai quat|boi canh)"
            r"|ton tai|han che|nguyen nhan|bai hoc",
        ),
        (
            "other",
            r"khen thuong|danh hieu|tieu chuan|^tieu chi|^doi tuong(?!.*noi dung)|^pham vi|^thoi gian|nguyen tac"
            r"|tien do thuc hien|(?:cham|thang) diem|giai thuong|(?:muc|tien|quy) thuong",
        ),
        ("task", r"^(?:cac |mot so )?(?:noi dung|hinh thuc|bien phap|hoat dong)"),
    )
)
# What a lower heading may be, when it does not begin with the word.
_LOW = re.compile(
    r"^(?:theo do,? )?(?:(?:cac|nhung|mot so|he thong|ve|cong tac)\s+)?(?:muc dich|yeu cau|muc tieu|chi tieu"
    r"|nhiem vu|giai phap"
    r"|viec (?:can|phai) lam|quan diem|noi dung"
    r"|hinh thuc|kinh phi|nguon kinh phi|to chuc thuc hien|phan cong|trach nhiem|che do|bao cao|thong tin, bao cao"
    r"|doi tuong|pham vi|thoi gian|khen thuong|ket qua|ton tai|han che|nguyen nhan|danh gia|tieu chi|tieu chuan)\b"
)
_BASE = re.compile(r"\bso voi [^,;:]*")  # "Giảm tiêu hao so với giai đoạn 2021 - 2025:": no year to be met
_DUE = re.compile(r"\b(?:den|trong|tu nay den|giai doan|muc tieu|nam)\b.{0,30}?\b(?:nam )?(20\d\d)(?:\s*-\s*(20\d\d))?")
# "Môi trường nông thôn đến năm 2025", "Tầm nhìn đến năm 2030"; not the programme that a heading carries out.
_DUE_TAIL = re.compile(
    r"(?!.*(?:\bso \d|/|\b(?:ke hoach|chuong trinh|chien luoc|de an|nghi quyet|ket qua|danh gia|so voi|cua)\b))"
    r".*\b(?:(?:den |trong )?(?:het |cuoi )?nam|tam nhin(?: den)?(?: nam)?|dinh huong(?: den)?(?: nam)?) (20\d\d)\)?$"
)
_DUE_PERIOD = re.compile(r".*\b(?:muc|chi) tieu\b.*\((?:giai doan|thoi ky) 20\d\d\s*-\s*(20\d\d)\)?$")
_YEAR_LINE = re.compile(
    r"(?:(?:muc tieu|chi tieu|phan dau)(?: cu the)? )?(?:tu nay )?(?:(?:den|trong|het)(?: het| cuoi)? )?"
    r"(?:nam |giai doan |31/12/)20\d\d(?:\s*-\s*20\d\d)?"
)
_DONE = re.compile(r"to chuc (?:thuc hien|trien khai) (?!ke hoach|chuong trinh|nghi quyet|chi thi|de an)\w")
_PAID = re.compile(r"kinh phi (?:thuc hien|bao dam|dam bao|to chuc|trien khai)|nguon (?:von|luc|kinh phi)|^kinh phi$")
_AIMS = re.compile(
    r"(?:theo do,? )?(?:cac |mot so )?(?:muc tieu|chi tieu|phan dau|dinh huong|tam nhin|den (?:het |cuoi )?nam)\b"
)
_DUE_HEAD = re.compile(r"^(?:phan dau |muc tieu (?:cu the )?)?(?:tu nay )?(?:den|trong|cho den|giai doan)\b")


@dataclass(slots=True)
class Node:
    """A paragraph or table in the tree. `own` is the kind its words name, `kind` that or the one it stands under."""

    part: Para | Grid
    rank: int
    parent: "Node | None"
    kind: str
    own: str | None
    area: str | None
    due: int | None
    stated: bool = False  # whether a heading, not the plan's period, sets the year
    children: "list[Node]" = field(default_factory=list)
    heading: bool = False
    titles: tuple[str, ...] | None = None  # the path of what stands below, once it was asked for
    below: "Sequence[Node]" = ()  # of the root: all nodes of the document, in reading order

    @property
    def words(self) -> str:
        """The words without the sign; nothing for a table."""
        return self.part.words if isinstance(self.part, Para) else ""

    @property
    def flat(self) -> str:
        """The flat copy of the words."""
        return self.part.flat if isinstance(self.part, Para) else ""

    @property
    def introduces(self) -> bool:
        """Whether the words only lead to what follows."""
        return self.words.rstrip(' "”').endswith(":")

    def ancestors(self) -> "Iterator[Node]":
        """From the parent up to the root, the root left out."""
        node = self.parent
        while node is not None and node.parent is not None:
            yield node
            node = node.parent

    @property
    def of_reform(self) -> bool:
        """Whether a heading above speaks of administrative reform, in whatever plan."""
        return any(areas.is_reform(node.flat) for node in self.ancestors())

    def path(self) -> tuple[str, ...]:
        """The headings above, outermost first, with their signs."""
        above = self.parent
        if above is None or above.parent is None:
            return ()
        if above.titles is None:
            text = above.part.text if isinstance(above.part, Para) else ""
            above.titles = (*above.path(), text if len(text) <= 200 else text[:197] + "…")
        return above.titles

    def walk(self) -> "Iterator[Node]":
        """All nodes below the root, in reading order."""
        return iter(self.below)


def build(parts: Sequence[Para | Grid], area: str | None, due: int | None) -> Node:
    """The tree of the body's parts; `area`: what the title names, `due`: the plan's last year. The root is bare."""
    root = Node(Para(-1, 0, "", None, "", "", None, None, False, False), -1, None, "preamble", None, area, due)  # noqa: FBT003
    stack, found = [root], []
    tidy = _is_tidy(parts)
    for at, part in enumerate(parts):
        rank = _rank(part, stack)
        if rank == PLAIN and at + 1 < len(parts):
            rank = _bare_rank(part, parts[at + 1], stack[-1], tidy=tidy)
        while len(stack) > 1 and stack[-1].rank >= rank:
            stack.pop()
        node = _node(part, rank, stack[-1])
        stack[-1].children.append(node)
        found.append(node)
        if rank < PLAIN:
            stack.append(node)
    root.below = tuple(found)
    for node in found:
        node.heading = _is_heading(node)
        if not node.children and node.rank >= DASH and node.parent is not None and node.parent.area is not None:
            node.area = node.parent.area  # an item is of the content that its section names, whatever words it uses
    return root


def _rank(part: Para | Grid, stack: Sequence[Node]) -> int:
    if isinstance(part, Grid):
        return PLAIN
    marker = part.marker
    top = stack[-1]
    if marker is None:
        bare = top.rank == PART and not top.words and not top.children  # "PHẦN THỨ HAI", its title on the next line
        return PART + 1 if bare else _unmarked_rank(part)
    if marker.kind == "upper" and marker.label.endswith(_DASHES) and not _follows(marker, stack[0]):
        return _unmarked_rank(part)
    if marker.kind in _NESTING:
        return _nested_rank(marker, stack)
    if marker.rank == DECIMAL + 1 and marker.number == 1 and top.introduces:
        open_ranks = [node.rank for node in stack if isinstance(node.part, Para) and node.part.marker]
        if marker.rank in open_ranks and top.rank >= marker.rank:
            return top.rank + 1  # a list of its own inside an item
    return marker.rank


def _is_tidy(parts: Sequence[Para | Grid]) -> bool:
    """Whether the sentences of a document end in stops and its parts have no numbers, so that a short line without a
    stop is a heading; among numbered ones it is an item whose stop was forgotten."""
    if any(isinstance(part, Para) and part.marker and part.marker.kind in _NUMBERED for part in parts):
        return False
    long = [part.words for part in parts if isinstance(part, Para) and len(part.words) > _SENTENCE]
    return len(long) >= _FEW and sum(1 for words in long if words.endswith(_STOPS)) > len(long) * 0.8


def _bare_rank(line: Para | Grid, below: Para | Grid, above: Node, *, tidy: bool) -> int:
    """The rank of a line without a sign that heads the sentences or items below it, PLAIN where it does not.

    In the part on carrying out it names a unit; in those on tasks and targets a content of reform, or it is in
    capitals, or it has no stop where all sentences have one.
    """
    if not isinstance(line, Para) or not isinstance(below, Para) or above.kind not in _HEADED:
        return PLAIN
    words, under = line.words.rstrip(), below.words.rstrip()
    if not words[:1].isupper() or words.count(" ") >= _AIM or words.endswith((*_STOPS, ",", "…")):
        return PLAIN
    titled = below.marker is None and _unmarked_rank(below) == HEADING
    holds = titled or under.endswith((*_STOPS, ":")) or len(under) > _TITLE
    if below.marker is not None:
        holds = below.marker.rank > HEADING
    named = units.of_heading(words) if above.kind == "organisation" else areas.of_heading(line.flat.rstrip(" :."))
    told = named is not None or is_upper(words) or (tidy and above.kind != "organisation" and not words.endswith(":"))
    if not holds or not told:
        return PLAIN
    return HEADING - 1 if titled or is_upper(words) else BARE


def _follows(marker: Marker, root: Node) -> bool:
    """Whether a capital before a dash goes on with a series of such ("A – …", "B – …")."""
    if marker.number == 1:
        return True
    before = (node.part.marker for node in root.children if isinstance(node.part, Para))
    return any(
        one is not None and one.kind == "upper" and (marker.number is None or one.number == marker.number - 1)
        for one in before
    )


def _nested_rank(marker: Marker, stack: Sequence[Node]) -> int:
    """The rank of a sign that stands in other places with other authors: "A." under "II.", "-" under "*" or "+".

    A sign that is open keeps its rank; a new one that would close what introduces it stands below that.
    """
    top = stack[-1]
    for node in reversed(stack):
        other = node.part.marker if isinstance(node.part, Para) else None
        if other is not None and other.kind == marker.kind:
            return node.rank
        if marker.kind != "upper" and (other is None or other.rank < DASH):
            break
    if marker.kind == "upper":
        under = any(isinstance(node.part, Para) and node.part.marker and node.rank == ROMAN for node in stack)
        return ROMAN + 2 if under and marker.number == 1 else marker.rank
    below = isinstance(top.part, Para) and top.part.marker is not None and top.rank >= max(marker.rank, DASH)
    ended = top.words.rstrip().endswith((".", ";", ","))
    return top.rank + 1 if below and (top.introduces or not ended) else marker.rank


def _unmarked_rank(part: Para) -> int:
    words = part.words
    if len(words) > 150 or words.endswith((".", ";", ",")) or part.flat.startswith(("can cu", "(")):
        return PLAIN
    title = part.flat.rstrip(" :")
    aims = words.endswith(":") and _AIMS.match(title) is not None and title.count(" ") < _longest(title)
    if _YEAR_LINE.fullmatch(title) or (aims and _year(title, words) is not None):
        return HEADING  # "Đến năm 2030:" over its items
    if is_upper(words) and _kind(title) is not None and len(title.split()) <= 25:
        return ROMAN
    low = len(title.split()) <= 8 and _LOW.match(title) and _kind(title) is not None
    if (low and (part.bold or part.heading or words.endswith(":") or len(title.split()) <= 4)) or part.heading:
        return HEADING
    return PLAIN


def _node(part: Para | Grid, rank: int, parent: Node) -> Node:
    if isinstance(part, Grid) or rank == PLAIN:
        return Node(part, rank, parent, parent.kind, None, parent.area, parent.due, parent.stated)
    own, area, due = _of_title(part, rank, parent)
    stated = due is not None or parent.stated
    return Node(part, rank, parent, own or parent.kind, own, area or parent.area, due or parent.due, stated)


def _longest(title: str, usual: int = _AIM) -> int:
    """How many words a title has at the most; the name of a goal may be twice as long."""
    return 2 * _AIM if "muc tieu" in title[:20] else usual


def _of_title(part: Para, rank: int, parent: Node) -> tuple[str | None, str | None, int | None]:
    title = part.flat.rstrip(" :.")
    count = title.count(" ") + 1
    top = rank <= TOP or (rank == ARTICLE)
    numbered = part.marker is not None and part.marker.kind in _TITLED
    longest = _LONGEST if top or numbered or part.heading is not None else 30
    if count > longest or (not top and part.words.endswith((".", ";")) and count > 6):
        return None, None, None
    own = _kind(title) if top else _low_kind(title, rank, parent)
    area = areas.of_heading(title) if own not in ("organisation", "funding", "reporting") else None
    due = _year(title, part.words) if count <= _longest(title) else None
    return own, area, due


def _low_kind(title: str, rank: int, parent: Node) -> str | None:
    if not _LOW.match(title) and not (rank == DECIMAL + 1 and parent.rank == -1):
        return None
    own = _kind(title)
    if own == "funding" and parent.kind in ("task", "solution", "mixed") and not _PAID.search(title):
        return None  # "1.1. Kinh phí quản lý hành chính" in a plan on thrift: where there is work to do
    if own == "organisation" and parent.kind in ("task", "solution", "mixed") and _DONE.match(title):
        return None  # "4. Tổ chức thực hiện cơ chế một cửa": work to do, no part on carrying the plan out
    if parent.kind == "organisation":
        return own if own in ("reporting", "funding") else None
    if rank >= DASH and own not in ("objective", "target", "task", "solution", "requirement", "purpose"):
        return None
    return own if _BRACKET.sub("", title).count(" ") < _longest(title, _AIM - 1) else None


@lru_cache(maxsize=1024)
def _kind(title: str) -> str | None:
    if _COMBINED.search(title) and not title.startswith("to chuc"):
        return "mixed"
    for kind, pattern in _KINDS:
        if pattern.search(title):
            return kind
    return None


def _year(title: str, words: str) -> int | None:
    """The year that a heading sets for what stands under it ("Đến năm 2030:")."""
    tail = _DUE_TAIL.match(title) or _DUE_PERIOD.match(title)
    if tail is not None:
        return int(tail[1])
    if not (
        _DUE_HEAD.match(title)
        or words.endswith(":")
        or title.startswith(("nam 20", "muc tieu", "chi tieu", "ke hoach nam 20"))
    ):
        return None
    title = _BASE.sub("", title)
    match = _DUE.search(title) or re.match(r"nam (20\d\d)()", title)
    return int(match[2] or match[1]) if match else None


def _is_sentence(node: Node) -> bool:
    """Whether words behind a Roman number or capital are an item, no heading: a whole sentence with no items below."""
    marked = any(isinstance(child.part, Para) and child.part.marker for child in node.children)
    return not marked and len(node.words) > _TITLE and node.words.rstrip().endswith((".", ";"))


def _is_heading(node: Node) -> bool:
    part = node.part
    if isinstance(part, Grid) or node.rank == PLAIN:
        return False
    if node.own is None and node.rank <= TOP and _is_sentence(node):
        return False
    if node.own is not None or node.rank <= TOP or (part.heading is not None and len(part.words) < 200):
        return True
    if not node.children:
        return False
    titled = part.marker is not None and part.marker.kind in _NUMBERED and part.words.count(" ") < _FEW
    if node.introduces or titled:
        return True  # "1. An toàn kho." over its items
    return not part.words.rstrip().endswith((".", ";", ",")) and len(part.words) < 300
