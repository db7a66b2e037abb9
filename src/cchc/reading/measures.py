"""Quantified commitments: each number that is promised, with its comparison, unit, base, year, and what it is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cchc.reading import areas, clauses, due_years, promised, quantities
from cchc.reading.flat import is_upper
from cchc.reading.flow import Para
from cchc.reading.items import Measure, Span, changed
from cchc.reading.keyed import Keyed
from cchc.reading.outline import Node
from cchc.reading.promised import Context
from cchc.reading.quantities import Quantity

_FIGURE = re.compile(r"[0-9]")
_IN_WORDS = tuple(  # one by one: each is tried only where its own keys stand
    map(
        Keyed,
        (
            r"phan tram",
            r"(?:toi thieu|it nhat|toi da|khong qua|khong duoi) [a-z]",
            r"\b(?:nhom|top) (?:hai|ba|bon|nam|sau|bay|tam|chin|muoi) ",
            r"\b(?:giam|tang|bot|rut ngan)\b[^,;.]{0,30}\b(?:mot nua|phan (?:hai|ba|tu|bon|nam))\b",
            r"\bgap (?:\w+ ){0,2}(?:doi|ruoi|hai|ba|bon)\b",
            r"\bnhan doi\b",
            r"\b(?:hai|ba|bon|nam|sau|muoi) lan\b",
        ),
    )
)
_TITLE = 30  # letters that tell a title in capitals
_SKIPPED = frozenset(("preamble", "context", "other", "reporting", "funding", "annex"))
_BASE = Keyed(
    r"(?<!chi )\bso (?:(?:voi|cung ky)\s+(?P<what>[^,;.%(]{0,60}?)|(?=nam 20))(?:nam|giai doan|ky)\s*"
    r"(?P<first>20\d\d)(?:\s*-\s*(?P<last>20\d\d))?"
)
_BASE_BEFORE = Keyed(
    r"(?:so voi|cung ky)\s+(?:[^,;.%]{0,30}?)nam (?:truoc|ngoai)|so voi (?:thuc hien )?cung ky(?! (?:nam|\d))"
)
_OWN_BASE = Keyed(r"\bso voi (?:quy dinh|hien (?:nay|hanh|tai)|truoc|ke hoach|du toan|thoi (?:gian|han))")
_BASE_DAY = Keyed(r"(?:den het ngay|den ngay|tai thoi diem)\s*\d{1,2}/\d{1,2}/(?P<year>20\d\d)")
_BASE_LEVEL = Keyed(
    r"(?:\bmuc (?:da )?(?:duoc )?(?:quyet toan|thuc hien|su dung|tieu thu|chi|giao|dat)|\b(?:thap|cao) hon)"
    r"(?: (?!nam\b)[a-z]+){0,4} nam (?P<year>20\d\d)"
)
_LISTED = Keyed(r"(?:,|\bva)\s*(?:giam |cat giam )?(?:it nhat |toi thieu |tren )?$")
# A lead-in that sets a change for the items below it, and an item that is only a label and a number.
_CHANGE = re.compile(
    r"\b(cắt giảm|giảm|rút ngắn|tăng)(?! cường| nghèo| thiểu| nhẹ| trưởng)\b"
    r"(?!.*(?:\d\s?%|\b(?:đạt|chỉ tiêu|mục tiêu|nhiệm vụ|giải pháp|còn|xuống|lên)\b)).*:$"
)
_PART_OF_CHANGE = re.compile(
    r"\W*(?!t[yi] le|so |muc |chi so|dat |co )[^:;.,%\d]{3,80}:\s*(?:(?:tu|toi thieu|it nhat|khoang|tren) )*"
)
_AMONG = re.compile(r"\W*trong (?:so )?(?:do|nay)\b")  # "Trong số này …": of what the sentence before promises
_SERIES = re.compile(r"(?:[Nn]ăm )?20\d\d\s*[:-]\s*(?:(?:trên|từ|đạt|khoảng|tối thiểu) )*[\d.,]+\s*(?:%|\w+(?: \w+)?)")
_TELLS_YEAR = Keyed(r"\bnam (?P<year>20\d\d)\s*:")
_TIMES_OF = re.compile(r"\s*(?:(?:so voi|cua) )?(?:thuc hien )?nam (?P<year>20\d\d)\b")  # "gấp 1,5 lần năm 2027"
_COMPARED = Keyed(r"so voi\b[^,;]*$|\b(?:thap|cao) hon\b[^,;]*$")
_A_YEAR = re.compile(r"\s*(?:/|mot |moi |hang )\s*nam\b")

_TOLD_AROUND = frozenset(("procedures", "digital"))  # what the sentence around says in a plan outside the reform
_LABEL = re.compile(r"\W*(?:ve )?([^:;.\d%]{4,80}):")
_PROCEDURE = Keyed(r"thu tuc hanh chinh|\btthc\b|ho so (?:nop|tiep nhan) truc tuyen")


@dataclass(slots=True)
class Found:
    """A commitment in a paragraph's words: the number, where its clause begins and ends, base and year."""

    quantity: Quantity
    start: int
    end: int
    baseline: str | None
    due: int | None
    per: str | None


