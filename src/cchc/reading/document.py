"""What a document says about itself, and where its head, body, closing, signature and annexes are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cchc.reading import dates, issuers
from cchc.reading.blocks import Table
from cchc.reading.flat import flat, is_upper
from cchc.reading.flow import Grid, Para
from cchc.reading.issuers import MOTTO, NUMBER
from cchc.reading.items import Document

_TITLES = re.compile(
    r"(ke hoach|chuong trinh|bao cao|de an|phuong an|quyet dinh|nghi quyet|chi thi|thong bao|huong dan"
    r"|to trinh|cong van"
    r"|bang|quy che|ket luan|du thao)\b"
)
_DECIDES = re.compile(r"(?:quyet dinh|nghi quyet|chi thi|cong van)\b")
_PLANS = re.compile(r"(?:ke hoach|chuong trinh|de an|phuong an)\b.{0,200}$")
_BY = re.compile(r"(?:giam doc|chu tich|uy ban nhan dan|hoi dong nhan dan|bo truong|truong ban)\b")
_PLACE_DAY = re.compile(r"(?P<place>[a-z]+(?: [a-z]+){0,4})\s*,\s*" + dates.DAY)  # "Cửa Lam, 22/01/2027"
_PLACE_DATE = re.compile(r"(?P<place>[^,;:]{2,40}?)\s*,\s*ngay\s*" + dates.DAY)
_OPEN_DATE = re.compile(r"(\bngày\b[^\n]{0,30}\b(?:tháng|năm))\n", re.IGNORECASE)  # a day broken over lines
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
_HEAD_LINE = 120  # letters; a longer line is no part of a letterhead
_POST = 60  # letters; no post that signs has a longer name
_FIRST_PART = re.compile(  # the name of a plan's first part, where it has no number
    r"muc dich(?:,? ?(?:va )?yeu cau)?|muc tieu(?:,? ?(?:va )?yeu cau| chung| cu the| tong quat)?|can cu phap ly"
    r"|chi tieu|noi dung(?: thuc hien)?|nhiem vu(?:,? ?(?:va )?giai phap| trong tam| cu the)?"
)
_UNTIL = re.compile(r"\bden (?:het |cuoi )?nam (20\d\d)\b")  # a plan "đến năm 2030" begins when it is issued
# A lead-in of targets that tells how far a plan reaches whose title has no year ("Mục tiêu giai đoạn 2026 - 2030:").
_REACHES = re.compile(
    r"(?:(?:muc tieu|chi tieu|phan dau|cu the)\s+)*(?:tu nay )?"
    r"(?:den (?:het |cuoi )?nam|giai doan 20\d\d\s*-) ?(20\d\d)\s*:?"
)
_DAYS = re.compile(
    r"\btu ngay \d{1,2}[/.]\d{1,2}(?:[/.](20\d\d))? den (?:het )?(?:ngay )?\d{1,2}[/.]\d{1,2}[/.](20\d\d)\b"
)
_BLANK_DAY = re.compile(r"\bngay\b[\s.…_]*thang[\s.…_\d]*nam (20\d\d)\b")  # "ngày … tháng 6 năm 2026"
_OF_DAY = re.compile(r"\bthang \d{1,2},? $")  # the year of a day, of a document that a title names
_SECOND_YEAR = re.compile(r"\s*(?:va|,)\s*(?:nam )?(20\d\d)\b(?!\s*[/-])")  # "năm 2025 và năm 2026"
_ANNEX = re.compile(r"^(?:danh muc )?phu luc\b")
# The title of an annex that does not call itself one, over its table.
_LISTED = re.compile(
    r"^(?:danh muc|bieu|bang|phan cong|lich|tien do|ke hoach chi tiet|chi tiet"
    r"|(?:cac )?(?:nhiem vu|cong viec|noi dung))\b"
)
_TO_ANOTHER = re.compile(r"^\(?\s*(?:ban hanh |dinh )?kem theo\b")
_SHORT = 60  # letters of a lead-in
_TITLE_LINES = 6  # over a table, with the line that says what it is attached to
_IN_FORCE = re.compile(r"\b(?:ban hanh|phe duyet) (ke hoach|chuong trinh)\b")
_NAMES_PLAN = re.compile(r"\bKẾ HOẠCH\b|^Kế hoạch ")  # under no title: "37 NHIỆM VỤ TRỌNG TÂM KẾ HOẠCH 100 NGÀY"
_OF_RESULTS = re.compile(r"\b(?:BÁO CÁO|KẾT QUẢ|SỐ LIỆU)\b|\bkèm theo\b", re.IGNORECASE)
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
    """The document cut where its head, body, end and annexes meet.

    A decision with a plan attached to it in the same file is read as that plan, with the decision's number and day.
    """
    attached_at = _attached_at(parts)
    if attached_at is None:
        return _regions(parts)
    own = _regions(parts[attached_at:])
    return replace(own, head=[*parts[: _find_title(parts)[0]], *own.head])


def next_document(parts: Sequence[Para | Grid]) -> Para | Grid | None:
    """Where another document with a letterhead of its own begins behind the first one's end; None where none does."""
    start = _find_end(parts, _find_title(parts)[1])
    return (
        next((part for part in parts[start + 1 :] if _has_motto(part)), None) if _attached_at(parts) is None else None
    )


