"""The director's page and the page of a unit."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.organisation.access import account_of, may, may_for_unit, needs
from cchc.organisation.models import Account, Unit
from cchc.plans.standing import Standing

from ..boards import Board, Decision, language
from ..rules.promised import promised
from .finding import above, visible

FEW = 8
"""Rows of each list on the one page; the whole list is one click away."""


def _failing(stand: Standing, board: Board) -> dict[str, Any]:
    said, target = stand.assessment, stand.target
    foretold = board.foretold.get(target.pk)
    needed = (foretold and foretold.needed) or said.needed
    return {
        "text": target.text, "verdict": said.verdict.value, "reason": said.reason.text(language()),
        "needed": needed.text(language()) if needed else "",
        "forecast": foretold.said.text(language()) if foretold and foretold.forecast else "", "owner": target.owner,
        "due": target.due_on, "key": target.pk, "url": reverse("plans:target", args=[target.pk]), "now": stand.figure,
        "promised": promised(stand.goal, said),
    }  # fmt: skip


def _for(account: Account, one: Decision) -> Decision:
    """What waits for the director, for whoever looks: who may not settle it is told that it may be looked at."""
    return one if may_for_unit(account, one.permission, None) else replace(one, action=_("Xem"))


@needs("reports.board")
def board(request: HttpRequest) -> HttpResponse:
    """Where the department stands: what to decide, what will be missed, the contents, the units."""
    account, today = account_of(request), timezone.localdate()
    found = Board(account.agency, today)
    decisions, failing = found.decisions(), [*found.failing(), *found.about_to_fall()]
    context = {
        "today": today, "whole": found.whole, "cut_off": found.next_cut_off(timezone.now()), "few": FEW,
        "decisions": [_for(account, one) for one in decisions[:FEW]], "decision_count": len(decisions),
        "failing": [_failing(stand, found) for stand in failing[:FEW]], "failing_count": len(failing),
        "contents": found.contents(), "units": found.by_unit(), "may_write": may(account, "reports.write"),
    }  # fmt: skip
    return render(request, "reports/board.html", context)


@needs("reports.view")
def unit_board(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a unit stands: its targets, what is late, what is coming, its reports."""
    account, today = account_of(request), timezone.localdate()
    unit = get_object_or_404(Unit.objects.visible_to(account), pk=pk)
    found = Board(unit.agency, today, unit)
    context = {
        "unit": unit, "today": today, "whole": found.whole, "cut_off": found.next_cut_off(timezone.now()),
        "targets": [_failing(stand, found) for stand in [*found.failing(), *_others(found)]],
        "late": found.late_tasks(), "coming": found.coming_tasks(),
        "reports": visible(request).filter(unit=unit)[:FEW],
        "crumbs": [above(account), (unit.name, "")],
    }  # fmt: skip
    return render(request, "reports/unit_board.html", context)


def _others(found: Board) -> list[Standing]:
    failing = {stand.target.pk for stand in found.failing()}
    return [stand for stand in found.stands if stand.target.pk not in failing]
