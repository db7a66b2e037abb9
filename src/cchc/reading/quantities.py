"""Numbers with a unit in a sentence, and how they are compared: at least, at most, by so much less, among the first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cchc.reading import comparisons, number_words
from cchc.reading.counted import ALL, COUNTED, MAKES, NOT_COUNTED, PRINTED, UNITS
from cchc.reading.keyed import Keyed

_NUM = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d{1,3})?"
_LISTED = re.compile(r"(?:^|[;,:]) $")  # "…; 35 - 50 vườn": a range in a list of what is counted
_FROM = re.compile(r"\btu\s*$")
_FLOOR = Keyed(r"(?:t.i thi.u|it nhat|t.i da|khong (?:duoi|qua|it hon|vuot)|>=?|≥|<=?|≤)\s*(?:co |la |tu )*$")
_QUANTITY = re.compile(
    rf"(?<![\w/-])(?<!\d[.,:])(?:(?P<low>{_NUM})\s*%?\s*(?:-|den"
    rf"|toi)\s*(?:duoi )?)?(?P<num>{_NUM})\s*(?:(?<=\(\d\d)\)\s*|\([a-z ]{{2,20}}\)\s*)?"
    rf"(?:{'|'.join(f'(?P<{name}>{words})' for name, words in ALL)})(?![\w])"
)
# "10/12 xã", "88/100 điểm", "2/3 số chợ"; what a day or an hour stands behind is none.
_PART = re.compile(
    r"(?<![\w/.,-])(?P<num>\d{1,4}(?:,\d{1,2})?)/(?P<whole>\d{1,4})(?![\d/.,-]*\d)\s+"
    rf"(?P<of>(?:tong )?so\b|{'|'.join(f'(?P<{name}>{words})' for name, words in UNITS if name in ('points', 'count'))}"
    r"|(?P<any>[a-z]{2,}))(?!\w)"
)
_OUT_OF = Keyed(r"(?<![\w.,/])(?P<num>\d{1,2}) tren (?P<whole>10|100)(?= [a-z]{2,})(?! dan\b)")
_NO_WHOLE = NOT_COUNTED - {"la"}  # "1/4 là hộ nghèo" is a share of what was said before
_NUMBER_OF = frozenset(("so", "tong so"))
_IN_RANK = re.compile(r"[^;.\d]{0,20}(?:\([^)]*\))?[^,;.\d(]{0,40}")  # "3/10 chỉ số (…) nằm trong tốp 5"
_DAY_BEFORE = re.compile(
    r"\b(?:ngay|truoc|den|tu|vao|dip|cham nhat|qua|sau|trong|mung|hoac|va|so|tet|dieu|khoan|muc)\s*$|-\s*$"
)
_FEAST = Keyed(r"\b(?:ngay|le|dip|ky niem|huong ung)\b")  # "Ngày Chuyển đổi số quốc gia 10/10"
_MONTHS = 12
_LARGEST = 10  # the whole of a share
_TIMES = Keyed(r"\bgap (?:it nhat |toi thieu |tren |hon |khoang )*$")  # "tăng gấp 2 lần"
_PLACES = Keyed(r"\bso luong (?:cac )?diem\b|\bmang luoi diem\b|\bdiem (?:chap nhan|giao dich|ban|cung cap|phuc vu)\b")
_SCALE = 1000  # more points are places
_PER = re.compile(r"\btren $")  # "giá trị sản xuất trên 1 ha", "trên 10.000 dân": what a rate is counted on
_BASES, _OF_BASE = frozenset((1.0, 100.0, 1000.0, 10_000.0, 100_000.0)), re.compile(r"(?:ha|km2|dan|nguoi|tre)\b")
_LIFE = Keyed(r"\btuoi tho\b")  # only the length of life is a figure in years of age to be reached
_SCORED = Keyed(  # "tổng điểm không thấp hơn 89,5"
    r"\b(?:tong (?:so )?diem|so diem|chi so(?! gia| san xuat| phat trien con nguoi)"
    r"|diem (?:so|trung binh|binh quan|tong|danh gia|cham))(?: (?!xep |thu |hang |nhom |top )[a-z]+){0,14}?"
    r" (?P<num>\d{1,3}(?:,\d+)?)(?=\s*(?:$|[,;.)](?!\d)|tro len|hoac|va ))"
)
# "PCI đạt từ 68,5", "Chỉ số phát triển con người (HDI) đạt 0,78": an index has no unit of its own.
_INDEX = Keyed(
    r"\b(?:chi so (?:\w+ ){1,8}?\([a-z -]{2,20}\)|chi so phat trien con nguoi|he so gini"
    r"|(?:pci|papi|dti|ddci|sipas|par ?-?index|pgi|pii|gii|ict ?-?index|hdi)\b(?: index)?)"
    r"(?: (?!xep |thu |hang |nhom |top |nam )[a-z]+){0,10}?(?:: ?| )(?:[<>]=?|≥|≤)? ?"
    r"(?P<num>\d{1,3}(?:,\d+)?)(?=\s*(?:$|[,;.)](?!\d)|tro len|hoac|va |vao |trong |(?:den )?nam |\())"
)
_ENUMERATED = re.compile(r"[^.;:\d]{0,60}(?:,|\bva)\s*")
_NEVER = Keyed(r"\bkhong (?:de |con |co )+[^,;.]{0,60}\b(?:tren|qua|hon) $")  # "không để … kéo dài trên 30 phút"
_OF_TIME = frozenset(("phut", "gio", "ngay", "ngay lam viec"))
_CHANGES = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:vuon |tang |nhay )?(?:len|xuong)\s+(?:\w+ )?(?:hang|vi tri|thu|nhom|bac|bang) "
)
# What follows where a thing stands now: "từ 80% lên 90%", "từ 45 ngày rút xuống còn tối đa 30 ngày".
_MOVES = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:nam \d{4}\s*)?(?:(?:rut|giam|ha|keo|tang|nang|dua)(?: ngan)? )?(?:len|xuong)\s+"
    r"(?:(?:den|toi|muc|con|toi da|khong qua|duoi|tren|toi thieu|it nhat)\s+)*\d"
)
_NOUN = re.compile(rf"(?:{COUNTED})(?!\w)")
_NOUGHT = Keyed(r"\b(?:bang|o muc|ve muc|con) 0(?![\d.,/]*\d)(?!\s*(?:%|[a-z]))")
_IN_WORDS = Keyed(r"phan tram|(?:toi thieu|it nhat|toi da|khong qua|khong duoi) [a-z]")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_DIGITS = re.compile(r"[0-9]+")
_RIVALS = r"(?:tinh|dia phuong|thanh pho|don vi|so|co quan|quan|huyen|bo|nuoc|quoc gia)\b"
_RANKS = (
    re.compile(
        r"\b(?:nhom|top|trong so"
        r"|trong)\s+(?:co )?(?:tu )?(?P<num>\d{1,3})(?:/\d{2,3})?\s+(?!thang|nam|quy|ngay|tuan)"
        r"(?P<noun>(?:[\w,]+\s+){0,12}?)(?:dan dau|dung dau"
        r"|cao nhat|tot nhat|hang dau|(?<!xang )dau)\b"
    ),
    re.compile(
        r"(?:\btop|(?:^\W*|[;,:(-] ?|\b(?:thuoc|vao|trong|nam|dat|xep|lot|dung|o|giu|vung|tri|hang|dau|len|tu|la|va"
        r"|hon) )nhom)\s+(?P<num>\d{1,3})\b(?:/\d{2,3})?(?P<noun>)(?!\s*(?:%|nam|thang)|/| \((?:nhom|muc|loai) )"
    ),
    # "xếp 20/63 tỉnh, thành phố", "vị trí 10 - 15/63"
    re.compile(
        r"\b(?:xep|dung|vi tri|thu hang)(?: (?:hang|thu|o|vi tri|dat|tu))* (?:\d{1,2}\s?(?:-|den)\s?)?(?P<num>\d{1,2})"
        rf"/\d{{2,3}}(?P<noun>)(?=\s*(?:$|[,;.)]|{_RIVALS}))"
    ),
    re.compile(
        r"\b(?:xep|dung|vi tri|thu hang|giu)\s+(?:hang |vi tri "
        r"|o vi tri )?(?:thu\s+)(?:tu )?(?P<num>\d{1,3})\b(?P<noun>)"
    ),
    re.compile(
        r"\b(?:xep hang|vi tri|thu hang|thu bac)(?P<noun>(?: \w+){0,4}?) (?:tu )?(?:thu|hang) (?P<num>\d{1,3})\b"
    ),
    re.compile(
        r"\b(?:xep hang|thu hang)\b(?P<noun>[^,;.:\d]{0,70}?) (?:dat|o|len) "
        r"(?:(?:vi tri |hang )?(?:thu )?|(?P<from>tu ))(?P<num>\d{1,3})\b(?!\s*(?:%|diem|/))(?(from) tro len\b)"
    ),
    re.compile(r"(?<![\w.,/])(?P<num>\d{1,3})\s+(?P<noun>(?:\w+\s+){1,5}?)dan dau\b"),
    re.compile(
        r"\b(?:nhom|top) (?P<num>hai|ba|bon|nam|sau|bay|tam|chin|muoi) (?P<noun>(?:[a-z]+ ){1,6}?)"
        r"(?:dan dau|dung dau|cao nhat|tot nhat|hang dau)\b"
    ),
)
# Behind another rank: "xếp 20/63 tỉnh, 5/14 tỉnh của vùng".
_RANKED_AGAIN = re.compile(rf"(?:,|\bva) (?P<num>\d{{1,2}})/\d{{1,3}} {_RIVALS}")
_IN_RANKS = {"hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_RANKED = Keyed(
    r"dan dau|dung dau|hang dau|vi tri dau|cao nhat|tot nhat|\btop \d|nhom \d|nhom co \d|thu \d|hang \d|xep hang"
    r"|vi tri \d|\bxep \d|\bdung \d"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a sentence. `start` and `end` enclose number and unit; `upper` closes a range."""

    start: int
    end: int
    value: float
    upper: float | None
    unit: str
    unit_text: str
    comparator: str


