"""How each figure of a report comes about, as data that a script can recompute it from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from cchc.indicators.counted import Stretch
from cchc.indicators.facts import FactSource, source_of
from cchc.indicators.rules import Definition, Formula
from cchc.indicators.rules.counting import Measure, signed
from cchc.indicators.tree import Tree, with_below
from cchc.indicators.values import Value as Measured
from cchc.organisation.rules.mergers import homes, successor

from ..figures import Finder, Scope
from ..models import Figure
from ..rules.outline import FigureSpec, SourceKind

Plain = dict[str, Any]
NAMES = ("value", "previous", "last_year")
"""What a figure says of the period, of the one before and of the same period last year."""
_OPS = ("lt", "lte", "gt", "gte", "in", "isnull")


@dataclass(frozen=True)
class Told:
    """The figures of a report as they were frozen, and what finds them for its period and the two beside it."""

    finder: Finder
    scopes: tuple[Scope, Scope, Scope]
    tree: Tree
    frozen: Mapping[str, Figure]

    def how(self, spec: FigureSpec) -> dict[str, Plain]:
        """How a figure comes about in each of the three periods."""
        return {name: self._how(spec, scope, name) for name, scope in zip(NAMES, self.scopes, strict=True)}

    def _how(self, spec: FigureSpec, scope: Scope, name: str) -> Plain:
        if spec.kind is SourceKind.PLAN:
            return self._planned(spec, scope)
        if spec.kind is not SourceKind.INDICATOR:
            return {"kind": spec.kind.value, "of": list(spec.of)}
        measured = self.finder.behind(spec, scope)
        if measured is None or measured.reading is None:
            return {"kind": "none", "of": []}
        definition = measured.definition
        base = {"part": spec.part, "formula": definition.formula.value, "zero": definition.zero.value}
        if measured.counted:
            return {"kind": "counted", **base, **self._counted(definition, measured)}
        rows = self.frozen[spec.key].rows if name == "value" else measured.rows
        return {"kind": "entered", **base, "over_time": definition.over_time.value, "rows": [str(key) for key in rows]}

    def _planned(self, spec: FigureSpec, scope: Scope) -> Plain:
        day = scope.as_of.isoformat()
        if spec.of[0].startswith("targets"):
            return {"kind": "targets", "verdict": spec.of[0].partition("_")[2], "day": day}
        units = None if self.finder.units is None else sorted(str(unit) for unit in self.finder.units)
        return {"kind": "tasks", "measure": spec.of[0], "day": day, "units": units}

    def _counted(self, definition: Definition, measured: Measured) -> Plain:
        """The terms of each part; of a change the same terms now and a year before."""
        counts, period, unit = definition.counts, measured.stretch, measured.unit_id
        if definition.formula is Formula.CHANGE:
            base = period.same_last_year()
            parts = {"numerator": (counts.value, period), "denominator": (counts.value, base), "value": ((), period)}
        else:
            parts = {name: (getattr(counts, name), period) for name in ("numerator", "denominator", "value")}
        return {name: list(self._terms(terms, when, unit)) for name, (terms, when) in parts.items()}

    def _terms(self, terms: Sequence[str], period: Stretch, unit: int | None) -> Iterator[Plain]:
        """The measures that terms come to; a stock is all that was opened until the end less all that was closed."""
        for term in terms:
            (source, code), sign = source_of(term), signed(term)[0]
            stock = source.stock_by_code.get(code)
            if stock is None:
                yield self._measure(source, source.by_code[code], sign, (period.first, period.last), unit)
                continue
            for name, way in ((stock.opened, sign), (stock.closed, -sign)):
                yield self._measure(source, source.by_code[name], way, (None, period.last), unit)

    def _measure(
        self, source: FactSource, measure: Measure, sign: int, days: tuple[date | None, date], unit: int | None
    ) -> Plain:
        """A measure between two days; without a first one it is part of a stock."""
        first, last = days
        until = min(last, timezone.localdate()) if measure.on in source.foreseen else last
        return {
            "sign": sign, "source": source.code, "measure": measure.code, "on": column(source.events[measure.on]),
            "first": first.isoformat() if first else "", "last": until.isoformat(),
            "units": None if unit is None else self._spans(unit, last if first is None else None),
            "having": [condition(source.flags[name]) for name in measure.having],
            "lacking": [condition(source.flags[name]) for name in measure.lacking],
            "amount": column(source.amounts[measure.amount]) if measure.amount else "",
            "by": column(source.members[measure.by]) if measure.by else "",
        }  # fmt: skip

    def _spans(self, unit: int, stock_on: date | None) -> dict[str, list[list[str]]]:
        """Unit → the days (from, before) whose rows count to the unit asked for; of a stock all or none."""
        span, mergers = with_below(unit, self.tree.children), self.tree.mergers
        found = {str(one): [["", ""]] for one in sorted(span) if unit in mergers or one not in mergers}
        for gone in () if unit in mergers else mergers:
            if stock_on is not None:
                found |= {str(gone): [["", ""]]} if successor(gone, stock_on, mergers) in span else {}
                continue
            since = homes(gone, mergers)
            ends = [first.replace(day=1).isoformat() for first, _home in since[1:]]
            starts = ["", *ends]
            spans = zip(since, starts, [*ends, ""], strict=True)
            days = [[start, end] for (_day, home), start, end in spans if home in span]
            found |= {str(gone): days} if days else {}
        return found


def column(field: str) -> str:
    """A field as the column of the pack."""
    return field.replace("__", "_")


def condition(flag: Q) -> Plain:
    """A flag of a fact source as comparisons, put together by all or any, each perhaps denied."""
    parts = [condition(one) if isinstance(one, Q) else _comparison(*one) for one in flag.children]  # type: ignore[misc]  # a pair, else a Q
    if len(parts) == 1:
        return {**parts[0], "not": parts[0]["not"] is not flag.negated}
    return {"all" if flag.connector == Q.AND else "any": parts, "not": flag.negated}


def _comparison(lookup: str, against: Any) -> Plain:
    field, _, op = lookup.rpartition("__")
    if op not in _OPS:
        field, op = lookup, "exact"
    value = against if op == "isnull" else _plain(against)
    return {"column": column(field), "op": op, "value": value, "not": False}


def fields_of(flag: Q) -> set[str]:
    """The fields that a flag is told by."""
    found: set[str] = set()
    for one in flag.children:
        if isinstance(one, Q):
            found |= fields_of(one)
            continue
        lookup, against = one  # type: ignore[misc]  # the other kind of child is a pair
        field, _, op = lookup.rpartition("__")
        found |= {field if op in _OPS else lookup} | ({against.name} if isinstance(against, F) else set())
    return found


def _plain(against: Any) -> Any:
    """What a comparison compares with: a column, a yes or no as cells hold it, or texts."""
    if isinstance(against, F):
        return {"column": column(against.name)}
    if isinstance(against, bool):
        return str(int(against))
    if isinstance(against, list | tuple | set | frozenset):
        return [_plain(one) for one in against]
    return str(against)
