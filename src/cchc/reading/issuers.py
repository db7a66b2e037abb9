"""Who issued a document: the agency at its top, or the first that its text names, with its province or city."""

import re
from collections.abc import Sequence
from itertools import takewhile

from cchc.reading.flat import flat, is_upper
from cchc.reading.flow import Grid, Para

MOTTO = re.compile(
    r"cong hoa xa hoi chu nghia viet nam|doc lap\s*-\s*tu do\s*-\s*hanh phuc|poc.*tu do.*hanh phuc"
    r"|dang cong san viet nam"
)
NUMBER = re.compile(
    r"\bs[o0bd6é]?\s*:?\s*(?P<number>\d{1,5}[a-z]?)?\s*(?P<symbol>[/-]\s*[a-z][a-z0-9&]*(?:\s?[-/]\s?[a-z&]+)*)"
)
_ISSUER = re.compile(
    r"\b(?:so|hoi dong|ban chi dao|ubnd|uy ban nhan dan|ban quan ly|chi cuc|van phong|thanh tra"
    r"|bo|cuc|trung tam|phong)\s"
)
# Two agencies on one line: "ỦY BAN NHÂN DÂN TỈNH … SỞ …".
_BODIES = re.compile(r"(?<=\w)\s+(?=(?:SỞ|HỘI ĐỒNG|BAN (?:QUẢN LÝ|CHỈ ĐẠO)|CHI CỤC|TRUNG TÂM|THANH TRA)\s[A-ZĐÀ-Ỹ]{2})")
_NAMED_ISSUER = re.compile(
    r"(?P<issuer>(?:Sở|SỞ)\s+(?:[A-ZĐÀ-Ỹ][\wÀ-ỹ]*(?:,? (?:và |VÀ )?)?){1,8})(?:\s*(?P<place>(?:tỉnh|TỈNH"
    r"|thành phố|THÀNH PHỐ)\s+(?:[A-ZĐÀ-Ỹ][\wÀ-ỹ]*\s?){1,4}))?"
)
_PROVINCE = re.compile(r"(?P<kind>tỉnh|TỈNH|thành phố|THÀNH PHỐ) +(?P<name>\w+(?: \w+){0,2})")
_DEPARTMENTS = (
    "Công Thương", "Nội vụ", "Tài chính", "Xây dựng", "Tư pháp", "Y tế", "Ngoại vụ", "Du lịch", "Khoa học và Công nghệ",
    "Giáo dục và Đào tạo", "Nông nghiệp và Môi trường", "Văn hóa, Thể thao và Du lịch", "Văn hóa và Thể thao",
    "Dân tộc và Tôn giáo", "Tài nguyên và Môi trường", "Kế hoạch và Đầu tư", "Giao thông vận tải", "An toàn thực phẩm",
    "Thông tin và Truyền thông", "Lao động - Thương binh và Xã hội", "Nông nghiệp và Phát triển nông thôn",
    "Quy hoạch - Kiến trúc", "Giao thông công chánh", "Nông nghiệp",
)  # fmt: skip
_DEPARTMENT = re.compile(r"\bso\s+(" + "|".join(sorted(map(flat, _DEPARTMENTS), key=len, reverse=True)) + r")\b")
_PROPER = {flat(name): name for name in _DEPARTMENTS}


def issuer(head: Sequence[str], lines: Sequence[str], whole: Sequence[Para | Grid]) -> str | None:
    """The name of the agency as in running words; None where nothing names one."""
    named = _head_issuer(head)
    text = "\n".join([*lines, *(part.text for part in whole[:60] if isinstance(part, Para))])
    if named is None:
        known = _DEPARTMENT.search(flat(text))
        match = _NAMED_ISSUER.search(text)
        named = text[known.start() : known.end()] if known else match["issuer"].strip(" ,") if match else None
    if named is None:
        return None
    where = _province(text)
    if where and not re.search(r"tỉnh|thành phố", named.lower()) and named.lower().startswith(("sở", "ban")):
        named = f"{named} {where}"
    return _named(named)


def _province(text: str) -> str | None:
    """The first province or city that a text names: the words behind "tỉnh" that begin with a capital, on one line."""
    for match in _PROVINCE.finditer(text):
        proper = list(takewhile(lambda word: word[:1].isupper(), match["name"].split(" ")))
        if proper:
            return f"{match['kind']} {' '.join(proper[:3])}"
    return None


def _head_issuer(head: Sequence[str]) -> str | None:
    """The agency in capitals at the top: the last line of the left block."""
    found: list[str] = []
    numbered = False
    for line in (part for whole in head for part in _BODIES.split(whole)):
        text = line
        match = MOTTO.search(flat(text))
        if match:
            text = text[: match.start()]
        text = text.strip(" -–_*")
        if NUMBER.match(flat(text)) or not text:
            numbered = numbered or bool(text)
            continue
        if is_upper(text) and _ISSUER.match(flat(text) + " "):
            found.append(text)
        elif is_upper(text) and found and len(text) < 40 and not numbered:  # behind the number stand marks, no names
            found[-1] = f"{found[-1]} {text}"
    if not found:
        return None
    own = found[-1]
    parent = found[0] if len(found) > 1 else ""
    where = re.search(r"(TỈNH|THÀNH PHỐ)\s+.+", parent)
    return f"{own} {where.group()}" if where and where.group() not in own else own


def _named(text: str) -> str:
    """Capitals of a letterhead as in running words: SỞ CÔNG THƯƠNG TỈNH ĐỒNG NAI, Sở Công Thương tỉnh Đồng Nai."""
    text = " ".join(text.split())
    match = _DEPARTMENT.match(flat(text))
    if match:
        tail = text[match.end() :].strip()
        place = " ".join(word.capitalize() for word in tail.split()) if is_upper(tail) else tail
        text = f"Sở {_PROPER[match[1]]} {place}".strip()
    elif is_upper(text):
        small = {"và", "tỉnh", "thành", "phố"}
        words = [word if word in small else word.capitalize() for word in text.lower().split()]
        text = " ".join(words).replace("Ủy Ban Nhân Dân", "Ủy ban nhân dân").replace("Ubnd", "UBND")
    return text[:1].upper() + re.sub(r"\b(Tỉnh|Thành Phố|Thành phố)\b", lambda match: match.group().lower(), text[1:])
