"""The rows behind a counted figure: what a page of rows is asked for, narrowed, and said in a sentence."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cchc.common.text import format_date
from cchc.organisation.models import Unit

from .facts import FactSource
from .tree import children_in, with_below

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
    said = _("%(measure)s, từ %(first)s đến %(last)s") if start else _("%(measure)s, đến %(last)s")
    name = measure.name.in_language(get_language() or "vi")
    words = {"measure": name, "first": format_date(start) if start else "", "last": format_date(end)}
    return rows.filter(pk__in=counted.values("pk")), said % words


def in_unit(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """The rows of a unit and of the units below it, as its figures count them; all of them for no unit."""
    unit = Unit.objects.filter(pk=int(value)).first() if value.isdigit() else None
    if unit is None:
        return rows
    return rows.filter(unit__in=with_below(unit.pk, children_in(unit.agency_id)))