def number(text: str) -> float:
    """A number as printed: "98,5", "1.234", "98.5", "02"."""
    if "." in text and _THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    return float(text.replace(",", "."))


def find(text: str, folded: str, start: int, end: int) -> list[Quantity]:
    """All numbers with a unit between two places, compared; what is none of a promise is the caller's to drop."""
    lowered = _lower(text)
    found = _ranks(folded, start, end) + _out_of(lowered, folded, start, end)
    taken = [(one.start, one.end) for one in found]
    previous: Quantity | None = None
    for match in _numbers(folded, start, end):
        at = match.start("low") if match["low"] else match.start("num")
        if any(first < match.end() and at < last for first, last in taken):
            continue
        one = _quantity(lowered, folded, match, (start, end), previous)
        if one is not None:
            previous = one
            found.append(one)
    found += [
        one
        for one in _parts(lowered, folded, start, end)
        if not _is_ranked(folded, one, found) and all(one.end <= first or last <= one.start for first, last in taken)
    ]
    found += _worded(lowered, folded, start, end)
    found += [
        one
        for one in _scored(lowered, folded, start, end)
        if all(one.end <= other.start or other.end <= one.start for other in found)
    ]
    return sorted(found, key=lambda one: one.start)


def _out_of(lowered: str, folded: str, start: int, end: int) -> list[Quantity]:
    """Shares in tens: "8 trên 10 hộ" is 80 percent."""
    found = []
    for match in _OUT_OF.finditer(folded, start, end):
        at, part, whole = match.start(), int(match["num"]), int(match["whole"])
        if 0 < part < whole:
            after = folded[match.end() : match.end() + 40]
            comparator = comparisons.compare(lowered, folded, (max(start, at - 140), at), after, None)
            share = round(100 * part / whole, 2)
            found.append(Quantity(at, match.end(), share, None, "percent", folded[at : match.end()], comparator))
    return found


