"""Evidence: the file itself, and its withdrawal."""

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
from cchc.plans.forms.work import ReasonForm
from cchc.plans.models import Evidence
from cchc.plans.views.answers import sent


def _find(account: Account, pk: int) -> Evidence:
    rows = Evidence.objects.visible_to(account).select_related("file", "task__plan", "target__plan")
    evidence = rows.filter(pk=pk).first()
    if evidence is None:
        raise Http404
    return evidence


@needs("plans.view")
def evidence_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a piece of evidence."""
    return file_response(_find(account_of(request), pk).file)


@needs("plans.task.update")
def evidence_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a piece of evidence back, with the reason."""
    account = account_of(request)
    found = _find(account, pk)
    back = _home(found)
    form = ReasonForm(sent(request))
    if request.method == "POST":
        done = attempt(form, lambda: actions.withdraw_evidence(
            evidence=found, reason=form.cleaned_data["reason"], by=account, at=timezone.now()
        ))  # fmt: skip
        if done is not None:
            messages.success(request, _("Đã rút tài liệu; hồ sơ vẫn ghi lại việc này."))
            return redirect(back)
    plan = found.task.plan if found.task else found.target.plan if found.target else None
    context = {"form": form, "plan": plan, "title": _("Rút tài liệu kiểm chứng"), "subject": found.title, "back": back}
    return render(request, "plans/edit.html", context)


def _home(evidence: Evidence) -> str:
    """The page of what it proves."""
    if evidence.task_id:
        return reverse("plans:task", args=[evidence.task_id])
    return reverse("plans:target", args=[evidence.target_id])
