"""Sentences and the clauses of their numbers: where each begins and ends, and what it is about."""

import re

from cchc.reading.keyed import Keyed
from cchc.reading.quantities import Quantity

LONGEST = 4000  # characters of one sentence
SENTENCE = re.compile(r"[.;!?](?:(?=\s+[^\W_]|\s*$)|(?<=[^\W\d_]{2}\.)(?=\d)|(?<=[^\W\d_]{2};)(?=[^\W\d_]))")
_SPLIT = Keyed(r",?\s*(?:\btrong (?:so )?do\b(?! tuoi\b)|\bdong thoi\b)\s*,?\s*")
_RIGHT_CUT = Keyed(r",\s*(?:dong thoi|gop phan|nham|phan dau)\b")
_LEAD = re.compile(r"^(?:\s|[-–+,;:]|và |trong (?:số )?đó,? |đồng thời,? )+", re.IGNORECASE)
_PHRASE_END = re.compile(
    r"[\s,]*(?:\b(?:đạt|tối thiểu|tối thiếu|ít nhất|tối đa|không dưới|không quá|không thấp hơn|trên|dưới"
    r"|hơn|từ|bình quân|phấn đấu|là"
    r"|t[ỷỉ] lệ|mức|khoảng|gấp|tương ứng|bảo đảm|đảm bảo|có|thêm|được|xuống còn|còn|xuống|lên|trung bình|hoàn thành"
    r"|nhân|bằng|đạt được|so với|tăng|giảm|cắt giảm|rút ngắn)\s*|>=?|≥|≤|<=?)+$",
    re.IGNORECASE,
)
_PHRASE_START = re.compile(
    r"^(?:(?:phấn đấu|tiếp tục|bảo đảm|đảm bảo|duy trì|thực hiện|góp phần để|hằng năm|hàng năm|trong năm|mục tiêu"
    r"|(?:đến|trong) năm \d{4}|là|cắt giảm|giảm|tăng)\b[\s,:]*)+(?=\S)",
    re.IGNORECASE,
)
_BASE_TAIL = re.compile(r"\s*(?:so với .*|trở lên.*|trở xuống.*|/năm.*|mỗi năm.*)$", re.IGNORECASE)
_LIKE_BASE = Keyed(r"so voi |tro len|tro xuong|/nam|moi nam")
_FROM = re.compile(r"\s+từ \d[\d.,]*\s?(?:%|ngày|giờ|tháng|điểm)?$")
_OR_MORE = re.compile(r"^\s*(?:trở lên|trở xuống)\s*")
# Between a label and its number: a comparison, a year.
_LABELS = re.compile(
    r"(?:\s|:|[<>]=?|≥|≤|-|\(|\b(?:tren|duoi|dat|tu|khoang|toi thieu|toi da|it nhat"
    r"|khong qua|khong duoi|phan dau|la|hon"
    r"|den|nam|20\d\d|moi nam|hang nam)\b)*"
)
# Behind a number that has no words of its own.
_ALONE = re.compile(r"\s*(?:$|[,;.()]|(?:tro len|tro xuong|so voi)\b|/nam\b|moi nam\b)")
_YEAR_LABEL = re.compile(r"(?:^|:\s*)(?:[Nn]ăm )?20\d\d\s*[:-]\s*$")
# "1,2% GRDP, đến năm 2030, phấn đấu đạt 1,5%": the year between commas is that of the number behind it.
_YEAR_PART = re.compile(r",\s*(?:(?:va|phan dau) )*(?:(?:den|vao|trong)(?: het| cuoi)? )?nam 20\d\d\s*")
_YEAR_TAIL = re.compile(r"\s*,?\s*(?:vào |trong |đến )?(?:hết |cuối )?năm 20\d\d\s*$")
_ONLY_YEAR = re.compile(r"^(?:(?:đến|trong|vào) )?(?:hết |cuối )?năm(?: 20\d\d)?$", re.IGNORECASE)
# A measure of money, land, weight, energy: no thing that is counted.
_MEASURED = re.compile(
    r"(?:(?:nghin|ngan|trieu|t[yi]) ){0,2}(?:dong|vnd|usd|do la|ha|m2|m3|km|tan|kwh|mwh|mw|lit|kg|ta|yen)"
    r"|t[yi]|tr\.? ?d|lan"
)
_DIRECT = re.compile(r"\s*(?:tro len|tro xuong)?\s*[,:]")


