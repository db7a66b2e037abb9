"""Plans, targets and tasks for other software."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, FilterSchema, Query, Router, Schema

from cchc.common.text import fold
from cchc.organisation.api import Day, Paging, Row, UnitOut, Word, account_of, cut, number, reads, unit_out
from cchc.plans.forecasts import forecasts
from cchc.plans.models import Plan, PlanKind, PlanState, Target, Task
from cchc.plans.rules.contents import Content
from cchc.plans.rules.goals import GoalKind
from cchc.plans.rules.sentences import Sentence
from cchc.plans.rules.tasks import State
from cchc.plans.rules.wording import promise
from cchc.plans.standing import standings

router = Router(tags=["plans"])


class PlanOut(Schema):
    """A programme or plan."""

    id: int
    kind: PlanKind
    state: PlanState
    title: str
    number: str = Field(examples=["07/KH-SCT"])
    issued_on: date | None
    issuer: str
    first_year: int
    last_year: int
    parent_id: int | None = Field(description="The plan that it serves.")
    superseded_by_id: int | None


class PlansOut(Schema):
    """A part of the plans."""

    count: int = Field(description="How many there are in all.")
    items: list[PlanOut]


class Said(Schema):
    """A sentence in both languages."""

    vi: str
    en: str


class AssessmentOut(Schema):
    """Where a target stands, by the figures known today."""

    verdict: str = Field(examples=["on_track"])
    reason: Said
    formula: Said | None
    needed: Said | None
    value: str | None = Field(description="The figure that the verdict rests on.")
    as_of: date | None
    estimated: bool
    forecast: Said | None


class TargetOut(Schema):
    """A promise of a plan about a measure."""

    id: int
    plan_id: int
    content: Content
    text: str
    owner: UnitOut | None
    scope: UnitOut | None = Field(description="The unit it is about; none: the department.")
    indicator: str | None = Field(description="The code of the indicator.")
    kind: GoalKind
    promise: Said
    value: str | None
    unit: str
    starts_on: date
    due_on: date
    withdrawn: bool


class TargetsOut(Schema):
    """A part of the targets."""

    count: int
    items: list[TargetOut]


class AssessedOut(TargetOut):
    """A target with where it stands."""

    assessment: AssessmentOut


class TaskOut(Schema):
    """A task of a plan."""

    id: int
    plan_id: int
    content: Content
    text: str
    product: str
    lead: UnitOut | None
    deadline_text: str
    due_on: date | None
    state: State
    progress: int
    late: bool = Field(description="Open and past its due date.")


class TasksOut(Schema):
    """A part of the tasks."""

    count: int
    items: list[TaskOut]


class PlanFilter(FilterSchema):
    """Which plans."""

    state: PlanState | None = None
    year: int | None = Field(None, ge=1900, le=9998, description="Plans whose years hold it.")

    def filter_year(self, value: int | None) -> Q:
        """Those whose years hold it."""
        return Q(first_year__lte=value, last_year__gte=value) if value else Q()


class ItemFilter(FilterSchema):
    """Which targets or tasks."""

    plan: int | None = Field(None, ge=1, le=2**63 - 1)
    content: Content | None = None
    due_from: Day | None = None
    due_until: Day | None = None
    q: Word | None = Field(None, description="Words of the text, with or without marks.")

    def filter_plan(self, value: int | None) -> Q:
        """Of one plan."""
        return Q(plan_id=value) if value else Q()

    def filter_content(self, value: Content | None) -> Q:
        """Of one content."""
        return Q(section__content=value.value) if value else Q()

    def filter_due_from(self, value: date | None) -> Q:
        """Due on the day or later."""
        return Q(due_on__gte=value) if value else Q()

    def filter_due_until(self, value: date | None) -> Q:
        """Due on the day or earlier."""
        return Q(due_on__lte=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        """With all the words."""
        found = Q()
        for word in fold(value or "").split():
            found &= Q(folded__contains=word)
        return found


@reads(router, "/plans", "plans.view", PlansOut)
def plan_list(request: HttpRequest, filters: Query[PlanFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Plans, the latest first"""
    rows = filters.filter(Plan.objects.visible_to(account_of(request)))
    return cut(rows.order_by("-first_year", "-pk").defer("source_text"), paging, _plan)


