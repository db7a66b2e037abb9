"""The settled items of a draft put together into a confirmed plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cchc.plans.rules import confirmed as c
from cchc.plans.rules.contents import Content
from cchc.plans.rules.deadline_text import parse_deadlines
from cchc.plans.rules.goals import ChangeBy, Direction, Goal, GoalKind
from cchc.plans.rules.intake.charges import contents_in
from cchc.plans.rules.intake.facts import TASKLIKE, Facts, How, ItemKind


@dataclass(frozen=True)
class Settled:
    """One accepted item."""

    kind: ItemKind
    quote: str
    place: c.Place
    facts: Facts


def confirmed(items: Iterable[Settled], first_year: int, last_year: int) -> c.Confirmed:
    """The plan that the accepted items make. A duty of several chosen units becomes one for each of them."""
    rows = list(items)
    duties = [one for one in rows if one.kind is ItemKind.DUTY]
    reporting = [one for one in rows if one.kind is ItemKind.REPORTING]
    cited = [one.facts for one in rows if one.kind is ItemKind.CITATION]
    return c.Confirmed(
        targets=tuple(_target(one, first_year, last_year) for one in rows if one.kind is ItemKind.MEASURE),
        tasks=tuple(_task(one, first_year, last_year) for one in rows if one.kind in TASKLIKE),
        duties=tuple(
            c.ConfirmedDuty(text=one.quote, unit=unit, unit_text=one.facts.lead_text, place=one.place)
            for one in duties
            for unit in _each(one.facts)
        ),
        reporting=tuple(
            c.ConfirmedReporting(
                text=one.quote,
                cadence=one.facts.cadence,
                day=one.facts.day,
                to=one.facts.to,
                unit=unit,
                place=one.place,
            )
            for one in reporting
            for unit in _each(one.facts)
        ),
        citations=tuple(
            c.ConfirmedCitation(number=one.number, kind=one.cited_kind, dated=one.cited_on)
            for one in {fact.number: fact for fact in cited}.values()
        ),
        headings=headings(one.place.path for one in rows),
    )


def headings(paths: Iterable[tuple[str, ...]]) -> dict[Content, str]:
    """The printed heading of each content: the first heading above an item that names this content alone."""
    found: dict[Content, str] = {}
    for path in paths:
        for heading in path:
            named = contents_in(heading)
            if len(named) == 1 and len(heading) <= 200:
                found.setdefault(named[0], heading)
    return found


def goal(facts: Facts, first_year: int, last_year: int) -> Goal:
    """The promise of a target as the assessment compares it; it starts with the plan."""
    starts = date(first_year, 1, 1)
    due = facts.due_on or date(last_year, 12, 31)
    kind = facts.goal or GoalKind.JUDGED
    return Goal(
        kind=kind,
        starts=min(starts, due),
        due=due,
        value=facts.value if kind is not GoalKind.ZERO else Decimal(0),
        comparator=facts.comparator,
        unit=facts.unit,
        direction=Direction.LOWER if kind is GoalKind.ZERO else facts.direction,
        course=facts.course,
        baseline=facts.baseline,
        baseline_label=facts.baseline_label,
        change_by=facts.change_by if kind is GoalKind.CHANGE else ChangeBy.PERCENT,
        noun=facts.noun,
    )


def _target(one: Settled, first_year: int, last_year: int) -> c.ConfirmedTarget:
    facts = one.facts
    owner = facts.lead[0] if len(facts.lead) == 1 else None
    promise = goal(facts, first_year, last_year)
    return c.ConfirmedTarget(
        content=facts.content, text=one.quote, goal=promise, owner=owner, indicator=facts.indicator, place=one.place
    )


def _task(one: Settled, first_year: int, last_year: int) -> c.ConfirmedTask:
    facts = one.facts
    lead = facts.lead[0] if len(facts.lead) == 1 else None
    extra = () if lead is not None else facts.lead
    return c.ConfirmedTask(
        content=facts.content,
        text=one.quote,
        lead=lead,
        lead_text=facts.lead_text,
        supporters=tuple(unit for unit in dict.fromkeys((*extra, *facts.support)) if unit != lead),
        support_text=facts.support_text,
        monitor=facts.monitor[0] if facts.monitor else None,
        monitor_text=facts.monitor_text,
        person=facts.person,
        product=facts.product,
        deadlines=parse_deadlines(facts.deadline_text, first_year, last_year=last_year),
        deadline_text=facts.deadline_text,
        annex_no=facts.no,
        place=one.place,
    )


def _each(facts: Facts) -> tuple[int | None, ...]:
    """The units a duty is put on one by one; a whole group, or nobody known, stays with its printed name."""
    return facts.lead if facts.lead and facts.lead_how is not How.GROUP else (None,)