def own_end(parts: Regions) -> list[Para | Grid]:
    """What stands behind the signature and is no other document's: a table there may set out tasks."""
    another = next((at for at, part in enumerate(parts.end) if at > 0 and _has_motto(part)), len(parts.end))
    return parts.end[:another]


def _has_motto(part: Para | Grid) -> bool:
    words = part.flat if isinstance(part, Para) else flat(" ".join(cell for row in part.table.rows[:2] for cell in row))
    return "cong hoa xa hoi chu nghia viet nam" in words[:400]


def _attached_at(parts: Sequence[Para | Grid]) -> int | None:
    """Where the title of a plan stands that the decision at the top of the file puts into force."""
    first, last = _find_title(parts)
    top = parts[first] if first < last else None
    if not isinstance(top, Para) or not _DECIDES.match(top.flat):
        return None
    for index in range(last + 3, len(parts)):
        part = parts[index]
        if isinstance(part, Para) and part.marker is None and _ATTACHED.match(part.flat):
            above = range(index - 1, max(last, index - 6), -1)
            titles = [at for at in above if isinstance(one := parts[at], Para) and _PLANS.match(one.flat)]
            if titles:
                return titles[0]
    return None


def _regions(parts: Sequence[Para | Grid]) -> Regions:
    title_at, title_end = _find_title(parts)
    end_at = _find_end(parts, title_end)
    annex_at = min(_find_annex(parts, end_at), _find_listed(parts, title_end, end_at))
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
        begins = index > first and (
            _START.match(part.flat)
            or _FIRST_PART.fullmatch(part.flat)
            or (_BY.match(part.flat) and is_upper(part.words))
        )
        if part.words.endswith((".", ";", ":", ",")) or part.flat.startswith(("can cu", "quan triet")) or begins:
            break
        index += 1
    return index


def _body_begins(part: Para) -> bool:
    """Whether a part is none of a letterhead: an item, a ground, prose, or a lead-in to what follows."""
    prose = len(part.text) > _HEAD_LINE or part.words.endswith(":")
    return part.marker is not None or part.flat.startswith("can cu") or prose


def _find_end(parts: Sequence[Para | Grid], start: int) -> int:
    """Where recipients and signature begin."""
    for index in range(start, len(parts)):
        part = parts[index]
        if isinstance(part, Para):
            if _RECIPIENTS.match(part.flat) or (len(part.flat) < _POST and _is_signer(part)):
                return index
        elif _is_signature(part.table):
            return index
    return len(parts)


def _is_signer(part: Para) -> bool:
    return _SIGNER.match(part.flat) is not None and is_upper(part.words)


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


def _find_listed(parts: Sequence[Para | Grid], start: int, end_at: int) -> int:
    """Where an annex without the word "phụ lục" begins: a title in capitals with a table near below, which stands
    behind the signature or says what it is attached to. Another document's letterhead ends the search."""
    for index in range(start + 1, len(parts)):
        part = parts[index]
        if index > end_at and _has_motto(part):
            break
        if not isinstance(part, Para) or part.marker is not None or not _LISTED.match(part.flat):
            continue
        below = parts[index + 1 : index + 1 + _TITLE_LINES]
        table = next((at for at, one in enumerate(below) if isinstance(one, Grid)), None)
        if table is None or not is_upper(part.words[:40]) or part.words.endswith((".", ";", ":")):
            continue
        attached = any(isinstance(one, Para) and _TO_ANOTHER.match(one.flat) for one in below[:table])
        if attached or index > end_at:
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
        issuer=issuers.issuer(head, lines, whole) if marks else None,
        title=title,
        period=_of_its_time(_period(title, whole, issued, head), issued, _kind(title, head, whole)),
        place=place,
        attached_to=attached[0] if attached else None,
    )


