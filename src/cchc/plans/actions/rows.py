"""Writes the items of a confirmed plan as rows, a kind at a time, within the caller's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cchc.common.errors import Refused
from cchc.common.text import fold, nfc, squeeze
from cchc.indicators.models import Indicator
from cchc.organisation.models import Account, Person, Unit
from cchc.plans.contents import title_on
from cchc.plans.models import (
    Citation,
    Duty,
    Milestone,
    Objective,
    Plan,
    PlanSection,
    ReportingDuty,
    Target,
    Task,
    TaskEvent,
)
from cchc.plans.rules import confirmed as c
from cchc.plans.rules.contents import ORDER, Content
from cchc.plans.rules.goals import Goal
from cchc.plans.rules.schedule import first_due, to_plain
from cchc.plans.rules.tasks import State


@dataclass(frozen=True)
class Home:
    """The sections, objectives and indicators that new items hang on."""

    plan: Plan
    sections: dict[str, PlanSection]
    objectives: dict[str, Objective]
    indicators: dict[str, int]


def write_items(plan: Plan, items: c.Confirmed, *, by: Account, at: datetime) -> dict[str, int]:
    """Write every item; returns how many of each kind. The number of queries does not depend on how many there are."""
    check_people(plan, items)
    sections = _sections(plan, items)
    objectives = _objectives(plan, sections, items.objectives)
    home = Home(plan, sections, objectives, indicator_keys(plan, items))
    counts = {
        "objectives": len(objectives),
        "targets": _targets(home, items.targets),
        "tasks": _tasks(home, items.tasks, by=by, at=at),
        "duties": _duties(plan, items.duties),
        "reporting": _reporting(plan, items.reporting),
    }
    known = set(plan.citations.values_list("number", flat=True))
    fresh = {one.number: one for one in items.citations if one.number not in known}.values()
    Citation.objects.bulk_create(
        Citation(plan=plan, number=one.number, kind=one.kind, dated=one.dated, sort=sort)
        for sort, one in enumerate(fresh, len(known))
    )
    return {**counts, "citations": len(fresh)}


def goal_columns(goal: Goal) -> dict[str, Any]:
    """The goal as the columns of a target; the milestones are rows of their own."""
    return {
        "kind": goal.kind.value,
        "comparator": goal.comparator.value,
        "value": goal.value,
        "unit": goal.unit.value,
        "noun": goal.noun,
        "direction": goal.direction.value,
        "course": goal.course.value,
        "change_by": goal.change_by.value,
        "baseline": goal.baseline,
        "baseline_label": goal.baseline_label,
        "even": goal.even,
        "starts_on": goal.starts,
        "due_on": goal.due,
    }


def due_from(plan: Plan, at: datetime) -> date:
    """The day from which recurring work of a plan falls due: its first day, or today when it is already running."""
    return max(date(plan.first_year, 1, 1), timezone.localdate(at))


def check_people(plan: Plan, items: c.Confirmed) -> None:
    """Raise Refused when an item names a unit or a person of another department."""
    units, people = items.units(), items.people()
    ours = Unit.objects.filter(agency=plan.agency_id, pk__in=units).count()
    staff = Person.objects.filter(agency=plan.agency_id, pk__in=people).count() if people else 0
    if ours != len(units) or staff != len(people):
        raise Refused(_("Có đơn vị hoặc người không thuộc Sở; hãy chọn lại."))


def indicator_keys(plan: Plan, items: c.Confirmed) -> dict[str, int]:
    """The keys of the indicators that targets name by their codes. Raises Refused for a code that is not known."""
    codes = {one.indicator for one in items.targets if one.indicator}
    known = Indicator.objects.filter(Q(agency=None) | Q(agency=plan.agency_id), code__in=codes)
    found = dict(known.order_by(F("agency").asc(nulls_first=True)).values_list("code", "pk")) if codes else {}
    if codes - set(found):
        raise Refused(_("Không có chỉ số “%(code)s” trong danh mục.") % {"code": min(codes - set(found))})
    return found


def _sections(plan: Plan, items: c.Confirmed) -> dict[str, PlanSection]:
    known = {section.content: section for section in plan.sections.all()}
    fresh = [
        PlanSection(plan=plan, content=content, heading=_heading(plan, items, content), sort=ORDER.index(content))
        for content in ORDER
        if content in items.contents() and content not in known
    ]
    PlanSection.objects.bulk_create(fresh)
    return known | {section.content: section for section in fresh}


def _heading(plan: Plan, items: c.Confirmed, content: Content) -> str:
    return items.headings.get(content) or title_on(content, date(plan.first_year, 1, 1)).vi


def _from_document(place: c.Place) -> dict[str, Any]:
    return {
        "quote": nfc(place.quote),
        "span_start": place.start,
        "span_end": place.end,
        "page": place.page,
        "path": list(place.path),
    }


def _objectives(
    plan: Plan, sections: dict[str, PlanSection], items: Iterable[c.ConfirmedObjective]
) -> dict[str, Objective]:
    start = plan.objectives.count()
    rows = {
        one.key: Objective(
            plan=plan, section=sections[one.content], text=squeeze(one.text), sort=sort, **_from_document(one.place)
        )
        for sort, one in enumerate(items, start)
    }
    Objective.objects.bulk_create(rows.values())
    return rows


def _targets(home: Home, items: tuple[c.ConfirmedTarget, ...]) -> int:
    start = home.plan.targets.count()
    rows = [_target(home, one, sort) for sort, one in enumerate(items, start)]
    Target.objects.bulk_create(rows)
    Milestone.objects.bulk_create(
        Milestone(target=row, on=stone.on, value=stone.value)
        for row, one in zip(rows, items, strict=True)
        for stone in one.goal.milestones
    )
    return len(rows)


def _target(home: Home, one: c.ConfirmedTarget, sort: int) -> Target:
    text = squeeze(one.text)
    if not text or one.goal.due < one.goal.starts:
        raise Refused(_("Chỉ tiêu “%(text)s” thiếu nội dung hoặc có hạn trước ngày bắt đầu.") % {"text": text[:80]})
    return Target(
        agency_id=home.plan.agency_id,
        plan=home.plan,
        section=home.sections[one.content],
        objective=home.objectives.get(one.objective),
        text=text,
        folded=fold(text),
        owner_id=one.owner,
        scope_id=one.scope,
        indicator_id=home.indicators[one.indicator] if one.indicator else None,
        sort=sort,
        **goal_columns(one.goal),
        **_from_document(one.place),
    )


def _tasks(home: Home, items: tuple[c.ConfirmedTask, ...], *, by: Account, at: datetime) -> int:
    start = home.plan.tasks.count()
    rows = [_task(home, one, sort, at) for sort, one in enumerate(items, start)]
    Task.objects.bulk_create(rows)
    through = Task.supporters.through
    through.objects.bulk_create(
        through(task_id=row.pk, unit_id=unit)
        for row, one in zip(rows, items, strict=True)
        for unit in dict.fromkeys(one.supporters)
    )
    TaskEvent.objects.bulk_create(
        TaskEvent(task=row, kind="created", at=at, by=by, state=row.state, due_on=row.due_on) for row in rows
    )
    return len(rows)


def _task(home: Home, one: c.ConfirmedTask, sort: int, at: datetime) -> Task:
    text = squeeze(one.text)
    if not text:
        raise Refused(_("Có nhiệm vụ chưa có nội dung."))
    return Task(
        agency_id=home.plan.agency_id,
        plan=home.plan,
        section=home.sections[one.content],
        objective=home.objectives.get(one.objective),
        text=text,
        folded=fold(f"{text} {one.product}"),
        annex_no=one.annex_no,
        lead_id=one.lead,
        lead_text=squeeze(one.lead_text),
        support_text=squeeze(one.support_text),
        monitor_id=one.monitor,
        monitor_text=squeeze(one.monitor_text),
        person_id=one.person,
        product=squeeze(one.product),
        no_product=one.no_product,
        deadline_text=squeeze(one.deadline_text),
        deadlines=[to_plain(deadline) for deadline in one.deadlines],
        due_on=first_due(one.deadlines, due_from(home.plan, at), home.plan.last_year),
        state=State.NOT_STARTED.value,
        sort=sort,
        **_from_document(one.place),
    )


def _duties(plan: Plan, items: tuple[c.ConfirmedDuty, ...]) -> int:
    start = plan.duties.count()
    Duty.objects.bulk_create(
        Duty(agency_id=plan.agency_id, plan=plan, text=squeeze(one.text), unit_id=one.unit,
             unit_text=squeeze(one.unit_text), sort=sort, **_from_document(one.place))
        for sort, one in enumerate(items, start)
    )  # fmt: skip
    return len(items)


def _reporting(plan: Plan, items: tuple[c.ConfirmedReporting, ...]) -> int:
    start = plan.reporting.count()
    ReportingDuty.objects.bulk_create(
        ReportingDuty(agency_id=plan.agency_id, plan=plan, text=squeeze(one.text), unit_id=one.unit,
                      cadence=list(one.cadence), day=one.day, to=squeeze(one.to), sort=sort,
                      **_from_document(one.place))
        for sort, one in enumerate(items, start)
    )  # fmt: skip
    return len(items)
