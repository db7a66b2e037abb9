"""How near a reading comes to an annotation of the same document (the measures of `make eval`).

Items are paired one to one, the most alike first. A pair counts as right when its texts overlap enough; a measure must
also have the value and unit, and counts as strictly right only with comparison and due year. F1 is over counts summed
up over documents.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Item = Mapping[str, Any]
KINDS = ("citations", "measures", "measures_strict", "tasks", "duties", "reporting")
_WORDS = re.compile(r"\w+|%")


@dataclass
class Score:
    """Counts of one document or of many: right, found and annotated for each kind; right and paired for fields."""

    counts: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Adds the counts of another document."""
        for kind, (right, found, gold) in other.counts.items():
            before = self.counts.get(kind, (0, 0, 0))
            self.counts[kind] = (before[0] + right, before[1] + found, before[2] + gold)
        for name, (right, paired) in other.fields.items():
            old = self.fields.get(name, (0, 0))
            self.fields[name] = (old[0] + right, old[1] + paired)
        self.failures += other.failures

    def f1(self, kind: str) -> float:
        """F1 of a kind; 1 when there is nothing to find and nothing was found."""
        right, found, gold = self.counts.get(kind, (0, 0, 0))
        return 2 * right / (found + gold) if found + gold else 1.0

    def share(self, name: str) -> float:
        """Share of paired items whose field is right; 1 when none was paired."""
        right, paired = self.fields.get(name, (0, 0))
        return right / paired if paired else 1.0


def evaluate(found: Item, gold: Item) -> Score:
    """The score of one reading (`Reading.as_json()`) against its annotation."""
    score = Score()
    _citations(found, gold, score)
    _measures(found, gold, score)
    for kind in ("tasks", "duties"):
        pairs = _pair(found[kind], gold[kind], lambda one, other: _jaccard(_head(one), _head(other)), 0.6)
        _count(score, kind, pairs, found[kind], gold[kind])
        for one, other in pairs:
            if kind == "tasks":
                _field(score, "task area", one, other, "area")
            else:
                _tally(score, "duty unit", right=_overlap(one.get("unit"), other.get("unit")) >= 0.8)
    pairs = _pair(found["reporting"], gold["reporting"], _reports_alike, 0.5)
    _count(score, "reporting", pairs, found["reporting"], gold["reporting"])
    for name in ("kind", "number", "issued_on", "period"):
        _field(score, f"document {name}", found["document"], gold["document"], name)
    if "rows" in gold:
        _rows(found["rows"], gold["rows"], score)
    return score


def _citations(found: Item, gold: Item, score: Score) -> None:
    mine = {_number(one["number"]): one for one in found["citations"]}
    theirs = {_number(one["number"]): one for one in gold["citations"]}
    both = mine.keys() & theirs.keys()
    score.counts["citations"] = (len(both), len(mine), len(theirs))
    score.failures += [f"citations: not there: {number}" for number in mine.keys() - theirs.keys()]
    score.failures += [f"citations: missed: {number}" for number in theirs.keys() - mine.keys()]
    for number in both:
        _field(score, "citation date", mine[number], theirs[number], "date")
        _field(score, "citation kind", mine[number], theirs[number], "kind")


def _measures(found: Item, gold: Item, score: Score) -> None:
    pairs = _pair(found["measures"], gold["measures"], _measures_alike, 0.5)
    _count(score, "measures", pairs, found["measures"], gold["measures"])
    strict = sum(all(one.get(name) == other.get(name) for name in ("comparator", "due")) for one, other in pairs)
    score.counts["measures_strict"] = (strict, len(found["measures"]), len(gold["measures"]))
    for one, other in pairs:
        for name in ("comparator", "due", "baseline", "area"):
            _field(score, name, one, other, name)


