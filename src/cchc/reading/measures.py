"""Quantified commitments: each number that is promised, with its comparison, unit, base, year, and what it is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cchc.reading import areas, quantities
from cchc.reading.flow import Para
from cchc.reading.items import Measure, Span
from cchc.reading.outline import Node
from cchc.reading.quantities import Quantity

_LONGEST = 4000  # characters of one sentence
_SENTENCE = re.compile(r"[.;!?](?=\s+[^\W_]|\s*$)|(?<=[^\W\d_]{2})\.(?=\d)")
_DIGIT = re.compile(r"\d")
_SKIPPED = frozenset(("preamble", "context", "other", "reporting", "funding", "annex"))
_CUES = re.compile(
    r"(?:t.i thi.u|it nhat|t.i da|khong (?:duoi|qua|vuot qua|it hon|thap hon)|\btren|\btu|>=?|≥|<=?|≤"
    r"|\bhon|phan dau|\bdat|hoan thanh"
    r"|to chuc|\bmo|xay dung|ban hanh|trien khai|thuc hien|kiem tra|thanh tra|ho tro|dao tao|boi duong|tap huan|de xuat"
    r"|dang ky|nhan rong|thanh lap|bien soan|san xuat|phat song|dang tai|dang|cong bo|giai quyet|phat hanh"
    r"|\btang|giam|trao"
    r"|thu hut|ket nap|tham gia|phat trien|duy tri|cong nhan|de nghi|lap|\btrong|\bcu"
    r"|(?:moi|hang|hằng) (?:nam|thang|quy|tuan|phong|don vi|co quan)(?:,? (?:phong|don vi))?(?: co"
    r"| phai co| dang ky| de xuat)?)"
    r"\s*(?:duoc |them |moi |moi |co |dat |la |khoang |du |toi thieu |it nhat )*$"
)
_HAS = re.compile(r"(?<!trong do )\b(?:co|dat)\s*(?:them |duoc |khoang )?$")
_FIRM = re.compile(
    r"(?:t.i thi.u|it nhat|t.i da|khong (?:duoi|qua|vuot qua|it hon|thap hon)|>=?|≥|<=?|≤)\s*(?:co |la )*$"
    r"|\b(?:moi|hang) (?:nam|thang|quy|tuan)\s*(?:co )?$"
)
_PAST = re.compile(
    r"\b(?:da|moi|chi|hien(?: nay)?(?: moi| da| chi)?|dang)\s+(?:chi |dang )?(?:dat|co|hoan thanh"
    r"|thuc hien|giai quyet|co du)\b[^,;]*$|\bket qua nam\b[^,;]*$"
)
_PAST_YEAR = re.compile(r"\bnam (20\d\d)\b[^;]{0,60}$")
_CONDITION = re.compile(
    r"\b(?:neu|truong hop)\b[^,;]*$|\bdoi voi (?:cac |nhung )(?:\w+ ){1,8}(?:co|dat) (?:ty le |tu )?(?:tren |duoi )?$"
)
_CAPITAL = re.compile(r"\s*(?:von (?:nha nuoc|dieu le|dau tu nuoc ngoai|nuoc ngoai|ngan sach)|co phan)")
_YEAR = re.compile(
    r"\b(?P<how>den (?:het |cuoi )?nam|trong nam|vao nam|het nam|cuoi nam|truoc nam"
    r"|nam|den|\d{1,2}[/-])\s*(?P<year>20\d\d)\b(?!\s*[-/]\s*\d)"
)
_BASE = re.compile(
    r"so voi\s+(?P<what>[^,;.%]{0,60}?)(?:nam|giai doan|ky)\s*(?P<first>20\d\d)(?:\s*-\s*(?P<last>20\d\d))?"
)
_BASE_BEFORE = re.compile(r"(?:so voi|cung ky)\s+(?:[^,;.%]{0,30}?)nam truoc")
_BASE_DAY = re.compile(r"(?:den het ngay|den ngay|tai thoi diem)\s*\d{1,2}/\d{1,2}/(?P<year>20\d\d)")
_NOT_DUE = re.compile(
    r"(?:cung ky|tong luong|tong so|muc|cua|tu|giai doan|nhiem ky|ket qua|tam nhin(?: den)?|ngay|ke hoach"
    r"|quyet dinh|sau"
    r"|cao hon)\s*$|\bso voi\b[^,;.]{0,60}$"
)
_SPLIT = re.compile(r",?\s*(?:\btrong (?:so )?do\b|\bdong thoi\b)\s*,?\s*")
_RIGHT_CUT = re.compile(r",\s*(?:dong thoi|gop phan|nham|phan dau)\b")
_LEAD = re.compile(r"^(?:\s|[-–+,;:]|và |trong (?:số )?đó,? |đồng thời,? )+", re.IGNORECASE)
_PHRASE_END = re.compile(
    r"[\s,]*(?:\b(?:đạt|tối thiểu|tối thiếu|ít nhất|tối đa|không dưới|không quá|không thấp hơn|trên|dưới"
    r"|hơn|từ|bình quân|phấn đấu|là"
    r"|tỷ lệ|mức|khoảng|bảo đảm|đảm bảo|có|thêm|được|xuống còn|còn|xuống|lên|trung bình|hoàn thành"
    r"|đạt được|so với|tăng|giảm|cắt giảm|rút ngắn)\s*|>=?|≥|≤|<=?)+$",
    re.IGNORECASE,
)
_PHRASE_START = re.compile(
    r"^(?:(?:phấn đấu|tiếp tục|bảo đảm|đảm bảo|duy trì|thực hiện|góp phần để|hằng năm|hàng năm|trong năm|mục tiêu"
    r"|(?:đến|trong) năm \d{4}|là|cắt giảm|giảm|tăng)\b[\s,:]*)+(?=\S)",
    re.IGNORECASE,
)
_BASE_TAIL = re.compile(r"\s*(?:so với .*|trở lên.*|trở xuống.*|/năm.*|mỗi năm.*)$", re.IGNORECASE)


@dataclass(slots=True)
class Context:
    """What the measures of a document share: the plan's years, and whether its marks were lost."""

    first: int | None
    last: int | None
    doubtful: bool = False


