"""Titles printed in capitals become sentences: of "KẾ HOẠCH Cải cách" comes "Kế hoạch cải cách".

Names keep their capitals where they are known: those of the department given by the caller, bodies of the state and
the provinces. Where a name may stand that is not known, the title stays as it was printed.
"""

import re
from collections.abc import Iterable

_KINDS = ("kế hoạch hành động", "kế hoạch", "chương trình hành động", "chương trình", "đề án", "quyết định", "báo cáo",
          "thông báo", "phương án", "công văn", "hướng dẫn")  # fmt: skip
_PROVINCES = (
    "Hà Nội", "Huế", "Lai Châu", "Điện Biên", "Sơn La", "Lạng Sơn", "Quảng Ninh", "Thanh Hóa", "Nghệ An", "Hà Tĩnh",
    "Cao Bằng", "Tuyên Quang", "Lào Cai", "Thái Nguyên", "Phú Thọ", "Bắc Ninh", "Hưng Yên", "Hải Phòng", "Ninh Bình",
    "Quảng Trị", "Đà Nẵng", "Quảng Ngãi", "Gia Lai", "Khánh Hòa", "Lâm Đồng", "Đắk Lắk", "Hồ Chí Minh", "Đồng Nai",
    "Tây Ninh", "Cần Thơ", "Vĩnh Long", "Đồng Tháp", "Cà Mau", "An Giang",
)  # fmt: skip
_BODIES = (
    "Sở Công Thương", "Bộ Công Thương", "Bộ Nội vụ", "Sở Nội vụ", "Thủ tướng Chính phủ", "Chính phủ", "Quốc hội",
    "Ủy ban nhân dân", "Hội đồng nhân dân", "Tỉnh ủy", "Đảng ủy", "Việt Nam", "Văn phòng Chính phủ",
    "Sở Khoa học và Công nghệ", "Bộ Khoa học và Công nghệ", "Sở Tài chính", "Bộ Tài chính", "Sở Tư pháp", "Bộ Tư pháp",
    "Nhà nước", "Kế hoạch", "Nghị quyết", "Nghị định", "Quyết định", "Chương trình", "Thông tư", "Chỉ thị", "Luật",
)  # fmt: skip
_NUMBERED = frozenset(
    {"kế hoạch", "nghị quyết", "nghị định", "quyết định", "chương trình", "thông tư", "chỉ thị", "luật"}
)
_SHORT = frozenset({"UBND", "UBMTTQ", "CCHC", "TTHC", "HĐND", "ISO", "PAR", "INDEX", "SIPAS", "DDCI", "PCI", "PAPI",
                    "AI", "KPI", "CNTT", "CĐS", "DVC", "DVCTT"})  # fmt: skip
_NAMED = frozenset({"tỉnh", "phố", "huyện", "quận", "xã", "phường", "sở", "bộ", "cục", "ủy", "chí"})
_BEFORE_NO_NAME = frozenset({"cán", "nội", "toàn", "đồng", "đội", "cơ", "công", "tiến", "hộ", "trụ", "lãnh"})
_AFTER_NO_NAME = frozenset({
    "năm", "giai", "đến", "và", "trong", "theo", "của", "về", "tại", "trên", "có", "được", "máy", "phận", "thủ", "hội",
    "quý", "tháng", "cho", "với", "do", "từ", "nhằm", "để", "chỉ", "trưởng", "phường", "xã", "lần", "hữu", "thành",
})  # fmt: skip
_PLACE = re.compile(r"\b(?:tỉnh|thành phố) (.+)$")
_ROMAN = re.compile(r"[IVX]+\b")
_BEFORE_ROMAN = frozenset({"quý", "kỳ", "khóa", "khoá", "lần", "phần", "chương", "hội", "xứ", "thứ"})
_VOWEL = re.compile(r"[aăâeêioôơuưyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]")
_WORD = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")


