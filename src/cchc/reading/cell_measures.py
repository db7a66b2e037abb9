"""Quantified commitments in the cells of an annex."""

import re
from collections.abc import Sequence
from dataclasses import replace

from cchc.reading import clauses, measures
from cchc.reading.flow import Flow
from cchc.reading.items import Measure, Row, Span
from cchc.reading.measures import Found
from cchc.reading.promised import Context

_OF_ALL = 0.4
_DIGIT = re.compile(r"\d")


def of_rows(rows: Sequence[Row], laid: Flow, known: Sequence[Measure], context: Context) -> list[Measure]:
    """The commitments in the targets, products and tasks of an annex that the prose does not make already."""
    found: list[Measure] = []
    if not rows:
        return []
    seen: dict[tuple[float, str], list[frozenset[str]]] = {}  # the words of commitments by what they promise
    for row in rows:
        for name in ("target", "product", "task"):
            span = row.cells.get(name)
            if span is None:
                continue
            cell = laid.text[span.start : span.end].replace("\n", " ")
            if not _DIGIT.search(cell):
                continue
            folded = laid.flat[span.start : span.end].replace("\n", " ")
            for one in measures.of_text(cell, folded, context):
                due = one.due or (row.deadline.year if name != "target" else None)  # a target is due with the plan
                measure = _of_cell(replace(one, due=due), (cell, folded), row, span, context)
                words, what = _words(measure, laid), (measure.value, measure.unit)
                if what not in seen:
                    seen[what] = [_words(each, laid) for each in known if (each.value, each.unit) == what]
                alike = seen[what]
                least = _OF_ALL if what == (100, "percent") else 0.0  # "100%" is said of many things
                if not any(_same(words, other, least) for other in alike):
                    alike.append(words)
                    found.append(measure)
    return found


def _of_cell(found: Found, texts: tuple[str, str], row: Row, span: Span, context: Context) -> Measure:
    cell, folded = texts
    start, end = clauses.trim(cell, found.start, found.end)
    one = found.quantity
    return Measure(
        id="",
        quote=cell[start:end],
        phrase=clauses.phrase(cell, folded, start, end, one),
        area=context.usual if row.area == "general" else row.area,
        comparator=one.comparator,
        value=one.value,
        upper=one.upper,
        unit=one.unit,
        unit_text=measures.printed_unit(cell, one),
        per=found.per,
        baseline=found.baseline,
        due=found.due or context.last,
        due_stated=found.due is not None or context.first == context.last,
        kind="annex",
        span=Span(span.start + start, span.start + end),
        page=row.page,
        path=(row.field,) if row.field else (),
        row=row.id,
        needs_person=context.doubtful,
    )


def _words(measure: Measure, laid: Flow) -> frozenset[str]:
    """The words of a commitment, flat, for comparing."""
    return frozenset(laid.bare[measure.span.start : measure.span.end].split())


def _same(words: frozenset[str], theirs: frozenset[str], least: float) -> bool:
    """Whether most words of the shorter are in the other, and at least such a part of the longer's."""
    shared = len(words & theirs)
    return shared >= 0.6 * min(len(words), len(theirs)) and shared >= least * max(len(words), len(theirs))
