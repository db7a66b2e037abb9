"""The cascade of targets: the tree from the plan above down, ties to it, what is suggested."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from cchc.common.answers import act
from cchc.common.tables import Column, Listing
from cchc.organisation.access import account_of, may, needs
from cchc.organisation.models import Unit
from cchc.plans import actions, cascade_tree
from cchc.plans.cascade_tree import Choice
from cchc.plans.cascading import suggestions
from cchc.plans.forms.items import ServeForm
from cchc.plans.models import PlanState
from cchc.plans.templatetags.plans import say
from cchc.plans.views.answers import seen, sent
from cchc.plans.views.editing import submit
from cchc.plans.views.plans import find as find_plan
from cchc.plans.views.targets import find as find_target

LINES = Listing(
    name="phan-ra-chi-tieu",
    title=gettext_lazy("Phân rã chỉ tiêu"),
    columns=[
        Column("level", gettext_lazy("Bậc"), value=lambda node: node.depth + 1, kind="number", decimals=0),
        Column("text", gettext_lazy("Chỉ tiêu"), value="target.text"),
        Column("plan", gettext_lazy("Kế hoạch"), value="target.plan.reference"),
        Column("promise", gettext_lazy("Mức phải đạt"), value=lambda node: say(node.promise)),
        Column("verdict", gettext_lazy("So với cấp trên"), value="word"),
        Column("why", gettext_lazy("Căn cứ"), value=lambda node: say(node.why), kind="long"),
        Column("reason", gettext_lazy("Lý do giữ mức thấp hơn"), value="target.weaker_reason"),
        Column("unit", gettext_lazy("Đơn vị")),
        Column("due", gettext_lazy("Hạn"), value="target.due_on", kind="date"),
    ],
)


@needs("plans.view")
def cascade(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The tree; `?xuat=xlsx` its lines as a file."""
    account = account_of(request)
    found, choice = find_plan(account, pk), _choice(request)
    nodes = cascade_tree.build(found, choice)
    export = LINES.page(request, nodes)
    may_edit = may(account, "plans.edit") and found.state != PlanState.SUPERSEDED
    context = {
        "plan": found,
        "nodes": nodes,
        "tally": cascade_tree.count(nodes),
        "choice": choice,
        "asked": request.GET,
        "verdicts": list(cascade_tree.words().items()),
        "units": Unit.objects.visible_to(account).filter(closed_on=None),
        "may_edit": may_edit,
        "suggestions": suggestions(found) if may_edit and not choice.narrow else [],
        "export": export,
    }
    return export.download() or render(request, "plans/cascade.html", context)


@needs("plans.edit")
@require_POST
def cascade_suggested(request: HttpRequest, pk: int) -> HttpResponse:
    """Tie what was chosen of the suggestions."""
    account = account_of(request)
    found = find_plan(account, pk)
    chosen = {int(key) for key in request.POST.getlist("target") if key.isdigit()}
    return act(
        request, lambda: actions.serve_as_suggested(plan=found, targets=chosen, by=account, at=timezone.now()),
        lambda n: ngettext("Đã gắn %(n)s chỉ tiêu với cấp trên.", "Đã gắn %(n)s chỉ tiêu với cấp trên.", n) % {"n": n},
        reverse("plans:cascade", args=[pk]),
    )  # fmt: skip


@needs("plans.edit")
def target_serve(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which target above a target serves, with the reason where it asks for less."""
    account = account_of(request)
    found = find_target(account, pk)
    asked = request.GET.get("cap-tren", "")
    initial = {"parent": asked if asked.isdigit() else found.serves_id, "reason": found.weaker_reason}
    form = ServeForm(sent(request), target=found, initial=initial)
    if found.plan.parent_id is None:
        messages.warning(request, _("Kế hoạch này chưa ghi kế hoạch cấp trên; hãy ghi trước rồi gắn chỉ tiêu."))
        return redirect("plans:plan_edit", found.plan_id)
    return submit(
        request, form,
        lambda: actions.serve_target(target=found, **form.cleaned_data, by=account, at=timezone.now(),
                                     seen=seen(request)),
        said=_("Đã ghi chỉ tiêu cấp trên."), to=reverse("plans:target", args=[pk]), item=found,
        title=_("Gắn chỉ tiêu cấp trên"),
    )  # fmt: skip


def _choice(request: HttpRequest) -> Choice:
    asked = request.GET
    unit, verdict = asked.get("don-vi", ""), asked.get("ket-qua", "")
    return Choice(
        verdict=verdict if verdict in cascade_tree.words() else "",
        unit=int(unit) if unit.isdigit() else None,
        words=asked.get("q", "")[:200],
    )