def of_node(node: Node, context: Context) -> list[Measure]:
    """The commitments in one paragraph of the tree."""
    part = node.part
    if not isinstance(part, Para) or node.kind in _SKIPPED or not _DIGIT.search(part.words):
        return []
    path: tuple[str, ...] | None = None
    found: list[Measure] = []
    for start, end in sentences(part.flat):
        named = ""
        for one in _of_sentence(part.words, part.flat, (start, end), node.kind, context):
            path = path if path is not None else tuple(node.path())
            measure = _measure(one, part, node, path, context)
            if measure.phrase.count(" ") < 1 and named:
                measure = replace(measure, phrase=named)  # "đạt 48.500 tỷ đồng, tăng 12%": of the same thing
            named = measure.phrase
            found.append(measure)
    return found


def of_text(text: str, folded: str, context: Context) -> list["Found"]:
    """The commitments in a text that stands alone, such as the cell of a table."""
    found: list[Found] = []
    if _DIGIT.search(text):
        for start, end in sentences(folded):
            found += _of_sentence(text, folded, (start, end), "target", context)
    return found


def sentences(folded: str) -> list[tuple[int, int]]:
    """Where the sentences of a flat text begin and end; a semicolon ends one too."""
    found, start = [], 0
    for match in _SENTENCE.finditer(folded):
        if match.start() > start:
            found += _short(start, match.start())
        start = match.end()
    if start < len(folded.rstrip()):
        found += _short(start, len(folded))
    return found


def _short(start: int, end: int) -> list[tuple[int, int]]:
    """A sentence, cut where it is longer than any: the work on one grows with the square of its numbers."""
    return [(at, min(end, at + _LONGEST)) for at in range(start, end, _LONGEST)]


@dataclass(slots=True)
class Found:
    """A commitment in a paragraph's words: the number, where its clause begins and ends, base and year."""

    quantity: Quantity
    start: int
    end: int
    baseline: str | None
    due: int | None
    per: str | None


