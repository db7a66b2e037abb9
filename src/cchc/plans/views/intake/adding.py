"""Items that the reader did not see, and steps on many items at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cchc.common.errors import Refused
from cchc.organisation.access import account_of, needs
from cchc.plans.actions import intake as actions
from cchc.plans.forms.intake import AddForm, AssignForm
from cchc.plans.models import Draft
from cchc.plans.rules.contents import Content
from cchc.plans.rules.intake import spans
from cchc.plans.rules.intake.facts import TASKLIKE, Decision, Facts, ItemKind

from .board import Board, Row, board_of
from .finding import draft_or_404, refused
from .steps import said_by


@needs("plans.import")
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an item of a selected, typed or numbered piece of the document."""
    draft = draft_or_404(request, pk)
    board = board_of(request, draft)
    form = AddForm(request.POST)
    if not form.is_valid():
        said = "; ".join(str(one) for errors in form.errors.values() for one in errors)
        return refused(request, Refused(said), board.url())
    values = form.cleaned_data
    kind = ItemKind(values["kind"])
    sentence, start, end = _sentence(draft, values)
    facts = _facts(board, kind, sentence, start)
    try:
        item = actions.add_item(
            draft=draft.pk, kind=kind, sentence=sentence, start=start, end=end, facts=facts, by=account_of(request),
            at=timezone.now(),
        )  # fmt: skip
    except Refused as why:
        return refused(request, why, board.url())
    messages.success(request, _("Đã thêm một mục; hãy xem lại các ô rồi nhận."))
    return redirect(board.url(item.pk))


def _sentence(draft: Draft, values: dict[str, Any]) -> tuple[str, int | None, int | None]:
    """The words and their place; a paragraph's number stands for its whole text."""
    if str(values["sentence"]).strip() or not values["paragraph"]:
        return str(values["sentence"]), values["start"], values["end"]
    places = list(spans.paragraphs(draft.text))
    if values["paragraph"] > len(places):
        return "", None, None
    start, end = places[values["paragraph"] - 1]
    return draft.text[start:end], start, end


def _facts(board: Board, kind: ItemKind, sentence: str, start: int | None) -> Facts:
    """What the sentence says, in the content of the item above it."""
    above = [
        row for row in board.rows.values() if row.item.span_start is not None and row.item.span_start <= (start or 0)
    ]
    content = next((row.facts.content for row in reversed(above) if row.kind is not ItemKind.CITATION), Content.GENERAL)
    facts = Facts(content=content)
    if kind is ItemKind.MEASURE:
        facts = said_by(sentence, facts, board)
    if kind is ItemKind.CITATION:
        return Facts(number=sentence.strip()[:80], cited_kind="other")
    return facts


@needs("plans.import")
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept all that is shown, or give it to a unit: first what would happen, then do it."""
    draft = draft_or_404(request, pk)
    board = board_of(request, draft)
    form = AssignForm([(unit.pk, unit.name) for unit in board.units], request.POST if "unit" in request.POST else None)
    if request.method == "POST":
        try:
            return _done(request, board, form)
        except Refused as why:
            return refused(request, why, board.url())
    rows = board.queue
    page = {
        "draft": draft, "board": board, "rows": rows, "form": form,
        "ready": [row for row in rows if row.item.is_open and not row.errors],
        "lacking": [row for row in rows if row.item.is_open and row.errors],
        "ownerless": [row for row in rows if _ownerless(row)],
    }  # fmt: skip
    return render(request, "plans/intake/batch.html", page)


def _ownerless(row: Row) -> bool:
    wants = row.kind is ItemKind.MEASURE or row.kind in TASKLIKE
    return wants and not row.facts.lead and row.item.decision != Decision.DROPPED


def _done(request: HttpRequest, board: Board, form: AssignForm) -> HttpResponse:
    pairs = [one.partition(":") for one in request.POST.getlist("seen")]
    seen = {int(key): int(version) for key, _colon, version in pairs if key.isdigit() and version.isdigit()}
    who: dict[str, Any] = {"draft": board.draft.pk, "seen": seen, "by": account_of(request), "at": timezone.now()}
    if "unit" not in request.POST:
        done = actions.accept_many(**who)
        said = ngettext("Đã nhận %(n)s mục.", "Đã nhận %(n)s mục.", done.done)
    elif form.is_valid():
        done = actions.assign_many(unit=form.cleaned_data["unit"], **who)
        said = ngettext("Đã giao đơn vị cho %(n)s mục.", "Đã giao đơn vị cho %(n)s mục.", done.done)
    else:
        raise Refused(_("Chưa chọn đơn vị."))
    messages.success(request, said % {"n": done.done})
    if done.lacking:
        lacks = ngettext(
            "%(n)s mục còn thiếu thông tin nên để lại.", "%(n)s mục còn thiếu thông tin nên để lại.", done.lacking
        )
        messages.warning(request, lacks % {"n": done.lacking})
    if done.stale:
        stale = ngettext("%(n)s mục vừa có người sửa nên để lại.", "%(n)s mục vừa có người sửa nên để lại.", done.stale)
        messages.warning(request, stale % {"n": done.stale})
    return redirect(board.url())
