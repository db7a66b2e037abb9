"""Targets: unit, due year, owner, duplicates and contradictions."""

import re
from collections.abc import Iterator, Sequence

from cchc.reading import document
from cchc.reading.flow import Para
from cchc.reading.items import Finding, Measure, Span
from cchc.reading.keyed import Keyed
from cchc.reading.linter.alike import candidates, neighbours
from cchc.reading.linter.base import Checked, finding
from cchc.reading.linter.owners import area_names, owned_areas

_BARE = Keyed(
    r"\b(?:ty le|muc do|chi so|so luong|diem)\b[^.;%]{4,150}?\b(?:dat|toi thieu|it nhat|tren"
    r"|tu)\s+(?P<num>\d{1,3}(?:,\d+)?)(?=\s*(?:tro len\s*)?(?:[.;,](?!\d)|$))"
)

_COUNTED = re.compile(
    r"\b(?!20\d\d\b)\d+ +(?:(?:cac|so|nhung|tong) +)*([a-z]+(?: +[a-z]+)?)"
)  # on the copy without signs
_RANKED = re.compile(r"\b(?:chi so|index|pci|papi|sipas|dti|ddci|pgi|pii|xep hang|thu hang|ve)\b")
_SENTENCE = 400  # letters before a target in which its sentence begins
_NO_FIGURES = dict.fromkeys(map(ord, "0123456789"))
# Words that set two targets apart although all others are the same.
_APART = re.compile(r"\b(?:noi bo|cap (?:tinh|xa|huyen|so)|mot phan|toan trinh|truc tuyen|nam \d{4}|moi|cu)\b")


def findings(checked: Checked) -> Iterator[Finding]:
    """All rules on targets."""
    yield from _units(checked)
    yield from _years(checked)
    yield from _owners(checked)
    yield from _pairs(checked)


def _units(checked: Checked) -> Iterator[Finding]:
    for node in checked.root.walk():
        part = node.part
        if not isinstance(part, Para) or node.kind not in ("objective", "target", "mixed", "task"):
            continue
        for match in _BARE.finditer(part.flat):
            span = Span(part.begin + match.start("num"), part.begin + match.end("num"))
            vi = f"Chỉ tiêu “{match['num']}” không có đơn vị tính."
            yield finding("target.unit-missing", "warning", span, (vi, f"The target “{match['num']}” has no unit."))


_EVERY = Keyed(
    r"\b(?:hang|moi|tung) (?:nam|quy|thang|tuan|ngay)\b|/ ?(?:quy|thang|tuan)\b"
)  # such a target is due again and again


def _years(checked: Checked) -> Iterator[Finding]:
    """target.due-missing (one for the targets under a heading), target.due-outside-period."""
    first_year, folded = document.begins(checked.reading.document), checked.flow.flat
    groups: dict[tuple[str, ...], list[Measure]] = {}
    for one in checked.reading.measures:
        if (
            one.per is None
            and (one.due is None or not one.due_stated)
            and not _EVERY.search(folded, _sentence(folded, one), one.span.end)
        ):
            groups.setdefault(one.path, []).append(one)
        elif first_year is not None and one.due is not None and one.due < first_year:
            vi, en = f"Năm phải đạt {one.due} trước thời kỳ của văn bản.", f"The year {one.due} is before the plan's."
            yield finding("target.due-outside-period", "warning", one.span, (vi, en))
    for group in groups.values():
        first, count = group[0], len(group)
        vi = "Chỉ tiêu này" if count == 1 else f"{count} chỉ tiêu từ đây trong mục này"
        en = "This target names" if count == 1 else f"{count} targets under this heading name"
        vi += " chưa nêu năm phải đạt" + (f"; tạm hiểu là {first.due}." if first.due else ".")
        en += " no year" + (f"; the last year of the plan, {first.due}, is taken." if first.due else ".")
        yield finding("target.due-missing", "info", first.span, (vi, en))


def _sentence(folded: str, one: Measure) -> int:
    """Where the sentence of a target begins: "các chỉ tiêu hằng năm là: …; …" is said of all of them."""
    first = max(0, one.span.start - _SENTENCE)
    return max(first, *(folded.rfind(mark, first, one.span.start) for mark in (". ", "\n")))


def _owners(checked: Checked) -> Iterator[Finding]:
    owned = owned_areas(checked)
    if owned is None or checked.reading.document.kind == "report":
        return
    groups: dict[str, list[Measure]] = {}
    for one in checked.reading.measures:
        if one.row is None and one.area not in owned:
            groups.setdefault(one.area, []).append(one)
    for area, group in groups.items():
        vi_name, en_name = area_names(area)
        vi = f"{len(group)} chỉ tiêu về {vi_name} chưa có đơn vị chịu trách nhiệm."
        en = f"{len(group)} targets on {en_name} have no unit in charge."
        yield finding("target.owner-missing", "info", group[0].span, (vi, en))


def _pairs(checked: Checked) -> Iterator[Finding]:
    """Targets said twice, and targets on one thing that differ."""
    measures = [one for one in checked.reading.measures if one.row is None]
    texts = [checked.flow.bare[one.span.start : one.span.end] for one in measures]
    known: dict[int, tuple[set[str], frozenset[int]]] = {}
    for earlier, later in candidates([text.split() for text in texts]):
        first, second = measures[earlier], measures[later]
        if first.span == second.span or (first.kind == "annex") != (second.kind == "annex"):
            continue  # two figures of one cell; a table behind the plan repeats what the plan says
        if _names_another(texts[earlier], texts[later]) or (
            first.unit == "rank" and not _is_named(texts, earlier, later)
        ):
            continue
        if first.unit != second.unit or first.due != second.due or first.per != second.per:
            continue
        for place in (earlier, later):
            if place not in known:
                words = texts[place].translate(_NO_FIGURES).split()
                known[place] = set(_APART.findall(texts[place])), neighbours(words)
        if known[earlier][0] == known[later][0]:
            yield from _pair(first, second, known[earlier][1], known[later][1])


def _is_named(texts: Sequence[str], *places: int) -> bool:
    """Whether each of two ranks says of what it is one ("xếp 5/14 tỉnh" alone does not)."""
    return all(_RANKED.search(texts[place]) for place in places)


def _names_another(one: str, other: str) -> bool:
    """Whether what stands behind the first number of each is not the same thing."""
    mine, theirs = _COUNTED.search(one), _COUNTED.search(other)
    return mine is not None and theirs is not None and mine[1] != theirs[1]


def _pair(first: Measure, second: Measure, mine: frozenset[int], theirs: frozenset[int]) -> Iterator[Finding]:
    least, shared = min(len(mine), len(theirs)), len(mine & theirs)
    if least < 4:
        return
    if first.value == second.value and first.comparator == second.comparator and shared >= 0.75 * least:
        vi = f"Chỉ tiêu này gần như trùng với “{first.quote[:90]}”."
        en = f"This target nearly repeats “{first.quote[:90]}”."
        yield finding("target.duplicate", "info", second.span, (vi, en))
    elif first.value != second.value and shared >= 0.85 * len(mine | theirs):
        vi = f"Hai chỉ tiêu về cùng một việc khác nhau: “{first.quote[:90]}”."
        en = f"Two targets on the same thing differ: “{first.quote[:90]}”."
        yield finding("target.contradiction", "error", second.span, (vi, en))