@reads(router, "/plans/{key}", "plans.view", PlanOut)
def plan_one(request: HttpRequest, key: Row) -> dict[str, Any]:
    """One plan"""
    return _plan(get_object_or_404(Plan.objects.visible_to(account_of(request)), pk=key))


def _plan(row: Plan) -> dict[str, Any]:
    names = [name for name in PlanOut.model_fields if name != "id"]
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


@reads(router, "/targets", "plans.view", TargetsOut)
def target_list(request: HttpRequest, filters: Query[ItemFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Targets, plan by plan"""
    rows = filters.filter(Target.objects.visible_to(account_of(request)).with_goal())
    return cut(rows.select_related("section", "owner", "scope", "indicator"), paging, _target)


@reads(router, "/targets/{key}", "plans.view", AssessedOut)
def target_one(request: HttpRequest, key: Row) -> dict[str, Any]:
    """One target with where it stands"""
    account, today = account_of(request), timezone.localdate()
    rows = Target.objects.visible_to(account).with_goal().select_related("section", "owner", "scope", "indicator")
    row = get_object_or_404(rows, pk=key)
    stand = standings([row], today, agency=account.agency)[row.pk]
    found, current = stand.assessment, stand.assessment.current
    foretold = forecasts([stand], today, agency=account.agency).get(row.pk)
    said = {
        "verdict": found.verdict.value, "reason": _said(found.reason), "formula": _said(found.formula),
        "needed": _said(found.needed), "value": number(current.value) if current else None,
        "as_of": current.as_of if current else None, "estimated": bool(current and current.estimated),
        "forecast": _said(foretold.said) if foretold else None,
    }  # fmt: skip
    return {**_target(row), "assessment": said}


def _said(sentence: Sentence | None) -> dict[str, str] | None:
    return {"vi": sentence.text("vi"), "en": sentence.text("en")} if sentence else None


def _target(row: Target) -> dict[str, Any]:
    goal = row.goal()
    return {
        "id": row.pk, "plan_id": row.plan_id, "content": row.section.content, "text": row.text,
        "owner": unit_out(row.owner), "scope": unit_out(row.scope),
        "indicator": row.indicator.code if row.indicator else None, "kind": goal.kind, "promise": _said(promise(goal)),
        "value": number(row.value), "unit": row.unit, "starts_on": row.starts_on, "due_on": row.due_on,
        "withdrawn": row.withdrawn_at is not None,
    }  # fmt: skip


@reads(router, "/tasks", "plans.view", TasksOut)
def task_list(request: HttpRequest, filters: Query[ItemFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Tasks, plan by plan"""
    rows = filters.filter(Task.objects.visible_to(account_of(request)).select_related("section", "lead"))
    return cut(rows, paging, _task)


@reads(router, "/tasks/{key}", "plans.view", TaskOut)
def task_one(request: HttpRequest, key: Row) -> dict[str, Any]:
    """One task"""
    rows = Task.objects.visible_to(account_of(request)).select_related("section", "lead")
    return _task(get_object_or_404(rows, pk=key))


def _task(row: Task) -> dict[str, Any]:
    return {
        "id": row.pk, "plan_id": row.plan_id, "content": row.section.content, "text": row.text, "product": row.product,
        "lead": unit_out(row.lead), "deadline_text": row.deadline_text, "due_on": row.due_on, "state": row.state,
        "progress": row.progress, "late": row.is_open and bool(row.due_on and row.due_on < timezone.localdate()),
    }  # fmt: skip