def _parts(lowered: str, folded: str, start: int, end: int) -> list[Quantity]:
    """Parts of a whole: "10/12 xã" is ten communes, "2/3 số chợ" a share, given as a percentage."""
    found: list[Quantity] = []
    if folded.find("/", start, end) < 0:
        return found
    for match in _PART.finditer(folded, start, end):
        part, whole = number(match["num"]), int(match["whole"])
        at = match.start()
        is_share = match["of"] in _NUMBER_OF or match["points"]
        dated = not is_share and _DAY_BEFORE.search(folded, max(start, at - 8), at)
        if not 0 < part <= whole or dated:
            continue
        unit, value, printed, until = "count", part, match["of"], match.end()
        if match["points"]:
            unit = "points"
        elif match["any"] and part == whole and _is_all(folded, match["any"], (start, at), whole):
            unit = "count"  # "9/9 Hạt": all there are
        elif match["any"] or match["of"] in _NUMBER_OF:
            if (match["any"] or "") in _NO_WHOLE or part == whole or whole > _LARGEST:
                continue
            unit, value, until = "percent", round(100 * part / whole, 2), match.end("whole")
            printed = folded[at:until]
        comparator = comparisons.compare(lowered, folded, (max(start, at - 140), at), folded[until : until + 40], None)
        found.append(Quantity(at, until, value, None, unit, printed, comparator))
    return found


