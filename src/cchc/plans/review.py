"""Interim and final reviews: each target of a plan year by year, what was asked, what was measured, how it stood."""

from dataclasses import dataclass
from datetime import date

from cchc.plans.models import Plan, Target
from cchc.plans.rules.assess import Verdict
from cchc.plans.rules.scale import Scale, scales
from cchc.plans.rules.sentences import Sentence
from cchc.plans.rules.wording import promise
from cchc.plans.standing import Standing, standings


@dataclass(frozen=True)
class Year:
    """One year of a target: what its document asks for by then, if it says so; the figure; the verdict on its last day,
    or today's for the year that runs; nothing for a year to come or outside the target's time."""

    year: int
    asked: Sentence | None = None
    figure: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Row:
    """A target with its years."""

    target: Target
    promise: Sentence
    years: list[Year]


def review(plan: Plan, today: date) -> list[Row]:
    """Every target of a plan by year. The number of queries grows with the years, not with the targets."""
    targets = list(plan.targets.with_goal().filter(withdrawn_at=None).select_related("section"))
    span = range(plan.first_year, plan.last_year + 1)
    past = {year: standings(targets, min(date(year, 12, 31), today), agency=plan.agency)
            for year in span if date(year, 1, 1) <= today and targets}  # fmt: skip
    return [
        Row(one, promise(one.goal()), [_year(one, year, past.get(year, {}).get(one.pk)) for year in span])
        for one in targets
    ]  # fmt: skip


def _year(target: Target, year: int, standing: Standing | None) -> Year:
    end = date(year, 12, 31)
    inside = target.starts_on <= end and date(year, 1, 1) <= target.due_on
    if not inside:
        return Year(year)
    asked = _asked(target, end)
    if standing is None:
        return Year(year, asked)
    return Year(year, asked, standing.figure, standing.assessment.verdict)


def _asked(target: Target, end: date) -> Sentence | None:
    """What the document asks for by the end of a year, in words; None where it does not say."""
    goal = target.goal()
    if end >= goal.due:
        return promise(goal)
    both = scales(goal, goal)
    if isinstance(both, str):
        return None
    scale: Scale = both[0]
    low, high = scale.asked(end)
    return scale.say(high[1]) if low == high else None