def _is_numbered(folded: str) -> bool:
    """Whether there may be a number, in figures or in words."""
    return _FIGURE.search(folded) is not None or any(pattern.search(folded) for pattern in _IN_WORDS)


def _is_title(part: Para) -> bool:
    """Whether words are a title in capitals ("37 NHIỆM VỤ TRỌNG TÂM"), which promises nothing."""
    return part.marker is None and is_upper(part.words[:_TITLE])


def _numbered(folded: str) -> Iterator[tuple[int, int, bool]]:
    """The sentences that hold a number, and whether only semicolons part each from the one before it."""
    goes_on = True
    worded: list[Keyed] | None = None  # the patterns that stand anywhere in the text
    for start, end in clauses.sentences(folded):
        goes_on = goes_on and folded.startswith(";", max(start - 1, 0))
        figured = _FIGURE.search(folded, start, end) is not None
        if not figured and worded is None:
            worded = [pattern for pattern in _IN_WORDS if pattern.search(folded)]
        if figured or any(pattern.search(folded, start, end) for pattern in worded or ()):
            yield start, end, goes_on
            goes_on = True


def of_node(node: Node, context: Context) -> list[Measure]:
    """The commitments in one paragraph of the tree."""
    part = node.part
    if not isinstance(part, Para) or node.kind in _SKIPPED or _is_title(part) or not _is_numbered(part.flat):
        return []
    found: list[Measure] = []
    opened: int | None = None  # the year that leads a sentence and the clauses behind its semicolons
    named = ""  # what the number before is about
    past: int | None = None  # where what was reached in a year before the plan begins to be told
    for start, end, linked in _numbered(part.flat):
        goes_on = linked
        if found and _AMONG.match(part.flat, start, end):
            opened = found[-1].due
        elif not goes_on:
            opened, past = due_years.leading(part.flat, start, end, context), None
        else:
            opened = due_years.leading(part.flat, start, end, context) or opened  # "…; đến năm 2030, …; …"
        past = past if past is not None else _told_from(part.flat, start, end, context)
        named = named if goes_on else ""
        for one in _of_sentence(part.words, part.flat, (start, end), node.kind, context):
            if past is not None and one.quantity.start >= past and "phan dau" not in part.flat[past : one.end]:
                continue
            one.due = one.due or opened
            change = _under_change(node, one, part.flat)
            if change is not None:
                one.quantity = replace(one.quantity, comparator=change)
            one.baseline = one.baseline or _base_above(node, one)
            measure = _measure(one, part, node, context)
            same = _SERIES.fullmatch(measure.quote) if goes_on else measure.phrase.count(" ") < 1 or _is_bare(measure)
            if named and same:
                measure = changed(measure, phrase=named)  # "đạt 48.500 tỷ đồng, tăng 12%": of the same thing
            if _is_bare(measure) and node.parent is not None and node.parent.introduces:
                measure = changed(measure, phrase=node.parent.words.rstrip(" :"))  # "Tỷ lệ …: - Năm 2027 - 40%"
            named, goes_on = measure.phrase, False
            found.append(measure)
    return found


