"""Deadlines as plans word them, in their kinds."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from cchc.reading import dates
from cchc.reading.flat import flat
from cchc.reading.items import Deadline
from cchc.reading.keyed import Keyed

_EVERY = r"(?:hang|moi|tung|dinh ky(?: hang)?)"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_Q = r"(?:iv|iii|ii|i|[1-4])"
_CLAUSES = re.compile(r"\s*;\s*|\n|,?\s+va\s+(?=bao cao|to chuc|thuc hien|hoan thanh|trinh|giai doan)")

Make = Callable[[re.Match[str], int | None], dict[str, object] | None]


def _number(match: re.Match[str], name: str) -> int | None:
    value = match.groupdict().get(name)
    return int(value) if value else None


def _date(match: re.Match[str], year: int | None) -> dict[str, object] | None:
    chosen = _number(match, "year") or year
    day, month = int(match["day"]), int(match["month"])
    if chosen is None:
        return {"kind": "yearly_date", "day": day, "month": month} if 1 <= month <= 12 else None
    try:
        on = date(chosen, month, day)
    except ValueError:
        return None
    return {"kind": "date", "date": on, "year": on.year, "month": on.month, "day": on.day}


def _plain(kind: str) -> Make:
    def make(match: re.Match[str], _year: int | None) -> dict[str, object]:
        found: dict[str, object] = {"kind": kind}
        for name in ("day", "month", "year"):
            value = _number(match, name)
            if value is not None:
                found[name] = value
        return found

    return make


def _with_year(kind: str, name: str, read: Callable[[str], int]) -> Make:
    def make(match: re.Match[str], year: int | None) -> dict[str, object]:
        return {
            "kind": kind,
            name: read(match[name]),
            "year": _number(match, "year") or _number(match, "year2") or year,
        }

    return make


_FORMS: tuple[tuple[Keyed, Make], ...] = tuple(
    (Keyed(pattern), make)
    for pattern, make in (
        (
            r"(?:sau|trong(?: thoi (?:han|gian))?|khong qua|cham nhat)\s+\d+\s+(?:thang|ngay lam viec"
            r"|ngay)\s*,?\s*(?:ke )?(?:tu|sau) (?:khi|ngay|thoi diem)", _plain("relative")),
        (r"^(?:thuc hien )?theo yeu cau\b|^dot xuat$", _plain("on_request")),
        (r"^dinh ky(?:,| va) dot xuat$", _plain("periodic_reports")),
        (r"^thuong xuyen,? (?:trong|ca|hang|suot)(?: ca)? nam(?: 20\d\d)?$", _plain("standing")),
        (r"^20\d\d\s*-\s*(?P<year>20\d\d)$", _plain("period_end")),
        (r"^(?P<year>20\d\d)$", _plain("year")),
        (rf"\bquy {_Q}(?:(?:,| va| -) (?:quy )?{_Q})* (?:hang|moi) nam", _plain("yearly")),
        (r"^(?:thoi (?:han|gian) )?nhu (?!sau)", _plain("by_reference")),
        (r"^(?:thuc hien )?theo\b(?!.*\bhang (?:thang|quy)\b.*\bngay \d)", _plain("by_reference")),
        (r"(?:trong vong )?\d+ (?:thang|ngay lam viec|ngay) (?:ke )?(?:tu|sau) (?:khi|ngay|thoi diem)"
            r"|^(?:ngay )?sau khi\b|^(?:ngay )?khi\b.*\b(?:hieu luc|ban hanh|phe duyet|thong qua)\b",
            _plain("relative")),
        # Of a run of months or quarters the last is the deadline.
        (rf"\bquy {_Q}(?:\s*(?:[-+,]|va|den)\s*(?:quy )?{_Q})*\s*(?:[-+,]|va|den)\s*(?:quy )?(?P<quarter>{_Q})\b"
            r"(?:\s*[/,-]?\s*(?:nam )?(?P<year>20\d\d))?", _with_year("quarter", "quarter", _ROMAN.__getitem__)),
        (
            r"\bthang \d{1,2}(?:/20\d\d)?(?:\s*(?:-|,|va|den)\s*(?:thang )?\d{1,2}(?:/20\d\d)?)*\s*(?:-|,|va|den)\s*"
            r"(?:thang )?(?P<month>1[0-2]|0?[1-9])\b"
            r"(?:\s*/\s*(?P<year>20\d\d)|,? nam (?P<year2>20\d\d))?", _with_year("month", "month", int)),
        (r"\bq(?P<quarter>[1-4])\s*[/-]\s*(?P<year>20\d\d)", _with_year("quarter", "quarter", int)),
        (
            r"khi (?:co|nhan duoc) (?:\w+ )?(?:yeu cau|van ban|chi dao|huong dan|thong bao)|theo yeu cau"
            r"|khi (?:co )?phat sinh",
            _plain("on_request"),
        ),
        (r"ngay (?P<day>\d{1,2}) (?:cua )?thang cuoi(?: cung)?(?: cua)? (?:ky bao cao )?quy", _plain("quarterly")),
        (
            r"(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*(?:hang nam|moi nam|nam (?:truoc|lien|sau|tiep"
            r"|ke))", _plain("yearly_date")),
        (
            r"\btu (?:ngay )?\d{1,2}/\d{1,2}(?:/20\d\d)? ?(?:-|den)(?: het)?(?: ngay)? ?"
            r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>20\d\d))?", _date),
        (r"(?<!\d)(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>20\d\d)", _date),
        (r"(?<!\d)(?P<day>\d{1,2})\s*[/.]\s*(?P<month>\d{1,2})\b(?!\s*[/.-]?\s*\d)", _date),
        (r"ngay (?P<day>\d{1,2}) thang (?P<month>\d{1,2}) (?:hang nam|moi nam)", _plain("yearly_date")),
        (r"ngay (?P<day>\d{1,2}) thang (?P<month>\d{1,2})(?:,? nam (?P<year>20\d\d))?", _date),
        (r"thang (?P<month>\d{1,2})(?: hang nam| moi nam)", _plain("yearly_month")),
        (rf"(?:ngay )?(?P<day>\d{{1,2}}) (?:{_EVERY} thang|cua thang|thang (?:lien|sau|ke|tiep))", _plain("monthly")),
        (rf"{_EVERY} thang[^;]*?ngay (?P<day>\d{{1,2}})\b(?!/)", _plain("monthly")),
        (
            rf"(?:ngay )?(?P<day>\d{{1,2}}) (?:thang (?:dau|cuoi)(?: cung)? (?:{_EVERY} |cua )?quy"
            rf"|{_EVERY} quy)", _plain("quarterly")),
        (
            r"\bquy (?P<quarter>iv|iii|ii|i"

                r"|[1-4])\b(?:\s*[/,-]?\s*(?:nam"
                r" )?(?P<year>20\d\d))?", _with_year("quarter", "quarter", _ROMAN.__getitem__)),
        (r"thang (?P<month>\d{1,2})(?:\s*[/-]\s*|,?\s+nam\s+)(?P<year>20\d\d)", _with_year("month", "month", int)),
        (r"(?<![/\d])(?P<month>0?[1-9]|1[0-2])\s*/\s*(?P<year>20\d\d)", _with_year("month", "month", int)),
        (r"thang (?P<month>\d{1,2})\b(?P<year>)", _with_year("month", "month", int)),
        (
            r"(?:0?6 thang|sau thang|nua) (?P<half>dau|cuoi) nam(?:"
            r" (?P<year>20\d\d))?", _with_year("half", "half", lambda word: 2 if word == "cuoi" else 1)),
        (r"9 thang(?: dau)?(?: nam)?(?: (?P<year>20\d\d))?", _plain("nine_months")),
        (r"\btu nam (?P<year>20\d\d)", _plain("from_year")),
        (r"nam (?P<year>20\d\d) va (?:cac|nhung) nam", _plain("from_year")),
        (r"nam 20\d\d\s*-\s*(?:nam )?(?P<year>20\d\d)", _plain("period_end")),
        (r"(?:giai doan|nhiem ky)(?: 20\d\d\s*-\s*(?P<year>20\d\d))?", _plain("period_end")),
        (rf"{_EVERY} tuan", _plain("weekly")),
        (r"bao cao dinh ky|dinh ky theo quy dinh|theo dinh ky", _plain("periodic_reports")),
        (rf"{_EVERY} thang|trong thang", _plain("monthly")),
        (rf"{_EVERY} quy", _plain("quarterly")),
        (
            r"(?:hang|moi|dinh ky) (?:6|sau) thang|6 thang(?:,| va) (?:hang )?nam"
            r"|6 thang(?: mot)? lan", _plain("half_yearly")),
        (rf"{_EVERY} nam|ca nam", _plain("yearly")),
        (r"nam (?P<year>20\d\d)", _plain("year")),
        (r"trong nam|cuoi nam|het nam", lambda _match, year: {"kind": "year", "year": year}),
        (r"thuong xuyen|lien tuc|suot nam|hang ngay", _plain("standing")),
        (
            r"\btheo\b.*(?:ke hoach|huong dan|quy dinh|quyet dinh|lo trinh|chi dao|cac moc"
            r"|tien do)", _plain("by_reference")),
    )
)  # fmt: skip
_IN_WORDS = Keyed(
    r"(?:thoi (?:gian|han)(?: (?:hoan thanh|thuc hien|ban hanh))?[^.;:]{0,40}?[:]?\s*"
    r"|hoan thanh (?:\w+ ){0,6}?|cham nhat (?:la )?|truoc |xong truoc )"
    r"(?:cham nhat (?:la )?|truoc |trong |den )*(?:ngay \d|quy [iv1-4]|thang \d|\d{1,2}/\d)[^.;,)]{0,40}"
    r"|\((?:trong |du kien )?(?:thang \d{1,2}\b|quy [iv]{1,3}\b)[^.;,)]{0,20}"
    r"|(?:trong|vao|den het|den) (?:quy [iv1-4]+|thang \d{1,2})\b[^.;,)]{0,25}"
    r"|(?:(?:trong|truoc|xong) )*(?:quy (?:iv|i{1,3}|[1-4])|thang \d{1,2})"
    r"(?:/20\d\d|,? nam 20\d\d)?(?=\))"
    r"|(?:trong|vao|xong|truoc) (?:tuan (?:dau|cuoi|thu \w+)|(?:thuong|trung|ha) tuan|dau|giua|cuoi)(?: cua)?"
    r" thang \d{1,2}\b[^.;,)]{0,20}"
    r"|(?:hoan thanh|xong) (?:\w+ ){0,4}?(?:trong|vao|truoc) "
    r"(?:(?:cuoi|het) nam 20\d\d|6 thang (?:dau|cuoi) nam[^.;,)]{0,12})"
)
# "Thời hạn như gạch đầu dòng thứ nhất": the day stands elsewhere.
_ELSEWHERE = Keyed(
    r"\bthoi (?:han|gian)(?: (?:hoan thanh|thuc hien|bao cao|gui|nop))?(?: (?:la|cung))? (?:nhu|giong nhu|theo)"
    r" (?:quy dinh )?(?:cua |tai |o |trong )?(?:gach|diem|muc|khoan|y|noi dung|dong|nhiem vu|phan|tren|neu tren)\b"
    r"[^.;]{0,40}"
)
_FIRM = frozenset(("date", "quarter", "month", "half", "year", "yearly_date", "yearly_month"))
_OF_TIME = ("quy ", "ngay ", "thang ", "/", " thang", "nam 20")  # what stands in every match of the next
# One of them stands in every match.
_TIMES = re.compile(r"quy [iv1-4]|(?:ngay|thang) [0-9]|[0-9](?:/[0-9]| thang)|nam 20")

_LABEL = Keyed(r"\b(?:thoi (?:gian|han)|tien do)(?: (?:hoan thanh|thuc hien|bao cao))?\s*:\s*(?P<when>[^.;()]{3,80})")


@lru_cache(maxsize=1024)  # the cells of an annex say the same again and again
def read(text: str, year: int | None) -> tuple[Deadline, ...]:
    """Every deadline that the cell of a table states; one of kind "unknown" where it states none that is understood.

    `year` is the plan's first year, for dates that name none.
    """
    whole = " ".join(text.split())
    if not whole:
        return ()
    found: list[Deadline] = []
    folded = dates.with_days(flat(whole))
    start = 0
    for cut in [*_CLAUSES.finditer(folded), None]:
        stop = cut.start() if cut else len(whole)
        one = _clause(whole[start:stop], folded[start:stop], year)
        if one is not None and all(
            (one.kind, one.date, one.month, one.day) != (o.kind, o.date, o.month, o.day) for o in found
        ):
            found.append(one)
        start = cut.end() if cut else stop
    return tuple(found) or (Deadline("unknown", whole),)


def in_words(words: str, folded: str, year: int | None) -> Deadline | None:
    """The deadline that a task's own words set ("Hoàn thành trong quý I năm 2026"); None when they set none."""
    folded = dates.with_days(folded)
    labelled = _LABEL.search(folded)
    if labelled is not None:
        one = _clause(words[labelled.start("when") : labelled.end("when")].strip(), labelled["when"].strip(), year)
        if one is not None:
            return one
    timed = any(map(folded.__contains__, _OF_TIME)) and _TIMES.search(folded)
    match = _IN_WORDS.search(folded) if timed else None
    elsewhere = _ELSEWHERE.search(folded) if match is None else None
    if elsewhere is not None:
        text = words[elsewhere.start() : elsewhere.end()].strip()
        return Deadline("by_reference", text, reference=text)
    if match is None:
        return None
    found = _clause(words[match.start() : match.end()].strip(), match.group().strip(), year)
    return found if found is not None and found.kind in _FIRM else None


def _clause(text: str, folded: str, year: int | None) -> Deadline | None:
    for pattern, make in _FORMS:
        match = pattern.search(folded)
        made = make(match, year) if match else None
        if made is not None:
            kind = str(made["kind"])
            reference = text if kind in ("by_reference", "on_request", "periodic_reports", "relative") else None
            return Deadline(**made, text=text, reference=reference)  # type: ignore[arg-type]
    return None
