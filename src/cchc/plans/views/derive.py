"""Next year's plan: what is proposed, and the draft that is written of it; the paper of a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common.answers import bytes_response
from cchc.common.media import DOCX
from cchc.documents.layout import to_docx
from cchc.organisation.access import account_of, needs
from cchc.organisation.models import Account
from cchc.plans import actions
from cchc.plans.deriving import propose
from cchc.plans.forms.attempts import attempt
from cchc.plans.forms.derive import DeriveForm
from cchc.plans.models import Plan
from cchc.plans.papers import plan_paper
from cchc.plans.views.answers import sent
from cchc.plans.views.plans import find


@needs("plans.import")
def derive(request: HttpRequest, pk: int) -> HttpResponse:
    """What is proposed for the year after, as a form; sent, it becomes a draft."""
    account = account_of(request)
    plan = find(account, pk)
    parent = _parent(request, account, plan)
    proposal = propose(plan, parent)
    form = DeriveForm(sent(request), account=account, proposal=proposal, parent=parent)
    if request.method == "POST":
        made = attempt(form, lambda: actions.derive_plan(
            proposal=proposal, parent=form.cleaned_data["parent"], title=form.cleaned_data["title"],
            chosen=form.chosen, by=account, at=timezone.now(),
        ))  # fmt: skip
        if made is not None:
            messages.success(request, _("Đã ghi bản dự thảo kế hoạch năm %(year)s.") % {"year": proposal.year})
            return redirect("plans:plan", made.pk)
    context = {"plan": plan, "form": form, "proposal": proposal, "parent": parent,
               "parents": form.fields["parent"].queryset,  # type: ignore[attr-defined]  # it is a model choice
               "title": _("Lập kế hoạch năm %(year)s") % {"year": proposal.year}}  # fmt: skip
    return render(request, "plans/derive.html", context, status=422 if form.errors else 200)


@needs("plans.view")
def plan_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as an official paper, to be finished in a word processor."""
    plan = find(account_of(request), pk)
    name = f"du-thao-ke-hoach-{plan.first_year}.docx"
    return bytes_response(to_docx(plan_paper(plan)), name=name, media_type=DOCX)


def _parent(request: HttpRequest, account: Account, plan: Plan) -> Plan | None:
    """The plan above that is asked for, else the plan's own where it reaches into the next year."""
    asked = request.GET.get("cap-tren")
    if asked is None:
        own = plan.parent
        return own if own is not None and own.last_year > plan.last_year else None
    above = Plan.objects.visible_to(account).above().exclude(pk=plan.pk)
    return above.filter(pk=int(asked)).first() if asked.isdigit() and len(asked) < 10 else None
