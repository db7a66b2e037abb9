"""A task: its page, and what is done on it."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.organisation.access import account_of, may, needs
from cchc.organisation.models import Account
from cchc.plans import actions, worklist
from cchc.plans.forms.attempts import attempt
from cchc.plans.forms.items import TaskForm
from cchc.plans.forms.work import AssignForm, EvidenceForm, MoveForm, NoteForm, UpdateForm
from cchc.plans.models import PlanState, Task
from cchc.plans.models.words import EventName
from cchc.plans.rights import may_note, may_on_task
from cchc.plans.rules.tasks import MOVES, Move, Part, State, possible
from cchc.plans.task_more import more_of
from cchc.plans.views.answers import seen, version_of, way_back
from cchc.plans.views.editing import add, edit
from cchc.plans.views.places import place_url
from cchc.plans.views.plans import find as find_plan

LATEST = 6  # of what happened, shown at once; the rest is folded away
_MOVE_STYLE = {Move.SUBMIT: "primary", Move.FINISH: "primary", Move.CANCEL: "danger"}


def find(account: Account, pk: int) -> Task:
    """A task of the account's department with all that its page shows. Raises Http404."""
    rows = Task.objects.visible_to(account).select_related(
        "plan", "section", "lead", "monitor", "person", "objective", "replaced_by"
    )  # fmt: skip
    task = rows.prefetch_related("supporters").filter(pk=pk).first()
    if task is None:
        raise Http404
    return task


@needs("plans.view")
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a task."""
    return _page(request, find(account_of(request), pk))


@needs("plans.task.update")
@require_POST
def task_update(request: HttpRequest, pk: int) -> HttpResponse:
    """Report progress, a note, a file."""
    account = account_of(request)
    found = find(account, pk)
    form = UpdateForm(request.POST, request.FILES, prefix="u")
    done = attempt(form, lambda: actions.update_task(
        task=found, **form.cleaned_data, by=account, at=timezone.now(), seen=seen(request)
    ))  # fmt: skip
    if done is None:
        return _page(request, find(account, pk), update=form)
    messages.success(request, _("Đã cập nhật nhiệm vụ."))
    return way_back(request, reverse("plans:task", args=[pk]))


@needs("plans.view")
@require_POST
def task_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a move; whose it is the action decides."""
    account = account_of(request)
    found = find(account, pk)
    form = MoveForm(request.POST, prefix="m")

    def act() -> Task:
        move, reason = Move(form.cleaned_data["move"]), form.cleaned_data["reason"]
        return actions.move_task(task=found, move=move, reason=reason, by=account, at=timezone.now(),
                                 seen=seen(request))  # fmt: skip

    done = attempt(form, act)
    if done is None:
        return _page(request, find(account, pk), move=form)
    messages.success(request, _("Đã ghi: %(move)s.") % {"move": EventName(form.cleaned_data["move"]).label})
    return way_back(request, reverse("plans:task", args=[pk]))


@needs("plans.view")
@require_POST
def task_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note."""
    account = account_of(request)
    found, form = find(account, pk), NoteForm(request.POST, prefix="n")
    done = attempt(form, lambda: actions.add_note(task=found, **form.cleaned_data, by=account, at=timezone.now()))
    if done is None:
        return _page(request, found, note=form)
    return way_back(request, reverse("plans:task", args=[pk]))


@needs("plans.task.update")
@require_POST
def task_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in a file."""
    account = account_of(request)
    found, form = find(account, pk), EvidenceForm(request.POST, request.FILES, prefix="e")

    def act() -> object:
        file, title = form.cleaned_data["file"], form.cleaned_data["title"]
        return actions.attach_evidence(to=found, content=file, name=file.name, title=title, by=account,
                                       at=timezone.now())  # fmt: skip

    if attempt(form, act) is None:
        return _page(request, found, evidence=form)
    messages.success(request, _("Đã nộp tài liệu."))
    return redirect("plans:task", pk)


@needs("plans.task.check")
@require_POST
def task_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who in the unit is in charge."""
    account = account_of(request)
    found = find(account, pk)
    form = AssignForm(request.POST, task=found, prefix="a")
    done = attempt(form, lambda: actions.assign_task(
        task=found, **form.cleaned_data, by=account, at=timezone.now(), seen=seen(request)
    ))  # fmt: skip
    if done is None:
        return _page(request, find(account, pk), assign=form)
    messages.success(request, _("Đã giao người phụ trách."))
    return way_back(request, reverse("plans:task", args=[pk]))


@needs("plans.edit")
def task_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a task to a plan."""
    plan = find_plan(account_of(request), pk)
    return add(request, plan, TaskForm, title=_("Thêm nhiệm vụ"), said=_("Đã thêm nhiệm vụ."), draft="nhiem-vu")


