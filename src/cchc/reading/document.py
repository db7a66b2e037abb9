"""What a document says about itself, and where its head, body, closing, signature and annexes are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from cchc.reading import dates
from cchc.reading.blocks import Table
from cchc.reading.flat import flat, is_upper
from cchc.reading.flow import Grid, Para
from cchc.reading.items import Document

_TITLES = re.compile(
    r"(ke hoach|chuong trinh|bao cao|de an|phuong an|quyet dinh|nghi quyet|chi thi|thong bao|huong dan"
    r"|to trinh|cong van"
    r"|bang|quy che|ket luan|du thao)\b"
)
_NUMBER = re.compile(
    r"\bs[o0bd6é]?\s*:?\s*(?P<number>\d{1,5}[a-z]?)?\s*(?P<symbol>[/-]\s*[a-z][a-z0-9&]*(?:\s?[-/]\s?[a-z&]+)*)"
)
_PLACE_DATE = re.compile(r"(?P<place>[^,;:]{2,40}?)\s*,\s*ngay\s*" + dates.DAY)
_ATTACHED = re.compile(r"^\(?\s*(?:ban hanh )?kem theo (?:quyet dinh|ke hoach|nghi quyet|cong van|van ban)")
_START = re.compile(r"(?:can cu|thuc hien|quan triet|trien khai|tiep tuc|de |nham |tren co so|theo )")
_CLOSING = re.compile(
    r"^(?:tren day la|tr.n d.y 1?l?a (?:ke|k)|noi dung ke hoach nay|ke hoach nay (?:co hieu luc|thay the))"
)
_RECIPIENTS = re.compile(r"^n.i\s+nh.n\b\s*:?")
_SIGNER = re.compile(
    r"^(?:kt\.?|tm\.?|tl\.?|tuq\.?|q\.?)?\s*(?:(?:giam|pho) (?:giam )?doc|chu tich|pho chu tich|truong ban"
    r"|chanh van phong|uy ban nhan dan|bo truong|thu truong)(?: so)?$"
)
_ANNEX = re.compile(r"^(?:danh muc )?phu luc\b")
_MOTTO = re.compile(
    r"cong hoa xa hoi chu nghia viet nam|doc lap\s*-\s*tu do\s*-\s*hanh phuc|poc.*tu do.*hanh phuc"
    r"|dang cong san viet nam"
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
_KIND_OF = {"ke hoach": "plan", "chuong trinh": "programme", "bao cao": "report"}
_REMEDIAL = re.compile(r"kh.c ph.c (?:c.c )?(?:t.n t.i|h.n ch|nh.ng)|kh.c ph.c .{0,40}(?:t.n t.i|h.n ch.)")


@dataclass(slots=True)
class Regions:
    """The parts of a document: head (up to and with the title), preamble and body, closing, end, annexes."""

    head: list[Para | Grid]
    title: list[Para]
    body: list[Para | Grid]
    closing: list[Para]
    end: list[Para | Grid]
    annexes: list[Para | Grid]


def regions(parts: Sequence[Para | Grid]) -> Regions:
    """The document cut where its head, body, end and annexes meet."""
    title_at, title_end = _find_title(parts)
    end_at = _find_end(parts, title_end)
    annex_at = _find_annex(parts, end_at)
    body: list[Para | Grid] = list(parts[title_end : min(end_at, annex_at)])
    closing = [part for part in body if isinstance(part, Para) and not part.marker and _CLOSING.match(part.flat)]
    closed = {id(part) for part in closing}
    body = [
        part for part in body if id(part) not in closed and not (isinstance(part, Grid) and _is_signature(part.table))
    ]
    return Regions(
        head=list(parts[:title_at]),
        title=[part for part in parts[title_at:title_end] if isinstance(part, Para)],
        body=body,
        closing=closing,
        end=list(parts[min(end_at, annex_at) : annex_at]),
        annexes=list(parts[annex_at:]),
    )


def _find_title(parts: Sequence[Para | Grid]) -> tuple[int, int]:
    for index, part in enumerate(parts[:40]):
        if not isinstance(part, Para) or not part.words:
            continue
        if part.marker is not None and part.marker.rank <= 31:
            break
        named = _TITLES.match(part.flat)
        short = len(part.flat) <= 30 or is_upper(part.words)
        if named and short and not part.flat.startswith("so:") and not part.words.endswith((";", ".")):
            return index, _title_end(parts, index + 1)
    first = next((i for i, part in enumerate(parts) if isinstance(part, Para) and _body_begins(part)), 0)
    return first, first


def _title_end(parts: Sequence[Para | Grid], index: int) -> int:
    first = index
    while index < len(parts) and index < first + 6:
        part = parts[index]
        if not isinstance(part, Para) or part.marker is not None or len(part.words) > 260:
            break
        if _ATTACHED.match(part.flat):
            return index + 1
        begins = _START.match(part.flat) and index > first
        if part.words.endswith((".", ";", ":", ",")) or part.flat.startswith(("can cu", "quan triet")) or begins:
            break
        index += 1
    return index


def _body_begins(part: Para) -> bool:
    return part.marker is not None or part.flat.startswith("can cu")


def _find_end(parts: Sequence[Para | Grid], start: int) -> int:
    """Where recipients and signature begin."""
    for index in range(start, len(parts)):
        part = parts[index]
        if isinstance(part, Para):
            if _RECIPIENTS.match(part.flat) or (_SIGNER.match(part.flat) and is_upper(part.words)):
                return index
        elif _is_signature(part.table):
            return index
    return len(parts)


def _is_signature(table: Table) -> bool:
    text = flat(" ".join(cell for row in table.rows[:2] for cell in row))
    return len(table.rows) <= 6 and bool(re.search(r"noi nhan\s*:", text))


def _find_annex(parts: Sequence[Para | Grid], end_at: int) -> int:
    for index, part in enumerate(parts):
        if not isinstance(part, Para) or not _ANNEX.match(part.flat) or part.marker is not None:
            continue
        title_like = is_upper(part.words[:40]) or (len(part.words) < 80 and not part.words.endswith((".", ";", ":")))
        if title_like and (index > end_at or part.centred or is_upper(part.words[:14])):
            return index
    return len(parts)


def describe(parts: Regions, whole: Sequence[Para | Grid], *, marks: bool) -> Document:
    """Kind, number, date, issuer, title and years of a document. `marks` is false where the marks were lost."""
    head = _head_lines(parts.head)
    title = _title(parts.title)
    lines = head + [part.words for part in parts.title]
    number, attached = _number(head), _attachment(parts.title)
    place, issued = _place_and_date(head)
    if attached is not None and number is None:
        number = attached[0]
        issued = issued or attached[1]
    return Document(
        kind=_kind(title, head, whole),
        number=number,
        issued_on=issued,
        issuer=_issuer(head, lines, whole) if marks else None,
        title=title,
        period=_period(title, whole, issued),
        place=place,
        attached_to=attached[0] if attached else None,
    )


def _head_lines(parts: Sequence[Para | Grid]) -> list[str]:
    lines: list[str] = []
    for part in parts:
        if isinstance(part, Para):
            lines.append(part.text)
        else:
            lines += [line for row in part.table.rows for cell in row for line in cell.split("\n") if line.strip()]
    return lines


def _title(parts: Sequence[Para]) -> str:
    return " ".join(part.words.strip() for part in parts if not _ATTACHED.match(part.flat))


def _number(head: Sequence[str]) -> str | None:
    for line in head:
        folded = flat(line)
        match = _NUMBER.search(folded)
        if match and match["number"] and not _MOTTO.search(folded[: match.start()]):
            start, end = match.start("number"), match.end()
            return re.sub(r"\s+", "", line[start:end])
    return None


def _attachment(title: Sequence[Para]) -> tuple[str, date | None] | None:
    """Number and date of the decision that a programme is attached to."""
    for part in title:
        if _ATTACHED.match(part.flat):
            match = re.search(r"so\s*(\d+[a-z]?/[\w&]+(?:-[\w&]+)*)", part.flat)
            if match:
                day = dates.find_day(part.flat, match.end(), match.end() + 60)
                return part.words[match.start(1) : match.end(1)], day[0] if day else None
    return None


def _place_and_date(head: Sequence[str]) -> tuple[str | None, date | None]:
    for line in head:
        folded = flat(line)
        match = _PLACE_DATE.search(folded)
        if match:
            place = re.sub(r"^.*[\d/]\S*\s+", "", line[match.start("place") : match.end("place")]).strip()
            return place or None, dates.day_of(match)
    return None, None


def _kind(title: str, head: Sequence[str], whole: Sequence[Para | Grid]) -> str:
    folded = flat(title)
    if folded.startswith("ke hoach"):
        return "remedial_plan" if _REMEDIAL.search(folded) else "plan"
    for name, kind in _KIND_OF.items():
        if folded.startswith(name):
            return kind
    symbol = flat(" ".join(head))
    if "/kh-" in symbol:
        return "plan"
    if "/bc-" in symbol:
        return "report"
    return "other"


def _issuer(head: Sequence[str], lines: Sequence[str], whole: Sequence[Para | Grid]) -> str | None:
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
        match = _MOTTO.search(flat(text))
        if match:
            text = text[: match.start()]
        text = text.strip(" -–_*")
        if _NUMBER.match(flat(text)) or not text:
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


_DEPARTMENTS = (
    "Công Thương", "Nội vụ", "Tài chính", "Xây dựng", "Tư pháp", "Y tế", "Ngoại vụ", "Du lịch", "Khoa học và Công nghệ",
    "Giáo dục và Đào tạo", "Nông nghiệp và Môi trường", "Văn hóa, Thể thao và Du lịch", "Văn hóa và Thể thao",
    "Dân tộc và Tôn giáo", "Tài nguyên và Môi trường", "Kế hoạch và Đầu tư", "Giao thông vận tải", "An toàn thực phẩm",
    "Thông tin và Truyền thông", "Lao động - Thương binh và Xã hội", "Nông nghiệp và Phát triển nông thôn",
    "Quy hoạch - Kiến trúc", "Giao thông công chánh", "Nông nghiệp",
)  # fmt: skip
_DEPARTMENT = re.compile(r"\bso\s+(" + "|".join(sorted(map(flat, _DEPARTMENTS), key=len, reverse=True)) + r")\b")
_PROPER = {flat(name): name for name in _DEPARTMENTS}


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


def _period(title: str, whole: Sequence[Para | Grid], issued: date | None) -> tuple[int, int] | None:
    found = _years(flat(title))
    if found is None:
        for part in whole[:30]:
            if isinstance(part, Para) and re.search(
                r"xay dung (?:ke hoach|chuong trinh)|ban hanh (?:ke hoach|chuong trinh)|nhu sau", part.flat
            ):
                at = max(part.flat.rfind("xay dung "), part.flat.rfind("ban hanh "), 0)
                found = _years(part.flat[at:])
                if found:
                    break
    if found is None and issued is not None:
        return issued.year, issued.year
    return found


def _years(folded: str) -> tuple[int, int] | None:
    match = dates.PERIOD.search(folded)
    if match:
        first, last = int(match[1]), int(match[2])
        return (first, last) if first <= last else (last, first)
    match = dates.YEAR.search(folded)
    if match:
        return int(match[1]), int(match[1])
    match = re.search(r"\b(20\d\d)\s*-\s*(20\d\d)\b", folded)
    return (int(match[1]), int(match[2])) if match else None
