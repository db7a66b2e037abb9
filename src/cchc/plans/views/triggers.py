"""The event that a deadline counts from: recorded, corrected, withdrawn; its paper."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.documents.answers import file_response
from cchc.organisation.access import account_of, needs
from cchc.organisation.models import Account
from cchc.plans import actions
from cchc.plans.forms.attempts import attempt
from cchc.plans.forms.work import ReasonForm, TriggerForm
from cchc.plans.models import Trigger
from cchc.plans.views.answers import seen, sent, version_of
from cchc.plans.views.tasks import find


def _find(account: Account, pk: int) -> Trigger:
    rows = Trigger.objects.visible_to(account).select_related("file", "task__plan")
    trigger = rows.filter(pk=pk).first()
    if trigger is None:
        raise Http404
    return trigger


@needs("plans.task.update")
def trigger_record(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say when the event of the task's deadline of this number happened, or correct what was said."""
    account = account_of(request)
    task = find(account, pk)
    awaited = task.awaited()
    if number >= len(awaited):
        raise Http404
    words = awaited[number].text
    old = task.triggers.standing().filter(words=words).first()
    form = TriggerForm(sent(request), request.FILES or None, old=old)
    if request.method == "POST":
        done = attempt(form, lambda: actions.record_trigger(
            task=task, words=words, **form.cleaned_data, by=account, at=timezone.now(), seen=seen(request)
        ))  # fmt: skip
        if done is not None:
            messages.success(request, _("Đã ghi; hạn là %(day)s.") % {"day": f"{done.due_on:%d/%m/%Y}"})
            return redirect("plans:task", pk)
    title = _("Đính chính sự kiện tính hạn") if old else _("Ghi ngày xảy ra sự kiện tính hạn")
    context = {"form": form, "plan": task.plan, "title": title, "subject": words, "version": version_of(task, request),
               "back": reverse("plans:task", args=[pk])}  # fmt: skip
    return render(request, "plans/edit.html", context)


@needs("plans.task.update")
def trigger_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an event that did not happen."""
    account = account_of(request)
    trigger = _find(account, pk)
    form = ReasonForm(sent(request))
    if request.method == "POST":
        done = attempt(form, lambda: actions.withdraw_trigger(
            trigger=trigger, reason=form.cleaned_data["reason"], by=account, at=timezone.now(), seen=seen(request)
        ))  # fmt: skip
        if done is not None:
            messages.success(request, _("Đã rút sự kiện; hạn tính từ nó cũng thôi."))
            return redirect("plans:task", trigger.task_id)
    context = {"form": form, "plan": trigger.task.plan, "title": _("Rút sự kiện tính hạn"), "subject": trigger.words,
               "version": version_of(trigger.task, request),
               "back": reverse("plans:task", args=[trigger.task_id])}  # fmt: skip
    return render(request, "plans/edit.html", context)


@needs("plans.view")
def trigger_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The paper that shows that the event happened."""
    trigger = _find(account_of(request), pk)
    if trigger.file is None:
        raise Http404
    return file_response(trigger.file)
