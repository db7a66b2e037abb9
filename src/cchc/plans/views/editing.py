"""Adding an item to a plan and correcting one: the same steps for targets and tasks."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cchc.organisation.access import account_of
from cchc.plans import actions
from cchc.plans.forms.attempts import attempt
from cchc.plans.forms.items import ItemForm
from cchc.plans.models import Plan, PlanState, Target, Task
from cchc.plans.views.answers import seen, sent, version_of


def submit(
    request: HttpRequest, form: Form, act: Callable[[], object], *,
    said: str, to: str, item: Target | Task | None = None, **shown: object,
) -> HttpResponse:  # fmt: skip
    """Do it when the form was sent and holds, say so and go on; else the page of the form, with what was typed."""
    if request.method == "POST" and attempt(form, act) is not None:
        messages.success(request, said)
        return redirect(to)
    if item is not None:
        shown |= {"plan": item.plan, "subject": item.text, "version": version_of(item, request, form)}
    return render(request, "plans/edit.html", {"form": form, "back": to, **shown})


def add(
    request: HttpRequest, plan: Plan, form_class: type[ItemForm], *,
    title: str, said: str, draft: str, initial: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Add one item to a plan."""
    account = account_of(request)
    form = form_class(sent(request), account=account, asks_content=True, needs_reason=False, initial=initial)

    def act() -> object:
        return actions.add_items(plan=plan, items=form.as_items(plan), by=account, at=timezone.now())

    to = reverse("plans:plan", args=[plan.pk])
    return submit(request, form, act, said=said, to=to, plan=plan, title=title, draft=f"{draft}-moi-{plan.pk}")


def edit(
    request: HttpRequest, item: Target | Task, form_class: type[ItemForm], action: Callable[..., object], *,
    title: str, said: str, to: str, draft: str,
) -> HttpResponse:  # fmt: skip
    """Correct one item by its action; in a living plan the form asks for the reason."""
    account, living = account_of(request), item.plan.state != PlanState.DRAFT
    form = form_class(sent(request), account=account, asks_content=False, needs_reason=living,
                      initial=form_class.initial_of(item))  # fmt: skip

    def act() -> object:
        wanted, reason = form.confirmed(item.plan, item), form.cleaned_data.get("reason", "")
        return action(wanted=wanted, by=account, at=timezone.now(), reason=reason, seen=seen(request))

    return submit(request, form, act, said=said, to=to, item=item, title=title, draft=f"{draft}-{item.pk}")
