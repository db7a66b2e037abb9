"""Which indicator a phrase of a plan speaks of: words and pairs of words compared, rare ones weighing more.

Each phrase of the catalogue is a set of features: its syllables and its pairs of neighbouring syllables, folded, with
abbreviations written out. A feature weighs log((1 + N) / (1 + n)) + 1, n of the N indicators having it. The likeness of
two phrases is the cosine of their weights, mixed with the share of the catalogue's phrase that is found again, since a
plan wraps its measure in more words. Unit, kind of change and content then raise or lower it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from cchc.common.text import fold, nfc

from .definition import Content, Definition, Formula, Unit

_ABBREVIATIONS = {
    "tthc": "thủ tục hành chính",
    "cchc": "cải cách hành chính",
    "qppl": "quy phạm pháp luật",
    "vbqppl": "văn bản quy phạm pháp luật",
    "cbcc": "cán bộ công chức",
    "cbccvc": "cán bộ công chức viên chức",
    "ccvc": "công chức viên chức",
    "nld": "người lao động",
    "dvc": "dịch vụ công",
    "dvctt": "dịch vụ công trực tuyến",
    "dvcqg": "dịch vụ công quốc gia",
    "dvsn": "đơn vị sự nghiệp",
    "dvsncl": "đơn vị sự nghiệp công lập",
    "pakn": "phản ánh kiến nghị",
    "nsnn": "ngân sách nhà nước",
    "csdl": "cơ sở dữ liệu",
    "cds": "chuyển đổi số",
    "cntt": "công nghệ thông tin",
    "ubnd": "ủy ban nhân dân",
    "hdnd": "hội đồng nhân dân",
    "vtvl": "vị trí việc làm",
}
# Words that state the comparison, not the thing measured, and words that join.
_EMPTY = frozenset(
    ["dat", "va", "cua", "cac", "cho", "duoc", "theo", "ve", "voi", "trong", "la", "phai", "nhung", "den", "nam",
     "tren", "duoi", "qua", "nay", "do"]
)  # fmt: skip
_EMPTY_PAIRS = frozenset(
    ["tiep tuc", "dong thoi", "phan dau", "toi thieu", "it nhat", "tro len", "bao dam", "dam bao", "thuc hien",
     "duy tri", "ty le"]
)  # fmt: skip
# Spoken of by another name: the four levels of online service of before 2022.
_OLD_LEVELS = (
    (re.compile(r"mức độ 3(,| và| hoặc) 4"), "một phần và toàn trình"),
    (re.compile(r"mức độ 4"), "toàn trình"),
)
_RANKED = re.compile(r"\b(thu hang|xep hang|vi tri xep|nhom \d+ .*dan dau|tang \S+ \d+ bac)\b")
_CUT = re.compile(r"\b(cat giam|giam (it nhat |toi thieu |binh quan )?\d)")
_WORD = re.compile(r"\w+")
_PAIR, _SINGLE = 1.0, 0.45
_ENOUGH = 0.12


@dataclass(frozen=True)
class Suggestion:
    """An indicator with how well it fits (0 to 1) and why."""

    code: str
    score: float
    words: tuple[str, ...]  # runs of words the phrase shares with the indicator, the weightiest first
    same_content: bool
    same_unit: bool

    def why(self, language: str = "vi") -> str:
        """The reason in one sentence."""
        quoted = ", ".join(f"“{words}”" for words in self.words)
        if language.startswith("en"):
            more = [", same content"] * self.same_content + [", same unit"] * self.same_unit
            return f"Shares {quoted}{''.join(more)}."
        more = [", cùng nội dung"] * self.same_content + [", cùng đơn vị tính"] * self.same_unit
        return f"Cùng nói về {quoted}{''.join(more)}."


@dataclass(frozen=True)
class _Phrase:
    place: int  # of the indicator in the catalogue
    words: tuple[str, ...]  # as written
    keys: tuple[str, ...]  # folded
    features: frozenset[str]


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, lower case, abbreviations written out, words without content left out."""
    lower = nfc(text).lower()
    for pattern, modern in _OLD_LEVELS:
        lower = pattern.sub(modern, lower)
    words: list[str] = []
    for word in _WORD.findall(lower):
        words += _ABBREVIATIONS.get(fold(word), word).split()
    return tuple(_without_empty_words(words))


def _without_empty_words(words: Sequence[str]) -> Iterator[str]:
    place = 0
    while place < len(words):
        if " ".join(fold(word) for word in words[place : place + 2]) in _EMPTY_PAIRS:
            place += 2
            continue
        if fold(words[place]) not in _EMPTY and not words[place].isdigit():
            yield words[place]
        place += 1


def hints(phrase: str) -> tuple[str | None, str | None]:
    """Unit and comparison that the phrase itself shows, for a caller who knows neither."""
    folded = fold(phrase)
    if _RANKED.search(folded):
        return Unit.RANK.value, "rank"
    unit = Unit.PERCENT.value if "%" in folded or "phan tram" in folded else None
    return unit, "reduce" if _CUT.search(folded) else None


def _features(keys: Sequence[str]) -> frozenset[str]:
    return frozenset(keys) | {f"{a} {b}" for a, b in pairwise(keys)}


