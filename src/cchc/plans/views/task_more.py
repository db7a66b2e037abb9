"""Decisions about a task, its parts, its money: the forms and steps beside the page of the task."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.common.answers import act
from cchc.organisation.access import account_of, needs
from cchc.plans import actions
from cchc.plans.forms.work import BudgetForm, DecisionForm, PartForm, ReasonForm
from cchc.plans.models import BudgetLine, SubTask
from cchc.plans.views.answers import seen, sent, way_back
from cchc.plans.views.editing import submit
from cchc.plans.views.tasks import find


@needs("plans.edit")
def task_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a decision about a task and carry it out."""
    account = account_of(request)
    task = find(account, pk)
    form = DecisionForm(sent(request), task=task)
    return submit(
        request, form,
        lambda: actions.decide_task(task=task, **form.cleaned_data, by=account, at=timezone.now(), seen=seen(request)),
        said=_("Đã ghi quyết định."), to=reverse("plans:task", args=[pk]), item=task, title=_("Quyết định về nhiệm vụ"),
    )  # fmt: skip


@needs("plans.view")
def part_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Split a part off a task; whose it is to do so the action decides."""
    account = account_of(request)
    task = find(account, pk)
    form = PartForm(sent(request), task=task)
    return submit(
        request, form, lambda: actions.add_part(task=task, **form.cleaned_data, by=account, at=timezone.now()),
        said=_("Đã thêm việc con."), to=reverse("plans:task", args=[pk]), item=task, title=_("Thêm việc con"),
    )  # fmt: skip


@needs("plans.view")
@require_POST
def part_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a part is done, or not after all."""
    account = account_of(request)
    part = SubTask.objects.visible_to(account).select_related("task__plan").filter(pk=pk).first()
    if part is None:
        raise Http404
    done = request.POST.get("xong") == "1"
    return act(
        request, lambda: actions.finish_part(part=part, done=done, by=account, at=timezone.now()),
        _("Đã ghi việc con."), way_back(request, reverse("plans:task", args=[part.task_id])).url,
    )  # fmt: skip


@needs("plans.edit")
def budget_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record money for a task."""
    account = account_of(request)
    task, form = find(account, pk), BudgetForm(sent(request))
    return submit(
        request, form, lambda: actions.add_budget(task=task, **form.cleaned_data, by=account, at=timezone.now()),
        said=_("Đã ghi kinh phí."), to=reverse("plans:task", args=[pk]), item=task, title=_("Kinh phí của nhiệm vụ"),
    )  # fmt: skip


@needs("plans.edit")
def budget_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line of money away, with the reason."""
    account = account_of(request)
    line = BudgetLine.objects.visible_to(account).select_related("task__plan").filter(pk=pk).first()
    if line is None:
        raise Http404
    form = ReasonForm(sent(request))

    def remove() -> bool:
        actions.remove_budget(line=line, reason=form.cleaned_data["reason"], by=account, at=timezone.now())
        return True

    return submit(request, form, remove, said=_("Đã bỏ dòng kinh phí."), to=reverse("plans:task", args=[line.task_id]),
                  item=line.task, title=_("Bỏ dòng kinh phí"))  # fmt: skip