def readable_title(printed: str, names: Iterable[str] = ()) -> str:
    """The title as a sentence; as it was printed where it has no capitals to undo or a name in it may be unknown.

    `names` are names of the department, its units and its province as they are written in running text.
    """
    title = " ".join(printed.split())
    known = _known(names)
    kind = next((kind for kind in _KINDS if title.lower().startswith(f"{kind} ")), "")
    if title.isupper() and len(title.split()) > 2:
        lowered = _lowered(title, known)
        return title if lowered is None else lowered[:1].upper() + lowered[1:]
    if kind and title[: len(kind)].isupper():
        return kind.capitalize() + " " + _begun(title[len(kind) :].strip(), known)
    return title


def _known(names: Iterable[str]) -> list[str]:
    """Every name known, the longest first, so that a part of a name never stands for the whole."""
    given = [" ".join(name.split()) for name in names if len(name.split()) > 1]
    places = [match[1] for name in given if (match := _PLACE.search(name))]
    return sorted({*given, *places, *_BODIES, *_PROVINCES}, key=len, reverse=True)


def _begun(rest: str, known: list[str]) -> str:
    """What follows the kind, with a small first letter unless it begins a name or an abbreviation."""
    first, _, second = rest.partition(" ")
    names = any(_same(rest[: len(name)], name) and not rest[len(name) : len(name) + 1].isalnum() for name in known)
    if first[1:] != first[1:].lower() or not first.isalpha() or (names and not _is_document(rest)):
        return rest
    return first.lower() + (f" {second}" if second else "")


def _is_document(rest: str) -> bool:
    """Whether what reads like the name of a document is only its kind: "Kế hoạch tuyên truyền"."""
    return any(rest.lower().startswith(kind) and not rest[len(kind) :].startswith(" số ") for kind in _NUMBERED)


def _lowered(title: str, known: list[str]) -> str | None:
    """The title in small letters with its names; None where a name may stand that is not known."""
    text = list(title.lower())
    if len(text) != len(title):
        return None
    taken = [False] * len(text)
    for name in known:
        for start in _places(title, name):
            end = start + len(name)
            if any(taken[start:end]) or (name.lower() in _NUMBERED and not title[end:].startswith(" SỐ ")):
                continue
            text[start:end] = [_case(letter, name[at]) for at, letter in enumerate(title[start:end])]
            taken[start:end] = [True] * len(name)
    words = [(match.start(), match.end()) for match in _WORD.finditer(title)]
    for at, (start, end) in enumerate(words):
        before = title[slice(*words[at - 1])].lower() if at else ""
        if taken[start]:
            continue
        if _stays(title[start:end], before):
            text[start:end] = title[start:end]
        after = title[slice(*words[at + 1])].lower() if at + 1 < len(words) else ""
        named = at + 1 < len(words) and taken[words[at + 1][0]]
        if _begins_a_name(title[start:end].lower(), before, after) and not named:
            return None
    return "".join(text)


def _places(title: str, name: str) -> Iterable[int]:
    """Where a name stands as whole words."""
    size = len(name)
    for start in range(len(title) - size + 1):
        ends = start + size == len(title) or not title[start + size].isalnum()
        if (start == 0 or not title[start - 1].isalnum()) and ends and _same(title[start : start + size], name):
            yield start


def _same(one: str, other: str) -> bool:
    """Whether two spellings are the same but for capitals and the place of a tone mark ("Khánh Hoà")."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    text = text.lower()
    for old, new in (("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oạ", "ọa"), ("uỷ", "ủy"), ("uý", "úy"), ("uỳ", "ùy")):
        text = text.replace(old, new)
    return text


def _case(letter: str, like: str) -> str:
    return letter.upper() if like.isupper() else letter.lower()


def _stays(word: str, before: str) -> bool:
    """Whether a word keeps its capitals: an abbreviation, a number with letters, a Roman numeral."""
    coded = any(letter.isdigit() or letter == "/" for letter in word)
    roman = bool(_ROMAN.fullmatch(word)) and before in _BEFORE_ROMAN
    return coded or roman or word in _SHORT or not _VOWEL.search(word.lower())


def _begins_a_name(word: str, before: str, after: str) -> bool:
    """Whether a name should follow the word: "tỉnh …", "sở …", unless its neighbours say otherwise."""
    return word in _NAMED and bool(after) and after not in _AFTER_NO_NAME and before not in _BEFORE_NO_NAME