def _is_ranked(folded: str, part: Quantity, found: Sequence[Quantity]) -> bool:
    """Whether a part of a whole is only what has to reach a rank that follows."""
    ranks = [one for one in found if one.unit == "rank" and one.start >= part.end]
    return bool(ranks) and _IN_RANK.fullmatch(folded, part.end, ranks[0].start) is not None


def _scored(lowered: str, folded: str, start: int, end: int) -> list[Quantity]:
    """Points without the word behind them: it stands before ("tổng điểm đạt 92,5"), or an index that has none."""
    found: list[Quantity] = []
    for match in (*_SCORED.finditer(folded, start, end), *_INDEX.finditer(folded, start, end)):
        at, until = match.span("num")
        if any(one.start == at for one in found):
            continue
        comparator = comparisons.compare(lowered, folded, (max(start, at - 140), at), folded[until : until + 40], None)
        found.append(Quantity(at, until, number(match["num"]), None, "points", "", comparator))
    return found


def _is_all(folded: str, noun: str, left: tuple[int, int], whole: int) -> bool:
    """Whether "9/9" before a noun is all there are of it, and no day of the year."""
    start, at = left
    feast = whole <= _MONTHS and _FEAST.search(folded, max(start, at - 60), at) is not None
    return noun not in NOT_COUNTED and noun != "hang" and not feast


def _worded(lowered: str, folded: str, start: int, end: int) -> list[Quantity]:
    """Numbers in words: shares ("hai phần ba"), before "phần trăm", behind a floor; and a bare nought ("bằng 0")."""
    found = [
        Quantity(match.end() - 1, match.end(), 0.0, None, "count", "", "eq")
        for match in _NOUGHT.finditer(folded, start, end)
    ]
    for at, until, value, unit in number_words.shares(lowered, start, end):
        comparator = comparisons.compare(lowered, folded, (max(start, at - 140), at), folded[until : until + 40], None)
        if unit == number_words.TIMES:
            grown = "increase" if comparator == "eq" and lowered.endswith("nhân ", start, at) else comparator
            found.append(Quantity(at, until, value, None, "other", "lan", grown))
        else:
            found.append(Quantity(at, until, value, None, unit, folded[at:until], comparator))
    if not _IN_WORDS.search(folded, start, end):
        return found
    for pattern, unit in ((number_words.PERCENT, "percent"), (number_words.COUNT, "count")):
        for match in pattern.finditer(lowered, start, end):
            one = _in_words(lowered, folded, match, start, unit)
            if one is not None and all(one.end <= other.start or other.end <= one.start for other in found):
                found.append(one)
    return found


def _in_words(lowered: str, folded: str, match: re.Match[str], start: int, unit: str) -> Quantity | None:
    value = number_words.value(match["num"])
    noun = _NOUN.match(folded, match.start("unit"))
    if value is None or (unit == "count" and noun is None):
        return None
    until = noun.end() if unit == "count" and noun else match.end()
    at = match.start("num")
    comparator = comparisons.compare(lowered, folded, (max(start, at - 140), at), folded[until : until + 40], None)
    return Quantity(at, until, float(value), None, unit, folded[match.start("unit") : until], comparator)