def _under_change(node: Node, found: Found, folded: str) -> str | None:
    """The change that a lead-in sets for its items ("Giảm tiêu hao so với năm 2025: - Dệt may: 5%")."""
    above = node.parent
    if above is None or not above.introduces or found.quantity.comparator not in ("eq", "ge"):
        return None
    change = _CHANGE.search(above.words.lower())
    if change is None or not _PART_OF_CHANGE.fullmatch(folded, 0, found.quantity.start):
        return None
    return "increase" if change[1] == "tăng" else "reduce"


def _base_above(node: Node, found: Found) -> str | None:
    """What a lead-in compares the changes of its items with."""
    above = node.parent
    if above is None or not above.introduces or found.quantity.comparator not in ("reduce", "increase"):
        return None
    return _years_of(_BASE.search(above.flat))


def _years_of(base: re.Match[str] | None) -> str | None:
    """The year or the years of a base."""
    return None if base is None else f"{base['first']}-{base['last']}" if base["last"] else base["first"]


def _told_from(folded: str, start: int, end: int, context: Context) -> int | None:
    """Where a sentence begins to tell of a year before the plan's ("Kết quả năm 2026: …"); None where it does not."""
    if folded.find(":", start, end) < 0:
        return None
    for match in _TELLS_YEAR.finditer(folded, start, end):
        before = folded[max(start, match.start() - 60) : match.start()]
        if context.first is not None and int(match["year"]) < context.first and not _COMPARED.search(before):
            return match.end()
    return None


def _is_bare(measure: Measure) -> bool:
    """Whether the clause of a number says nothing of what is measured ("tăng 12% so với năm 2025", "(giảm 40%)")."""
    return measure.phrase == measure.quote or not re.search(r"[^\W\d_]", measure.phrase)


def of_text(text: str, folded: str, context: Context) -> list[Found]:
    """The commitments in a text that stands alone, such as the cell of a table."""
    found: list[Found] = []
    if _is_numbered(folded):
        for start, end, _ in _numbered(folded):
            found += _of_sentence(text, folded, (start, end), "target", context)
    return found


def _of_sentence(text: str, folded: str, place: tuple[int, int], kind: str, context: Context) -> list[Found]:
    start, end = place
    every = quantities.find(text, folded, start, end)
    if not every or promised.is_done(text, folded, start, end, context):
        return []
    kept: list[Quantity] = []
    for previous, one in zip((None, *every), every, strict=False):
        if (not kept or previous is not kept[-1]) and promised.goes_on(folded, one, previous):
            continue
        if promised.is_size_of_last(folded, one, previous) or promised.is_rank_of_last(folded, one, previous):
            continue
        with_last = promised.goes_with(folded, one, kept[-1] if kept else None, kind)
        promises = with_last or promised.is_promise((text, folded), start, one, kind, context)
        if promises and not promised.is_told(text, one):
            kept.append(one)
    found = []
    for index, one in enumerate(kept):
        before = kept[index - 1] if index else None
        after = kept[index + 1] if index + 1 < len(kept) else None
        first = clauses.clause_start(folded, start, before, one)
        last = clauses.clause_end(folded, end, one, after)
        compared = _OWN_BASE.search(folded, one.end, last) is not None
        wide = one.comparator in ("reduce", "increase") and not compared
        baseline = _baseline(folded, (start, end) if wide else (first, last), one, context)
        due = due_years.of_number(folded, start, (first, last), one, context)
        per = "year" if _A_YEAR.match(folded, one.end, one.end + 14) else None
        found.append(Found(one, first, last, baseline, due, per))
    _share_year(folded, found)
    return found


def _share_year(folded: str, found: Sequence[Found]) -> None:
    """Gives the year behind the last of a list to those before it ("giảm 30% thời gian, 30% chi phí đến năm 2027")."""
    for one, after in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        alike = (one.quantity.comparator, one.quantity.unit) == (after.quantity.comparator, after.quantity.unit)
        if one.due is None and alike and _LISTED.search(folded, one.quantity.end, after.quantity.start):
            one.due = after.due


