"""Plans: the list, the tree of one, its beginning by hand, correction, adoption, and the end of a draft."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.common.answers import act
from cchc.common.models import NumberBook
from cchc.documents.answers import file_response
from cchc.organisation.access import account_of, may, needs
from cchc.organisation.models import Account, Unit
from cchc.plans import actions, cascade_tree, tree
from cchc.plans.actions.numbering import book_of
from cchc.plans.forms.attempts import attempt
from cchc.plans.forms.items import AdoptForm, PlanForm
from cchc.plans.forms.work import ReasonForm
from cchc.plans.models import Draft, DraftState, Plan, PlanState
from cchc.plans.views.answers import sent
from cchc.plans.views.tables import ITEMS, PLANS, flat


def find(account: Account, pk: int) -> Plan:
    """A plan of the account's department. Raises Http404."""
    rows = Plan.objects.visible_to(account).select_related("agency", "parent", "unit", "superseded_by", "source")
    plan = rows.filter(pk=pk).first()
    if plan is None:
        raise Http404
    return plan


@needs("plans.view")
def plan_list(request: HttpRequest) -> HttpResponseBase:
    """Every plan of the department."""
    account = account_of(request)
    rows = Plan.objects.visible_to(account).with_counts(timezone.localdate())
    begin = (reverse("plans:plan_new"), _("Lập kế hoạch bằng tay")) if may(account, "plans.import") else None
    page = PLANS.page(request, rows, empty_action=begin)
    return page.download() or render(
        request,
        "plans/plan_list.html",
        {"page": page, "may_begin": may(account, "plans.import"), "reviews": _reviews(account)},
    )


@needs("plans.view")
def plan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The tree of a plan; `?xuat=xlsx` its lines as a file."""
    account = account_of(request)
    found, today = find(account, pk), timezone.localdate()
    choice = _choice(request)
    contents = tree.build(found, choice, today)
    export = ITEMS.page(request, flat(contents))
    context = {
        "plan": found,
        "contents": contents,
        "totals": _totals(contents),
        "choice": choice,
        "asked": request.GET,
        "units": Unit.objects.visible_to(account).filter(closed_on=None),
        **_choices(),
        "may_edit": may(account, "plans.edit") and found.state != PlanState.SUPERSEDED,
        **_may_make(account, found),
        "book": _book(account, found),
        "review": may(account, "plans.draft.view")
        and Draft.objects.filter(plan=found).values_list("pk", flat=True).first(),
        "export": export,
        "cascade": cascade_tree.tally(found),
    }
    return export.download() or render(request, "plans/plan.html", context)


@needs("plans.import")
def plan_new(request: HttpRequest) -> HttpResponse:
    """Begin a plan by hand."""
    account, year = account_of(request), timezone.localdate().year
    form = PlanForm(sent(request), account=account, initial={"first_year": year, "last_year": year})
    if request.method == "POST":
        made = attempt(form, lambda: actions.create_plan(by=account, at=timezone.now(), **form.cleaned_data))
        if made is not None:
            messages.success(request, _("Đã lập kế hoạch ở dạng đang chuẩn bị; hãy thêm chỉ tiêu và nhiệm vụ."))
            return redirect("plans:plan", made.pk)
    context = {"form": form, "title": _("Lập kế hoạch bằng tay"), "back": reverse("plans:plan_list"),
               "draft": "ke-hoach-moi"}  # fmt: skip
    return render(request, "plans/edit.html", context)


@needs("plans.edit")
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is known of the document."""
    account = account_of(request)
    found = find(account, pk)
    names = ("title", "kind", "number", "issued_on", "issuer", "first_year", "last_year", "parent", "unit")
    initial = {name: getattr(found, name) for name in names}
    form = PlanForm(sent(request), account=account, plan=found, initial=initial)
    if request.method == "POST":
        done = attempt(form, lambda: actions.edit_plan(plan=found, by=account, at=timezone.now(), **form.cleaned_data))
        if done is not None:
            messages.success(request, _("Đã sửa thông tin kế hoạch."))
            return redirect("plans:plan", pk)
    return render(request, "plans/edit.html", _around(form, found, _("Sửa thông tin kế hoạch")))


