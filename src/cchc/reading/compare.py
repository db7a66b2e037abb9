"""What changed between two versions of a document, a draft and the plan as issued, item by item."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from cchc.reading.flat import flat
from cchc.reading.reader import Reading

ALIKE = 0.5  # share of neighbouring words that two versions of an item have in common


@dataclass(frozen=True)
class Change:
    """One item that was added, removed, changed or moved. `fields`: what changed, from what, to what."""

    kind: str
    change: str
    before: str | None
    after: str | None
    fields: dict[str, tuple[Any, Any]]
    text_before: str
    text_after: str


@dataclass(frozen=True)
class Comparison:
    """All changes, and how many items stayed as they were."""

    changes: tuple[Change, ...]
    same: int

    def as_json(self) -> dict[str, Any]:
        """The comparison, ready for `json.dumps`."""
        return {
            "same": self.same,
            "changes": [
                {
                    "kind": one.kind,
                    "change": one.change,
                    "before": one.before,
                    "after": one.after,
                    "fields": {name: list(values) for name, values in one.fields.items()},
                    "text_before": one.text_before,
                    "text_after": one.text_after,
                }
                for one in self.changes
            ],
        }


_FIELDS: dict[str, tuple[str, ...]] = {
    "measures": ("comparator", "value", "upper", "unit", "baseline", "due", "area"),
    "tasks": ("quote", "area", "lead"),
    "duties": ("quote", "unit"),
    "reporting": ("quote", "cadence", "day", "to"),
    "rows": ("task", "product", "deadline_text", "lead_text", "support_text", "monitor_text", "budget"),
    "citations": ("date", "kind"),
}


def compare(draft: Reading, issued: Reading) -> Comparison:
    """What the issued version changed in the draft: its own facts, then each kind of item in reading order."""
    changes = _document(draft, issued)
    same = 0
    for kind, names in _FIELDS.items():
        before, after = getattr(draft, kind), getattr(issued, kind)
        found, kept = _kind(kind, before, after, names)
        changes += found
        same += kept
    return Comparison(tuple(changes), same)


def _document(draft: Reading, issued: Reading) -> list[Change]:
    fields = {}
    for name in ("kind", "number", "issued_on", "issuer", "title", "period"):
        before, after = getattr(draft.document, name), getattr(issued.document, name)
        if before != after:
            fields[name] = (_shown(before), _shown(after))
    if not fields:
        return []
    return [Change("document", "changed", None, None, fields, draft.document.title, issued.document.title)]


def _kind(kind: str, before: Sequence[Any], after: Sequence[Any], names: Sequence[str]) -> tuple[list[Change], int]:
    pairs = _pair(before, after, _text_of(kind))
    changes: list[tuple[int, Change]] = []
    same = 0
    text = _text_of(kind)
    for one, other in pairs:
        fields = {name: values for name in names if (values := _differs(one, other, name)) is not None}
        if fields:
            change = Change(kind, "changed", one.id, other.id, fields, text(one), text(other))
            changes.append((other.span.start, change))
        else:
            same += 1
    kept_before, kept_after = {one.id for one, _ in pairs}, {other.id for _, other in pairs}
    changes += [
        (one.span.start, Change(kind, "removed", one.id, None, {}, text(one), ""))
        for one in before
        if one.id not in kept_before
    ]
    changes += [
        (one.span.start, Change(kind, "added", None, one.id, {}, "", text(one)))
        for one in after
        if one.id not in kept_after
    ]
    return [change for _, change in sorted(changes, key=lambda pair: pair[0])], same


def _text_of(kind: str) -> Callable[[Any], str]:
    name = {"rows": "task", "citations": "number"}.get(kind, "quote")
    return lambda item: str(getattr(item, name))


def _differs(one: Any, other: Any, name: str) -> tuple[Any, Any] | None:
    before, after = getattr(one, name), getattr(other, name)
    if isinstance(before, str) and isinstance(after, str):
        return None if _bare(before) == _bare(after) else (before, after)
    return None if before == after else (_shown(before), _shown(after))


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip()


def _shown(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else list(value) if isinstance(value, tuple) else value


def _pair(before: Sequence[Any], after: Sequence[Any], text: Callable[[Any], str]) -> list[tuple[Any, Any]]:
    """Each item with its other version: equal texts first, then the most alike."""
    left = dict(enumerate(before))
    pairs: list[tuple[Any, Any]] = []
    waiting: dict[str, list[int]] = {}
    for place, one in left.items():
        waiting.setdefault(_bare(text(one)), []).append(place)
    rest = []
    for other in after:
        equal = waiting.get(_bare(text(other)))
        if equal:
            pairs.append((left.pop(equal.pop(0)), other))
        else:
            rest.append(other)
    words = {place: _words(text(one)) for place, one in left.items()}
    scores = sorted(
        ((_alike(words[place], _words(text(other))), -place, at) for place in left for at, other in enumerate(rest)),
        reverse=True,
    )
    used: set[int] = set()
    for score, negative, at in scores:
        if score < ALIKE:
            break
        if -negative in left and at not in used:
            pairs.append((left.pop(-negative), rest[at]))
            used.add(at)
    return pairs


def _words(text: str) -> frozenset[tuple[str, str]]:
    words = re.findall(r"\w+", flat(text))
    return frozenset(pairwise(["", *words, ""]))


def _alike(mine: frozenset[tuple[str, str]], theirs: frozenset[tuple[str, str]]) -> float:
    both = len(mine | theirs)
    return len(mine & theirs) / both if both else 0.0
