"""A target: its page, and what is done on it."""

from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.indicators.presenting import rows_behind
from cchc.organisation.access import account_of, may, needs
from cchc.organisation.models import Account
from cchc.plans import actions, cascade_tree
from cchc.plans.dossier import changes_of, chart_of, observations_of
from cchc.plans.forecasts import forecasts
from cchc.plans.forms.attempts import attempt
from cchc.plans.forms.items import TargetForm
from cchc.plans.forms.work import EvidenceForm, JudgeForm, ReasonForm
from cchc.plans.models import PlanState, Target, Task
from cchc.plans.rights import may_on_target
from cchc.plans.rules.assess import Verdict
from cchc.plans.rules.wording import promise
from cchc.plans.standing import Standing, standings
from cchc.plans.views.answers import seen, sent, version_of
from cchc.plans.views.editing import add, edit, submit
from cchc.plans.views.places import place_url
from cchc.plans.views.plans import find as find_plan
from cchc.plans.worklist import neighbours

SHOWN = 6  # figures seen at once; the earlier ones are folded away


def find(account: Account, pk: int) -> Target:
    """A target of the account's department with all that its page shows. Raises Http404."""
    rows = Target.objects.visible_to(account).with_goal()
    target = rows.select_related("plan__agency", "plan__source", "section", "objective", "indicator", "owner", "scope",
                                 "judged_by__person", "serves__plan").filter(pk=pk).first()  # fmt: skip
    if target is None:
        raise Http404
    return target


@needs("plans.view")
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a target."""
    return _page(request, find(account_of(request), pk))


@needs("plans.edit")
def target_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a target to a plan."""
    plan = find_plan(account_of(request), pk)
    initial = {"starts": f"01/01/{plan.first_year}", "due": f"31/12/{plan.last_year}"}
    return add(request, plan, TargetForm, title=_("Thêm chỉ tiêu"), said=_("Đã thêm chỉ tiêu."), draft="chi-tieu",
               initial=initial)  # fmt: skip


@needs("plans.edit")
def target_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a target."""
    found = find(account_of(request), pk)
    action = partial(actions.edit_target, target=found)
    return edit(request, found, TargetForm, action, title=_("Sửa chỉ tiêu"), said=_("Đã sửa chỉ tiêu."),
                to=reverse("plans:target", args=[pk]), draft="chi-tieu")  # fmt: skip


@needs("plans.judge")
@require_POST
def target_judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where a target stands that numbers cannot decide."""
    account = account_of(request)
    found, form = find(account, pk), JudgeForm(request.POST, prefix="j")
    done = attempt(form, lambda: actions.judge_target(
        target=found, **form.cleaned_data, on=timezone.localdate(), by=account, at=timezone.now(), seen=seen(request),
    ))  # fmt: skip
    if done is None:
        return _page(request, find(account, pk), judge=form)
    messages.success(request, _("Đã ghi kết quả."))
    return redirect("plans:target", pk)


@needs("plans.edit")
def target_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a target out of the living plan."""
    account = account_of(request)
    found = find(account, pk)
    form = ReasonForm(sent(request))

    def act() -> object:
        reason = form.cleaned_data["reason"]
        return actions.withdraw_target(target=found, reason=reason, by=account, at=timezone.now(), seen=seen(request))

    return submit(request, form, act, said=_("Đã rút chỉ tiêu."), to=reverse("plans:target", args=[pk]), item=found,
                  title=_("Rút chỉ tiêu"))  # fmt: skip


@needs("plans.task.update")
@require_POST
def target_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in a file for a target."""
    account = account_of(request)
    found, form = find(account, pk), EvidenceForm(request.POST, request.FILES, prefix="e")

    def act() -> object:
        file, title = form.cleaned_data["file"], form.cleaned_data["title"]
        return actions.attach_evidence(to=found, content=file, name=file.name, title=title, by=account,
                                       at=timezone.now())  # fmt: skip

    if attempt(form, act) is None:
        return _page(request, found, evidence=form)
    messages.success(request, _("Đã nộp tài liệu."))
    return redirect("plans:target", pk)


def _page(request: HttpRequest, target: Target, **bound: forms.Form) -> HttpResponse:
    account, today = account_of(request), timezone.localdate()
    standing = standings([target], today, agency=target.plan.agency)[target.pk]
    foretold = forecasts([standing], today, agency=target.plan.agency).get(target.pk)
    figures = observations_of(target)
    context = {
        "target": target,
        "version": version_of(target, request, bound.get("judge")),
        "standing": standing,
        "found": standing.assessment,
        "foretold": foretold,
        "promise": promise(standing.goal),
        "chart": chart_of(standing, foretold),
        "behind": rows_behind(standing.source),
        "observations": figures[:SHOWN],
        "older": figures[SHOWN:],
        "changes": changes_of(target),
        "evidence": target.evidence.select_related("file", "added_by__person"),
        "judge_form": bound.get("judge") or JudgeForm(prefix="j", initial={"verdict": target.judged_verdict}),
        "evidence_form": bound.get("evidence") or EvidenceForm(prefix="e"),
        **_around(account, target),
        **_rights(account, target, standing),
    }
    return render(request, "plans/target.html", context)


def _around(account: Account, target: Target) -> dict[str, object]:
    """Where it stands in the document, what stands before and after it in the plan, and the tasks of its objective."""
    before, after = neighbours(Target.objects.filter(plan=target.plan_id, withdrawn_at=None), target.pk)
    return {
        "place": target.place(target.plan.source_text, around=160),
        "place_url": place_url(account, target),
        "before": before,
        "after": after,
        "cascade": cascade_tree.around(target),
        "siblings": Task.objects.filter(objective=target.objective_id) if target.objective_id else [],
    }


def _rights(account: Account, target: Target, standing: Standing) -> dict[str, bool]:
    """What the person may do to the target as it stands; `asks`: it waits for somebody's judgement."""
    living = target.plan.state == PlanState.ADOPTED and target.withdrawn_at is None
    asks = living and (standing.assessment.verdict is Verdict.NEEDS_PERSON or bool(target.judged_verdict))
    open_plan = target.plan.state != PlanState.SUPERSEDED and target.withdrawn_at is None
    return {
        "asks": asks,
        "judges": asks and may_on_target(account, target, "plans.judge"),
        "works": living and may_on_target(account, target, "plans.task.update"),
        "serves_it": open_plan and may(account, "plans.edit") and target.plan.parent_id is not None,
        "plans_it": open_plan and may(account, "plans.edit"),
    }