@needs("plans.adopt")
def plan_adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole draft on one page, and its adoption."""
    account = account_of(request)
    found = find(account, pk)
    living = Plan.objects.visible_to(account).above().exclude(pk=pk)
    form = AdoptForm(sent(request), living=living, initial={"superseded_on": found.issued_on or timezone.localdate()})
    if request.method == "POST":
        done = attempt(form, lambda: actions.adopt_plan(
            plan=found, by=account, at=timezone.now(), supersedes=form.succession,
            reference=form.cleaned_data["reference"],
        ))  # fmt: skip
        if done is not None:
            messages.success(request, _("Kế hoạch đã được ban hành vào hệ thống."))
            return redirect("plans:plan", pk)
    contents = tree.build(found, tree.Choice(), timezone.localdate())
    context = {**_around(form, found, _("Ban hành kế hoạch vào hệ thống")), "contents": contents, "gaps": gaps(found),
               "totals": [(*one, "") for one in _tally_all(contents)]}  # fmt: skip
    return render(request, "plans/adopt.html", context)


@needs("numbers.take")
@require_POST
def plan_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the plan the next number of its book."""
    account = account_of(request)
    found = find(account, pk)
    return act(
        request, lambda: actions.take_plan_number(plan=found, by=account, at=timezone.now()),
        lambda taken: _("Đã lấy số %(number)s.") % {"number": taken.text}, reverse("plans:plan", args=[pk]),
    )  # fmt: skip


@needs("plans.import")
def plan_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    account = account_of(request)
    found = find(account, pk)
    form = ReasonForm(sent(request))
    if request.method == "POST":
        reason = form.data.get("reason", "")
        done = attempt(form, lambda: actions.discard_draft(plan=found, by=account, at=timezone.now(), reason=reason))
        if done is not None:
            messages.success(request, _("Đã bỏ kế hoạch đang chuẩn bị."))
            return redirect("plans:plan_list")
    return render(request, "plans/edit.html", _around(form, found, _("Bỏ kế hoạch đang chuẩn bị")))


@needs("plans.view")
def plan_source(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The document that the plan was read from."""
    found = find(account_of(request), pk)
    if found.source is None:
        raise Http404
    return file_response(found.source)


def _book(account: Account, plan: Plan) -> NumberBook | None:
    """The book that the plan may take its number from, for whoever may do so."""
    is_open = plan.state == PlanState.DRAFT and not plan.number
    return book_of(plan) if is_open and may(account, "numbers.take") and may(account, "plans.edit") else None


def gaps(plan: Plan) -> list[tuple[str, int]]:
    """What a plan still lacks before its adoption is of use: each with how many items lack it."""
    found = [
        (_("nhiệm vụ chưa có đơn vị chủ trì"), plan.tasks.filter(lead=None).count()),
        (_("nhiệm vụ chưa có sản phẩm"), plan.tasks.filter(product="", no_product=False).count()),
        (_("nhiệm vụ chưa có thời hạn"), plan.tasks.filter(deadline_text="", due_on=None).count()),
        (_("chỉ tiêu chưa có đơn vị chịu trách nhiệm"), plan.targets.filter(owner=None).count()),
        (_("chỉ tiêu chưa gắn chỉ số"), plan.targets.filter(indicator=None).exclude(kind="judged").count()),
    ]
    return [(label, number) for label, number in found if number]


def _reviews(account: Account) -> int:
    """How many documents are being reviewed, for whoever may see them."""
    if not may(account, "plans.draft.view"):
        return 0
    return Draft.objects.filter(agency=account.agency_id, state=DraftState.REVIEW).count()


def _tally_all(contents: list[tree.Content]) -> list[tuple[str, str, int]]:
    return tree.tally(item for content in contents for item in content.items)


def _totals(contents: list[tree.Content]) -> list[tuple[str, str, int, str]]:
    """What of the tree is in which state, each with the address that shows only that."""
    return [
        (code, word, number, f"?trang-thai={code}" if code in tree.STATES else "")
        for code, word, number in _tally_all(contents)
    ]


def _may_make(account: Account, plan: Plan) -> dict[str, bool]:
    """Whether the person may make a living plan of it, or next year's plan from it."""
    living = plan.state == PlanState.ADOPTED
    return {"may_adopt": may(account, "plans.adopt") and plan.state == PlanState.DRAFT,
            "may_derive": may(account, "plans.import") and living}  # fmt: skip


def _choices() -> dict[str, list[tuple[str, str]]]:
    """What the tree may be narrowed by."""
    return {"states": tree.state_words(), "dues": tree.due_choices(), "kinds": tree.kind_choices()}


def _choice(request: HttpRequest) -> tree.Choice:
    asked = request.GET
    unit = asked.get("don-vi", "")
    return tree.Choice(
        unit=int(unit) if unit.isdigit() else None,
        state=asked.get("trang-thai", "") if asked.get("trang-thai") in tree.STATES else "",
        due=asked.get("han", "") if asked.get("han") in tree.DUES else "",
        kind=asked.get("loai", "") if asked.get("loai") in tree.KINDS else "",
        words=asked.get("q", "")[:200],
    )


def _around(form: object, plan: Plan, title: str) -> dict[str, Any]:
    return {"form": form, "plan": plan, "title": title, "subject": plan.title,
            "back": reverse("plans:plan", args=[plan.pk])}  # fmt: skip
