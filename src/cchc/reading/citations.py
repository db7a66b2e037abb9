"""Documents cited: number, kind, date, issuer and subject of each, with every place that mentions it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cchc.reading import dates
from cchc.reading.flow import Para
from cchc.reading.items import Citation, Span
from cchc.reading.outline import Node

_CODE = r"[A-ZĐ][A-Za-zĐđƯƠ]*\d{0,3}(?:&[A-ZĐ][A-Za-zĐđ]*)*"
_TYPE = r"(?:QĐ|QD|NQ|NĐ|ND|CT|CTr|TT|TTLT|KH|KL|CV|HD|TB|BC|PA|ĐA|TTr|CĐ|VBHN|QC|QyĐ|CTHĐ|CTHD|PL|L|ĐK)"
_NUMBER = re.compile(
    rf"""(?:(?<![\w/.,-])|(?<=[a-zốịếệạưăị]))(?P<serial>\d{{1,5}}(?:\.\d{{1,2}})?[a-z]?)\s?
    (?:
      /\s?(?P<year>(?:19|20)\d\d)\s?(?:/\s?(?P<assembly>QH\d{{1,2}}|UBTVQH\d{{1,2}}|PL-UBTVQH\d{{1,2}})|(?P<a>/\s?{_TYPE}\s?-\s?{_CODE}(?:-{_CODE})*|/\s?{_CODE}(?:-{_CODE})+))
    | (?P<b>[/-]\s?{_TYPE}\s?[-–/]\s?{_CODE}(?:[-–/]{_CODE})*)
    | (?P<c>/\s?{_CODE}(?:[-–]{_CODE})+)
    | (?P<d>/\s?(?:QĐ|KH|BC|TB|TTr|CV|UBND|HĐND|HĐ|NQ))(?![\w-])
    )(?![\w])""",
    re.VERBOSE,
)
_DIGITS = re.compile(r"[0-9]+")
_SYMBOL = re.compile(r"[/-]\s?[A-ZĐ]")  # in every number of a document, and in no date
_BARE = re.compile(
    r"\b(?:so|s[ob6])\s*$|(?:quyet dinh|nghi quyet|ke hoach|cong van|van ban|thong bao|bao cao|to trinh"
    r"|nghi dinh|chi thi|thong tu)\s*$"
)
_WORD_KINDS = (
    ("letter", "cong van"),
    ("letter", "van ban"),
    ("letter", "vb"),
    ("law", "luat"),
    ("law", "phap lenh"),
    ("resolution", "nghi quyet"),
    ("decree", "nghi dinh"),
    ("decision", "quyet dinh"),
    ("directive", "chi thi"),
    ("circular", "thong tu"),
    ("circular", "thong tu lien tich"),
    ("programme", "chuong trinh"),
    ("programme", "chuong trinh hanh dong"),
    ("plan", "ke hoach"),
    ("plan", "ke hoach hanh dong"),
    ("conclusion", "ket luan"),
    ("other", "thong bao"),
    ("other", "huong dan"),
    ("other", "phuong an"),
    ("other", "de an"),
    ("other", "bao cao"),
    ("other", "to trinh"),
    ("other", "cong dien"),
    ("other", "van ban hop nhat"),
    ("other", "quy dinh"),
)
_BY_WORD = {word: kind for kind, word in _WORD_KINDS}
_WORD_BEFORE = re.compile(
    rf"({'|'.join(sorted(_BY_WORD, key=len, reverse=True))})(?:\s+(?:lien tich|hanh dong"
    rf"|lien nganh))?\s*(?:so|s[ob6])?\s*:?\s*$"
)
_DECIDES = frozenset(
    ("cong van", "chuong trinh", "quyet dinh", "nghi quyet", "nghi dinh", "chi thi", "thong tu", "ke hoach", "luat")
)
_BY_CODE = {
    "NQ": "resolution", "NĐ": "decree", "ND": "decree", "QĐ": "decision", "QD": "decision", "CT": "directive",
    "TT": "circular", "TTLT": "circular", "KH": "plan", "CTR": "programme", "CTHĐ": "programme", "CTHD": "programme",
    "KL": "conclusion", "L": "law", "CV": "letter", "PL": "law",
    "HD": "other", "TB": "other", "BC": "other", "PA": "other", "ĐA": "other", "TTR": "other", "CĐ": "other",
    "VBHN": "other", "QC": "other", "QYĐ": "other", "ĐK": "other",
}  # fmt: skip
_IN_BRACKETS = re.compile(r"\s*\((?:luat|nghi dinh|nghi quyet|phap lenh)? ?(?:so )?:?\s*$")
_OF = re.compile(r"\s*,?\s*(?:cua|do)\s+")
_ISSUER_END = re.compile(
    r"\s+(?:ve|quy dinh|ban hanh|phe duyet|sua doi|v/v|huong dan|cong bo|trien khai|ngay|thuc hien|giao"
    r"|thong qua|quy che|nham|trong|tai|de|day manh)\b|[,;.:()]|$"
)
_ABOUT = re.compile(
    r"\s*,?\s*((?:ve (?:viec )?|quy dinh |ban hanh |phe duyet |sua doi, |sua doi |cong bo |trien khai "
    r"|huong dan |thong qua |day manh ).*)",
    re.DOTALL,
)
_WHOLE_ISSUER = re.compile(r"Thủ tướng Chính phủ|Chính phủ|Bộ Chính trị|Quốc hội|Ban Bí thư")
_MAKER = re.compile(r",\s*(?=(?:Sở|UBND|Ủy ban|Giám đốc|Ban|Chủ tịch|Chi cục|Trung tâm)\b)")
_STOP = re.compile(r"[;.](?:\s|$)|\n")


@dataclass(slots=True)
class Mention:
    """One mention of a number in a paragraph; places are those of the whole text."""

    number: str
    kind: str
    start: int
    end: int
    date: date | None
    issuer: str | None
    subject: str | None
    node: Node | None
    page: int | None


def key(number: str) -> str:
    """What two spellings of one number have in common: no spaces, capitals, Đ as D."""
    return re.sub(r"\s+", "", number.upper()).replace("Đ", "D").replace("–", "-")


def find(text: str, folded: str, offset: int = 0) -> list[Mention]:
    """All mentions in one paragraph; `offset` is where the paragraph's `text` starts in the whole."""
    if "/" not in text or not _SYMBOL.search(text):
        return []
    matches = [match for match in _numbers(text) if _is_number(match, folded)]
    found = []
    for place, match in enumerate(matches):
        until = matches[place + 1].start() if place + 1 < len(matches) else len(text)
        found.append(_mention(text, folded, match, until, offset))
    return found


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """As `_NUMBER.finditer`, tried only where a run of digits begins."""
    end = 0
    for digits in _DIGITS.finditer(text):
        match = _NUMBER.match(text, digits.start()) if digits.start() >= end else None
        if match is not None:
            end = match.end()
            yield match