def _head_lines(parts: Sequence[Para | Grid]) -> list[str]:
    lines: list[str] = []
    for part in parts:
        if isinstance(part, Para):
            lines.append(part.text)
        else:
            cells = [_OPEN_DATE.sub(r"\1 ", cell) for row in part.table.rows for cell in row]
            lines += [line for cell in cells for line in cell.split("\n") if line.strip()]
    return lines


def _title(parts: Sequence[Para]) -> str:
    return " ".join(part.words.strip() for part in parts if not _ATTACHED.match(part.flat))


def _number(head: Sequence[str]) -> str | None:
    for line in head:
        folded = flat(line)
        match = NUMBER.search(folded)
        if match and match["number"] and not MOTTO.search(folded[: match.start()]):
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
        motto = max((match.end() for match in MOTTO.finditer(folded)), default=0)
        match = _PLACE_DATE.search(folded, motto) or _PLACE_DAY.fullmatch(folded.strip())
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
    if _DECIDES.match(folded) and (named := _IN_FORCE.search(folded)) is not None:
        return _KIND_OF[named[1]]
    symbol = flat(" ".join(head))
    said = next((kind for sign, kind in (("/kh-", "plan"), ("/bc-", "report")) if sign in symbol), None)
    return said or _untitled(title, whole)


def _untitled(title: str, whole: Sequence[Para | Grid]) -> str:
    """The kind of what neither title nor number tells: a plan where a line under no title names one."""
    if title:
        return "other"
    lines = [part.words for part in whole[:_TITLE_LINES] if isinstance(part, Para) and len(part.words) < _HEAD_LINE]
    named = any(_NAMES_PLAN.search(line) for line in lines) and not any(_OF_RESULTS.search(line) for line in lines)
    return "plan" if named else "other"


def begins(about: Document) -> int | None:
    """The first year of a plan; None where the title says only until when ("đến năm 2030") and no day of issue is
    known, so that no year before it is past."""
    if about.period is None:
        return None
    until = _UNTIL.search(flat(about.title)) if about.issued_on is None and about.period[0] == about.period[1] else None
    return None if until is not None and int(until[1]) == about.period[0] else about.period[0]


def _between_days(whole: Sequence[Para | Grid]) -> tuple[int, int] | None:
    """The years between two days under the title ("(từ ngày 10/7/2026 đến ngày 30/11/2026)")."""
    for part in whole[:8]:
        match = _DAYS.search(part.flat) if isinstance(part, Para) and len(part.flat) < _HEAD_LINE else None
        if match is not None:
            return int(match[1] or match[2]), int(match[2])
    return None


def _without_title(whole: Sequence[Para | Grid], issued: date | None, head: Sequence[str]) -> tuple[int, int] | None:
    """The years of a plan whose title names none: from that of its issue to the last that its targets are set for."""
    blank = next((match for line in head if (match := _BLANK_DAY.search(flat(line)))), None)
    first = issued.year if issued is not None else int(blank[1]) if blank else None
    if first is None:
        return None
    aims = (_REACHES.fullmatch(part.flat) for part in whole if isinstance(part, Para) and len(part.flat) < _SHORT)
    return first, max((int(match[1]) for match in aims if match is not None), default=first)


def _period(
    title: str, whole: Sequence[Para | Grid], issued: date | None, head: Sequence[str]
) -> tuple[int, int] | None:
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
    if found is None:
        return _between_days(whole) or _without_title(whole, issued, head)
    if found is not None and issued is not None and found[0] == found[1] > issued.year:
        until = _UNTIL.search(flat(title))
        return (issued.year, found[1]) if until and int(until[1]) == found[1] else found
    return found


def _of_its_time(period: tuple[int, int] | None, issued: date | None, kind: str) -> tuple[int, int] | None:
    """A plan is for no year that was over when it was issued: "sau đánh giá Chỉ số năm 2025" is work of the next."""
    if period is None or issued is None or kind == "report" or period[1] >= issued.year:
        return period
    return issued.year, issued.year


def _years(folded: str) -> tuple[int, int] | None:
    match = dates.PERIOD.search(folded)
    if match:
        first, last = int(match[1]), int(match[2])
        return (first, last) if first <= last else (last, first)
    match = next((one for one in dates.YEAR.finditer(folded) if not _OF_DAY.search(folded, 0, one.start())), None)
    if match:
        second = _SECOND_YEAR.match(folded, match.end())
        return int(match[1]), int(second[1]) if second and second[1] > match[1] else int(match[1])
    match = re.search(r"\b(20\d\d)\s*-\s*(20\d\d)\b", folded)
    return (int(match[1]), int(match[2])) if match else None