def sentences(folded: str) -> list[tuple[int, int]]:
    """Where the sentences of a flat text begin and end; a semicolon ends one too."""
    found, start = [], 0
    for match in SENTENCE.finditer(folded):
        if match.start() > start:
            found += _short(start, match.start())
        start = match.end()
    if start < len(folded.rstrip()):
        found += _short(start, len(folded))
    return found


def _short(start: int, end: int) -> list[tuple[int, int]]:
    """A sentence, cut where it is longer than any: the work on one grows with the square of its numbers."""
    return [(at, min(end, at + LONGEST)) for at in range(start, end, LONGEST)]


def clause_start(folded: str, start: int, before: Quantity | None, one: Quantity) -> int:
    """Where the clause of a number begins: after the clause of the one before, after "trong đó", at the sentence."""
    low = start
    if before is not None:
        low = _border(folded, before, one)
    else:
        colon = folded.rfind(": ", start, one.start)
        while colon >= 0 and _ALONE.match(folded, one.end) and _LABELS.fullmatch(folded, colon + 1, one.start):
            colon = folded.rfind(": ", start, colon)  # "Tỷ lệ lấp đầy: 80%": the label says what is measured
        if colon >= 0 and colon - start < 160:
            low = colon + 1
    cuts = list(_SPLIT.finditer(folded, low, one.start))
    return cuts[-1].end() if cuts else low


def _border(folded: str, before: Quantity, after: Quantity) -> int:
    """Where one clause ends and the next begins, between two numbers of a sentence."""
    split = _SPLIT.search(folded, before.end, after.start)
    if split:
        return split.start()
    direct = _DIRECT.match(folded, before.end, after.start)
    if direct:
        return direct.end() - 1
    last = max(folded.rfind(",", before.end, after.start), folded.rfind(" va ", before.end, after.start))
    comma = folded.rfind(",", before.end, last) if last >= 0 else -1
    if comma >= 0 and _YEAR_PART.fullmatch(folded, comma, last):
        return comma
    return last if last >= 0 else before.end


def clause_end(folded: str, end: int, one: Quantity, after: Quantity | None) -> int:
    """Where the clause of a number ends: before that of the next one, at "trong đó", at the end of the sentence."""
    if after is not None:
        return _border(folded, one, after)
    split = _SPLIT.search(folded, one.end, end)
    cut = _RIGHT_CUT.search(folded, one.end, end)
    return min(split.start() if split else end, cut.start() if cut else end)


def trim(words: str, start: int, end: int) -> tuple[int, int]:
    """A clause without the joins and stops at its ends."""
    lead = _LEAD.match(words[start:end])
    start += lead.end() if lead else 0
    return start, start + len(words[start:end].rstrip(" ,;:."))


def phrase(words: str, folded: str, start: int, end: int, one: Quantity) -> str:
    """What is measured: the clause without number, unit, comparison and base."""
    at = max(start, one.start)
    near = max(start, at - 60)
    left = (words[start:near] + _PHRASE_END.sub("", words[near:at])).strip(" ,")
    left = _ONLY_YEAR.sub("", _YEAR_LABEL.sub("", left).rstrip(" :-"))
    left = _FROM.sub("", _PHRASE_START.sub("", left).strip(" ,"))
    right = words[one.end : end] if one.end < end else ""
    right = _BASE_TAIL.sub("", right) if _LIKE_BASE.search(folded, one.end, end) else right
    right = _YEAR_TAIL.sub("", _OR_MORE.sub("", right)).strip(" ,")
    if one.unit not in ("percent", "rank", "points", "days") and not _MEASURED.fullmatch(one.unit_text):
        right = f"{words[one.end - len(one.unit_text) : one.end]} {right}".strip()
    both = f"{left} {right}".strip()
    return (both or words[start:end])[:240]