def _is_number(match: re.Match[str], folded: str) -> bool:
    if match["d"]:
        return bool(_BARE.search(folded[max(0, match.start() - 24) : match.start()]))
    return True


def _mention(text: str, folded: str, match: re.Match[str], until: int, offset: int) -> Mention:
    number = re.sub(r"\s+", "", match.group())
    before = folded[max(0, match.start() - 40) : match.start()]
    stop = _STOP.search(folded, match.end(), until)
    reach = min(until, stop.start() if stop else until, match.end() + 140)
    day = _date_after(folded, match.end(), reach)
    issued = day[0] if day else _date_before(folded, match.start())
    issuer, rest = _issuer(text, folded, match.end(), reach, day)
    about = _ABOUT.match(folded, rest, min(until, stop.start() if stop else until))
    subject = _MAKER.split(text[about.start(1) : about.end(1)])[0].strip(" ,")[:300] if about else None
    return Mention(
        number, _kind(match, before), offset + match.start(), offset + match.end(), issued, issuer,
        subject, None, None,
    )  # fmt: skip


def _date_after(folded: str, start: int, end: int) -> tuple[date, int, int] | None:
    found = dates.find_day(folded, start, end)
    if found is None:
        return None
    between = folded[start : found[1]]
    if (
        re.search(r"\bngay\s*$", between)
        and len(between) < 90
        and not re.search(r"\b(?:truoc|den|tu|hieu luc|ke tu) ngay\s*$", between)
    ):
        return found
    bracketed = re.search(r"\((?:duoc )?(?:ban hanh|ky)(?: ngay)? $", between) is not None and len(between) < 90
    return found if bracketed or re.fullmatch(r"\s*[,(]?\s*", between) else None


