"""The names of a table's columns where they run together: "TT Nội dung công việc Đơn vị chủ trì Sản phẩm …"."""

import re
from typing import NamedTuple

from cchc.reading.flat import flat, is_upper

_WHO = r"(?:co quan|don vi|phong|bo phan|ca nhan|nguoi|to chuc|can bo|noi|ban|so|nganh|cap)"
_WHOS = rf"(?:cac )?{_WHO}(?:(?:,|/|;| -| va)? ?{_WHO})*"
_AND = r"(?:,|/|;| -| va| hoac)? ?"
_WORK = (
    r"(?:noi dung|nhiem vu|cong viec|hoat dong|giai phap|khac phuc|dau viec|viec|hang muc|muc tieu|chi tieu|tieu chi"
    r"|de an|du an)"
)
_DONE = r"(?:thuc hien|tham muu|chu tri|giai quyet|tham gia|dau moi|theo doi|chinh|lien quan)"
_KINDS = tuple(
    (kind, re.compile(rf"(?:{pattern})(?: ?\([^()]*\))?"))
    for kind, pattern in (
        ("no", r"s\.?tt|tt|so tt|so thu tu"),
        (
            "task",
            rf"(?:ten |cac |nhom |danh muc )?{_WORK}(?:{_AND}(?:cac )?(?:{_WORK}|cu the|thuc hien|trien khai|chu yeu"
            r"|trong tam|chinh|can thuc hien|cai cach hanh chinh|cchc|duoc giao))*",
        ),
        ("support", rf"(?:{_WHOS} )?(?:phoi hop|tham gia|ho tro)(?:{_AND}{_DONE})*|cung (?:lam|thuc hien)"),
        (
            "monitor",
            rf"(?:(?:lanh dao|{_WHOS})(?: so| ubnd| ban)? )?(?:chi dao|theo doi|giam sat)"
            r"(?:(?:,|/| va)? (?:kiem tra|don doc|giam sat|danh gia|chi dao))*",
        ),
        (
            "lead",
            rf"(?:{_WHOS} |lanh dao )?(?:duoc )?(?:chu tri|dau moi|phu trach|chiu trach nhiem|trach nhiem|thuc hien"
            rf"|phan cong)(?:{_AND}{_DONE})*(?:(?:,|/|, va| va) ?phoi hop)?",
        ),
        (
            "deadline",
            r"(?:moc )?(?:thoi gian|thoi han|thoi diem|tien do)"
            rf"(?:{_AND}(?:thuc hien|hoan thanh|trinh|ban hanh|bao cao|du kien|tien do|thoi han|trien khai|ket thuc))*"
            r"|(?:ngay |han )?hoan thanh|(?:ngay |han |can )xong",
        ),
        (
            "product",
            r"(?:du kien )?(?:san pham|ket qua|dau ra)(?:(?:,|/|;| va| hoac)? ?(?:san pham|ket qua|dau ra|du kien"
            r"|dat duoc|can dat|can co|thuc hien|cu the|chinh|chu yeu|yeu cau|hoan thanh))*",
        ),
        ("budget", r"(?:du toan |nguon )?(?:kinh phi|du toan|nguon von)(?: (?:thuc hien|du kien))*"),
        ("note", r"ghi chu"),
        ("field", r"linh vuc|nhom nhiem vu"),
    )
)
WHO = frozenset(("lead", "support", "monitor"))
_SPANS = re.compile(r"(?:phan cong|(?:co quan|don vi|to chuc|bo phan) thuc hien|trach nhiem|thuc hien)")
_MOST_WORDS, _UNKNOWN_WORDS = 12, 5
_LEAST_KNOWN = 3  # names beside that of the numbers


class Name(NamedTuple):
    """The name of a column as printed, and what the column holds; "other" where the name is not known."""

    text: str
    kind: str


def read(text: str) -> list[Name]:
    """The columns of a head, none where it is not the head of a table of work.

    At least three names beside "TT" must be known, one of them must tell who, one by when or what comes of it.
    """
    names = _unfolded(_parted(text.split()))
    kinds = [name.kind for name in names]
    known = [kind for kind in kinds[1:] if kind != "other"]
    once = [kind for kind in kinds if kind not in WHO]
    whole = (
        kinds[:1] == ["no"]
        and len(known) >= _LEAST_KNOWN
        and len(set(once)) == len(once)
        and bool({"task", "other"} & set(kinds))
        and bool(WHO & set(kinds))
        and bool({"deadline", "product"} & set(kinds))
    )
    return names if whole else []


def _parted(words: list[str]) -> list[Name]:
    """The way to part a head into names that costs least: known ones, each begun with a capital."""
    capitals = not is_upper(" ".join(words))
    best: list[tuple[float, list[Name]]] = [(0.0, [])]
    for end in range(1, len(words) + 1):
        ways = [
            (best[start][0] + cost, [*best[start][1], name])
            for start in range(max(0, end - _MOST_WORDS), end)
            for cost, name in _priced(words[start:end], capitals=capitals)
        ]
        best.append(min(ways, key=lambda way: way[0], default=(float("inf"), [])))
    return best[-1][1]


def _priced(words: list[str], *, capitals: bool) -> list[tuple[float, Name]]:
    text = " ".join(words)
    folded = flat(text)
    inner = sum(word[0].isupper() for word in words[1:]) if capitals else 0
    kind = next((kind for kind, pattern in _KINDS if pattern.fullmatch(folded)), None)
    if kind is not None:
        return [(1.0 + 2.0 * inner + (4.0 if capitals and not words[0][0].isupper() else 0.0), Name(text, kind))]
    if capitals and words[0][0].isupper() and not inner and len(words) <= _UNKNOWN_WORDS:
        return [(8.0, Name(text, "other"))]
    return []


def _unfolded(names: list[Name]) -> list[Name]:
    """The names of the columns where a name over two others stands before them: "Phân công", "Chủ trì", "Phối hợp"."""
    pair = next((at for at in range(1, len(names)) if (names[at - 1].kind, names[at].kind) == ("lead", "support")), 0)
    above = next((at for at in range(max(pair - 1, 0)) if _SPANS.match(flat(names[at].text))), None)
    if above is None or (above != pair - 2 and pair != len(names) - 1):
        return names
    below = [Name(f"{names[above].text} {one.text}", one.kind) for one in names[pair - 1 : pair + 1]]
    return [*names[:above], *below, *names[above + 1 : pair - 1], *names[pair + 1 :]]
