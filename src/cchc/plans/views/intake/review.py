"""The review page: the document on the left, the current item and the queue on the right; and every step on an item."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.common.errors import Refused
from cchc.organisation.access import account_of, may, needs
from cchc.plans.actions import intake as actions
from cchc.plans.forms.intake_item import ItemForm
from cchc.plans.models import Draft, DraftState

from .board import Board, address, board_of, choice_of
from .card import form_of
from .finding import draft_or_404
from .shown import page_of, whole_page
from .steps import Step, run

_WAITING = (DraftState.READING, DraftState.FAILED, DraftState.UNREADABLE)


@needs("plans.draft.view")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as it stands: being read, in trouble, under review, or closed."""
    draft = draft_or_404(request, pk)
    if draft.state in _WAITING:
        page = {
            "draft": draft,
            "broken": draft.broken_off(timezone.now()),
            "editable": may(request.user, "plans.import"),
        }
        return render(request, "plans/intake/waiting.html", page)
    board = board_of(request, draft)
    form = form_of(board, board.current) if board.current else None
    return _shown_page(request, board, form)


def _partial(request: HttpRequest) -> bool:
    """Whether only the right pane was asked for."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")


def _shown_page(
    request: HttpRequest, board: Board, form: ItemForm | None, status: int = 200, **more: Any
) -> HttpResponse:
    if _partial(request):
        answer = render(request, "plans/intake/pane.html", page_of(request, board, form, **more), status=status)
        if status != 200:
            answer["HX-Push-Url"] = "false"
        return answer
    return render(request, "plans/intake/review.html", whole_page(request, board, form, **more), status=status)


@needs("plans.import")
@require_POST
def step(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Whatever a person does with the current item; the answer is the next one, or the same with what is wrong."""
    draft = draft_or_404(request, pk)
    board = board_of(request, draft, item)
    row = board.rows.get(item)
    if row is None:
        return _answer(request, board, None, gone=True)
    asked = str(request.POST.get("step") or "")
    form = form_of(board, row, request.POST)
    try:
        done = run(asked, board, row, form, request.POST, by=account_of(request))
    except actions.Stale as why:
        return _answer(request, board_of(request, draft, item), form, stale=str(why))
    except Refused as why:
        form.add_error(why.field if why.field in form.fields else None, str(why))
        return _answer(request, board, form)
    return _answer(request, board, form) if done is None else _moved(request, draft, done)


def _answer(
    request: HttpRequest, board: Board, form: ItemForm | None, *, stale: str = "", gone: bool = False
) -> HttpResponse:
    """The same item again: with errors, with a search, or with what somebody else made of it."""
    if gone:
        stale = _("Mục này không còn trong bản nạp: có người vừa hoàn tác hoặc gộp nó.")
    theirs = _differences(board, form) if stale and form is not None and not gone else []
    if gone and board.current:
        form = form_of(board, board.current)
    status = 409 if stale else 422 if form is not None and form.errors else 200
    return _shown_page(request, board, form, status, stale=stale, theirs=theirs)


def _differences(board: Board, form: ItemForm) -> list[tuple[str, str, str]]:
    """Field by field: what stands on the server now, and what was typed."""
    if board.current is None:
        return []
    now = form_of(board, board.current)
    rows = []
    for name in form.fields:
        if name in now.fields and name != "split_text":
            there, typed = _words(now, name), _words(form, name)
            rows += [(str(form[name].label), there, typed)] if there != typed else []
    return rows


def _words(form: ItemForm, name: str) -> str:
    """The value of a field as a person reads it."""
    choices = {str(code): str(word) for code, word in getattr(form.fields[name], "choices", None) or ()}
    value = form[name].value()
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(strip_tags(choices.get(str(one), str(one))) for one in values if one not in (None, ""))


def _moved(request: HttpRequest, draft: Draft, done: Step) -> HttpResponse:
    """On to the item that the step leads to; the document is drawn anew where its marks changed."""
    url = address(draft, choice_of(request.POST), done.item)
    if not _partial(request):
        return HttpResponseRedirect(url)
    if done.redraw:
        return HttpResponse(status=204, headers={"HX-Redirect": url.partition("#")[0]})
    board = board_of(request, draft, done.item or 0)
    form = form_of(board, board.current) if board.current else None
    answer = render(request, "plans/intake/pane.html", page_of(request, board, form, said=done.said, undo=done.undo))
    answer["HX-Push-Url"] = url.partition("#")[0]
    answer["HX-Trigger"] = done.trigger
    return answer