def _numbers(folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """As `_QUANTITY.finditer`, tried only where a run of digits begins that is none of a date."""
    for digits in _DIGITS.finditer(folded, start, end):
        dated = folded.startswith("/", digits.end())
        match = _QUANTITY.match(folded, digits.start(), end) if digits.start() >= start and not dated else None
        if match is not None:
            start = match.end()
            yield match


@lru_cache(maxsize=8)
def _lower(text: str) -> str:
    """A paragraph in small letters, kept while its sentences are gone through."""
    return text.lower()


def _ranks(folded: str, start: int, end: int) -> list[Quantity]:
    found: list[Quantity] = []
    if not _RANKED.search(folded, start, end):
        return found
    for pattern in _RANKS:
        for match in pattern.finditer(folded, start, end):
            if any(one.start < match.end() and match.start() < one.end for one in found):
                continue
            if _CHANGES.match(folded, match.end()):
                continue  # "từ vị trí thứ 30 lên vị trí thứ 25": where it stands now
            value = float(match["num"]) if match["num"].isdigit() else float(_IN_RANKS[match["num"]])
            found.append(Quantity(match.start(), match.end(), value, None, "rank", match["noun"].strip(), "rank"))
    if found:
        first = min(one.end for one in found)
        again = _RANKED_AGAIN.finditer(folded, first, end)
        found += [Quantity(one.start("num"), one.end(), float(one["num"]), None, "rank", "", "rank") for one in again]
    return found


def _quantity(
    lowered: str, folded: str, match: re.Match[str], bounds: tuple[int, int], previous: Quantity | None
) -> Quantity | None:
    start, end = bounds
    at = match.start("low") if match["low"] else match.start("num")
    unit = next(name for name, _ in ALL if match[name])
    printed = PRINTED.get(match[unit])
    if unit == "count" and printed and lowered[match.start(unit) : match.end(unit)] not in printed:
        return None
    if unit == "any" and (_is_no_noun(folded, match, at) or not _is_count(lowered, folded, match, at)):
        return None
    low, high = match["low"], number(match["num"])
    value = number(low) if low and number(low) < high else high
    upper = high if value != high else None
    after = folded[match.end() : min(end, match.end() + 40)]
    if _MOVES.match(after):
        return None  # "từ 80% lên 90%": the first is where it stands now
    left_from = max(start, previous.end if previous else start, at - 140)
    comparator = comparisons.compare(lowered, folded, (left_from, at), after, upper)
    if (
        comparator in ("eq", "ge")
        and previous is not None
        and comparisons.inherits(folded, (previous.comparator, previous.end), at, match.end(), end)
    ):
        comparator = previous.comparator
    if comparator == "ge" and match[unit] in _OF_TIME and _NEVER.search(folded, left_from, at):
        comparator = "le"
    if lowered.endswith("cứ ", left_from, at):
        return None  # "cứ 200 m2 sàn có 01 bình": what a rate is counted on
    if comparator == "eq" and previous is not None and _also_at_most(folded, match, previous, at):
        comparator = "le"
    kind = _kind(folded, match, unit, (left_from, at), comparator)
    return Quantity(at, match.end(), value, upper, kind, match[unit].strip(), comparator) if kind else None


def _also_at_most(folded: str, match: re.Match[str], before: Quantity, at: int) -> bool:
    """Whether a time stands under the ceiling of the one before it ("không quá 5 ngày ở xã, 8 ngày ở tỉnh")."""
    alike = before.comparator == "le" and before.unit_text in _OF_TIME and match[0].endswith(before.unit_text)
    return alike and _ENUMERATED.fullmatch(folded, before.end, at) is not None


def _kind(folded: str, match: re.Match[str], unit: str, window: tuple[int, int], comparator: str) -> str | None:
    """The unit that a number counts in, by its noun and the words before; None where it is a part of a name or rate."""
    noun, value = match[unit].strip(), number(match["num"])
    if noun == "phan" and folded.startswith(" ", match.end()) and folded[match.end() + 1 : match.end() + 2].isdigit():
        return None  # "9 phần 10"
    if value in _BASES and _OF_BASE.match(noun) and _PER.search(folded, *window):
        return None
    if noun == "tuoi" and not _LIFE.search(folded, *window):
        return None
    if noun == "lan" and (comparator in ("increase", "reduce") or value % 1):
        return "other"
    if unit == "points" and (value > _SCALE or _PLACES.search(folded, *window)):
        return "count"
    return "count" if unit == "any" else "other" if _TIMES.search(folded, *window) else unit


def _is_no_noun(folded: str, match: re.Match[str], at: int) -> bool:
    """Whether a word behind a number is nothing that is counted; "loại" counts behind a floor."""
    sort = match["any"] == "loai" and not folded.startswith(" hinh", match.end())
    return match["any"] in NOT_COUNTED and not (sort and _FLOOR.search(folded, max(0, at - 30), at))


def _is_count(lowered: str, folded: str, match: re.Match[str], at: int) -> bool:
    """Whether a number before a word of no known kind counts it: written "02", behind a floor, made by a verb."""
    near = max(0, at - 30)
    made = at - len("từ ") if match["low"] and lowered.endswith("từ ", near, at) else at  # "phổ biến từ 15 đến 20 …"
    if re.fullmatch(r"0\d", match["num"]) or _FLOOR.search(folded, near, at) or MAKES.search(lowered, near, made):
        return True
    if match["low"] and _LISTED.search(folded, near, at):
        return True
    return _FROM.search(folded, near, at) is not None and comparisons.AFTER_GE.match(folded[match.end() :]) is not None
