"""Rows of a list: a QuerySet or a plain sequence, read through the same five words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, Protocol

from django.db.models import F, Q, QuerySet, Sum

from cchc.common.text import fold, sort_key

WORD_LIMIT = 8


def look(row: Any, path: str) -> Any:
    """The value at a path such as "unit.short_name" or "unit__short_name"; nothing where a step is missing."""
    value = row
    for step in path.replace("__", ".").split("."):
        if value is None:
            return None
        value = value.get(step) if isinstance(value, Mapping) else getattr(value, step, None)
        if callable(value):
            value = value()
    return value


def _words(text: str) -> list[str]:
    return fold(text).split()[:WORD_LIMIT]


class Rows(Protocol):
    """What a list does with its rows."""

    source: Any

    def equal(self, path: str, value: str) -> "Rows":
        """Those whose value at the path, as text, is this."""

    def having(self, paths: Sequence[str], text: str) -> "Rows":
        """Those in which every word of the text occurs, marks or not."""

    def ordered(self, paths: Sequence[str]) -> "Rows":
        """In order of the paths, those without a value last."""

    def count(self) -> int:
        """How many."""

    def cut(self, first: int, last: int, found: int) -> list[Any]:
        """Those from place `first` up to before `last` of the `found` in order."""

    def all(self) -> Iterator[Any]:
        """Every one, without holding them all."""

    def total(self, paths: Sequence[str]) -> list[Any]:
        """The sums of the numbers at the paths."""


class QueryRows:
    """Rows of a database."""

    def __init__(self, source: "QuerySet[Any]") -> None:
        self.source = source

    def equal(self, path: str, value: str) -> "QueryRows":
        """Compare in the database."""
        return QueryRows(self.source.filter(**{path.replace(".", "__"): value}))

    def having(self, paths: Sequence[str], text: str) -> "QueryRows":
        """One condition a word."""
        found = self.source
        for word in _words(text):
            found = found.filter(
                reduce(or_, [Q(**{f"{p}__{'contains' if p.endswith('folded') else 'icontains'}": word}) for p in paths])
            )
        return QueryRows(found)

    def ordered(self, paths: Sequence[str]) -> "QueryRows":
        """By the database, with the key last so that pages never overlap."""
        terms = [
            F(path[1:]).desc(nulls_last=True) if path.startswith("-") else F(path).asc(nulls_last=True)
            for path in paths
        ]
        return QueryRows(self.source.order_by(*terms, "pk"))

    def count(self) -> int:
        """One query."""
        return self.source.count()

    def cut(self, first: int, last: int, found: int) -> list[Any]:
        """One query; behind the middle it counts from the end, since a database keeps all that stands before."""
        if first <= found // 2:
            return list(self.source[first:last])
        return list(self.source.reverse()[found - last : found - first])[::-1]

    def all(self) -> Iterator[Any]:
        """In batches."""
        return iter(self.source.iterator(chunk_size=500))

    def total(self, paths: Sequence[str]) -> list[Any]:
        """One query for all sums."""
        sums = self.source.order_by().aggregate(**{f"sum_{i}": Sum(path) for i, path in enumerate(paths)})
        return [sums[f"sum_{i}"] for i in range(len(paths))]


class ListRows:
    """Rows of a sequence, such as targets with their assessments."""

    def __init__(self, source: Iterable[Any]) -> None:
        self.source = list(source)

    def equal(self, path: str, value: str) -> "ListRows":
        """Compare as text."""
        return ListRows(row for row in self.source if str(look(row, path)) == value)

    def having(self, paths: Sequence[str], text: str) -> "ListRows":
        """Fold what is there, then look for every word."""
        words = _words(text)
        kept = []
        for row in self.source:
            heap = fold(" ".join(str(look(row, path) or "") for path in paths))
            if all(word in heap for word in words):
                kept.append(row)
        return ListRows(kept)

    def ordered(self, paths: Sequence[str]) -> "ListRows":
        """By one path after the other, the last first: sorting is stable."""
        found = self.source
        for path in reversed(paths):
            bare = path.lstrip("-")
            known = [row for row in found if look(row, bare) is not None]
            known.sort(key=lambda row: _comparable(look(row, bare)), reverse=path.startswith("-"))
            found = [*known, *(row for row in found if look(row, bare) is None)]
        return ListRows(found)

    def count(self) -> int:
        """Its length."""
        return len(self.source)

    def cut(self, first: int, last: int, found: int) -> list[Any]:
        """A slice."""
        return self.source[first:last]

    def all(self) -> Iterator[Any]:
        """Every one."""
        return iter(self.source)

    def total(self, paths: Sequence[str]) -> list[Any]:
        """Added up; nothing where there is no number at all."""
        sums: list[Any] = []
        for path in paths:
            numbers = [Decimal(str(value)) for row in self.source if (value := look(row, path)) is not None]
            sums.append(sum(numbers) if numbers else None)
        return sums


def _comparable(value: Any) -> Any:
    return sort_key(str(value)) if not hasattr(value, "__lt__") or isinstance(value, str) else value


def rows_of(source: Any) -> Rows:
    """The rows of a QuerySet or of any iterable."""
    return QueryRows(source) if isinstance(source, QuerySet) else ListRows(source)