def _of_sentence(text: str, folded: str, place: tuple[int, int], kind: str, context: Context) -> list[Found]:
    start, end = place
    if not _DIGIT.search(folded, start, end):
        return []
    every = quantities.find(text, folded, start, end)
    kept = [one for one in every if _is_promise(folded, start, one, kind, context)]
    found = []
    for index, one in enumerate(kept):
        before = kept[index - 1] if index else None
        after = kept[index + 1] if index + 1 < len(kept) else None
        first = _clause_start(folded, start, before, one)
        last = _clause_end(folded, end, one, after)
        wide = one.comparator in ("reduce", "increase")
        baseline = _baseline(folded, (start, end) if wide else (first, last), one, context)
        due = _due(folded, start, (first, last), one, context)
        per = "year" if re.match(r"\s*(?:/|mot |moi |hang )\s*nam\b", folded[one.end : one.end + 14]) else None
        found.append(Found(one, first, last, baseline, due, per))
    return found


def _is_promise(folded: str, start: int, one: Quantity, kind: str, context: Context) -> bool:
    left = folded[max(start, one.start - 110) : one.start]
    after = folded[one.end : one.end + 40]
    if _PAST.search(left) or _CONDITION.search(left) or _past_year(left, context):
        return False
    if one.unit == "percent":
        return not _CAPITAL.match(after)
    if one.unit == "rank":
        return one.comparator in ("rank", "increase", "reduce") or bool(_CUES.search(left[-48:]))
    if kind == "organisation":
        return bool(_FIRM.search(left)) and one.unit == "count"
    return _is_counted(left, after, one, kind) if one.unit == "count" else _is_measured(left, after, one)


def _is_measured(left: str, after: str, one: Quantity) -> bool:
    if one.unit == "days":
        timed = re.search(r"thoi gian|thoi han|rut ngan|giam|khong qua|toi da", left)
        return bool(timed) and one.comparator != "eq" and not re.search(r"ke tu|tu ngay|tu khi", after)
    if re.match(r"thang|gio|phut", one.unit_text):
        return one.comparator in ("reduce", "increase", "le") and "thoi gian" in left
    return one.comparator != "eq" or bool(_CUES.search(left[-48:]))


def _is_counted(left: str, after: str, one: Quantity, kind: str) -> bool:
    if re.match(r"[\w ,/()-]{0,40}(?:sau|sau day|nhu sau)?\s*:\s*$", after) or re.search(
        r"\bgom(?: co)?\s*$|\btai\s*$", left
    ):
        return False
    if one.comparator in ("reduce", "increase"):
        return True
    if re.search(r"\btu\s*$|\btrong\s*$", left) and one.comparator != "ge":
        return False
    return bool(_CUES.search(left[-48:])) or (kind in ("target", "objective", "mixed") and bool(_HAS.search(left)))


def _past_year(left: str, context: Context) -> bool:
    """ "Năm 2024 đạt 78 %" in a plan for 2025: that is how things were."""
    match = _PAST_YEAR.search(left)
    if match is None or context.first is None or int(match[1]) >= context.first:
        return False
    before, behind = left[: match.start()], match.group()
    return not re.search(r"so voi[^,;]*$|tong luong\s*$", before) and bool(
        re.search(r"\b(?:dat|la|co|chi|chiem|moi|da|duoc)\b", behind)
    )


def _clause_start(folded: str, start: int, before: Quantity | None, one: Quantity) -> int:
    """Where the clause of a number begins: after the clause of the one before, after "trong đó", at the sentence."""
    low = start
    if before is not None:
        low = _border(folded, before, one)
    else:
        colon = folded.rfind(": ", start, one.start)
        if colon >= 0 and colon - start < 160:
            low = colon + 1
    cuts = list(_SPLIT.finditer(folded, low, one.start))
    return cuts[-1].end() if cuts else low


def _border(folded: str, before: Quantity, after: Quantity) -> int:
    """Where one clause ends and the next begins, between two numbers of a sentence."""
    split = _SPLIT.search(folded, before.end, after.start)
    if split:
        return split.start()
    direct = re.compile(r"\s*(?:tro len|tro xuong)?\s*[,:]").match(folded, before.end, after.start)
    if direct:
        return direct.end() - 1
    last = max(folded.rfind(",", before.end, after.start), folded.rfind(" va ", before.end, after.start))
    return last if last >= 0 else before.end


def _clause_end(folded: str, end: int, one: Quantity, after: Quantity | None) -> int:
    if after is not None:
        return _border(folded, one, after)
    split = _SPLIT.search(folded, one.end, end)
    cut = _RIGHT_CUT.search(folded, one.end, end)
    return min(split.start() if split else end, cut.start() if cut else end)