class Suggester:
    """A catalogue made ready for recognition; build it once for many phrases."""

    def __init__(self, catalogue: Iterable[Definition]) -> None:
        self._catalogue = tuple(catalogue)
        self._phrases: list[_Phrase] = []
        for place, definition in enumerate(self._catalogue):
            for text in dict.fromkeys((*definition.phrases, definition.name.vi)):
                words = words_of(text)
                keys = tuple(fold(word) for word in words)
                self._phrases.append(_Phrase(place, words, keys, _features(keys)))
        self._weights = self._weigh()

    def _weigh(self) -> dict[str, float]:
        seen: dict[int, set[str]] = {}
        for phrase in self._phrases:
            seen.setdefault(phrase.place, set()).update(phrase.features)
        counts = Counter(feature for features in seen.values() for feature in features)
        total = len(self._catalogue)
        return {f: (log((1 + total) / (1 + n)) + 1) * (_PAIR if " " in f else _SINGLE) for f, n in counts.items()}

    def _weight(self, features: Iterable[str]) -> float:
        return sum(self._weights.get(feature, 0.0) ** 2 for feature in features)

    def suggest(
        self,
        phrase: str,
        unit: str | None = None,
        comparator: str | None = None,
        area: str | None = None,
        *,
        limit: int = 5,
    ) -> list[Suggestion]:
        """The indicators a phrase may speak of, the best first; none where nothing fits.

        `unit`, `comparator` and `area` are those of the plan reader (percent, count, rank, days, points; eq, ge, le,
        reduce, increase, rank; the contents, general); unit and comparator are read off the phrase where not given.
        """
        hinted_unit, hinted_comparator = hints(phrase)
        unit, comparator = unit or hinted_unit, comparator or hinted_comparator
        asked = _features([fold(word) for word in words_of(phrase)])
        norm = self._weight(asked)
        best: dict[int, tuple[float, _Phrase]] = {}
        for candidate in self._phrases:
            likeness = self._likeness(asked, norm, candidate)
            if likeness > best.get(candidate.place, (0.0, candidate))[0]:
                best[candidate.place] = likeness, candidate
        ranked: list[tuple[float, Suggestion]] = []
        for place, (likeness, candidate) in best.items():
            definition = self._catalogue[place]
            score = likeness * _fit(definition, unit, comparator, area)
            if score >= _ENOUGH:
                shown = self._suggestion(definition, candidate, asked, score=min(1.0, score), unit=unit, area=area)
                ranked.append((score, shown))
        ranked.sort(key=lambda row: (-row[0], row[1].code))
        return [suggestion for _score, suggestion in ranked[:limit]]

    def _likeness(self, asked: frozenset[str], norm: float, candidate: _Phrase) -> float:
        shared = self._weight(asked & candidate.features)
        if not shared:
            return 0.0
        own = self._weight(candidate.features)
        return 0.65 * shared / sqrt(norm * own) + 0.35 * shared / own

    def _suggestion(
        self,
        definition: Definition,
        candidate: _Phrase,
        asked: frozenset[str],
        *,
        score: float,
        unit: str | None,
        area: str | None,
    ) -> Suggestion:
        return Suggestion(
            code=definition.code,
            score=round(score, 3),
            words=self._shared_words(candidate, asked),
            same_content=area == definition.content.value,
            same_unit=unit == definition.unit.value,
        )

    def _shared_words(self, candidate: _Phrase, asked: frozenset[str]) -> tuple[str, ...]:
        """The two weightiest runs of words, as the catalogue writes them, that the phrase has too."""
        runs: list[tuple[float, str]] = []
        run: list[int] = []
        for place, key in enumerate((*candidate.keys, "")):
            if key in asked:
                run.append(place)
                continue
            if run:
                keys = [candidate.keys[at] for at in run]
                runs.append((self._weight(_features(keys)), " ".join(candidate.words[at] for at in run)))
            run = []
        runs.sort(key=lambda r: (-r[0], r[1]))
        return tuple(dict.fromkeys(text for _weight, text in runs[:2]))


def _fit(definition: Definition, unit: str | None, comparator: str | None, area: str | None) -> float:
    """How unit, comparison and content raise or lower the likeness of words."""
    fit = 1.0
    if unit and unit != "other":
        fit *= 1.05 if unit == definition.unit.value else 0.5
    is_change = definition.formula is Formula.CHANGE
    if comparator in ("reduce", "increase"):
        fit *= 1.2 if is_change else 0.7
    elif comparator and is_change:
        fit *= 0.6
    if comparator == "rank":
        fit *= 1.3 if definition.unit is Unit.RANK else 0.5
    if area in {content.value for content in Content}:
        fit *= 1.1 if area == definition.content.value else 0.97
    return fit


def suggest(
    phrase: str,
    unit: str | None,
    comparator: str | None,
    area: str | None,
    catalogue: Iterable[Definition],
    *,
    limit: int = 5,
) -> list[Suggestion]:
    """One phrase against a catalogue; see Suggester.suggest. For many phrases build one Suggester."""
    return Suggester(catalogue).suggest(phrase, unit, comparator, area, limit=limit)
