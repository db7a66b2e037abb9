"""The card of one item: its form with everything it can choose from."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cchc.indicators.rules import Definition
from cchc.organisation.models import Person
from cchc.plans.forms.intake_item import Choosable, ItemForm, shown_kind
from cchc.plans.rules.intake.drafting import Suggested
from cchc.plans.rules.intake.facts import TASKLIKE, ItemKind

from .board import Board, Row


def form_of(board: Board, row: Row, data: Any = None) -> ItemForm:
    """The form of an item; with `data`, as posted."""
    posted = shown_kind(data, row.kind)
    offered = Choosable(
        units=[(unit.pk, unit.name) for unit in board.units],
        people=_people(board) if posted in TASKLIKE else (),
        indicators=_indicators(board, row, data) if posted is ItemKind.MEASURE else (),
    )
    return ItemForm(row.item, offered, data)


def _people(board: Board) -> list[tuple[int, str]]:
    rows = Person.objects.filter(agency=board.draft.agency_id).values_list("pk", "full_name")
    return list(rows)


def _indicators(board: Board, row: Row, data: Any) -> list[tuple[str, SafeString]]:
    """The indicator that the item has, those suggested for its sentence, and those that were searched for."""
    known = board.catalogue.definitions
    facts = row.facts
    found = board.catalogue.suggest(row.item.quote, str(facts.unit), "", str(facts.content))[:4]
    why = {one.code: _why(one) for one in found}
    codes = [facts.indicator, *why]
    if data is not None:
        codes += [str(data.get("indicator") or "")]
        codes += [one.code for one in board.catalogue.search(str(data.get("indicator_search") or ""))]
    return [(code, _label(known[code], why.get(code, ""))) for code in dict.fromkeys(codes) if code in known]


def _why(one: Suggested) -> str:
    return one.why_en if get_language() == "en" else one.why_vi


def _label(one: Definition, why: str) -> SafeString:
    name = one.name.in_language(get_language() or "vi")
    return format_html('<span>{} <small class="muted">{}</small></span>', name, why)