def _baseline(folded: str, place: tuple[int, int], one: Quantity, context: Context) -> str | None:
    start, end = place
    match = _BASE.search(folded, one.end, end) or _BASE.search(folded, start, one.start)
    if match:
        return f"{match['first']}-{match['last']}" if match["last"] else match["first"]
    if _BASE_BEFORE.search(folded, start, end) and context.first is not None and context.first == context.last:
        return str(context.first - 1)
    if one.comparator in ("reduce", "increase"):
        day = _BASE_DAY.search(folded, start, end)
        if day and (context.first is None or int(day["year"]) < context.first):
            return day["year"]
    return None


def _due(folded: str, sentence: int, clause: tuple[int, int], one: Quantity, context: Context) -> int | None:
    """The year that the words set: nearest before the number in its clause, then after it, then in the sentence."""
    start, end = clause
    before = _years(folded, start, one.start, context)
    after = _years(folded, one.end, end, context)
    if before:
        return before[-1]
    if after:
        return after[0]
    lead = _years(folded, sentence, start, context)
    return lead[-1] if lead else None


def _years(folded: str, start: int, end: int, context: Context) -> list[int]:
    found = []
    for match in _YEAR.finditer(folded, start, end):
        year = int(match["year"])
        if _NOT_DUE.search(folded[max(0, match.start("how") - 70) : match.start("how")]):
            continue
        if context.first is not None and year < context.first:
            continue
        if context.last is not None and year > context.last and not match["how"].startswith("den"):
            continue
        found.append(year)
    return found


def _measure(found: Found, part: Para, node: Node, path: tuple[str, ...], context: Context) -> Measure:
    start, end = trim(part.words, found.start, found.end)
    one = found.quantity
    due = found.due or node.due
    return Measure(
        id="",
        quote=part.words[start:end],
        phrase=phrase(part.words, start, end, one),
        area=node.area or _area(part.flat, start, end),
        comparator=one.comparator,
        value=one.value,
        upper=one.upper,
        unit=one.unit,
        unit_text=part.words[one.end - len(one.unit_text) : one.end] if one.unit != "rank" else one.unit_text,
        per=found.per,
        baseline=found.baseline,
        due=due,
        due_stated=found.due is not None or node.stated or context.first == context.last,
        kind=node.kind,
        span=Span(part.begin + start, part.begin + end),
        page=part.page,
        path=path,
        needs_person=context.doubtful,
    )


def _area(folded: str, start: int, end: int) -> str:
    """The content of a commitment whose section names none: what its clause is about, else its paragraph."""
    area = areas.of_sentence(folded[start:end])
    if area != "general":
        return area
    first, last = max(0, start - _LONGEST // 4), min(len(folded), end + _LONGEST // 4)
    stop = _SENTENCE.search(folded, end, last)
    return areas.of_sentence(folded[max(first, folded.rfind(". ", first, start) + 1) : stop.start() if stop else last])


def trim(words: str, start: int, end: int) -> tuple[int, int]:
    """A clause without the joins and stops at its ends."""
    lead = _LEAD.match(words[start:end])
    start += lead.end() if lead else 0
    return start, start + len(words[start:end].rstrip(" ,;:."))


def phrase(words: str, start: int, end: int, one: Quantity) -> str:
    """What is measured: the clause without number, unit, comparison and base."""
    at = max(start, one.start)
    near = max(start, at - 60)
    left = (words[start:near] + _PHRASE_END.sub("", words[near:at])).strip(" ,")
    left = re.sub(r"\s+từ \d[\d.,]*\s?(?:%|ngày|giờ|tháng|điểm)?$", "", _PHRASE_START.sub("", left).strip(" ,"))
    right = _BASE_TAIL.sub("", words[one.end : end]) if one.end < end else ""
    right = re.sub(r"^\s*(?:trở lên|trở xuống)\s*", "", right).strip(" ,")
    if one.unit not in ("percent", "rank", "points", "days"):
        right = f"{words[one.end - len(one.unit_text) : one.end]} {right}".strip()
    both = f"{left} {right}".strip()
    return (both or words[start:end])[:240]


def number_all(found: Sequence[Measure]) -> list[Measure]:
    """The measures with their ids, in reading order."""
    return [replace(one, id=f"m{place}") for place, one in enumerate(found, 1)]
