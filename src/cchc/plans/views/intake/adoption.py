"""The whole plan on one page before it is adopted; its facts; adoption; giving a draft up."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.common.errors import Refused
from cchc.organisation.access import account_of, may, needs
from cchc.plans.actions import intake as actions
from cchc.plans.forms.attempts import attempt
from cchc.plans.forms.intake import DraftFactsForm, ReasonForm
from cchc.plans.forms.items import AdoptForm
from cchc.plans.models import Draft, Plan
from cchc.plans.models.plan import PlanQuerySet
from cchc.plans.models.words import ContentName
from cchc.plans.rules.contents import ORDER
from cchc.plans.rules.intake.facts import TASKLIKE, ItemKind

from .board import Board, Choice, Row, load
from .finding import draft_or_404, refused
from .shown import words_of


@dataclass
class Part:
    """One content of the plan as it will be."""

    name: str
    targets: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)


@dataclass
class Preview:
    """The whole plan as it will be, with what stops it and what it still lacks."""

    parts: list[Part]
    duties: list[Row]
    reporting: list[Row]
    citations: list[Row]
    dropped: list[Row]
    waiting: list[Row]
    faulty: list[Row]
    lacking: list[tuple[str, list[Row]]]
    nameless: bool

    @property
    def ready(self) -> bool:
        """Whether nothing stops the adoption."""
        something = self.duties or self.reporting or self.parts
        return bool(something) and not (self.waiting or self.faulty or self.nameless)


def preview_of(board: Board) -> Preview:
    """Put the accepted items in the order of the plan."""
    rows = list(board.rows.values())
    taken = [row for row in rows if row.item.decision == "accepted"]
    for row in taken:
        row.words = words_of(row, board)
    parts = []
    for content in ORDER:
        mine = [row for row in taken if row.facts.content is content]
        part = Part(
            str(ContentName(content.value).label),
            [row for row in mine if row.kind is ItemKind.MEASURE],
            [row for row in mine if row.kind in TASKLIKE],
        )
        parts += [part] if part.targets or part.tasks else []
    lacking: dict[str, list[Row]] = {}
    for row in taken:
        for word in row.warnings:
            lacking.setdefault(word, []).append(row)
    of = {kind: [row for row in taken if row.kind is kind] for kind in ItemKind}
    return Preview(
        parts, of[ItemKind.DUTY], of[ItemKind.REPORTING], of[ItemKind.CITATION],
        dropped=[row for row in rows if row.item.decision == "dropped"],
        waiting=[row for row in rows if row.item.is_open],
        faulty=[row for row in taken if row.errors],
        lacking=list(lacking.items()),
        nameless=not board.draft.title.strip(),
    )  # fmt: skip


@needs("plans.draft.view")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole plan on one page."""
    draft = draft_or_404(request, pk)
    board = load(draft, Choice())
    page = {
        "draft": draft,
        "board": board,
        "plan": preview_of(board),
        "adopt_form": AdoptForm(living=_living(request)),
        "may_adopt": may(request.user, "plans.adopt"),
        "editable": draft.open and may(request.user, "plans.import"),
    }
    return render(request, "plans/intake/preview.html", page)


def facts_form(request: HttpRequest, draft: Draft, data: Any = None) -> DraftFactsForm:
    """The facts of the document as a form; a living plan of the department can be the one it carries out."""
    return DraftFactsForm(draft, _living(request), data)


def _living(request: HttpRequest) -> PlanQuerySet:
    return Plan.objects.visible_to(account_of(request)).adopted()


@needs("plans.import")
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right title, number, date, years."""
    draft = draft_or_404(request, pk)
    form = facts_form(request, draft, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        parent = values.pop("parent")
        values["parent_id"] = parent.pk if parent else None
        version = str(request.POST.get("version") or "")
        try:
            actions.set_facts(
                draft=draft.pk, version=int(version) if version.isdigit() else 0, facts=values,
                by=account_of(request), at=timezone.now(),
            )  # fmt: skip
        except Refused as why:
            form.add_error(why.field if why.field in form.fields else None, str(why))
            draft.refresh_from_db(fields=["version"])
        else:
            messages.success(request, _("Đã ghi thông tin văn bản."))
            return redirect("plans:intake_preview" if "xem-truoc" in request.POST else "plans:intake_review", draft.pk)
    page = {"draft": draft, "form": form}
    return render(request, "plans/intake/facts.html", page, status=422 if form.errors else 200)


@needs("plans.adopt")
@require_POST
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it a living plan."""
    draft = draft_or_404(request, pk)
    form = AdoptForm(request.POST, living=_living(request))
    plan = attempt(
        form,
        lambda: actions.adopt_draft(
            draft=draft.pk,
            by=account_of(request),
            at=timezone.now(),
            supersedes=form.succession,
            reference=form.cleaned_data["reference"],
        ),
    )
    if plan is None:
        said = "; ".join(str(one) for errors in form.errors.values() for one in errors)
        return refused(request, Refused(said), reverse("plans:intake_preview", args=[draft.pk]))
    messages.success(request, _("Đã ban hành kế hoạch vào hệ thống."))
    return redirect("plans:plan", plan.pk)


@needs("plans.import")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up, with the reason."""
    draft = draft_or_404(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.drop_draft(
                draft=draft.pk, reason=form.cleaned_data["reason"], by=account_of(request), at=timezone.now()
            )
        except Refused as why:
            return refused(request, why, draft.get_absolute_url())
        messages.success(request, _("Đã bỏ bản nạp; tệp gốc và các mục vẫn xem lại được."))
        return redirect("plans:intake_list")
    page = {"draft": draft, "form": form}
    return render(request, "plans/intake/drop.html", page, status=422 if form.errors else 200)