def _baseline(folded: str, place: tuple[int, int], one: Quantity, context: Context) -> str | None:
    start, end = place
    times = _TIMES_OF.match(folded, one.end, end) if one.unit_text == "lan" else None
    if times is not None:
        return times["year"]
    if any(folded.find(words, start, end) >= 0 for words in ("so voi", "so cung ky", "so nam 20")):
        years = _years_of(_BASE.search(folded, one.end, end) or _BASE.search(folded, start, one.start))
        if years:
            return years
    if (
        (folded.find("so voi", start, end) >= 0 or folded.find("cung ky", start, end) >= 0)
        and _BASE_BEFORE.search(folded, start, end)
        and context.first is not None
        and context.first == context.last
    ):
        return str(context.first - 1)
    level = _BASE_LEVEL.search(folded, start, end)
    if level is not None and context.first is not None and int(level["year"]) < context.first:
        return level["year"]
    if one.comparator in ("reduce", "increase"):
        day = _BASE_DAY.search(folded, start, end)
        if day and (context.first is None or int(day["year"]) < context.first):
            return day["year"]
    return None


def _measure(found: Found, part: Para, node: Node, context: Context) -> Measure:
    start, end = clauses.trim(part.words, found.start, found.end)
    one = found.quantity
    due = found.due or node.due
    area = (
        node.area
        or _labelled(part.flat, reform=context.reform)
        or _area(part.flat, start, end, reform=context.reform or node.of_reform)
    )
    return Measure(
        id="",
        quote=part.words[start:end],
        phrase=clauses.phrase(part.words, part.flat, start, end, one),
        area=context.usual if area == "general" and one.unit != "count" else area,
        comparator=one.comparator,
        value=one.value,
        upper=one.upper,
        unit=one.unit,
        unit_text=printed_unit(part.words, one),
        per=found.per,
        baseline=found.baseline,
        due=due,
        due_stated=found.due is not None or node.stated or context.first == context.last,
        kind=node.kind,
        span=Span(part.begin + start, part.begin + end),
        page=part.page,
        path=node.path(),
        needs_person=context.doubtful,
    )


def printed_unit(words: str, one: Quantity) -> str:
    """The unit of a number as the words print it; of a multiple "lần", whatever its words."""
    if one.unit == "rank":
        return one.unit_text
    return "lần" if one.unit_text == "lan" else words[one.end - len(one.unit_text) : one.end]


def _labelled(folded: str, *, reform: bool) -> str | None:
    """The area that an item's own label names ("Về chính quyền số: …; …"), in a plan of reform."""
    label = _LABEL.match(folded) if reform else None
    return areas.of_heading(label[1]) if label else None


def _area(folded: str, start: int, end: int, *, reform: bool) -> str:
    """The content of a commitment whose section names none: what its clause is about, else its paragraph."""
    area = areas.of_sentence(folded[start:end], reform=reform)
    first, last = max(0, start - clauses.LONGEST // 4), min(len(folded), end + clauses.LONGEST // 4)
    if not reform:
        first = max(first, folded.rfind(";", first, start) + 1)
    stop = clauses.SENTENCE.search(folded, end, last)
    whole = folded[max(first, folded.rfind(". ", first, start) + 1) : stop.start() if stop else last]
    if area == "general" and "hai long" not in folded[start:end] and not areas.is_index(folded[start:end]):
        around = areas.of_sentence(whole, reform=reform)
        return around if reform or around in _TOLD_AROUND else area
    if area == "digital" and "thanh toan truc tuyen" in folded[start:end] and _PROCEDURE.search(whole):
        return "procedures"  # paying for what the sentence says of procedures
    return area


def number_all(found: Sequence[Measure]) -> list[Measure]:
    """The measures with their ids, in reading order."""
    return [changed(one, id=f"m{place}") for place, one in enumerate(found, 1)]