def _date_before(folded: str, start: int) -> date | None:
    """The day of a law whose number follows in brackets: "Luật … ngày 29 tháng 11 năm 2024 (Luật số 55/2024/QH15)"."""
    opens = _IN_BRACKETS.search(folded, max(0, start - 30), start)
    if opens is None:
        return None
    found = None
    at = max(0, opens.start() - 40)
    while (here := dates.find_day(folded, at, opens.start() + 1)) is not None:
        found, at = here, here[2]
    return found[0] if found is not None and not folded[found[2] : opens.start()].strip() else None


def _issuer(text: str, folded: str, start: int, end: int, day: tuple[date, int, int] | None) -> tuple[str | None, int]:
    """Who issued it, and where the subject may begin."""
    for at in [day[2], start] if day else [start]:
        of = _OF.match(folded, at, end)
        if of:
            stop = _ISSUER_END.search(folded, of.end(), end)
            until = stop.start() if stop else end
            name = text[of.end() : until].strip(" ,")
            whole = _WHOLE_ISSUER.match(name)
            if whole:
                name, until = whole.group(), of.end() + whole.end()
            return (name or None), max(until, day[2] if day else 0)
    return None, day[2] if day else start


def _kind(match: re.Match[str], before: str) -> str:
    word = _WORD_BEFORE.search(before)
    named = _BY_WORD.get(word[1]) if word else None
    if match["assembly"]:
        return named if named in ("law", "resolution") else ("resolution" if "nghi quyet" in before else "law")
    code = re.split(r"[-–/]", (match["a"] or match["b"] or match["c"] or match["d"]).strip("/- "))[0].strip().upper()
    by_code = _BY_CODE.get(code)
    if word is not None and word[1] in _DECIDES:
        return _BY_WORD[word[1]]  # "Công văn 102/TT-PCTN": the letters are those of a division
    if by_code is not None:
        return by_code
    return named if named is not None and named != "other" else ("other" if named == "other" else "letter")


def collect(nodes: Iterable[tuple[Para, Node | None]], own: Sequence[str | None]) -> list[Mention]:
    """All mentions of the paragraphs, the document's own numbers left out."""
    mine = {key(number) for number in own if number}
    found: list[Mention] = []
    for para, node in nodes:
        if "/" not in para.words:
            continue
        for mention in find(para.words, para.flat, para.begin):
            if key(mention.number) in mine:
                continue
            mention.node, mention.page = node, para.page
            found.append(mention)
    return found


def merge(mentions: Sequence[Mention], *, doubtful: bool = False) -> list[Citation]:
    """One citation for each number, in order of first mention; the first date given is the date."""
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(key(mention.number), []).append(mention)
    found = []
    for place, group in enumerate(groups.values(), 1):
        first = group[0]
        days = tuple(dict.fromkeys(mention.date for mention in group if mention.date))
        found.append(
            Citation(
                id=f"c{place}",
                number=first.number,
                date=days[0] if days else None,
                kind=first.kind,
                issuer=next((mention.issuer for mention in group if mention.issuer), None),
                subject=next((mention.subject for mention in group if mention.subject), None),
                span=Span(first.start, first.end),
                spans=tuple(Span(mention.start, mention.end) for mention in group),
                dates=days,
                page=first.page,
                path=first.node.path() if first.node else (),
                needs_person=doubtful,
            )
        )
    return found