@needs("plans.edit")
def task_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a task or assign it to another unit."""
    found = find(account_of(request), pk)
    action = partial(actions.edit_task, task=found)
    return edit(request, found, TaskForm, action, title=_("Sửa nhiệm vụ"), said=_("Đã sửa nhiệm vụ."),
                to=reverse("plans:task", args=[pk]), draft="nhiem-vu")  # fmt: skip


def _page(request: HttpRequest, task: Task, **bound: forms.Form) -> HttpResponse:
    account = account_of(request)
    events = list(task.events.select_related("by__person"))
    context = {
        "task": task,
        "version": version_of(task, request, *bound.values()),
        "moves": _moves(account, task),
        "update": bound.get("update") or UpdateForm(prefix="u", initial={"progress": task.progress}),
        "move_form": bound.get("move") or MoveForm(prefix="m"),
        "note_form": bound.get("note") or NoteForm(prefix="n"),
        "evidence_form": bound.get("evidence") or EvidenceForm(prefix="e"),
        "assign_form": _assign_form(account, task, bound.get("assign")),
        "events": events[:LATEST],
        "older_events": events[LATEST:],
        "evidence": task.evidence.select_related("file", "added_by__person"),
        "place": task.place(task.plan.source_text, around=160),
        "place_url": place_url(account, task),
        "awaited": _awaited(task),
        **_around(request, account, task),
        "more": more_of(task, timezone.localdate()),
        **_rights(account, task),
    }
    return render(request, "plans/task.html", context)


def _around(request: HttpRequest, account: Account, task: Task) -> dict[str, object]:
    """What stands before and after it in the list it was reached from."""
    before, after = _neighbours(request, account, task)
    return {"before": before, "after": after, "list_state": request.GET.urlencode()}


def _awaited(task: Task) -> list[dict[str, Any]]:
    """The deadlines that count from an event, each with what was recorded of it."""
    deadlines = task.awaited()
    if not deadlines:
        return []
    standing = {one.words: one for one in task.triggers.standing().select_related("recorded_by__person")}
    return [{"number": number, "deadline": one, "trigger": standing.get(one.text)}
            for number, one in enumerate(deadlines)]  # fmt: skip


def _rights(account: Account, task: Task) -> dict[str, bool]:
    """What the person may do to the task as it stands."""
    living = task.plan.state == PlanState.ADOPTED
    works = living and may_on_task(account, task, Part.WORKER)
    return {
        "works": works and task.is_open,
        "reports": works and task.takes_progress,
        "splits": works and task.is_open,
        "decides": living and task.is_open and may_on_task(account, task, Part.PLANNER),
        "notes": living and may_note(account, task),
        "plans_it": may(account, "plans.edit") and task.plan.state != PlanState.SUPERSEDED,
    }


def _moves(account: Account, task: Task) -> list[dict[str, Any]]:
    """The moves that the state allows and the person may make."""
    if task.plan.state != PlanState.ADOPTED:
        return []
    return [
        {"value": move.value, "label": EventName(move.value).label, "kind": _MOVE_STYLE.get(move, "")}
        for move in possible(State(task.state))
        if may_on_task(account, task, MOVES[move].part)
    ]


def _assign_form(account: Account, task: Task, bound: forms.Form | None) -> forms.Form | None:
    living = task.is_open and task.plan.state == PlanState.ADOPTED
    if not (living and may_on_task(account, task, Part.CHECKER)):
        return None
    return bound or AssignForm(task=task, prefix="a", initial={"person": task.person_id})


def _neighbours(request: HttpRequest, account: Account, task: Task) -> tuple[int | None, int | None]:
    """The tasks before and after in the list the person came from, else in the plan."""
    offered = worklist.scopes(account)
    scope = next((scope for scope in offered if scope.key == request.GET.get("cua")), None)
    tab = next((tab for tab in worklist.TABS if tab.key == request.GET.get("xem")), None)
    if scope and tab:
        tasks = worklist.in_tab(worklist.tasks_of(account, scope), tab, timezone.localdate())
    else:
        tasks = Task.objects.visible_to(account).filter(plan=task.plan)
    return worklist.neighbours(tasks, task.pk)
