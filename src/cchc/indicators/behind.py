"""The rows behind a counted figure: what a page of rows is asked for, narrowed, and said in a sentence."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cchc.common.text import format_date
from cchc.organisation.models import Unit
from cchc.organisation.rules.mergers import homes, successor

from .facts import FactSource
from .tree import Tree, with_below

KEPT = ["dem", "tu", "den"]  # parameters that a list of rows must not lose


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def rows_asked_for(request: HttpRequest, source: FactSource, rows: QuerySet[Any]) -> tuple[QuerySet[Any], str]:
    """Of the rows that somebody may see, those behind a measure between two days, with what they stand behind.

    All of them and nothing where the request names no measure of the source or no last day.
    """
    code, first, last = (request.GET.get(name, "") for name in KEPT)
    measure = source.by_code.get(code) or source.stock_by_code.get(code)
    start, end = _day(first), _day(last)
    if measure is None or end is None:
        return rows, ""
    counted = source.rows(code, first=start, last=end)
    if (unit := _unit(request.GET.get("don-vi", ""))) is not None:
        counted = counted.filter(_counting_to(unit, source, code, end))
    said = _("%(measure)s, từ %(first)s đến %(last)s") if start else _("%(measure)s, đến %(last)s")
    name = measure.name.in_language(get_language() or "vi")
    words = {"measure": name, "first": format_date(start) if start else "", "last": format_date(end)}
    return rows.filter(pk__in=counted.values("pk")), said % words


def _unit(value: str) -> Unit | None:
    return Unit.objects.filter(pk=int(value)).first() if value.isdigit() else None


def _counting_to(unit: Unit, source: FactSource, code: str, last: date) -> Q:
    """Rows that count to a unit, merged ones by the rule of their merger, as `counted` has it of whole months."""
    tree, stock = Tree(unit.agency), source.stock_by_code.get(code)
    span = with_below(unit.pk, tree.children)
    if unit.pk in tree.mergers:
        return Q(**{f"{source.unit}__in": span})
    found = Q(**{f"{source.unit}__in": span - tree.mergers.keys()})
    for gone in tree.mergers:
        if stock is not None:
            found |= Q(**{source.unit: gone}) if successor(gone, last, tree.mergers) in span else Q()
            continue
        day, since = source.events[source.by_code[code].on], homes(gone, tree.mergers)
        ends = [*(first for first, _home in since[1:]), None]
        for (first, home), end in zip(since, ends, strict=True):
            until = {f"{day}__lt": end.replace(day=1)} if end else {}
            if home in span:
                found |= Q(**{source.unit: gone, f"{day}__gte": first.replace(day=1), **until})
    return found


def in_unit(rows: QuerySet[Any], value: str, field: str = "unit") -> QuerySet[Any]:
    """The rows of a unit, of those below it and of those merged into them; all of them for no unit.

    Behind a figure `rows_asked_for` has already left only those that count to the unit.
    """
    unit = _unit(value)
    if unit is None:
        return rows
    tree = Tree(unit.agency)
    span = with_below(unit.pk, tree.children)
    came = {gone for gone in tree.mergers if successor(gone, date.max, tree.mergers) in span}
    return rows.filter(**{f"{field}__in": span | came})