def _rows(found: Sequence[Item], gold: Sequence[Item], score: Score) -> None:
    pairs = _pair(found, gold, lambda one, other: _jaccard(_words(one["task"]), _words(other["task"])), 0.5)
    _count(score, "rows", pairs, found, gold, name="task")
    exact = 0
    for one, other in pairs:
        same = all(_plain(one[name]) == _plain(other[name]) for name in ("task", "deadline_text", "lead"))
        exact += same
        if not same:
            score.failures.append(f"rows: not exact: {one['task'][:70]}")
    score.counts["rows_exact"] = (exact, len(found), len(gold))


def _plain(value: Any) -> str:
    return " ".join("; ".join(value).split()) if isinstance(value, (list, tuple)) else " ".join(str(value).split())


def _pair(
    found: Sequence[Item], gold: Sequence[Item], alike: Callable[[Item, Item], float], least: float
) -> list[tuple[Item, Item]]:
    scores = [(alike(one, other), i, j) for i, one in enumerate(found) for j, other in enumerate(gold)]
    taken: set[int] = set()
    given: set[int] = set()
    pairs = []
    for score, i, j in sorted(scores, key=lambda three: (-three[0], three[1], three[2])):
        if score < least:
            break
        if i not in taken and j not in given:
            taken.add(i)
            given.add(j)
            pairs.append((found[i], gold[j]))
    return pairs


def _count(
    score: Score,
    kind: str,
    pairs: Sequence[tuple[Item, Item]],
    found: Sequence[Item],
    gold: Sequence[Item],
    *,
    name: str = "quote",
) -> None:
    score.counts[kind] = (len(pairs), len(found), len(gold))
    mine, theirs = {id(one) for one, _ in pairs}, {id(other) for _, other in pairs}
    score.failures += [f"{kind}: not there: {one[name][:90]}" for one in found if id(one) not in mine]
    score.failures += [f"{kind}: missed: {other[name][:90]}" for other in gold if id(other) not in theirs]


def _field(score: Score, label: str, one: Item, other: Item, name: str) -> None:
    right = str(one.get(name)) == str(other.get(name))
    _tally(score, label, right=right)
    if not right:
        where = str(other.get("quote") or other.get("number") or "")[:70]
        score.failures.append(f"{label}: {one.get(name)!r}, annotated {other.get(name)!r}: {where}")


def _tally(score: Score, label: str, *, right: bool) -> None:
    before = score.fields.get(label, (0, 0))
    score.fields[label] = (before[0] + right, before[1] + 1)


def _measures_alike(one: Item, other: Item) -> float:
    if one["unit"] != other["unit"] or float(one["value"]) != float(other["value"]):
        return 0.0
    overlap = _overlap(one["quote"], other["quote"])
    if overlap < 0.5:
        return 0.0
    near = _jaccard(_words(one["quote"]), _words(other["quote"]))
    return overlap + 0.3 * near + 0.05 * (one.get("due") == other.get("due"))


def _reports_alike(one: Item, other: Item) -> float:
    if sorted(one["cadence"]) != sorted(other["cadence"]) or one.get("day") != other.get("day"):
        return 0.0
    return 0.5 + 0.5 * _overlap(one["quote"], other["quote"])


def _words(text: str | None) -> list[str]:
    return _WORDS.findall(re.sub(r"-\s+", "-", unicodedata.normalize("NFC", text or "").lower()))


def _head(item: Item) -> list[str]:
    return _words(item["quote"])[:12]


def _overlap(one: str | None, other: str | None) -> float:
    mine, theirs = Counter(_words(one)), Counter(_words(other))
    least = min(mine.total(), theirs.total())
    return (mine & theirs).total() / least if least else 0.0


def _jaccard(one: Sequence[str], other: Sequence[str]) -> float:
    mine, theirs = Counter(one), Counter(other)
    both = (mine | theirs).total()
    return (mine & theirs).total() / both if both else 0.0


def _number(text: str) -> str:
    return re.sub(r"\s+", "", text.upper()).replace("Đ", "D")
